"""A mistake as programs are told of it (RFC 9457)."""

from __future__ import annotations

from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

MEDIA_TYPE = "application/problem+json"


class Problem(Struct):
    """`title` and `detail` are for people, in the language of the answer."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"


def described(description: str) -> ResponseSpec:
    """An answer with a problem, for the description of the interface."""
    return ResponseSpec(Problem, generate_examples=False, description=description, media_type=MEDIA_TYPE)
