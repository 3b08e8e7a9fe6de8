"""The outbox: what is to leave the house is a row in the transaction that decides it, and leaves after the commit.

A relay claims a row with a lease, calls the handler of its kind with no transaction open, and writes down how that
went. So nothing leaves for a transaction that rolled back, and nothing is lost. Whoever dies between sending and
writing that down leaves a row whose lease runs out: it is sent again, with the same id, by which receivers can tell.

Rows of one lane leave one after another. Only the first of them is ever due: it lets the next one go when it is done.
So what waits behind another costs a relay nothing, however much that is.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, String, and_, delete, func, literal, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import OUTGOING, Base, Database, UtcDateTime
from app.core.datamap import IMPERSONAL, Kind, personal, titled
from app.core.i18n import N_
from app.core.logs import log, log_crash

PATIENCE = timedelta(minutes=1)
"""How long a handler may take. It is shorter than the lease, so that no row is ever in two hands."""
LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP = timedelta(days=3)
KEEP_DONE = timedelta(days=30)
KEEP_FAILED = timedelta(days=90)
JITTER = SystemRandom()
WAITING = text("done_at IS NULL AND failed_at IS NULL")
GIVEN_UP = text("failed_at IS NOT NULL")
IN_LANE = text("lane <> ''")


class Outgoing(Base):
    """One thing that is to leave, or has left, or never will."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due_at", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_outbox_failed_at", "failed_at", sqlite_where=GIVEN_UP, postgresql_where=GIVEN_UP),
        Index("uq_outbox_lane", "lane", "place", unique=True, sqlite_where=IN_LANE, postgresql_where=IN_LANE),
        titled(N_("Letters and messages")),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, info=IMPERSONAL)
    """Fixed at birth; whoever receives the same thing twice knows it by this."""
    kind: Mapped[str] = mapped_column(String(32), info=personal(N_("What is sent"), Kind.TRACE, "account"))
    about: Mapped[str] = mapped_column(String(100), index=True, info=personal(N_("About"), Kind.TRACE, "account"))
    """What a page asks by, such as ``order:12``; may be empty."""
    lane: Mapped[str] = mapped_column(
        String(64), default="", info=personal(N_("Waits behind others of"), Kind.TRACE, "feed")
    )
    """Rows of one lane leave one after another, in the order of `place`: what failed holds up what comes after it."""
    place: Mapped[int] = mapped_column(default=0, info=IMPERSONAL)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, info=personal(N_("What it says"), Kind.WORDS, "account"))
    """What the handler needs; empty once that is done, since it may be personal."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Written"), Kind.TRACE, "account"))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=IMPERSONAL)
    """None while an earlier one of its lane is not done."""
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime, info=IMPERSONAL)
    first_tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=IMPERSONAL)
    tries: Mapped[int] = mapped_column(info=IMPERSONAL)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=personal(N_("Sent"), Kind.TRACE, "account"))
    failed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Given up"), Kind.TRACE, "account")
    )
    error: Mapped[str] = mapped_column(String(200), info=personal(N_("Why it did not go"), Kind.TRACE, "account"))
    """How the last try went wrong, without anything personal."""


Handler = Callable[[Outgoing], Awaitable[None]]
"""Sends one thing. Raises ``Refused`` for what will never work, ``Away`` for what may work later."""


class Refused(Exception):
    """It will never work; the reason, short and without anything personal, is what staff read."""


class Away(Exception):
    """It does not work now; the reason as for ``Refused``. `wait` is how long the receiver asks to be left alone."""

    def __init__(self, why: str, wait: timedelta = timedelta(0)) -> None:
        super().__init__(why)
        self.wait = wait


async def enqueue(
    session: AsyncSession, kind: str, payload: Mapping[str, Any], *, about: str = "", lane: str = ""
) -> str:
    """Have something sent once the caller's transaction is committed; its id.

    Whoever names a lane holds a lock that lets one transaction at a time add to it.
    """
    now = clock.now()
    last = await last_in_lane(session, lane) if lane else None
    row = Outgoing(
        id=uuid.uuid4().hex,
        kind=kind,
        about=about,
        lane=lane,
        place=last.place + 1 if last is not None else 0,
        payload=dict(payload),
        created_at=now,
        due_at=now if last is None or last.done_at is not None else None,
        tries=0,
        error="",
    )
    session.add(row)
    session.info[OUTGOING] = True
    return row.id


async def last_in_lane(session: AsyncSession, lane: str) -> Outgoing | None:
    """The newest row of a lane, locked: it is neither claimed nor done while the caller's transaction lasts."""
    last = select(Outgoing).where(Outgoing.lane == lane, IN_LANE).order_by(Outgoing.place.desc()).limit(1)
    return await session.scalar(last.with_for_update().execution_options(populate_existing=True))


async def failures(session: AsyncSession, about: str) -> list[Outgoing]:
    """What was to be sent about this and will not be, oldest first."""
    failed = select(Outgoing).where(Outgoing.about == about, Outgoing.failed_at.is_not(None))
    return list(await session.scalars(failed.order_by(Outgoing.failed_at)))


async def forget_failures(session: AsyncSession, about: str, kind: str) -> bool:
    """Strike out what was to be sent about this and will not be; whether there was any."""
    failed = (Outgoing.about == about, Outgoing.kind == kind, Outgoing.failed_at.is_not(None))
    return await _strike_out(session, *failed)


