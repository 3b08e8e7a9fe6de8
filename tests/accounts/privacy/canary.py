"""A row in every table that tells of Anna, with a value in every personal column that stands nowhere else.

The rows are made from the tables themselves: a new column, and a new table that leads to a person, are in it by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Enum, Integer, String, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person
from app.core.database import Base
from app.core.datamap import Kind, Personal, tag_of
from app.core.formats import format_date, format_moment
from app.core.mail import KIND as MAIL
from configurator.orders.models import Content, Delivery, PriceRow
from configurator.orders.states import Payment, Work
from configurator.payments.models import AttemptState
from configurator.specs.codes import written
from configurator.specs.models import Snapshot
from configurator.specs.portrait import Drawing, Portrait, Said

LONG_AWAY = datetime(2041, 1, 1, tzinfo=UTC)
LENGTH = 10
"""Characters of a marker. A shorter column, such as a currency's, has one of a few words in it."""
SUBJECT = "canary-of-the-ledger"
"""Under which Anna stands in the ledger, and which of her stays in it."""
FIXED = {
    "subjects.id": SUBJECT,
    "erasures.subject": SUBJECT,
    "outbox.kind": MAIL,
    "orders.restricted_at": None,
    "orders.work": Work.DELIVERED,
    "orders.payment": Payment.PAID,
    "payment_attempts.state": AttemptState.PAID,
}
"""How things stand with what is Anna's, and under which name."""
CODE = "CANARYSPEC0"
"""The code of Anna's spec; its page is what keys open."""
PICTURE = "canary-of-the-pictures"
"""The picture that Anna's draft names, which makes it hers."""


@dataclass(frozen=True)
class Marker:
    """A value that stands in one column only; `part` tells which part of a JSON it is."""

    column: Column[Any]
    value: str | int | date | datetime
    part: str = ""

    @property
    def tag(self) -> Personal:
        tag = tag_of(self.column)
        assert tag is not None
        return tag

    @property
    def place(self) -> str:
        return ".".join(filter(None, (str(self.column), self.part)))

    @property
    def secret(self) -> bool:
        return self.tag.kind is Kind.CREDENTIAL

    @property
    def in_dump(self) -> str:
        return f"{self.value:%Y-%m-%d %H:%M}" if isinstance(self.value, datetime) else str(self.value)

    @property
    def in_json(self) -> str:
        return f"{self.value:%Y-%m-%dT%H:%M}" if isinstance(self.value, datetime) else str(self.value)

    @property
    def in_words(self) -> str:
        if isinstance(self.value, date):
            return (
                format_moment(self.value, "en") if isinstance(self.value, datetime) else format_date(self.value, "en")
            )
        return str(self.value)


@dataclass
class Canary:
    """Writes the rows, and remembers what is unique in them."""

    session: AsyncSession
    person: Person
    browser: str
    markers: list[Marker] = field(default_factory=list)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def sing(self) -> list[Marker]:
        """A row in every table; in that of people, Anna's own."""
        for table in Base.metadata.sorted_tables:
            row = {column.name: self._value(column) for column in table.columns if not is_number(column)}
            if table.name == "people":
                row = {**row, "id": self.person.id}
                await self.session.execute(update(table).where(table.c.id == self.person.id).values(row))
            else:
                made = await self.session.execute(insert(table).values(row))
                row |= dict(zip(table.primary_key.columns.keys(), made.inserted_primary_key, strict=True))
            self.rows[table.name] = row
        return self.markers

    def _value(self, column: Column[Any]) -> Any:
        name = str(column)
        shaped = {
            "outbox.payload": self._letter,
            "orders.delivery": self._delivery,
            "order_lines.content": self._content,
        }.get(name)
        if shaped is not None:
            return shaped(column)
        if name in FIXED:
            return FIXED[name]
        if name in self._leading():
            return self._note(column, self._leading()[name])
        for key in column.foreign_keys:
            return self.rows[key.column.table.name][key.column.name]
        kind = column.type
        if isinstance(kind, Enum):
            return next(iter(kind.enum_class or kind.enums))
        if isinstance(kind, Boolean):
            return True
        if has_few_words(column):
            return "en"
        if tag_of(column) is None:
            return _plain(column)
        return self._json(column) if isinstance(kind, JSON) else self._mark(column)

    def _leading(self) -> dict[str, str]:
        """What leads to Anna without a foreign key, or has to have a form."""
        page = f"/specs/{written(CODE)}"
        return {
            "people.email": self.person.email,
            "links.email": self.person.email,
            "drafts.guest": self.browser,
            "specs.code": CODE,
            "keys.opens": page,
            "holds.opens": page,
            "grants.subject": SUBJECT,
            "orders.tax_rate": "19.0424242",
            "uploads.id": PICTURE,
        }

    def _letter(self, column: Column[Any]) -> dict[str, str]:
        return {"to": self._note(column, self.person.email, "to"), "text": self._mark(column, "text")}

    def _delivery(self, column: Column[Any]) -> dict[str, str]:
        return {name: self._mark(column, name) for name in Delivery.__annotations__}

    def _content(self, column: Column[Any]) -> Content:
        def words(part: str) -> dict[str, str]:
            return dict.fromkeys(("en", "ru"), self._mark(column, part))

        return Content(
            portrait=Portrait(
                title=words("title"),
                summary=words("summary"),
                picture=Drawing(template="ebike", parts={"plate": self._mark(column, "parts")}, alt=words("alt")),
                answers=[Said(group="plate", question=words("question"), answer=words("answer"))],
            ),
            drawn=words("drawn"),
            prices=[PriceRow(label=words("label"), amount=100)],
            snapshot=Snapshot(options={}, numbers={"inseam": self._mark(column, "numbers")}, texts=[]),
            personal={"plate": self._mark(column, "personal")},
            kept=[words("kept")],
        )

    def _json(self, column: Column[Any]) -> dict[str, Any]:
        named = {"picture": PICTURE} if str(column) == "drafts.answers" else {}
        return {"text": self._mark(column, "text"), "more": [self._mark(column, "more")], **named}

    def _mark(self, column: Column[Any], part: str = "") -> Any:
        count = len(self.markers)
        if isinstance(column.type, DateTime) or isinstance(getattr(column.type, "impl", None), DateTime):
            return self._note(column, LONG_AWAY + timedelta(minutes=count))
        if isinstance(column.type, Date):
            return self._note(column, (LONG_AWAY + timedelta(days=count)).date())
        if isinstance(column.type, Integer):
            return self._note(column, 1_700_000_000 + count)
        return self._note(column, f"m{count:03}{uuid4().hex[: LENGTH - 4]}", part)

    def _note(self, column: Column[Any], value: Any, part: str = "") -> Any:
        self.markers.append(Marker(column, value, part))
        return value


def has_few_words(column: Column[Any]) -> bool:
    """Whether what stands in the column tells nobody apart."""
    kind = column.type
    if isinstance(kind, (Enum, Boolean)):
        return True
    return isinstance(kind, String) and kind.length is not None and kind.length < LENGTH


def is_number(column: Column[Any]) -> bool:
    """Whether the database gives out its numbers."""
    return column.primary_key and isinstance(column.type, Integer) and not column.foreign_keys and _alone(column)


def _alone(column: Column[Any]) -> bool:
    return len(column.table.primary_key.columns) == 1


def _plain(column: Column[Any]) -> Any:
    """A value that tells of nobody."""
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, Integer):
        return 1_000_000
    if isinstance(column.type, String):
        return uuid4().hex[: column.type.length]
    return LONG_AWAY
