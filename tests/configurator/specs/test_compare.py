"""What lies side by side, what of it is the same, and who sees what of it."""

from __future__ import annotations

import pytest
from litestar import Litestar

from tests.support.pages import Node, Page
from tests.support.visitors import EBIKE, STOOL, Visitor, Welcome, publish_in


async def saved(visitor: Visitor, address: str, **changes: str) -> str:
    """The code of a spec that the visitor saves."""
    page = await visitor.open(address)
    if changes:
        page = await visitor.change(page, **changes)
    answer = await visitor.send(page, to="/specs")
    return str(answer.headers["location"]).rpartition("/")[2]


def rows(page: Page) -> dict[str, list[str]]:
    """The answers of every column by question."""
    return {body.all("th")[0].words: [cell.words for cell in body.all("td")] for body in page.part("main").all("tbody")}


def heads(page: Page) -> list[Node]:
    return page.part("main").all("th", scope="col")


@pytest.fixture
def anna(welcome: Welcome) -> Visitor:
    return welcome()


async def test_two_specs_show_what_differs_between_them_and_nothing_else(anna: Visitor):
    one = await saved(anna, "/build/ebike?c=colour.pine,motor.mid")
    other = await saved(anna, "/build/ebike?c=colour.fjord,motor.mid")
    page = await anna.open(f"/compare?s={one}&s={other}")

    assert rows(page) == {"Colour": ["Pine green +60.00", "Fjord blue +60.00"]}
    everything = rows(await anna.open(page.link("Show all of it")))
    assert f"{len(everything) - 1} questions have the same answer." in page.words


async def test_all_of_it_is_one_link_away_and_back(anna: Visitor):
    one = await saved(anna, "/build/ebike?c=colour.pine")
    other = await saved(anna, "/build/ebike?c=colour.fjord")
    page = await anna.open(f"/compare?s={one}&s={other}")
    everything = await anna.open(page.link("Show all of it"))

    assert rows(everything)["Colour (different)"] == ["Pine green +60.00", "Fjord blue +60.00"]
    assert rows(everything)["Frame"] == ["Diamond, alloy", "Diamond, alloy"]
    assert rows(await anna.open(everything.link("Show the differences alone"))) == rows(page)


async def test_each_column_has_its_picture_its_price_and_how_much_more_that_is(anna: Visitor):
    one = await saved(anna, "/build/ebike?c=colour.pine")
    other = await saved(anna, "/build/ebike?c=colour.chalk")
    first, second = heads(await anna.open(f"/compare?s={one}&s={other}"))

    assert all(head.all("svg") for head in (first, second))
    assert "€2,843.80" in first.words
    assert second.words.endswith("€2,783.80 −60.00")
    assert one in first.words


async def test_a_base_model_of_another_kind_moves_many_answers_and_each_is_told(anna: Visitor):
    one = await saved(anna, "/build/ebike")
    other = await saved(anna, "/build/ebike?base=city")
    found = rows(await anna.open(f"/compare?s={one}&s={other}"))

    assert found["Frame"][0] == "Diamond, alloy"
    assert found["Frame"][1].startswith("Step-through, alloy")
    assert {"Drive", "Battery", "Saddle"} <= set(found)


async def test_what_stands_now_is_laid_beside_what_was_saved(anna: Visitor):
    code = await saved(anna, "/build/ebike?c=colour.pine")
    page = await anna.open(f"/build/ebike?c=colour.pine&spec={code}")
    page = await anna.change(page, colour="colour.chalk")
    compared = await anna.go_on(await anna.press(page, "What changed since I saved"))

    assert compared.all("h1")[0].words == "What has changed since you saved it"
    assert rows(compared) == {"Colour": ["Pine green +60.00", "Chalk"]}
    assert [head.words.split(" €")[0] for head in heads(compared)][1].endswith("As it stands now")


async def test_what_was_not_sent_yet_counts_too(anna: Visitor):
    code = await saved(anna, "/build/ebike?c=colour.pine")
    page = await anna.open(f"/build/ebike?c=colour.pine&spec={code}")
    compared = await anna.go_on(await anna.press(page, "What changed since I saved", saddle="saddle.gel"))

    assert list(rows(compared)) == ["Saddle"]


