"""Tries are counted in a moving window, each key for itself, and forgotten when they no longer count."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request
from litestar.exceptions import TooManyRequestsException

from app.core import clock
from app.core.limits import Limit, Limiter, caller_of

DOORBELL = Limit("rings at the door", 3, timedelta(minutes=1))


def rings(limiter: Limiter, key: str = "Ben") -> bool:
    try:
        limiter.hit(DOORBELL, key)
    except TooManyRequestsException:
        return False
    return True


@given(st.lists(st.integers(0, 50), max_size=40))
def test_no_minute_ever_holds_more_than_three(pauses: list[int]):
    limiter, let_in, second = Limiter(), [], 0
    with time_machine.travel(clock.now(), tick=False) as travel:
        for pause in pauses:
            travel.shift(timedelta(seconds=pause))
            second += pause
            recent = [each for each in let_in if each > second - 60]
            assert rings(limiter) == (len(recent) < 3)
            if len(recent) < 3:
                let_in.append(second)


def test_each_key_and_each_limit_counts_for_itself():
    limiter = Limiter()
    assert [rings(limiter) for _ in range(4)] == [True, True, True, False]

    assert rings(limiter, "Anna")
    limiter.hit(Limit("knocks", 1, timedelta(minutes=1)), "Ben")


def test_a_refusal_says_when_to_come_again_and_counts_for_nothing():
    limiter = Limiter()
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(3):
            rings(limiter)
            travel.shift(timedelta(seconds=10))
        with pytest.raises(TooManyRequestsException) as refused:
            limiter.hit(DOORBELL, "Ben")
        assert refused.value.headers == {"Retry-After": "30"}
        travel.shift(timedelta(seconds=30))
        assert rings(limiter)


def test_many_keys_cost_no_more_than_few():
    limiter = Limiter()
    begun = time.process_time()
    for number in range(20_000):
        limiter.hit(DOORBELL, str(number))

    assert time.process_time() - begun < 2


def test_keys_are_forgotten_in_the_end():
    limiter = Limiter()
    for number in range(100):
        limiter.hit(DOORBELL, str(number))
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1)):
        limiter.hit(DOORBELL, "Anna")

    assert len(limiter) == 1


@pytest.mark.parametrize(
    ("host", "caller"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unix", "unix"),
    ],
)
def test_a_household_is_one_caller(host: str, caller: str):
    assert caller_of(Request({"type": "http", "client": (host, 1), "state": {}})) == caller
