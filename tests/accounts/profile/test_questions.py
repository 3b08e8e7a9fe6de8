"""How much she is asked: as many questions a week as she lets us, and what she skips not for a long time."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from accounts.consent.purposes import REMEMBER
from accounts.profile.budget import SKIPPED_FOR, WEEK
from app.core import clock
from app.core.database import Database
from tests.accounts.profile.conftest import ANNA, PAGE
from tests.accounts.profile.store import INSEAM, RIDE, Store
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor

EVERY = ["measure.inseam", "measure.weight", "told.ride", "told.nights", "told.care"]


def asked(page: Page) -> list[str]:
    """What stands before her: what can be skipped."""
    return [form.all(name="key")[0]["value"] for form in page.all("form", action="/my/skips")]


def in_reserve(page: Page) -> list[str]:
    """What is asked only if she unfolds it."""
    (*_, fold) = (node for node in page.all("details") if "Tell more, unasked" in node.words)
    return [form.all(name="key")[0]["value"] for form in fold.all("form", action="/my/answers")]


async def skip(visitor: Visitor, key: str) -> Page:
    """Press "Skip" at a question."""
    page = await visitor.open(PAGE)
    (form,) = (form for form in page.all("form", action="/my/skips") if form.all(name="key", value=key))
    fields = {field["name"]: field["value"] for field in form.all("input")}
    return await visitor.go_on(await visitor.client.post(form["action"], data=fields, headers=BROWSER))


async def answer(visitor: Visitor, key: str, value: str) -> None:
    sent = await visitor.client.post("/my/answers", data={"key": key, "value": value}, headers=BROWSER)
    assert sent.status_code == 303


async def set_budget(visitor: Visitor, questions: str) -> Page:
    """Fill in how many questions a week, and see where that leads."""
    page = await visitor.open(PAGE)
    return await visitor.go_on(await visitor.press(page, "Keep it so", questions=questions))


async def test_three_stand_before_her_measures_first_and_the_others_are_folded(anna: Visitor, store: Store):
    page = await anna.open(PAGE)

    assert asked(page) == EVERY[:3]
    assert in_reserve(page) == EVERY[3:]
    assert page.field("questions")["value"] == "3"


async def test_what_she_answers_and_what_she_skips_counts_for_a_week(anna: Visitor, store: Store):
    await answer(anna, "measure.inseam", "84")
    page = await skip(anna, "measure.weight")
    assert page.status == "We do not ask that for half a year."
    assert asked(page) == ["told.ride"]
    assert in_reserve(page) == ["measure.weight", "told.nights", "told.care"]

    page = await anna.go_on(await anna.press(page, "To work and back"))
    assert asked(page) == []
    assert "We ask you nothing more this week." in page.words


async def test_a_week_later_she_is_asked_again_but_not_what_she_skipped(anna: Visitor, store: Store):
    with time_machine.travel(clock.now() - WEEK):
        await store.allow(REMEMBER)
        await store.tell(INSEAM, "840")
        await store.tell(RIDE, "tours")
        await store.skip("measure.weight")

    assert asked(await anna.open(PAGE)) == ["told.nights", "told.care"]


async def test_half_a_year_later_she_is_asked_even_that(anna: Visitor, store: Store):
    with time_machine.travel(clock.now() - SKIPPED_FOR):
        await store.skip("measure.inseam")
    assert asked(await anna.open(PAGE))[0] == "measure.inseam"

    with time_machine.travel(clock.now() - SKIPPED_FOR + timedelta(hours=1)):
        await store.skip("measure.inseam")
    assert asked(await anna.open(PAGE)) == EVERY[1:4]


async def test_she_can_tell_more_than_she_lets_us_ask(anna: Visitor, store: Store):
    await set_budget(anna, "0")
    page = await anna.open(PAGE)
    assert asked(page) == []
    assert in_reserve(page) == EVERY

    for key, value in (("measure.inseam", "84"), ("told.ride", "tours"), ("told.care", "never")):
        await answer(anna, key, value)
    assert sorted(fact.key for fact in await store.facts()) == ["measure.inseam", "told.care", "told.ride"]


async def test_she_lets_us_ask_more(anna: Visitor, store: Store):
    page = await set_budget(anna, " 10 ")

    assert page.status == "We keep to it."
    assert page.field("questions")["value"] == "10"
    assert asked(page) == EVERY
    assert "Tell more, unasked" not in page.words


async def test_when_all_is_told_there_is_nothing_to_ask(anna: Visitor, store: Store):
    for key, value in zip(EVERY, ("84", "70", "tours", "shed", "never"), strict=True):
        await answer(anna, key, value)

    assert "We have nothing more to ask." in (await anna.open(PAGE)).words


async def test_no_number_of_questions_comes_back_as_it_was_typed(anna: Visitor, store: Store):
    for typed in ("11", "-1", "1.5", "three", "", "٣", "9" * 500):
        page = Page(await anna.client.post("/my/budget", data={"questions": typed}, headers=BROWSER))
        assert page.status_code == 422
        assert page.part("budget-error").words == "Please write a whole number from 0 to 10."
        assert page.part("budget")["value"] == typed


async def test_what_she_was_not_asked_cannot_be_skipped(anna: Visitor, store: Store):
    for key in ("", "told.shoe", "ebike.colour", "\0", "x" * 5000):
        assert (await anna.client.post("/my/skips", data={"key": key}, headers=BROWSER)).status_code == 303

    assert await store.skipped() == set()


async def test_nothing_is_skipped_or_set_without_permission(anna: Visitor, database: Database):
    store = await Store.of(database, ANNA)
    await anna.client.post("/my/skips", data={"key": "told.ride"}, headers=BROWSER)
    await anna.client.post("/my/budget", data={"questions": "9"}, headers=BROWSER)
    assert await store.skipped() == set()

    await store.allow(REMEMBER)
    assert (await anna.open(PAGE)).field("questions")["value"] == "3"


async def test_the_questions_speak_russian(anna: Visitor, store: Store):
    page = await anna.open(f"/ru{PAGE}")

    assert "Зачем вы чаще всего ездите?" in page.words
    assert "Сначала покажем то, что для этого хорошо." in page.words
    assert page.button("На работу и обратно")
    assert "от 60 см до 100 см, с шагом 0,5 см" in page.words
