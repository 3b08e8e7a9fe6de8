"""A revision keeps how it looked, in every language, and is shown from that alone."""

from litestar import Litestar
from sqlalchemy import select, update

from app.core.database import Database
from configurator.specs.models import Revision
from configurator.specs.portrait import answers_in, picture_in, summary_in, title_in
from tests.support.visitors import EBIKE, Visitor, publish_in


async def newest(database: Database) -> Revision:
    async with database.reading() as session:
        return (await session.scalars(select(Revision).order_by(Revision.id.desc()))).one()


async def test_it_looks_as_the_configurator_showed_it(stocked: Litestar, database: Database, owner: Visitor, spec: str):
    portrait = (await newest(database)).portrait

    for locale, prefix in (("en", ""), ("ru", "/ru")):
        page = await owner.open(prefix + spec)
        (picture,) = page.all("svg", role="img")
        assert page.all("h1")[0].words == title_in(portrait, locale)
        assert " ".join(summary_in(portrait, locale).split()) in page.words
        assert " ".join(picture_in(portrait, locale).alt.split()) == picture.words


async def test_it_knows_its_answers_by_their_questions(stocked: Litestar, database: Database, spec: str):
    answers = answers_in((await newest(database)).portrait, "en")

    assert answers["colour"] == ("Colour", "Pine green")
    assert answers["plate"] == ("Name plate", "“Annabella”")


async def test_a_newer_version_does_not_repaint_it(stocked: Litestar, database: Database, owner: Visitor, spec: str):
    await publish_in(database, EBIKE.replace("Pine green", "Moss green"))

    assert "Pine green" in (await owner.open("/my/specs")).words


async def test_one_saved_before_there_were_portraits_goes_by_its_code(
    stocked: Litestar, database: Database, owner: Visitor, spec: str
):
    async with database.writing() as session:
        await session.execute(update(Revision).values(portrait={}))
    page = await owner.open("/my/specs")

    (title,) = page.all("h3")

    assert title.words == spec.removeprefix("/specs/")
    assert not page.all("svg")
