"""Whatever is allowed, withdrawn, joined, saved and sent, in whatever order: nothing is done that is not allowed.

A long run, each time another one: ``TRUST_RUNS=500 .venv/bin/pytest tests/accounts/test_permission_holds.py``.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.consent.purposes import ASKED, FEED, LEARN, REMEMBER
from app.core.logs import configure_logging
from tests.support.apps import CapturedStderr
from tests.support.receivers import Fault, ProfileSystem
from tests.support.trust import Trust

RUNS = int(os.environ.get("TRUST_RUNS", "0"))
STEPS = 30
HERS = st.sampled_from(("plain", "plain", "anonymous"))
FAULTS = st.lists(
    st.sampled_from((Fault(), Fault(503), Fault(429, "1"), Fault(400), Fault(taken=True), Fault(200, taken=True))),
    max_size=2,
)


def deed(name: str, *asked: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Something that somebody does: a method of ``Trust`` with what it takes."""
    return st.tuples(st.just(name), *asked)


allowing = deed("allow", st.sampled_from((*ASKED, LEARN, REMEMBER, FEED)))
saving = deed("save", st.sampled_from(("plain", "plain", "anonymous", "guest")), st.sampled_from(("ash", "oak")))
sending = deed("send", FAULTS)
telling = deed("tell", HERS, st.sampled_from(("commute", "errands", "tours")))
looking = deed("look", HERS)
DEEDS = st.one_of(
    saving,
    allowing,
    allowing,
    saving,
    saving,
    sending,
    sending,
    telling,
    telling,
    looking,
    looking,
    deed("withdraw", st.sampled_from(ASKED), HERS),
    deed("join"),
    deed("forget"),
    deed("erase_or_stay"),
)


def test_nothing_is_done_that_is_not_allowed(tmp_path: Path, stocked_file: Path, profiles: ProfileSystem):
    configure_logging("critical", CapturedStderr())
    done: Counter[str] = Counter()

    @settings(
        max_examples=RUNS or 20,
        derandomize=not RUNS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(DEEDS, min_size=STEPS, max_size=STEPS))
    def holds(deeds: list[tuple[Any, ...]]) -> None:
        shutil.copy(stocked_file, tmp_path / "atelier.sqlite3")
        asyncio.run(live_through(Trust(tmp_path, profiles), deeds, done))

    holds()

    assert min(done[each] for each in ("learn", "remember", "serve", "feed")) > 0, f"too little happened: {done}"
    assert len(profiles.sent) > 0


async def live_through(world: Trust, deeds: list[tuple[Any, ...]], done: Counter[str]) -> None:
    await world.begin()
    try:
        for purpose in (LEARN, REMEMBER, FEED):
            await world.allow(purpose)
        for name, *asked in deeds:
            await getattr(world, name)(*asked)
            await world.audit()
        done.update(use.decision.partition(" ")[0] for use in await world.uses())
    finally:
        await world.end()
