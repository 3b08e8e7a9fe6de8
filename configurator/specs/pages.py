"""The spec's page, saving, and coming back to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.formats import format_date, format_money
from app.core.ids import new_token
from app.core.language import absolute, link, locale_of
from app.core.rendering import render
from app.core.security import guest_cookie, guest_token
from configurator.build.asking import Asking
from configurator.build.compose import Composer, picture_of
from configurator.build.drafts import keep_answers
from configurator.build.form import read_form
from configurator.build.pages import load, redirect, sent_form
from configurator.build.view import Notice, Picture, Slip
from configurator.build.wording import Wording
from configurator.engine.verdict import Product
from configurator.pricing.quote import LineKind, quote
from configurator.publishing.shelf import Shelf
from configurator.specs.actions import save_revision, save_spec
from configurator.specs.codes import written
from configurator.specs.models import Revision, Spec
from configurator.specs.queries import owns, spec_of_code

Asker = Request[Any, Any, Any]


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
    owner: bool
    saved_words: str
    notices: tuple[Notice, ...]
    change_action: str
    personal_words: str
    build_href: str
    share_url: str
    older: bool


limited = RateLimitConfig(rate_limit=("minute", 60), store="spec_codes").middleware
"""Codes are hard to guess; this keeps anyone from trying many."""


@post("/specs", include_in_schema=False)
async def save(request: Asker, session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]) -> Response[Any]:
    """Keep what the configurator's form says as a new spec; the visitor's first one comes with a cookie."""
    form = await sent_form(request)
    asking, refusal = await _filled(request, form, session, shelf)
    if refusal is not None:
        return refusal
    known = guest_token(request)
    token = known or new_token()
    await keep_answers(session, token, asking.product, asking.answers)
    spec = await save_spec(session, asking, token)
    return redirect(request, f"/specs/{written(spec.code)}", cookies=[] if known else [guest_cookie(token)])


@post("/specs/{code:str}/revisions", include_in_schema=False)
async def save_change(
    request: Asker, code: FromPath[str], session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]
) -> Response[Any]:
    """Keep what the configurator's form says as the spec's next revision."""
    spec = await _own(request, session, code)
    form = await sent_form(request)
    asking, refusal = await _filled(request, form, session, shelf)
    if refusal is not None:
        return refusal
    if asking.product != spec.product:
        raise NotFoundException
    await save_revision(session, spec, asking)
    return redirect(request, f"/specs/{written(spec.code)}")


@post("/specs/{code:str}/changes", include_in_schema=False)
async def change(
    request: Asker, code: FromPath[str], session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]
) -> Response[Any]:
    """Open a revision of one's own spec in the configurator, with its personal answers as the draft."""
    spec = await _own(request, session, code)
    revision = _revision(spec, request.query_params.get("revision", ""))
    asking = await _asking(spec, revision, shelf, revision.answers)
    await keep_answers(session, guest_token(request) or "", spec.product, revision.answers)
    return redirect(request, replace(asking, spec=written(spec.code)).address())


@get("/specs/{code:str}", include_in_schema=False, middleware=[limited])
async def spec_page(
    request: Asker, code: FromPath[str], session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]
) -> Response[Any]:
    """A saved spec: for all who have its code, without anything personal; for its owner, the whole."""
    spec = await spec_of_code(session, code)
    if spec is None:
        raise NotFoundException
    if code != written(spec.code):
        return redirect(request, f"/specs/{written(spec.code)}")
    revision = _revision(spec, request.query_params.get("revision", ""))
    owner = owns(guest_token(request), spec)
    asking = await _asking(spec, revision, shelf, revision.answers if owner else {})
    page = _page(request, spec, revision, asking, owner)
    headers = {"X-Robots-Tag": "noindex"}
    return render(request, "configurator/specs/page.html", headers=headers, page=page)


