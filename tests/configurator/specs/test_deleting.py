"""A deleted spec is gone for everybody else at once, and for its owner after thirty days."""

from datetime import timedelta

import pytest
import time_machine
from litestar import Litestar
from sqlalchemy import func, select

from app.core import clock
from app.core.database import Database
from configurator.specs.jobs import remove_deleted_specs
from configurator.specs.models import Revision, Spec
from tests.configurator.specs.conftest import save
from tests.support.visitors import BROWSER, Visitor


async def delete(owner: Visitor, spec: str) -> str:
    """Press the button on the spec's page; where that leads."""
    answer = await owner.press(await owner.open(spec), "Delete")
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def test_after_deleting_it_can_be_put_back_at_once(stocked: Litestar, owner: Visitor, spec: str):
    page = await owner.open(await delete(owner, spec))
    (notice,) = page.all("div", class_="note done")
    (form,) = notice.all("form")

    assert "Everyday 28 is deleted" in notice.words
    await owner.client.post(form["action"], headers=BROWSER)
    assert "Pine green" in (await owner.open(spec)).words
    assert "Deleted" not in (await owner.open("/my/specs")).words


async def test_its_page_says_until_when(stocked: Litestar, owner: Visitor, spec: str):
    with time_machine.travel("2026-11-20T12:00:00Z"):
        await delete(owner, spec)
        page = await owner.open(spec)

        assert page.all("h1")[0].words == "Everyday 28 is deleted"
        assert "It can be put back until 20 December 2026." in page.words
        assert "20 декабря 2026" in (await owner.open(f"/ru{spec}")).words
        shown = await owner.go_on(await owner.press(page, "Put it back"))
        assert "Pine green" in shown.words


async def test_for_others_it_is_as_if_it_had_never_been(owner: Visitor, spec: str, helper: Visitor):
    await delete(owner, spec)
    gone = await helper.client.get(spec, headers=BROWSER)
    none = await helper.client.get("/specs/00000-00000-0", headers=BROWSER)

    assert (gone.status_code, none.status_code) == (404, 404)
    assert gone.text.replace(spec, "/specs/00000-00000-0") == none.text


@pytest.mark.parametrize("verb", ["deletion", "restoration", "copies"])
async def test_a_stranger_neither_deletes_nor_puts_back_nor_copies(
    owner: Visitor, spec: str, stranger: Visitor, verb: str
):
    await save(stranger)
    answer = await stranger.client.post(f"{spec}/{verb}", headers=BROWSER)

    assert answer.status_code == 404
    assert "Pine green" in (await owner.open(spec)).words


async def test_deleting_twice_does_not_give_it_longer(stocked: Litestar, owner: Visitor, spec: str):
    with time_machine.travel("2026-11-20T12:00:00Z") as now:
        await delete(owner, spec)
        now.shift(timedelta(days=5))
        await owner.client.post(f"{spec}/deletion", headers=BROWSER)

        assert "until 20 December 2026" in (await owner.open(spec)).words


async def test_a_change_saved_in_another_tab_is_not_lost(stocked: Litestar, owner: Visitor, spec: str):
    answer = await owner.press(await owner.open(spec), "Change this spec")
    building = await owner.open(answer.headers["location"])
    await delete(owner, spec)
    page = await owner.go_on(await owner.press(building, "Save the change", colour="colour.soot"))
    assert "is deleted" in page.words

    shown = await owner.go_on(await owner.press(page, "Put it back"))
    assert "Soot black" in shown.words


async def test_after_thirty_days_it_is_gone_even_before_anybody_sweeps(
    stocked: Litestar, database: Database, owner: Visitor, spec: str
):
    await delete(owner, spec)
    with time_machine.travel(clock.now() + timedelta(days=30, minutes=1)):
        await owner.open(spec, status=404)
        assert "Deleted" not in (await owner.open("/my/specs")).words
        assert (await owner.client.post(f"{spec}/restoration", headers=BROWSER)).status_code == 404


async def test_the_sweep_removes_just_those(stocked: Litestar, database: Database, owner: Visitor, spec: str):
    kept, recent = await save(owner), await save(owner)
    await delete(owner, spec)
    with time_machine.travel(clock.now() + timedelta(days=29)):
        await delete(owner, recent)
        await remove_deleted_specs(database)
        assert await counted(database) == (3, 3)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        await remove_deleted_specs(database)
        await remove_deleted_specs(database)
        assert await counted(database) == (2, 2)
        await owner.open(kept)
        assert "is deleted" in (await owner.open(recent)).words


async def counted(database: Database) -> tuple[int, int]:
    """How many specs and revisions there are."""
    async with database.reading() as session:
        specs = await session.scalar(select(func.count()).select_from(Spec))
        return specs or 0, await session.scalar(select(func.count()).select_from(Revision)) or 0
