"""The drawings of configurations as files: SVG, and PNG for link previews. What was made lately is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from functools import cached_property

from app.core.kept import Kept
from app.core.rendering import Templates
from configurator.build.view import Picture
from configurator.pictures.raster import png
from configurator.pictures.standalone import standalone
from configurator.pictures.stylesheet import StyleSheet

WIDTH = 1200
"""Pixels of a link preview across: what those who show one ask for."""
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
        self._drawings: Kept[bytes] = Kept(200)
        self._previews: Kept[bytes] = Kept(100)
        self._drawing = asyncio.Lock()

    @cached_property
    def _sheet(self) -> StyleSheet:
        """Read when the first drawing is asked for: it takes a tenth of a second."""
        return StyleSheet(self._styles)

    async def svg(self, picture: Picture, locale: str) -> bytes:
        """The drawing by itself, light or dark as its reader wishes."""
        key = _key(picture, locale)
        found = self._drawings.find(key)
        return found or self._drawings.keep(key, await asyncio.to_thread(self._file, picture, locale))

    async def bases(self, pictures: Sequence[tuple[str, Picture]], locale: str) -> bytes:
        """The drawings of base models below each other, each a view by its code."""
        key = tuple((code, _key(picture, locale)) for code, picture in pictures)
        found = self._drawings.find(key)
        return found or self._drawings.keep(key, await asyncio.to_thread(self._sheet_of, pictures, locale))

    async def preview(self, picture: Picture, title: str, locale: str) -> bytes:
        """The drawing on the shop's paper with its title, as PNG; one at a time is drawn, as it takes a tenth of a
        second of work. Raises `NotDrawn`.
        """
        key = (title, _key(picture, locale))
        if found := self._previews.find(key):
            return found
        async with self._drawing:
            found = self._previews.find(key)
            return found or self._previews.keep(key, await self._drawn(picture, title, locale))

    async def _drawn(self, picture: Picture, title: str, locale: str) -> bytes:
        return await png(await asyncio.to_thread(self._card, picture, title, locale), WIDTH)

    def _file(self, picture: Picture, locale: str) -> bytes:
        drawn = self._templates.part(locale, f"pictures/{picture.template}.svg", picture=picture)
        return standalone(drawn, self._sheet).encode()

    def _sheet_of(self, pictures: Sequence[tuple[str, Picture]], locale: str) -> bytes:
        drawn = self._templates.part(locale, "pictures/bases.svg", pictures=pictures)
        return standalone(drawn, self._sheet).encode()

    def _card(self, picture: Picture, title: str, locale: str) -> str:
        title = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
        size = min(56, 1500 // max(len(title), 1))
        card = self._templates.part(locale, "pictures/preview.svg", picture=picture, title=title, size=size)
        return standalone(card, self._sheet, ("light",))


def _key(picture: Picture, locale: str) -> str:
    return json.dumps((picture.template, picture.parts, picture.alt, locale), sort_keys=True, default=str)
