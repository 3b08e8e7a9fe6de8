"""The standing product: the choices, what they imply, and the base model's defaults as far as they fit.

Defaults are kept one by one in the author's order while the whole stays buildable; what is then still undecided takes
its first possible value (for a number or a quantity: the nearest to the default). The outcome depends on the choices
alone, never on what the solver met before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from configurator.engine.model import BaseModel, Kind
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.kernel import Kernel, Scope
from configurator.engine.solving.memory import Held
from configurator.engine.solving.slots import Slot, Space, State
from configurator.engine.solving.solver import Solver

REMEMBERED = 500


class Preferences:
    """A base model's wishes: `defaults` in the author's order, then for every slot its values from best to worst.

    It remembers standing products, so that the next one is mostly found and seldom searched for.
    """

    def __init__(self, space: Space, base: BaseModel | None) -> None:
        wished = [found for choice in (base.defaults if base else ()) if (found := space.choice_mask(choice))]
        self.defaults = [(slot, mask.bit_length() - 1) for slot, mask in wished if mask.bit_count() == 1]
        first = dict(reversed(self.defaults))
        self.rankings = [_ranking(slot, first.get(number)) for number, slot in enumerate(space.slots)]
        self.settling = space.settling
        self._starts = np.cumsum([0, *(len(slot.values) for slot in space.slots)])[:-1]
        places = [{index: at for at, index in enumerate(ranking)} for ranking in self.rankings]
        self._places = np.array([place[index] for place in places for index in range(len(place))], dtype=np.int64)
        self._wished = np.array([slot for slot, _ in self.defaults], dtype=np.int64)
        self._wishes = np.array([index for _, index in self.defaults], dtype=np.int64)
        self._keys: list[bytes] = []
        self._known: set[bytes] = set()
        self._states = np.zeros((len(space.slots), REMEMBERED), dtype=np.int16)
        self._next = 0

    def remember(self, state: State) -> None:
        """Keep a product in mind; the oldest gives way when there are too many."""
        values = np.array(state, dtype=np.int64)
        missed = values[self._wished] != self._wishes
        key = np.concatenate((missed, self._places[self._starts + values])).astype(">u2").tobytes()
        if key in self._known:
            return
        self._known.difference_update(self._keys[self._next : self._next + 1])
        self._known.add(key)
        self._keys[self._next : self._next + 1] = [key]
        self._states[:, self._next] = values
        self._next = (self._next + 1) % REMEMBERED

    def best(self, held: Held) -> State | None:
        """The best remembered product that meets `held`."""
        fits = np.ones(len(self._keys), dtype=bool)
        for slot, mask in held.items():
            admitted = np.array([mask >> index & 1 for index in range(len(self.rankings[slot]))], dtype=bool)
            fits &= admitted[self._states[slot, : len(fits)]]
        at = min(np.flatnonzero(fits).tolist(), key=self._keys.__getitem__, default=None)
        return None if at is None else tuple(self._states[:, at].tolist())


def _ranking(slot: Slot, wished: int | None) -> list[int]:
    indices = list(range(len(slot.values)))
    if wished is None:
        return indices
    if slot.group.kind is Kind.ONE:
        return [wished, *(index for index in indices if index != wished)]
    return sorted(indices, key=lambda index: (abs(index - wished), index))


@dataclass(frozen=True, slots=True)
class Settled:
    """A standing product, and the slots whose values some wish was refused for.

    With the value of any other slot changed, every refusal stands; so if the changed product keeps the rules, it is the
    standing product of the changed choices.
    """

    state: State
    leans_on: frozenset[int]


class Settler:
    """Finds standing products. Remembers for each refused value which other values refused it: true for good."""

    def __init__(self, kernel: Kernel, encoding: Encoding, solver: Solver) -> None:
        self._kernel = kernel
        self._encoding = encoding
        self._solver = solver
        self._pool = kernel.pool
        self._refusals: dict[int, list[frozenset[int]]] = {}
        slots = kernel.space.slots
        self.values = [[encoding.value(n, index) for index in range(len(slot.values))] for n, slot in enumerate(slots)]
        self.slot_of = {literal: number for number, literals in enumerate(self.values) for literal in literals}

    def near(self, scope: Scope, held: Held, wishes: Preferences) -> State | None:
        """A product that meets `held`, near to a standing one if any such is remembered; None where there is none."""
        admitted = {slot: held.get(slot, mask) & mask for slot, mask in scope.admitted.items()}
        return wishes.best({**held, **admitted}) or self._kernel.find(scope.always, held)

    def settle(self, always: list[int], held: Held, wishes: Preferences, product: State) -> Settled:
        """The standing product under `held`; `product` is any product that meets it."""
        run = _Run(self, always, held, product)
        for slot, index in wishes.defaults:
            if slot not in run.decided:
                run.keep(slot, index)
        for slot in wishes.settling:
            if slot not in run.decided:
                run.improve(slot, wishes.rankings[slot])
        wishes.remember(run.current)
        return Settled(run.current, frozenset(run.leans_on))

    def refusal(self, literal: int, assumed: list[int], known: set[int]) -> frozenset[int] | None:
        """Literals of `assumed` that refuse `literal`; None where it is possible, and `found` is then a product."""
        remembered = self._refusals.setdefault(literal, [])
        for core in remembered:
            if core <= known:
                return core
        if self._solver.solve([*assumed, literal]):
            self._pool.add(self._solver.state)
            return None
        core = frozenset(self._solver.core) - {literal}
        remembered.append(core)
        return core

    @property
    def found(self) -> State:
        """The product behind the last refusal that was none."""
        return self._solver.state

    def literal(self, slot: int, mask: int) -> int:
        """The literal of a set of values of a slot."""
        return self._encoding.member(slot, mask)


class _Run:
    """One settling: what is assumed so far, and the slots that any refusal leaned on."""

    def __init__(self, settler: Settler, always: list[int], held: Held, product: State) -> None:
        self._settler = settler
        self._held = held
        self._owner = {settler.literal(slot, mask): slot for slot, mask in held.items()}
        self._assumed = [*always, *self._owner]
        self._known = set(self._assumed)
        self.current = product
        self.decided: set[int] = set()
        self.leans_on: set[int] = set()

    def keep(self, slot: int, index: int) -> None:
        """Decide for the value, if that is possible."""
        if self.current[slot] == index or self._possible(slot, 1 << index):
            self._decide(slot)

    def improve(self, slot: int, ranking: list[int]) -> None:
        """Decide for the best possible value: ask for any better one until there is none."""
        while (found := self.current[slot]) != ranking[0]:
            better = sum(1 << index for index in ranking[: ranking.index(found)])
            if not self._possible(slot, better):
                break
        self._decide(slot)

    def _decide(self, slot: int) -> None:
        literal = self._settler.values[slot][self.current[slot]]
        self._assumed.append(literal)
        self._known.add(literal)
        self.decided.add(slot)

    def _possible(self, slot: int, mask: int) -> bool:
        """Whether some product holds one of these values; then it is the current one."""
        mask &= self._held.get(slot, mask)
        if not mask:
            return False
        core = self._settler.refusal(self._settler.literal(slot, mask), self._assumed, self._known)
        if core is None:
            self.current = self._settler.found
            return True
        owners = (self._owner.get(literal, self._settler.slot_of.get(literal)) for literal in core)
        self.leans_on.update(owner for owner in owners if owner is not None)
        return False
