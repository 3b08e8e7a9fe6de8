"""Measures and words stand in one row behind a cookie, and nowhere else."""

import asyncio
from datetime import timedelta

import time_machine
from litestar import Litestar
from sqlalchemy import select

from app.core import clock
from app.core.database import Database
from app.core.ids import digest
from configurator.build.drafts import keep_answers
from configurator.build.jobs import forget_old_drafts
from configurator.build.models import Draft
from tests.support.visitors import EBIKE, Visitor, publish_in

BY_NUMBER = (
    EBIKE.replace('[groups.plate]\nkind = "text"', '[groups.plate]\nkind = "number"\nmin = 1\nmax = 9\nstep = 1')
    .replace('max_length = 18\npreview = "engraving"\nprice = { eu = 39.90, us = 39, ru = 3800 }', "")
    .replace("not (given(plate) and bags.basket)", "plate > 0")
)
"""The same bike, with a number where its name plate was."""
TOLD = {"inseam": "97.5", "plate": "Annabella"}


async def drafts(database: Database) -> list[Draft]:
    async with database.reading() as session:
        return list(await session.scalars(select(Draft)))


async def test_they_end_in_a_row_behind_a_cookie(stocked: Litestar, database: Database, shopper: Visitor):
    answer = await shopper.send(await shopper.open("/build/ebike"), motor="motor.strong", **TOLD)
    (draft,) = await drafts(database)

    assert answer.status_code == 303
    assert draft.answers == TOLD
    assert draft.product == "ebike"
    assert draft.guest == digest(shopper.client.cookies["__Host-guest"])


async def test_the_row_does_not_hold_the_secret_itself(stocked: Litestar, database: Database, shopper: Visitor):
    await shopper.send(await shopper.open("/build/ebike"), **TOLD)
    (draft,) = await drafts(database)

    assert shopper.client.cookies["__Host-guest"] not in draft.guest


async def test_changing_one_keeps_the_other_in_the_same_row(stocked: Litestar, database: Database, shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/ebike"), **TOLD)
    page = await shopper.change(page, inseam="", plate="Ben")
    (draft,) = await drafts(database)

    assert draft.answers == {"plate": "Ben"}


async def test_two_tabs_that_speak_at_once_are_both_heard(stocked: Litestar, database: Database):
    async def tell(words: str) -> None:
        async with database.writing() as session:
            await keep_answers(session, "one visitor", "ebike", {"plate": words})

    await asyncio.gather(tell("Anna"), tell("Ben"), tell("Cleo"))

    assert len(await drafts(database)) == 1


async def test_a_year_after_the_last_change_they_are_forgotten(stocked: Litestar, database: Database, shopper: Visitor):
    await shopper.send(await shopper.open("/build/ebike"), **TOLD)
    for days, left in ((364, 1), (366, 0)):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            await forget_old_drafts(database)
        assert len(await drafts(database)) == left


async def test_an_answer_that_a_new_version_asks_in_another_way_breaks_nothing(
    stocked: Litestar, database: Database, shopper: Visitor
):
    told = await shopper.change(await shopper.open("/build/ebike"), plate="Annabella", inseam="97.5")
    await publish_in(database, BY_NUMBER)
    page = await shopper.open("/build/ebike")

    assert page.form["v"] != told.form["v"]
    assert page.form["inseam"] == "97.5"
    assert "Annabella" not in page.words
