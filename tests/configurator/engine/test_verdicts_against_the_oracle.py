"""Every answer of the engine, held against all products of small random models."""

from __future__ import annotations

from decimal import Decimal
from itertools import product as combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from configurator.engine.choices import Choice
from configurator.engine.compiled import CompiledProduct
from configurator.engine.language import parse
from configurator.engine.model import Group, Kind, Option, ProductModel, Rule
from configurator.engine.product import Product
from configurator.engine.solving.slots import Space
from configurator.engine.verdict import Cause, Standing, Unbuildable, Verdict
from tests.configurator.engine.naive import Candidate, buildable, candidates
from tests.configurator.engine.products import FACTS, choices, models

exploring = settings(
    deadline=None, max_examples=70, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@st.composite
def questions(draw: st.DrawFn) -> tuple[ProductModel, list[list[Choice]]]:
    """A product and the choices of a few shoppers, one after another on the same compiled product."""
    model = draw(models())
    return model, draw(st.lists(st.lists(choices(model), max_size=5), min_size=1, max_size=4))


def opened(model: ProductModel) -> CompiledProduct:
    product = CompiledProduct(model)
    try:
        product.propose([], FACTS)
    except Unbuildable:
        assume(False)
    return product


def same(candidate: Candidate, product: Product) -> bool:
    for group in candidate.model.groups:
        answer = candidate.answers[group.code]
        if group.kind is Kind.NUMBER:
            if product.numbers[group.code] != answer:
                return False
        elif group.kind is Kind.TEXT:
            if (group.code in product.texts) != answer:
                return False
        elif dict(product.chosen(group.code)) != dict(answer):
            return False
    return True


def aside(model: ProductModel, verdict: Verdict, group: str, option: str | None) -> list[Choice]:
    """The choices that stay when those on this question are set aside."""
    one = model.group(group).kind is not Kind.SOME
    return [c for c in verdict.choices if c.group != group or (not one and c.option != option)]


@exploring
@given(questions())
def test_an_option_is_blocked_exactly_when_no_product_contains_it(question):
    model, sessions = question
    product = opened(model)
    everything = buildable(model, FACTS)
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS)
        for option in (option for group in verdict.groups for option in group.options):
            others = aside(model, verdict, option.group, option.option)
            possible = [c for c in everything if all(map(c.meets, others))]
            having = {c.pieces(option.group, option.option) for c in possible}
            assert (option.state is Standing.BLOCKED) == (having == {0})
            assert set(option.quantities) == having - {0}
            if option.state is Standing.IMPLIED:
                assert 0 not in having
            if option.state in (Standing.OPEN, Standing.DEFAULT):
                assert 0 in having


@exploring
@given(questions())
def test_a_number_says_exactly_how_far_it_reaches(question):
    model, sessions = question
    product = opened(model)
    everything = buildable(model, FACTS)
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS)
        others = aside(model, verdict, "n", None)
        values = {c.answers["n"] for c in everything if all(map(c.meets, others))}
        number = verdict.group("n")
        assert (number.least, number.most) == (min(values), max(values))


@exploring
@given(questions())
def test_choices_are_kept_from_left_to_right_and_only_contradictions_are_dropped(question):
    model, sessions = question
    product = opened(model)
    everything = buildable(model, FACTS)
    for asked in sessions:
        kept: list[Choice] = []
        dropped = []
        for choice in asked:
            one = model.group(choice.group).kind is Kind.ONE and choice.amount != 0
            others = [c for c in kept if c.group != choice.group or not (one or c.option == choice.option)]
            if choice in kept:
                continue
            if any(all(map(c.meets, [*others, choice])) for c in everything):
                kept = [*others, choice]
            else:
                dropped.append(str(choice))
        verdict = product.propose(map(str, asked), FACTS)
        assert list(verdict.choices) == kept
        assert [d.text for d in verdict.dropped] == dropped
        assert all(d.causes for d in verdict.dropped)


def standing(model: ProductModel, pool: list[Candidate]) -> Candidate:
    """Defaults one by one in the author's order, then the first possible value slot by slot."""
    space = Space(model)
    defaults = [c for c in model.bases[0].defaults if space.choice_mask(c)[1].bit_count() == 1]
    wished: dict[int, int] = {}
    decided: set[int] = set()
    for choice in defaults:
        number, mask = space.choice_mask(choice)
        wished.setdefault(number, mask.bit_length() - 1)
        exact = space.choice(number, mask.bit_length() - 1) if choice.amount != 0 or choice.option is None else choice
        fitting = [c for c in pool if c.meets(exact)]
        if fitting and number not in decided:
            pool = fitting
            decided.add(number)
    for number, slot in enumerate(space.slots):
        order = list(range(len(slot.values)))
        if number in wished and slot.group.kind is Kind.ONE:
            order = [wished[number], *(i for i in order if i != wished[number])]
        elif number in wished:
            order.sort(key=lambda index, at=wished[number]: (abs(index - at), index))
        for index in order:
            value = slot.values[index]
            choice = Choice(slot.group.code, value.option, value.amount)
            fitting = [c for c in pool if c.meets(choice)]
            if fitting and number not in decided:
                pool = fitting
                break
    assert len(pool) == 1
    return pool[0]


