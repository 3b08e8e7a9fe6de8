"""The data map: every column of every table says whether it tells of a person, what, and which purpose it is kept for.

The privacy page, the export and its schema are made from it; a column that says nothing fails the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, MetaData, Table

KEY = "data"
TITLE = "title"


class Kind(StrEnum):
    """What a personal column tells."""

    CONTACT = "contact"
    CREDENTIAL = "credential"
    """A secret or its digest: it is erased like all else, but no copy of it is handed out."""
    WORDS = "words"
    """What somebody wrote, or had written on a thing."""
    MEASURE = "measure"
    TASTE = "taste"
    """What somebody chose, built, and likes."""
    PURCHASE = "purchase"
    PERMISSION = "permission"
    TRACE = "trace"
    """When something was done, from which browser, which row belongs to whom."""


@dataclass(frozen=True, slots=True)
class Personal:
    """What a column tells of a person: in English words for the catalogues, by kind, and for which purpose."""

    words: str
    kind: Kind
    purpose: str
    """The code of a purpose in the register of ``accounts/consent``."""


IMPERSONAL: dict[Any, Any] = {KEY: None}
"""``info`` of a column, or of a whole table, that tells of nobody."""


def personal(words: str, kind: Kind, purpose: str) -> dict[Any, Any]:
    """``info`` of a personal column; `words` (marked by ``N_``) name it in the export and on the privacy page."""
    return {KEY: Personal(words, kind, purpose)}


def titled(words: str) -> dict[str, Any]:
    """The ``__table_args__`` of a table with personal columns; `words` (marked by ``N_``) head it in the export."""
    return {"info": {TITLE: words}}


def title_of(table: Table) -> str:
    """What heads a table with personal columns, in English words for the catalogues."""
    title: str = table.info[TITLE]
    return title


def tag_of(column: Column[Any]) -> Personal | None:
    """What a tagged column tells of a person; None for one that tells of nobody."""
    found: Personal | None = column.info.get(KEY)
    return found


def untagged(metadata: MetaData) -> list[str]:
    """Columns that do not say whether they are personal, as ``table.column``."""
    return [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if KEY not in column.info and KEY not in table.info
    ]


def personal_columns(metadata: MetaData) -> Iterator[tuple[Table, Column[Any], Personal]]:
    """Every personal column with its tag, table by table."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if (tag := tag_of(column)) is not None:
                yield table, column, tag
