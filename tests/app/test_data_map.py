"""Every column of every table says whether it tells of a person; one that says nothing fails here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String, Table

import app.asgi  # noqa: F401 - it knows every room, and so every table
from accounts.consent.purposes import PURPOSES
from app.core.database import Base
from app.core.datamap import IMPERSONAL, Kind, personal, personal_columns, tag_of, title_of, untagged
from app.core.i18n import LOCALES, translator
from tests.support.shops import ROOT

SLIP = """
from sqlalchemy import Column, String, Table

from app.core.database import Base

Table("slips", Base.metadata, Column("name", String))
"""
"""A table of somebody who forgot."""


def test_every_column_says_what_it_tells_of_a_person():
    assert untagged(Base.metadata) == []


def test_every_personal_column_is_kept_for_a_purpose_of_the_register():
    assert {tag.purpose for _, _, tag in personal_columns(Base.metadata)} <= PURPOSES.keys()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_personal_column_and_its_table_have_words(locale: str):
    told = [(column, tag.words, title_of(table)) for table, column, tag in personal_columns(Base.metadata)]
    texts = translator(locale)

    assert len(told) > 100
    for column, words, title in told:
        assert texts.gettext(words).strip(), column
        assert texts.gettext(title).strip(), column


def test_what_leads_to_a_person_or_their_browser_is_personal():
    leads = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name == "guest" or any(key.column.table.name == "people" for key in column.foreign_keys)
    ]

    assert len(leads) > 10
    assert [str(column) for column in leads if tag_of(column) is None] == []


def test_a_column_that_says_nothing_is_named():
    metadata = MetaData()
    Table("notes", metadata, Column("id", String, info=IMPERSONAL), Column("text", String))
    Table("parts", metadata, Column("name", String), info=IMPERSONAL)
    Table("people", metadata, Column("name", String, info=personal("Name", Kind.CONTACT, "account")))

    assert untagged(metadata) == ["notes.text"]


def test_the_suite_fails_on_a_column_that_says_nothing(tmp_path: Path):
    (tmp_path / "slip.py").write_text(SLIP)
    here = f"{Path(__file__).relative_to(ROOT)}::{test_every_column_says_what_it_tells_of_a_person.__name__}"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "slip", here],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 1, run.stderr
    assert "slips.name" in run.stdout
