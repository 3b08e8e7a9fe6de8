"""Staff see what the profile system would not take, since when and why, and send it again or strike it out."""

from __future__ import annotations

import pytest
from litestar import Litestar

from accounts.consent.purposes import FEED
from accounts.identity.models import Role
from app.core.database import Database
from app.core.settings import Settings
from tests.accounts.profile.feeds import ANNA, BEN, did, name_of, somebody, waiting
from tests.accounts.profile.store import RIDE, Store
from tests.support.orders import signed_in
from tests.support.receivers import Fault, ProfileSystem
from tests.support.visitors import Visitor, Welcome

DESK = "/staff/feed"
REFUSED = Fault(400)


@pytest.fixture
def settings(settings: Settings, profiles: ProfileSystem) -> Settings:
    """A shop with a profile system."""
    return profiles.settings(settings)


@pytest.fixture
async def irina(database: Database, welcome: Welcome) -> Visitor:
    """Somebody of the staff."""
    return await signed_in(welcome, "irina@example.org", Role.REVIEWER)


@pytest.fixture
async def anna(app: Litestar, database: Database, profiles: ProfileSystem) -> Store:
    """Anna, whose answer the profile system would not take, and behind which two things wait that she did."""
    anna = await somebody(database, ANNA)
    await anna.tell(RIDE, "tours")
    await did(anna, "Spec Saved")
    await did(anna, "Order Placed")
    profiles.faults = [REFUSED]
    await profiles.collect(app)
    return anna


async def test_what_cannot_be_sent_is_shown_with_its_reason(irina: Visitor, anna: Store):
    page = await irina.open(DESK)

    (row,) = page.all("tbody")[0].all("tr")
    cells = [cell.words for cell in row.all("th", "td")]
    assert cells[:2] == ["Preferences", "the profile system answers 400"]
    assert cells[3:5] == ["1", "2"]
    assert cells[-1] == await name_of(anna)
    assert "2 messages wait to be sent" in page.words
    assert ANNA not in page.words


async def test_the_reason_is_told_in_russian(irina: Visitor, anna: Store):
    page = await irina.open(f"/ru{DESK}")

    assert "профильная система отвечает 400" in page.words
    assert "2 сообщения ждут отправки, самое давнее: 0 минут. Что не удаётся" in page.words


async def test_sent_again_it_goes_and_the_others_after_it(
    app: Litestar, irina: Visitor, anna: Store, profiles: ProfileSystem
):
    page = await irina.go_on(await irina.press(await irina.open(DESK), "Send again"))
    assert not page.all("tbody")
    await profiles.collect(app)

    assert profiles.events(await name_of(anna)) == ["Spec Saved", "Order Placed"]
    assert profiles.preferences(await name_of(anna)) is not None
    assert [message["type"] for message in profiles.sent] == ["identify", "identify", "track", "track"]
    assert "Nothing waits to be sent." in (await irina.open(DESK)).words


async def test_struck_out_it_never_goes_and_the_others_do(
    app: Litestar, irina: Visitor, anna: Store, profiles: ProfileSystem
):
    await irina.press(await irina.open(DESK), "Strike out")
    await profiles.collect(app)

    assert profiles.events(await name_of(anna)) == ["Spec Saved", "Order Placed"]
    assert profiles.preferences(await name_of(anna)) is None


async def test_all_of_them_are_sent_again_once_the_trouble_is_mended(
    app: Litestar, irina: Visitor, anna: Store, profiles: ProfileSystem
):
    ben = await somebody(anna.database, BEN)
    await did(ben, "Spec Saved")
    profiles.faults = [REFUSED]
    await profiles.collect(app)

    await irina.press(await irina.open(DESK), "Send all of them again")
    await profiles.collect(app)

    assert profiles.events(await name_of(anna)) == ["Spec Saved", "Order Placed"]
    assert profiles.events(await name_of(ben)) == ["Spec Saved"]


async def test_a_second_press_does_no_harm(app: Litestar, irina: Visitor, anna: Store, profiles: ProfileSystem):
    page = await irina.open(DESK)
    await irina.press(page, "Send again")
    await profiles.collect(app)

    for words in ("Send again", "Strike out"):
        assert (await irina.press(page, words)).headers["location"] == DESK
    assert await profiles.collect(app) == 0
    assert profiles.events(await name_of(anna)) == ["Spec Saved", "Order Placed"]


async def test_who_withdraws_stands_there_no_more(irina: Visitor, anna: Store):
    await anna.withdraw(FEED)

    assert "Nothing waits to be sent." in (await irina.open(DESK)).words
    assert await waiting(anna) == []


async def test_what_is_tried_in_vain_is_told_before_it_is_given_up(
    app: Litestar, irina: Visitor, database: Database, profiles: ProfileSystem
):
    await did(await somebody(database, ANNA), "Spec Saved")
    profiles.faults = [Fault(503)]
    await profiles.collect(app)

    words = (await irina.open(DESK)).words
    assert "1 message waits to be sent" in words
    assert "It was tried in vain: the profile system answers 503." in words


async def test_of_many_the_oldest_are_shown(app: Litestar, irina: Visitor, database: Database, profiles: ProfileSystem):
    profiles.faults = [REFUSED] * 52
    for number in range(52):
        await did(await somebody(database, f"{number}@example.org"), f"Event {number}")
    await profiles.collect(app)

    page = await irina.open(DESK)
    assert [row.all("th")[0].words for row in page.all("tbody")[0].all("tr")] == [f"Event {n}" for n in range(50)]
    assert "2 more stand behind these." in page.words
