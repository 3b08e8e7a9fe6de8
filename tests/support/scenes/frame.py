"""What stands around all rooms."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.support.scenes.visiting import visit


def home(page: Page, language: str) -> None:
    visit(page, f"/{language}")


def not_found(page: Page, language: str) -> None:
    visit(page, f"/{language}/nowhere", 404)


def interface(page: Page, language: str) -> None:
    visit(page, f"/{language}/schema")


def patterns(page: Page, language: str) -> None:
    """Every part of a page in every state."""
    visit(page, f"/{language}/patterns")


SCENES = (
    home,
    not_found,
    interface,
    patterns,
)
