"""Any address opens: the page keeps what fits, and says what it could not keep and why."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.support.visitors import Visitor

BELT = "A belt is one closed loop, so the frame has to open; you chose Diamond, alloy."


@pytest.fixture
def april_2027() -> Iterator[None]:
    """The day after the last day of ochre."""
    with time_machine.travel("2027-04-01 08:00 +0000"):
        yield


async def test_choices_that_fit_are_kept_in_their_order(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=motor.strong,frame.split,bags.rear:2,lock.none:0")

    assert page.form["c"] == "motor.strong,frame.split,bags.rear:2,lock.none:0"
    assert (page.form["motor"], page.form["frame"], page.form["bags.rear"]) == ("motor.strong", "frame.split", "2")
    assert page.form["lock"] != "lock.none"
    assert page.notices == ""


@pytest.mark.parametrize(
    ("c", "canonical"),
    [
        ("frame.diamond,frame.diamond", "frame.diamond"),
        ("frame.step,motor.hub,frame.diamond", "motor.hub,frame.diamond"),
        ("bags.rear:2,bags.rear:1", "bags.rear"),
        ("extras.mirror:1", "extras.mirror"),
        ("extras.mirror,extras.mirror:0", "extras.mirror:0"),
        (",, frame.diamond ,,", "frame.diamond"),
    ],
)
async def test_the_later_of_two_on_one_subject_counts(shopper: Visitor, c: str, canonical: str):
    page = await shopper.open(f"/build/ebike?c={c}")

    assert page.form["c"] == canonical
    assert page.notices == ""
    assert (await shopper.open(f"/build/ebike?c={canonical}")).form == page.form


async def test_what_contradicts_an_earlier_choice_is_not_kept_and_the_rule_says_why(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.diamond,drive.belt8,colour.pine")

    assert page.form["c"] == "frame.diamond,colour.pine"
    assert page.notices == f"Not everything could be kept. Belt, 8-speed hub: {BELT}"


async def test_of_several_that_cannot_be_kept_each_is_said(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=extras.child_seat,bags.rear:2,rack.light,colour.plum")

    assert page.form["c"] == "extras.child_seat"
    assert ["2", "×", "Rear", "bag"][1:] == ["×", "Rear", "bag"]
    for words in (
        "2 × Rear bag, 20 l: A child's feet need the room beside the rear wheel; you chose Child seat.",
        "Light rear rack, 10 kg: A child seat locks on a rack tested for 27 kg; you chose Child seat.",
        "Plum: Back in week 4.",
    ):
        assert words in page.notices


@pytest.mark.parametrize(
    "junk",
    [
        *("wings.large", "motor.warp", "motor", "Motor.mid", "motor.strong:2", "bags.rear:9", "frame:3"),
        *("motor.mid:NaN", "motor.mid:1e9", "a b", "ж", "<b>bold</b>", "frame.diamond;motor.hub", "."),
    ],
)
async def test_what_this_product_does_not_know_is_said_and_the_rest_kept(shopper: Visitor, junk: str):
    page = await shopper.open(f"/build/ebike?c=motor.strong,{junk},colour.pine")

    assert page.form["c"] == "motor.strong,colour.pine"
    assert page.notices == f"Not everything could be kept. {junk}: This product has no such choice."


async def test_what_is_no_longer_made_is_said(shopper: Visitor, april_2027: None):
    page = await shopper.open("/build/ebike?c=motor.strong,colour.ochre")

    assert page.form["c"] == "motor.strong"
    assert page.notices == "Not everything could be kept. Ochre: It could be ordered until 31 March 2027."


async def test_on_its_last_day_it_is_still_made(shopper: Visitor):
    with time_machine.travel("2027-03-31 23:00 +0000"):
        page = await shopper.open("/build/ebike?c=colour.ochre")

    assert page.form["c"] == "colour.ochre"


async def test_the_reason_is_told_in_the_readers_language(shopper: Visitor):
    page = await shopper.open("/ru/build/ebike?c=frame.diamond,drive.belt8,wings.large")

    assert "Сохранить удалось не всё." in page.notices
    assert "Ремень — замкнутая петля" in page.notices
    assert "Diamond" not in page.notices


async def test_far_too_many_choices_are_no_trouble(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=" + ",".join(["frame.step,motor.hub,drive.belt8"] * 200))

    assert page.form["c"] == "frame.step,motor.hub"


class TestPersonalAnswers:
    """Measures and words are not for addresses: they are not read there, and that is said."""

    async def test_they_are_not_read_and_the_page_asks_for_them(self, shopper: Visitor):
        page = await shopper.open("/build/ebike?c=inseam:82.5,motor.strong,rider:110,plate:1")

        assert page.form["c"] == "motor.strong"
        assert (page.form["inseam"], page.form["rider"], page.form["plate"]) == ("", "75", "")
        assert page.notices == (
            "Personal answers do not belong in an address. "
            "Please give them on the page: Inside leg, Rider's weight, Name plate."
        )

    async def test_no_link_of_the_shop_carries_them_on(self, shopper: Visitor):
        page = await shopper.open("/build/ebike?c=inseam:82.5,frame.diamond&want=drive.belt8")
        own = {link["href"] for link in page.all("a") if link["href"].startswith("/build")}

        assert own
        assert not [href for href in own if "82.5" in href]
