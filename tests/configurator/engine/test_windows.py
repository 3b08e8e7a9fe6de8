"""Sums that may be neither too large nor too small: what fits within, and the search for products that do."""

from __future__ import annotations

import itertools
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.engine.language import parse
from configurator.engine.model import Group, Kind, Option, ProductModel, Rule
from configurator.engine.solving.kernel import Kernel
from configurator.engine.solving.windows import Search, Window, windows
from tests.configurator.engine.naive import buildable, told
from tests.configurator.engine.products import FACTS, WORDS

weights = st.lists(st.integers(0, 30), min_size=2, max_size=4)


@given(st.lists(st.tuples(weights, st.integers(1, 15)), min_size=2, max_size=4), st.integers(1, 60), st.integers(0, 3))
def test_what_is_left_of_a_window_is_what_some_sum_within_it_holds(terms, least, width):
    window = Window((), tuple((slot, tuple(figures)) for slot, (figures, _) in enumerate(terms)), least, least + width)
    masks = {slot: mask & ((1 << len(figures)) - 1) for slot, (figures, mask) in enumerate(terms)}
    choices = [[index for index in range(4) if masks[slot] >> index & 1] for slot in masks]
    within = [
        picked
        for picked in itertools.product(*choices)
        if window.least
        <= sum(figures[at] for (_, figures), at in zip(window.terms, picked, strict=True))
        <= window.most
    ]
    held = {slot: sum(1 << at for at in {picked[slot] for picked in within}) for slot in masks}
    assert window.narrowed(masks) == (held if within else None)


@st.composite
def products(draw: st.DrawFn) -> ProductModel:
    """A product with one or two windows over the same parts, and some parts that do not go together."""
    count, worth = draw(st.integers(3, 5)), st.integers(0, 40).map(Decimal)
    groups = tuple(
        Group(
            f"g{i}",
            Kind.ONE,
            WORDS,
            tuple(Option(f"o{j}", WORDS, {"w": draw(worth), "v": draw(worth)}) for j in (0, 1, 2)),
        )
        for i in range(count)
    )
    said = []
    for attribute in draw(st.sampled_from(["w", "wv"])):
        middle = draw(st.integers(10, 30)) * count
        said += [f"sum({attribute}) <= {middle + draw(st.integers(0, 9))}", f"sum({attribute}) >= {middle}"]
    option = st.builds("g{}.o{}".format, st.integers(0, count - 1), st.integers(0, 2))
    said += [f"not ({draw(option)} and {draw(option)})" for _ in range(draw(st.integers(0, 4)))]
    if draw(st.booleans()):
        said.append(f"{draw(option)} implies sum(w, g0, g1, g2) = {draw(st.integers(30, 90))}")
    rules = tuple(Rule(f"r{number}", parse(text), WORDS) for number, text in enumerate(said))
    return ProductModel("p", WORDS, groups, rules)


@settings(deadline=None, max_examples=40)
@given(products(), st.data())
def test_the_search_finds_a_product_just_where_there_is_one(model, data):
    kernel = Kernel(model)
    search = Search(kernel.encoding, kernel.solver.propagate, kernel.solver.solve)
    everything = buildable(model, FACTS)
    options = [(group.code, option.code) for group, option in model.options()]
    for wanted, either in data.draw(
        st.lists(
            st.tuples(st.sampled_from(options), st.lists(st.sampled_from(options), min_size=1, max_size=3)), max_size=6
        )
    ):
        literals = {key: kernel.encoding.member(*kernel.space.option_mask(*key)) for key in (wanted, *either)}
        clauses = [[literals[key] for key in either]]
        possible = [c for c in everything if c.pieces(*wanted) and any(c.pieces(*key) for key in either)]
        assert search.find([literals[wanted]], clauses) == bool(possible)
        if possible:
            assert kernel.space.product(kernel.solver.state) in map(told, possible)


def three(*rules: str) -> Kernel:
    """Three parts that weigh 1, 2 or 6 each."""
    options = tuple(Option(f"o{weight}", WORDS, {"w": Decimal(weight)}) for weight in (1, 2, 6))
    groups = tuple(Group(f"g{number}", Kind.ONE, WORDS, options) for number in range(3))
    return Kernel(ProductModel("p", WORDS, groups, tuple(Rule(f"r{n}", parse(r), WORDS) for n, r in enumerate(rules))))


def test_an_equality_is_a_window():
    assert [(each.least, each.most) for each in windows(three("sum(w) = 10").encoding.sums)] == [(7, 7)]


def test_two_rules_make_one_window():
    (window,) = windows(three("sum(w) <= 14", "not g0.o1", "sum(w) >= 10").encoding.sums)
    assert (window.least, window.most) == (7, 11)
    assert len(set(window.literals)) == 2


def test_a_sum_that_is_only_bounded_from_above_is_none():
    kernel = three("sum(w) <= 12")
    assert not Search(kernel.encoding, kernel.solver.propagate, kernel.solver.solve).needed
