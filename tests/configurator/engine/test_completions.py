"""The cheapest and the dearest product, held against all products of small random models."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from configurator.engine.answers.completion import Completion
from configurator.engine.compiled import CompiledProduct
from configurator.engine.language import parse
from configurator.engine.model import Facts, Kind, ProductModel
from configurator.engine.objective import Objective, costing
from configurator.engine.verdict import Unbuildable
from tests.configurator.engine.naive import Candidate, buildable, told
from tests.configurator.engine.products import any_facts, choices, statements, whole_models

exploring = settings(
    deadline=None,
    max_examples=int(os.environ.get("ENGINE_RUNS", "20")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)

amounts = st.integers(-20, 60)


@st.composite
def objectives(draw: st.DrawFn, model: ProductModel) -> Objective:
    """Costs for some of what the product may hold."""
    options = {(group.code, option.code): draw(amounts) for group, option in model.options() if draw(st.booleans())}
    scales = {group.code: group.scale for group in model.groups if group.scale and draw(st.booleans())}
    numbers = {code: {value: draw(amounts) for value in scale.values} for code, scale in scales.items()}
    given = {group.code: draw(amounts) for group in model.groups if group.kind in (Kind.TEXT, Kind.FILE)}
    conditions = draw(st.lists(statements(model.groups, 2).map(parse), max_size=3))
    while_true = tuple((condition, draw(amounts)) for condition in conditions)
    return Objective(draw(amounts), options, numbers, given, while_true)


@st.composite
def questions(draw: st.DrawFn) -> tuple[ProductModel, Objective, list[str], Facts, str]:
    model = draw(whole_models())
    said = draw(st.lists(choices(model).map(str), max_size=4))
    return model, draw(objectives(model)), said, draw(any_facts), draw(st.sampled_from(["plain", "rich"]))


def cost(objective: Objective, candidate: Candidate) -> int:
    """What a candidate costs, worked out apart from the engine."""
    total = objective.base
    for (group, option), amount in objective.options.items():
        total += amount * candidate.pieces(group, option)
    for group, by_value in objective.numbers.items():
        total += by_value.get(candidate.answers[group], 0) if candidate.answers[group] != () else 0
    total += sum(amount for group, amount in objective.given.items() if candidate.answers[group])
    return total + sum(amount for formula, amount in objective.while_true if candidate.holds(formula))


@exploring
@given(questions())
def test_no_product_with_the_choices_is_cheaper_or_dearer(question):
    model, objective, said, facts, base = question
    product = CompiledProduct(model)
    everything = buildable(model, facts)
    assume(everything)
    kept = product.propose(said, facts, base).choices
    costs = {cost(objective, candidate) for candidate in everything if all(map(candidate.meets, kept))}
    for found, best in (
        (product.cheapest(said, facts, objective, base), min(costs)),
        (product.dearest(said, facts, objective, base), max(costs)),
    ):
        assert found.proven
        assert found.cost == found.bound == best == costing(model, objective)(found.product)
        holder = next(candidate for candidate in everything if told(candidate) == found.product)
        assert all(map(holder.meets, kept))
        assert cost(objective, holder) == best


@exploring
@given(questions())
def test_where_nothing_costs_anything_it_is_the_standing_product(question):
    model, _, said, facts, base = question
    product = CompiledProduct(model)
    try:
        standing = product.propose(said, facts, base).product
    except Unbuildable:
        assume(False)
    free = Objective(7)
    assert product.cheapest(said, facts, free, base) == product.dearest(said, facts, free, base)
    assert product.cheapest(said, facts, free, base) == Completion(standing, 7, 7)


@exploring
@given(questions(), st.data())
def test_the_answer_does_not_depend_on_what_was_asked_before(question, data):
    model, objective, said, facts, base = question
    warm = CompiledProduct(model)
    try:
        warm.propose(data.draw(st.lists(choices(model).map(str), max_size=4)), facts)
    except Unbuildable:
        assume(False)
    warm.dearest([], facts, objective)
    warm.clicks(warm.propose(said, facts, base), facts)
    fresh = CompiledProduct(model)
    assert warm.cheapest(said, facts, objective, base) == fresh.cheapest(said, facts, objective, base)


@exploring
@given(questions())
def test_too_little_work_still_gives_a_product_and_a_true_bound(question):
    model, objective, said, facts, base = question
    assume(buildable(model, facts))
    exact = CompiledProduct(model).cheapest(said, facts, objective, base)
    found = CompiledProduct(model).cheapest(said, facts, objective, base, work=100)
    assert found.bound <= exact.cost <= found.cost
    assert found.proven == (found.bound == found.cost)
