"""Anna in two browsers and a guest in a third, a shop that learns of her, a profile system it tells, and the audit of
both: what she allowed, and what was done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from accounts.consent.models import Grant, Subject, Use, Withdrawal
from accounts.consent.notices import notice_of
from accounts.consent.purposes import FEED, LEARN, PURPOSES, REMEMBER, Purpose
from accounts.consent.queries import live_grants, standing_grants
from accounts.identity.anonymity import ANONYMOUS_COOKIE
from accounts.identity.models import Person
from accounts.identity.people import person_of
from accounts.identity.visitors import SESSION_COOKIE
from accounts.profile.models import Evidence, Fact
from app.core.database import Database
from app.core.security import GUEST_COOKIE
from app.core.settings import Settings
from tests.support.apps import SHOP, furnished
from tests.support.orders import signed_in
from tests.support.receivers import Fault, ProfileSystem
from tests.support.visitors import BROWSER, Visitor, visitor_of

ANNA = "anna@example.org"
MAY_DO: Mapping[str, tuple[Purpose, ...]] = {
    "learn": (LEARN,),
    "remember": (REMEMBER,),
    "serve": (LEARN, REMEMBER),
    "feed": (FEED,),
}
"""By the first word of a decision in the ledger: the purposes that allow such a thing."""


class Trust:
    """`allowed` and `restricted` are what she said last, by pages that anybody could use."""

    def __init__(self, folder: Path, profiles: ProfileSystem) -> None:
        self.profiles = profiles
        self.allowed: set[str] = set()
        self.restricted = False
        self.open_to_learn: set[str] = set()
        """What may be learned from: saved by her, not anonymously, while she allowed it."""
        self._settings = profiles.settings(Settings.from_env({"ATELIER_BASE_URL": SHOP, "ATELIER_DATA": str(folder)}))
        self._stays = 0

    async def begin(self) -> None:
        """Anna has an account, and is signed in in two browsers; in one of them she is anonymous."""
        self.shop = furnished(self._settings)
        self.database: Database = self.shop.state.database
        async with self.database.reading() as session:
            await self.shop.state.shelf.all_current(session)
        self.plain = await signed_in(self._welcome, ANNA)
        self.anonymous = await signed_in(self._welcome, ANNA)
        self.anonymous.client.cookies.set(ANONYMOUS_COOKIE, "1", domain="shop.example")
        self.guest = self._welcome()
        self._sent_before = len(self.profiles.sent)
        async with self.database.reading() as session:
            person = await person_of(session, ANNA)
            assert person is not None
            self.anna: Person = person

    async def end(self) -> None:
        for visitor in (self.plain, self.anonymous, self.guest):
            await visitor.client.aclose()
        await self.database.close()

    def _welcome(self) -> Visitor:
        return visitor_of(self.shop)

    async def allow(self, purpose: Purpose) -> None:
        """Press "Allow this"."""
        notice = notice_of(purpose, "en").hash
        await self._post(self.plain, f"/my/permissions/{purpose.code}", 409 if self.restricted else 303, notice=notice)
        if not self.restricted:
            self.allowed.add(purpose.code)

    async def withdraw(self, purpose: Purpose, browser: str) -> None:
        """Press "Withdraw"; the anonymous browser does as well."""
        await self._post(getattr(self, browser), f"/my/permissions/{purpose.code}/withdrawal")
        self.allowed.discard(purpose.code)

    async def save(self, browser: str, wood: str) -> None:
        """Build a stool and save it."""
        visitor: Visitor = getattr(self, browser)
        page = await visitor.open("/build/stool")
        answer = await visitor.send(page, to="/specs", wood=f"wood.{wood}", weight="80", inseam="80", name="")
        assert answer.status_code == 303, f"saving answers {answer.status_code}"
        code = answer.headers["location"].rpartition("/")[2]
        if browser == "plain" and LEARN.code in self.allowed and not self.restricted:
            self.open_to_learn.add(f"spec:{code}")

    async def look(self, browser: str) -> None:
        """Open the configurator, where what is known may serve."""
        await getattr(self, browser).open("/build/stool")

    async def join(self) -> None:
        """She signs in where the guest was, and takes what is there; then somebody else is the guest."""
        cookies = self.guest.client.cookies
        cookies.set(SESSION_COOKIE, self.plain.client.cookies[SESSION_COOKIE], domain="shop.example")
        await self._post(self.guest, "/my/joining")
        for name in (SESSION_COOKIE, GUEST_COOKIE):
            if name in cookies:
                cookies.delete(name)

    async def tell(self, browser: str, value: str) -> None:
        """Answer a question on the page of facts."""
        told = await getattr(self, browser).client.post(
            "/my/answers", data={"key": "told.ride", "value": value}, headers=BROWSER
        )
        assert told.status_code in (303, 409, 404, 422), told.status_code

    async def forget(self) -> None:
        """Forget the newest fact."""
        async with self.database.reading() as session:
            fact = await session.scalar(select(Fact).order_by(Fact.id.desc()).limit(1))
        if fact is not None:
            await self._post(self.plain, f"/my/facts/{fact.id}/forgetting")

    async def erase_or_stay(self) -> None:
        """Ask to be erased, or, where she has asked, keep the account after all."""
        await self._post(self.plain, "/my/data/erasure" + ("/cancellation" if self.restricted else ""))
        self.restricted = not self.restricted

    async def send(self, faults: list[Fault]) -> None:
        """Have the worker send what is due, with these faults on the line."""
        self.profiles.faults[:] = faults
        before = len(self.profiles.posts)
        for _ in range(len(faults) + 2):
            await self.profiles.collect(self.shop)
        posts = self.profiles.posts[before:]
        self.profiles.faults.clear()
        if FEED.code not in self.allowed or self.restricted:
            assert not posts, "a message after a withdrawal"

    async def _post(self, visitor: Visitor, path: str, status: int = 303, **typed: str) -> None:
        answer = await visitor.client.post(path, data=typed, headers=BROWSER)
        assert answer.status_code == status, f"{path} answers {answer.status_code}"

    async def uses(self) -> list[Use]:
        """All that was done by a permission."""
        async with self.database.reading() as session:
            return list(await session.scalars(select(Use)))

    async def audit(self) -> None:
        """What is allowed is what she said, and everything that was done was allowed when it was done."""
        async with self.database.reading() as session:
            live = set(await live_grants(session, self.anna.id))
            standing = await standing_grants(session, self.anna.id)
            grants = {each.id: each for each in await session.scalars(select(Grant))}
            ends = {each.grant_id: each.withdrawn_at for each in await session.scalars(select(Withdrawal))}
            facts = list(await session.scalars(select(Fact)))
            evidence = set(await session.scalars(select(Evidence.ref)))
            subject = await session.scalar(select(Subject).where(Subject.person_id == self.anna.id))
        assert set(standing) == self.allowed, "joined, saved or sent, and so allowed more, or less"
        assert live == (set() if self.restricted else self.allowed)
        assert all(grant.subject == subject.id for grant in grants.values() if subject)
        for use in await self.uses():
            _was_allowed(use, grants[use.grant_id], ends.get(use.grant_id))
        assert {fact.grant_id for fact in facts} <= {grant.id for grant in standing.values()}, "a fact without a grant"
        assert evidence <= self.open_to_learn, "learned from what she did not allow to learn from"
        if subject is not None:
            self._order_is_kept(subject.feed_id)

    def _order_is_kept(self, name: str) -> None:
        """Each message counts once at the receiver, and hers came in the order in which they were born."""
        taken = self.profiles.taken(name)
        assert len(set(taken)) == len(taken)
        born = {message["messageId"]: message["timestamp"] for message in self.profiles.sent}
        moments = [datetime.fromisoformat(born[each]) for each in taken]
        assert moments == sorted(moments)
        assert ANNA not in json.dumps(self.profiles.sent)


def _was_allowed(use: Use, grant: Grant, end: datetime | None) -> None:
    purpose = PURPOSES[grant.purpose]
    assert purpose in MAY_DO[use.decision.partition(" ")[0]], f"{use.decision} by {purpose.code}"
    assert grant.granted_at <= use.at < grant.expires_at
    assert end is None or use.at <= end, f"{use.decision} after it was withdrawn"