async def send_again(session: AsyncSession, about: str, kind: str) -> bool:
    """Try anew for as long as at first what failed of this kind about this; whether there was any."""
    return await _try_anew(session, Outgoing.about == about, Outgoing.kind == kind)


async def send_all_again(session: AsyncSession, kind: str) -> bool:
    """Try anew for as long as at first all that failed of this kind; whether there was any."""
    return await _try_anew(session, Outgoing.kind == kind)


async def forget_old(database: Database) -> None:
    """Remove what was done or given up long ago."""
    now = clock.now()
    async with database.writing() as session:
        await session.execute(delete(Outgoing).where(Outgoing.done_at < now - KEEP_DONE))
        await _strike_out(session, Outgoing.failed_at < now - KEEP_FAILED)


async def _try_anew(session: AsyncSession, *which: ColumnElement[bool]) -> bool:
    anew = {"failed_at": None, "first_tried_at": None, "tries": 0, "due_at": clock.now()}
    failed = update(Outgoing).where(*which, Outgoing.failed_at.is_not(None)).values(anew)
    found = await session.scalars(failed.returning(Outgoing.id))
    session.info[OUTGOING] = True
    return bool(found.all())


async def _strike_out(session: AsyncSession, *failed: ColumnElement[bool]) -> bool:
    """Remove rows that were given up, and let those go that waited behind them; whether there was any."""
    struck = await session.execute(delete(Outgoing).where(*failed).returning(Outgoing.lane, Outgoing.place))
    places = struck.all()
    for lane, place in places:
        if lane:
            await _let_next_go(session, lane, place)
    return bool(places)


async def _let_next_go(session: AsyncSession, lane: str, place: int) -> None:
    """What comes in the lane after a place that is done with is due now."""
    behind = select(Outgoing.id).where(Outgoing.lane == lane, IN_LANE, Outgoing.place > place)
    first = behind.order_by(Outgoing.place).limit(1).scalar_subquery()
    # A statement of its own, after the one that waited for the row at the place: it sees what was added meanwhile.
    await session.execute(update(Outgoing).where(Outgoing.id == first).values(due_at=clock.now()))
    session.info[OUTGOING] = True


class Relay:
    """Sends what is due, of the kinds it has handlers for; any number of relays may work on one database."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler]) -> None:
        self.database = database
        self.handlers = handlers

    async def claim(self) -> Outgoing | None:
        """Lease the row that has been due longest; None when none is due."""
        now = clock.now()
        due = self._due(now)
        # Two relays may pick the same row, so the conditions are asked again of the row as it is when it is locked.
        # SQLite, whose writers take turns, is not told FOR UPDATE.
        longest = select(Outgoing.id).where(due).order_by(Outgoing.due_at).limit(1).with_for_update(skip_locked=True)
        lease = {
            "leased_until": now + LEASE,
            "tries": Outgoing.tries + 1,
            "first_tried_at": func.coalesce(Outgoing.first_tried_at, literal(now, UtcDateTime)),
        }
        claim = update(Outgoing).where(Outgoing.id == longest.scalar_subquery(), due).values(lease).returning(Outgoing)
        async with self.database.writing() as session:
            return await session.scalar(claim, execution_options={"synchronize_session": False})

    async def deliver(self, row: Outgoing) -> None:
        """Send a claimed row and note how that went. Nothing a handler does is raised here."""
        outcome: dict[str, Any]
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self.handlers[row.kind](row)
        except Refused as refusal:
            outcome = _failed(str(refusal))
        except Away as trouble:
            outcome = _later(row, str(trouble), trouble.wait)
        except TimeoutError:
            outcome = _later(row, "took too long")
        except Exception as error:
            log_crash("outbox handler crashed", error, kind=row.kind, id=row.id)
            outcome = _later(row, type(error).__name__)
        else:
            outcome = {"done_at": clock.now(), "payload": {}, "error": ""}
        if outcome["error"]:
            log.warning("not sent", kind=row.kind, id=row.id, error=outcome["error"], given_up="failed_at" in outcome)
        mine = (Outgoing.id == row.id, Outgoing.leased_until == row.leased_until)  # or somebody took it over
        noted = update(Outgoing).where(*mine).values(leased_until=None, **outcome).returning(Outgoing.id)
        async with self.database.writing() as session:
            found = await session.scalar(noted)
            if found and row.lane and "done_at" in outcome:
                await _let_next_go(session, row.lane, row.place)

    def _due(self, now: datetime) -> ColumnElement[bool]:
        return and_(
            Outgoing.done_at.is_(None),
            Outgoing.failed_at.is_(None),
            Outgoing.due_at <= now,
            or_(Outgoing.leased_until.is_(None), Outgoing.leased_until <= now),
            Outgoing.kind.in_(self.handlers),
        )


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries in vain: twice as long each time, up to an hour, somewhat spread."""
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(tries - 1, 20)))
    return pause * JITTER.uniform(0.5, 1)


def _later(row: Outgoing, why: str, wait: timedelta = timedelta(0)) -> dict[str, Any]:
    now = clock.now()
    if row.first_tried_at is not None and now - row.first_tried_at >= GIVE_UP:
        return _failed(why)
    return {"due_at": now + max(pause_after(row.tries), wait), "error": why[:200]}


def _failed(why: str) -> dict[str, Any]:
    return {"failed_at": clock.now(), "error": why[:200]}
