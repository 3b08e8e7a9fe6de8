"""The standing product: the choices, what they imply, and the base model's defaults as far as they fit.

Defaults are kept one by one in the author's order while the whole stays buildable; what is then still undecided takes
its first possible value (for a number or a quantity: the nearest to the default). The outcome depends on the choices
alone, never on what the solver met before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from configurator.engine.model import BaseModel, Kind
from configurator.engine.solving.breaches import Around
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.kernel import Kernel, Scope
from configurator.engine.solving.memory import Held
from configurator.engine.solving.moves import Moves
from configurator.engine.solving.slots import Slot, Space, State
from configurator.engine.solving.solver import Solver

REMEMBERED = 500
MOST_COMPARED = 50
"""So many of them are compared with each other."""
MOST_REFUSALS = 32
"""So many ways to refuse some values are remembered, those that served last first."""
MOST_APART = 12
"""In so many slots a product may differ from the one around which it is looked for broken rules."""
MOST_TRIED = 8
"""So many values are put in before the solver is asked."""
MOST_SLOTS = 100
"""Of products with more slots the solver sooner knows."""

Rank = tuple[list[bool], list[int]]
"""How good a product is, the less the better: what it misses of the defaults, and then the places of its values."""


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
        self.kept_at: list[dict[int, int]] = [{} for _ in space.slots]
        """For each slot, the places of its values among the defaults."""
        for place, (slot, index) in enumerate(self.defaults):
            self.kept_at[slot].setdefault(index, place)
        self.settled_at = {slot: len(self.defaults) + place for place, slot in enumerate(space.settling)}
        """For each slot, the place at which it is settled if none of its defaults is kept."""
        self._places = [_places(ranking) for ranking in self.rankings]
        self._better: dict[tuple[int, int], int] = {}
        self._kept: list[State] = []
        self._ranks: list[Rank] = []
        self._known: set[State] = set()
        self._states = np.zeros((len(space.slots), REMEMBERED), dtype=np.int16)
        self._next = 0

    def remember(self, state: State) -> None:
        """Keep a product in mind; the oldest gives way when there are too many."""
        if state in self._known:
            return
        self._known.difference_update(self._kept[self._next : self._next + 1])
        self._known.add(state)
        self._kept[self._next : self._next + 1] = [state]
        self._ranks[self._next : self._next + 1] = [self._rank(state)]
        self._states[:, self._next] = state
        self._next = (self._next + 1) % REMEMBERED

    def place(self, slot: int, index: int) -> int:
        """When a slot with that value is decided: the place of its default, or that at which it is settled."""
        return self.kept_at[slot].get(index, self.settled_at[slot])

    def better_than(self, slot: int, index: int) -> int:
        """The values of the slot that are better than that one, as a mask."""
        key = slot, index
        if key not in self._better:
            self._better[key] = sum(1 << better for better in self.rankings[slot][: self._places[slot][index]])
        return self._better[key]

    def better(self, states: Sequence[State]) -> State | None:
        """The best of some products; None of none."""
        return min(states, key=self._rank) if len(states) > 1 else next(iter(states), None)

    def _rank(self, state: State) -> Rank:
        missed = [state[slot] != index for slot, index in self.defaults]
        return missed, [places[index] for places, index in zip(self._places, state, strict=True)]

    def best(self, held: Held) -> State | None:
        """The best remembered product that meets `held`."""
        fits = np.ones(len(self._kept), dtype=bool)
        for slot, mask in held.items():
            admitted = np.array([mask >> index & 1 for index in range(len(self.rankings[slot]))], dtype=bool)
            fits &= admitted[self._states[slot, : len(fits)]]
        found = np.flatnonzero(fits)[-MOST_COMPARED:].tolist()
        return self._kept[min(found, key=self._ranks.__getitem__)] if found else None


def _ranking(slot: Slot, wished: int | None) -> list[int]:
    indices = list(range(len(slot.values)))
    if wished is None:
        return indices
    if slot.group.kind is Kind.ONE:
        return [wished, *(index for index in indices if index != wished)]
    return sorted(indices, key=lambda index: (abs(index - wished), index))


def _places(ranking: list[int]) -> list[int]:
    """The place of each value in a ranking."""
    places = [0] * len(ranking)
    for place, index in enumerate(ranking):
        places[index] = place
    return places


Refused = tuple[int, int, int, frozenset[int]]
"""A slot and a mask of its values that were refused, at what place, and the slots whose values refused them."""

Refusal = tuple[frozenset[int], frozenset[int]]
"""Literals that refuse another one, and the slots that they are about."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A standing product, and the wishes that were refused."""

    state: State
    refused: tuple[Refused, ...]

    @property
    def leans_on(self) -> frozenset[int]:
        """The slots whose values some wish was refused for.

        With the value of any other slot changed, every refusal stands; so if the changed product keeps the rules, it is
        the standing product of the changed choices.
        """
        return frozenset().union(*(owners for _, _, _, owners in self.refused))

    def moved_in(self, other: State) -> list[int]:
        """The slots in which another product differs."""
        return [slot for slot, (old, new) in enumerate(zip(self.state, other, strict=True)) if old != new]


