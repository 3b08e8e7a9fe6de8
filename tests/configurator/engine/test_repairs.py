"""Repairs, the nearest product and witnesses, held against all products of small random models."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from configurator.catalogue.productfile import ProductFile, read_product
from configurator.engine.choices import Choice
from configurator.engine.compiled import CompiledProduct
from configurator.engine.model import Kind, ProductModel
from configurator.engine.product import Product
from configurator.engine.verdict import Nearest, Repair, Standing, Unbuildable
from configurator.pricing.quote import total
from tests.configurator.engine.naive import Candidate, buildable
from tests.configurator.engine.products import FACTS, choices, models
from tests.support.visitors import EBIKE

exploring = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@st.composite
def questions(draw: st.DrawFn) -> tuple[ProductModel, list[Choice], Choice]:
    """A product, some choices and a wish."""
    model = draw(models())
    return model, draw(st.lists(choices(model), max_size=5)), draw(choices(model))


def price(product: Product) -> int:
    """A price that tells most products apart."""
    pieces = sum(count * (7 * ord(group[0]) + ord(code[-1])) % 23 for (group, code), count in product.options.items())
    return pieces + sum(int(value * 2) for value in product.numbers.values())


def opened(model: ProductModel) -> CompiledProduct:
    product = CompiledProduct(model)
    try:
        product.propose([], FACTS)
    except Unbuildable:
        assume(False)
    return product


def others(model: ProductModel, kept: Sequence[Choice], want: Choice) -> list[Choice]:
    """What `want` does not take the place of."""
    one = model[want.group].kind is Kind.ONE and want.amount != 0
    return [c for c in kept if c.group != want.group or not (one or c.option == want.option)]


def grants(candidate: Candidate, want: Choice) -> bool:
    """Whether the wish is met; an option without a quantity is meant in any."""
    if want.option is not None and want.amount is None:
        return candidate.pieces(want.group, want.option) > 0
    return candidate.meets(want)


def sacrifices(pool: list[Candidate], loose: Sequence[Choice]) -> list[list[tuple[Choice, ...]]]:
    """Every set of choices without which some product of the pool meets the others and none of which can be left out,
    by size; those of older choices first."""
    found: list[set[Choice]] = []
    by_size = []
    for size in range(len(loose) + 1):
        same = []
        for given_up in combinations(loose, size):
            stay = [choice for choice in loose if choice not in given_up]
            if not any(lost <= set(given_up) for lost in found) and any(all(map(c.meets, stay)) for c in pool):
                same.append(given_up)
        found += map(set, same)
        by_size += [same] if same else []
    return by_size


def standing(product: CompiledProduct, said: Sequence[Choice]) -> Product:
    """The standing product under choices that must all be kept."""
    verdict = product.propose(map(str, said), FACTS)
    assert verdict.choices == tuple(said)
    return verdict.product


@exploring
@given(questions())
def test_repairs_give_up_as_little_as_can_be_and_leave_none_out(question):
    model, asked, want = question
    product = opened(model)
    verdict = product.propose(map(str, asked), FACTS)
    repairs = product.repairs(verdict, FACTS, want, price)

    rest = others(model, verdict.choices, want)
    firm = [choice for choice in rest if model[choice.group].personal]
    pool = [c for c in buildable(model, FACTS, firm) if grants(c, want)]
    expected = sacrifices(pool, [choice for choice in rest if choice not in firm])
    if not expected:  # nothing helps but that personal answers are given up
        expected = sacrifices([c for c in buildable(model, FACTS) if grants(c, want)], rest)
    assert len(repairs) == min(3, sum(map(len, expected)))
    for size in expected:
        said, repairs = repairs[: len(size)], repairs[len(size) :]
        costs = [price(repair.product) for repair in said]
        assert costs == sorted(costs)
        assert len({repair.given_up for repair in said}) == len(said)
        assert {repair.given_up for repair in said} <= set(size)
        if len(said) == len(size):
            assert {repair.given_up for repair in said} == set(size)
            ties = [(cost, size.index(repair.given_up)) for cost, repair in zip(costs, said, strict=True)]
            assert ties == sorted(ties)


@exploring
@given(questions())
def test_a_repair_is_where_its_choices_lead(question):
    model, asked, want = question
    product = opened(model)
    verdict = product.propose(map(str, asked), FACTS)
    for repair in product.repairs(verdict, FACTS, want, price):
        assert repair.product == standing(product, repair.choices)
        assert repair.difference == price(repair.product) - price(verdict.product)
        assert repair.choices[-1] == repair.want
        assert (repair.want.group, repair.want.option) == (want.group, want.option)
        came = [each.now for each in repair.replaced]
        rest = others(model, verdict.choices, want)
        stay = [choice for choice in rest if choice not in repair.given_up]
        assert [choice for choice in repair.choices if choice not in came] == [*stay, repair.want]


def distance(choice: Choice, amount: Decimal | int) -> Decimal:
    return abs(Decimal(amount) - (choice.amount or 1))


@exploring
@given(questions())
def test_a_number_or_quantity_comes_back_as_near_as_can_be(question):
    model, asked, want = question
    product = opened(model)
    verdict = product.propose(map(str, asked), FACTS)
    everything = buildable(model, FACTS)
    for repair in product.repairs(verdict, FACTS, want):
        pool = [c for c in everything if c.meets(repair.want)]
        pool = [c for c in pool if all(c.meets(o) for o in repair.choices if o in verdict.choices)]
        instead = {each.was: each.now for each in repair.replaced}
        for was in repair.given_up:
            assert _stands(repair, was) == (was in instead)
            amounts = {_amount(c, was) for c in pool} - {None}
            if (was.amount == 0 and was.option) or not amounts or model[was.group].kind is Kind.TEXT:
                continue
            nearest = min(amounts, key=lambda amount, was=was: (distance(was, amount), amount))
            if model[was.group].kind is Kind.NUMBER or len(model[was.group].option(was.option).quantities) > 1:
                assert (instead[was].amount or 1) == nearest
                assert instead[was] in repair.choices
                pool = [c for c in pool if _amount(c, was) == nearest]


def _amount(candidate: Candidate, choice: Choice) -> Decimal | int | None:
    if choice.option is None:
        answer = candidate.answers[choice.group]
        return answer if isinstance(answer, Decimal) else None
    return candidate.pieces(choice.group, choice.option) or None


def _stands(repair: Repair, was: Choice) -> bool:
    """Whether the question of a choice that was given up is answered."""
    if was.option is None:
        return was.group in repair.product.numbers
    chosen = dict(repair.product.chosen(was.group))
    return bool(chosen) if was.group in {"a", "b"} else was.option in chosen


@exploring
@given(questions())
def test_a_repair_does_not_depend_on_what_was_asked_before(question):
    model, asked, want = question
    warm = opened(model)
    for choice in asked:
        warm.repairs(warm.propose([str(choice)], FACTS), FACTS, want)
        warm.nearest([str(want), str(choice)], FACTS)
    verdict = warm.propose(map(str, asked), FACTS)
    cold = CompiledProduct(model)
    said = [str(choice) for choice in (*asked, want)]
    assert warm.repairs(verdict, FACTS, want, price) == cold.repairs(verdict, FACTS, want, price)
    assert warm.nearest(said, FACTS) == CompiledProduct(model).nearest(said, FACTS)


@exploring
@given(questions())
def test_the_nearest_product_keeps_as_many_choices_as_go_together(question):
    model, asked, want = question
    product = opened(model)
    said: list[Choice] = []
    for choice in (*asked, want):
        if choice not in said and product.known(str(choice)):
            said = [*others(model, said, choice), choice]
    told = [choice for choice in said if model[choice.group].personal]
    everything = buildable(model, FACTS)
    lost = sacrifices(everything, told)[0][0]
    pool = [c for c in everything if all(c.meets(choice) for choice in told if choice not in lost)]
    fewest = sacrifices(pool, [choice for choice in said if choice not in told])[0]

    nearest = product.nearest([*map(str, (*asked, want)), "wings.large"], FACTS, price=price)

    gone = [Choice.parse(each.text) for each in nearest.given_up]
    assert Choice("wings", "large") in gone
    kept = [choice for choice in said if choice not in gone]
    assert tuple(choice for choice in said if choice in gone and choice not in lost) in fewest
    assert [choice for choice in nearest.choices if choice in said] == kept
    assert nearest.product == standing(product, nearest.choices)
    assert all(each.causes for each in nearest.given_up)
    for other in fewest:
        came = product.nearest([str(c) for c in said if c not in (*other, *lost)], FACTS)
        if len(came.choices) == len(nearest.choices) and not nearest.replaced:
            assert price(nearest.product) <= price(came.product)


@exploring
@given(questions())
def test_the_nearest_product_gives_up_nothing_that_is_to_be_kept_and_the_fewest_of_the_rest(question):
    model, asked, want = question
    product = opened(model)
    kept = product.propose(map(str, asked), FACTS).choices
    assume(product.known(str(want)) and others(model, kept, want) == list(kept) and want not in kept)
    wanted = any(all(map(c.meets, kept)) and c.meets(want) for c in buildable(model, FACTS))

    nearest = product.nearest(map(str, (*kept, want)), FACTS, keep=list(map(str, kept)))

    assert [each.text for each in nearest.given_up] == ([] if wanted else [str(want)])
    assert nearest.choices[: len(kept)] == kept


@exploring
@given(questions())
def test_whatever_can_be_had_is_had_by_a_witness(question):
    model, asked, _ = question
    product = opened(model)
    verdict = product.propose(map(str, asked), FACTS)
    everything = buildable(model, FACTS)
    for option in (option for group in verdict.groups for option in group.options):
        wanted = Choice(option.group, option.option)
        witness = product.witness(verdict, FACTS, wanted)
        if option.state is Standing.BLOCKED:
            assert witness is None
            continue
        kept = [c for c in verdict.choices if c.group != option.group or not _same_place(model, c, wanted)]
        (found,) = (c for c in everything if _is(c, witness))
        assert found.pieces(option.group, option.option)
        assert all(map(found.meets, kept))
        assert witness == CompiledProduct(model).witness(verdict, FACTS, wanted)


def _same_place(model: ProductModel, one: Choice, other: Choice) -> bool:
    return model[one.group].kind is not Kind.SOME or one.option == other.option


def _is(candidate: Candidate, product: Product) -> bool:
    numbers = {code: answer for code, answer in candidate.answers.items() if isinstance(answer, Decimal)}
    texts = {code for code, answer in candidate.answers.items() if answer is True}
    options = {
        (code, option): count
        for code, answer in candidate.answers.items()
        if isinstance(answer, tuple)
        for option, count in answer
    }
    return (options, numbers, texts) == (dict(product.options), dict(product.numbers), set(product.texts))


@pytest.fixture(scope="module")
def file() -> ProductFile:
    return read_product(EBIKE, "ebike.toml")


@pytest.fixture(scope="module")
def bike(file: ProductFile) -> CompiledProduct:
    return CompiledProduct(file.model)


def told(repairs: Sequence[Repair]) -> list[tuple[str, str, int | None]]:
    """What each gives up, what answers its question instead, and the difference."""
    return [
        ("; ".join(map(str, each.given_up)), "; ".join(str(swap.now) for swap in each.replaced), each.difference)
        for each in repairs
    ]


def test_the_belt_is_kept_and_the_frame_changed(file: ProductFile, bike: CompiledProduct):
    verdict = bike.propose(["frame.step", "drive.hub8", "colour.pine"], FACTS)
    (repair,) = bike.repairs(verdict, FACTS, Choice("drive", "belt8"), partial(total, file.prices["eu"]))

    assert told([repair]) == [("frame.step", "frame.split", 43700)]
    assert list(map(str, repair.choices)) == ["colour.pine", "drive.belt8"]
    assert repair.proven


def test_three_ways_to_a_small_frame_the_cheapest_first(file: ProductFile, bike: CompiledProduct):
    asked = ["drive.chain10", "bar.flat", "saddle.leather_black", "tyres.t50"]
    verdict = bike.propose(asked, FACTS)
    repairs = bike.repairs(verdict, FACTS, Choice("size", "xs"), partial(total, file.prices["eu"]))

    assert told(repairs) == [
        ("saddle.leather_black", "saddle.gel", -14700),
        ("tyres.t50", "tyres.t32", -7400),
        ("drive.chain10", "drive.chain12", 33000),
    ]


def test_a_measure_is_given_up_where_nothing_else_helps_and_no_other_takes_its_place(bike: CompiledProduct):
    verdict = bike.propose(["inseam:97", "frame.diamond"], FACTS)

    (repair,) = bike.repairs(verdict, FACTS, Choice("size", "xs"))
    assert list(map(str, repair.given_up)) == ["inseam:97"]
    assert list(map(str, repair.choices)) == ["frame.diamond", "size.xs"]
    assert repair.replaced == ()


def test_no_measure_is_given_up_where_something_else_helps(bike: CompiledProduct):
    verdict = bike.propose(["inseam:97", "frame.diamond"], FACTS)

    repairs = bike.repairs(verdict, FACTS, Choice("drive", "belt8"))
    assert repairs
    assert all(choice.group != "inseam" for repair in repairs for choice in repair.given_up)


def test_of_choices_that_contradict_each_other_those_that_are_to_be_kept_stay(bike: CompiledProduct):
    kept = ["motor.speed"]
    wishes = ["extras.child_seat", "brakes.rim", "rack.light"]

    nearest = bike.nearest([*kept, *wishes], FACTS, keep=kept)
    assert "motor.speed" in map(str, nearest.choices)
    assert {each.text for each in nearest.given_up} <= set(wishes)
    assert nearest.given_up


def test_what_is_not_to_be_had_has_no_repair(bike: CompiledProduct):
    verdict = bike.propose(["frame.diamond"], FACTS)

    assert bike.repairs(verdict, FACTS, Choice("colour", "plum")) == ()
    assert bike.repairs(verdict, FACTS, Choice("wings", "large")) == ()


def test_an_old_list_keeps_what_goes_together(bike: CompiledProduct):
    nearest = bike.nearest(["frame.step", "wings.large", "motor.speed", "extras.child_seat", "drive.belt8"], FACTS)

    assert list(map(str, nearest.choices)) == ["extras.child_seat", "drive.belt8"]
    assert because(nearest) == {
        "wings.large": ["unknown"],
        "frame.step": ["belt_frame", "drive.belt8"],
        "motor.speed": ["speed_child", "extras.child_seat"],
    }


def because(nearest: Nearest) -> dict[str, list[str]]:
    """For each choice that was given up the first rule that speaks against it, and the choices behind that."""
    return {each.text: [each.causes[0].rule, *map(str, each.causes[0].choices)] for each in nearest.given_up}
