"""As much of JSON Schema as our own OpenAPI document uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The node itself, or the one it refers to."""
    if "$ref" not in node:
        return node
    found: Any = document
    for step in node["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def misfits(document: dict[str, Any], node: dict[str, Any], value: Any, at: str = "") -> Iterator[str]:
    """Where `value` is not what `node` describes; nothing that it leaves undescribed is let pass."""
    node = resolved(document, node)
    if "oneOf" in node:
        if all(list(misfits(document, each, value)) for each in node["oneOf"]):
            yield f"{at}: {value!r} is none of {node['oneOf']}"
    elif not isinstance(value, TYPES[node["type"]]) or (isinstance(value, bool) and node["type"] != "boolean"):
        yield f"{at}: {value!r} is no {node['type']}"
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from misfits(document, node["items"], item, f"{at}[{number}]")
    elif isinstance(value, dict):
        yield from _misfits_within(document, node, value, at)


def _misfits_within(document: dict[str, Any], node: dict[str, Any], value: dict[str, Any], at: str) -> Iterator[str]:
    described = node.get("properties", {})
    for name in set(node.get("required", ())) - value.keys():
        yield f"{at}.{name} is missing"
    for name, item in value.items():
        part = described.get(name, node.get("additionalProperties"))
        yield from [f"{at}.{name} is not described"] if part is None else misfits(document, part, item, f"{at}.{name}")


def references(node: Any) -> Iterator[str]:
    """Everything that is referred to."""
    if isinstance(node, dict):
        yield from (value for name, value in node.items() if name == "$ref")
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from references(each)
