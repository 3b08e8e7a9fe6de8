"""What is typed: numbers as people write them, words as they come, and nothing typed is ever lost."""

import pytest

from tests.support.pages import Page
from tests.support.visitors import Visitor


async def refused(shopper: Visitor, address: str = "/build/ebike", **typed: str) -> Page:
    """The page that comes back when something typed cannot be taken."""
    answer = await shopper.send(await shopper.open(address), **typed)
    assert answer.status_code == 422
    return Page(answer)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("82.5", "82.5"),
        ("82,5", "82.5"),
        (" 82 ", "82"),
        ("82.50", "82.5"),
        ("+82", "82"),
        ("8 2", "82"),
        ("082", "82"),
    ],
)
async def test_a_number_is_taken_as_people_write_it(shopper: Visitor, typed: str, shown: str):
    page = await shopper.change(await shopper.open("/build/ebike"), inseam=typed)

    assert page.form["inseam"] == shown
    assert "needs you" not in page.part("q-inseam").words


async def test_in_russian_it_comes_back_with_a_comma(shopper: Visitor):
    page = await shopper.change(await shopper.open("/ru/build/ebike"), inseam="82.5")

    assert page.form["inseam"] == "82,5"
    assert (await shopper.change(page)).form == page.form


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("200", "200 cm is more than we can build for. The nearest is 100 cm."),
        ("59.5", "59.5 cm is less than we can build for. The nearest is 60 cm."),
        ("-82", "−82 cm is less than we can build for. The nearest is 60 cm."),
        ("82.3", "82.3 cm lies between two steps. The nearest is 82.5 cm."),
        ("82.25", "82.25 cm lies between two steps. The nearest is 82 cm."),
    ],
)
async def test_a_number_out_of_range_stays_as_typed_and_the_nearest_is_said(shopper: Visitor, typed: str, words: str):
    page = await refused(shopper, inseam=typed)

    assert page.form["inseam"] == typed
    assert words in page.description("inseam")
    assert page.field("inseam")["aria-invalid"] == "true"
    assert "open" in page.part("q-inseam").attributes


@pytest.mark.parametrize(
    "typed",
    [
        *("tall", "82 cm", "8x2", "1/2", "--", ".", "0x52", "8.2.5", "\N{SNOWMAN}", "9" * 500),
        *("NaN", "Infinity", "-inf", "sNaN", "8e1", "1e30", "1e999999999", "1E-999999999"),
    ],
)
async def test_what_is_no_number_is_asked_for_again(shopper: Visitor, typed: str):
    page = await refused(shopper, inseam=typed)

    assert page.form["inseam"] == typed
    assert "Please write a number, such as" in page.description("inseam")


async def test_a_mistake_loses_nothing_else(shopper: Visitor):
    typed = {"inseam": "x", "rider": "82", "plate": "Anna"}
    page = await refused(shopper, "/build/ebike?c=colour.pine", motor="motor.strong", **typed)

    assert page.form["c"] == "colour.pine,motor.strong"
    assert typed.items() <= page.form.items()

    mended = await shopper.change(page, inseam="82")
    assert {**typed, "inseam": "82"}.items() <= mended.form.items()
    assert mended.form["c"] == "colour.pine,motor.strong"


async def test_a_mistake_is_told_in_the_readers_language(shopper: Visitor):
    page = await refused(shopper, "/ru/build/ebike", inseam="200")

    assert "100 см" in page.description("inseam")
    assert "nearest" not in page.description("inseam")


async def test_an_empty_number_takes_the_answer_back(shopper: Visitor):
    told = await shopper.change(await shopper.open("/build/ebike"), inseam="82", rider="110")
    back = await shopper.change(told, inseam="", rider="  ")

    assert (back.form["inseam"], back.form["rider"]) == ("", "75")
    assert "needs you" in back.part("q-inseam").words


async def test_a_number_that_only_a_rule_refuses_says_the_rule(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=size.xs")
    after = await shopper.change(page, inseam="97")

    assert after.form["inseam"] == "97"
    assert "Size XS: In this size the saddle does not come up far enough" in after.notices


async def test_words_come_back_as_they_were_typed(shopper: Visitor):
    for words in ("Ann & <b>'Ben'</b>", "Ёж №5", "\N{BICYCLE} 'x' \"y\"", "{frame} %s {{1}}"):
        page = await shopper.change(await shopper.open("/build/ebike"), plate=words)

        assert page.form["plate"] == words
        assert words in page.part("q-plate").all("h2")[0].words


async def test_words_are_trimmed_and_lose_what_nobody_sees(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/ebike"), plate="  A\0n\x07n\N{RIGHT-TO-LEFT OVERRIDE}a\r\n ")

    assert page.form["plate"] == "Anna"


@pytest.mark.parametrize("plate", ["", "   ", "\0\0", "\r\n\t", "\N{ZERO WIDTH SPACE}"])
async def test_nothing_is_no_word(shopper: Visitor, plate: str):
    told = await shopper.change(await shopper.open("/build/ebike"), plate="Anna")
    page = await shopper.change(told, plate=plate)

    assert page.form["plate"] == ""
    assert page.status == (await shopper.open("/build/ebike")).status


async def test_too_many_words_stay_as_typed_and_the_room_is_said(shopper: Visitor):
    page = await refused(shopper, plate="To whom it may concern")

    assert page.form["plate"] == "To whom it may concern"
    assert "That is 22 characters; there is room for 18." in page.description("plate")


async def test_words_cost_what_they_cost(shopper: Visitor):
    before = await shopper.verdict(personal={})
    after = await shopper.verdict(personal={"plate": "Anna"})

    assert after["price"]["total"] - before["price"]["total"] == 3990
