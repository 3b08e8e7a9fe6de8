"""Every text that the code and the templates show stands in every other language, with the same placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.core.i18n import CATALOGUES, LOCALES

ROOT = Path(__file__).parents[2]
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext.babel_extract"), ("**.svg", "jinja2.ext.babel_extract")]
OTHERS = [locale for locale in LOCALES if locale != "en"]


@pytest.fixture(scope="module")
def texts() -> set[object]:
    found = set()
    for folder in ("app", "accounts", "configurator", "templates"):
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT / folder, METHODS):
            found.add(message)
    return found


@pytest.fixture(params=OTHERS, scope="module")
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with (CATALOGUES / f"{request.param}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def test_nothing_is_left_untranslated(texts: set[object], catalogue: Catalog):
    missing = [text for text in texts if not (found := catalogue.get(text)) or not all(forms(found.string))]

    assert not sorted(map(str, missing))


def test_nothing_is_translated_that_nobody_says(texts: set[object], catalogue: Catalog):
    assert not [entry.id for entry in catalogue if entry.id and entry.id not in texts]


def test_no_translation_is_in_doubt(catalogue: Catalog):
    assert not [entry.id for entry in catalogue if entry.id and entry.fuzzy]


def test_placeholders_survive_translation(catalogue: Catalog):
    for entry in catalogue:
        if entry.id:
            wanted = placeholders(forms(entry.id)[-1])
            for form in forms(entry.string):
                assert placeholders(form) == wanted, entry.id


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text),)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))
