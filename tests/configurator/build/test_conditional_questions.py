"""Questions that are asked only while something else is chosen: quietly there, in, or gone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome, shop_with

BENCH = (Path(__file__).parents[2] / "support" / "bench.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("bench"), BENCH) as app:
        yield app


def asked(page: Page) -> list[str]:
    """The questions in the strip of numbers, as they stand there."""
    (strip,) = page.part("progress").all("ol")
    return [link.words.split(",")[0] for link in strip.all("a")]


def shown(page: Page) -> set[str]:
    questions = (node for node in page.all("details") if node["id"].startswith("q-"))
    return {node["id"] for node in questions if "hidden" not in node.attributes}


async def test_one_that_is_not_asked_says_with_what_it_would_be(shopper: Visitor):
    page = await shopper.open("/build/bench")

    assert asked(page) == ["1 Back"]
    assert "1 question." in page.part("progress").words
    assert page.part("q-colour").words.startswith("Cover Only with a back")
    assert page.part("q-light").words.startswith("Light Only for a deep blue bench")
    assert "needs" not in page.part("progress").words
    assert page.field("angle")["value"] == ""
    assert "300.00" in page.part("slip").words


async def test_choosing_in_it_brings_it_in(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/bench"), colour="colour.sea")

    assert asked(page) == ["1 Cover", "2 Back", "3 Angle", "4 Words on the back"]
    assert page.form["back"] == "back.slats"
    assert page.form["angle"] == "105"
    assert "Only with a back; you chose Sea." in page.description("back", "back.slats")
    lines = page.part("lines").words
    assert "Cover: Sea" in lines
    assert "Angle" in lines
    assert "425.00" in page.part("slip").words
    assert "1 needs you" in page.part("progress").words


async def test_a_number_brings_in_what_it_depends_on_and_so_does_a_text(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/bench"), angle="115")
    assert (page.form["back"], page.form["angle"]) == ("back.slats", "115")

    page = await shopper.change(await shopper.open("/build/bench"), words="For Anna")
    assert (page.form["back"], page.form["words"]) == ("back.slats", "For Anna")


async def test_a_question_that_cannot_be_asked_is_not_on_the_page(shopper: Visitor):
    page = await shopper.open("/build/bench?c=back.without")

    assert shown(page) == {"q-back"}
    assert not page.part("q-colour").words
    assert page.form.keys() & {"colour", "angle", "light.left", "words"} == set()
    assert asked(page) == ["1 Back"]


@pytest.mark.parametrize("htmx", [False, True])
async def test_it_goes_and_comes_with_what_it_depends_on(shopper: Visitor, htmx: bool):
    page = await shopper.open("/build/bench?c=back.slats")
    assert shown(page) >= {"q-back", "q-colour", "q-angle", "q-words"}

    answer = await shopper.send(page, htmx=htmx, back="back.without")
    gone = Page(answer) if htmx else await shopper.go_on(answer)
    assert "hidden" in gone.part("q-colour").attributes

    page = await shopper.open("/build/bench?c=back.without")
    answer = await shopper.send(page, htmx=htmx, back="back.slats")
    back = Page(answer) if htmx else await shopper.go_on(answer)
    assert back.part("q-colour").words.startswith("1 Cover")
    assert "Sand" in back.part("q-colour").words


async def test_what_was_chosen_in_it_keeps_it(shopper: Visitor):
    page = await shopper.open("/build/bench?c=colour.sea")
    assert "Only with a back; you chose Sea." in page.description("back", "back.without")

    conflict = await shopper.open("/build/bench?c=colour.sea&want=back.without")
    assert "Cover: Sea" in conflict.part("q-back").words


async def test_how_many_are_needed_counts_only_where_it_is_asked(shopper: Visitor):
    page = await shopper.open("/build/bench?c=angle:120")
    assert {"light.left", "light.right"} & page.form.keys() == set()

    page = await shopper.open("/build/bench?c=angle:120,colour.sea")
    assert {"light.left", "light.right"} & page.form.keys() == {"light.right"}


async def test_what_was_written_on_an_older_page_is_said_not_to_go_with_it(shopper: Visitor):
    older = await shopper.open("/build/bench")
    page = Page(await shopper.send(older, c="back.without", angle="110"))

    assert page.status_code == 422
    assert page.field("angle")["value"] == "110"
    error = page.part("angle-entry-error").words
    assert error == "Only with a back. Only where there is a cover; you chose Without a back."


async def test_taking_a_text_back_takes_the_question_back(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/bench"), words="For Anna")
    page = await shopper.change(page, words="")

    assert page.form["back"] == "back.without"
    assert page.field("words")["value"] == ""


async def test_programs_are_told_what_is_there_and_what_would_be(shopper: Visitor):
    said = {group["code"]: group for group in (await shopper.verdict("bench"))["groups"]}
    assert [code for code, group in said.items() if group["present"]] == ["back"]
    assert (said["angle"]["value"], said["angle"]["min"], said["angle"]["max"]) == (None, 90, 120)
    assert (said["angle"]["state"], said["colour"]["state"], said["words"]["state"]) == ("open", "open", "open")
    assert [option["difference"] for option in said["colour"]["options"]] == [12_000, 12_500]

    verdict = await shopper.verdict("bench", choices=["back.without"])
    said = {group["code"]: group for group in verdict["groups"]}
    assert (said["angle"]["state"], said["angle"]["min"], said["angle"]["max"]) == ("blocked", None, None)
    assert [cause["message"] for cause in said["words"]["causes"]] == ["Only with a back"]
    assert said["light"]["options"][0]["state"] == "blocked"
    assert verdict["missing"] == []
    assert (await shopper.verdict("bench", choices=["back.slats"]))["missing"] == ["words"]


async def test_a_saved_bench_says_only_what_it_has(shopper: Visitor, welcome: Welcome):
    for choices, words in (("back.without", "Without a back, ."), ("back.slats", "Slats, 105 °.")):
        page = await shopper.open(f"/build/bench?c={choices}")
        answer = await shopper.send(page, to="/specs")
        spec = await shopper.open(answer.headers["location"])
        assert words in spec.part("main").words.replace("\N{NO-BREAK SPACE}", " ")
        assert ("Angle" in spec.part("main").words) == (choices == "back.slats")
        await welcome().open(spec.address)
