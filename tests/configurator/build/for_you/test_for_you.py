"""What Anna told and what she likes serves her where she builds, says so, and lets go at a word."""

from __future__ import annotations

import pytest

from accounts.profile.models import Signal
from app.core.database import Database
from tests.accounts.profile.store import Store, saw
from tests.configurator.build.for_you.conftest import BUILD, panel, tells
from tests.support.orders import signed_in
from tests.support.pages import Page, query
from tests.support.visitors import BROWSER, EBIKE, Visitor, Welcome, publish_in

# measures


async def test_a_measure_is_filled_in_and_says_so(anna: Visitor, inseam: int):
    page = await anna.open(BUILD)

    assert page.form["inseam"] == "78"
    said = page.part("q-inseam")
    assert "78 cm. We filled it in. From it follows: Size." in said.words
    assert [link["href"] for link in said.all("a")] == [f"/my/facts#fact-{inseam}"]
    assert page.field("size", "size.m").parent is not None
    assert "needs you" not in page.part("q-inseam").words


async def test_it_is_said_in_the_language_of_the_page(anna: Visitor, store: Store):
    await anna.open(BUILD)
    await tells(anna, store, "measure.weight", "113000")
    page = await anna.open("/ru" + BUILD)

    assert page.form["rider"] == "113"
    assert "113 кг. Мы это подставили." in page.part("q-rider").words


async def test_one_that_is_not_asked_for_is_not_filled_in(anna: Visitor, store: Store, database: Database):
    condition = 'when = "colour.pine"\nwhen_message = { en = "Only in pine", ru = "Только в цвете сосны" }\n'
    await publish_in(database, EBIKE.replace("[groups.rider]\n", f"[groups.rider]\n{condition}"))
    await anna.open(BUILD)
    await tells(anna, store, "measure.weight", "113000")

    assert (await anna.open(BUILD)).field("rider")["value"] == ""
    assert (await anna.open(f"{BUILD}?c=colour.pine")).form["rider"] == "113"


async def test_no_address_carries_it(anna: Visitor, inseam: int):
    page = await anna.open(BUILD)
    answer = await anna.send(page, motor="motor.strong")
    blocks = await anna.send(page, htmx=True, motor="motor.strong")
    leads = [answer.headers["location"], blocks.headers["hx-push-url"]]
    leads += [node["href"] for node in (*page.all("a"), *Page(blocks).all("a"))]

    assert not [lead for lead in leads if "78" in lead.replace(page.form["v"], "")]
    assert (await anna.open("/build/ebike?known=inseam:90:1:2026-11-03")).form["inseam"] == "78"


async def test_a_click_knows_it_from_the_form_and_says_it_still(anna: Visitor, inseam: int):
    page = await anna.open(BUILD)
    blocks = Page(await anna.send(page, htmx=True, frame="frame.step"))

    assert blocks.field("known")["value"] == page.form["known"]
    assert "done" in blocks.part("progress").all("a", href="#q-inseam")[0]["class"]


async def test_it_is_copied_nowhere_unless_it_is_changed(anna: Visitor, store: Store, inseam: int):
    page = await anna.change(await anna.open(BUILD), motor="motor.strong", rider="80")
    assert (page.form["inseam"], page.form["rider"]) == ("78", "80")
    await anna.send(page, htmx=True, motor="motor.hub")
    await store.forget("780", "measure.inseam")

    page = await anna.open(BUILD)
    assert (page.form["inseam"], page.form["rider"]) == ("", "80")


async def test_what_is_typed_instead_counts_and_is_kept_here(anna: Visitor, store: Store, inseam: int):
    page = await anna.change(await anna.open(BUILD), inseam="90")

    assert page.form["inseam"] == "90"
    assert "known" not in page.form
    assert "We filled it in" not in page.words
    assert await store.fact("780")


async def test_a_mistake_beside_it_says_nothing_of_it(anna: Visitor, inseam: int):
    answer = await anna.send(await anna.open(BUILD), inseam="tall")

    assert answer.status_code == 422
    assert Page(answer).form["inseam"] == "tall"
    assert "We filled it in" not in Page(answer).words


