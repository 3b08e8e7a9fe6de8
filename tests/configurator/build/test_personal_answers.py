"""Measures and words go to nobody else and stand nowhere else: in no address, in no log, in no stranger's page."""

import io

import pytest
from httpx import Response

from app.core.logs import configure_logging
from tests.support.logs import without_times
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome

TOLD = {"inseam": "97.5", "plate": "Annabella"}


def everything_but_the_cookie(answer: Response) -> str:
    return answer.text + str([pair for pair in answer.headers.items() if pair[0] != "set-cookie"])


async def test_nobody_gets_a_cookie_before_they_tell_something(shopper: Visitor):
    page = await shopper.open("/build/ebike")
    for htmx in (False, True):
        answer = await shopper.send(page, htmx=htmx, motor="motor.hub", **{"extras.mirror": "1"})
        assert "set-cookie" not in answer.headers
    assert not shopper.client.cookies


@pytest.mark.parametrize("htmx", [False, True])
async def test_the_cookie_is_for_this_host_and_out_of_reach(shopper: Visitor, htmx: bool):
    answer = await shopper.send(await shopper.open("/build/ebike"), htmx=htmx, inseam="97.5")
    name, *attributes = answer.headers["set-cookie"].split("; ")

    assert name.startswith("__Host-guest=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(attributes)
    assert "Domain" not in answer.headers["set-cookie"]


async def test_the_cookie_is_given_once(shopper: Visitor):
    page = await shopper.change(await shopper.open("/build/ebike"), inseam="97.5")

    assert "set-cookie" not in (await shopper.send(page, plate="Ben")).headers


async def test_with_a_mistake_beside_it_an_answer_is_kept_all_the_same(shopper: Visitor):
    answer = await shopper.send(await shopper.open("/build/ebike"), inseam="97.5", rider="heavy")
    again = await shopper.open("/build/ebike")

    assert "set-cookie" in answer.headers
    assert again.form["inseam"] == "97.5"


async def test_they_come_back_with_the_visitor_and_with_nobody_else(welcome: Welcome):
    anna, stranger = welcome(), welcome()
    told = await anna.change(await anna.open("/build/ebike"), **TOLD)

    assert (await anna.open("/ru/build/ebike?base=city")).form["inseam"] == "97,5"
    page = await stranger.open(told.address)
    assert (page.form["inseam"], page.form["plate"]) == ("", "")
    assert "97.5" not in page.words
    assert "Annabella" not in page.words


async def test_a_made_up_cookie_opens_nothing_and_is_replaced(shopper: Visitor):
    shopper.client.cookies.set("__Host-guest", "short", domain="shop.example")
    answer = await shopper.send(await shopper.open("/build/ebike"), inseam="97.5")

    assert answer.headers["set-cookie"].startswith("__Host-guest=")


@pytest.mark.parametrize("htmx", [False, True])
async def test_no_address_carries_them(shopper: Visitor, htmx: bool):
    answer = await shopper.send(await shopper.open("/build/ebike"), htmx=htmx, motor="motor.strong", **TOLD)
    leads = [answer.headers.get("location", ""), answer.headers.get("hx-push-url", "")]
    leads += [node["href"] for node in Page(answer).all("a")]

    assert not [lead for lead in leads if "97" in lead or "Annabella" in lead]


async def test_a_hostile_form_cannot_smuggle_one_into_an_address(shopper: Visitor):
    page = await shopper.open("/build/ebike?c=frame.diamond")
    for changes in ({"frame": "inseam:97.5"}, {"c": "inseam:97.5,frame.diamond,drive.belt8"}):
        answer = await shopper.send(page, **changes, saddle="wings.large", inseam=None)

        assert "97.5" not in everything_but_the_cookie(answer)


async def test_no_line_of_the_log_holds_them(shopper: Visitor):
    lines = io.StringIO()
    configure_logging("debug", lines)
    page = await shopper.change(await shopper.open("/build/ebike"), **TOLD)
    await shopper.send(page, htmx=True, inseam="98.5")
    await shopper.verdict(personal=TOLD)
    await shopper.open("/build/ebike?c=inseam:97.5")

    said = without_times(lines.getvalue())
    assert said.count('"event": "request"') >= 5
    for secret in ("97.5", "98.5", "Annabella", shopper.client.cookies["__Host-guest"]):
        assert secret not in said
