"""Products too large to enumerate: each answer along a few random shoppers' ways is proven by the checker."""

from __future__ import annotations

import datetime as dt
import random
from functools import partial

import pytest

from configurator.catalogue.productfile import read_product
from configurator.engine.checking.checker import Checker
from configurator.engine.compiled import CompiledProduct
from configurator.engine.formats import read_model_file
from configurator.engine.model import Facts, ProductModel
from configurator.engine.verdict import Standing
from tests.support.models import public_model
from tests.support.visitors import EBIKE

FACTS = Facts(dt.date(2026, 11, 22), "eu")
CLICKS = 4
SAMPLE = 60
"""What is said of so many groups and options is proven at each click."""


def prove_a_way_through(model: ProductModel, seed: int) -> None:
    """Choose what is open, again and again, and have each verdict checked; the last choice clicks what is blocked."""
    chance = random.Random(seed)
    product, checker = CompiledProduct(model), Checker(model, FACTS)
    codes = [f"{group.code}.{option.code}" for group, option in model.options()]
    codes += [group.code for group in model.groups if not group.options]
    choices: list[str] = []
    for _ in range(CLICKS):
        verdict = product.propose(choices, FACTS)
        findings = checker.verdict(verdict, partial(product.witness, verdict, FACTS), chance.sample(codes, SAMPLE))
        assert not findings.errors
        assert not findings.unchecked
        options = [option for group in verdict.groups for option in group.options]
        wanted = [option for option in options if option.state in (Standing.OPEN, Standing.BLOCKED)]
        choices = [*map(str, verdict.choices), chance.choice(wanted).code]


@pytest.mark.parametrize("seed", range(2))
def test_an_electric_bicycle(seed: int):
    prove_a_way_through(read_product(EBIKE, "ebike.toml").model, seed)


@pytest.mark.parametrize("name", ["uvl/pc-richmond_Sprey2020.uvl", "renault/medium_domainsorted.xml"])
def test_models_that_others_made(name: str):
    prove_a_way_through(read_model_file(public_model(name)), 1)
