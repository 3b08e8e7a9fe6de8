"""The spec's page, saving, and coming back to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core.events import Announce
from app.core.forms import redirect, sent_form
from app.core.limits import Limit, Limiter, caller_of
from app.core.rendering import render
from app.core.sharing import UNLISTED
from configurator.build.asking import Asking
from configurator.build.compose import Mistake
from configurator.build.handed import WITH_PICTURES
from configurator.build.pages import tell
from configurator.publishing.shelf import Shelf
from configurator.specs.actions import save_revision, save_spec
from configurator.specs.codes import written
from configurator.specs.listing import deleted_page_of
from configurator.specs.models import Revision, Spec
from configurator.specs.queries import own_spec, spec_of_code
from configurator.specs.saving import announce_saving, filled, secret_for
from configurator.specs.view import share_of, spec_page_of

Asker = Request[Any, Any, Any]

LOOKS = Limit("looks at specs of others", 60, timedelta(minutes=1))
"""Codes are hard to guess; this keeps anyone from trying many."""


@post("/specs", include_in_schema=False, **WITH_PICTURES)
async def save(
    request: Asker,
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
    announce: NamedDependency[Announce],
) -> Response[Any]:
    """Keep what the configurator's form says as a new spec; a guest's first one comes with a cookie."""
    form = await sent_form(request)
    asking, refusal = await filled(request, form, session, shelf)
    if refusal is not None:
        return refusal
    token, cookies = await secret_for(request, session, visitor, asking)
    spec = await save_spec(session, asking, visitor, token)
    await announce_saving(announce, session, visitor, spec, asking)
    return redirect(request, spec.path, cookies)


@post("/specs/{code:str}/revisions", include_in_schema=False, **WITH_PICTURES)
async def save_change(
    request: Asker,
    code: FromPath[str],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
    announce: NamedDependency[Announce],
) -> Response[Any]:
    """Keep what the configurator's form says as the spec's next revision."""
    spec = await own_spec(session, visitor, code)
    form = await sent_form(request)
    asking, refusal = await filled(request, form, session, shelf)
    if refusal is not None:
        return refusal
    if asking.product != spec.product:
        raise NotFoundException
    cookies = await tell(request, session, asking.product, asking.given)
    await save_revision(session, spec, asking)
    await announce_saving(announce, session, visitor, spec, asking)
    return redirect(request, spec.path, cookies)


@post("/specs/{code:str}/changes", include_in_schema=False)
async def change(
    request: Asker,
    code: FromPath[str],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
) -> Response[Any]:
    """Open a revision of one's own spec in the configurator, with its personal answers as the draft."""
    spec = await own_spec(session, visitor, code)
    revision = revision_of_number(spec, request.query_params.get("revision", ""))
    asking = await asking_of(session, spec, revision, shelf, revision.answers)
    if request.query_params.get("version") == "current":
        asking = replace(asking, published=await shelf.current(session, spec.product) or asking.published)
    cookies = await tell(request, session, spec.product, revision.answers)
    return redirect(request, replace(asking, spec=written(spec.code)).address(), cookies)


@get("/specs/{code:str}", include_in_schema=False)
async def spec_page(
    request: Asker,
    code: FromPath[str],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
    shelf: NamedDependency[Shelf],
    limits: NamedDependency[Limiter],
) -> Response[Any]:
    """A saved spec: for all who have its code, without anything personal; for its owner, the whole."""
    spec = await spec_of_code(session, code)
    owner = spec is not None and await visitor.may_open(session, spec, spec.path)
    if not owner:
        limits.hit(LOOKS, caller_of(request))
    if spec is None or (spec.deleted_at and not owner):
        raise NotFoundException
    number = request.query_params.get("revision", "")
    revision = revision_of_number(spec, number)
    if code != written(spec.code):
        return redirect(request, spec.path + (f"?revision={number}" if number else ""))
    if spec.deleted_at:
        return render(request, "configurator/specs/deleted.html", headers=UNLISTED, page=deleted_page_of(request, spec))
    return await show(request, session, spec, revision, owner, shelf)


async def show(
    request: Asker,
    session: AsyncSession,
    spec: Spec,
    revision: Revision,
    owner: bool,
    shelf: Shelf,
    mistakes: Mapping[str, Mistake] | None = None,
) -> Response[Any]:
    """The page of a revision; for its owner with what they typed and cannot be taken."""
    asking = await asking_of(session, spec, revision, shelf, revision.answers if owner else {})
    page = spec_page_of(request, spec, revision, asking, owner, mistakes)
    status = 422 if mistakes else 200
    return render(
        request, "configurator/specs/page.html", status=status, headers=UNLISTED, page=page, share=share_of(spec, page)
    )


def revision_of_number(spec: Spec, number: str) -> Revision:
    """The revision of that number, or the newest without one."""
    if not number:
        return spec.revisions[-1]
    found = next((revision for revision in spec.revisions if str(revision.number) == number), None)
    if found is None:
        raise NotFoundException
    return found


async def asking_of(
    session: AsyncSession, spec: Spec, revision: Revision, shelf: Shelf, answers: Mapping[str, str]
) -> Asking:
    """The question that a revision answers, with these personal `answers`."""
    published = await shelf.version(session, spec.product, revision.version)
    if published is None:
        raise NotFoundException
    return Asking(published, tuple(revision.choices), answers, revision.base, revision.region)


routes = [save, save_change, change, spec_page]
