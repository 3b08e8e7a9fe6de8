"""A shopper who insists on what does not fit sees what would have to change, and what that costs."""

import re

import pytest

from app.core.ids import digest
from app.core.security import GUEST_COOKIE
from configurator.build.models import Draft
from tests.support.pages import Node, Page
from tests.support.visitors import Visitor, Welcome

BELT = "/build/ebike?c=frame.diamond,colour.pine&want=drive.belt8"


def conflict(page: Page) -> Node:
    (found,) = page.all(role="group")
    return found


def parts(page: Page) -> set[str]:
    """The answers of the product as it stands, in the words of the shop."""
    summaries = [page.part(f"q-{code}").all("h2")[0].words for code in ("frame", "colour", "drive", "wheels")]
    return {re.sub(r" \(our default\)$", "", words) for words in summaries}


async def test_the_conflict_names_the_rule_and_the_choice_behind_it(shopper: Visitor):
    words = conflict(await shopper.open(BELT)).words

    assert words.startswith("What must change for: Belt, 8-speed hub")
    assert "A belt is one closed loop, so the frame has to open; you chose Diamond, alloy." in words


async def test_it_stands_under_the_question_it_is_about_and_only_there(shopper: Visitor):
    page = await shopper.open(BELT)

    assert conflict(page) in page.part("q-drive").all()
    assert "open" in page.part("q-drive").attributes


async def test_nothing_changes_before_the_shopper_agrees(shopper: Visitor):
    page, before = await shopper.open(BELT), await shopper.open(BELT.partition("&want")[0])

    assert page.form == before.form
    assert page.status == before.status


async def test_what_goes_and_what_comes_is_what_really_goes_and_comes(shopper: Visitor):
    page = await shopper.open(BELT)
    goes = {node.words for node in conflict(page).all("del")}
    comes = {node.words for node in conflict(page).all("ins")}
    after = await shopper.open(page.link("Make these changes"))

    assert goes == {"Frame: Diamond, alloy", "Drive: Chain, 10 speeds", "Wheels: 28 inch, HG"}
    assert comes == {
        "Frame: Diamond, steel, split stay",
        "Drive: Belt, 8-speed hub",
        "Wheels: 28 inch, for a gear hub",
    }
    assert {label.replace(": ", " ", 1) for label in goes} == parts(page) - parts(after)
    assert {label.replace(": ", " ", 1) for label in comes} == parts(after) - parts(page)


@pytest.mark.parametrize(
    ("c", "want"),
    [
        ("frame.diamond,colour.pine", "drive.belt8"),
        ("motor.speed", "extras.child_seat"),
        ("motor.speed,battery.dual", "motor.hub"),
        ("extras.child_seat,rack.both,bags.front:2", "bags.rear"),
        ("frame.mixte,fork.carbon", "battery.dual"),
        ("saddle.leather_tan,tyres.t50", "tyres.t57"),
    ],
)
async def test_the_total_and_the_difference_come_true(shopper: Visitor, c: str, want: str):
    page = await shopper.open(f"/build/ebike?c={c}&want={want}")
    (row,) = (row for row in conflict(page).all("div") if "New total" in row.words)
    total, amount, direction = re.findall(r"New total (€[\d,.]+) (?:([\d,.]+) (more|less)|no change)", row.words)[0]
    after = await shopper.open(page.link("Make these changes"))

    assert after.status == f"Total {total}."
    assert cents(after) - cents(page) == (-1 if direction == "less" else 1) * int(re.sub(r"\D", "", amount) or 0)
    assert want in after.form["c"].split(",")
    assert after.notices == "Your changes are made. Undo"


