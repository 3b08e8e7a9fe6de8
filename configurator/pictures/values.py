"""Values of style sheets written out: no variables, no colour that depends on the reader's scheme, no mixtures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import tinycss2
from tinycss2.ast import FunctionBlock, Node, PercentageToken
from tinycss2.color4 import Color, parse_color

Scheme = Literal["light", "dark"]
Variables = Mapping[str, tuple[Node, ...]]

_TO_CONE = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONE = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
"""Linear sRGB and Oklab: B. Ottosson, "A perceptual color space for image processing" (2020)."""


class Unsaid(Exception):
    """A value that comes to nothing, such as one with an unknown variable: the style is as if it were not there."""


def plainly(value: Iterable[Node], variables: Variables, scheme: Scheme) -> str:
    """A value that any reader of SVG understands; raises `Unsaid` where it comes to nothing."""
    text = str(tinycss2.serialize(list(_spelled(value, variables, scheme, ())))).strip()
    if not text:
        raise Unsaid
    return text


def _spelled(value: Iterable[Node], variables: Variables, scheme: Scheme, within: tuple[str, ...]) -> Iterator[Node]:
    for node in value:
        if not isinstance(node, FunctionBlock):
            yield node
            continue
        if node.lower_name == "var":
            yield from _variable(node, variables, scheme, within)
            continue
        node = FunctionBlock(
            node.source_line, node.source_column, node.name, list(_spelled(node.arguments, variables, scheme, within))
        )
        if node.lower_name == "light-dark":
            light, dark = _arguments(node)
            yield from light if scheme == "light" else dark
        elif node.lower_name == "color-mix":
            yield from tinycss2.parse_component_value_list(_mixed(node))
        else:
            yield node


def _variable(node: FunctionBlock, variables: Variables, scheme: Scheme, within: tuple[str, ...]) -> Iterator[Node]:
    (first, *_), *fallback = _arguments(node)
    name = first.value
    if name in variables and name not in within:
        yield from _spelled(variables[name], variables, scheme, (*within, name))
    elif fallback:
        yield from _spelled(fallback[0], variables, scheme, within)
    else:
        raise Unsaid


def _arguments(node: FunctionBlock) -> list[list[Node]]:
    """What stands between the commas of a function."""
    parts: list[list[Node]] = [[]]
    for each in node.arguments:
        if each == ",":
            parts.append([])
        elif each.type not in ("whitespace", "comment") or parts[-1]:
            parts[-1].append(each)
    return parts


def _mixed(node: FunctionBlock) -> str:
    """What ``color-mix(in oklab, ...)`` comes to. Other colour spaces are not in use, nor is transparency."""
    parts = _arguments(node)
    if len(parts) != 3 or tinycss2.serialize(parts[0]).strip() != "in oklab":
        raise Unsaid
    (one, share), (other, rest) = map(_share, parts[1:])
    if share is None:
        share = 50.0 if rest is None else 100 - rest
    weight = share / (share + (100 - share if rest is None else rest))
    mixed = [a * weight + b * (1 - weight) for a, b in zip(_oklab(one), _oklab(other), strict=True)]
    return _hex(mixed)


def _share(part: Sequence[Node]) -> tuple[Color, float | None]:
    percent = next((node.value for node in part if isinstance(node, PercentageToken)), None)
    colour = next((found for node in part if (found := parse_color(node)) is not None), None)
    if not isinstance(colour, Color):
        raise Unsaid
    return colour, percent


def _oklab(colour: Color) -> list[float]:
    linear = [_linear(channel) for channel in colour.to("srgb").coordinates]
    return _times(_TO_LAB, [cone ** (1 / 3) for cone in _times(_TO_CONE, linear)])


def _hex(lab: Sequence[float]) -> str:
    linear = _times(_FROM_CONE, [cone**3 for cone in _times(_FROM_LAB, lab)])
    return "#" + "".join(f"{round(255 * min(max(_encoded(channel), 0), 1)):02x}" for channel in linear)


def _times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)


def _encoded(channel: float) -> float:
    return float(12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055)