async def test_what_is_saved_holds_it(anna: Visitor, inseam: int):
    answer = await anna.send(await anna.open(BUILD), to="/specs")
    page = await anna.open(answer.headers["location"])

    assert "78 cm" in page.words


async def test_it_can_be_ordered_at_once(anna: Visitor, inseam: int):
    answer = await anna.send(await anna.open(BUILD), to="/cart/builds")

    assert (answer.status_code, answer.headers["location"]) == (303, "/cart")


@pytest.mark.parametrize("value", ["783", "420", "9990", "junk"])
async def test_what_does_not_lie_on_the_scale_is_not_filled_in(anna: Visitor, store: Store, value: str):
    await anna.open(BUILD)
    await tells(anna, store, "measure.inseam", value)

    assert (await anna.open(BUILD)).form["inseam"] == ""


async def test_no_choice_of_the_address_gives_way_to_it(anna: Visitor, inseam: int):
    page = await anna.open(f"{BUILD}?c=size.xl")

    assert page.form["inseam"] == ""
    assert page.form["size"] == "size.xl"
    assert not page.notices


@pytest.mark.parametrize(
    "known",
    [
        "x",
        "inseam:78",
        "inseam:78:1:2026-99-99",
        "inseam:1e9:1:2026-11-03",
        "motor:1:1:2026-11-03",
        "plate:1:1:2026-11-03",
        "," * 9999,
    ],
)
async def test_a_hostile_form_fills_in_nothing_but_a_measure(anna: Visitor, inseam: int, known: str):
    page = await anna.open(BUILD)
    for htmx in (False, True):
        assert (await anna.send(page, htmx=htmx, known=known, motor="motor.hub")).status_code < 500


# what suits


async def test_what_was_chosen_often_is_offered_with_its_reason_and_its_price(anna: Visitor, pine: int):
    page = await anna.open(f"{BUILD}?c=motor.hub")
    (offer,) = page.all("li", id="offer-colour-pine")

    assert "Pine was in 2 of the 3 specs you saved." in panel(page)
    assert offer.all("span", class_="money")[0].words == price_of(page, "colour.pine")
    assert f"/my/facts#fact-{pine}" in {link["href"] for link in page.all("a")}
    assert "Soot" not in panel(page)  # the one they choose most often speaks


def price_of(page: Page, code: str) -> str:
    tile = page.field(code.split(".")[0], code).parent
    assert tile is not None
    return tile.all("span", class_="tile-price money")[0].words


async def test_what_was_ordered_says_so(anna: Visitor, store: Store):
    await store.learn("order:1001", saw("pine", Signal.ORDERED))

    assert "You ordered Pine before." in panel(await anna.open(BUILD))


async def test_what_was_told_offers_what_suits_it_and_is_not_in(anna: Visitor, store: Store):
    await anna.open(BUILD)
    await tells(anna, store, "told.ride", "commute")
    page = await anna.open(BUILD)

    assert "What do you mostly ride for? You said: commute." in panel(page)
    assert [node["id"] for node in page.all("li") if node["id"].startswith("offer-")] == ["offer-bags-rear"]


async def test_at_most_three_things_are_offered(anna: Visitor, store: Store, pine: int):
    await anna.open(BUILD)
    for key, value in (("told.ride", "tours"), ("told.nights", "street"), ("told.care", "never")):
        await tells(anna, store, key, value)
    page = await anna.open(BUILD)

    assert len([node for node in page.all("li") if node["id"].startswith("offer-")]) == 3


async def test_what_is_in_or_does_not_fit_is_not_offered(anna: Visitor, store: Store, pine: int):
    assert panel(await anna.open(f"{BUILD}?c=colour.pine")) == ""

    await store.forget("pine")
    await store.forget("soot")
    await store.learn("spec:D", saw("beltauto", key="ebike.drive"))
    assert "Beltauto" in panel(await anna.open(BUILD))
    assert panel(await anna.open(f"{BUILD}?c=frame.step")) == ""


