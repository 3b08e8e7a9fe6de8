"""Whether a product that came to mind is the standing one once a value is put in: by refusals that are known already.

Most of what was refused where it comes from is refused still, for the same values refuse it. Only what leaned on a
value that moved, and better values of what moved, are looked up again. A yes is a proof; a no says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from configurator.engine.answers.standing import Preferences, Settled, Settler
from configurator.engine.solving.memory import Held
from configurator.engine.solving.slots import State


class Confirmer:
    """Confirms products that differ by one choice from a `settled` one, which stands under `always` and `held`."""

    def __init__(self, settler: Settler, wishes: Preferences, always: Sequence[int], held: Held, settled: Settled):
        self._settler = settler
        self._wishes = wishes
        self._held = held
        self._refused = settled.refused
        self._assumed = {**dict.fromkeys(always), **{settler.literal(slot, held[slot]): slot for slot in held}}
        """Literals that are assumed from the beginning, each with the slot whose choice it is."""

    def stands(self, number: int, moved: Sequence[int], state: State) -> bool:
        """Whether it is known that the product stands once the slot `number` is chosen as it is there, which breaks no
        rule; `moved` are all slots in which it differs from the settled one."""
        for slot, mask, place, owners in self._refused:
            leaning = slot not in moved and not owners.isdisjoint(moved)
            if leaning and not self._is_refused(slot, mask, place, number, state):
                return False
        return all(slot == number or self._at_best(slot, number, state) for slot in moved)

    def _at_best(self, slot: int, number: int, state: State) -> bool:
        """Whether all values of the slot that were tried before the one it has are refused."""
        wishes, index, held = self._wishes, state[slot], self._held.get(slot, -1)
        decided_at = wishes.place(slot, index)
        for default, place in wishes.kept_at[slot].items():
            tried = 1 << default & held
            if place < decided_at and tried and not self._is_refused(slot, tried, place, number, state):
                return False
        better = wishes.better_than(slot, index) & held if decided_at == wishes.settled_at[slot] else 0
        return not better or self._is_refused(slot, better, decided_at, number, state)

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
