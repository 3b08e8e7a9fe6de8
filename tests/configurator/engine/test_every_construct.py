"""Products that say everything the language has a word for: each answer is the enumerated one, and the checker agrees.

ENGINE_RUNS=1000 tries more of them than a test run has time for.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configurator.engine.checking.checker import Checker
from configurator.engine.checking.proofs import Findings
from configurator.engine.choices import Choice
from configurator.engine.compiled import CompiledProduct
from configurator.engine.model import Facts, Kind, ProductModel
from configurator.engine.verdict import Standing, Unbuildable, Verdict
from tests.configurator.engine.naive import Candidate, buildable
from tests.configurator.engine.products import any_facts, choices, whole_models

exploring = settings(
    deadline=None,
    max_examples=int(os.environ.get("ENGINE_RUNS", "25")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)

Asked = tuple[list[str], Facts, str]


@st.composite
def questions(draw: st.DrawFn) -> tuple[ProductModel, list[Asked]]:
    """A product, and what several shoppers ask of it, on other days, in other regions and from other base models."""
    model = draw(whole_models())
    said = st.lists(choices(model).map(str), max_size=5)
    return model, draw(st.lists(st.tuples(said, any_facts, st.sampled_from(["plain", "rich"])), min_size=1, max_size=4))


def answered(product: CompiledProduct, asked: Asked) -> Verdict | None:
    """The verdict; None where nothing can be built on that day in that region."""
    try:
        return product.propose(*asked)
    except Unbuildable:
        return None


@exploring
@given(questions())
def test_the_states_are_those_of_the_enumerated_products(question):
    model, sessions = question
    product = CompiledProduct(model)
    for asked in sessions:
        everything = buildable(model, asked[1])
        verdict = answered(product, asked)
        assert (verdict is None) == (not everything)
        if verdict is not None:
            the_states_are_those_of(everything, verdict, model)


def the_states_are_those_of(everything: Sequence[Candidate], verdict: Verdict, model: ProductModel) -> None:
    """Option by option, each question's own choices set aside."""
    for said in verdict.groups:
        group = model[said.code]
        for option in said.options:
            others = [c for c in verdict.choices if c.group != group.code]
            others += [c for c in verdict.choices if c.group == group.code and group.kind is Kind.SOME]
            possible = meeting(everything, [c for c in others if c.option != option.option or c.group != group.code])
            having = {candidate.pieces(group.code, option.option) for candidate in possible}
            assert set(option.quantities) == having - {0}
            assert option.quantity in having
            assert option.state is state_of(verdict, option.group, option.option, having, option.quantity)
        if not said.options:
            possible = meeting(everything, [c for c in verdict.choices if c.group != group.code])
            numbers = {c.answers[group.code] for c in possible if isinstance(c.answers[group.code], Decimal)}
            assert (said.least, said.most) == ((min(numbers), max(numbers)) if numbers else (None, None))
            had = numbers or {True for candidate in possible if candidate.answers[group.code] is True}
            assert (said.state is Standing.BLOCKED) == (not had)


def meeting(candidates: Sequence[Candidate], choices: Sequence[Choice]) -> list[Candidate]:
    """Those that meet all the choices."""
    return [candidate for candidate in candidates if all(map(candidate.meets, choices))]


def state_of(verdict: Verdict, group: str, option: str, having: set[int], quantity: int) -> Standing:
    """What the contract calls an option that some product has in each of these quantities."""
    if any(c.group == group and c.option == option and c.amount != 0 for c in verdict.choices):
        return Standing.CHOSEN
    if having == {0}:
        return Standing.BLOCKED
    if 0 not in having:
        return Standing.IMPLIED
    return Standing.DEFAULT if quantity else Standing.OPEN


@exploring
@given(questions())
def test_the_checker_accepts_every_answer(question):
    model, sessions = question
    product = CompiledProduct(model)
    for asked in sessions:
        facts = asked[1]
        checker = Checker(model, facts)
        try:
            verdict = product.propose(*asked)
        except Unbuildable as refusal:
            accepted(checker.unbuildable(refusal.causes))
            continue
        accepted(checker.verdict(verdict, partial(product.witness, verdict, facts)))
        for click in product.clicks(verdict, facts):
            accepted(checker.product(click.product, [*checker.others(verdict, click.choice), click.choice]))
        blocked = [option for group in verdict.groups for option in group.options if option.state is Standing.BLOCKED]
        for option in blocked[:3]:
            for repair in product.repairs(verdict, facts, Choice(option.group, option.option)):
                accepted(checker.repair(repair, verdict))
        accepted(checker.nearest(product.nearest(asked[0], facts, asked[2])))


def accepted(findings: Findings) -> None:
    """Nothing is wrong, and nothing was left unchecked."""
    assert not findings.errors
    assert not findings.unchecked


@exploring
@given(questions())
def test_what_is_answered_does_not_depend_on_what_was_asked_before(question):
    model, sessions = question
    warm = CompiledProduct(model)
    for asked in [*sessions, *sessions[::-1]]:
        fresh = CompiledProduct(model)
        said, same = answered(warm, asked), answered(fresh, asked)
        assert said == same
        if said is not None and same is not None:
            assert warm.clicks(said, asked[1]) == fresh.clicks(same, asked[1])
            assert reasons(said) == reasons(same)


def reasons(verdict: Verdict) -> list[object]:
    """The causes of all that is blocked or implied."""
    return [each.causes for group in verdict.groups for each in (group, *group.options)]
