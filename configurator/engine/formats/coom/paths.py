"""Where the paths of a COOM file lead: to pieces, and to what is known of the values chosen there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from configurator.engine.formats.coom.parts import Part, Unfolded
from configurator.engine.formats.infix import Node
from configurator.engine.formats.source import Misread, near

ROOT = "root"


@dataclass(frozen=True, slots=True)
class Target:
    """What a path leads to: a piece, or an attribute of what is chosen there."""

    part: Part
    attribute: str = ""

    def worths(self, unfolded: Unfolded) -> dict[str, Decimal | str]:
        """For each value that can be chosen there the attribute, or the value itself."""
        enumeration = unfolded.enumerations[self.part.type]
        if not self.attribute:
            return {value: value for value in enumeration.values}
        at = enumeration.attributes.index(self.attribute)
        return {value: worths[at] for value, worths in enumeration.values.items()}


def paths(node: Node) -> Iterator[Node]:
    """The paths (and values) named in an expression, but for those in sums and counts."""
    if node.kind == "name":
        yield node
    elif node.kind != "call":
        for part in node.parts:
            yield from paths(part)


def targets(unfolded: Unfolded, path: Node, owner: Part) -> list[Target] | None:
    """All that a path leads to from a piece; None where it names a value and no part.

    Raises `Misread` where it goes wrong further on.
    """
    items = list(path.path)
    found = [Target(owner)]
    if items[0] == ROOT and len(items) > 1:
        items, found = items[1:], [Target(unfolded.root)]
    elif items[0] not in owner.parts:
        if len(items) == 1:
            return None
        raise Misread(path.place, f'there is no part "{items[0]}"{near(items[0], owner.parts)}')
    while items:
        item = items.pop(0)
        index = int(items.pop(0)) if items and items[0].isdigit() else None
        found = [each for target in found for each in _step(unfolded, target, item, index, path)]
    return found


def _step(unfolded: Unfolded, target: Target, item: str, index: int | None, path: Node) -> list[Target]:
    part = target.part
    enumeration = unfolded.enumerations.get(part.type)
    if not target.attribute and enumeration is not None and item in enumeration.attributes and index is None:
        return [Target(part, item)]
    if target.attribute or item not in part.parts:
        known = enumeration.attributes if enumeration is not None else list(part.parts)
        raise Misread(path.place, f'"{part.path or "the product"}" has no "{item}"{near(item, known)}')
    pieces = part.parts[item].pieces
    if index is None:
        return [Target(piece) for piece in pieces]
    if index >= len(pieces):
        raise Misread(path.place, f'"{item}" has {len(pieces)} pieces, counted from 0')
    return [Target(pieces[index])]