@exploring
@given(questions())
def test_the_standing_product_keeps_the_authors_defaults_as_far_as_they_go(question):
    model, sessions = question
    product = opened(model)
    everything = buildable(model, FACTS)
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS, "base")
        pool = [c for c in everything if all(map(c.meets, verdict.choices))]
        assert same(standing(model, pool), verdict.product)


@exploring
@given(questions())
def test_a_click_leads_where_it_says(question):
    model, sessions = question
    product = opened(model)
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS, "base")
        before = {group.code: group for group in verdict.groups}
        clicked = set()
        for click in product.clicks(verdict, FACTS):
            fresh = CompiledProduct(model)
            after = fresh.propose([*map(str, verdict.choices), str(click.choice)], FACTS, "base")
            assert not after.dropped
            assert after.product == click.product
            moved = {g.code for g in model.groups if _differs(g.code, verdict.product, after.product)}
            assert set(click.moves) == moved - {click.choice.group}
            clicked.add(click.choice.code)
        for option in (option for group in before.values() for option in group.options):
            one = model.group(option.group).kind is Kind.ONE
            if one and option.state is Standing.OPEN:
                assert option.code in clicked
            if not one and option.state in (Standing.OPEN, Standing.DEFAULT):
                assert option.code in clicked


def _differs(group: str, one: Product, other: Product) -> bool:
    return (
        one.chosen(group) != other.chosen(group)
        or one.numbers.get(group) != other.numbers.get(group)
        or (group in one.texts) != (group in other.texts)
    )


@exploring
@given(questions())
def test_causes_are_true_and_none_can_be_left_out(question):
    model, sessions = question
    product = opened(model)
    every = [(c, c.broken(FACTS)) for c in candidates(model)]
    for asked in sessions:
        verdict = product.propose(map(str, asked), FACTS)
        for option in (option for group in verdict.groups for option in group.options):
            if option.state not in (Standing.BLOCKED, Standing.IMPLIED):
                continue
            blocked = option.state is Standing.BLOCKED
            alone = len(model.group(option.group).options) == 1
            assert option.causes or (alone and not blocked), "no block and no implication without a reason"
            rules = {cause.rule for cause in option.causes}
            blamed = list(dict.fromkeys(choice for cause in option.causes for choice in cause.choices))
            having = [(c, broken) for c, broken in every if (c.pieces(option.group, option.option) > 0) == blocked]

            def contradiction(
                rules: set[str], blamed: list[Choice], having: list[tuple[Candidate, set[str]]] = having
            ) -> bool:
                return not any(all(map(c.meets, blamed)) and not broken & rules for c, broken in having)

            assert contradiction(rules, blamed)
            for rule in rules:
                assert not contradiction(rules - {rule}, blamed)
            for choice in blamed:
                assert not contradiction(rules, [c for c in blamed if c != choice])


@exploring
@given(questions())
def test_the_answer_does_not_depend_on_who_asked_before(question):
    model, sessions = question
    warm = opened(model)
    for asked in sessions:
        said = warm.propose(map(str, asked), FACTS)
        fresh = CompiledProduct(model).propose(map(str, asked), FACTS)
        assert said == fresh
        assert reasons(said) == reasons(fresh)
        assert [str(c) for c in warm.clicks(said, FACTS)] == [
            str(c) for c in CompiledProduct(model).clicks(fresh, FACTS)
        ]


def reasons(verdict: Verdict) -> list[tuple[Cause, ...]]:
    return [each.causes for group in verdict.groups for each in (group, *group.options)]


@exploring
@given(models())
def test_a_product_that_cannot_be_built_says_why(model):
    if buildable(model, FACTS):
        CompiledProduct(model).propose([], FACTS)
        return
    with pytest.raises(Unbuildable) as refusal:
        CompiledProduct(model).propose([], FACTS)
    rules = {cause.rule for cause in refusal.value.causes}
    assert rules
    assert all(candidate.broken(FACTS) & rules for candidate in candidates(model))


def test_a_narrow_window_of_many_weights_is_answered_exactly():
    """Twelve parts that must weigh just so much together: covers alone would forbid one product after another."""
    weights = [(103 + 37 * number, 211 + 53 * number) for number in range(12)]
    told = {"en": "because"}
    groups = tuple(
        Group(
            f"g{number}",
            Kind.ONE,
            told,
            tuple(Option(f"o{at}", told, {"weight": Decimal(weight)}) for at, weight in enumerate(pair)),
        )
        for number, pair in enumerate(weights)
    )
    target = sum(pair[number % 2] for number, pair in enumerate(weights))
    model = ProductModel("narrow", told, groups, (Rule("just", parse(f"sum(weight) = {target}"), told),))
    totals = [combination for combination in combinations(*weights) if sum(combination) == target]
    kept: tuple[str, ...] = ()
    compiled = CompiledProduct(model)
    for number in range(4):
        verdict = compiled.propose(kept, FACTS)
        possible = [c for c in totals if all(c[at] == weights[at][at % 2] for at in range(len(kept)))]
        for at, pair in enumerate(weights[len(kept) :], len(kept)):
            held = {option.option for option in verdict.group(f"g{at}").options if option.state is not Standing.BLOCKED}
            assert held == {f"o{pair.index(combination[at])}" for combination in possible}
        kept = (*kept, f"g{number}.o{number % 2}")
