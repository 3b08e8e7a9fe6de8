"""Whatever people, the payment service, the network and the power supply do: the money is right.

A long run, each time another one: ``MONEY_RUNS=2000 .venv/bin/pytest tests/configurator/checkout/test_money.py``.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import time_machine
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

from app.core.logs import configure_logging
from app.demo.payments.account import Means
from app.demo.payments.desk import Fault
from tests.support.apps import CapturedStderr
from tests.support.audit import Ledger
from tests.support.money import BIKE, DAY_ONE, NEARLY_OVER, STOOL_IN_DOLLARS, STOOL_IN_YEN, Market, Tab, World
from tests.support.payments import Payments

T = TypeVar("T")

RUNS = int(os.environ.get("MONEY_RUNS", "0"))
MARKETS = st.sampled_from((BIKE, STOOL_IN_YEN, STOOL_IN_DOLLARS))
WHICH = st.integers(0, 5)
"""Which of the things there are: the newest is 0."""
MOST_STUMBLES = 4
"""So often the payment service answers amiss; what is owed is not sent for longer than three days."""
HOWLONG = st.sampled_from((timedelta(minutes=1), timedelta(minutes=3), NEARLY_OVER, timedelta(hours=25)))


class Money(RuleBasedStateMachine):
    """Anna buys and changes her mind, Irina reviews, events come or do not, and the process ends now and then."""

    def __init__(self, folder: Path, stocked: Path, payments: Payments, runner: asyncio.Runner) -> None:
        super().__init__()
        self.folder, self.stocked, self.payments, self.runner = folder, stocked, payments, runner
        self.tabs: list[Tab] = []
        self.ledgers: list[Ledger] = []
        self.stumbles = 0

    @initialize(market=MARKETS, means=st.sampled_from((None, *Means)), late=st.booleans())
    def begin(self, market: Market, means: Means | None, late: bool) -> None:
        """An order, perhaps with a second page to pay on beside one that soon runs out, perhaps with a payment."""
        self.payments.server.forget_everything()
        self.travel = time_machine.travel(DAY_ONE)
        shutil.copy(self.stocked, self.folder / "atelier.sqlite3")
        self.world = World(self.folder, self.payments, self.travel.start(), market)
        self.runner.run(self.world.begin())
        self.open_a_tab(2)
        self.order(0, 1)
        self.the_money_is_right()
        if late:
            self.world.wait(NEARLY_OVER)
            self.the_customer_acts(0, World.pay_later)
        if means is not None:
            self.pay(0, means)

    def does(self, deed: Awaitable[T]) -> None:
        self.runner.run(self.world.survive(deed))

    @rule(quantity=st.integers(1, 99))
    def open_a_tab(self, quantity: int) -> None:
        self.does(self.world.fill_cart(quantity))
        tab = self.runner.run(self.world.open_tab())
        if tab is not None:
            self.tabs.append(tab)

    @rule(which=WHICH, times=st.integers(1, 2))
    def order(self, which: int, times: int) -> None:
        self.does(self.world.press(nth(self.tabs, which), times))

    @rule(which=WHICH, means=st.sampled_from(Means))
    def pay(self, which: int, means: Means) -> None:
        self.does(self.world.use(nth(self.world.pages, which), means))

    @rule(which=WHICH, deed=st.sampled_from((World.pay_later, World.cancel, World.answer, World.correct_email)))
    def the_customer_acts(self, which: int, deed: Callable[[World, Ledger], Awaitable[None]]) -> None:
        self.does(deed(self.world, nth(self.ledgers, which)))

    @rule(which=WHICH, deed=st.sampled_from(("review", "question", "approval", "decline", "progress")))
    def a_reviewer_acts(self, which: int, deed: str) -> None:
        self.does(self.world.review(nth(self.ledgers, which), deed))

    @precondition(lambda self: self.payments.pending())
    @rule(which=WHICH, times=st.integers(1, 2))
    def an_event_comes(self, which: int, times: int) -> None:
        self.does(self.world.deliver([nth(self.payments.pending(), which)], times))

    @precondition(lambda self: self.payments.pending())
    @rule(lost=st.booleans())
    def all_events_come_at_once_or_are_lost(self, lost: bool) -> None:
        events = self.payments.pending()
        if not lost:
            self.does(self.world.deliver(reversed(events)))
        for event in events:
            self.payments.server.settle(event)

    @precondition(lambda self: self.payments.server.taken())
    @rule(which=WHICH)
    def an_old_event_comes_once_more(self, which: int) -> None:
        self.does(self.world.deliver([nth(self.payments.server.taken(), which)]))

    @precondition(lambda self: self.stumbles < MOST_STUMBLES)
    @rule(times=st.integers(1, 3), after=st.booleans())
    def the_payment_service_stumbles(self, times: int, after: bool) -> None:
        self.stumbles += 1
        self.payments.server.fail(*[Fault(status=500, after=after)] * times)

    @rule(steps=st.integers(0, 8))
    def the_process_is_about_to_end(self, steps: int) -> None:
        self.world.fuse.left = steps

    @rule(time=HOWLONG)
    def time_passes(self, time: timedelta) -> None:
        self.world.wait(time)

    @rule()
    def the_worker_works(self) -> None:
        self.does(self.world.work())

    @invariant()
    def the_money_is_right(self) -> None:
        if hasattr(self, "world"):
            self.ledgers = self.runner.run(self.world.check())

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.runner.run(self.world.come_to_rest())
            self.runner.run(self.world.check_at_rest())
        finally:
            self.runner.run(self.world.end())
            self.travel.stop()


def nth(things: Sequence[T], which: int) -> T:
    """One of the things, the newest first."""
    return things[-1 - which % len(things)]


def test_the_money_is_right_whatever_happens(tmp_path: Path, stocked_file: Path, payments: Payments):
    configure_logging("critical", CapturedStderr())
    with asyncio.Runner() as runner:
        run_state_machine_as_test(
            lambda: Money(tmp_path, stocked_file, payments, runner),
            settings=settings(
                max_examples=RUNS or 25,
                stateful_step_count=30,
                derandomize=not RUNS,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
