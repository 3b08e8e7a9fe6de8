"""What a saved stool is under the version of today: the same, repriced, or changed, and why."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.build.asking import Asking
from configurator.catalogue.productfile import read_product
from configurator.engine.compiled import CompiledProduct
from configurator.engine.model import Facts, Group, Kind
from configurator.engine.product import Product
from configurator.pricing.destinations import book_at
from configurator.pricing.quote import quote
from configurator.publishing.shelf import Published
from configurator.specs.actions import revision_of
from configurator.specs.impact import Impact, ImpactKind, impact_of, reasons_in
from configurator.specs.models import Revision, Spec
from tests.configurator.engine.naive import Candidate
from tests.support.visitors import STOOL

TODAY = dt.date(2026, 11, 22)
LATER = dt.date(2199, 6, 1)
TOLD = {"weight": "82.5", "name": "Annabella"}
FEET = """
[groups.feet]
kind = "{kind}"
label = {{ en = "Feet", ru = "Накладки" }}
[groups.feet.options.cork]
label = {{ en = "Cork", ru = "Пробковые" }}
[groups.feet.options.steel]
label = {{ en = "Steel", ru = "Стальные" }}
"""
OAK = '[groups.wood.options.oak]\nlabel = { en = "Oak", ru = "Дуб" }'
ASH = '[groups.wood.options.ash]\nlabel = { en = "Ash", ru = "Ясень" }'


def without(section: str, following: str) -> str:
    """The stool's file less what stands from one heading to another."""
    return STOOL[: STOOL.index(f"[{section}]")] + STOOL[STOOL.index(f"[{following}]") :]


VERSIONS = {
    "the same": STOOL,
    "dearer": STOOL.replace("base = 100\n", "base = 110\n"),
    "dearer oak": STOOL.replace("eu = 12.50", "eu = 13"),
    "renamed": STOOL.replace('en = "Oak"', 'en = "English oak"').replace('en = "Height"', 'en = "Seat height"'),
    "oak retired": STOOL.replace(OAK, f'{OAK}\nunavailable = {{ kind = "retired" }}'),
    "ash ends": STOOL.replace(ASH, f"{ASH}\nuntil = 2199-05-31"),
    "oak by another code": STOOL.replace("oak", "red_oak"),
    "more cushions": STOOL + '[groups.cushion.options.straw]\nlabel = { en = "Straw", ru = "Соломенная" }\n',
    "feet to choose": STOOL + FEET.format(kind="one"),
    "feet if wanted": STOOL + FEET.format(kind="some"),
    "height in whole steps": STOOL.replace("step = 2.5", "step = 5"),
    "short names": STOOL.replace("max_length = 12", "max_length = 5"),
    "no names": without("groups.name", "rules.oak_height"),
    "light people": STOOL.replace("max = 150", "max = 80").replace("weight > 130", "weight > 75"),
    "no felt on oak": STOOL
    + '[rules.felt]\nrule = "not (wood.oak and cushion.felt)"\n'
    + 'message = { en = "Felt slides on oak", ru = "Войлок скользит по дубу" }\n',
    "oak for tall ones alone": STOOL
    + '[rules.felt]\nrule = "not (wood.oak and cushion.felt)"\n'
    + 'message = { en = "Felt slides on oak", ru = "Войлок скользит по дубу" }\n'
    + '[rules.short]\nrule = "wood.oak implies height >= 60"\n'
    + 'message = { en = "A short stool of oak is too heavy", ru = "Низкий табурет из дуба тяжёл" }\n',
    "not for Japan": re.sub(r", jp = \d+", "", without("prices.jp", "bases.plain")),
}


@cache
def published(name: str) -> Published:
    """A version of the stool, ready to answer."""
    file = read_product(VERSIONS[name], "stool.toml")
    return Published(file.content_hash, file, CompiledProduct(file.model))


def saved(c: str = "wood.oak,height:50,cushion.felt", told: dict[str, str] = TOLD, **asked: str) -> Revision:
    """A stool saved under the first version."""
    asking = Asking.of(published("the same"), {"c": c, **asked}, told)
    return revision_of(Spec(id=1), 1, asking.with_choices(asking.verdict().choices))


def today(revision: Revision, name: str, day: dt.date = TODAY) -> Impact:
    return impact_of(revision, published(name), day)


def why(revision: Revision, name: str, locale: str = "en", day: dt.date = TODAY) -> str:
    return " ".join(reasons_in(today(revision, name, day), revision, locale))


@pytest.mark.parametrize("name", ["the same", "renamed", "more cushions", "feet if wanted", "ash ends"])
def test_it_is_the_same_where_nothing_of_it_is_touched(name: str):
    revision = saved()
    impact = today(revision, name)

    assert impact.kind is ImpactKind.SAME
    assert (impact.total, impact.currency, impact.product) == (revision.total, "EUR", revision.product)
    assert not reasons_in(impact, revision, "en")


@pytest.mark.parametrize(("name", "more"), [("dearer", 1000), ("dearer oak", 50)])
def test_a_moved_price_is_told_to_the_cent(name: str, more: int):
    revision = saved()
    impact = today(revision, name)

    assert impact.kind is ImpactKind.REPRICED
    assert impact.total == revision.total + more


def test_a_part_that_is_no_longer_made_is_named_with_what_would_take_its_place():
    revision = saved()

    assert today(revision, "oak retired").kind is ImpactKind.CHANGED
    assert why(revision, "oak retired") == ("Oak: We do not make it any more. Wood: Oak when saved, now Ash.")
    assert why(revision, "oak retired", "ru") == ("Дуб: Мы этого больше не делаем. Дерево: было — Дуб, теперь — Ясень.")


