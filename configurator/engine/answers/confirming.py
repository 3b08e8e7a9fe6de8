"""Whether a product that came to mind is the standing one once a value is put in, mostly without asking the solver.

Most of what was refused where it comes from is refused still, for the same values refuse it. Only what leaned on a
value that moved, and better values of what moved, are looked up again: known refusals are tried first, then what the
product breaks with a better value put in. If that is nothing, a better product has come to mind; if it is a rule which
what is decided before leaves no way out, the value is refused. A yes is a proof; a no says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from configurator.engine.answers.standing import Preferences, Settled, Settler
from configurator.engine.solving.breaches import Around
from configurator.engine.solving.memory import Held
from configurator.engine.solving.order import Order
from configurator.engine.solving.slots import State

MOST_BETTERED = 6
"""So many times a product is bettered; then it is left to the solver."""
MOST_WISHED = 6
"""So many values of a slot are refuted one by one; then it is left to the solver."""

Wish = tuple[int, int, int]
"""A slot, a mask of its values any of which is wished for, and the place at which they are."""


class Confirmer:
    """Confirms products that differ by one choice from a `settled` one, which stands under `always` and `held`."""

    def __init__(
        self,
        settler: Settler,
        wishes: Preferences,
        always: Sequence[int],
        held: Held,
        settled: Settled,
        around: Around,
        order: Order,
    ) -> None:
        self._settler = settler
        self._wishes = wishes
        self._held = held
        self._settled = settled
        self._around = around
        self._order = order
        self._assumed = {**dict.fromkeys(always), **{settler.literal(slot, held[slot]): slot for slot in held}}
        """Literals that are assumed from the beginning, each with the slot whose choice it is."""

    def standing(self, number: int, near: State) -> State | None:
        """The product that is known to stand once the slot `number` is chosen as it is in `near`, which breaks no rule:
        that one, or a better one; None where that is not known of any."""
        for _ in range(MOST_BETTERED):
            better = self._better(number, near)
            if better is None or better is near:
                return better
            near = better
        return None

    def _better(self, number: int, state: State) -> State | None:
        """The product itself if it is known to stand, or a better one; None where neither comes to mind."""
        moved = self._settled.moved_in(state)
        for slot, mask, place in self._in_doubt(number, moved, state):
            if not self._is_refused(slot, mask, place, number, state):
                found = self._with_one(slot, mask, place, number, moved, state)
                if found is not state:
                    return found
        return state

    def _in_doubt(self, number: int, moved: Sequence[int], state: State) -> Iterator[Wish]:
        """The wishes that the product misses, as far as it is not known yet that they are refused."""
        for slot, mask, place, owners in self._settled.refused:
            if slot not in moved and not owners.isdisjoint(moved):
                yield slot, mask, place
        for slot in moved:
            if slot != number:
                yield from self._missed(slot, state)

    def _missed(self, slot: int, state: State) -> Iterator[Wish]:
        """The values of the slot that are tried before the one it has."""
        wishes, index, held = self._wishes, state[slot], self._held.get(slot, -1)
        decided_at = wishes.place(slot, index)
        for default, place in wishes.kept_at[slot].items():
            tried = 1 << default & held
            if place < decided_at and tried:
                yield slot, tried, place
        better = wishes.better_than(slot, index) & held if decided_at == wishes.settled_at[slot] else 0
        if better:
            yield slot, better, decided_at

    def _is_refused(self, slot: int, mask: int, place: int, number: int, state: State) -> bool:
        """Whether these values are known to be refused by what is decided before that place."""
        known = self._settler.refusals(slot, mask)
        for at, (core, _) in enumerate(known):
            for literal in core:
                if not self._decided(literal, place, number, state):
                    break
            else:
                known.insert(0, known.pop(at))
                return True
        return False

    def _decided(self, literal: int, place: int, number: int, state: State) -> bool:
        """Whether the literal is assumed before that place."""
        if self._assumed.get(literal, number) != number:
            return True
        slot = self._settler.slot_of.get(literal)
        if slot is None or self._settler.values[slot][state[slot]] != literal:
            return False
        return slot == number or self._wishes.place(slot, state[slot]) < place

    def _with_one(
        self, slot: int, mask: int, place: int, number: int, moved: Sequence[int], state: State
    ) -> State | None:
        """The product with one of the values; as it is where all of them are refused; None where that is not known."""
        others = tuple([(other, state[other]) for other in moved if other != slot])
        wished = [index for index in self._wishes.rankings[slot] if mask >> index & 1]
        for index in self._around.fitting(others, slot, wished)[:1]:
            return (*state[:slot], index, *state[slot + 1 :])
        for index in wished[:MOST_WISHED]:
            if mask >> index & 1:
                broken = self._around.broken((*others, (slot, index)))
                refuted = self._refuted(broken, slot, index, mask, place, number, state)
                if not refuted:
                    break
                mask ^= refuted
        return None if mask else state

    def _refuted(self, broken: int, slot: int, index: int, mask: int, place: int, number: int, state: State) -> int:
        """Of the values of `mask` those, that one among them, which leave one of the broken clauses no way out beside
        what is decided before that place."""
        while broken:
            line = self._order.line(broken.bit_length() - 1)
            admitted = {each: self._admitted(each, place, number, state) for each in line.slots}
            for refuted in (mask, 1 << index):
                if line.refuted({**admitted, slot: refuted}):
                    return refuted
            broken ^= 1 << line.row
        return 0

    def _admitted(self, slot: int, place: int, number: int, state: State) -> int:
        """The values of a slot that are still open at that place."""
        if slot == number or self._wishes.place(slot, state[slot]) < place:
            return 1 << state[slot]
        return self._held.get(slot, self._order.full[slot])