class Settler:
    """Finds standing products. Remembers for each refused value which other values refused it: true for good."""

    def __init__(self, kernel: Kernel, encoding: Encoding, solver: Solver, moves: Moves | None = None) -> None:
        """`moves` are the kernel's, unless the solver knows of more than the rules."""
        self._kernel = kernel
        self._encoding = encoding
        self._solver = solver
        self.moves = moves
        self._pool = kernel.pool
        self._refusals: dict[tuple[int, int], list[Refusal]] = {}
        self._asked: tuple[object, ...] = ()
        self._near: State | None = None
        slots = kernel.space.slots
        self.values = [[encoding.value(n, index) for index in range(len(slot.values))] for n, slot in enumerate(slots)]
        self.slot_of = {literal: number for number, literals in enumerate(self.values) for literal in literals}
        """The slots that literals are about: those of values, and of choices met so far."""

    def near(self, scope: Scope, held: Held, wishes: Preferences) -> State | None:
        """A product that meets `held`, near to a standing one if any such is remembered; None where there is none."""
        asked = (scope, wishes, tuple(held.items()))
        if self._asked != asked:
            best = self._remembered(scope, held, wishes) or self._one_choice_on(scope, held, wishes)
            self._asked, self._near = asked, best or self._kernel.find(scope.always, held)
        return self._near

    def _remembered(self, scope: Scope, held: Held, wishes: Preferences) -> State | None:
        admitted = {slot: held.get(slot, mask) & mask for slot, mask in scope.admitted.items()}
        return wishes.best({**held, **admitted})

    def _one_choice_on(self, scope: Scope, held: Held, wishes: Preferences) -> State | None:
        """What likely becomes of the product that stood before the newest choice."""
        *others, (slot, mask) = held.items() or [(0, 0)]
        before = self._remembered(scope, dict(others), wishes)
        if before is None:
            return None
        guesses = self._kernel.moves.near(scope.always, dict(others), before)
        indices = self._kernel.space.slots[slot].indices(mask)
        near = [(*guesses.plainly(slot, index), *guesses.products(slot, index)) for index in indices]
        return wishes.better([state for states in near for state in states])

    def settle(self, always: list[int], held: Held, wishes: Preferences, product: State) -> Settled:
        """The standing product under `held`; `product` is any product that meets it."""
        run = _Run(self, always, held, wishes, product)
        run.keep()
        run.improve()
        wishes.remember(run.current)
        return Settled(run.current, tuple(run.refused))

    def refusals(self, slot: int, mask: int) -> list[Refusal]:
        """What is known to refuse these values of the slot, the likeliest first."""
        return self._refusals.setdefault((slot, mask), [])

    def known_refusal(self, slot: int, mask: int, known: set[int]) -> Refusal | None:
        """What of the `known` literals is remembered to refuse these values, if anything is."""
        remembered = self.refusals(slot, mask)
        for at, refusal in enumerate(remembered):
            if refusal[0] <= known:
                remembered.insert(0, remembered.pop(at))
                return refusal
        return None

    def refusal(self, slot: int, mask: int, assumed: list[int]) -> Refusal | None:
        """What of `assumed` refuses these values; None where they are possible, and `found` is then a product."""
        literal = self.literal(slot, mask)
        if self._solver.solve([*assumed, literal]):
            self._pool.add(self._solver.state)
            return None
        core = frozenset(self._solver.core) - {literal}
        owners = frozenset(owner for each in core if (owner := self.slot_of.get(each)) is not None)
        remembered = self.refusals(slot, mask)
        remembered.insert(0, (core, owners))
        del remembered[MOST_REFUSALS:]
        return remembered[0]

    @property
    def found(self) -> State:
        """The product behind the last refusal that was none."""
        return self._solver.state

    def literal(self, slot: int, mask: int) -> int:
        """The literal of a set of values of a slot."""
        return self._encoding.member(slot, mask)

    def held(self, held: Held) -> list[int]:
        """The literals of what the choices admit; whoever they refuse leans on their slots."""
        literals = {self.literal(slot, mask): slot for slot, mask in held.items()}
        self.slot_of.update(literals)
        return list(literals)