async def test_adding_it_keeps_all_that_the_form_says(anna: Visitor, pine: int):
    page = await anna.open(BUILD)
    answer = await anna.press(page, "Add: Pine green", motor="motor.strong")

    assert query(answer.headers["location"])["c"] == "motor.strong,colour.pine"
    assert panel(await anna.go_on(answer)) == ""


async def test_what_has_come_not_to_fit_meanwhile_opens_what_would_change(anna: Visitor, store: Store):
    await store.learn("spec:A", saw("belt8", key="ebike.drive"))
    page = await anna.open(BUILD)
    answer = await anna.press(page, "Add: Belt, 8-speed hub", frame="frame.step")
    after = await anna.go_on(answer)

    assert query(answer.headers["location"]) == {"c": "frame.step", "v": page.form["v"], "want": "drive.belt8"}
    assert "What must change for: Belt, 8-speed hub" in after.words


async def test_a_click_brings_the_price_of_an_offer_up_to_date(anna: Visitor, store: Store):
    await store.learn("spec:A", saw("dual", key="ebike.battery"))
    page = await anna.open(BUILD)
    blocks = Page(await anna.send(page, htmx=True, battery="battery.b750"))
    (offer,) = blocks.all("li", id="offer-battery-dual")
    taken = Page(await anna.send(page, htmx=True, battery="battery.dual"))

    assert offer.all("span", class_="money")[0].words == price_of(blocks, "battery.dual")
    assert not taken.part("offer-battery-dual").all("button")


async def test_nothing_is_offered_where_nothing_is_known(anna: Visitor, store: Store):
    assert panel(await anna.open(BUILD)) == ""


# not now, and forget


@pytest.mark.parametrize("words", ["Not now", "Forget this"])
async def test_at_a_word_a_measure_goes_and_nothing_that_was_chosen(anna: Visitor, inseam: int, words: str):
    page = await anna.open(BUILD)
    answer = await anna.press(page, words, colour="colour.pine", rider="80")
    after = await anna.go_on(answer)

    assert query(answer.headers["location"])["c"] == "colour.pine"
    assert (after.form["inseam"], after.form["rider"]) == ("", "80")
    assert "We filled it in" not in after.words


async def test_not_now_is_for_a_day_and_forgetting_for_good(anna: Visitor, store: Store, inseam: int, pine: int):
    page = await anna.open(BUILD)
    await anna.client.post(f"{BUILD}/facts/{inseam}/rest", data=page.form, headers=BROWSER)
    await anna.client.post(f"{BUILD}/facts/{pine}/forgetting", data=page.form, headers=BROWSER)

    assert (await store.fact("780")).resting_until is not None
    assert "pine" not in await store.known()
    assert ("ebike.colour", "pine") in await store.buried()
    assert "Soot" in panel(await anna.open(BUILD))  # the next one may speak


async def test_a_mistake_does_not_get_lost_over_it(anna: Visitor, pine: int):
    answer = await anna.press(await anna.open(BUILD), "Not now", rider="heavy")

    assert answer.status_code == 422
    assert Page(answer).form["rider"] == "heavy"
    assert panel(await anna.open(BUILD)) == ""


async def test_facts_of_others_are_out_of_reach(anna: Visitor, welcome: Welcome, store: Store, pine: int):
    ben, stranger = await signed_in(welcome, "ben@example.org"), welcome()
    for verb in ("rest", "forgetting"):
        address = f"{BUILD}/facts/{pine}/{verb}"
        assert (await ben.client.post(address, data={"c": ""}, headers=BROWSER)).status_code == 404
        answer = await stranger.client.post(address, data={"c": ""}, headers=BROWSER)
        assert answer.headers["location"].startswith("/signin")
    assert (
        await anna.client.post(f"{BUILD}/facts/{'9' * 30}/rest", data={"c": ""}, headers=BROWSER)
    ).status_code == 404

    assert (await store.fact("pine")).resting_until is None
