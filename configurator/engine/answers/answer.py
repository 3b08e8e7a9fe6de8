"""A verdict with what is behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from configurator.engine.answers.standing import Settled
from configurator.engine.solving.kernel import Scope
from configurator.engine.solving.neighbours import Flags
from configurator.engine.verdict import Click, Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the product behind it as the engine holds it: what the choices hold, and the values in reach."""

    verdict: Verdict
    scope: Scope
    held: dict[int, int]
    settled: Settled
    found: Flags
    clicks: list[Click] = field(default_factory=list)
