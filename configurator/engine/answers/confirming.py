"""Whether a product that came to mind is the standing one once a value is put in, mostly without asking the solver.

Most of what was refused where it comes from is refused still, for the same values refuse it. Only what leaned on a
value that moved, and better values of what moved, are looked up again: known refusals are tried first, then what the
product breaks with a better value put in. If that is nothing, a better product has come to mind; if it is a rule which
what is decided before leaves no way out, the value is refused. A yes is a proof; a no says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from configurator.engine.answers.standing import Preferences, Settled, Settler
from configurator.engine.solving.breaches import Around
from configurator.engine.solving.memory import Held
from configurator.engine.solving.order import Order
from configurator.engine.solving.slots import State

MOST_BETTERED = 6
"""So many times a product is bettered; then it is left to the solver."""
MOST_WISHED = 6
"""So many values of a slot are refuted one by one; then it is left to the solver."""


class Wish(NamedTuple):
    """Values of a slot, any of which is wished for; it is decided about at that place."""

    slot: int
    mask: int
    place: int


class Near(NamedTuple):
    """A product that breaks no rule, the slot that holds the value which was put in, and all slots that have moved."""

    state: State
    number: int
    moved: Sequence[int]


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
            better = self._better(Near(near, number, self._settled.moved_in(near)))
            if better is None or better is near:
                return better
            near = better
        return None

    def _better(self, near: Near) -> State | None:
        """The product itself if it is known to stand, or a better one; None where neither comes to mind."""
        for wish in self._in_doubt(near):
            if not self._is_refused(wish, near):
                found = self._granted(wish, near)
                if found is not near.state:
                    return found
        return near.state

    def _in_doubt(self, near: Near) -> Iterator[Wish]:
        """The wishes that the product misses, as far as what refused them has moved or is not known yet."""
        for slot, mask, place, owners in self._settled.refused:
            if slot not in near.moved and not owners.isdisjoint(near.moved):
                yield Wish(slot, mask, place)
        for slot in near.moved:
            if slot != near.number:
                yield from self._missed(slot, near.state[slot])

    def _missed(self, slot: int, index: int) -> Iterator[Wish]:
        """The values of the slot that are tried before the one it has."""
        wishes, held = self._wishes, self._held.get(slot, -1)
        decided_at = wishes.place(slot, index)
        for default, place in wishes.kept_at[slot].items():
            tried = 1 << default & held
            if place < decided_at and tried:
                yield Wish(slot, tried, place)
        better = wishes.better_than(slot, index) & held if decided_at == wishes.settled_at[slot] else 0
        if better:
            yield Wish(slot, better, decided_at)

    def _is_refused(self, wish: Wish, near: Near) -> bool:
        """Whether the wish is known to be refused by what is decided before it."""
        known = self._settler.refusals(wish.slot, wish.mask)
        for at, (core, _) in enumerate(known):
            for literal in core:
                if not self._decided(literal, wish.place, near):
                    break
            else:
                known.insert(0, known.pop(at))
                return True
        return False

    def _decided(self, literal: int, place: int, near: Near) -> bool:
        """Whether the literal is assumed before that place."""
        if self._assumed.get(literal, near.number) != near.number:
            return True
        slot = self._settler.slot_of.get(literal)
        if slot is None or self._settler.values[slot][near.state[slot]] != literal:
            return False
        return slot == near.number or self._wishes.place(slot, near.state[slot]) < place

    def _granted(self, wish: Wish, near: Near) -> State | None:
        """The product with what is wished; as it is where that is refused; None where neither is known."""
        slot, mask, _ = wish
        others = tuple([(other, near.state[other]) for other in near.moved if other != slot])
        wished = [index for index in self._wishes.rankings[slot] if mask >> index & 1]
        for index in self._around.fitting(others, slot, wished)[:1]:
            return (*near.state[:slot], index, *near.state[slot + 1 :])
        for index in wished[:MOST_WISHED]:
            if mask >> index & 1:
                refuted = self._refuted(self._around.broken((*others, (slot, index))), index, mask, wish, near)
                if not refuted:
                    break
                mask ^= refuted
        return None if mask else near.state

    def _refuted(self, broken: int, index: int, mask: int, wish: Wish, near: Near) -> int:
        """Of the values of `mask` those, that one among them, which leave one of the broken clauses no way out beside
        what is decided before the wish."""
        while broken:
            line = self._order.line(broken.bit_length() - 1)
            admitted = {slot: self._admitted(slot, wish.place, near) for slot in line.slots}
            for refuted in (mask, 1 << index):
                if line.refuted({**admitted, wish.slot: refuted}):
                    return refuted
            broken ^= 1 << line.row
        return 0

    def _admitted(self, slot: int, place: int, near: Near) -> int:
        """The values of a slot that are still open at that place."""
        if slot == near.number or self._wishes.place(slot, near.state[slot]) < place:
            return 1 << near.state[slot]
        return self._held.get(slot, self._order.full[slot])
