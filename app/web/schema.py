"""The description of the interface for programs, as a page of the shop: no script, nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin

from app.core.language import translator_of
from app.core.rendering import Templates
from app.core.sharing import Share

METHODS = ("get", "post", "put", "patch", "delete")
Node = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter, or a part of a body."""

    name: str
    where: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One address with one method, as ``templates/app/schema.html`` shows it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    responses: tuple[tuple[str, str], ...]  # status, description
    example: str


class SchemaPage(OpenAPIRenderPlugin):
    """Litestar's place for a page about the interface, filled with our own."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        templates: Templates = request.app.state.templates
        operations = tuple(operations_of(openapi_schema))
        _ = translator_of(request).gettext
        share = Share(
            _("For programs: our interface"), _("What programs may ask of the shop, and what it answers."), "/schema"
        )
        return templates.page(request, "app/schema.html", {"operations": operations, "share": share}).encode()


def describe_interface() -> OpenAPIConfig:
    """Where and how the interface is described."""
    return OpenAPIConfig(
        title="Atelier",
        version="1",
        path="/schema",
        render_plugins=[JsonRenderPlugin(path="/openapi.json"), SchemaPage()],
    )


def operations_of(schema: Node) -> Iterator[Operation]:
    """The operations of an OpenAPI 3.1 document, in its order."""
    for path, methods in schema.get("paths", {}).items():
        for method in METHODS:
            if method in methods:
                yield _operation(schema, path, method, methods[method])


def _operation(schema: Node, path: str, method: str, node: Node) -> Operation:
    content: Node = node.get("requestBody", {}).get("content", {})
    body: Node = next(iter(content.values()))["schema"] if content else {}
    return Operation(
        method=method.upper(),
        path=path,
        summary=node.get("summary", ""),
        description=node.get("description", ""),
        parameters=tuple(_parameter(parameter) for parameter in node.get("parameters", ())),
        body=tuple(_fields(schema, body)),
        responses=tuple((status, answer.get("description", "")) for status, answer in node["responses"].items()),
        example=_example(node["responses"]),
    )


def _parameter(node: Node) -> Field:
    return Field(
        node["name"],
        node["in"],
        _type(node.get("schema", {})),
        node.get("required", False),
        node.get("description", ""),
    )


def _fields(schema: Node, node: Node) -> Iterator[Field]:
    whole = _resolved(schema, node)
    required = whole.get("required", ())
    for name, part in whole.get("properties", {}).items():
        yield Field(name, "body", _type(part), name in required, part.get("description", ""))


def _resolved(schema: Node, node: Node) -> Node:
    name = node.get("$ref", "").rpartition("/")[2]
    found: Node = schema["components"]["schemas"][name] if name else node
    return found


def _type(node: Node) -> str:
    if "$ref" in node:
        return str(node["$ref"]).rpartition("/")[2]
    if "oneOf" in node or "anyOf" in node:
        return " | ".join(_type(part) for part in node.get("oneOf") or node["anyOf"])
    if "enum" in node:
        return " | ".join(map(str, node["enum"]))
    if node.get("type") == "array":
        return f"{_type(node.get('items', {}))}[]"
    kind = node.get("type", "any")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)


def _example(responses: Node) -> str:
    for answer in responses.values():
        for media in answer.get("content", {}).values():
            for example in media.get("examples", {}).values():
                return json.dumps(example.get("value"), ensure_ascii=False, indent=2)
    return ""
