"""The form without script: what the shopper changed becomes a choice, and the answer is an address."""

from tests.support.pages import Page, query
from tests.support.visitors import Visitor


async def test_the_answer_is_the_canonical_address(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=colour.pine&base=city")
    answer = await shopper.send(page, motor="motor.hub")

    assert answer.status_code == 303
    assert query(answer.headers["location"]) == {"c": "colour.pine,motor.hub", "v": page.form["v"], "base": "city"}
    assert answer.headers["location"].startswith("/build/ebike?c=colour.pine,motor.hub&v=")


async def test_the_answer_stays_in_the_language(shopper: Visitor):
    page = await shopper.open("/ru/build/ebike")

    assert (await shopper.send(page, motor="motor.hub")).headers["location"].startswith("/ru/build/ebike?c=motor.hub&")


async def test_a_form_sent_as_it_stood_chooses_nothing(shopper: Visitor):
    for address in ("/build/ebike", "/ru/build/ebike?base=express", "/build/ebike?c=motor.speed,bags.rear:2"):
        page = await shopper.open(address)
        after = await shopper.change(page)

        assert after.form == page.form


async def test_what_stands_by_default_is_no_choice_even_when_others_change(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/ebike"), battery="battery.b625", saddle="saddle.gel")

    assert page.form["c"] == "battery.b625,saddle.gel"


async def test_a_radio_button_takes_the_place_of_the_choice_before(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/ebike?c=frame.step,colour.pine"), frame="frame.split")

    assert page.form["c"] == "colour.pine,frame.split"
    assert page.form["frame"] == "frame.split"


async def test_a_check_box_adds_and_takes_out(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    with_mirror = await shopper.change(page, **{"extras.mirror": "1"})
    without = await shopper.change(with_mirror, **{"extras.mirror": None, "extras.kickstand": None})

    assert with_mirror.form["c"] == "extras.mirror"
    assert without.form["c"] == "extras.kickstand:0,extras.mirror:0"
    assert not {"extras.mirror", "extras.kickstand"} & without.form.keys()


async def test_a_count_is_chosen_from_a_list(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/ebike"), **{"bags.rear": "2"})
    one = await shopper.change(page, **{"bags.rear": "1"})
    none = await shopper.change(one, **{"bags.rear": "0"})

    assert [each.form["c"] for each in (page, one, none)] == ["bags.rear:2", "bags.rear", "bags.rear:0"]
    assert [each.form["bags.rear"] for each in (page, one, none)] == ["2", "1", "0"]


async def test_only_counts_within_reach_are_offered(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=rack.light")

    assert [option.words for option in page.field("bags.rear").all("option")] == ["0", "1"]


async def test_choosing_what_does_not_fit_leads_to_what_would_have_to_change(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.diamond")
    answer = await shopper.send(page, drive="drive.belt8", saddle="saddle.gel")
    after = await shopper.open(answer.headers["location"])

    assert query(answer.headers["location"])["want"] == "drive.belt8"
    assert "What must change for: Belt, 8-speed hub" in after.part("q-drive").words
    assert after.form["c"] == "frame.diamond,saddle.gel"


async def test_a_check_box_that_does_not_fit_does_so_too(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=motor.speed")
    answer = await shopper.send(page, **{"extras.child_seat": "1"})

    assert query(answer.headers["location"])["want"] == "extras.child_seat"


async def test_two_changes_that_contradict_each_other_keep_the_first_and_say_so(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    after = await shopper.change(page, motor="motor.speed", **{"extras.child_seat": "1"})

    assert after.form["c"] == "motor.speed"
    assert "Child seat: No child seat is approved for 45 km/h; you chose Fast mid motor, 45 km/h." in after.notices


async def test_what_the_form_never_offered_is_said_and_not_kept(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    for changes in ({"motor": "motor.warp"}, {"motor": "<b>"}, {"bags.rear": "9999999999"}):
        after = await shopper.change(page, **changes)

        assert after.form["c"] == ""
        assert "This product has no such choice." in after.notices


async def test_junk_in_a_count_is_no_choice(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    for count in ("", "-1", "1.5", "two", "٢", "1e3", " "):
        assert (await shopper.change(page, **{"bags.rear": count})).form["c"] == ""


async def test_a_form_without_its_hidden_fields_leads_back_to_the_page(shopper: Visitor):
    for fields in ({}, {"motor": "motor.hub"}, {"v": "zzz"}, {"base": "city"}):
        answer = await shopper.client.post("/build/ebike", data=fields)

        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/build/ebike?v=")


async def test_a_form_for_a_product_we_do_not_make_is_a_404(shopper: Visitor):
    answer = await shopper.client.post("/build/submarine", data={"c": "", "motor": "motor.hub"})

    assert answer.status_code == 404
    assert "There is nothing here" in Page(answer).words
