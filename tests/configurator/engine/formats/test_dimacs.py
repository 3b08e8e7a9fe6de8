"""Feature models as clauses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.engine.formats.dimacs import read_dimacs, write_dimacs
from configurator.engine.language import parse
from configurator.engine.model import Group, Kind, Option, ProductModel, Rule, Scale, Table
from tests.configurator.engine.formats.support import named, problems, products
from tests.support.models import public_model

FOUR = """c a small one
c 1 Bike shop
c 2 Bell, loud
c  4   Rack
p cnf 4 3
1 0
-2 1 3 0 -3
-4 0
"""


def test_variables_are_features_and_clauses_are_rules():
    model = read_dimacs(FOUR, "four.cnf", "four")
    features = model["features"]
    assert [(option.code, option.label["en"]) for option in features.options] == [
        ("bike_shop", "Bike shop"), ("bell_loud", "Bell, loud"), ("n3", "3"), ("rack", "Rack"),
    ]  # fmt: skip
    found = [named(model, product) for product in products(model)]
    assert len(found) == 2 * 3
    assert all("Bike shop" in each and not {"3", "Rack"} <= each for each in found)


def test_a_rule_says_its_clause_in_words():
    said = [rule.message["en"] for rule in read_dimacs(FOUR, "four.cnf", "four").rules]
    assert said == [
        "One of these is needed: Bike shop",
        "With Bell, loud goes Bike shop, 3",
        "These do not go together: 3, Rack",
    ]
    last = read_dimacs("p cnf 1 1\n-1 0\n", "one.cnf", "one").rules[0]
    assert last.message == {"en": "1 cannot be had", "ru": "«1» недоступно"}


def test_every_mistake_is_told_at_its_place():
    assert problems(read_dimacs, "p cnf 2 2\n1 x 0\n-3 0\n") == [
        (2, 3, 'expected a whole number, found "x"'),
        (3, 1, "there are 2 variables, found -3"),
    ]
    assert problems(read_dimacs, "1 0\n")[0][2].startswith('expected a line such as "p cnf')
    assert problems(read_dimacs, "p cnf 99999999999 1\n")[0][:2] == (1, 1)
    assert problems(read_dimacs, "c 1 A\nc 2 A\np cnf 2 0\n") == [(1, 1, '2 variables are called "A"')]


def test_an_empty_clause_leaves_no_product():
    assert products(read_dimacs("p cnf 1 1\n0\n", "none.cnf", "none")) == []


def options(*names: str) -> tuple[Option, ...]:
    return tuple(Option(name, {"en": name}, {"weight": 2 + at}) for at, name in enumerate(names))


def test_groups_sums_and_tables_are_written_out():
    words = {"en": "because"}
    groups = (
        Group("wood", Kind.ONE, {"en": "wood"}, options("ash", "oak", "elm")),
        Group("legs", Kind.ONE, {"en": "legs"}, options("three", "four")),
        Group("feet", Kind.SOME, {"en": "feet"}, options("felt", "rubber", "brass"), 1, 2),
    )
    rules = (Rule("light", parse("sum(weight) <= 9 or wood.elm"), words), Rule("no", parse("not feet.brass"), words))
    ash = tuple(map(frozenset, [{"ash"}, {"three", "four"}]))
    four = tuple(map(frozenset, [{"oak", "elm"}, {"four"}]))
    model = ProductModel("stool", words, groups, rules, (Table("t", ("wood", "legs"), (ash, four), True, words),))
    again = read_dimacs(write_dimacs(model), "stool.cnf", "stool")
    assert [option.label["en"] for option in again["features"].options][:4] == [
        "wood=ash", "wood=oak", "wood=elm", "legs=three",
    ]  # fmt: skip
    assert len(products(again)) == len(products(model)) > 3


@pytest.mark.parametrize(
    "group",
    [
        Group("size", Kind.NUMBER, {"en": "size"}, scale=Scale(Decimal(1), Decimal(2), Decimal(1))),
        Group("bags", Kind.SOME, {"en": "bags"}, (Option("side", {"en": "side"}, quantities=(1, 2)),)),
    ],
)
def test_what_clauses_cannot_say_is_not_written(group):
    with pytest.raises(ValueError, match="DIMACS knows neither"):
        write_dimacs(ProductModel("p", {"en": "p"}, (group,)))


@pytest.mark.parametrize(
    ("name", "options", "rules"),
    [
        ("C168_FW.cnf", 1909, 7477),
        ("e_commerce_e_shop_Lau2006.dimacs", 173, 289),
        ("hardware_pc-richmond_Sprey2020.dimacs", 377, 1356),
    ],
)
def test_public_models_are_read_whole(name, options, rules):
    file = public_model(f"dimacs/{name}")
    model = read_dimacs(file.read_text(encoding="utf-8"), name, "model")
    assert (len(model["features"].options), len(model.rules)) == (options, rules)
