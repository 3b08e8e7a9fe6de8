"""What else moved when a value was put into a product: likely the same again, which saves most searches.

A guess is worth what the rules say of it: a product is only ever given if it breaks none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from configurator.engine.model import Kind
from configurator.engine.solving.breaches import Around, Breaches, Move
from configurator.engine.solving.memory import Held
from configurator.engine.solving.order import Order
from configurator.engine.solving.slots import Space, State

MOST = 12
"""So many different ways to put a value in are remembered, the latest first."""
WORK = 20_000
"""So many slots are looked at for the guesses of one question: of a large product the solver sooner knows."""


class Moves:
    """Remembers moves by the value that was put in, or by the number. They are nobody's own: all products try them."""

    def __init__(self, space: Space, order: Order, rules: Sequence[int]) -> None:
        self._breaches = Breaches(space, order.clauses)
        self._order = order
        self._rules = order.rows(rules)
        self.numbers = [slot.group.kind is Kind.NUMBER for slot in space.slots]
        """Which slots hold a number, whose values all need much the same."""
        self._last: tuple[tuple[tuple[int, ...], State], Around] | None = None
        """The product that was asked about last: it is asked about more than once in a row."""
        self._moves: dict[tuple[int, int], list[Move]] = {}

    def remember(self, number: int, index: int, move: Move) -> None:
        """That these have moved when that value was put into the slot `number`."""
        if not move:
            return
        moves = self._moves.setdefault(self._key(number, index), [])
        if not moves or moves[0] != move:
            if move in moves:
                moves.remove(move)
            moves.insert(0, move)
            del moves[MOST:]

    def of(self, number: int, index: int) -> Sequence[Move]:
        """What may have to move if that value is put in."""
        return self._moves.get(self._key(number, index), ())

    def around(self, always: Sequence[int], state: State) -> Around:
        """What a product would break that keeps all rules and the bars of `always`."""
        asked = tuple(always), state
        if self._last is None or self._last[0] != asked:
            clauses = self._rules | self._order.rows(always)
            self._last = asked, Around(self._breaches, clauses, state)
        return self._last[1]

    def near(self, always: Sequence[int], held: Held, state: State, work: int = WORK) -> Guesses:
        """Guesses near to a product that meets all choices of `held`, and keeps all rules and the bars of `always`;
        for so much `work`, then nothing comes to mind."""
        return Guesses(self, self.around(always, state), held, state, work // len(state))

    def _key(self, number: int, index: int) -> tuple[int, int]:
        return number, -1 if self.numbers[number] else index


class Guesses:
    """Products near to one that is known, which keep the rules as well, and the choices on all slots but one."""

    def __init__(self, moves: Moves, around: Around, held: Held, state: State, looks: int) -> None:
        self._moves = moves
        self._around = around
        self._held = held
        self._state = state
        self._looks = looks
        """So many products may still be looked at."""

    def plainly(self, number: int, index: int) -> Iterator[State]:
        """The product with just that value put in, if it is one."""
        if self._around.keeps(((number, index),)):
            yield (*self._state[:number], index, *self._state[number + 1 :])

    def products(self, number: int, index: int) -> Iterator[State]:
        """Products with that value in the slot `number` and others changed, as far as any come to mind."""
        for move in self._possible(self._moves.of(number, index)):
            if self._around.keeps((*move, (number, index))):
                yield self._around.changed({**dict(move), number: index})

    def fitting(self, number: int, indices: Sequence[int]) -> set[int]:
        """Those of the values of the slot `number`, none of which does with no other change, with which a product
        comes to mind."""
        if indices and self._moves.numbers[number]:
            return self._numbers(number, indices)
        around, possible, of = self._around, self._possible, self._moves.of
        return {i for i in indices if any(around.keeps((*move, (number, i))) for move in possible(of(number, i)))}

    def _numbers(self, number: int, indices: Sequence[int]) -> set[int]:
        found: set[int] = set()
        for move in self._possible(self._moves.of(number, indices[0])):
            left = [index for index in indices if index not in found]
            if not left:
                break
            found.update(self._around.fitting(move, number, left))
        return found

    def learn(self, number: int, product: Sequence[int]) -> None:
        """Remember how the product, which meets the choices, holds its value of the slot `number`: the changes that
        cannot be left out."""
        if self._looks <= 0:
            return
        changed = self._around.move_to(product)
        self._looks -= len(changed)
        if self._looks < 0:
            return
        needed = dict(changed)
        for slot, value in changed:
            if slot != number:
                del needed[slot]
                if not self._around.keeps(tuple(needed.items())):
                    needed[slot] = value
        del needed[number]
        self._moves.remember(number, product[number], tuple(sorted(needed.items())))

    def _possible(self, moves: Iterable[Move]) -> Iterator[Move]:
        """The moves that the choices allow."""
        for move in moves:
            if self._looks > 0 and all(self._held.get(slot, -1) >> value & 1 for slot, value in move):
                self._looks -= 1
                yield move
