"""Spec codes survive being written down and typed in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.specs.codes import ALPHABET, check_character, new_code, read_code, written

bodies = st.text(ALPHABET, min_size=10, max_size=10)


@given(bodies)
def test_a_code_reads_back_however_it_is_written(body):
    code = body + check_character(body)
    assert read_code(written(code)) == code
    assert read_code(written(code).lower().replace("-", " ")) == code
    assert read_code(code.replace("1", "l").replace("0", "o")) == code


@given(bodies, st.integers(0, 10), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body, position, character):
    code = body + check_character(body)
    wrong = code[:position] + character + code[position + 1 :]
    assert (read_code(wrong) is None) == (wrong != code)


@pytest.mark.parametrize("text", ["", "K7Q4M", "K7Q4M-2XR9D-TT", "K7Q4M2XR9D*", "ЖЖЖЖЖЖЖЖЖЖЖ", "UUUUUUUUUUU"])
def test_what_is_no_code_is_none(text):
    assert read_code(text) is None


def test_codes_differ():
    assert len({new_code() for _ in range(1000)}) == 1000
