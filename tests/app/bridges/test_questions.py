"""What the products on the shelf ask of people, in the form in which their own page asks it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from litestar import Litestar

from app.bridges.questions import ShelfQuestions
from app.core.database import Database
from tests.support.visitors import EBIKE, publish_in

CARGO = (
    EBIKE.replace('code = "ebike"', 'code = "cargo"')
    .replace('"Inside leg"', '"Leg"')
    .replace("questions.care", "questions.load")
)


@pytest.fixture
async def questions(stocked: Litestar, database: Database) -> ShelfQuestions:
    """Those of a shop that sells e-bikes, and cargo bikes which ask almost the same."""
    await publish_in(database, CARGO)
    async with database.reading() as session:
        await stocked.state.shelf.all_current(session)
    return ShelfQuestions(stocked.state.shelf)


async def test_measures_come_first_and_what_two_products_ask_is_asked_once(questions: ShelfQuestions):
    keys = [question.key for question in questions.asked()]

    assert keys == ["measure.inseam", "measure.weight", "told.ride", "told.nights", "told.care", "told.load"]


async def test_a_measure_has_the_range_and_unit_that_people_give_it_in(questions: ShelfQuestions):
    inseam = questions.of("measure.inseam")

    assert inseam is not None
    assert inseam.label["en"] == "Inside leg"
    assert inseam.benefit["en"]
    assert inseam.range is not None
    assert (inseam.range.least, inseam.range.most, inseam.range.step) == (60, 100, Decimal("0.5"))
    assert (inseam.range.unit["en"], inseam.range.grain) == ("cm", 10)


async def test_a_question_has_its_answers_and_its_benefit(questions: ShelfQuestions):
    ride = questions.of("told.ride")

    assert ride is not None
    assert ride.benefit["ru"]
    assert [answer.value for answer in ride.answers] == ["commute", "errands", "child", "tours"]


async def test_behind_what_was_observed_stand_the_options_of_its_group(questions: ShelfQuestions):
    colour = questions.of("ebike.colour")
    pine = colour.answer("pine") if colour else None

    assert colour is not None
    assert colour.label["en"] == "Colour"
    assert pine is not None
    assert pine.label["ru"] == "Сосновый"


@pytest.mark.parametrize("key", ["", "measure.", "told.shoe", "ebike.", "ebike.inseam", "ebike.plate", "tandem.colour"])
async def test_behind_other_keys_stands_nothing(questions: ShelfQuestions, key: str):
    assert questions.of(key) is None
