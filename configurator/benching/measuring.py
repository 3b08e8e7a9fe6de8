"""One model measured from end to end, within a time.

The plain domain is what else can be chosen under all choices; the verdict adds the siblings of what is chosen and the
standing product. Each is asked of a product of its own, or one would find its way by what the other left behind.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.core.garbage import set_aside
from configurator.benching.figures import Figures
from configurator.benching.naive import Naive
from configurator.benching.shopper import Choices, Shopper
from configurator.engine.compiled import CompiledProduct
from configurator.engine.formats import read_model_file
from configurator.engine.model import Facts, ProductModel
from configurator.engine.objective import Objective
from configurator.engine.solving.kernel import Kernel
from configurator.engine.solving.neighbours import Flags
from configurator.engine.verdict import OptionVerdict, Standing, Verdict

MOST_QUESTIONS = 1000
"""The naive method is asked for so many values a click at most; its time is then told as if for all."""
SHARES = {"domain": 0.45, "verdict": 0.8, "naive": 1.0}
"""How much of the time may be gone when a part ends."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Clicks of each of several shoppers, and the seconds for all that is measured of one model."""

    clicks: int
    seeds: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Click:
    """A state that a shopper came to, and the values that are within reach there."""

    choices: Choices
    possible: Flags


class Measuring:
    """Measures a model; `send` gets the figures each time that there are more of them."""

    def __init__(self, file: Path, plan: Plan, facts: Facts, send: Callable[[Figures], None]) -> None:
        self._file = file
        self._plan = plan
        self._facts = facts
        self._send = send
        self._begun = time.monotonic()
        self.figures = Figures(file.stem)

    def run(self) -> None:
        """Measure all there is time for. Raises what reading and compiling a model raise."""
        model = read_model_file(self._file)
        self.figures.features = sum(1 for _ in model.options())
        self._send(self.figures)
        if self._left("domain"):
            kernel = self._published(model)
            clicks = self._domains(kernel)
            self._verdicts(model, clicks)
            self._naively(model, kernel, clicks)

    def _left(self, part: str) -> bool:
        return time.monotonic() - self._begun < SHARES[part] * self._plan.seconds

    def _done(self, part: str, count: int, of: int) -> None:
        """Note how far a part came."""
        self.figures.unfinished[part] = f"({count} of {of} clicks)"
        if count == of:
            del self.figures.unfinished[part]
        self._send(self.figures)

    def _published(self, model: ProductModel) -> Kernel:
        begun = time.process_time()
        kernel = Kernel(model)
        kernel.scope(self._facts)
        self.figures.publish_s = round(time.process_time() - begun, 3)
        self.figures.rss_mb = resident()
        self._done("publish", 1, 1)
        set_aside()
        return kernel

    def _domains(self, kernel: Kernel) -> list[Click]:
        """The plain domain after each click. A shopper who finds nothing new ends early, and so do those to come."""
        scope = kernel.scope(self._facts)

        def possible(choices: Choices) -> Flags:
            known = kernel.reach.values(scope.always, scope.memory, kernel.held(choices) or {})
            return np.zeros(int(kernel.neighbours.starts[-1]), dtype=bool) if known is None else known.sure

        clicks: list[Click] = []
        planned = self._plan.seeds * self._plan.clicks
        for shopper in self._shoppers(kernel, possible):
            if not self._left("domain"):
                break
            if not shopper.click():
                planned = len(clicks)
                break
            with self.figures.times["domain"].one():
                flags = possible(shopper.choices)
            clicks.append(Click(shopper.choices, flags))
        self.figures.rss_mb = resident()
        self._done("domain", len(clicks), planned)
        return clicks

    def _shoppers(self, kernel: Kernel, possible: Callable[[Choices], Flags]) -> Iterator[Shopper]:
        """Before each click the one who makes it."""
        shopper = Shopper(kernel.space, random.Random(1), possible)
        for _ in range(self._plan.seeds):
            shopper.begin()
            for _ in range(self._plan.clicks):
                yield shopper

    def _verdicts(self, model: ProductModel, clicks: list[Click]) -> None:
        """In each state the whole verdict, of one option that is blocked the causes and the smallest repair, and the
        cheapest product."""
        chance = random.Random(2)
        count = unproven = 0
        if self._left("verdict"):
            compiled = CompiledProduct(model)
            objective = _prices(model, chance)
            first = compiled.propose([], self._facts)
            dead = {option.code for option in _blocked(first)}
            set_aside()
            for click in clicks:
                if not self._left("verdict"):
                    break
                with self.figures.times["verdict"].one():
                    verdict = compiled.propose(map(str, click.choices), self._facts)
                blocked = [option for option in _blocked(verdict) if option.code not in dead]
                if blocked:
                    self._help(compiled, verdict, chance.choice(blocked))
                with self.figures.times["cheapest"].one():
                    found = compiled.cheapest(map(str, click.choices), self._facts, objective)
                unproven += not found.proven
                count += 1
        for part in ("verdict", "causes", "repair", "cheapest"):
            self._done(part, count, len(clicks) or 1)
        if unproven:
            self.figures.unfinished["cheapest"] = f"({count - unproven} of {len(clicks)} proven)"

    def _help(self, compiled: CompiledProduct, verdict: Verdict, option: OptionVerdict) -> None:
        with self.figures.times["causes"].one():
            _ = option.causes
        choice = compiled.known(option.code)
        if choice is not None:
            with self.figures.times["repair"].one():
                compiled.repairs(verdict, self._facts, choice)

    def _naively(self, model: ProductModel, kernel: Kernel, clicks: list[Click]) -> None:
        """The plain domain by the naive method, and whether it comes to the same."""
        chance = random.Random(3)
        count = 0
        if self._left("naive"):
            naive = Naive(model, self._facts)
            for click in clicks:
                if not self._left("naive"):
                    break
                self._naive_click(naive, kernel, click, chance)
                count += 1
        self._done("naive", count, len(clicks) or 1)

    def _naive_click(self, naive: Naive, kernel: Kernel, click: Click, chance: random.Random) -> None:
        held = kernel.held(click.choices) or {}
        slots = [number for number in range(len(kernel.space.slots)) if number not in held]
        values = [(number, index) for number in slots for index in range(len(kernel.space.slots[number].values))]
        asked = chance.sample(values, min(len(values), MOST_QUESTIONS))
        times = self.figures.times["naive"]
        with times.one():
            found = naive.possible(held.items(), asked)
        times.each[-1] *= len(values) / max(len(asked), 1)
        self.figures.naive_asked += len(asked)
        self.figures.naive_questions += len(values)
        for (number, index), possible in zip(asked, found, strict=True):
            if possible != click.possible[kernel.neighbours.starts[number] + index]:
                said = f"{kernel.space.choice(number, index)} can{'' if possible else 'not'} be had"
                self.figures.wrong.append(f"{said} with {', '.join(map(str, click.choices))}")


def _blocked(verdict: Verdict) -> list[OptionVerdict]:
    return [option for group in verdict.groups for option in group.options if option.state is Standing.BLOCKED]


def _prices(model: ProductModel, chance: random.Random) -> Objective:
    """Prices by chance: of a piece of each option, and for each unit of a number above its least."""
    options = {(group.code, option.code): chance.randint(0, 9999) for group, option in model.options()}
    rates = {group.code: (chance.randint(0, 99), group.scale) for group in model.groups if group.scale}
    numbers = {
        code: {value: round(rate * (value - scale.least)) for value in scale.values}
        for code, (rate, scale) in rates.items()
    }
    return Objective(0, options, numbers)


def resident() -> float | None:
    """Megabytes of memory that this process has now; None where the system does not tell."""
    pages = Path("/proc/self/statm")
    return round(int(pages.read_text().split()[1]) * resource.getpagesize() / 1e6, 1) if pages.exists() else None
