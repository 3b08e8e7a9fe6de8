"""Specs as somebody's things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Belonging, NothingRemains, Person, Visitor
from app.core.i18n import translator
from configurator.specs.codes import written
from configurator.specs.models import Revision, Spec
from configurator.specs.portrait import title_in
from configurator.specs.queries import specs_of


class PersonalSpecs(NothingRemains):
    """The room's part in what is somebody's."""

    async def belongings(self, session: AsyncSession, guest: str | None, email: str) -> Sequence[Belonging]:
        """The specs that were saved in the guest's browser; what is deleted is nothing to speak of."""
        return [_belonging(spec, newest) for spec, newest in await specs_of(session, Visitor(guest=guest))]

    async def join(self, session: AsyncSession, guest: str | None, person: Person, refused: frozenset[str]) -> None:
        """Make them the person's."""
        ids = [spec.id for spec, _ in await specs_of(session, Visitor(guest=guest)) if _what(spec) not in refused]
        theirs = (Spec.id.in_(ids), Spec.person_id.is_(None))
        await session.execute(update(Spec).where(*theirs).values(person_id=person.id, guest=None))

    async def part(self, session: AsyncSession, guest: str) -> None:
        """What was saved was meant to be kept."""

    def names(self, person: Person) -> Sequence[Select[str]]:
        """The specs' pages: `Spec.path` as the database says it."""
        parts = (func.substr(Spec.code, first, length) for first, length in ((1, 5), (6, 5), (11, 1)))
        first, second, check = parts
        path = literal("/specs/").concat(first).concat("-").concat(second).concat("-").concat(check)
        return (select(path).where(Spec.person_id == person.id),)

    def holdings(self, person: Person, browser: str | None) -> Sequence[Select[Any]]:
        """The specs, also those that can still be put back, with every revision."""
        own = Spec.person_id == person.id
        return (select(Spec).where(own), select(Revision).where(Revision.spec_id.in_(select(Spec.id).where(own))))

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """Remove the specs for good; revisions, and lines of carts, go with them."""
        await session.execute(delete(Spec).where(Spec.person_id == person.id))


def _what(spec: Spec) -> str:
    return f"spec:{spec.id}"


def _belonging(spec: Spec, newest: Revision) -> Belonging:
    def words(locale: str) -> str:
        title, code = spec.name or title_in(newest.portrait, locale), written(spec.code)
        return translator(locale).gettext("{title}, spec {code}", title=title, code=code) if title else code

    return Belonging(_what(spec), words, newest.saved_at)