def test_a_part_whose_code_is_gone_is_called_as_it_was():
    assert why(saved(), "oak by another code").startswith("Wood: Oak: This product has no such choice.")


def test_a_rule_that_came_since_is_told():
    assert "Felt slides on oak" in why(saved(), "no felt on oak")


def test_as_little_as_can_be_is_lost():
    impact = today(saved(), "oak for tall ones alone")

    assert [each.text for each in impact.dropped] == ["wood.oak:1"]
    assert (impact.product.pieces("cushion", "felt"), impact.product.numbers["height"]) == (1, 50)
    assert impact.asking.address().startswith("/build/stool?c=cushion.felt:1,height:50,cushion.wool:0,wood.oak:1&")


def test_an_option_ends_without_any_new_version():
    revision = revision_of(Spec(id=1), 1, Asking.of(published("ash ends"), {"c": "wood.ash"}, TOLD))

    assert today(revision, "ash ends").kind is ImpactKind.SAME
    assert today(revision, "ash ends", LATER).kind is ImpactKind.CHANGED
    assert why(revision, "ash ends", day=LATER).startswith("Ash: It could be ordered until 31\N{NBSP}May 2199.")


def test_a_new_question_is_not_answered_behind_her_back():
    assert today(saved(), "feet to choose").kind is ImpactKind.CHANGED
    assert why(saved(), "feet to choose") == "Feet: none when saved, now Cork."


def test_a_number_between_the_new_steps_is_not_rounded():
    revision = saved("height:52.5")

    assert today(revision, "height in whole steps").kind is ImpactKind.CHANGED
    assert why(revision, "height in whole steps").startswith("Height: 52.5\N{NO-BREAK SPACE}cm: ")
    assert today(saved("height:55"), "height in whole steps").kind is ImpactKind.SAME


def test_a_name_that_has_no_room_any_more_is_not_cut():
    assert why(saved(), "short names") == "Name: “Annabella” when saved, now none."
    assert today(saved(told={**TOLD, "name": "Anna"}), "short names").kind is ImpactKind.SAME


def test_a_question_that_is_gone_takes_nothing_with_it_unsaid():
    assert why(saved(), "no names") == "Name: “Annabella” when saved, now none."


def test_a_measure_out_of_range_is_asked_for_again():
    revision = saved()

    assert today(revision, "light people").missing == ("weight",)
    assert "Your weight needs your answer." in why(revision, "light people")


def test_one_without_a_measure_it_needs_cannot_be_ordered_as_it_is():
    revision = saved(told={})

    assert today(revision, "the same").kind is ImpactKind.CHANGED
    assert why(revision, "the same") == "Your weight needs your answer."


def test_what_it_asks_names_everything_but_nothing_personal():
    address = today(saved(), "more cushions").asking.address()

    assert "c=wood.oak:1,cushion.felt:1,height:50,cushion.wool:0,cushion.straw:0" in address
    assert not [text for text in ("82.5", "weight", "Annabella") if text in address]


CHOICES = [
    *("wood.ash", "wood.oak", "wood.maple", "height:50", "height:62.5", "height:80"),
    *("cushion.felt", "cushion.felt:0", "cushion.wool", "cushion.wool:2"),
]
stools = st.builds(
    saved,
    st.lists(st.sampled_from(CHOICES), max_size=4).map(",".join),
    st.fixed_dictionaries(
        {}, optional={"weight": st.sampled_from(["60", "82.5", "140"]), "name": st.just("Annabella")}
    ),
    base=st.sampled_from(["plain", "soft"]),
    region=st.sampled_from(["eu", "us", "jp"]),
)


@settings(max_examples=150, deadline=None)
@given(stools, st.sampled_from(sorted(VERSIONS)), st.sampled_from([TODAY, LATER]))
def test_it_is_the_same_only_if_product_and_price_are(revision: Revision, name: str, day: dt.date):
    impact, held = today(revision, name, day), still_to_be_had(revision, name, day)
    price = quote(book_at(published(name).file.prices, revision.region, day), revision.product)

    assert (impact.kind is ImpactKind.CHANGED) == (not held)
    same_price = (price.total, price.currency) == (revision.total, revision.currency)
    assert (impact.kind is ImpactKind.SAME) == (held and same_price)
    assert bool(reasons_in(impact, revision, "ru")) == (not held)
    if held:
        assert (impact.product, impact.total, impact.currency) == (revision.product, price.total, price.currency)


def still_to_be_had(revision: Revision, name: str, day: dt.date) -> bool:
    """Whether the version makes just this product on that day, read straight from what it says."""
    model, product = published(name).file.model, revision.product
    codes = {code for code, _ in product.options} | set(product.numbers) | product.texts
    if not codes <= {group.code for group in model.groups}:
        return False
    if not all(has_room_for(group, revision) for group in model.groups):
        return False
    answers = {group.code: answer_of(group, product) for group in model.groups}
    return not Candidate(model, answers).broken(Facts(day, revision.region))


def has_room_for(group: Group, revision: Revision) -> bool:
    """Whether what was saved for the group is an answer to it at all."""
    told, answer = revision.answers.get(group.code, ""), answer_of(group, revision.product)
    if group.scale is not None:
        return answer in group.scale.values and bool(told or not group.required)
    if not group.options:
        return len(told) <= group.max_length
    known = all(group.option(option) for option, _ in answer)
    return known and (group.kind is Kind.SOME or len(answer) == 1)


def answer_of(group: Group, product: Product) -> Any:
    """What the product says to the group, as the naive method has it."""
    if group.scale is not None:
        return product.numbers.get(group.code)
    return tuple(product.chosen(group.code)) if group.options else group.code in product.texts


def test_decimals_survive_being_saved():
    assert saved("height:52.5").product.numbers["height"] == Decimal("52.5")
