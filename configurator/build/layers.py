"""Drawings whose layers mostly stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_TAG = re.compile(r"<g\b[^>]*>|</g>")
_ID = re.compile(r'<g id="([^"]+)"')


def without_same(drawing: str, shown: str) -> str:
    """A drawing in which each layer (an outermost group with an id) that `shown` has just so stands empty and marked.

    What shows the other drawing keeps these layers as they are.
    """
    there = dict(_layers_of(shown))
    for name, layer in _layers_of(drawing):
        if there.get(name) == layer:
            drawing = drawing.replace(layer, f'<g id="{name}" data-same></g>', 1)
    return drawing


@lru_cache(maxsize=256)
def _layers_of(drawing: str) -> tuple[tuple[str, str], ...]:
    """The layers of a drawing, which is looked at twice: as the new one, and then as the one that is shown."""
    return tuple(_layers(drawing))


def _layers(drawing: str) -> Iterator[tuple[str, str]]:
    depth, start = 0, 0
    for tag in _TAG.finditer(drawing):
        if tag[0] == "</g>":
            depth -= 1
            if not depth and (named := _ID.match(drawing, start)):
                yield named[1], drawing[start : tag.end()]
        elif not tag[0].endswith("/>"):
            if not depth:
                start = tag.start()
            depth += 1
