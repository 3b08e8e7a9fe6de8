"""A drawing as it stands in our pages -> the same as an SVG file that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import pi
from string import ascii_lowercase
from xml.etree.ElementTree import Element, fromstring, tostring

from cssselect2 import ElementWrapper

from configurator.pictures.stylesheet import Styles, StyleSheet
from configurator.pictures.values import Scheme, Unsaid, Variables, plainly

NAMESPACE = "http://www.w3.org/2000/svg"
SHAPES = frozenset(
    (
        *("circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "text", "tspan"),
        *("clipPath", "defs", "desc", "g", "linearGradient", "mask", "pattern", "radialGradient", "stop", "svg"),
        *("symbol", "title", "use", "view"),
    )
)
"""What a file may hold: nothing that runs, and nothing that is fetched."""
_NUMBER = re.compile(r"[-+.\d]+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)|^#(.+)$")


@dataclass
class _Looks:
    """The different looks in a drawing, each with a short class name; light and dark where they differ."""

    schemes: Sequence[Scheme]
    names: dict[tuple[str, ...], str] = field(default_factory=dict)
    short: Iterator[str] = field(
        default_factory=lambda: ("".join(letters) for n in (1, 2) for letters in product(ascii_lowercase, repeat=n))
    )

    def name(self, styles: Styles, variables: Variables) -> str:
        """The class of an element; none where nothing is said of it."""
        look = tuple(_written(styles, variables, scheme) for scheme in self.schemes)
        if not any(look):
            return ""
        if look not in self.names:
            self.names[look] = next(self.short)
        return self.names[look]

    def sheet(self) -> str:
        plain = "".join(f".{name}{{{look[0]}}}" for look, name in self.names.items())
        dark = "".join(
            f".{name}{{{look[1]}}}" for look, name in self.names.items() if len(look) > 1 and look[1] != look[0]
        )
        return plain + (f"@media(prefers-color-scheme:dark){{{dark}}}" if dark else "")


def standalone(drawing: str, sheet: StyleSheet, schemes: Sequence[Scheme] = ("light", "dark")) -> str:
    """The SVG file of a `drawing` in our pages' markup, as `sheet` styles it there.

    With both schemes it follows its reader's wish for light or dark; in a page that is the page's.
    """
    root = fromstring(drawing)  # noqa: S314 - our own template made it
    _measure(root)
    looks = _Looks(schemes)
    kept = set(_references(root))
    _style(ElementWrapper.from_xml_root(root), sheet, looks, {}, kept)
    _leave_out(root)
    root.attrib.pop("aria-hidden", None)
    root.set("xmlns", NAMESPACE)
    style = Element("style")
    style.text = looks.sheet()
    root.insert(1 if len(root) and root[0].tag == "title" else 0, style)
    return tostring(root, encoding="unicode")


def _style(element: ElementWrapper, sheet: StyleSheet, looks: _Looks, inherited: Variables, kept: set[str]) -> None:
    """Give an element and all within the class of its look, in place of the pages' classes; `kept` are ids in use."""
    said = sheet.styles_of(element)
    variables = {**inherited, **{name: value for name, value in said.items() if name.startswith("--")}}
    node = element.etree_element
    for child in element.iter_children():
        _style(child, sheet, looks, variables, kept)
    node.attrib.pop("class", None)
    if node.get("id") not in kept and node.tag != "view":
        node.attrib.pop("id", None)
    if name := looks.name(said, variables):
        node.set("class", name)


def _written(styles: Styles, variables: Variables, scheme: Scheme) -> str:
    found = []
    for name, value in sorted(styles.items()):
        if not name.startswith("--"):
            try:
                found.append(f"{name}:{plainly(value, variables, scheme)}")
            except Unsaid:
                continue
    return ";".join(found)


def _measure(root: Element) -> None:
    """Write the dashes of circles in the drawing's own units, since not every reader knows ``pathLength``."""
    for circle in root.iter("circle"):
        length = float(circle.attrib.pop("pathLength", 0))
        for name in ("stroke-dasharray", "stroke-dashoffset") if length else ():
            if dashes := circle.get(name):
                scale = 2 * pi * float(circle.get("r", 0)) / length
                circle.set(name, " ".join(f"{float(dash) * scale:.1f}" for dash in _NUMBER.findall(dashes)))


def _references(root: Element) -> Iterator[str]:
    """The ids that something in the drawing refers to."""
    for element in root.iter():
        for value in element.attrib.values():
            for match in _REFERENCE.finditer(value):
                yield match[1] or match[2]


def _leave_out(element: Element) -> None:
    """Take away what a file may not hold, and what would fetch something."""
    for child in list(element):
        if child.tag in SHAPES and child.get("href", "#").startswith("#"):
            _leave_out(child)
        else:
            element.remove(child)
