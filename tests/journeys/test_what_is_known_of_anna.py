"""Anna builds, saves, signs up, allows, is served, forgets, orders, takes all of it along, and leaves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Download, expect

from accounts.consent.notices import notice_of
from accounts.consent.purposes import LEARN, REMEMBER, Purpose
from tests.support.browsers import DESKTOP, PHONE, OpenPage, next_page
from tests.support.buyers import Buyer, email_of
from tests.support.letters import find_letter, letters_to, sign_up
from tests.support.scenes.desk import at_the_desk
from tests.support.shops import REVIEWER

INSEAM = {"en": "Inside leg", "ru": "Длина ноги"}
PINE = {"en": "Pine green", "ru": "Сосновый"}


@pytest.fixture(params=[("en", True), ("ru", False)], ids=["English, script", "Russian, no script"])
def anna(request: pytest.FixtureRequest, open_page: OpenPage) -> Buyer:
    language, script = request.param
    page = open_page(f"/{language}", script=script, viewport=DESKTOP if script else PHONE)
    return Buyer(page, language, email_of("anna"))


@pytest.fixture
def irina(anna: Buyer, open_page: OpenPage) -> Buyer:
    page = open_page(f"/{anna.language}")
    at_the_desk(page, anna.language)
    return Buyer(page, anna.language, REVIEWER)


def allow(anna: Buyer, purpose: Purpose) -> None:
    """Read the text and press the button below it."""
    anna.open("/my/permissions")
    section = anna.page.locator(f"#{purpose.code}")
    expect(section).to_contain_text(notice_of(purpose, anna.language).use[:60])
    section.get_by_role("button").click()
    expect(anna.page.locator(f"#{purpose.code} button")).to_contain_text(anna.said("Withdraw"))


def download(anna: Buyer, ending: str) -> Path:
    with anna.page.expect_download() as coming:
        anna.page.locator(f"a[href$='export.{ending}']").click()
    taken: Download = coming.value
    return Path(taken.path())


def test_all_the_way_from_a_first_bike_to_good_bye(anna: Buyer, irina: Buyer):
    page, main = anna.page, anna.page.get_by_role("main")

    # She builds and saves as a guest, and makes an account, which takes the bike in.
    anna.open("/build/ebike?c=colour.pine")
    page.locator("#inseam-entry").fill("82")
    anna.press("Save this spec")
    spec = page.url
    sign_up(page, anna.language, anna.email)
    anna.press("These are mine: join them")

    # Nothing is known yet, and what she did before she allowed it never will be.
    allow(anna, LEARN)
    allow(anna, REMEMBER)
    anna.open("/my/facts")
    expect(main).not_to_contain_text(PINE[anna.language])

    # From now on what she saves counts, and she tells her measure.
    page.goto(spec)
    with next_page(page):
        page.locator(".spec-price form[action*='/changes'] button").click()
    anna.press("Save the change")
    anna.open("/my/facts")
    expect(page.locator("h3", has_text=PINE[anna.language])).to_be_visible()
    measure = page.locator("form", has_text=INSEAM[anna.language]).filter(has=page.locator("input[name=value]")).first
    measure.locator("input[name=value]").fill("85")
    with next_page(page):
        measure.get_by_role("button").click()
    expect(page.locator("h3", has_text=re.compile("85"))).to_be_visible()

    # Both serve where she builds the next one, and say so; she forgets one, and keeps what she has chosen.
    page.context.clear_cookies(name="__Host-guest")
    anna.open("/build/ebike?c=frame.split")
    expect(page.locator("#inseam-entry")).to_have_value("85")
    offer = page.get_by_role("button", name=re.compile(PINE[anna.language]))
    expect(offer).to_be_visible()
    expect(page.locator("#q-inseam")).to_contain_text(anna.said("Why this"))
    page.locator(".for-you button[formaction$=forgetting]").first.click()
    expect(page.get_by_role("button", name=re.compile(PINE[anna.language]))).to_have_count(0)
    expect(page.locator("#inseam-entry")).to_have_value("85")
    expect(page.locator("#frame-split")).to_be_checked()
    assert "inseam" not in page.url

    # She orders and pays; Irina approves.
    anna.press("Put it in the cart")
    page.wait_for_url("**/cart")
    anna.check()
    anna.order()
    number = anna.pay()
    irina.open(f"/staff/orders/{number}")
    irina.press("Approve as ordered")
    anna.open(f"/orders/{number}")
    anna.wait_for("Approved")
    anna.open("/my/facts")
    expect(page.locator("h3", has_text=PINE[anna.language])).to_have_count(0)

    # She takes all of it along.
    anna.open("/my/data")
    taken = json.loads(download(anna, "json").read_text(encoding="utf-8"))
    assert {fact["value"] for fact in taken["tables"]["facts"] if fact["key"] == "measure.inseam"} == {"850"}
    assert {row["value"] for row in taken["tables"]["tombstones"]} == {"pine"}
    assert taken["tables"]["orders"][0]["delivery"]["street"] == "Ahornweg 7"
    assert "Ahornweg 7" in download(anna, "html").read_text(encoding="utf-8")

    # And leaves: first asked, with a letter that says how to take it back, then at once.
    letters = letters_to(page, anna.email)
    anna.open("/my/data")
    expect(page.locator(".stays")).to_contain_text(number)
    anna.press("Erase my account")
    expect(page.locator(".note.warn")).to_be_visible()
    find_letter(page, anna.email, letters)
    expect(main).to_contain_text("/my/data")
    anna.open("/my/data")
    anna.press("Erase it now, for good")
    page.wait_for_url("**/erased")
    answer = page.goto(f"/{anna.language}/orders/{number}")
    assert answer is not None
    assert answer.status == 404
    irina.open(f"/staff/orders/{number}")
    expect(irina.page.get_by_role("main")).not_to_contain_text("Anna Petersen")