class _Run:
    """One settling: what is assumed so far, and what was refused."""

    def __init__(self, settler: Settler, always: list[int], held: Held, wishes: Preferences, product: State) -> None:
        self._settler = settler
        self._always = always
        self._held = held
        self._wishes = wishes
        self._assumed = [*always, *settler.held(held)]
        self._known = set(self._assumed)
        self._decided: set[int] = set()
        self._around: Around | None = None
        """What a product that was current breaks with some of its values changed."""
        self.current = product
        self.refused: list[Refused] = []

    def keep(self) -> None:
        """Decide for each default that is possible, in their order."""
        kept: list[int] = []
        for place, (slot, index) in enumerate(self._wishes.defaults):
            if self.current[slot] != index:
                if slot in self._decided or not self._held.get(slot, -1) >> index & 1:
                    continue
                self._decide(kept)
                kept = []
                if not self._possible(slot, 1 << index, place):
                    continue
            kept.append(slot)
            self._decided.add(slot)
        self._decide(kept)

    def improve(self) -> None:
        """Decide for the best possible value of each other slot: ask for any better one until there is none."""
        wishes, decided = self._wishes, 0
        slots = [slot for slot in wishes.settling if slot not in self._decided]
        for place, slot in enumerate(slots):
            while self.current[slot] != wishes.rankings[slot][0]:
                better = wishes.better_than(slot, self.current[slot]) & self._held.get(slot, -1)
                self._decide(slots[decided:place])
                decided = place
                if not better or not self._possible(slot, better, wishes.settled_at[slot]):
                    break

    def _decide(self, slots: Sequence[int]) -> None:
        """Let them be as they are."""
        values, current = self._settler.values, self.current
        literals = [values[slot][current[slot]] for slot in slots]
        self._assumed += literals
        self._known.update(literals)

    def _possible(self, slot: int, mask: int, place: int) -> bool:
        """Whether some product holds one of these values, which are held; then it is the current one."""
        refusal = self._settler.known_refusal(slot, mask, self._known)
        if refusal is None and (found := self._plainly(slot, mask)):
            self.current = found
            return True
        refusal = refusal or self._settler.refusal(slot, mask, self._assumed)
        if refusal is None:
            self.current = self._settler.found
            return True
        self.refused.append((slot, mask, place, refusal[1]))
        return False

    def _plainly(self, slot: int, mask: int) -> State | None:
        """The current product with just the best of these values put in, as far as that breaks nothing."""
        moves, around, current = self._settler.moves, self._around, self.current
        if moves is None or len(current) > MOST_SLOTS:
            return None
        apart = around.move_to(current) if around else ()
        if around is None or len(apart) > MOST_APART:
            around, apart = moves.around(self._always, current), ()
            self._around = around
        others = tuple([each for each in apart if each[0] != slot])
        wished = islice((index for index in self._wishes.rankings[slot] if mask >> index & 1), MOST_TRIED)
        for index in around.fitting(others, slot, wished)[:1]:
            return around.changed({**dict(others), slot: index})
        return None
