"""Models written in a test, and how many products they have: counted by trying all, as the oracle does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import dedent

import pytest

from configurator.engine.file.document import ProductFileError
from configurator.engine.model import ProductModel
from tests.configurator.engine.naive import Candidate, buildable
from tests.configurator.engine.products import FACTS

Reader = Callable[[str, str, str], ProductModel]


def products(model: ProductModel) -> list[Candidate]:
    """Every product of a small model."""
    return buildable(model, FACTS)


def named(model: ProductModel, candidate: Candidate, group: str = "features") -> set[str]:
    """The names of a group's options that are in a product."""
    return {option.label["en"] for option in model[group].options if candidate.pieces(group, option.code)}


def problems(read: Reader, text: str) -> Sequence[tuple[int, int, str]]:
    """Every problem of a text: line, column, what is wrong."""
    with pytest.raises(ProductFileError) as refusal:
        read(dedent(text), "model", "model")
    return [(problem.line, problem.column, problem.message) for problem in refusal.value.problems]
