"""Products that were really sold: each can be built, and in each the next answer was open at every step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from configurator.benching.figures import Times
from configurator.engine.choices import Choice
from configurator.engine.formats.codes import OwnNames, UnknownName
from configurator.engine.model import Facts, ProductModel
from configurator.engine.solving.kernel import Kernel


@dataclass(frozen=True, slots=True)
class Car:
    """A line of the file: what was chosen for each question, in the order of the columns."""

    line: int
    choices: tuple[Choice, ...]


class Refused(Exception):
    """Something that was sold and that the engine refuses, or does not know."""


@dataclass
class Replay:
    """How many were replayed, and how long each click took."""

    cars: int = 0
    stepped: int = 0
    times: Times = field(default_factory=Times)


def read_sold(file: Path, model: ProductModel) -> list[Car]:
    """The products in `file`: a line of questions, then one of values for each product, with spaces between.

    Raises `Refused` for a line that does not fit the questions or a value that the model does not have.
    """
    names = OwnNames(model)
    known: dict[tuple[str, str], Choice] = {}
    lines = file.read_text(encoding="utf-8").splitlines()
    questions = lines[0].split() if lines else []
    cars = []
    for number, line in enumerate(lines[1:], start=2):
        values = line.split()
        if values and len(values) != len(questions):
            raise Refused(f"line {number}: {len(questions)} questions, but {len(values)} values")
        for said in zip(questions, values, strict=False):
            if said not in known:
                known[said] = _choice(names, *said, number)
        if values:
            cars.append(Car(number, tuple(known[said] for said in zip(questions, values, strict=True))))
    return cars


def _choice(names: OwnNames, question: str, value: str, line: int) -> Choice:
    try:
        return next(names.choices(f'"{question}={value}"'))
    except UnknownName as error:
        raise Refused(f"line {line}: {error}") from None


class Replaying:
    """Replays on one model."""

    def __init__(self, model: ProductModel, facts: Facts) -> None:
        self._names = OwnNames(model)
        self._kernel = Kernel(model)
        self._scope = self._kernel.scope(facts)

    def replay(self, cars: Sequence[Car], prefixes: int) -> Replay:
        """Build all of the cars, and `prefixes` of them, evenly spread, answer by answer; raises `Refused`."""
        done = Replay()
        for car in cars:
            if not self._buildable(car.choices):
                wrong = next(at for at in range(len(car.choices)) if not self._buildable(car.choices[: at + 1]))
                raise self._refused(car, wrong)
            done.cars += 1
        for car in spread(cars, prefixes):
            for at in range(len(car.choices)):
                if not self._open(car, at, done.times):
                    raise self._refused(car, at)
            done.stepped += 1
        return done

    def _buildable(self, choices: Sequence[Choice]) -> bool:
        held = self._kernel.held(choices)
        return held is not None and self._kernel.find(self._scope.always, held) is not None

    def _open(self, car: Car, at: int, times: Times) -> bool:
        """Whether an answer is within reach under those before it."""
        kernel, scope = self._kernel, self._scope
        held = kernel.held(car.choices[:at]) or {}
        with times.one():
            known = kernel.reach.values(scope.always, scope.memory, held)
        number, mask = kernel.space.choice_mask(car.choices[at]) or (0, 0)
        values = kernel.neighbours.starts[number] + np.array(kernel.space.slots[number].indices(mask))
        return known is not None and bool(known.sure[values].any())

    def _refused(self, car: Car, at: int) -> Refused:
        before = ", ".join(map(self._names.said, car.choices[:at]))
        return Refused(f"line {car.line}: {self._names.said(car.choices[at])} is refused after {before or 'nothing'}")


def spread(cars: Sequence[Car], count: int) -> Iterator[Car]:
    """So many of the cars, evenly spread."""
    count = min(count, len(cars))
    return (cars[at * len(cars) // count] for at in range(count))
