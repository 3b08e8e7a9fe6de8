"""A person whose facts a test reads and changes directly, each time in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.actions import grant
from accounts.consent.models import Grant, Use
from accounts.consent.notices import notice_of
from accounts.consent.purposes import LEARN, REMEMBER, Purpose
from accounts.consent.queries import live_grants, subject_of
from accounts.identity.models import Person
from accounts.identity.people import new_person, person_of
from accounts.privacy.withdrawing import withdraw
from accounts.profile.actions import Observation, forget, learn, learn_again, skip, stop_learning, tell
from accounts.profile.models import Evidence, Fact, FactKind, Signal, Skip, Tombstone
from accounts.profile.questions import Answer, Question
from app.core.database import Database

COLOURS = ("pine", "soot", "ochre")
COLOUR = Question("ebike.colour", {"en": "Colour"}, answers=tuple(Answer(c, {"en": c.title()}) for c in COLOURS))
RIDE = Question("told.ride", {"en": "What for?"}, answers=(Answer("tours", {"en": "Tours"}), Answer("work", {})))

INSEAM = Question("measure.inseam", {"en": "Inside leg"})


def saw(value: str, signal: Signal = Signal.CHANGED, key: str = COLOUR.key) -> Observation:
    """Somebody chose this, while pine and soot were open as well."""
    shown = {"currency": "EUR", "differences": {"pine": 0, "soot": 4000}}
    return Observation(key, value, {"en": "Colour", "ru": "Цвет"}, {"en": value.title(), "ru": value}, signal, shown)


@dataclass(frozen=True)
class Store:
    """What the shop knows of one person."""

    database: Database
    person_id: int

    @classmethod
    async def of(cls, database: Database, email: str) -> Store:
        """The store of who has this address; they get an account if they have none."""
        async with database.writing() as session:
            person: Person | None = await person_of(session, email) or await new_person(session, email, "en")
            assert person is not None
            return cls(database, person.id)

    async def allow(self, *purposes: Purpose) -> None:
        async with self.database.writing() as session:
            for purpose in purposes:
                await grant(session, self.person_id, notice_of(purpose, "en"), "the tests")

    async def withdraw(self, purpose: Purpose) -> None:
        async with self.database.writing() as session:
            await withdraw(session, self.person_id, purpose, "the tests")

    async def learn(self, ref: str, *seen: Observation) -> None:
        """Learn from a thing, if that is allowed."""
        async with self.database.writing() as session:
            await subject_of(session, self.person_id)
            if (allowed := await self._grant(session, LEARN)) is not None:
                await learn(session, self.person_id, allowed, ref, seen)

    async def tell(self, question: Question, value: str, corrected: int = 0) -> None:
        """The person says so, perhaps correcting the fact of that id; if that is allowed."""
        async with self.database.writing() as session:
            await subject_of(session, self.person_id)
            if (allowed := await self._grant(session, REMEMBER)) is not None:
                fact = await session.get_one(Fact, corrected) if corrected else None
                await tell(session, self.person_id, allowed, question, value, {"en": value, "ru": value}, fact)

    async def forget(self, value: str, key: str = COLOUR.key) -> None:
        async with self.database.writing() as session:
            await subject_of(session, self.person_id)
            named = (Fact.person_id == self.person_id, Fact.key == key, Fact.value == value)
            fact = await session.scalar(select(Fact).where(*named))
            if fact is not None:
                await forget(session, fact)

    async def skip(self, key: str) -> None:
        async with self.database.writing() as session:
            await subject_of(session, self.person_id)
            await skip(session, self.person_id, key)

    async def stop_learning(self, key: str = COLOUR.key) -> None:
        async with self.database.writing() as session:
            await subject_of(session, self.person_id)
            await stop_learning(session, self.person_id, key)

    async def learn_again(self, value: str, key: str = COLOUR.key) -> None:
        async with self.database.writing() as session:
            await learn_again(session, self.person_id, key, value)

    async def facts(self) -> list[Fact]:
        async with self.database.reading() as session:
            own = select(Fact).where(Fact.person_id == self.person_id).order_by(Fact.id)
            return list(await session.scalars(own))

    async def fact(self, value: str) -> Fact:
        (found,) = (fact for fact in await self.facts() if fact.value == value)
        return found

    async def known(self) -> dict[str, tuple[FactKind, int]]:
        """Value to kind and strength."""
        return {fact.value: (fact.kind, fact.strength) for fact in await self.facts()}

    async def evidence(self) -> list[str]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(Evidence.ref).order_by(Evidence.id)))

    async def buried(self) -> set[tuple[str, str]]:
        async with self.database.reading() as session:
            own = select(Tombstone.key, Tombstone.value).where(Tombstone.person_id == self.person_id)
            return {(key, value) for key, value in await session.execute(own)}

    async def skipped(self) -> set[str]:
        async with self.database.reading() as session:
            return set(await session.scalars(select(Skip.key).where(Skip.person_id == self.person_id)))

    async def uses(self) -> list[str]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(Use.decision).order_by(Use.id)))

    async def add(self, facts: Iterable[Fact]) -> None:
        """Rows as they are."""
        async with self.database.writing() as session:
            session.add_all(facts)

    async def granted(self, purpose: Purpose) -> Grant:
        async with self.database.reading() as session:
            found = await self._grant(session, purpose)
            assert found is not None
            return found

    async def empty(self) -> None:
        """As if nothing had ever been learned, told or buried."""
        async with self.database.writing() as session:
            for table in (Fact, Tombstone, Skip):
                await session.execute(delete(table))

    async def _grant(self, session: AsyncSession, purpose: Purpose) -> Grant | None:
        return (await live_grants(session, self.person_id)).get(purpose.code)
