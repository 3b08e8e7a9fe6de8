"""What the list of one's specs shows, and the page of a deleted one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request

from accounts.api import Visitor
from app.core.formats import format_date, format_money
from app.core.i18n import Translator
from app.core.language import link, translator_of
from configurator.build.view import Picture
from configurator.specs.codes import written
from configurator.specs.models import Revision, Spec
from configurator.specs.portrait import picture_in, summary_in, title_in
from configurator.specs.queries import Saved

Asker = Request[Any, Any, Any]

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A spec in the list; `model` is what the product calls itself where it has a name of the owner's."""

    code: str
    title: str
    model: str
    summary: str
    picture: Picture
    note: str
    price_words: str
    revisions_words: str


@dataclass(frozen=True, slots=True)
class DeletedSpec:
    """A spec that can still be put back."""

    code: str
    title: str
    until_words: str


@dataclass(frozen=True, slots=True)
class MySpecs:
    """What `templates/configurator/specs/my.html` shows."""

    title: str
    entries: tuple[Entry, ...]
    deleted: tuple[DeletedSpec, ...]
    just_deleted: DeletedSpec | None
    guest: bool
    first: bool
    """Whether it is the page of the newest ones."""
    older_href: str


@dataclass(frozen=True, slots=True)
class DeletedPage:
    """What `templates/configurator/specs/deleted.html` shows."""

    title: str
    spec: DeletedSpec
    picture: Picture


def my_specs_of(
    request: Asker, visitor: Visitor, saved: Sequence[Saved], deleted: Sequence[Saved], first: bool
) -> MySpecs:
    """The page with one more than it has room for in `saved` where older ones follow."""
    texts = translator_of(request)
    shown = saved[:A_PAGE]
    gone = tuple(_deleted(spec, revision, texts) for spec, revision in deleted)
    code = request.query_params.get("deleted", "")
    return MySpecs(
        texts.gettext("Your specs"),
        tuple(_entry(spec, revision, texts, number) for number, (spec, revision) in enumerate(shown)),
        gone,
        next((each for each in gone if each.code == code), None),
        visitor.person is None,
        first,
        link(request, f"/my/specs?before={shown[-1][1].id}") if len(saved) > A_PAGE else "",
    )


def deleted_page_of(request: Asker, spec: Spec) -> DeletedPage:
    """The page of one's own spec that is deleted."""
    texts, newest = translator_of(request), spec.revisions[-1]
    gone = _deleted(spec, newest, texts)
    title = texts.gettext("{title} is deleted", title=gone.title)
    return DeletedPage(title, gone, picture_in(newest.portrait, texts.locale))


def _entry(spec: Spec, revision: Revision, texts: Translator, number: int) -> Entry:
    locale = texts.locale
    title = title_in(revision.portrait, locale) or written(spec.code)
    price = format_money(revision.total, revision.currency, locale)
    day = format_date(revision.saved_at.date(), locale)
    return Entry(
        written(spec.code),
        spec.name or title,
        title if spec.name else "",
        summary_in(revision.portrait, locale),
        replace(picture_in(revision.portrait, locale), alt="", id=f"p{number}"),
        spec.note,
        texts.gettext("{price} on {day}", price=price, day=day),
        texts.ngettext("{n} revision", "{n} revisions", revision.number) if revision.number > 1 else "",
    )


def _deleted(spec: Spec, revision: Revision, texts: Translator) -> DeletedSpec:
    title = spec.name or title_in(revision.portrait, texts.locale) or written(spec.code)
    day = format_date(spec.kept_until, texts.locale) if spec.kept_until else ""
    return DeletedSpec(written(spec.code), title, texts.gettext("It can be put back until {day}.", day=day))
