"""The pattern page: for the demo and for staff, and nobody else; with every state that a part can be in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from litestar import Litestar

from configurator.engine.verdict import Standing
from tests.support.pages import Page
from tests.support.visitors import Visitor, shop_with, visitor_of


@pytest.fixture(scope="module")
async def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    folder = tmp_path_factory.mktemp("demo")
    async with shop_with(sqlite_template, folder, adapt=lambda settings: replace(settings, demo=True)) as app:
        yield app


@pytest.fixture(params=["en", "ru"])
async def page(demo: Litestar, request: pytest.FixtureRequest) -> Page:
    return await visitor_of(demo).open(f"/{request.param}/patterns")


async def test_a_shop_that_sells_shows_it_to_no_stranger(shopper: Visitor):
    await shopper.open("/patterns", 404)


async def test_options_stand_in_every_state(page: Page):
    tiles = [node for node in page.all("div") if "tile" in node["class"].split()]

    assert {tile["data-state"] for tile in tiles} == {state.value for state in Standing}
    assert any("data-wanted" in tile.attributes for tile in tiles)


async def test_options_that_cannot_be_had_name_every_kind_of_reason(page: Page):
    kinds = {node.words for tile in page.all("p") if "tile-why" in tile["class"] for node in tile.all("b")}

    assert len(kinds) == 6


async def test_what_does_not_fit_opens_with_several_ways(page: Page):
    (panel,) = (node for node in page.all("div") if node["class"] == "change")

    assert len(panel.all("h4")) > 1


async def test_fields_stand_empty_filled_in_and_with_mistakes(page: Page):
    fields = {field["name"]: field for field in page.all("input") if field["id"].endswith("-entry")}

    assert fields["leg"]["value"] == "62"
    assert fields["drawing"]["type"] == "file"
    assert {name for name, field in fields.items() if field["aria-invalid"]} == {"height", "motto"}
    assert [node.words for node in page.all("p") if node["class"].startswith("look")] == ["Anna"]


async def test_no_id_is_there_twice(page: Page):
    ids = [node["id"] for node in page.all() if node["id"]]

    assert sorted(ids) == sorted(set(ids))


async def test_search_engines_leave_it_out(page: Page):
    assert page.all("meta", name="robots")[0]["content"] == "noindex"
