"""A copy is a spec of its own: the same content, its own code, and a way of its own from then on."""

from litestar import Litestar
from sqlalchemy import select

from app.core.database import Database
from configurator.specs.models import Revision
from tests.configurator.specs.conftest import reopened, save_change
from tests.support.visitors import BROWSER, Visitor


async def test_it_says_the_same_under_a_code_of_its_own(
    stocked: Litestar, database: Database, owner: Visitor, spec: str
):
    answer = await owner.press(await owner.open(spec), "Duplicate")
    copy = answer.headers["location"]
    page = await owner.open(copy)
    async with database.reading() as session:
        one, other = await session.scalars(select(Revision).order_by(Revision.id))

    assert copy != spec
    assert "revision 1" in page.words
    assert "Annabella" in page.words
    assert (one.snapshot, one.answers, one.total, one.portrait) == (
        other.snapshot,
        other.answers,
        other.total,
        other.portrait,
    )


async def test_changing_one_leaves_the_other(stocked: Litestar, owner: Visitor, spec: str):
    copy = (await owner.press(await owner.open(spec), "Duplicate")).headers["location"]
    await save_change(owner, await reopened(owner, copy), colour="colour.soot")

    assert "Pine green" in (await owner.open(spec)).words
    assert "Soot black" in (await owner.open(copy)).words


async def test_of_an_older_revision_what_is_shown_is_copied(owner: Visitor, spec: str):
    await save_change(owner, await reopened(owner, spec), colour="colour.soot")
    answer = await owner.press(await owner.open(f"{spec}?revision=1"), "Duplicate")

    assert "Pine green" in (await owner.open(answer.headers["location"])).words


async def test_a_revision_that_is_not_there_is_not_copied(owner: Visitor, spec: str):
    answer = await owner.client.post(f"{spec}/copies?revision=7", headers=BROWSER)

    assert answer.status_code == 404


async def test_name_and_note_stay_with_the_first(owner: Visitor, spec: str):
    await owner.client.post(f"{spec}/name", data={"name": "Papa's bike"}, headers=BROWSER)
    copy = (await owner.press(await owner.open(spec), "Duplicate")).headers["location"]

    assert (await owner.open(copy)).all("h1")[0].words == "Everyday 28"
