"""What an export is made of: which columns of which tables, and the same as a JSON Schema. Both follow the data map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Enum, Integer, MetaData, Table

from app.core.database import UtcDateTime
from app.core.datamap import Kind, tag_of, title_of
from app.core.i18n import N_, translator

PATH = "/my/data/schema.json"
HELD = N_("kept as a digest; not handed out")
"""What is told of a secret."""


def told_columns(table: Table) -> Sequence[Column[Any]]:
    """What an export tells of a row: what is personal, and by which names its rows refer to each other."""
    return [column for column in table.columns if tag_of(column) or column.primary_key or column.foreign_keys]


def is_secret(column: Column[Any]) -> bool:
    """Whether no more is told of a value than that there is one."""
    tag = tag_of(column)
    return tag is not None and tag.kind is Kind.CREDENTIAL


def schema_of(metadata: MetaData, base_url: str, locale: str) -> dict[str, Any]:
    """The JSON Schema of every export (draft 2020-12), its titles in a language."""
    tables = {table.name: _table(table, locale) for table in metadata.sorted_tables if any(map(tag_of, table.columns))}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": base_url + PATH,
        "title": translator(locale).gettext("All that Atelier holds of a person"),
        "type": "object",
        "properties": {
            "schema": {"const": base_url + PATH},
            "made_at": {"type": "string", "format": "date-time"},
            "for": {"type": "string", "format": "email"},
            "tables": {"type": "object", "properties": tables, "additionalProperties": False},
        },
        "required": ["schema", "made_at", "for", "tables"],
        "additionalProperties": False,
    }


def _table(table: Table, locale: str) -> dict[str, Any]:
    columns = {column.name: _column(column, locale) for column in told_columns(table)}
    row = {"type": "object", "properties": columns, "required": list(columns), "additionalProperties": False}
    return {"title": translator(locale).gettext(title_of(table)), "type": "array", "items": row}


def _column(column: Column[Any], locale: str) -> dict[str, Any]:
    tag = tag_of(column)
    said = {"title": translator(locale).gettext(tag.words), "purpose": tag.purpose, "kind": tag.kind} if tag else {}
    if is_secret(column):
        return {**said, "enum": [HELD, None] if column.nullable else [HELD]}
    described = _type(column)
    if not described:
        return said
    empty = column.nullable or any(key.column.table.name == "people" for key in column.foreign_keys)
    if "enum" in described:
        return {**said, "enum": [*described["enum"], *([None] if empty else [])]}
    return {**said, **described, "type": [described["type"], "null"] if empty else described["type"]}


def _type(column: Column[Any]) -> dict[str, Any]:
    """The JSON type of a column; whatever one of JSON holds is let pass."""
    match column.type:
        case JSON():
            return {}
        case Boolean():
            return {"type": "boolean"}
        case Integer():
            return {"type": "integer"}
        case Enum() as words:
            return {"enum": words.enums}
        case UtcDateTime():
            return {"type": "string", "format": "date-time"}
        case _:
            return {"type": "string"}
