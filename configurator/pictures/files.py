"""The drawings of configurations as files: SVG, and PNG for link previews. What was made lately is kept."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Iterable
from functools import cached_property

from app.core.rendering import Templates
from configurator.build.view import Picture
from configurator.pictures.raster import png
from configurator.pictures.standalone import standalone
from configurator.pictures.stylesheet import StyleSheet

WIDTH, HEIGHT = 1200, 630
"""Pixels of a link preview: what those who show one ask for."""
KEPT_DRAWINGS, KEPT_PREVIEWS = 200, 100
LONGEST_TITLE = 60
OWN = """
:root { color: var(--text); font-family: "Ysabeau Office", Seravek, "Gill Sans Nova", "Segoe UI", sans-serif; }
.paper { fill: var(--page); }
.rule { stroke: var(--hair); stroke-width: 2; }
.words { fill: var(--text); font-weight: 600; }
.maker { fill: var(--quiet); font-weight: 700; }
"""
"""What no page has and a file needs: the text's own colour and font, and the paper of a link preview."""


class Pictures:
    """Makes the files of drawings. `styles` are the style sheets of our pages."""

    def __init__(self, templates: Templates, styles: Iterable[str]) -> None:
        self._templates = templates
        self._styles = (*styles, OWN)
        self._drawings: OrderedDict[str, bytes] = OrderedDict()
        self._previews: OrderedDict[str, bytes] = OrderedDict()
        self._drawing = asyncio.Lock()

    @cached_property
    def _sheet(self) -> StyleSheet:
        """Read when the first drawing is asked for: it takes a tenth of a second."""
        return StyleSheet(self._styles)

    def svg(self, picture: Picture, locale: str) -> bytes:
        """The drawing by itself, light or dark as its reader wishes; nothing where the product has none."""
        key = _key(picture, locale)
        kept = self._drawings.get(key)
        if kept is None:
            drawn = self._templates.part(locale, f"pictures/{picture.template}.svg", picture=picture)
            kept = standalone(drawn, self._sheet).encode()
        return _keep(self._drawings, key, kept, KEPT_DRAWINGS)

    async def preview(self, picture: Picture, title: str, locale: str) -> bytes:
        """The drawing on the shop's paper with its title, as PNG; one at a time is drawn, as it takes a tenth of a
        second of work. Raises `NotDrawn`.
        """
        key = json.dumps((title, _key(picture, locale)))
        async with self._drawing:
            kept = self._previews.get(key) or await png(self._card(picture, title, locale), WIDTH)
            return _keep(self._previews, key, kept, KEPT_PREVIEWS)

    def _card(self, picture: Picture, title: str, locale: str) -> str:
        title = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
        size = min(56, 1500 // max(len(title), 1))
        card = self._templates.part(locale, "pictures/preview.svg", picture=picture, title=title, size=size)
        return standalone(card, self._sheet, ("light",))


def _key(picture: Picture, locale: str) -> str:
    return json.dumps((picture.template, picture.parts, picture.alt, locale), sort_keys=True, default=str)


def _keep(shelf: OrderedDict[str, bytes], key: str, made: bytes, most: int) -> bytes:
    shelf[key] = made
    shelf.move_to_end(key)
    while len(shelf) > most:
        shelf.popitem(last=False)
    return made
