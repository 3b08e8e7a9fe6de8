"""What the spec's page shows, to its owner and to others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request

from app.core.formats import format_date, format_money
from app.core.language import absolute, link, locale_of
from app.core.sharing import Share
from configurator.build.asking import Asking
from configurator.build.compose import Mistake, picture_of
from configurator.build.reviews import reviews_of
from configurator.build.view import Notice, Picture, Slip
from configurator.build.wording import Wording
from configurator.engine.product import Product
from configurator.pricing.quote import quote
from configurator.specs.answers import answers_of, priced_for
from configurator.specs.codes import written
from configurator.specs.models import Revision, Spec
from configurator.specs.portrait import Attached, uploads_in

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """What stands in a field, and what is wrong with it."""

    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """What only its owner sees and does; `model` is what the product calls itself where it has a name of theirs."""

    model: str
    said: str
    """The note, as it is kept."""
    name: Field
    note: Field
    email: Field
    guest: bool
    """Whether it is known by this browser alone."""


@dataclass(frozen=True, slots=True)
class SpecPage:
    """What `templates/configurator/specs/page.html` shows."""

    code: str
    revision: int
    revisions: tuple[tuple[int, str, str, str, bool], ...]
    """Number, saved when, total, address, whether it is the one shown."""
    title: str
    summary: str
    picture: Picture
    answers: tuple[tuple[str, str, str], ...]
    """Question, answer, amount."""
    slip: Slip
    uploads: tuple[Attached, ...]
    """What was handed in, for its owner."""
    reviews: tuple[str, ...]
    own: Own | None
    saved_words: str
    notices: tuple[Notice, ...]
    change_action: str
    personal_words: str
    build_href: str
    share_url: str
    older: bool


def spec_page_of(
    request: Asker,
    spec: Spec,
    revision: Revision,
    asking: Asking,
    owner: bool,
    mistakes: Mapping[str, Mistake] | None = None,
) -> SpecPage:
    """The page of one revision of a spec; `mistakes` by field, where its owner typed what cannot be taken."""
    words = Wording(asking.published.file, locale_of(request))
    file, product, shown = asking.published.file, revision.product, written(spec.code)
    newest = revision is spec.revisions[-1]
    title = words.of(asking.label)
    own = _own(spec, title, mistakes or {}) if owner else None
    personal = [group.code for group in file.model.groups if group.personal]
    kept_back = not owner and any(revision.answers.get(code) for code in personal)
    return SpecPage(
        shown,
        revision.number,
        tuple(_listed(request, spec, each, each is revision, owner) for each in reversed(spec.revisions)),
        (owner and spec.name) or title,
        words.described(file.words.summary, product, asking.answers),
        picture_of(asking, product, words),
        tuple(_answers(asking, product, words)),
        _slip(asking, product, words, owner),
        uploads_in(revision.portrait, spec.path, words.locale) if owner else (),
        reviews_of(asking, product, words),
        own,
        format_date(revision.saved_at.date(), words.locale),
        tuple(_notices(request, words, owner, mistakes or {})),
        link(
            request, f"{spec.path}/changes" + ("" if revision is spec.revisions[-1] else f"?revision={revision.number}")
        ),
        words.gettext("Measures and words of the owner are not shown here, nor what they cost.") if kept_back else "",
        link(request, asking.address()),
        absolute(request, spec.path),
        not newest,
    )


def share_of(spec: Spec, page: SpecPage) -> Share:
    """A spec as messengers show it. Search engines are told of none."""
    query = f"?revision={page.revision}" if page.older else ""
    picture = f"{spec.path}/picture.png{query}"
    return Share(page.title, page.summary, shown=spec.path + query, picture=picture, alt=page.picture.alt)


def _listed(
    request: Asker, spec: Spec, revision: Revision, current: bool, owner: bool
) -> tuple[int, str, str, str, bool]:
    """A revision in the list; its total, which measures and words are part of, for its owner only."""
    locale = locale_of(request)
    newest = revision is spec.revisions[-1]
    path = spec.path + ("" if newest else f"?revision={revision.number}")
    total = format_money(revision.total, revision.currency, locale) if owner else ""
    return revision.number, format_date(revision.saved_at.date(), locale), total, link(request, path), current


def _own(spec: Spec, title: str, mistakes: Mapping[str, Mistake]) -> Own:
    def field(name: str, stored: str) -> Field:
        mistake = mistakes.get(name)
        return Field(mistake.typed, mistake.message) if mistake else Field(stored)

    name, note = field("name", spec.name), field("note", spec.note)
    return Own(title if spec.name else "", spec.note, name, note, field("email", ""), spec.person_id is None)


def _notices(request: Asker, words: Wording, owner: bool, mistakes: Mapping[str, Mistake]) -> Iterator[Notice]:
    _ = words.gettext
    for field, mistake in mistakes.items():
        title, way = _("This could not be kept yet."), _("See the field")
        yield Notice("stop", title, (mistake.message,), f"#{field}-field", way)
    if owner and "sent" in request.query_params:
        item = _("It comes within a minute or two, if the address is right.")
        yield Notice("done", _("The link is on its way to you."), (item,))


def _answers(asking: Asking, product: Product, words: Wording) -> Iterator[tuple[str, str, str]]:
    """Question, answer and amount."""
    for each in answers_of(asking, product, words):
        yield each.label, each.words, words.difference(each.amount, asking.book) if each.amount else ""


def _slip(asking: Asking, product: Product, words: Wording, owner: bool) -> Slip:
    book, priced = priced_for(asking, product, owner)
    return words.slip(quote(book, priced), book)
