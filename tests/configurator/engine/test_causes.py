"""Causes are found by short ways, by what was found before and by products near; they are those of the long way."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings

from configurator.catalogue.productfile import read_product
from configurator.engine.answers.causes import minimal
from configurator.engine.choices import Choice
from configurator.engine.compiled import CompiledProduct
from configurator.engine.model import Facts, Kind, ProductModel
from configurator.engine.solving.kernel import Kernel
from configurator.engine.solving.slots import Slot
from configurator.engine.verdict import Cause, GroupVerdict, OptionVerdict, Standing, Unbuildable, Verdict
from tests.configurator.engine.products import FACTS
from tests.configurator.engine.test_verdicts_against_the_oracle import questions
from tests.support.visitors import EBIKE, STOOL

Said = tuple[list[str], list[str]]
"""The codes of what speaks, and the choices it takes."""


class LongWay:
    """Finds causes by asking the solver for each rule and each choice whether it could be left out."""

    def __init__(self, model: ProductModel, facts: Facts) -> None:
        self._kernel = Kernel(model)
        self._scope = self._kernel.scope(facts)

    def said(self, verdict: Verdict, of: GroupVerdict | OptionVerdict) -> Said:
        """Why something is blocked or implied."""
        kernel, rules = self._kernel, self._kernel.rules
        number, mask = self._values(verdict, of)
        for barred in self._scope.standing:
            if (barred.slot, barred.mask) == (number, mask):
                return [rules.causes[barred.selector].rule], []
        others = [c for c in verdict.choices if kernel.space.choice_mask(c)[0] != number]
        asked = {kernel.literal(choice): choice for choice in reversed(others)}
        literals = list(dict.fromkeys(kernel.literal(choice) for choice in others))
        elements = [*rules.selectors, *self._scope.always, *literals]
        found = minimal(kernel.reasons, elements, [kernel.encoding.member(number, mask)]) or []
        speaking = [rules.causes[each].rule for each in found if each in rules.causes]
        return speaking, [str(asked[each]) for each in found if each in asked] if speaking else []

    def _values(self, verdict: Verdict, of: GroupVerdict | OptionVerdict) -> tuple[int, int]:
        """The values that cannot be had."""
        space = self._kernel.space
        if isinstance(of, OptionVerdict):
            number, mask = space.option_mask(of.group, of.option)
        else:
            number = space.slot_number(of.code)
            mask = self._given(space.slots[number], of)
        return number, mask if of.state is Standing.BLOCKED else space.slots[number].full & ~mask

    @staticmethod
    def _given(slot: Slot, of: GroupVerdict) -> int:
        if slot.group.kind is not Kind.NUMBER:
            return 0b10
        if of.state is Standing.BLOCKED:
            return slot.full & ~slot.absent
        if of.least is None:
            return slot.absent
        return slot.mask(lambda value: value.amount == of.least and not value.absent)


def explained(verdict: Verdict) -> list[GroupVerdict | OptionVerdict]:
    """What has causes."""
    every = [each for group in verdict.groups for each in (group, *group.options)]
    numbers = [each for each in every if isinstance(each, OptionVerdict) or not each.options]
    return [each for each in numbers if each.state in (Standing.BLOCKED, Standing.IMPLIED)]


def said(causes: tuple[Cause, ...]) -> Said:
    return [cause.rule for cause in causes], [*dict.fromkeys(str(c) for cause in causes for c in cause.choices)]


@settings(deadline=None, max_examples=70, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(questions())
def test_one_shopper_after_another_is_told_what_the_long_way_finds(question):
    model, shoppers = question
    product = CompiledProduct(model)
    for choices in shoppers:
        try:
            verdict, long = product.propose(map(str, choices), FACTS), LongWay(model, FACTS)
        except Unbuildable:
            return
        for each in explained(verdict):
            assert said(each.causes) == long.said(verdict, each)


@pytest.mark.parametrize("path", [STOOL, EBIKE], ids=["stool", "ebike"])
@pytest.mark.parametrize("region", ["eu", "us"])
def test_who_clicks_through_a_product_is_told_what_the_long_way_finds(path, region):
    model = read_product(path, path).model
    facts, chance = Facts(FACTS.day, region), random.Random(region)
    product, long = CompiledProduct(model), LongWay(model, facts)
    options = [Choice(group.code, option.code) for group, option in model.options()]
    told = 0
    for _ in range(4):
        choices: list[Choice] = []
        for _ in range(5):
            verdict = product.propose(map(str, [*choices, chance.choice(options)]), facts)
            choices = list(verdict.choices)
            for each in explained(verdict):
                assert said(each.causes) == long.said(verdict, each)
                told += bool(each.causes)
    assert told > 20
