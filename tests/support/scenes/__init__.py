"""The pages of the shop in the states worth looking at; each scene brings a browser there, in either language."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.support.scenes import building, buying, desk, frame, identity, orders, specs, trust

SCENES: dict[str, Callable[[Page, str], None]] = {
    scene.__name__.replace("_", " "): scene
    for room in (frame, building, specs, identity, trust, buying, orders, desk)
    for scene in room.SCENES
}
