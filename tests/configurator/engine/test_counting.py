"""Products are counted exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from configurator.engine.formats import read_model_file
from configurator.engine.formats.uvl import read_uvl
from configurator.engine.language import parse
from configurator.engine.model import Group, Kind, Option, ProductModel, Rule, Scale
from configurator.engine.review.counting import NotCounted, count_products
from tests.configurator.engine.naive import buildable
from tests.configurator.engine.products import FACTS, models, without_bars
from tests.support.models import public_model

WORDS = {"en": "because"}
EBIKE = Path(__file__).parents[3] / "examples" / "ebike.toml"


def counted(model: ProductModel) -> int:
    return count_products(model, lambda: True)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(model=models())
def test_there_are_as_many_products_as_can_be_listed(model: ProductModel):
    assert counted(model) == len(buildable(without_bars(model), FACTS))


def test_what_nobody_speaks_of_is_as_it_likes():
    options = tuple(Option(code, WORDS, quantities=(1, 2)) for code in "abcde")
    groups = (
        Group("some", Kind.SOME, WORDS, options),
        Group("one", Kind.ONE, WORDS, options),
        Group("text", Kind.TEXT, WORDS, max_length=9),
        Group("number", Kind.NUMBER, WORDS, scale=Scale(Decimal(1), Decimal(1), Decimal(1))),
    )
    assert counted(ProductModel("p", WORDS, groups)) == 3**5 * 10 * 2


def test_a_product_that_cannot_be_built_counts_nothing():
    group = Group("g", Kind.ONE, WORDS, (Option("a", WORDS), Option("b", WORDS)))
    rules = tuple(Rule(f"r{at}", parse(text), WORDS) for at, text in enumerate(("g.a", "g.b")))
    assert counted(ProductModel("p", WORDS, (group,), rules)) == 0


def test_a_chain_has_a_product_for_each_of_its_links_and_the_empty_one():
    names = [f"F{number}" for number in range(300)]
    lines = ["features", "\tR", "\t\toptional", *(f"\t\t\t{name}" for name in names), "constraints"]
    lines += [f"\t{left} => {right}" for left, right in pairwise(names)]
    assert counted(read_uvl("\n".join(lines) + "\n", "chain.uvl", "chain")) == len(names) + 1


@pytest.mark.parametrize(
    ("name", "products"),
    [
        ("renault/medium_domainsorted.xml", 278_744),
        ("uvl/berkeleydb.uvl", 4_080_389_785),
        ("uvl/dopler_tools.uvl", 76_450_861_599),
        ("uvl/uvltest_bike.uvl", 86),
        ("dimacs/e_commerce_e_shop_Lau2006.dimacs", 247_496_437_923_840),
        ("coom/kids-bike.coom", 14),
        ("coom/tshirt.coom", 68),
    ],
)
def test_public_models_have_the_products_that_others_and_other_methods_counted(name: str, products: int):
    assert counted(read_model_file(public_model(name))) == products


def test_without_patience_there_is_no_count_rather_than_a_wrong_one():
    with pytest.raises(NotCounted):
        count_products(read_model_file(EBIKE), lambda: False)
