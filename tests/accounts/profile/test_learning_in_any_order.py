"""Whatever is saved, ordered, told, forgotten, silenced and withdrawn, in whatever order: what is known is what it
should be, by a model that keeps all of it in its head."""

from __future__ import annotations

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.consent.purposes import LEARN, REMEMBER, Purpose
from accounts.profile.actions import WEIGHTS
from accounts.profile.models import FactKind, Signal
from app.core.database import Database
from tests.accounts.profile.store import COLOUR, COLOURS, Store, saw

VALUES = st.sampled_from(COLOURS)
THINGS = st.sampled_from(("spec:A", "spec:B", "order:1001"))
SEEN = st.lists(st.tuples(VALUES, st.sampled_from(Signal)), max_size=3)
PURPOSES = st.sampled_from((LEARN, REMEMBER))


class Learning(RuleBasedStateMachine):
    """One person and one question; the model holds evidence by value and thing, what she said, and what is buried."""

    def __init__(self, database: Database, runner: asyncio.Runner) -> None:
        super().__init__()
        self.runner = runner
        self.anna = runner.run(Store.of(database, "anna@example.org"))
        runner.run(self.anna.empty())
        self.evidence: dict[str, dict[str, Signal]] = defaultdict(dict)
        self.said = ""
        self.buried: set[str] = set()
        self.allowed: set[Purpose] = set()

    @initialize()
    def all_is_allowed(self) -> None:
        for purpose in (LEARN, REMEMBER):
            self.allow(purpose)

    @rule(purpose=PURPOSES)
    def allow(self, purpose: Purpose) -> None:
        self.runner.run(self.anna.allow(purpose))
        self.allowed.add(purpose)

    @rule(purpose=PURPOSES)
    def withdraw(self, purpose: Purpose) -> None:
        self.runner.run(self.anna.withdraw(purpose))
        self.allowed.discard(purpose)
        if purpose is REMEMBER:
            self.said = ""
        else:
            self.evidence.clear()

    @rule(thing=THINGS, seen=SEEN)
    def learn(self, thing: str, seen: list[tuple[str, Signal]]) -> None:
        self.runner.run(self.anna.learn(thing, *(saw(value, signal) for value, signal in seen)))
        if LEARN not in self.allowed:
            return
        for found in self.evidence.values():
            found.pop(thing, None)
        for value, signal in seen:
            if self.said or {"", value} & self.buried:
                continue
            before = self.evidence[value].get(thing)
            if before is None or WEIGHTS[signal] > WEIGHTS[before]:
                self.evidence[value][thing] = signal

    @rule(value=VALUES)
    def tell(self, value: str) -> None:
        self.runner.run(self.anna.tell(COLOUR, value))
        if REMEMBER in self.allowed:
            self.said = value
            self.evidence.clear()
            self.buried.discard(value)

    @rule(value=VALUES)
    def forget(self, value: str) -> None:
        self.runner.run(self.anna.forget(value))
        if value in self.known():
            self.buried.add(value)
            self.evidence.pop(value, None)
            self.said = self.said if self.said != value else ""

    @rule()
    def silence(self) -> None:
        self.runner.run(self.anna.stop_learning())
        self.buried.add("")
        self.evidence.clear()
        self.said = ""

    @rule(value=st.sampled_from(("", *COLOURS)))
    def allow_again(self, value: str) -> None:
        self.runner.run(self.anna.learn_again(value))
        self.buried.discard(value)

    @invariant()
    def what_is_known_is_what_should_be(self) -> None:
        assert self.runner.run(self.anna.known()) == self.known()
        assert self.runner.run(self.anna.buried()) == {(COLOUR.key, value) for value in self.buried}

    def known(self) -> dict[str, tuple[FactKind, int]]:
        if self.said:
            return {self.said: (FactKind.TOLD, 0)}
        return {value: strength(found.values()) for value, found in self.evidence.items() if found}


def strength(signals: Collection[Signal]) -> tuple[FactKind, int]:
    """What evidence comes to: the kind of the strongest, and the sum."""
    kind = FactKind.ORDERED if Signal.ORDERED in signals else FactKind.OBSERVED
    return kind, sum(WEIGHTS[each] for each in signals)


def test_learning_in_any_order(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "atelier.sqlite3")
    with asyncio.Runner() as runner:
        database = Database(f"sqlite+aiosqlite:///{tmp_path / 'atelier.sqlite3'}")
        run_state_machine_as_test(
            lambda: Learning(database, runner),
            settings=settings(
                max_examples=25,
                stateful_step_count=20,
                derandomize=True,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        runner.run(database.close())
