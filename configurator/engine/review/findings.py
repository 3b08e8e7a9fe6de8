"""What the author of a product should know of it, in words, each with the place it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from configurator.engine.model import ProductModel
from configurator.engine.verdict import Cause, Speaker

Path = tuple[str | int, ...]
"""Where something stands in a product file: ``("groups", "frame", "options", "steel")``, ``("rules", "belt")``."""
Spoken = Callable[[Path], str]
"""What the author calls what stands there."""


class Fault(StrEnum):
    """What is the matter."""

    DEAD = "dead"
    ALWAYS = "always"
    SETTLED = "settled"
    UNREACHED = "unreached"
    NEVER_THERE = "never_there"
    ALWAYS_THERE = "always_there"
    HOLDS_ANYWAY = "holds_anyway"
    NEVER_SPEAKS = "never_speaks"
    REPEATS = "repeats"
    SLOW = "slow"
    ROW = "row"
    NEVER_DUE = "never_due"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is as the file says and hardly as its author means it; a product may be published with it."""

    fault: Fault
    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that was found, in the order of the product, and in words what was not looked at, as it takes too long."""

    findings: tuple[Finding, ...] = ()
    unexamined: tuple[str, ...] = ()

    @property
    def dead(self) -> tuple[str, ...]:
        """Options, as ``group.option``, that no buildable product contains, bars apart."""
        paths = (finding.path for finding in self.findings if finding.fault is Fault.DEAD)
        return tuple(by_code(path) for path in paths if len(path) > 2)


def by_code(path: Path) -> str:
    """What things are called in a product file: ``frame.steel``, ``belt``."""
    return ".".join(map(str, path[1::2]))


def place_of(cause: Cause, model: ProductModel) -> Path:
    """Where what speaks in a cause stands."""
    match cause.speaker:
        case Speaker.LIMIT | Speaker.CONDITION:
            return ("groups", cause.rule)
        case Speaker.BAR:
            group, _, option = cause.rule.partition(".")
            return ("groups", group, "options", option)
    return ("tables" if any(table.code == cause.rule for table in model.tables) else "rules", cause.rule)


def named(causes: Sequence[Cause], model: ProductModel, spoken: Spoken) -> str:
    """What speaks in some causes, in words."""
    parts = {Speaker.LIMIT: "the limits of ", Speaker.CONDITION: "the condition of ", Speaker.BAR: "the bar on "}
    return listed([f"{parts.get(cause.speaker, '')}{spoken(place_of(cause, model))}" for cause in causes])


def listed(names: list[str], most: int = 6) -> str:
    """The first of some names, and how many there are besides."""
    between = "; " if any("," in name for name in names) else ", "
    if len(names) <= most:
        return between.join(names)
    return f"{between.join(names[: most - 1])} and {len(names) - most + 1} more"
