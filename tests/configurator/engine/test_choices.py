"""Choices as they stand in addresses."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.engine.choices import Choice, join, plain, split


@pytest.mark.parametrize("text", ["motor.mid", "bags.front:2", "lock.none:0", "inseam:82.5", "offset:-3"])
def test_a_choice_reads_back_as_it_was_written(text):
    assert str(Choice.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["motor", "Motor.mid", "a.b.c", "a.b:", "a.b:x", ".b", "a.", "a b.c", "a:1e5", "a.b:NaN"]
)
def test_what_is_no_choice_is_none(text):
    assert Choice.parse(text) is None


@given(st.text())
def test_any_text_at_all_is_read_without_a_fuss(text):
    for part in split(text):
        Choice.parse(part)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6))
def test_numbers_are_written_plainly(number):
    assert Decimal(plain(number)) == number
    assert "E" not in plain(number)
    assert not plain(number).endswith(".")


def test_a_list_keeps_its_order():
    assert join([Choice("b", "x"), Choice("a", "y", Decimal(2))]) == "b.x,a.y:2"
