"""Languages: which one a reader gets, and the texts in it.

The text in the code is the English one; ``app/locale/<locale>.po`` holds the others and is read at start-up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = ("en", "ru")
LANGUAGE_NAMES = {"en": "English", "ru": "Русский"}
"""As those who speak them call them."""
N_ = str
"""Marks a text for the catalogues that is translated only where it is shown."""
CATALOGUES = Path(__file__).parent.parent / "locale"


@dataclass(frozen=True)
class Translator:
    """The texts in one language. Placeholders are named in braces: ``gettext("{n} left", n=3)``."""

    locale: str
    catalogue: NullTranslations

    def gettext(self, message: str, **values: object) -> str:
        """The message in this language, its placeholders filled."""
        text = self.catalogue.gettext(message)
        return text.format_map(values) if values else text

    def ngettext(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The message in the plural form that ``n`` takes in this language; ``{n}`` is filled as well."""
        return self.catalogue.ngettext(singular, plural, n).format_map({"n": n, **values})


@cache
def translator(locale: str) -> Translator:
    """The texts in one of ``LOCALES``. Raises ``KeyError`` for another language."""
    if locale not in LOCALES:
        raise KeyError(locale)
    path = CATALOGUES / f"{locale}.po"
    return Translator(locale, read_catalogue(path) if path.exists() else NullTranslations())


def read_catalogue(path: Path) -> GNUTranslations:
    """The texts of a .po file."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def split_path(path: str) -> tuple[str, str]:
    """The language an address names and the address without it: ``/ru/build/x`` is ``("ru", "/build/x")``.

    The language is empty when the address names none.
    """
    first, _, rest = path[1:].partition("/")
    return (first, f"/{rest}") if first in LOCALES else ("", path)


def choose_locale(accept_language: str, default: str, offered: Iterable[str] = LOCALES) -> str:
    """The offered language a reader likes best, by ``Accept-Language`` (RFC 9110, 12.5.4), else the default."""
    best, liking = default, 0.0
    for part in accept_language[:500].split(","):
        tag, _, parameters = part.partition(";")
        language = tag.strip().split("-")[0].lower()
        weight = _weight(parameters)
        if language in offered and weight > liking:
            best, liking = language, weight
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
