"""The ``atelier`` command, as far as the house goes."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import EXAMPLES, demo_files, main


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("ATELIER_DATA", str(tmp_path / "new" / "folder"))
    return CliRunner()


def test_nonsense_in_the_environment_is_refused_in_readable_lines(runner: CliRunner):
    result = runner.invoke(main, ["serve"], env={"ATELIER_PORT": "http", "ATELIER_DEMMO": "1"})

    assert result.exit_code == 1
    assert "  - ATELIER_PORT must be" in result.output
    assert "  - ATELIER_DEMMO is not" in result.output
    assert "Traceback" not in result.output


def test_migrating_makes_the_folder_and_the_database_and_may_be_repeated(runner: CliRunner, tmp_path: Path):
    assert runner.invoke(main, ["migrate"]).exit_code == 0
    assert runner.invoke(main, ["migrate"]).exit_code == 0
    assert (tmp_path / "new" / "folder" / "atelier.sqlite3").exists()


def test_a_port_that_is_taken_is_said_and_not_greeted(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        own = {"ATELIER_DATA": str(tmp_path), "ATELIER_PORT": str(taken.getsockname()[1])}
        result = subprocess.run(
            [sys.executable, "-m", "app.cli", "serve"],
            env=os.environ | own,
            capture_output=True,
            text=True,
            check=False,
        )

    assert result.returncode != 0
    assert "address already in use" in result.stderr.lower()
    assert "is open" not in result.stdout


def test_the_demo_shows_every_example_the_bike_first():
    shown = [file.stem for file in demo_files()]
    assert shown[:2] == ["ebike", "workstation"]
    assert sorted(shown) == sorted(file.stem for file in EXAMPLES.glob("*.toml"))
