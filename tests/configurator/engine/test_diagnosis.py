"""What the author of a product is told before it is published, and that all of it is so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings

from configurator.engine.compiled import CompiledProduct
from configurator.engine.file.document import Document
from configurator.engine.file.modelfile import read_model
from configurator.engine.formats.dimacs import read_dimacs
from configurator.engine.language import parse
from configurator.engine.model import Group, Kind, Option, ProductModel, Rule
from configurator.engine.review.findings import Diagnosis, Fault, Finding
from configurator.engine.review.probes import slow
from configurator.engine.solving.kernel import Kernel
from configurator.engine.solving.solver import Exhausted
from configurator.engine.verdict import Unbuildable
from tests.configurator.engine.naive import Candidate, buildable
from tests.configurator.engine.products import FACTS, models, without_bars

STOOL = """\
format = 1
[product]
code = "stool"
label = { en = "Stool" }
[bases.plain]
label = { en = "Plain" }
defaults = ["wood.ash", "height:45"]
[groups.wood]
kind = "one"
label = { en = "Wood" }
options.ash = { label = { en = "Ash" }, attributes = { weight = 3 } }
options.oak = { label = { en = "Oak" }, attributes = { weight = 5 } }
options.elm = { label = { en = "Elm" }, attributes = { weight = 4 } }
[groups.legs]
kind = "one"
label = { en = "Legs" }
options.three = { label = { en = "Three" } }
options.four = { label = { en = "Four" } }
[groups.feet]
kind = "some"
label = { en = "Feet" }
options.felt = { label = { en = "Felt" } }
options.rubber = { label = { en = "Rubber" }, quantity = { max = 4 } }
[groups.height]
kind = "number"
label = { en = "Height" }
min = 40
max = 60
step = 5
[groups.name]
kind = "text"
label = { en = "Name" }
[groups.polish]
kind = "one"
label = { en = "Polish" }
when = "wood.oak"
when_message = { en = "Only oak is polished" }
options.wax = { label = { en = "Wax" } }
options.oil = { label = { en = "Oil" } }
"""
WORDS = {"en": "because"}
RULE = '[rules.{}]\nrule = "{}"\nmessage = {{ en = "because" }}\n'


def stool(*rules: str, tail: str = "") -> ProductModel:
    """The stool with these rules, called r0, r1 and so on."""
    document = Document(STOOL + "".join(RULE.format(f"r{at}", rule) for at, rule in enumerate(rules)) + tail)
    model = read_model(document)
    document.finish()
    return model


def diagnosed(model: ProductModel) -> Diagnosis:
    return CompiledProduct(model).diagnosis(10_000_000)


def told(*rules: str, tail: str = "") -> list[str]:
    return [finding.message for finding in diagnosed(stool(*rules, tail=tail)).findings]


def test_of_a_sound_product_nothing_is_told():
    assert diagnosed(stool("wood.ash implies legs.four", "height >= 50 implies not wood.ash")) == Diagnosis()


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (["not wood.elm"], "no buildable product contains wood.elm: r0"),
        (["feet.felt"], "every buildable product contains feet.felt: r0"),
        (["wood.oak implies legs.four", "wood.oak or wood.elm and legs.four"], "legs can only be legs.four: r0, r1"),
        (["quantity(feet.rubber) != 3"], "feet.rubber can never be had in these quantities: 3"),
        (["height <= 45 or height >= 60"], "height can never be 50 to 55"),
        (["height != 50", "height <= 55"], "height can never be 50, 60"),
        (["height >= 57"], "height can only be 60: r0"),
        (["not given(name)"], "name can never be given: r0"),
        (["given(name)"], "name has to be given in every product: r0"),
        (["not wood.oak"], "polish is never asked, as nothing meets its condition"),
        (["wood.oak"], "polish is always asked, as its condition always holds"),
        (["wood.ash or not wood.ash"], "r0 holds whatever is chosen, and so changes nothing"),
        (["wood.weight >= 3"], "r0 holds whatever is chosen, and so changes nothing"),
        (["wood.ash implies legs.four", "legs.three implies not wood.ash"],
         "r1 changes nothing, as this is said already: r0"),
        (["not wood.elm", "wood.elm implies legs.four"],
         "r1 never speaks, as nothing meets its condition: r0"),
        (["polish.wax implies wood.weight >= 5"],
         "r0 changes nothing, as this is said already: the condition of polish"),
        (["not wood.ash"], "wood.ash can never be kept: no buildable product contains it"),
        (["wood.ash implies height >= 50"], "height:45 is not kept at first: it does not go with wood.ash, by r0"),
    ],
)  # fmt: skip
def test_what_is_odd_is_told_in_words(rules, message):
    assert message in told(*rules)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('allow = [["ash", "*"], ["oak|elm", "four"], ["ash", "three|four"]]', "t: row 3 is row 1 again"),
        ('allow = [["ash", "three"], ["oak|elm", "*"]]', "t: row 1 is in no buildable product"),
        ('forbid = [["ash", "three"]]', "t: row 1 forbids what cannot be had anyway"),
        ('allow = [["*", "*"]]', "t holds whatever is chosen, and so changes nothing"),
    ],
)
def test_rows_of_tables_that_are_of_no_use_are_told(rows, message):
    table = f'[tables.t]\ngroups = ["wood", "legs"]\n{rows}\nmessage = {{ en = "because" }}\n'
    assert message in told("wood.ash implies legs.four", tail=table)


@pytest.mark.parametrize(
    ("when", "messages"),
    [
        ("wood.oak and legs.three", []),
        ("height > 55 and given(name)", []),
        ("wood.ash and legs.three", ["v is never due, as nothing meets its condition: r0"]),
        ("wood.ash and polish.wax", ["v is never due, as nothing meets its condition: the condition of polish"]),
        ("height > 60", ["v is never due, as nothing meets its condition"]),
    ],
)
def test_a_review_that_can_never_be_due_is_told_with_what_sees_to_it(when: str, messages: list[str]):
    review = f'[reviews.v]\nwhen = "{when}"\nmessage = {{ en = "We will look at it" }}\n'
    assert told("wood.ash implies legs.four", tail=review) == messages


def test_a_product_that_cannot_be_built_names_the_rules_that_see_to_it():
    with pytest.raises(Unbuildable) as refusal:
        diagnosed(stool("wood.ash", "legs.four", "wood.ash implies not legs.four"))
    assert [cause.rule for cause in refusal.value.causes] == ["r0", "r1", "r2"]


def test_a_rule_that_can_never_hold_is_named_alone():
    with pytest.raises(Unbuildable) as refusal:
        diagnosed(stool("wood.ash implies legs.four", "wood.weight >= 9"))
    assert [cause.rule for cause in refusal.value.causes] == ["r1"]


def test_what_would_take_too_long_is_said_to_be_left_out():
    clauses = "\n".join(f"{-at} {at % 6000 + 1} 0" for at in range(1, 6001))
    diagnosis = diagnosed(read_dimacs(f"p cnf 6000 6000\n{clauses}\n", "ring.cnf", "ring"))
    assert diagnosis == Diagnosis((), ("whether each of 6000 rules changes anything",))


def test_a_product_made_to_take_for_ever_is_given_up():
    holes = range(1, 11)
    pigeons = [[hole + 10 * pigeon for hole in holes] for pigeon in range(11)]
    clauses = [[*row] for row in pigeons]
    clauses += [[-a, -b] for column in zip(*pigeons, strict=True) for at, a in enumerate(column) for b in column[:at]]
    text = "".join(f"{' '.join(map(str, clause))} 0\n" for clause in clauses)
    product = CompiledProduct(read_dimacs(f"p cnf 110 {len(clauses)}\n{text}", "pigeons.cnf", "pigeons"))
    with product.bounded(500_000), pytest.raises(Exhausted):
        product.diagnosis(10_000_000)


def packed(within: int) -> ProductModel:
    """Fourteen parts, each of one of five weights, that must together come to just so much, or a little more."""
    weights = [[Decimal(pow(3 + part, 9 + 4 * at, 999_999_937)) for at in range(5)] for part in range(14)]
    groups = tuple(
        Group(f"g{part}", Kind.ONE, WORDS, tuple(Option(f"o{at}", WORDS, {"w": w}) for at, w in enumerate(row)))
        for part, row in enumerate(weights)
    )
    least = sum(map(sum, weights)) // 5
    texts = {"least": f"sum(w) >= {least}", "most": f"sum(w) <= {least + within}"}
    return ProductModel("pack", WORDS, groups, tuple(Rule(code, parse(text), WORDS) for code, text in texts.items()))


def test_a_sum_held_from_both_sides_is_told_of_where_it_makes_questions_slow():
    assert [cause.rule for cause in slow(Kernel(packed(100_000)))] == ["least", "most"]
    assert slow(Kernel(packed(10_000_000))) == []


def of(findings: tuple[Finding, ...], fault: Fault) -> set[tuple[str | int, ...]]:
    return {finding.path for finding in findings if finding.fault is fault}


def answers(products: list[Candidate]) -> list[dict[str, object]]:
    return [product.answers for product in products]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(model=models())
def test_what_is_told_is_so_and_nothing_is_missed(model: ProductModel):
    free = without_bars(model)
    products = buildable(free, FACTS)
    assume(products)
    findings = diagnosed(model).findings
    dead = {
        ("groups", group.code, "options", option.code)
        for group, option in free.options()
        if not any(product.pieces(group.code, option.code) for product in products)
    }
    asked = {group.code for group in free.groups if ("groups", group.code) not in of(findings, Fault.NEVER_THERE)}
    assert {path for path in of(findings, Fault.DEAD) if len(path) > 2} == {p for p in dead if p[1] in asked}
    always = {
        ("groups", group.code, "options", option.code)
        for group, option in free.options()
        if group.kind is Kind.SOME and all(product.pieces(group.code, option.code) for product in products)
    }
    assert {path for path in of(findings, Fault.ALWAYS) if len(path) > 2} == always

    empty = {path for fault in (Fault.HOLDS_ANYWAY, Fault.NEVER_SPEAKS, Fault.REPEATS) for path in of(findings, fault)}
    left = replace(
        free,
        rules=tuple(rule for rule in free.rules if ("rules", rule.code) not in empty),
        tables=tuple(table for table in free.tables if ("tables", table.code) not in empty),
    )
    assert answers(buildable(left, FACTS)) == answers(products)
    for rule in left.rules:
        fewer = replace(left, rules=tuple(other for other in left.rules if other is not rule))
        assert answers(buildable(fewer, FACTS)) != answers(products)
