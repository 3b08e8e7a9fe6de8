"""Allowing what data may be used for, and withdrawing that: one purpose, one text, one act."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.actions import Restricted, grant
from accounts.consent.notices import notice_with
from accounts.consent.purposes import ASKED, FEED, Purpose
from accounts.consent.queries import history_of, is_restricted, standing_grants, uses_of
from accounts.identity.models import Person
from accounts.identity.visitors import Visitor
from accounts.privacy.permissions_view import Ledger, guests_page, persons_page
from accounts.privacy.withdrawing import withdraw
from app.core.forms import redirect, sent_form
from app.core.rendering import render
from app.core.settings import Settings

Asker = Request[Any, Any, Any]

A_PAGE = 20
"""How many entries of the history stand on one page."""
BUTTON = "button on /my/permissions"
"""How permission is given and withdrawn here, as the ledger has it."""


@get("/my/permissions", include_in_schema=False)
async def permissions_page(
    request: Asker,
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """What a person allows and could; for a guest, that nothing is learned of them."""
    if visitor.person is None:
        return render(request, "accounts/privacy/permissions.html", page=guests_page(request))
    return await _show(request, session, settings, visitor.person)


@post("/my/permissions/{purpose:str}", include_in_schema=False)
async def allow(
    request: Asker,
    purpose: FromPath[str],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Allow a purpose after its text, of which the form brings the digest: another one allows nothing."""
    asked = _asked(purpose)
    if asked not in _offered(settings):
        raise NotFoundException
    notice = notice_with(asked, (await sent_form(request)).get("notice", ""))
    if notice is None:
        return await _show(request, session, settings, person, changed=asked, status=409)
    try:
        await grant(session, person.id, notice, BUTTON)
    except Restricted:
        return await _show(request, session, settings, person, status=409)
    return redirect(request, f"/my/permissions#{asked.code}")


@post("/my/permissions/{purpose:str}/withdrawal", include_in_schema=False)
async def take_back(
    request: Asker, purpose: FromPath[str], person: NamedDependency[Person], session: NamedDependency[AsyncSession]
) -> Response[Any]:
    """Withdraw a permission, with all that rests on it."""
    asked = _asked(purpose)
    await withdraw(session, person.id, asked, BUTTON)
    return redirect(request, f"/my/permissions#{asked.code}")


def _asked(code: str) -> Purpose:
    found = next((purpose for purpose in ASKED if purpose.code == code), None)
    if found is None:
        raise NotFoundException
    return found


def _offered(settings: Settings) -> list[Purpose]:
    """What this shop has a use for."""
    return [purpose for purpose in ASKED if purpose is not FEED or settings.feed_url]


async def _show(
    request: Asker,
    session: AsyncSession,
    settings: Settings,
    person: Person,
    *,
    changed: Purpose | None = None,
    status: int = 200,
) -> Response[Any]:
    before = request.query_params.get("before", "")
    earlier = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    past = await history_of(session, person.id, earlier, A_PAGE + 1)
    standing = await standing_grants(session, person.id)
    grants = {each.id for each in standing.values()} | {each.grant.id for each in past}
    restricted, uses = await is_restricted(session, person.id), await uses_of(session, grants)
    page = persons_page(request, Ledger(restricted, standing, past, uses), _offered(settings), changed, A_PAGE)
    return render(request, "accounts/privacy/permissions.html", status=status, page=page)


routes = [permissions_page, allow, take_back]
