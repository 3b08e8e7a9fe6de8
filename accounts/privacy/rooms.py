"""What is somebody's in the rooms of accounts: their account, permissions, profile, and what they asked of us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.models import Grant, Subject, Use, Withdrawal
from accounts.consent.purposes import FEED
from accounts.identity.models import Link, Person, Refusal, RoleGrant, SignIn
from accounts.privacy.models import Erasure
from accounts.privacy.personal import NothingJoins, NothingNamed, NothingRemains, Remaining
from accounts.profile.feed import LANE
from accounts.profile.models import Budget, Evidence, Fact, Skip, Tombstone
from app.core.i18n import translator
from app.core.outbox import Outgoing

Rows = Sequence[Select[Any]]


class PersonalAccount(NothingJoins, NothingNamed, NothingRemains):
    """Who they are. Their own row goes last of all, and with it what hangs on it: see ``erasing.py``."""

    def holdings(self, person: Person, browser: str | None) -> Rows:
        """The person, where they are signed in, links to their address, roles, and what they said is not theirs."""
        own = [select(table).where(table.person_id == person.id) for table in (SignIn, RoleGrant, Refusal)]
        return (select(Person).where(Person.id == person.id), *own, select(Link).where(Link.email == person.email))

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """Forget the links to their address."""
        await session.execute(delete(Link).where(Link.email == person.email))


class PersonalPermissions(NothingJoins, NothingNamed):
    """What they allowed. The ledger stays; whose it is, is forgotten with their pseudonym."""

    def holdings(self, person: Person, browser: str | None) -> Rows:
        """Their pseudonyms, and what stands under them in the ledger."""
        grants = _grants(person)
        return (
            select(Subject).where(Subject.person_id == person.id),
            select(Grant).where(Grant.id.in_(grants)),
            select(Withdrawal).where(Withdrawal.grant_id.in_(grants)),
            select(Use).where(Use.grant_id.in_(grants)),
        )

    async def remaining(self, session: AsyncSession, person: Person) -> Sequence[Remaining]:
        """The ledger, as soon as anything stands in it."""
        if not await session.scalar(select(exists(_grants(person)))):
            return ()
        return (
            Remaining(
                lambda locale: translator(locale).gettext("What you allowed and withdrew"),
                lambda locale: translator(locale).gettext(
                    "It proves that we asked. It stands under a random name, and whose that was is forgotten."
                ),
                None,
            ),
        )

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """The pseudonym goes with the person."""
        await session.execute(delete(Subject).where(Subject.person_id == person.id))


class PersonalProfile(NothingJoins):
    """What is known of them."""

    def names(self, person: Person) -> Sequence[Select[str]]:
        """Their lane in the feed."""
        return (select(literal(LANE).concat(Subject.feed_id)).where(Subject.person_id == person.id),)

    def holdings(self, person: Person, browser: str | None) -> Rows:
        """Facts, what they were learned from, what was forgotten, and how they let themselves be asked."""
        own = [select(table).where(table.person_id == person.id) for table in (Fact, Tombstone, Skip, Budget)]
        facts = select(Fact.id).where(Fact.person_id == person.id)
        return (*own, select(Evidence).where(Evidence.fact_id.in_(facts)))

    async def remaining(self, session: AsyncSession, person: Person) -> Sequence[Remaining]:
        """What was sent to the shop's profile system, which is another's to delete."""
        sent = select(Use.id).where(Use.grant_id == Grant.id, Grant.subject == Subject.id, Grant.purpose == FEED.code)
        name = await session.scalar(select(Subject.feed_id).where(Subject.person_id == person.id, exists(sent)))
        if name is None:
            return ()
        return (
            Remaining(
                lambda locale: translator(locale).gettext("What was sent to the shop's profile system"),
                lambda locale: translator(locale).gettext(
                    "It stays there until that system deletes it. You are called {name} in it.", name=name
                ),
                None,
            ),
        )

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """Forget all of it, and what waits to be sent of it."""
        (lane,) = self.names(person)
        await session.execute(delete(Outgoing).where(Outgoing.lane.in_(lane)))
        for table in (Fact, Tombstone, Skip, Budget):
            await session.execute(delete(table).where(table.person_id == person.id))


class PersonalErasures(NothingJoins, NothingNamed, NothingRemains):
    """What they asked of us. A done erasure stays, under a name that was theirs in the ledger."""

    def holdings(self, person: Person, browser: str | None) -> Rows:
        """Every time they asked to be erased."""
        return (select(Erasure).where(Erasure.person_id == person.id),)

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """Whose it was is forgotten with the person."""


def _grants(person: Person) -> Select[int]:
    return select(Grant.id).join(Subject, Subject.id == Grant.subject).where(Subject.person_id == person.id)
