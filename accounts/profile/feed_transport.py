"""Sends the feed to the profile system that the settings name, in the form of Segment's HTTP API (``/v1/batch``)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.models import Grant, Subject
from accounts.consent.purposes import FEED
from accounts.consent.queries import is_live, live_grant
from accounts.profile.feed import IDENTIFY, TRACK, subject_in
from accounts.profile.models import MEASURE, Fact, FactKind
from app.core import clock
from app.core.database import Database
from app.core.i18n import N_
from app.core.outbox import Away, Outgoing, Refused
from app.core.settings import Settings

TIMEOUT = 20.0
"""Seconds that one message may take, from the first byte to the answer."""
LONGEST_WAIT = timedelta(days=1)
MOST_PREFERENCES = 100
"""Segment takes 32 KB a message."""
LIBRARY = {"name": "atelier", "version": version("atelier")}
LATER = frozenset((408, 429))
"""Answers besides 5xx after which it may work another time."""
ANSWERS = N_("the profile system answers {code}")
AWAY = N_("the profile system cannot be reached")
SLOW = N_("the profile system takes too long")


class Feed:
    """The way to the profile system."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._address = f"{settings.feed_url}/v1/batch"
        self._login = httpx.BasicAuth(settings.feed_key, "")
        self._tls = httpx.create_ssl_context()

    async def send(self, row: Outgoing) -> None:
        """Handle a row of the outbox. What the person does not allow any more is not sent, and is done with."""
        async with self._database.reading() as session:
            message = await _message(session, row)
        if message is not None:
            await self._post({"batch": [message], "sentAt": _stamp(clock.now())})

    async def _post(self, body: Mapping[str, Any]) -> None:
        try:
            async with (
                asyncio.timeout(TIMEOUT),
                httpx.AsyncClient(auth=self._login, verify=self._tls, timeout=TIMEOUT) as client,
                client.stream("POST", self._address, json=body) as answer,
            ):
                _judge(answer)
        except (TimeoutError, httpx.TimeoutException):
            raise Away(SLOW) from None
        except httpx.TransportError:
            raise Away(AWAY) from None


async def _message(session: AsyncSession, row: Outgoing) -> dict[str, Any] | None:
    """What is to be sent; None where the permission that the row cites does not hold any more."""
    subject = await subject_in(session, row.lane)
    grant = await live_grant(session, subject.person_id, FEED) if subject is not None else None
    if subject is None or grant is None or grant.id != row.payload["grant"]:
        return None
    said = {name: row.payload[name] for name in ("event", "properties") if row.payload["type"] == TRACK}
    if row.payload["type"] == IDENTIFY:
        said = {"traits": {"preferences": await _preferences(session, subject.person_id)}}
    return {
        "type": row.payload["type"],
        "messageId": row.id,
        "userId": subject.feed_id,
        "timestamp": _stamp(row.created_at),
        "context": {"library": LIBRARY},
        **said,
    }


async def _preferences(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """The strongest fact under each key that a live permission allows to know, but no measure.

    One object that takes the place of the former: what is forgotten goes there as well.
    """
    known = (
        select(Fact)
        .join(Grant, Grant.id == Fact.grant_id)
        .join(Subject, Subject.id == Grant.subject)
        .where(
            Fact.person_id == person_id,
            Subject.person_id == person_id,
            is_live(),
            Fact.retain_until > clock.now(),
            ~Fact.key.startswith(MEASURE),
        )
        .order_by((Fact.kind == FactKind.TOLD).desc(), Fact.strength.desc(), Fact.id)
        .limit(MOST_PREFERENCES)
    )
    preferences: dict[str, Any] = {}
    for fact in await session.scalars(known):
        told = {"value": fact.value, "words": fact.words, "kind": fact.kind.value, "strength": fact.strength}
        preferences.setdefault(fact.key, told)
    return preferences


def _judge(answer: httpx.Response) -> None:
    """Take 2xx for an answer. Raises ``Away`` for what asks to come back, ``Refused`` for anything else."""
    why = ANSWERS.format(code=answer.status_code)
    if answer.status_code in LATER or answer.is_server_error:
        raise Away(why, _wait(answer.headers.get("Retry-After", "")))
    if not answer.is_success:
        raise Refused(why)


def _wait(asked: str) -> timedelta:
    """What ``Retry-After`` asks for (RFC 9110, 10.2.3), seconds or a date: at most a day, nothing if it is neither."""
    try:
        seconds = int(asked) if asked.isdecimal() else (parsedate_to_datetime(asked) - clock.now()).total_seconds()
    except (ValueError, TypeError):
        return timedelta(0)
    return timedelta(seconds=min(max(seconds, 0), LONGEST_WAIT.total_seconds()))


def _stamp(moment: datetime) -> str:
    """A moment as ISO 8601 has it: ``2026-11-25T12:00:00.000Z``."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
