"""Random shoppers hold the interface to its promises: each click is made, and what was said of it comes true."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from tests.support.visitors import EBIKE, STOOL, Visitor, shop_with

Verdict = dict[str, Any]
ASKED = {
    "ebike": {"base": ["everyday", "city", "express"], "region": ["eu"]},
    "stool": {"base": ["plain", "soft"], "region": ["eu", "us", "jp"]},
}


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop with two products."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE, STOOL) as app:
        yield app


class Wanderer:
    """A shopper who clicks on whatever can be clicked."""

    def __init__(self, visitor: Visitor, seed: int) -> None:
        self.dice = random.Random(seed)
        self.visitor = visitor
        self.product = "stool" if seed % 3 == 0 else "ebike"
        self.asked = {name: self.dice.choice(values) for name, values in ASKED[self.product].items()}

    async def verdict(self, choices: list[str], **personal: float) -> Verdict:
        return await self.visitor.verdict(self.product, choices=choices, personal=personal, **self.asked)

    async def walk(self, clicks: int) -> AsyncIterator[Verdict]:
        """What the shopper sees, click after click."""
        verdict = await self.verdict([])
        yield verdict
        for _ in range(clicks):
            choice = self.dice.choice([made for option in options(verdict) if (made := click(option))])
            verdict = await self.verdict([*verdict["choices"], choice])
            yield verdict

    async def somewhere(self) -> Verdict:
        """Where the shopper ends after some clicks."""
        return [verdict async for verdict in self.walk(self.dice.randint(0, 7))][-1]


def options(verdict: Verdict) -> list[dict[str, Any]]:
    return [{**option, "kind": group["kind"]} for group in verdict["groups"] for option in group["options"]]


def click(option: dict[str, Any]) -> str | None:
    """The choice that a click on the option makes; None where a click changes nothing or is not to be had."""
    if option["state"] == "blocked" or (option["kind"] == "one" and option["quantity"]):
        return None
    if option["quantity"]:
        return None if option["state"] == "implied" else f"{option['code']}:0"
    return str(option["code"])


def moved(before: Verdict, after: Verdict, own: str) -> list[str]:
    """The other questions whose answer changed."""
    pairs = zip(before["groups"], after["groups"], strict=True)
    return [a["code"] for a, b in pairs if standing(a) != standing(b) and a["code"] != own]


def standing(group: dict[str, Any]) -> object:
    """What stands as the answer to a question."""
    return group["value"], [(option["code"], option["quantity"]) for option in group["options"]]


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_is_open_can_be_had_and_costs_what_was_said(shopper: Visitor, seed: int):
    wanderer = Wanderer(shopper, seed)
    verdict = await wanderer.somewhere()
    seen = options(verdict)
    for option in wanderer.dice.sample(seen, min(25, len(seen))):
        choice = click(option)
        if choice is None:
            assert option["difference"] == (None if option["state"] == "blocked" else 0)
            assert option["moves"] == []
            continue
        after = await wanderer.verdict([*verdict["choices"], choice])

        assert after["dropped"] == []
        assert after["price"]["total"] - verdict["price"]["total"] == option["difference"]
        assert moved(verdict, after, option["code"].partition(".")[0]) == option["moves"]


@pytest.mark.parametrize("seed", range(8, 12))
async def test_nobody_meets_a_dead_end_or_a_wrong_sum(shopper: Visitor, seed: int):
    async for verdict in Wanderer(shopper, seed).walk(12):
        assert verdict["dropped"] == []
        assert sum(line["amount"] for line in verdict["price"]["lines"]) == verdict["price"]["total"]
        for group in verdict["groups"]:
            if group["kind"] == "one":
                assert sum(option["quantity"] for option in group["options"]) == 1
            if group["kind"] == "number":
                assert group["min"] <= group["value"] <= group["max"]


@pytest.mark.parametrize("seed", range(12, 17))
async def test_whatever_is_blocked_has_a_reason_that_holds_by_itself(shopper: Visitor, seed: int):
    wanderer = Wanderer(shopper, seed)
    verdict = await wanderer.somewhere()
    for option in (option for option in options(verdict) if option["state"] == "blocked"):
        blamed = list(dict.fromkeys(choice for cause in option["causes"] for choice in cause["choices"]))
        refused = await wanderer.verdict([*blamed, option["code"]])

        assert option["causes"]
        assert all(cause["message"] for cause in option["causes"])
        assert set(blamed) <= set(verdict["choices"])
        assert [each["choice"] for each in refused["dropped"]] == [option["code"]]


@pytest.mark.parametrize("seed", range(17, 21))
async def test_a_number_may_be_anything_between_its_ends_and_nothing_beyond(shopper: Visitor, seed: int):
    wanderer = Wanderer(shopper, seed)
    verdict = await wanderer.somewhere()
    for group in (group for group in verdict["groups"] if group["kind"] == "number" and group["personal"]):
        for value in (group["min"], group["max"]):
            told = await wanderer.verdict(verdict["choices"], **{group["code"]: value})

            assert told["dropped"] == []
            assert {each["code"]: each["value"] for each in told["groups"]}[group["code"]] == value
        assert (await wanderer.verdict(verdict["choices"], **{group["code"]: group["max"] + group["step"]}))["dropped"]
