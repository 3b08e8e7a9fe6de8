"""What is known under the sets of choices met last, for the next click to start from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from configurator.engine.solving.neighbours import Flags

REMEMBERED = 64
REMEMBERED_ASIDE = 12
"""So many sets of choices are remembered, and so many for each slot with its own choice set aside."""

Held = Mapping[int, int]
"""What the choices admit: slot number to a mask of its values."""

Choices = frozenset[tuple[int, int]]
"""The same as a set."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known under some choices: `opened` values are not known to be out of reach, `sure` ones are within it."""

    opened: Flags
    sure: Flags


Thing = TypeVar("Thing")


class Memory:
    """What is known under one state of the bars. True for every shopper, and for good."""

    def __init__(self, root: Known, barred: Flags) -> None:
        self.root = root
        self.barred = barred
        self._known: OrderedDict[Choices, Known] = OrderedDict()
        self._aside: dict[int, OrderedDict[Choices, Flags]] = {}

    def of(self, choices: Choices) -> Known | None:
        """What is known under just these choices."""
        if choices in self._known:
            self._known.move_to_end(choices)
        return self._known.get(choices) if choices else self.root

    def nearest(self, choices: Choices) -> Known:
        """What is known under the most of these choices."""
        fewer = [known for known in self._known if known <= choices]
        return self._known[max(fewer, key=len)] if fewer else self.root

    def proven(self, choices: Choices) -> Flags | None:
        """What is within reach under these choices and some more, of which there are few: so it is under these."""
        more = [known for known in self._known if choices < known]
        return self._known[min(more, key=len)].sure if more else None

    def keep(self, choices: Choices, known: Known) -> None:
        """Remember what is known under these choices."""
        if choices:
            _keep(self._known, choices, known, REMEMBERED)
        else:
            self.root = known

    def aside(self, slot: int, part: slice, others: Choices) -> Flags | None:
        """What is within reach in the slot (whose values are `part`) under all `others`, if that is known."""
        if slot in self._aside and others in self._aside[slot]:
            return self._aside[slot][others]
        known = self.of(others)
        if known is None or (known.sure[part] != known.opened[part]).any():
            return None
        return known.sure[part]

    def aside_at_most(self, slot: int, part: slice, others: Choices) -> Flags:
        """What may be within reach in the slot under all `others`: less choices leave more."""
        most = self.nearest(others).opened[part]
        for fewer, found in self._aside.get(slot, {}).items():
            if fewer <= others:
                most = most & found
        return most

    def keep_aside(self, slot: int, others: Choices, found: Flags) -> None:
        """Remember what is within reach in the slot under all `others`."""
        _keep(self._aside.setdefault(slot, OrderedDict()), others, found, REMEMBERED_ASIDE)


def _keep(kept: OrderedDict[Choices, Thing], choices: Choices, thing: Thing, most: int) -> None:
    kept[choices] = thing
    kept.move_to_end(choices)
    if len(kept) > most:
        kept.popitem(last=False)
