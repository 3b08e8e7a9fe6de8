"""Whether a product file can be published, and what its author should know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from accounts.api import MEASURE, TOLD
from configurator.catalogue.productfile import ProductFile, read_product
from configurator.engine.compiled import CompiledProduct
from configurator.engine.file.document import Document, Place, Problem, ProductFileError
from configurator.engine.model import Facts, ProductModel
from configurator.engine.review.findings import Diagnosis, Path, by_code, named, place_of
from configurator.engine.solving.lowering import TooLarge
from configurator.engine.solving.solver import Exhausted
from configurator.engine.verdict import Cause, Unbuildable

TAKEN = frozenset(prefix.removesuffix(".") for prefix in (MEASURE, TOLD))
"""Codes that no product may have: what is known of people is kept under ``product.group``, and under these."""


WORK = 10_000_000
"""Steps that trying a product file takes at most, some seconds; one made to take more is refused."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file fit to be published, and what its author should look at: each finding with its line and column."""

    file: ProductFile
    compiled: CompiledProduct
    diagnosis: Diagnosis
    places: tuple[Place, ...]


def check(source: str, name: str, day: dt.date) -> Checked:
    """Read, compile and try a product file as it would stand on `day`; raises `ProductFileError`."""
    file = read_product(source, name)
    try:
        compiled = CompiledProduct(file.model)
        with compiled.bounded(WORK):
            for region in file.prices:
                compiled.propose([], Facts(day, region))
            for base in file.model.bases:
                compiled.propose([], Facts(day, next(iter(file.prices))), base.code)
            diagnosis = compiled.diagnosis(WORK)
    except Unbuildable as refusal:
        problems = _contradiction(file.model, refusal.causes)
    except TooLarge as refusal:
        problems = {refusal.path: str(refusal)}
    except Exhausted:
        message = "whether this can be built takes too long to find out"
        problems = {("rules",): f"{message}: say it in fewer or simpler rules, and sums in a coarser unit"}
    else:
        problems = {**_taken(file), **_wishful(file, diagnosis.dead)}
        if not problems:
            return Checked(
                file, compiled, diagnosis, tuple(_places(source, [each.path for each in diagnosis.findings]))
            )
    places = _places(source, problems)
    raise ProductFileError(name, [Problem(*at, message) for at, message in zip(places, problems.values(), strict=True)])


def _places(source: str, paths: Collection[Path]) -> Iterator[Place]:
    """Where in the file each of these stands."""
    if paths:
        yield from map(Document(source).place, paths)


def _taken(file: ProductFile) -> dict[Path, str]:
    message = f'"{file.code}" means something else to the profile store'
    return {("product", "code"): message} if file.code in TAKEN else {}


def _contradiction(model: ProductModel, causes: Sequence[Cause]) -> dict[Path, str]:
    """That nothing can be built, at the place of everything that sees to it."""
    why = "can never hold" if len(causes) == 1 else "contradict each other"
    message = f"nothing can be built: {named(causes, model, by_code)} {why}"
    return {place_of(cause, model): message for cause in causes}


def _wishful(file: ProductFile, dead: Collection[str]) -> dict[Path, str]:
    """Where an answer says that it suits an option which nobody can have."""
    return {
        ("questions", question.code, "answers", answer.code, "suits", index): (
            f'"{option}" cannot be had: no buildable product contains it'
        )
        for question in file.questions
        for answer in question.answers
        for index, option in enumerate(answer.suits)
        if option in dead
    }
