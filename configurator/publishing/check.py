"""Whether a product file can be published, and what its author should know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from accounts.api import MEASURE, TOLD
from configurator.catalogue.productfile import ProductFile, read_product
from configurator.engine.compiled import CompiledProduct
from configurator.engine.document import Document, Problem, ProductFileError
from configurator.engine.lowering import TooLarge
from configurator.engine.model import Facts
from configurator.engine.verdict import Standing, Unbuildable

TAKEN = frozenset(prefix.removesuffix(".") for prefix in (MEASURE, TOLD))
"""Codes that no product may have: what is known of people is kept under ``product.group``, and under these."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file fit to be published. `dead` are options that no buildable product contains, bars apart."""

    file: ProductFile
    compiled: CompiledProduct
    dead: tuple[str, ...]


def check(source: str, name: str, day: dt.date) -> Checked:
    """Read, compile and try a product file as it would stand on `day`; raises `ProductFileError`."""
    file = read_product(source, name)
    if file.code in TAKEN:
        place = Document(source, name).place(("product", "code"))
        raise ProductFileError(name, [Problem(*place, f'"{file.code}" means something else to the profile store')])
    try:
        compiled = CompiledProduct(file.model)
        verdicts = [compiled.propose([], Facts(day, region), base) for region in file.prices for base in _bases(file)]
    except Unbuildable as refusal:
        places = Document(source, name)
        speaking = [cause.rule for cause in refusal.causes]
        message = f"nothing can be built: {', '.join(speaking)} contradict each other"
        raise ProductFileError(name, [_problem(places, code, message) for code in speaking or ["product"]]) from None
    except TooLarge as refusal:
        raise ProductFileError(
            name, [Problem(1, 1, f"a rule is too large to be checked at each click: {refusal}")]
        ) from None
    dead = dict.fromkeys(
        option.code
        for group in verdicts[0].groups
        for option in group.options
        if option.state is Standing.BLOCKED and not any(cause.bar for cause in option.causes)
    )
    if wishful := list(_wishful(file, dead, Document(source, name))):
        raise ProductFileError(name, wishful)
    return Checked(file, compiled, tuple(dead))


def _wishful(file: ProductFile, dead: Collection[str], places: Document) -> Iterator[Problem]:
    """Where an answer says that it suits an option which nobody can have."""
    for question in file.questions:
        for answer in question.answers:
            for index, option in enumerate(answer.suits):
                if option in dead:
                    path = ("questions", question.code, "answers", answer.code, "suits", index)
                    yield Problem(*places.place(path), f'"{option}" cannot be had: no buildable product contains it')


def _bases(file: ProductFile) -> list[str]:
    return [base.code for base in file.model.bases] or [""]


def _problem(places: Document, code: str, message: str) -> Problem:
    for table in ("rules", "tables", "groups"):
        line, column = places.place((table, code))
        if (line, column) != places.place((table,)):
            return Problem(line, column, message)
    return Problem(1, 1, message)
