"""`atelier staff` says who works in the shop."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.core.database import Database
from app.core.settings import Settings
from tests.accounts.conftest import ANNA, Post, ask_for_link
from tests.support.visitors import BROWSER, Visitor

REVIEWERS_PAGE = "/staff/orders"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a shop that has just been set up."""
    assert atelier("migrate", data=tmp_path).exit_code == 0
    return tmp_path


def atelier(*words: str, data: Path, **more: str) -> Result:
    return CliRunner(env={"ATELIER_DATA": str(data), **more}).invoke(main, list(words))


def test_a_reviewer_is_added_listed_and_removed(folder: Path):
    assert (
        "anna@example.org is reviewer now."
        in atelier("staff", "add", "Anna@Example.org", "--role", "reviewer", data=folder).output
    )
    atelier("staff", "add", ANNA, "--role", "administrator", data=folder)
    atelier("staff", "add", ANNA, "--role", "administrator", data=folder)
    assert atelier("staff", "list", data=folder).output.split() == [ANNA, "administrator", ANNA, "reviewer"]

    assert "no role any more" in atelier("staff", "remove", ANNA, data=folder).output
    assert atelier("staff", "list", data=folder).output == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "anna", "--role", "reviewer"), "anna is no e-mail address."),
        (("add", ANNA, "--role", "king"), "'king' is not one of"),
        (("add", ANNA), "Missing option '--role'"),
        (("remove", ANNA), "has no role"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(folder: Path, words: tuple[str, ...], said: str):
    result = atelier("staff", *words, data=folder)

    assert result.exit_code != 0
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_database_that_is_not_there_is_said(tmp_path: Path):
    result = atelier("staff", "list", data=tmp_path)

    assert result.exit_code == 1
    assert "atelier migrate" in result.output


async def test_a_role_works_from_the_next_click_on_and_ends_with_it(
    database: Database, settings: Settings, anna: Visitor, post: Post
):
    async def staff(*words: str) -> None:
        # the command runs a loop of its own, so it gets a process's worth of room: a thread
        result = await asyncio.to_thread(
            atelier, "staff", *words, data=settings.data, ATELIER_DATABASE_URL=settings.database_url
        )
        assert result.exit_code == 0, result.output

    await staff("add", ANNA, "--role", "reviewer")
    await anna.press(await anna.open(await ask_for_link(anna, post, ANNA)), "Sign in")
    assert (await anna.client.get(REVIEWERS_PAGE, headers=BROWSER)).status_code == 200

    await staff("remove", ANNA)
    page = await anna.open(REVIEWERS_PAGE, status=403)
    assert "This is for the people of the shop" in page.words
    assert "для сотрудников магазина" in (await anna.open(f"/ru{REVIEWERS_PAGE}", status=403)).words


async def test_who_works_here_has_to_sign_in_first(database: Database, anna: Visitor):
    answer = await anna.client.get(REVIEWERS_PAGE, headers=BROWSER)

    assert answer.headers["location"] == "/signin?next=%2Fstaff%2Forders"