async def test_who_has_saved_something_ticks_what_shall_stand_beside(anna: Visitor):
    await saved(anna, "/build/ebike?c=colour.pine")
    page = await anna.open("/build/ebike?c=colour.chalk")
    asked = await anna.go_on(await anna.press(page, "Compare with what I saved"))
    (tick,) = asked.all("input", type="checkbox")
    address = f"{asked.address}&s={tick['value']}"

    assert asked.all("h1")[0].words == "What shall stand side by side?"
    assert list(rows(await anna.open(address))) == ["Colour"]


async def test_a_stranger_compares_by_code_and_sees_nothing_personal(anna: Visitor, welcome: Welcome):
    one = await saved(anna, "/build/ebike?c=colour.pine", inseam="78", plate="Anna")
    other = await saved(anna, "/build/ebike?c=colour.chalk", inseam="84", plate="Papa")
    own = (await anna.open(f"/compare?s={one}&s={other}")).words
    seen = (await welcome().open(f"/compare?s={one}&s={other}&all=1")).words

    assert all(words in own for words in ("“Anna”", "“Papa”", "78"))
    assert not any(words in seen for words in ("Anna", "Papa"))
    assert "Pine green" in seen


async def test_a_code_that_is_none_is_said_and_the_rest_stands(anna: Visitor):
    one = await saved(anna, "/build/ebike?c=colour.pine")
    page = await anna.open(f"/compare?s={one}&s=00000-00000-0&s=%3Cb%3E&s=")

    assert "There is no spec with the code 00000-00000-0." in page.words
    assert len(heads(page)) == 1


async def test_four_stand_side_by_side_at_most(anna: Visitor):
    codes = [await saved(anna, f"/build/ebike?c=colour.{each}") for each in ("pine", "fjord", "chalk", "soot", "rowan")]
    page = await anna.open("/compare?" + "&".join(f"s={code}" for code in codes))

    assert len(heads(page)) == 4
    assert "At most 4 stand side by side; the rest is left out." in page.words


async def test_ticked_in_ones_own_list_they_are_compared(anna: Visitor):
    one = await saved(anna, "/build/ebike?c=colour.pine")
    mine = await anna.open("/my/specs")

    assert [tick["value"] for tick in mine.all("input", type="checkbox", form="compare")] == [one]
    assert mine.part("compare")["action"] == "/compare"


async def test_nonsense_is_answered_in_words(anna: Visitor):
    for query in ("", "product=nothing", "product=ebike&v=zz&c=%25,wings", "s=" + "x" * 3000, "product=../etc"):
        assert (await anna.open(f"/compare?{query}")).all("h1")


async def test_in_russian(anna: Visitor):
    one = await saved(anna, "/build/ebike?c=colour.pine")
    other = await saved(anna, "/build/ebike?c=colour.fjord")
    page = await anna.open(f"/ru/compare?s={one}&s={other}")

    assert page.all("h1")[0].words == "Сравнение"
    assert "ответы одинаковые." in page.words


async def test_a_stool_and_a_bike_have_nothing_in_common_and_the_page_says_so(stocked: Litestar, shopper: Visitor):
    await publish_in(stocked.state.database, STOOL)
    one = await saved(shopper, "/build/ebike")
    other = await saved(shopper, "/build/stool")
    page = await shopper.open(f"/compare?s={one}&s={other}")

    assert "There is nothing to compare part by part." in page.words
    assert len(heads(page)) == 2


async def test_specs_of_different_versions_are_each_shown_as_they_were_saved(stocked: Litestar, shopper: Visitor):
    one = await saved(shopper, "/build/ebike?c=colour.pine")
    await publish_in(stocked.state.database, EBIKE.replace("price = { eu = 60,", "price = { eu = 70,"))
    other = await saved(shopper, "/build/ebike?c=colour.pine")
    page = await shopper.open(f"/compare?s={one}&s={other}")

    assert rows(page) == {"Colour": ["Pine green +60.00", "Pine green +70.00"]}
    assert heads(page)[1].words.endswith("+10.00")
