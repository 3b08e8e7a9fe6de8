"""Everything that tells of a person, to take along: for programs as JSON, for people as a page that needs nothing else.

It is written while it is read, in a transaction of its own, so that ten thousand rows take no more memory than ten.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Stream
from sqlalchemy import Column, Select, Table
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person
from accounts.identity.visitors import Visitor
from accounts.privacy.fresh import is_fresh
from accounts.privacy.holdings import Rooms, holdings_of, table_of
from accounts.privacy.personal import rooms_of
from accounts.privacy.readable import Readable
from accounts.privacy.schema import HELD, PATH, is_secret, schema_of, told_columns
from app.core import clock
from app.core.database import Base, Database
from app.core.forms import redirect
from app.core.language import locale_of
from app.core.rendering import Templates
from app.core.settings import Settings

Asker = Request[Any, Any, Any]
Row = dict[str, Any]
AT_ONCE = 100
"""Rows that are read and written together."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table; `first` of them says whether they are the first ones."""

    table: Table
    first: bool
    rows: Sequence[Row]


@get("/my/data/export.json", include_in_schema=False)
async def export_json(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """All of it, for programs."""
    if not await is_fresh(session, visitor):
        return redirect(request, "/my/data")
    batches = batches_of(database, rooms_of(request), person, visitor.browser)
    return _file(json_of(batches, person, settings.base_url + PATH), "json", MediaType.JSON)


@get("/my/data/export.html", include_in_schema=False)
async def export_html(
    request: Asker,
    visitor: NamedDependency[Visitor],
    person: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    database: NamedDependency[Database],
) -> Response[Any]:
    """All of it, for people, in the language of the address."""
    if not await is_fresh(session, visitor):
        return redirect(request, "/my/data")
    templates: Templates = request.app.state.templates
    batches = batches_of(database, rooms_of(request), person, visitor.browser)
    return _file(html_of(batches, person, Readable(templates, locale_of(request))), "html", MediaType.HTML)


@get(PATH, include_in_schema=False)
async def export_schema(request: Asker, settings: NamedDependency[Settings]) -> dict[str, Any]:
    """What an export is made of."""
    return schema_of(Base.metadata, settings.base_url, locale_of(request))


async def batches_of(database: Database, rooms: Rooms, person: Person, browser: str | None) -> AsyncIterator[Batch]:
    """All that tells of a person, and hangs on their browser, table by table."""
    async with database.reading() as session:
        for holding in holdings_of(rooms, person, browser):
            table = table_of(holding)
            columns = told_columns(table)
            result = await session.stream(_told(holding, columns).execution_options(yield_per=AT_ONCE))
            first = True
            async for rows in result.partitions():
                yield Batch(table, first, [dict(_values(columns, row, person)) for row in rows])
                first = False


async def json_of(batches: AsyncIterator[Batch], person: Person, schema: str) -> AsyncIterator[str]:
    """The export as JSON, piece by piece."""
    head = {"schema": schema, "made_at": _written(clock.now()), "for": person.email}
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "tables": {'
    end = ""
    async for batch in batches:
        if batch.first:
            yield f"{end and end + ','}\n  {json.dumps(batch.table.name)}: ["
        rows = (json.dumps(row, ensure_ascii=False, default=_written) for row in batch.rows)
        yield ("" if batch.first else ",") + "\n   " + ",\n   ".join(rows)
        end = "\n  ]"
    yield f"{end}\n }}\n}}\n"


async def html_of(batches: AsyncIterator[Batch], person: Person, readable: Readable) -> AsyncIterator[str]:
    """The export as a page, piece by piece."""
    head, foot = readable.frame(person.email, clock.now())
    yield head
    async for batch in batches:
        yield readable.rows(batch.table, batch.first, batch.rows)
    yield foot


def _told(holding: Select[Any], columns: Sequence[Column[Any]]) -> Select[Any]:
    """A query for these columns; secrets are not even read."""
    asked = (column.is_not(None).label(column.name) if is_secret(column) else column for column in columns)
    return holding.with_only_columns(*asked).order_by(*table_of(holding).primary_key)


def _values(columns: Sequence[Column[Any]], row: Sequence[Any], person: Person) -> Iterator[tuple[str, Any]]:
    for column, value in zip(columns, row, strict=True):
        somebody = any(key.column.table.name == "people" for key in column.foreign_keys)
        if is_secret(column):
            yield column.name, HELD if value else None
        else:  # the number of somebody else, such as a reviewer, is theirs
            yield column.name, None if somebody and value != person.id else value


def _written(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _file(pieces: AsyncIterator[str], ending: str, media_type: MediaType) -> Stream:
    name = f"atelier-{clock.today():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Stream(pieces, media_type=media_type, headers=headers)


routes = [export_json, export_html, export_schema]
