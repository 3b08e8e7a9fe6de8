"""Random shoppers hold the interface to its promises: each click is made, and what was said of it comes true."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.support.visitors import Visitor

Verdict = dict[str, Any]


def options(verdict: Verdict) -> list[dict[str, Any]]:
    return [{**option, "kind": group["kind"]} for group in verdict["groups"] for option in group["options"]]


def standing(verdict: Verdict, group: dict[str, Any]) -> object:
    """What stands as the answer to a question."""
    return group["value"], [(option["code"], option["quantity"]) for option in group["options"]]


def moved(before: Verdict, after: Verdict, own: str) -> list[str]:
    """The other questions whose answer changed."""
    pairs = zip(before["groups"], after["groups"], strict=True)
    return [a["code"] for a, b in pairs if standing(before, a) != standing(after, b) and a["code"] != own]


def click(option: dict[str, Any]) -> str | None:
    """The choice that a click on the option makes; None where a click changes nothing or is not to be had."""
    if option["state"] == "blocked" or (option["kind"] == "one" and option["quantity"]):
        return None
    if option["quantity"]:
        return None if option["state"] == "implied" else f"{option['code']}:0"
    return str(option["code"])


async def walk(shopper: Visitor, dice: random.Random, clicks: int) -> list[Verdict]:
    """The verdicts a shopper sees who clicks on whatever can be clicked."""
    verdict = await shopper.verdict(base=dice.choice(["everyday", "city", "express"]))
    seen = [verdict]
    for _ in range(clicks):
        choice = dice.choice([made for option in options(verdict) if (made := click(option))])
        verdict = await shopper.verdict(choices=[*verdict["choices"], choice], base=verdict["base"])
        seen.append(verdict)
    return seen


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_is_open_can_be_had_and_costs_what_was_said(shopper: Visitor, seed: int):
    dice = random.Random(seed)
    verdict = (await walk(shopper, dice, dice.randint(0, 6)))[-1]
    for option in dice.sample(options(verdict), 25):
        choice = click(option)
        if choice is None:
            assert option["difference"] == (None if option["state"] == "blocked" else 0)
            assert option["moves"] == []
            continue
        after = await shopper.verdict(choices=[*verdict["choices"], choice], base=verdict["base"])

        assert after["dropped"] == []
        assert after["price"]["total"] - verdict["price"]["total"] == option["difference"]
        assert moved(verdict, after, option["code"].partition(".")[0]) == option["moves"]


@pytest.mark.parametrize("seed", range(6, 10))
async def test_nobody_meets_a_dead_end_or_a_wrong_sum(shopper: Visitor, seed: int):
    for verdict in await walk(shopper, random.Random(seed), 12):
        assert verdict["dropped"] == []
        assert sum(line["amount"] for line in verdict["price"]["lines"]) == verdict["price"]["total"]
        for group in verdict["groups"]:
            if group["kind"] == "one":
                assert sum(option["quantity"] for option in group["options"]) == 1
                assert any(option["state"] != "blocked" for option in group["options"])
            if group["kind"] == "number":
                assert group["min"] <= group["value"] <= group["max"]


@pytest.mark.parametrize("seed", range(10, 13))
async def test_whatever_is_blocked_has_a_reason_that_holds(shopper: Visitor, seed: int):
    dice = random.Random(seed)
    verdict = (await walk(shopper, dice, 8))[-1]
    blocked = [option for option in options(verdict) if option["state"] == "blocked"]

    assert blocked
    for option in blocked:
        assert all(cause["message"] for cause in option["causes"])
        blamed = list(dict.fromkeys(choice for cause in option["causes"] for choice in cause["choices"]))
        assert set(blamed) <= set(verdict["choices"])
        assert option["causes"]
        refused = await shopper.verdict(choices=[*blamed, option["code"]], base=verdict["base"])
        assert [each["choice"] for each in refused["dropped"]] == [option["code"]]


@pytest.mark.parametrize("seed", range(13, 16))
async def test_a_number_may_be_anything_between_its_ends(shopper: Visitor, seed: int):
    dice = random.Random(seed)
    verdict = (await walk(shopper, dice, 8))[-1]
    for group in (group for group in verdict["groups"] if group["kind"] == "number"):
        for value in (group["min"], group["max"]):
            told = await shopper.verdict(
                choices=verdict["choices"], base=verdict["base"], personal={group["code"]: value}
            )
            assert told["dropped"] == []
            assert {each["code"]: each["value"] for each in told["groups"]}[group["code"]] == value
        beyond = group["max"] + group["step"]
        told = await shopper.verdict(choices=verdict["choices"], base=verdict["base"], personal={group["code"]: beyond})
        assert told["dropped"]
