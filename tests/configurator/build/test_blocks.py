"""With script, a click fetches only what changed, and the address follows."""

import re

from httpx import Response

from tests.support.pages import Page, query
from tests.support.visitors import HTMX, Visitor

ALWAYS = {"state", "status", "slip"}


def blocks(answer: Response) -> set[str]:
    """Which parts of the page came, by their ids."""
    page = Page(answer)
    assert not page.all("html"), "the whole page came"
    names = {"notices", "stage", "bases", "progress", *ALWAYS}
    return {name for name in page.ids if name in names or name.startswith("q-")}


async def test_a_click_brings_the_questions_that_differ_and_no_others(shopper: Visitor):
    before = await shopper.open("/build/ebike")
    answer = await shopper.send(before, htmx=True, lock="lock.folding")
    after = await shopper.open(answer.headers["hx-push-url"])
    differ = {
        question["id"]
        for question in before.all("details")
        if question["id"].startswith("q-") and question.words != after.part(question["id"]).words
    }

    assert "q-lock" in differ
    assert "q-colour" not in differ
    assert {name for name in blocks(answer) if name.startswith("q-")} == differ


async def test_what_it_brings_is_what_the_page_would_show(shopper: Visitor):
    before = await shopper.open("/build/ebike?c=frame.diamond")
    for change in ({"motor": "motor.speed"}, {"extras.child_seat": "1"}, {"bags.rear": "2"}, {"drive": "drive.belt8"}):
        answer = await shopper.send(before, htmx=True, **change)
        came, after = Page(answer).put_over(before), await shopper.open(answer.headers["hx-push-url"])

        for name in blocks(answer) - {"status", "slip", "progress", "notices"}:
            assert came.part(name).words == after.part(name).words
            assert [field["value"] for field in came.part(name).all("input")] == [
                field["value"] for field in after.part(name).all("input")
            ]


async def test_of_a_question_come_the_options_that_differ_and_of_the_picture_its_changed_layers(shopper: Visitor):
    before = await shopper.open("/build/ebike")
    came = Page(await shopper.send(before, htmx=True, **{"extras.mirror": "1"}, saddle="saddle.gel"))

    marked = {node["id"] for mark in came.all() if "data-same" in mark.attributes for node in (mark, *mark.all())}
    assert "extras-kickstand" in marked
    assert "extras-mirror" not in marked
    assert "p-frame-diamond" in marked
    assert not [name for name in marked if name.startswith("p-saddle")]


async def test_an_option_comes_without_the_icon_that_is_shown_already(shopper: Visitor):
    before = await shopper.open("/build/ebike")
    came = Page(await shopper.send(before, htmx=True, motor="motor.speed"))
    icons = came.all("span", class_="tile-pic")

    assert icons
    assert not [icon for icon in icons if icon.children]
    assert all(icon.children for icon in came.put_over(before).all("span", class_="tile-pic"))


async def test_the_same_click_again_is_answered_the_same(shopper: Visitor):
    before = await shopper.open("/build/ebike")
    first, again = [await shopper.send(before, htmx=True, motor="motor.speed") for _ in range(2)]

    assert again.text == first.text
    assert again.headers["hx-push-url"] == first.headers["hx-push-url"]


async def test_the_address_is_canonical_and_in_the_language(shopper: Visitor):
    page = await shopper.open("/ru/build/ebike?c=frame.step,frame.diamond,frame.diamond&base=everyday")
    answer = await shopper.send(page, htmx=True, motor="motor.hub")

    assert answer.status_code == 200
    assert answer.headers["hx-push-url"].startswith("/ru/build/ebike?")
    assert query(answer.headers["hx-push-url"]) == {"c": "frame.diamond,motor.hub", "v": page.form["v"]}


async def test_the_form_goes_on_from_the_new_address(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    answer = await shopper.send(page, htmx=True, motor="motor.hub")

    assert {field["name"]: field["value"] for field in Page(answer).part("state").all("input")}["c"] == "motor.hub"


async def test_a_screen_reader_hears_the_total_and_what_changed(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.diamond")
    dearer = Page(await shopper.send(page, htmx=True, lock="lock.folding"))
    cheaper = Page(await shopper.send(page, htmx=True, saddle="saddle.gel"))
    narrower = Page(await shopper.send(page, htmx=True, motor="motor.speed"))
    same = Page(await shopper.send(page, htmx=True))

    assert dearer.status == f"Total {total(dearer)}, 94.00 more; 1 option no longer fits."
    assert cheaper.status == f"Total {total(cheaper)}, 65.00 less."
    assert re.search(r" more; \d+ options no longer fit\.$", narrower.status)
    assert same.status == f"Total {total(same)}."


async def test_it_is_told_in_the_language_of_the_address(shopper: Visitor):
    page = await shopper.open("/ru/build/ebike")
    answer = Page(await shopper.send(page, htmx=True, lock="lock.folding"))

    assert "94,00" in answer.status
    assert "more" not in answer.status


async def test_a_click_on_what_does_not_fit_brings_the_conflict(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.diamond")
    answer = await shopper.send(page, htmx=True, drive="drive.belt8")

    assert "What must change for: Belt, 8-speed hub" in Page(answer).part("q-drive").words
    assert query(answer.headers["hx-push-url"])["want"] == "drive.belt8"


async def test_a_link_brings_what_differs_from_the_address_that_is_shown(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.diamond&want=drive.belt8")
    shown = {"HX-Current-URL": f"https://shop.example{page.address}"}
    answer = await shopper.client.get(page.link("Make these changes"), headers={**HTMX, **shown})

    assert {"q-drive", "q-frame", "q-wheels", "stage"} <= blocks(answer)
    assert "q-saddle" not in blocks(answer)
    assert query(answer.headers["hx-push-url"])["c"] == "drive.belt8"
    assert " more" in Page(answer).status


async def test_a_mistake_comes_back_beside_its_field_with_what_was_typed(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    answer = await shopper.send(page, htmx=True, inseam="200", saddle="saddle.gel")
    came = Page(answer)

    assert came.field("inseam")["value"] == "200"
    assert "The nearest is 100 cm." in came.description("inseam")
    assert query(answer.headers["hx-push-url"])["c"] == "saddle.gel"


async def test_what_cannot_be_kept_is_said_at_once(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    answer = await shopper.send(page, htmx=True, motor="motor.speed", **{"extras.child_seat": "1"})

    assert "No child seat is approved for 45 km/h" in Page(answer).notices


async def test_a_product_that_is_gone_is_a_notice_and_not_a_page(shopper: Visitor):
    answer = await shopper.client.post("/build/submarine", data={"c": "", "v": "0123456789ab"}, headers=HTMX)

    assert answer.status_code == 404
    assert "<html" not in answer.text
    assert "There is nothing here" in answer.text


async def test_back_in_the_browser_gets_the_whole_page(shopper: Visitor):
    headers = {**HTMX, "HX-Request-Type": "full"}
    answer = await shopper.client.get("/build/ebike?c=motor.hub", headers=headers)

    assert Page(answer).form["motor"] == "motor.hub"
    assert {"HX-Request", "HX-Request-Type"} <= set(answer.headers["vary"].replace(" ", "").split(","))


def total(page: Page) -> str:
    """The total on the slip."""
    return "€" + page.part("slip").words.partition("€")[2].split()[0]
