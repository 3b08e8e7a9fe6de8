"""Looking and asking for prices leaves no trace: only who tells something personal is written down."""

import pytest
from litestar import Litestar

from app.core.database import Database
from tests.support.databases import nothing_written
from tests.support.visitors import BROWSER, Visitor


async def test_a_whole_visit_writes_nothing(stocked: Litestar, database: Database, shopper: Visitor):
    with nothing_written(database):
        await shopper.open("/")
        page = await shopper.open("/build/ebike?c=frame.diamond,drive.belt8,inseam:97&v=0123456789ab&want=battery.dual")
        for htmx in (False, True):
            await shopper.send(page, htmx=htmx, motor="motor.speed", **{"bags.rear": "2"})
            await shopper.send(page, htmx=htmx, drive="drive.belt8")
            await shopper.send(page, htmx=htmx, inseam="nonsense", rider="999", plate="x" * 99)
        await shopper.client.get("/api/products/ebike/verdict?c=motor.speed")
        await shopper.verdict(choices=["motor.speed"], personal={"inseam": 97.5, "plate": "Anna"})
        await shopper.client.request("HEAD", "/build/ebike")
        await shopper.open("/build/submarine", status=404)
        await shopper.open("/specs/00000-00000-0", status=404)


async def test_telling_something_writes_the_draft_and_nothing_else(
    stocked: Litestar, database: Database, shopper: Visitor
):
    page = await shopper.open("/build/ebike")
    with pytest.raises(AssertionError, match="INSERT INTO drafts"), nothing_written(database):
        await shopper.send(page, htmx=True, inseam="97.5")
    with nothing_written(database):
        told = await shopper.open("/build/ebike")
        await shopper.send(told, htmx=True, motor="motor.hub")
        await shopper.send(told, motor="motor.hub", inseam="97.5")


async def test_the_guard_itself_would_notice(stocked: Litestar, database: Database, shopper: Visitor):
    page = await shopper.open("/build/ebike")
    with pytest.raises(AssertionError, match="INSERT INTO specs"), nothing_written(database):
        await shopper.client.post("/specs", data=page.form, headers=BROWSER)
