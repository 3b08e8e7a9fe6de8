"""A fault of the engine in one product is answered in the shop's own style, and nothing else notices it."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from app.core.logs import configure_logging
from configurator.engine.model import Facts
from configurator.engine.solving.kernel import Kernel, Scope
from tests.support.visitors import EBIKE, STOOL, Visitor, shop_with

FRAGILE = EBIKE.replace('code = "ebike"', 'code = "fragile"')
SECRET = "97.5"


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop with two products."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), FRAGILE, STOOL) as app:
        yield app


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The fragile bike does not know what day it is, until the patch is undone."""
    scope = Kernel.scope

    def stumble(self: Kernel, facts: Facts) -> Scope:
        if self.model.code == "fragile":
            raise ValueError(f"an inseam of {SECRET}")
        return scope(self, facts)

    monkeypatch.setattr(Kernel, "scope", stumble)
    return monkeypatch


async def test_it_is_told_like_any_fault_of_ours_and_others_go_on(shopper: Visitor, fault: pytest.MonkeyPatch):
    page = await shopper.open("/build/fragile", status=500)

    assert "Something went wrong here" in page.words
    assert "The fault is ours" in page.words
    assert (await shopper.open("/build/stool")).form["wood"]


async def test_the_product_answers_again_as_before(shopper: Visitor, fault: pytest.MonkeyPatch):
    await shopper.open("/build/fragile?c=motor.strong", status=500)
    fault.undo()

    assert (await shopper.open("/build/fragile?c=motor.strong")).form["motor"] == "motor.strong"


async def test_the_log_tells_where_it_was_and_nothing_personal(shopper: Visitor, fault: pytest.MonkeyPatch):
    lines = io.StringIO()
    configure_logging("debug", lines)
    await shopper.client.post("/api/products/fragile/verdict", json={"personal": {"inseam": SECRET}})

    assert "EngineFault: fragile: ValueError in " in lines.getvalue()
    assert SECRET not in lines.getvalue()