async def _filled(
    request: Asker, form: Mapping[str, str], session: AsyncSession, shelf: Shelf
) -> tuple[Asking, Response[Any] | None]:
    """What the form asks; with the answer to give instead where it cannot be saved as it is."""
    before, _ = await load(request, form.get("product", ""), form, session, shelf)
    filled = read_form(before, form, Wording(before.published.file, locale_of(request)))
    asking = filled.asking
    if filled.mistakes:
        composer = Composer(asking, locale_of(request), partial(link, request), filled.mistakes)
        return asking, render(request, "configurator/build/page.html", status=422, page=composer.page())
    if asking.want:
        return asking, redirect(request, asking.address())
    return asking.with_choices(asking.verdict().choices), None


async def _own(request: Asker, session: AsyncSession, code: str) -> Spec:
    spec = await spec_of_code(session, code)
    if spec is None or not owns(guest_token(request), spec):
        raise NotFoundException
    return spec


def _revision(spec: Spec, number: str) -> Revision:
    """The revision of that number, or the newest without one."""
    if not number:
        return spec.revisions[-1]
    found = next((revision for revision in spec.revisions if str(revision.number) == number), None)
    if found is None:
        raise NotFoundException
    return found


async def _asking(spec: Spec, revision: Revision, shelf: Shelf, answers: Mapping[str, str]) -> Asking:
    published = await shelf.version(spec.product, revision.version)
    if published is None:
        raise NotFoundException
    return Asking(published, tuple(revision.choices), answers, revision.base, revision.region)


def _page(request: Asker, spec: Spec, revision: Revision, asking: Asking, owner: bool) -> SpecPage:
    words = Wording(asking.published.file, locale_of(request))
    file, product, shown = asking.published.file, revision.product, written(spec.code)
    base = file.model.base(revision.base)
    at = f"/specs/{shown}"
    personal = [group.code for group in file.model.groups if group.personal]
    kept_back = not owner and any(revision.answers.get(code) for code in personal)
    return SpecPage(
        shown,
        revision.number,
        tuple(_listed(request, spec, each, each is revision, owner) for each in reversed(spec.revisions)),
        words.of(base.label if base else file.model.label),
        words.described(file.words.summary, product, asking.answers),
        picture_of(asking, product, words),
        tuple(_answers(asking, product, words)),
        _slip(asking, product, words, owner),
        owner,
        format_date(revision.saved_at.date(), words.locale),
        (),
        link(request, f"{at}/changes" + ("" if revision is spec.revisions[-1] else f"?revision={revision.number}")),
        words.gettext("Measures and words of the owner are not shown here, nor what they cost.") if kept_back else "",
        link(request, asking.address()),
        absolute(request, at),
        revision is not spec.revisions[-1],
    )


def _listed(
    request: Asker, spec: Spec, revision: Revision, current: bool, owner: bool
) -> tuple[int, str, str, str, bool]:
    """A revision in the list; its total, which measures and words are part of, for its owner only."""
    locale = locale_of(request)
    newest = revision is spec.revisions[-1]
    path = f"/specs/{written(spec.code)}" + ("" if newest else f"?revision={revision.number}")
    total = format_money(revision.total, revision.currency, locale) if owner else ""
    return revision.number, format_date(revision.saved_at.date(), locale), total, link(request, path), current


def _answers(asking: Asking, product: Product, words: Wording) -> Iterator[tuple[str, str, str]]:
    """Question, answer and amount, in the author's order; unanswered questions are left out."""
    own = (LineKind.OPTION, LineKind.NUMBER, LineKind.TEXT)
    lines = [line for line in quote(asking.book, product).lines if line.kind in own]
    for group in asking.published.file.model.groups:
        answer = words.answer(group, product, asking.answers)
        if answer:
            amount = sum(line.amount for line in lines if line.code.partition(".")[0] == group.code)
            yield words.of(group.label), answer, words.difference(amount, asking.book) if amount else ""


def _slip(asking: Asking, product: Product, words: Wording, owner: bool) -> Slip:
    """The breakdown; for others than the owner without what measures and words cost, which would give them away."""
    book = asking.book
    if not owner:
        public = {group.code for group in asking.published.file.model.groups if not group.personal}
        per_unit = {code: rate for code, rate in book.per_unit.items() if code in public}
        book = replace(
            book, per_unit=per_unit, texts={code: price for code, price in book.texts.items() if code in public}
        )
    return words.slip(quote(book, product), book)


routes = [save, save_change, change, spec_page]
