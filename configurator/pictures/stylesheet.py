"""The pages' style sheets, as far as they say how a drawing looks: nested rules and layers laid out flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

PROPERTIES = frozenset(
    (
        *("color", "opacity", "visibility", "mix-blend-mode", "transform", "transform-origin", "vector-effect"),
        *("fill", "fill-opacity", "fill-rule", "clip-path", "clip-rule", "mask", "paint-order"),
        *("stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin"),
        *("stroke-miterlimit", "stroke-opacity", "stroke-width", "stop-color", "stop-opacity"),
        *("font-family", "font-size", "font-style", "font-weight", "letter-spacing", "text-anchor"),
        *("dominant-baseline", "text-decoration", "word-spacing"),
    )
)
"""What a style sheet may say of a shape, and an SVG file by itself, too."""

UNLAYERED = 1_000_000
"""What stands in no layer counts more than all that does."""

Styles = Mapping[str, tuple[Node, ...]]
"""Property, or custom property, to its value as it was written."""


@dataclass(frozen=True, slots=True)
class _Block:
    """What one rule says, and how much it counts beside others: by layer, whatever the selectors."""

    layer: int
    styles: Styles


class StyleSheet:
    """What some style sheets say of any element, but for what they say of some medium or state."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._matcher = Matcher()
        self._layers: dict[str, int] = {}
        for source in sources:
            self._read(tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True), "", "")

    def styles_of(self, element: ElementWrapper) -> Styles:
        """All that is said of an element; what counts most has the last word."""
        found = self._matcher.match(element)
        said: dict[str, tuple[Node, ...]] = {}
        for _, _, pseudo, block in sorted(found, key=lambda each: (each[3].layer, each[0], each[1])):
            if pseudo is None:
                said.update(block.styles)
        return said

    def _read(self, nodes: Iterable[Node], layer: str, parent: str) -> None:
        """Take in what stands in a sheet, a layer or a rule; `parent` is the selector of the rule around it."""
        styles: dict[str, tuple[Node, ...]] = {}
        for node in nodes:
            if isinstance(node, Declaration) and (node.name.startswith("--") or node.name in PROPERTIES):
                styles[node.name] = tuple(node.value)
            elif isinstance(node, QualifiedRule):
                selector = "".join(_nested(node.prelude, parent))
                self._read(_contents(node), layer, selector)
            elif isinstance(node, AtRule) and node.lower_at_keyword == "layer":
                self._read_layer(node, parent)
        if styles:
            self._add(parent, _Block(self._layers.get(layer, UNLAYERED), styles))

    def _read_layer(self, rule: AtRule, parent: str) -> None:
        names = [name.strip() for name in tinycss2.serialize(rule.prelude).split(",")]
        for name in names:
            self._layers.setdefault(name, len(self._layers))
        if rule.content is not None:
            self._read(_contents(rule), names[0], parent)

    def _add(self, selector: str, block: _Block) -> None:
        try:
            compiled = compile_selector_list(selector)
        except SelectorError:
            return  # a state, such as :focus-visible, in which no file ever is
        for each in compiled:
            self._matcher.add_selector(each, block)


def _contents(rule: QualifiedRule | AtRule) -> list[Node]:
    found: list[Node] = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return found


def _nested(prelude: Iterable[Node], parent: str) -> Iterator[str]:
    """The selector of a rule within another one: ``&`` stands for the outer, which otherwise is an ancestor."""
    text = tinycss2.serialize(prelude).strip()
    if parent and "&" not in text:
        yield f":is({parent}) "
    yield text.replace("&", f":is({parent})") if parent else text
