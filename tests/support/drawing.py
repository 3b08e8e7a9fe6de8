"""A product's picture, drawn as the page draws it."""

from __future__ import annotations

from pathlib import Path

from app.core.assets import Assets
from app.core.rendering import Templates
from configurator.build.asking import Asking
from configurator.build.compose import picture_of
from configurator.build.view import Picture
from configurator.build.wording import Wording
from configurator.publishing.shelf import Published

ROOT = Path(__file__).parents[2]


class Draughtsman:
    """Draws what somebody chose."""

    def __init__(self, published: Published) -> None:
        self._templates = Templates(ROOT / "templates", Assets(ROOT / "static"), "https://shop.example", lambda _: {})
        self._published = published
        self._words = Wording(published.file, "en")

    def picture(self, choices: str = "", base: str = "", **answers: str) -> Picture:
        """What the drawing is made of."""
        asking = Asking.of(self._published, {"c": choices, "base": base}, answers)
        return picture_of(asking, asking.verdict().product, self._words)

    def draw(self, choices: str = "", base: str = "", **answers: str) -> str:
        """The drawing."""
        picture = self.picture(choices, base, **answers)
        return self._templates.part("en", f"pictures/{picture.template}.svg", picture=picture)
