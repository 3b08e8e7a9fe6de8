"""An export as a page for people, in one language, that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from accounts.privacy.schema import HELD
from app.core.datamap import tag_of, title_of
from app.core.formats import format_date, format_moment
from app.core.i18n import LOCALES, translator
from app.core.rendering import Templates

PAGE, ROWS = "accounts/privacy/export.html", "accounts/privacy/export_rows.html"
MARK = "<!-- all of it -->"
EMPTY: tuple[object, ...] = (None, "", {}, [])


class Readable:
    """Writes the parts of the page."""

    def __init__(self, templates: Templates, locale: str) -> None:
        self._templates = templates
        self._locale = locale
        self._texts = translator(locale)

    def frame(self, email: str, made_at: datetime) -> tuple[str, str]:
        """What stands before and after all else."""
        moment = format_moment(made_at, self._locale)
        head, _, foot = self._templates.part(self._locale, PAGE, email=email, made_at=moment).partition(MARK)
        return head, foot

    def rows(self, table: Table, first: bool, rows: Sequence[Mapping[str, Any]]) -> str:
        """Some rows of a table, under its title where they are the first ones."""
        title = self._texts.gettext(title_of(table)) if first else ""
        return self._templates.part(self._locale, ROWS, title=title, rows=[self._row(table, row) for row in rows])

    def _row(self, table: Table, row: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """What the row tells of the person, in words; what is empty is left out."""
        tagged = ((tag_of(column), row.get(column.name)) for column in table.columns)
        return [
            (self._texts.gettext(tag.words), self._said(value)) for tag, value in tagged if tag and value not in EMPTY
        ]

    def _said(self, value: Any) -> Any:
        """A value as people read it: a text, a list of such, or a table of such."""
        match value:
            case bool():
                return self._texts.gettext("yes") if value else self._texts.gettext("no")
            case datetime():
                return format_moment(value, self._locale)
            case date():
                return format_date(value, self._locale)
            case dict() if value and value.keys() <= set(LOCALES):
                return value.get(self._locale, "")
            case dict():
                return {name: self._said(part) for name, part in value.items()}
            case list():
                return [self._said(part) for part in value]
            case str() if value == HELD:
                return self._texts.gettext(HELD)
            case _:
                return str(value)
