"""Whatever is allowed, withdrawn, learned, forgotten and done, whatever goes wrong on the way, and in whatever order:
every message that left rests on a permission that held when it was written and when it left."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from litestar import Litestar
from sqlalchemy import delete, select

from accounts.consent.models import Use
from accounts.consent.purposes import FEED, LEARN
from accounts.profile.feed import KIND
from accounts.profile.models import Signal
from app.asgi import create_app
from app.core.database import Database
from app.core.outbox import Away, Outgoing, Refused, send_all_again
from app.core.settings import Settings
from tests.accounts.profile.feeds import did, name_of
from tests.accounts.profile.store import COLOURS, Store, saw
from tests.support.receivers import Fault, ProfileSystem, make_due

T = TypeVar("T")
VALUES = st.sampled_from(COLOURS)
FAULTS = st.lists(
    st.sampled_from((Fault(503), Fault(), Fault(taken=True), Fault(429), Fault(400), Fault(502, taken=True))),
    min_size=1,
    max_size=3,
)
PEOPLE = itertools.count()


class Feeding(RuleBasedStateMachine):
    """One person; the model holds what she did by permission, and what of it is due since she last gave it."""

    def __init__(self, shop: Litestar, profiles: ProfileSystem, runner: asyncio.Runner) -> None:
        super().__init__()
        self.shop, self.profiles, self.runner = shop, profiles, runner
        self.allowed = False
        self.settled = True
        """Nothing has happened since all went well: there is nothing to send."""
        self.done: list[str] = []
        self.due: list[str] = []
        self.facts_changed = False
        self.seen = len(profiles.sent)

    def run(self, work: Coroutine[object, object, T]) -> T:
        return self.runner.run(work)

    @initialize()
    def somebody_comes(self) -> None:
        self.anna = self.run(self.somebody_new())
        self.run(self.anna.allow(LEARN))
        self.allow()
        self.name = self.run(name_of(self.anna))

    async def somebody_new(self) -> Store:
        """Behind whom nothing waits of those who came before."""
        database: Database = self.shop.state.database
        async with database.writing() as session:
            await session.execute(delete(Outgoing))
        return await Store.of(database, f"{next(PEOPLE)}@example.org")

    @precondition(lambda self: not self.allowed)
    @rule()
    def allow(self) -> None:
        self.run(self.anna.allow(FEED))
        self.allowed = True

    @precondition(lambda self: self.allowed)
    @rule()
    def withdraw(self) -> None:
        self.run(self.anna.withdraw(FEED))
        self.allowed = self.facts_changed = False
        self.due.clear()

    @rule()
    def do_something(self) -> None:
        self.settled = False
        event = f"Event {len(self.done)}"
        self.run(did(self.anna, event))
        if self.allowed:
            self.done.append(event)
            self.due.append(event)

    @rule(value=VALUES, signal=st.sampled_from((*Signal, None)))
    def learn_or_forget(self, value: str, signal: Signal | None) -> None:
        """Without a signal it is forgotten."""
        self.settled = False
        if signal is not None:
            self.run(self.anna.learn(f"spec:{value}", saw(value, signal)))
            self.facts_changed = self.allowed
        elif value in self.run(self.anna.known()):
            self.run(self.anna.forget(value))
            self.facts_changed = self.allowed

    @precondition(lambda self: not self.settled)
    @rule(faults=FAULTS, dying=st.booleans())
    def send(self, faults: list[Fault], dying: bool) -> None:
        self.profiles.faults[:] = faults
        self.run(self.send_and_die() if dying else self.profiles.collect(self.shop))

    async def send_and_die(self) -> None:
        """The message may be out; nobody writes that down."""
        await make_due(self.shop.state.database)
        relay = self.profiles.relay(self.shop)
        if (row := await relay.claim()) is not None:
            with suppress(Away, Refused):
                await relay.handlers[KIND](row)

    @precondition(lambda self: not self.settled)
    @rule()
    def mend(self) -> None:
        """For once all goes well, and staff send again what was refused."""
        self.settled = True
        self.profiles.faults.clear()
        self.run(self.send_all())
        came = self.profiles.events(self.name)
        assert [event for event in came if event in self.due] == self.due
        if self.facts_changed:
            self.the_profile_is_the_newest()

    async def send_all(self) -> None:
        async with self.anna.database.writing() as session:
            await send_all_again(session, KIND)
        await self.profiles.collect(self.shop)

    def the_profile_is_the_newest(self) -> None:
        facts = sorted(self.run(self.anna.facts()), key=lambda fact: (-fact.strength, fact.id))
        there = self.profiles.preferences(self.name)
        assert there is not None
        assert {key: (told["value"], told["strength"]) for key, told in there.items()} == {
            fact.key: (fact.value, fact.strength) for fact in facts[:1]
        }

    @invariant()
    def what_left_was_allowed(self) -> None:
        """Looked at after each step, so that what is live now is what was live when the message left."""
        left = [message["messageId"] for message in self.profiles.sent[self.seen :]]
        self.seen += len(left)
        assert self.allowed or not left
        assert self.run(self.cited(left)) <= {self.run(self.anna.granted(FEED)).id} if left else True

    async def cited(self, messages: list[str]) -> set[int]:
        """The grants on which messages rest, by what was written down with each."""
        async with self.anna.database.reading() as session:
            uses = await session.scalars(select(Use).where(Use.decision.in_([f"feed {each}" for each in messages])))
            found = {use.decision: use.grant_id for use in uses}
        assert len(found) == len(set(messages))
        return set(found.values())

    @invariant()
    def nothing_counts_twice_and_all_is_in_order(self) -> None:
        came = self.profiles.events(self.name)
        assert came == [event for event in self.done if event in came]


def test_the_feed_in_any_order(sqlite_template: Path, tmp_path: Path, profiles: ProfileSystem) -> None:
    shutil.copy(sqlite_template, tmp_path / "atelier.sqlite3")
    shop = create_app(Settings.from_env({"ATELIER_DATA": str(tmp_path)}))
    with asyncio.Runner() as runner:
        run_state_machine_as_test(
            lambda: Feeding(shop, profiles, runner),
            settings=settings(
                max_examples=30,
                stateful_step_count=30,
                derandomize=True,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        runner.run(shop.state.database.close())
