"""The figures of a rule that compares: what it needs and what there is, held against all products of small models."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from configurator.engine.choices import Choice
from configurator.engine.compiled import CompiledProduct
from configurator.engine.file.document import Document, ProductFileError
from configurator.engine.file.modelfile import read_model
from configurator.engine.formats.toml import write_toml
from configurator.engine.language import Compare, parse
from configurator.engine.model import ProductModel, Rule
from configurator.engine.verdict import Cause, OptionVerdict, Standing, Unbuildable
from tests.configurator.engine.naive import Candidate, candidates
from tests.configurator.engine.products import FACTS, WORDS, choices, comparisons, models

exploring = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@st.composite
def questions(draw: st.DrawFn) -> tuple[ProductModel, list[Choice]]:
    """A product with one rule, which compares, and some choices."""
    model = draw(models())
    rule = Rule("r", parse(draw(comparisons(model))), WORDS)
    bare = ProductModel(model.code, model.label, model.groups, (rule,))
    return bare, draw(st.lists(choices(bare), max_size=5))


def gap(candidate: Candidate, compare: Compare) -> Decimal:
    """What the left side has more than the right."""
    return candidate.figure(compare.left) - candidate.figure(compare.right)


@exploring
@given(questions())
def test_the_figures_are_those_of_the_product_that_comes_nearest(question):
    model, asked = question
    try:
        verdict = CompiledProduct(model).propose(map(str, asked), FACTS)
    except Unbuildable:
        assume(False)
    (rule,) = model.rules
    everything = list(candidates(model))
    for option in (option for group in verdict.groups for option in group.options):
        if [cause.rule for cause in option.causes] != ["r"] or rule.formula.sign == "!=":
            continue
        (cause,) = option.causes
        failing = [c for c in everything if _having(c, option) and all(map(c.meets, cause.choices))]
        gaps = {gap(c, rule.formula) for c in failing}
        if rule.formula.sign == "=" and min(gaps) < 0 < max(gaps):
            assert cause.shortfall is None, "some are over it and some under it: neither is at fault alone"
            continue
        assert cause.shortfall
        short = cause.shortfall.has - cause.shortfall.needs
        if rule.formula.sign in {">", ">="} or (rule.formula.sign == "=" and max(gaps) < 0):
            assert short == max(gaps)
        else:
            assert short == -min(gaps)
        sides = {(c.figure(rule.formula.left), c.figure(rule.formula.right)) for c in failing}
        assert {(cause.shortfall.has, cause.shortfall.needs), (cause.shortfall.needs, cause.shortfall.has)} & sides
        assert set(cause.shortfall.terms) <= set(cause.choices)


def _having(candidate: Candidate, option: OptionVerdict) -> bool:
    return (candidate.pieces(option.group, option.option) > 0) == (option.state is Standing.BLOCKED)


WORKSTATION = """
format = 1
[product]
code = "workstation"
label = { en = "Workstation" }
[groups.supply]
kind = "one"
label = { en = "Supply" }
options.small = { label = { en = "Small" }, attributes = { watt = 500 } }
options.large = { label = { en = "Large" }, attributes = { watt = 900 } }
[groups.processor]
kind = "one"
label = { en = "Processor" }
options.slow = { label = { en = "Slow" }, attributes = { load = 65 } }
options.fast = { label = { en = "Fast" }, attributes = { load = 165 } }
[groups.card]
kind = "one"
label = { en = "Graphics card" }
options.none = { label = { en = "None" } }
options.fine = { label = { en = "Fine" }, attributes = { load = 320 } }
[groups.disks]
kind = "some"
label = { en = "Disks" }
options.spinning = { label = { en = "Spinning" }, attributes = { load = 10 }, quantity = { max = 8 } }
[groups.case]
kind = "one"
label = { en = "Case" }
options.grey = { label = { en = "Grey" } }
options.black = { label = { en = "Black" } }
[rules.power]
rule = "supply.watt >= 1.25 * sum(load)"
message = { en = "The supply is too weak" }
figures = { en = "needs {needs} W, this one gives {has} W" }
"""


def cause_of(option: str, *asked: str) -> Cause:
    verdict = CompiledProduct(read_model(Document(WORKSTATION, "workstation.toml"))).propose(asked, FACTS)
    options = (found for group in verdict.groups for found in group.options)
    (cause,) = next(found for found in options if found.code == option).causes
    return cause


def test_a_supply_that_is_too_weak_says_by_how_much_and_what_loads_it_most():
    asked = ("case.black", "disks.spinning:4", "processor.fast", "card.fine")

    cause = cause_of("supply.small", *asked)

    assert cause.shortfall
    assert (cause.shortfall.needs, cause.shortfall.has) == (Decimal("606.25"), Decimal(500))
    assert cause.shortfall.words == {"en": "needs {needs} W, this one gives {has} W"}
    assert list(map(str, cause.shortfall.terms)) == ["card.fine", "processor.fast"]
    assert list(map(str, cause.choices)) == ["processor.fast", "card.fine"]


def test_what_is_wanted_counts_and_is_no_term():
    cause = cause_of("card.fine", "supply.small", "processor.fast")

    assert cause.shortfall
    assert (cause.shortfall.needs, cause.shortfall.has) == (Decimal("606.25"), Decimal(500))
    assert list(map(str, cause.shortfall.terms)) == ["supply.small", "processor.fast"]


def test_figures_are_written_and_read_back():
    model = read_model(Document(WORKSTATION, "workstation.toml"))

    assert read_model(Document(write_toml(model), "again.toml")).rules == model.rules


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("{has}", "{gives}", 'there is no "{gives}" here: expected {needs} or {has}'),
        ("supply.watt >= 1.25 * sum(load)", "supply.small", "only a rule that compares has figures"),
        ('figures = { en = "needs', 'figures = { ru = "needs', '"figures" has no text for "en"'),
    ],
)
def test_figures_that_cannot_be_filled_are_refused_at_their_place(before: str, after: str, problem: str):
    document = Document(WORKSTATION.replace(before, after), "workstation.toml")
    read_model(document)
    with pytest.raises(ProductFileError) as refused:
        document.finish()

    assert [(each.line, each.message) for each in refused.value.problems if each.message == problem] == [
        (WORKSTATION.splitlines().index('figures = { en = "needs {needs} W, this one gives {has} W" }') + 1, problem)
    ]
