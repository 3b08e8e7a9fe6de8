"""Many threads share compiled products: each gets the answer it would get alone, and a fault stays where it was."""

from __future__ import annotations

import datetime as dt
import gc
import random
import sys
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest

from configurator.catalogue.productfile import read_product
from configurator.engine.answers.standing import Settler
from configurator.engine.compiled import CompiledProduct
from configurator.engine.model import Facts, ProductModel
from configurator.engine.turns import EngineFault
from tests.support.visitors import EBIKE, STOOL

DAY = dt.date(2026, 11, 22)
BIKE = read_product(EBIKE, "ebike.toml").model
STOOL_MODEL = read_product(STOOL, "stool.toml").model
Asked = tuple[ProductModel, list[str], Facts, str]


def questions(model: ProductModel, count: int) -> list[Asked]:
    """What as many shoppers ask of a product, from several regions and base models."""
    chance = random.Random(model.code)
    options = [f"{group.code}.{option.code}" for group, option in model.options()]
    numbers = [f"{group.code}:{group.scale.most}" for group in model.groups if group.scale]
    return [
        (
            model,
            chance.sample([*options, *numbers], 4),
            Facts(DAY, chance.choice(["eu", "us"])),
            chance.choice([base.code for base in model.bases]),
        )
        for _ in range(count)
    ]


def everything_said(product: CompiledProduct, asked: Asked) -> list[object]:
    """The verdict, its causes, where each click leads, and how to have what is blocked."""
    _, choices, facts, base = asked
    verdict = product.propose(choices, facts, base)
    reasons = [each.causes for group in verdict.groups for each in (group, *group.options)]
    wanted = [product.known(text) for text in choices]
    repairs = [product.repairs(verdict, facts, choice) for choice in wanted if choice]
    return [verdict, reasons, list(product.clicks(verdict, facts)), repairs, product.nearest(choices, facts, base)]


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads take turns a thousand times as often as they would."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.000_005)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("impatient")
def test_threads_that_ask_at_once_are_answered_as_if_alone():
    shared = {model.code: CompiledProduct(model) for model in (BIKE, STOOL_MODEL)}
    asked = [each for pair in zip(questions(BIKE, 6), questions(STOOL_MODEL, 6), strict=True) for each in pair]
    alone = [everything_said(CompiledProduct(each[0]), each) for each in asked]
    with ThreadPoolExecutor(8) as shoppers:
        # Everybody asks twice, so that some of it is remembered and some of it is not.
        answers = list(shoppers.map(lambda each: everything_said(shared[each[0].code], each), [*asked, *asked]))
    assert answers == [*alone, *alone]


@pytest.mark.usefixtures("impatient")
def test_reasons_that_are_read_later_are_those_of_their_own_verdict():
    shared = CompiledProduct(STOOL_MODEL)
    asked = questions(STOOL_MODEL, 12)
    verdicts = [shared.propose(*each[1:]) for each in asked]
    with ThreadPoolExecutor(8) as shoppers:
        read = list(shoppers.map(lambda verdict: [o.causes for g in verdict.groups for o in g.options], verdicts))
    for each, reasons in zip(asked, read, strict=True):
        fresh = CompiledProduct(STOOL_MODEL).propose(*each[1:])
        assert reasons == [option.causes for group in fresh.groups for option in group.options]


def test_a_fault_says_where_it_was_and_nothing_of_what_was_asked(monkeypatch: pytest.MonkeyPatch):
    product = CompiledProduct(STOOL_MODEL)
    monkeypatch.setattr(Settler, "settle", stumble)
    with pytest.raises(EngineFault) as fault:
        product.propose(["wood.oak", "height:60"], Facts(DAY, "eu"))
    assert str(fault.value).startswith("stool: ValueError in ")
    assert "test_under_load.py" in str(fault.value)
    assert "oak" not in str(fault.value)
    assert fault.value.__suppress_context__


def stumble(*asked: object) -> None:
    raise ValueError(f"somebody asked for {asked}: oak, 60")


def test_after_a_fault_a_product_answers_as_a_fresh_one_and_others_never_noticed(monkeypatch: pytest.MonkeyPatch):
    broken, other = CompiledProduct(STOOL_MODEL), CompiledProduct(BIKE)
    first, *rest = questions(STOOL_MODEL, 4)
    everything_said(broken, first)
    settle = Settler.settle

    def stumble_once(self: Settler, *asked: object) -> object:
        monkeypatch.setattr(Settler, "settle", settle)
        raise ValueError

    monkeypatch.setattr(Settler, "settle", stumble_once)
    with pytest.raises(EngineFault):
        broken.propose(*rest[0][1:])
    bikes = questions(BIKE, 1)
    assert everything_said(other, bikes[0]) == everything_said(CompiledProduct(BIKE), bikes[0])
    for each in rest:
        assert everything_said(broken, each) == everything_said(CompiledProduct(STOOL_MODEL), each)


def test_answers_nobody_asks_for_any_more_are_forgotten():
    product = CompiledProduct(STOOL_MODEL)
    first = weakref.ref(product.propose(["height:45"], Facts(DAY, "eu")).groups[0])
    assert first() is not None
    options = [f"{group.code}.{option.code}" for group, option in STOOL_MODEL.options()]
    for one, other, third in combinations(options, 3):
        product.propose([one, other, third], Facts(DAY, "eu"))
    gc.collect()
    assert first() is None
