"""Every test may use the fixtures of tests/support by name."""

from pathlib import Path

import pytest

from app.core.garbage import set_aside

pytest_plugins = [
    "tests.support.apps",
    "tests.support.databases",
    "tests.support.shops",
    "tests.support.mail",
    "tests.support.payments",
    "tests.support.receivers",
    "tests.support.visitors",
    "tests.support.stocked",
]

JOURNEYS = Path(__file__).parent / "journeys"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "database_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.data)
        if JOURNEYS in item.path.parents:
            item.add_marker(pytest.mark.journey)


def pytest_collection_finish() -> None:
    """What is loaded by now is out of the garbage collector's way, and that comes by less often: as in the shop."""
    set_aside()
