"""Windows: sums that may be neither too large nor too small, and how a product within them is found.

A narrow window over many terms is met by few products that have nothing else in common, so covers would forbid all the
others one by one. Here every amount that a sum can come to is one bit of an integer: the amounts of one more term are
shifts of it. So it is known at once, and exactly, which values can still be part of a sum within the window (Trick, "A
dynamic programming approach for consistency and propagation for knapsack constraints", 2003). A search that decides
value by value, and asks the solver what follows from that, meets no dead end that lies in one sum alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from configurator.engine.solving.encoding import Encoding, Sum

WIDEST = 2_000_000
"""Amounts that a sum may come to; where there are more, the integers would be too long, and it is left to covers."""

Masks = dict[int, int]
"""The values that are still possible in some slots."""


@dataclass(frozen=True, slots=True)
class Window:
    """While all `literals` are true, the sum of the slots' weights is from `least` to `most`."""

    literals: tuple[int, ...]
    terms: tuple[tuple[int, tuple[int, ...]], ...]
    least: int
    most: int

    def narrowed(self, masks: Masks) -> Masks | None:
        """What of the masks can be part of a sum within the window; None where nothing can."""
        everything = (1 << self.most + 1) - 1
        rests = [everything >> self.least << self.least]
        for slot, weights in reversed(self.terms[1:]):
            rest = 0
            for index in _members(masks[slot]):
                rest |= rests[-1] >> weights[index]
            rests.append(rest)
        found, amounts = Masks(), 1
        for (slot, weights), rest in zip(self.terms, reversed(rests), strict=True):
            shifted = {index: amounts << weights[index] & everything for index in _members(masks[slot])}
            fitting = {index: sums for index, sums in shifted.items() if sums & rest}
            if not fitting:
                return None
            found[slot] = sum(1 << index for index in fitting)
            amounts = 0
            for sums in fitting.values():
                amounts |= sums
        return found


def _members(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def windows(sums: Iterable[Sum]) -> Iterator[Window]:
    """Every two sums that bound the same amount, one from above and one from below."""
    seen: dict[tuple[tuple[int, tuple[int, ...]], ...], list[Sum]] = {}
    for found in sums:
        terms = found.atom.terms
        opposite = tuple((slot, tuple(max(weights) - weight for weight in weights)) for slot, weights in terms)
        reach = sum(max(weights) for _, weights in terms)
        for other in seen.get(opposite, ()) if reach < WIDEST else ():
            yield Window((other.literal, found.literal), opposite, reach - found.atom.bound, other.atom.bound)
        seen.setdefault(terms, []).append(found)


class Search:
    """Finds products whose sums lie within their windows, value by value; other sums are for `solve` to keep.

    `propagate` tells the literals that follow from some (beyond those that always hold), or None where they contradict
    each other; `solve` whether there is a product in which some literals are true.
    """

    def __init__(
        self,
        encoding: Encoding,
        propagate: Callable[[Sequence[int]], list[int] | None],
        solve: Callable[[Sequence[int]], bool],
    ) -> None:
        self._encoding = encoding
        self._propagate = propagate
        self._solve = solve
        self._windows = list(windows(encoding.sums))
        self._full = {slot: encoding.space.slots[slot].full for window in self._windows for slot, _ in window.terms}
        self._closed_by = {
            -encoding.value(slot, index): (slot, 1 << index)
            for slot, full in self._full.items()
            for index in _members(full)
        }
        told = (*self._closed_by, *(literal for window in self._windows for literal in window.literals))
        self._always = {literal for literal in told if propagate([-literal]) is None}

    @property
    def needed(self) -> bool:
        """Whether there is any window."""
        return bool(self._windows)

    def find(self, assumptions: Sequence[int], clauses: Sequence[Sequence[int]] = ()) -> bool:
        """Whether there is a product in which all `assumptions` are true and of each clause one literal; where there
        is, the last question to `solve` was answered with it."""
        closure = self._closure([*assumptions])
        if closure is None:
            return False
        assumed, true, left = closure
        unmet = next((clause for clause in clauses if true.isdisjoint(clause)), None)
        if unmet is not None:
            return any(self.find([*assumed, literal], clauses) for literal in unmet if -literal not in true)
        undecided = [slot for slot, mask in left.items() if mask.bit_count() > 1]
        if not undecided:
            return self._solve(assumed)
        slot = min(undecided, key=lambda number: left[number].bit_count())
        values = [self._encoding.value(slot, index) for index in _members(left[slot])]
        return any(self.find([*assumed, value], clauses) for value in values)

    def _closure(self, assumed: list[int]) -> tuple[list[int], set[int], Masks] | None:
        """What is assumed with all that windows add to it, what follows from that, and the values that this leaves to
        slots of windows that hold; None where it is contradictory."""
        while True:
            implied = self._propagate(assumed)
            if implied is None:
                return None
            true = {*assumed, *implied}
            holding = [w for w in self._windows if all(each in true or each in self._always for each in w.literals)]
            masks, left = self._possible(true), Masks()
            for window in holding:
                narrowed = window.narrowed(masks)
                if narrowed is None:
                    return None
                masks.update(narrowed)
                left.update(narrowed)
            closed = [
                literal
                for literal, (slot, mask) in self._closed_by.items()
                if not masks[slot] & mask and literal not in true and literal not in self._always
            ]
            if not closed:
                return assumed, true, left
            assumed = [*assumed, *closed]

    def _possible(self, true: set[int]) -> Masks:
        masks = dict(self._full)
        for literal in self._closed_by.keys() & (true | self._always):
            slot, mask = self._closed_by[literal]
            masks[slot] &= ~mask
        # What always holds does not follow anew, so a decision must leave nothing else by itself.
        for literal in true:
            if -literal in self._closed_by:
                slot, mask = self._closed_by[-literal]
                masks[slot] &= mask
        return masks
