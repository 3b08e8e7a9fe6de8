"""The spec's page, saving, and coming back to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import new_token
from app.core.language import link, locale_of
from app.core.rendering import render
from app.core.security import guest_cookie, guest_token
from configurator.build.asking import Asking
from configurator.build.compose import Composer
from configurator.build.drafts import keep_answers
from configurator.build.form import read_form
from configurator.build.pages import keep, load, redirect, sent_form
from configurator.build.wording import Wording
from configurator.publishing.shelf import Shelf
from configurator.specs.actions import save_revision, save_spec
from configurator.specs.codes import written
from configurator.specs.models import Revision, Spec
from configurator.specs.queries import owns, spec_of_code
from configurator.specs.view import spec_page_of

Asker = Request[Any, Any, Any]


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
    if known or asking.answers:
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
    await keep_answers(session, guest_token(request) or "", asking.product, asking.answers)
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
    number = request.query_params.get("revision", "")
    revision = _revision(spec, number)
    if code != written(spec.code):
        return redirect(request, f"/specs/{written(spec.code)}" + (f"?revision={number}" if number else ""))
    owner = owns(guest_token(request), spec)
    asking = await _asking(spec, revision, shelf, revision.answers if owner else {})
    page = spec_page_of(request, spec, revision, asking, owner)
    headers = {"X-Robots-Tag": "noindex"}
    return render(request, "configurator/specs/page.html", headers=headers, page=page)


async def _filled(
    request: Asker, form: Mapping[str, str], session: AsyncSession, shelf: Shelf
) -> tuple[Asking, Response[Any] | None]:
    """What the form asks; with the answer to give instead where something in it cannot be saved as it is."""
    before, _ = await load(request, form.get("product", ""), form, session, shelf)
    filled = read_form(before, form, Wording(before.published.file, locale_of(request)))
    asking = filled.asking
    if filled.mistakes:
        composer = Composer(asking, locale_of(request), partial(link, request), filled.mistakes)
        return asking, render(request, "configurator/build/page.html", status=422, page=composer.page())
    verdict = asking.verdict()
    if asking.want or verdict.dropped:
        return asking, redirect(request, asking.address(), await keep(request, before, asking, session))
    return asking.with_choices(verdict.choices), None


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


routes = [save, save_change, change, spec_page]
