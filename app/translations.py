"""The command ``atelier i18n check``: whether all that the shop says is said in every language, and alike.

What the code and the templates say stands in the catalogues (``app/locale/<locale>.po``); notices and product files
bring their own words in every language.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from accounts.consent.notices import FOLDER as NOTICES
from app.core.i18n import CATALOGUES, LOCALES

ROOT = Path(__file__).parent.parent
SPEAKING = ("app", "accounts", "configurator", "templates")
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext.babel_extract"), ("**.svg", "jinja2.ext.babel_extract")]
WRITTEN = LOCALES[0]
"""The language of the texts in code and templates: it needs no catalogue."""
_PLACE = re.compile(r"\{(\w+)\}")
_IDENTIFIER = re.compile(r'^msgid ((?:".*"\n)+)', re.MULTILINE)

Said = Mapping[str | tuple[str, ...], str]
"""What code and templates say, with the first place where they say it."""


@click.group()
def i18n() -> None:
    """What the shop says in its languages."""


@i18n.command()
@click.argument("files", type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1)
def check(files: tuple[Path, ...]) -> None:
    """Say each text that is missing, unused, doubtful or empty, or has other placeholders, in any language.

    Looks at the catalogues, the notices, and the product FILES (those of the demo shop without any). The exit code is 1
    where something was found.
    """
    faults = [
        *catalogue_faults(),
        *notice_faults(),
        *product_faults(files or tuple(sorted(ROOT.glob("examples/*.toml")))),
    ]
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.ClickException(f"{len(faults)} texts to look at")
    click.echo(f"All is said in {', '.join(LOCALES)}.")


def catalogue_faults(folder: Path = CATALOGUES, said: Said | None = None) -> list[str]:
    """What is wrong with the catalogues in a folder, one line each; `said` is what they have to hold."""
    wanted = said_by_code() if said is None else said
    faults: list[str] = []
    for locale in LOCALES:
        path = folder / f"{locale}.po"
        if path.exists():
            faults.extend(f"{_short(path)}: {fault}" for fault in _faults_of(path, wanted))
        elif locale != WRITTEN:
            faults.append(f"{_short(path)}: there is no such catalogue")
    return faults


def said_by_code() -> dict[str | tuple[str, ...], str]:
    """Every text that the code and the templates say, with the first place where they say it."""
    said: dict[str | tuple[str, ...], str] = {}
    for folder in SPEAKING:
        for file, line, text, _comments, _context in extract_from_dir(ROOT / folder, METHODS):
            said.setdefault(text, f"{folder}/{file}:{line}")
    return said


def _faults_of(path: Path, said: Said) -> Iterator[str]:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem, abort_invalid=True)
    for text, place in said.items():
        if catalogue.get(text) is None:
            yield f"missing: {_shown(text)} ({place})"
    for entry in catalogue:
        if not entry.id:
            continue
        if entry.id not in said:
            yield f"unused: {_shown(entry.id)}"
        yield from _faults_of_entry(entry, catalogue)
    for obsolete in catalogue.obsolete.values():
        yield f"unused: {_shown(obsolete.id)}"
    for text, times in Counter(_IDENTIFIER.findall(path.read_text(encoding="utf-8"))).items():
        if times > 1:
            yield f"there {times} times: {text.strip()}"


def _faults_of_entry(entry: Message, catalogue: Catalog) -> Iterator[str]:
    forms, wanted = _forms(entry.string), 1 if isinstance(entry.id, str) else catalogue.num_plurals
    if entry.fuzzy:
        yield f"in doubt (fuzzy): {_shown(entry.id)}"
    if len(forms) != wanted or not all(form.strip() for form in forms):
        yield f"empty: {_shown(entry.id)}"
    elif any(_places(form) != _places(_forms(entry.id)[-1]) for form in forms):
        yield f"other placeholders: {_shown(entry.id)}"


def notice_faults(folder: Path = NOTICES) -> list[str]:
    """What is wrong with the notices that people are given, one line each."""
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        spoken = tomllib.loads(path.read_text(encoding="utf-8"))
        for part in dict.fromkeys(part for texts in spoken.values() for part in texts):
            texts = {locale: parts[part] for locale, parts in spoken.items() if part in parts}
            faults.extend(f"{_short(path)}: {part}: {fault}" for fault in text_faults(texts))
    return faults


def product_faults(files: tuple[Path, ...]) -> list[str]:
    """What is wrong with the words of product files, one line each."""
    return [
        f"{_short(path)}: {place}: {fault}"
        for path in files
        for place, texts in _texts_in(tomllib.loads(path.read_text(encoding="utf-8")), "")
        for fault in text_faults(texts)
    ]


def text_faults(texts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with one text by its languages."""
    for locale in LOCALES:
        if not texts.get(locale, "").strip():
            yield f'no text for "{locale}"'
    if len({tuple(sorted(_places(text))) for text in texts.values() if text.strip()}) > 1:
        yield "other placeholders in one language than in another"


def _texts_in(value: Any, place: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The texts in a product file: tables of words by language."""
    if isinstance(value, dict):
        if any(locale in value for locale in LOCALES) and all(isinstance(text, str) for text in value.values()):
            yield place, value
            return
        for name, inner in value.items():
            yield from _texts_in(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _texts_in(inner, f"{place}[{number}]")


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


def _places(text: str) -> set[str]:
    return set(_PLACE.findall(text))


def _shown(text: object) -> str:
    return f'"{_forms(text)[0]}"'


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
