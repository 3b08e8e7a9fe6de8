"""A few plain questions put in what suits the answers, say so, and take nothing from anybody."""

from __future__ import annotations

from sqlalchemy import func, select

from app.core.database import Base
from tests.support.pages import Page, query
from tests.support.visitors import Visitor

GUIDE = "/build/ebike/guide"


async def answer(visitor: Visitor, address: str = GUIDE, **answers: str) -> Page:
    """Answer some of the questions, and see where that leads."""
    page = await visitor.open(address)
    return await visitor.go_on(
        await visitor.press(page, "Choose for me", **{f"answer.{code}": text for code, text in answers.items()})
    )


async def test_it_asks_what_the_products_author_would_ask(shopper: Visitor):
    page = await shopper.open(GUIDE)

    assert [legend.words for legend in page.all("legend")] == [
        "What do you mostly ride for?",
        "Where does your bike spend the night?",
        "How much do you like to look after it?",
    ]
    assert "We show you first what is good for that." in page.words
    assert "Зачем вы чаще всего ездите?" in (await shopper.open(f"/ru{GUIDE}")).words


async def test_what_suits_the_answers_is_put_in_and_said_to_be_from_them(shopper: Visitor):
    page = await answer(shopper, ride="commute", nights="shed")

    assert page.form["c"] == "extras.mudguards,lights.bright,bags.rear,lock.folding"
    assert page.notices.startswith("From your answers We chose for you:")
    for option in ("extras.mudguards", "lights.bright", "bags.rear", "lock.folding"):
        (tile,) = (t for t in page.all("div") if "tile" in t["class"].split() and t.all(id=option.replace(".", "-")))
        assert "From your answers" in tile.words, option


async def test_what_does_not_go_with_the_rest_is_left_out_and_says_why(shopper: Visitor):
    page = await answer(shopper, ride="tours", nights="upstairs", care="never")
    picked, chosen = query(page.address)["picked"].split(","), page.form["c"].split(",")
    left_out = [code for code in picked if code not in chosen]

    assert left_out
    assert "battery.b400" in left_out  # two batteries are in, for the tours
    assert "400 Wh: another answer asks for Two batteries, 1,000 Wh." in page.notices


async def test_what_somebody_had_chosen_stays_whatever_they_answer(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.diamond,lock.none")
    guide = await shopper.go_on(await shopper.press(page, "Help me choose"))
    after = await answer(shopper, guide.address, nights="shed", care="never")

    assert after.form["c"].startswith("frame.diamond,lock.none")
    assert "lock.folding" not in after.form["c"]
    assert "you had chosen No lock." in after.notices
    assert "Belt, 8-speed hub: A belt is one closed loop" in after.notices


async def test_measures_stay_and_stand_in_no_address(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/ebike"), inseam="84")
    guide = await shopper.go_on(await shopper.press(page, "Help me choose"))
    after = await answer(shopper, guide.address, ride="commute")

    assert "inseam" not in guide.address + after.address
    assert after.form["inseam"] == "84"


async def test_one_may_leave_all_questions_and_go_back_with_all_one_had(shopper: Visitor):
    guide = await shopper.open(f"{GUIDE}?c=frame.mixte&base=city")

    assert (await answer(shopper, guide.address)).form["c"] == "frame.mixte"
    back = await shopper.open(guide.link("Back, without answering"))
    assert (back.form["c"], back.form["base"], back.notices) == ("frame.mixte", "city", "")


async def test_it_can_be_undone_or_answered_again(shopper: Visitor):
    page = await answer(shopper, f"{GUIDE}?c=frame.mixte", ride="commute")
    undone = await shopper.open(page.link("Undo"))
    again = await shopper.open(page.link("Answer again"))

    assert (undone.form["c"], undone.notices) == ("frame.mixte", "")
    assert "From your answers" not in undone.words
    assert query(again.address)["c"] == "frame.mixte"


async def test_after_the_next_change_the_notice_is_gone_and_the_tags_stay_where_nothing_was_changed(shopper: Visitor):
    page = await answer(shopper, ride="commute")
    after = await shopper.change(page, lights="lights.dynamo")

    assert after.notices == ""
    assert after.form["picked"] == "extras.mudguards,bags.rear"
    assert after.words.count("From your answers") == 2


async def test_nothing_of_whoever_answered_is_kept(shopper: Visitor):
    async def rows() -> int:
        async with shopper.shop.state.database.reading() as session:
            tables = Base.metadata.sorted_tables
            return sum([await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables])

    before = await rows()
    await answer(shopper, ride="child", nights="street", care="gladly")

    assert await rows() == before
    assert not shopper.client.cookies


async def test_what_was_chosen_already_is_not_said_to_come_from_an_answer(shopper: Visitor):
    page = await answer(shopper, f"{GUIDE}?c=extras.mudguards", ride="commute")

    assert "Mudguards" not in page.notices
    assert page.words.count("From your answers") == 3  # the notice, lights and bags


async def test_nonsense_chooses_nothing(shopper: Visitor):
    for fields in ({"answer.ride": "wings"}, {"answer.wings": "ride"}, {"c": "x" * 3000, "answer.ride": "child"}, {}):
        sent = await shopper.client.post(GUIDE, data=fields, headers={"Origin": "https://shop.example"})
        assert sent.status_code == 303
    assert (await shopper.client.get("/build/nothing/guide")).status_code == 404


async def test_a_question_with_one_answer_only_is_never_asked_where_a_product_has_none(shopper: Visitor):
    assert "Help me choose" in (await shopper.open("/build/ebike")).words
