"""Saving without an account: a code for everybody, a cookie for the owner."""

import re

import pytest
from litestar import Litestar
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.database import Database
from app.core.ids import digest
from configurator.specs.models import Spec
from tests.configurator.specs.conftest import CODE, TOLD, save
from tests.support.pages import Page, query
from tests.support.visitors import Visitor


async def specs(database: Database) -> list[Spec]:
    async with database.reading() as session:
        return list(await session.scalars(select(Spec).options(selectinload(Spec.revisions))))


async def test_what_is_saved_is_what_stood(stocked: Litestar, database: Database, owner: Visitor):
    page = await owner.open("/build/ebike?c=frame.split,colour.pine&base=city")
    await save(owner, page.address, motor="motor.mid", lock="lock.none", **TOLD)
    (spec,) = await specs(database)
    (revision,) = spec.revisions

    assert spec.product == "ebike"
    assert spec.guest == digest(owner.client.cookies["__Host-guest"])
    assert revision.number == 1
    assert revision.version.startswith(page.form["v"])
    assert (revision.base, revision.region, revision.currency) == ("city", "eu", "EUR")
    assert revision.choices == ["frame.split", "colour.pine", "lock.none"]
    assert revision.answers == TOLD
    assert revision.snapshot["options"]["frame.split"] == 1
    assert revision.snapshot["numbers"] == {"inseam": "97.5", "rider": "113"}
    assert revision.snapshot["texts"] == ["plate"]


async def test_its_total_is_the_one_the_page_showed(stocked: Litestar, database: Database, owner: Visitor):
    told = await owner.change(await owner.open("/build/ebike?c=motor.strong"), **TOLD)
    await owner.send(told, to="/specs")
    (spec,) = await specs(database)

    assert told.status == f"Total €{spec.revisions[0].total / 100:,.2f}."


async def test_a_guest_gets_an_address_and_a_cookie(owner: Visitor):
    answer = await owner.send(await owner.open("/build/ebike"), to="/specs")

    assert answer.status_code == 303
    assert re.fullmatch(f"/specs/{CODE}", answer.headers["location"])
    assert answer.headers["set-cookie"].startswith("__Host-guest=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))


async def test_who_has_one_keeps_it_and_gets_another_code(owner: Visitor):
    page = await owner.open("/build/ebike")
    first = await owner.send(page, to="/specs")
    second = await owner.send(page, to="/specs")

    assert "set-cookie" not in second.headers
    assert first.headers["location"] != second.headers["location"]


async def test_the_page_stays_in_the_language(owner: Visitor):
    page = await owner.open("/ru/build/ebike")
    answer = await owner.send(page, to="/ru/specs")

    assert answer.headers["location"].startswith("/ru/specs/")
    assert "Классическая, алюминий" in (await owner.open(answer.headers["location"])).words


async def test_the_button_of_the_page_saves(owner: Visitor):
    page = await owner.open("/build/ebike")

    assert "/specs" in {button["formaction"] for button in page.builder.all("button")}


async def test_with_a_typo_nothing_is_saved_and_nothing_is_lost(owner: Visitor):
    page = await owner.open("/build/ebike?c=colour.pine")
    answer = await owner.send(page, to="/specs", motor="motor.strong", inseam="97,,5", plate="Annabella")
    again = Page(answer)

    assert answer.status_code == 422
    assert (again.form["c"], again.form["inseam"], again.form["plate"]) == (
        "colour.pine,motor.strong",
        "97,,5",
        "Annabella",
    )
    assert "Please write a number" in again.description("inseam")

    saved = await owner.send(again, to="/specs", inseam="97,5")
    shown = await owner.open(saved.headers["location"])
    assert "Annabella" in shown.words
    assert "97.5 cm" in shown.words
    assert "Strong mid motor" in shown.words


async def test_what_does_not_fit_is_asked_about_before_it_is_saved(owner: Visitor):
    page = await owner.open("/build/ebike?c=frame.diamond")
    answer = await owner.send(page, to="/specs", drive="drive.belt8", plate="Annabella")
    asked = await owner.open(answer.headers["location"])

    assert query(answer.headers["location"])["want"] == "drive.belt8"
    assert asked.form["plate"] == "Annabella"


async def test_what_cannot_be_kept_is_said_before_anything_is_saved(owner: Visitor):
    page = await owner.open("/build/ebike")
    changes = {"motor": "motor.speed", "extras.child_seat": "1", "plate": "Annabella"}
    answer = await owner.send(page, to="/specs", **changes)
    asked = await owner.open(answer.headers["location"])

    assert "No child seat is approved for 45 km/h" in asked.notices
    assert asked.form["plate"] == "Annabella"


@pytest.mark.parametrize("product", ["", "submarine", "\0", "ebike\0", "%00", "x" * 5000, "../ebike"])
async def test_a_product_we_do_not_make_cannot_be_saved(owner: Visitor, product: str):
    page = await owner.open("/build/ebike")
    answer = await owner.send(page, to="/specs", product=product)

    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers
