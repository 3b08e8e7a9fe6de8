"""A whole page for somebody signed in: what is known of them is at work on it, and the ledger says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Fact, Visitor, anonymity_of, not_noted, note_serving, provide_visitor, serving, times_of
from app.core.database import Database
from app.core.language import locale_of
from configurator.build.asking import Asking
from configurator.build.foryou import fill_in, keys_of, offers_of, suggestions_of
from configurator.build.kept import page_of
from configurator.build.view import BuildPage
from configurator.build.wording import Wording


@dataclass(frozen=True, slots=True)
class Served:
    """A page made with what is known of a visitor; `fresh` are the facts of which today's ledger does not say yet that
    they served here."""

    visitor: Visitor
    page: BuildPage
    where: str
    fresh: Sequence[Fact]


async def serve(request: Request[Any, Any, Any], session: AsyncSession, asking: Asking) -> Served | None:
    """The page of `asking` with all that may serve the visitor; None where nothing does. It asks nothing for guests."""
    if anonymity_of(request) is not None:
        return None
    file = asking.published.file
    visitor = await provide_visitor(request, session)
    facts = await serving(session, visitor, keys_of(file))
    filled = fill_in(asking, facts)
    page = page_of(request, filled)
    times = await times_of(session, [fact.id for fact in facts if fact.key.startswith(f"{file.code}.")])
    offers = offers_of(facts, times, page, file)
    at_work = {known.fact for known in filled.known.values()} | {fact.id for fact, _ in offers}
    if not at_work:
        return None
    page = replace(
        page,
        suggestions=suggestions_of(offers, times, Wording(file, locale_of(request))),
        offers=tuple(tile.code for _, tiles in offers for tile in tiles),
    )
    used = [fact for fact in facts if fact.id in at_work]
    where = f"build:{asking.product}"
    return Served(visitor, page, where, await not_noted(session, used, where))


async def may_serve(database: Database, served: Served) -> bool:
    """Write down that the facts serve, before they do; whether they still may."""
    if not served.fresh:
        return True
    async with database.writing() as session:
        return await note_serving(session, served.visitor, served.fresh, served.where)
