"""The checker: it finds what enumeration finds, and refuses an answer in which anything was changed.

ENGINE_RUNS=1000 tries more products than a test run has time for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from configurator.catalogue.productfile import read_product
from configurator.engine.checking.checker import Checker
from configurator.engine.checking.proofs import Findings
from configurator.engine.checking.refutation import together
from configurator.engine.checking.statements import Questions
from configurator.engine.choices import Choice
from configurator.engine.compiled import CompiledProduct
from configurator.engine.language import parse
from configurator.engine.model import Facts, Kind, ProductModel
from configurator.engine.product import Product
from configurator.engine.verdict import (
    Cause,
    Explained,
    GroupVerdict,
    OptionVerdict,
    Speaker,
    Standing,
    Unbuildable,
    Verdict,
)
from tests.configurator.engine.naive import candidates, told
from tests.configurator.engine.products import FACTS, any_facts, choices, statements, whole_models
from tests.support.visitors import EBIKE

exploring = settings(
    deadline=None,
    max_examples=int(os.environ.get("ENGINE_RUNS", "25")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


@exploring
@given(whole_models(), any_facts, st.data())
def test_a_product_has_faults_just_when_it_is_not_among_the_buildable(model, facts, data):
    checker = Checker(model, facts)
    every = list(candidates(model))
    for candidate in data.draw(st.lists(st.sampled_from(every), min_size=20, max_size=40)):
        assert bool(checker.product(told(candidate)).errors) == bool(candidate.broken(facts))


@exploring
@given(whole_models(), st.data())
def test_the_search_finds_whether_statements_go_together(model, data):
    said = data.draw(st.lists(statements(model.groups).map(parse), min_size=1, max_size=4))
    questions = Questions(model)
    found = together(questions, [questions.formula(each) for each in said], 100_000)
    assert (found is not None) == any(all(map(each.holds, said)) for each in candidates(model))


@st.composite
def verdicts(draw: st.DrawFn) -> tuple[CompiledProduct, Facts, Verdict]:
    """A product, and a verdict on some choices."""
    model, facts = draw(whole_models()), draw(any_facts)
    product = CompiledProduct(model)
    try:
        verdict = product.propose(map(str, draw(st.lists(choices(model), max_size=4))), facts)
    except Unbuildable:
        assume(False)
    return product, facts, verdict


def checked(product: CompiledProduct, facts: Facts, verdict: Verdict, said: Verdict) -> Findings:
    """What the checker says of `said`, with the products that were shown for the true `verdict`."""
    findings = Checker(product.model, facts).verdict(said, partial(product.witness, verdict, facts))
    assert not findings.unchecked
    return findings


@exploring
@given(verdicts(), st.data())
def test_a_verdict_with_another_state_is_refused(answered, data):
    product, facts, verdict = answered
    group = data.draw(st.sampled_from(verdict.groups))
    said = data.draw(st.sampled_from(group.options or (group,)))
    state = data.draw(st.sampled_from([state for state in Standing if state is not said.state]))
    changed = replace(said, state=state)
    assert checked(product, facts, verdict, put(verdict, group, said, changed)).errors


@exploring
@given(verdicts(), st.data())
def test_a_verdict_with_a_cause_more_or_less_is_refused(answered, data):
    product, facts, verdict = answered
    explained = [(group, said) for group in verdict.groups for said in (*group.options, group) if said.causes]
    assume(explained)
    group, said = data.draw(st.sampled_from(explained))
    causes = data.draw(st.sampled_from(list(other_causes(product.model, verdict, said.causes))))
    assert checked(product, facts, verdict, put(verdict, group, said, replace(said, explain=lambda: causes))).errors


def other_causes(model: ProductModel, verdict: Verdict, causes: tuple[Cause, ...]) -> Iterator[tuple[Cause, ...]]:
    """The causes with one left out, one added, or a choice more or less."""
    yield from (causes[:place] + causes[place + 1 :] for place in range(len(causes)))
    named = {(cause.speaker, cause.rule) for cause in causes}
    rules = [Cause(rule.code, Speaker.RULE, rule.message) for rule in (*model.rules, *model.tables)]
    rules += [Cause(g.code, Speaker.LIMIT) for g in model.groups if g.kind is Kind.SOME]
    rules += [Cause(g.code, Speaker.CONDITION, g.when_message) for g in model.groups if g.when is not None]
    yield from ((*causes, rule) for rule in rules if (rule.speaker, rule.rule) not in named)
    blamed = {choice for cause in causes for choice in cause.choices}
    for choice in verdict.choices:
        others = blamed ^ {choice}
        yield tuple(replace(cause, choices=tuple(others)) for cause in causes)


@exploring
@given(verdicts(), st.data())
def test_a_verdict_with_another_product_is_refused(answered, data):
    product, facts, verdict = answered
    every = [told(candidate) for candidate in candidates(product.model)]
    near = [each for each in every if each.texts == verdict.product.texts and differs(each, verdict.product) == 1]
    assume(near)
    other = data.draw(st.sampled_from(near))
    assert checked(product, facts, verdict, replace(verdict, product=other)).errors


def differs(one: Product, other: Product) -> int:
    """In how many groups two products differ."""
    groups = {group for group, _ in (*one.options, *other.options)} | {*one.numbers, *other.numbers}
    return sum(
        one.chosen(group) != other.chosen(group) or one.numbers.get(group) != other.numbers.get(group)
        for group in groups
    )


@exploring
@given(verdicts(), st.data())
def test_a_verdict_that_reaches_further_or_less_far_is_refused(answered, data):
    product, facts, verdict = answered
    group = data.draw(st.sampled_from([g for g in verdict.groups if g.options or g.least is not None]))
    if group.options:
        said = data.draw(st.sampled_from(group.options))
        pieces = data.draw(st.sampled_from([1, 2, 3]))
        quantities = tuple(sorted({*said.quantities} ^ {pieces}))
        assert checked(product, facts, verdict, put(verdict, group, said, replace(said, quantities=quantities))).errors
    else:
        end, way = data.draw(st.sampled_from(["least", "most"])), data.draw(st.sampled_from([-1, 1]))
        further = getattr(group, end) + way * product.model[group.code].scale.step
        assert checked(product, facts, verdict, put(verdict, group, group, replace(group, **{end: further}))).errors


@exploring
@given(verdicts(), st.sampled_from([-1, 0, 1]))
def test_a_completion_costs_what_its_product_costs(answered, more):
    product, facts, verdict = answered
    checker = Checker(product.model, facts)

    def costing(held: Product) -> int:
        return 7 * sum(held.options.values()) - 2 * len(held.texts)

    said = costing(verdict.product) + more
    assert bool(checker.completion(verdict.product, said, verdict.choices, costing).errors) == bool(more)


def test_a_repair_that_was_changed_is_refused():
    product = CompiledProduct(read_product(EBIKE, "ebike.toml").model)
    verdict = product.propose(["frame.diamond", "drive.belt8", "motor.mid", "battery.b500"], FACTS)
    checker = Checker(product.model, FACTS)
    options = [option for group in verdict.groups for option in group.options if option.state is Standing.BLOCKED]
    wanted = [Choice(option.group, option.option) for option in options]
    repairs = [repair for want in wanted for repair in product.repairs(verdict, FACTS, want) if repair.given_up]
    assert len(repairs) > 3
    for repair in repairs:
        kept = [choice for choice in verdict.choices if choice in repair.choices]
        assert not checker.repair(repair, verdict).errors
        assert checker.repair(replace(repair, given_up=repair.given_up[1:]), verdict).errors
        assert checker.repair(replace(repair, product=verdict.product), verdict).errors
        assert checker.repair(replace(repair, choices=repair.choices[:-1]), verdict).errors
        for choice in kept:
            more = replace(repair, given_up=(*repair.given_up, choice))
            assert checker.repair(more, verdict).errors or checker.repair(more, verdict).unchecked


def test_what_is_true_of_a_person_is_given_up_only_where_nothing_else_helps():
    product = CompiledProduct(read_product(EBIKE, "ebike.toml").model)
    verdict = product.propose(["inseam:85", "drive.belt8"], FACTS)
    checker = Checker(product.model, FACTS)
    inseam = Choice("inseam", None, Decimal(85))
    (small,) = product.repairs(verdict, FACTS, Choice("size", "xs"))
    assert inseam in small.given_up
    assert not checker.repair(small, verdict).errors
    first, *_ = product.repairs(verdict, FACTS, Choice("frame", "step"))
    rest = tuple(choice for choice in first.choices if choice != inseam)
    needless = replace(first, given_up=(*first.given_up, inseam), choices=rest)
    assert checker.repair(needless, verdict).errors == [
        "that something true of a person must be given up is not so",
        "that inseam:85 must be given up is not so",
    ]


def put(verdict: Verdict, group: GroupVerdict, said: Explained, changed: Explained) -> Verdict:
    """The verdict with something changed in what it says of a group, or of an option there."""
    if isinstance(changed, OptionVerdict):
        changed = replace(group, options=tuple(changed if each is said else each for each in group.options))
    return replace(verdict, groups=tuple(changed if each is group else each for each in verdict.groups))
