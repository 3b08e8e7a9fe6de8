"""Parameters as Stripe takes them: form fields in bracket notation, held to Stripe's own schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

import fastjsonschema

from app.demo.payments.refusals import Refusal

SCHEMA: Final = json.loads((Path(__file__).parent / "stripe_schema.json").read_text(encoding="utf-8"))
VERSION: Final[str] = SCHEMA["version"]
NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)\Z")


def read_params(call: str, form: str) -> dict[str, Any]:
    """The parameters of a call (``POST /v1/refunds``) out of its form. Raises ``Refusal`` for what Stripe refuses."""
    schema = SCHEMA["requests"][call]
    params: dict[str, Any] = typed(nested(form), schema)
    try:
        _validator(call)(params)
    except fastjsonschema.JsonSchemaValueException as error:
        raise _refusal(error) from None
    return params


def nested(form: str) -> dict[str, Any]:
    """``a[b][0]=x`` as ``{"a": {"b": {"0": "x"}}}``. Raises ``Refusal`` for names that make no sense together."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        match = NAME.match(name)
        if match is None:
            raise Refusal(f"Invalid parameter name: {name}", code="parameter_unknown", param=name)
        at, *path = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
        inside = found
        for step in path:
            inside = inside.setdefault(at, {})
            if not isinstance(inside, dict):
                raise Refusal(f"Invalid {name}: it is given as a value and as a hash", param=name)
            at = step or str(len(inside))
        if at in inside:
            raise Refusal(f"Invalid {name}: it is given twice", param=name)
        inside[at] = value
    return found


def typed(value: Any, schema: dict[str, Any]) -> Any:
    """The value in the type that the schema asks for; what does not fit stays as it is, for the schema to refuse."""
    if "anyOf" in schema:
        kinds = ("object", "array") if isinstance(value, dict) else ("integer", "number", "boolean", "string")
        fitting = [typed(value, each) for each in schema["anyOf"] if each.get("type") in kinds]
        return next((each for each in fitting if each is not value), value)
    if isinstance(value, dict):
        return _typed_hash(value, schema)
    match schema.get("type"):
        case "integer" if re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
            return int(value)
        case "boolean" if value in ("true", "false"):
            return value == "true"
        case _:
            return value


def _typed_hash(value: dict[str, Any], schema: dict[str, Any]) -> Any:
    if schema.get("type") == "array" and all(map(str.isdecimal, value)):
        return [typed(value[at], schema["items"]) for at in sorted(value, key=int)]
    if schema.get("type") != "object":
        return value
    known, others = schema.get("properties", {}), schema.get("additionalProperties") or {}
    return {name: typed(each, known.get(name, others)) for name, each in value.items()}


def _refusal(error: fastjsonschema.JsonSchemaValueException) -> Refusal:
    path, given, schema = error.path[1:], error.value, error.definition
    match error.rule:
        case "additionalProperties":
            param = _name([*path, min(given.keys() - schema["properties"].keys())])
            return Refusal(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)
        case "required":
            param = _name([*path, min(set(schema["required"]) - given.keys())])
            return Refusal(f"Missing required param: {param}.", code="parameter_missing", param=param)
        case _:
            param = _name(path)
            return Refusal(f"Invalid {param}: must be {error.rule_definition}", code="parameter_invalid", param=param)


def _name(path: list[str]) -> str:
    return "".join(f"[{part}]" if at else part for at, part in enumerate(path))


@cache
def _validator(call: str) -> Callable[[Any], Any]:
    validator: Callable[[Any], Any] = fastjsonschema.compile(SCHEMA["requests"][call], use_default=False)
    return validator
