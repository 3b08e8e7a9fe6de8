"""Anna once told her inside leg for a bicycle; it serves where jeans are cut to measure, and decides nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from litestar import Litestar

from accounts.consent.purposes import LEARN, REMEMBER
from app.bridges.questions import ShelfQuestions
from app.core.database import Database
from tests.accounts.profile.store import Store
from tests.support.orders import signed_in
from tests.support.visitors import Visitor, Welcome, publish_in

EMAIL = "anna@example.org"
FILE = Path(__file__).parents[3] / "examples" / "jeans.toml"


@pytest.fixture
async def anna(stocked: Litestar, database: Database, welcome: Welcome) -> Visitor:
    """Anna told her inside leg, 78.5 cm."""
    await publish_in(database, FILE.read_text(encoding="utf-8"))
    anna = await signed_in(welcome, EMAIL)
    store = await Store.of(database, EMAIL)
    await store.allow(LEARN, REMEMBER)
    for product in ("ebike", "jeans"):
        await anna.open(f"/build/{product}")
    question = ShelfQuestions(anna.shop.state.shelf).of("measure.inseam")
    assert question is not None
    await store.tell(question, "785")
    return anna


async def test_it_is_filled_in_among_the_nine_measures(anna: Visitor):
    page = await anna.open("/build/jeans?c=fit.measures")
    assert page.form["inseam"] == "785"
    assert "785 mm. We filled it in." in page.part("q-inseam").words
    assert page.form["waist"] == ""


async def test_but_it_makes_nobody_measure_themselves(anna: Visitor):
    page = await anna.open("/build/jeans")
    assert page.form["fit"] == "fit.size"
    assert page.form.get("inseam", "") == ""


async def test_and_who_would_rather_have_a_ready_size_finds_what_must_change(anna: Visitor):
    page = await anna.open("/build/jeans?c=fit.measures")
    asked = await anna.go_on(await anna.send(page, fit="fit.size"))
    assert "Inside leg 785 mm" in asked.part("q-fit").words

    sized = await anna.go_on(await anna.press(asked, "Make these changes"))
    assert sized.form["fit"] == "fit.size"
    assert sized.form["length"] == "length.l32"
