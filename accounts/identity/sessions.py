"""Sessions: one row for each browser in which somebody is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import SignIn
from accounts.identity.visitors import SESSION_COOKIE
from app.core import clock
from app.core.ids import digest, new_token
from app.core.security import own_cookie

DAYS = 30
# In this order: each of them also calls itself by the names of those below.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "YaBrowser": "Yandex", "Firefox": "Firefox", "Chrome": "Chrome"}
BROWSERS |= {"CriOS": "Chrome", "FxiOS": "Firefox", "Safari": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
SYSTEMS |= {"CrOS": "ChromeOS", "Linux": "Linux"}


async def start_session(
    session: AsyncSession, request: Request[Any, Any, Any], person_id: int, *, by_mail: bool
) -> Cookie:
    """Sign somebody in, with a new secret; whoever was signed in in this browser no longer is."""
    await end_this_session(session, request)
    token, now = new_token(), clock.now()
    session.add(
        SignIn(
            digest=digest(token),
            person_id=person_id,
            browser=browser_of(request.headers.get("user-agent", "")),
            by_mail=by_mail,
            started_at=now,
            expires_at=now + timedelta(days=DAYS),
        )
    )
    return own_cookie(SESSION_COOKIE, token, DAYS)


async def end_this_session(session: AsyncSession, request: Request[Any, Any, Any]) -> Cookie:
    """Sign out whoever is signed in in this browser; the cookie that clears theirs."""
    secret = request.cookies.get(SESSION_COOKIE)
    if secret is not None:
        await session.execute(_ending().where(SignIn.digest == digest(secret)))
    return own_cookie(SESSION_COOKIE, "", 0)


async def end_session(session: AsyncSession, person_id: int, sign_in: int) -> None:
    """Sign somebody out of one of the browsers they are signed in in."""
    await session.execute(_ending().where(SignIn.person_id == person_id, SignIn.id == sign_in))


async def end_other_sessions(session: AsyncSession, person_id: int, sign_in: int | None) -> None:
    """Sign somebody out of every browser but this one."""
    await session.execute(_ending().where(SignIn.person_id == person_id, SignIn.id != sign_in))


async def sessions_of(session: AsyncSession, person_id: int) -> list[SignIn]:
    """Where somebody is signed in, newest first."""
    lasting = (SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > clock.now())
    return list(await session.scalars(select(SignIn).where(*lasting).order_by(SignIn.id.desc())))


async def signed_in_within(session: AsyncSession, sign_in: int | None, time: timedelta) -> bool:
    """Whether somebody signed in in this browser so short a time ago."""
    recently = select(SignIn.id).where(SignIn.id == sign_in, SignIn.started_at > clock.now() - time)
    return await session.scalar(recently) is not None


def browser_of(user_agent: str) -> str:
    """A browser as a person would call it: ``Firefox, Linux``; empty for one that does not say."""
    found = [next((name for mark, name in names.items() if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def _ending() -> Update:
    return update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=clock.now())