async def test_the_wish_counts_and_every_choice_that_still_goes_with_it_stays(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=colour.pine,frame.diamond,lock.none&want=drive.belt8")
    after = await shopper.open(page.link("Make these changes"))

    assert after.form["c"] == "colour.pine,lock.none,drive.belt8"


async def test_several_ways_are_told_each_with_what_it_gives_up_and_costs_the_cheapest_first(shopper: Visitor):
    choices = "drive.chain10,bar.flat,extras.kickstand,saddle.leather_black,tyres.t50"
    page = await shopper.open(f"/build/ebike?c={choices}&want=size.xs")
    ways = [node.words for node in conflict(page).all("h4")]
    changes = [node["href"] for node in conflict(page).all("a") if node.words.startswith("Make these changes")]
    totals = [node.words for node in conflict(page).all("dt") if "New total" in node.words]

    assert "There are 3 ways." in conflict(page).words
    assert ways == [
        "1. Gives up: Leather, black",
        "2. Gives up: 50 mm, puncture guard",
        "3. Gives up: Chain, 10 speeds",
    ]
    prices = []
    for lost, change, told in zip(("saddle.leather_black", "tyres.t50", "drive.chain10"), changes, totals, strict=True):
        after = await shopper.open(change)
        assert after.form["c"].split(",") == [*(code for code in choices.split(",") if code != lost), "size.xs"]
        assert after.status == f"Total {told.removeprefix('New total ')}."
        prices.append(cents(after))
    assert prices == sorted(prices)


async def test_who_keeps_theirs_comes_back_to_what_stood(shopper: Visitor):
    page = await shopper.open(BELT)
    kept = await shopper.open(page.link("Keep mine, change nothing"))

    assert kept.form == page.form
    assert not kept.all(role="group")


async def test_what_is_out_of_stock_cannot_be_had_by_any_change_and_the_page_says_so(shopper: Visitor):
    page = await shopper.open("/build/ebike?want=colour.plum")

    assert "Back in week 4." in conflict(page).words
    assert "It cannot be had by changing other choices on this page." in conflict(page).words
    assert "Make these changes" not in page.words


@pytest.mark.parametrize(
    "want", ["wings.large", "drive", "inseam", "drive.belt8:1", "%3Cb%3E", "x" * 3000, "motor.mid"]
)
async def test_a_wish_for_nothing_or_for_what_fits_is_no_conflict(shopper: Visitor, want: str):
    page = await shopper.open(f"/build/ebike?c=frame.diamond&want={want}")

    assert not page.all(role="group")


async def test_measures_stay_in_force_and_out_of_sight(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    page = await shopper.change(page, inseam="97")
    page = await shopper.open(page.address + "&want=frame.step")

    assert "inseam" not in page.link("Keep mine, change nothing")
    assert "you chose" not in conflict(page).words or "Inside leg" in conflict(page).words


class TestAnAnswerOfTheShoppersOwnIsInTheWay:
    """Nothing but a measure keeps the smallest frame from Ines: no address can take it back, so a button does."""

    async def asked(self, shopper: Visitor) -> Page:
        page = await shopper.change(await shopper.open("/build/ebike?c=colour.pine"), inseam="97")
        return await shopper.change(page, size="size.xs")

    async def test_it_is_named_among_what_goes(self, shopper: Visitor):
        page = await self.asked(shopper)

        assert "What must change for: Size XS" in conflict(page).words
        assert "Inside leg: 97 cm" in {node.words for node in conflict(page).all("del")}

    async def test_who_agrees_has_the_wish_and_the_answer_is_gone(self, shopper: Visitor):
        after = await shopper.go_on(await shopper.press(await self.asked(shopper), "Make these changes"))

        assert after.form["c"] == "colour.pine,size.xs"
        assert after.form["inseam"] == ""
        assert "97" not in after.address

    async def test_it_can_be_undone_and_the_answer_is_back(self, shopper: Visitor):
        after = await shopper.go_on(await shopper.press(await self.asked(shopper), "Make these changes"))
        undone = await shopper.go_on(await shopper.press(after, "Undo"))

        assert undone.form["c"] == "colour.pine"
        assert undone.form["inseam"] == "97"
        assert "97" not in undone.address
        assert undone.notices == ""

    async def test_after_the_next_change_it_is_gone_for_good(self, shopper: Visitor):
        after = await shopper.go_on(await shopper.press(await self.asked(shopper), "Make these changes"))
        later = await shopper.change(after, colour="colour.chalk")

        assert later.notices == ""
        async with shopper.shop.state.database.reading() as session:
            draft = await session.get_one(Draft, (digest(shopper.client.cookies[GUEST_COOKIE]), "ebike"))
        assert draft.answers == {}

    async def test_a_hand_made_form_gives_up_nothing_of_others_and_breaks_nothing(
        self, shopper: Visitor, welcome: Welcome
    ):
        page = await self.asked(shopper)
        stranger = welcome()
        for repair in ("|inseam", "wings.large|wings", "x" * 3000, "|", "size.xs|rider,plate,,"):
            sent = await stranger.send(page, to="/build/ebike/repairs", repair=repair)
            assert sent.status_code == 303

        assert (await shopper.open("/build/ebike")).form["inseam"] == "97"


async def test_a_change_that_was_agreed_to_is_undone_by_a_link_that_any_browser_follows(shopper: Visitor):
    page = await shopper.open(BELT)
    after = await shopper.open(page.link("Make these changes"))
    undone = await shopper.open(after.link("Undo"))

    assert undone.form == page.form
    assert undone.notices == ""


async def test_the_offer_to_undo_survives_a_refresh_and_ends_with_the_next_change(shopper: Visitor):
    after = await shopper.open((await shopper.open(BELT)).link("Make these changes"))

    assert (await shopper.open(after.address)).notices == after.notices
    later = await shopper.change(after, saddle="saddle.gel")
    assert later.notices == ""
    assert "undo" not in later.address


async def test_the_buttons_of_several_ways_have_names_of_their_own(shopper: Visitor):
    choices = "drive.chain10,bar.flat,extras.kickstand,saddle.leather_black,tyres.t50"
    page = await shopper.open(f"/build/ebike?c={choices}&want=size.xs")
    names = [node.words for node in conflict(page).all("a") if node.words.startswith("Make these changes")]

    assert len(set(names)) == 3
    assert names[0] == "Make these changes. Gives up: Leather, black"


async def test_who_keeps_theirs_lands_at_the_option_they_asked_for(shopper: Visitor):
    assert (await shopper.open(BELT)).link("Keep mine, change nothing").endswith("#drive-belt8")


def cents(page: Page) -> int:
    return int(re.sub(r"\D", "", page.status))
