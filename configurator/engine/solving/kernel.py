"""The warm parts of one product: what every answer about it is worked out with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from configurator.engine.answers.causes import Precedents
from configurator.engine.answers.grounds import Grounds, InForce, Wanted
from configurator.engine.answers.shortfalls import Shortfalls
from configurator.engine.choices import Choice
from configurator.engine.evaluate import condition
from configurator.engine.model import Facts, ProductModel
from configurator.engine.product import Product
from configurator.engine.solving.aims import Aims
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.lowering import Clause, Member, TooLarge
from configurator.engine.solving.memory import Held, Memory
from configurator.engine.solving.moves import Moves
from configurator.engine.solving.neighbours import Neighbours
from configurator.engine.solving.order import Order
from configurator.engine.solving.parts import Parts
from configurator.engine.solving.reach import Reach
from configurator.engine.solving.rulebook import Barred, Rulebook
from configurator.engine.solving.siblings import Siblings
from configurator.engine.solving.slots import Space, State, size
from configurator.engine.solving.solver import Solver, Work
from configurator.engine.verdict import Cause, Speaker, Unbuildable

MOST_VALUES = 300_000
"""Values of all questions together; each has a variable, and a place in everything that is remembered."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the day and the region decide: the assumptions they add, what the barred slots still admit, and what is
    known of the values within reach under them."""

    always: list[int]
    standing: tuple[Barred, ...]
    admitted: dict[int, int]
    memory: Memory


class Kernel:
    """One product, encoded: its slots, clauses and rules, the solver that knows them, and products found so far.

    Nothing in it is a shopper's. Raises `lowering.TooLarge` where a rule cannot be expanded.
    """

    def __init__(self, model: ProductModel) -> None:
        self.model = model
        if size(model) > MOST_VALUES:
            raise TooLarge(f"all answers to all questions together are more than {MOST_VALUES}")
        self.space = Space(model)
        self.encoding = Encoding(self.space)
        self.rules = Rulebook(model, self.space, self.encoding)
        self.original = self.encoding.copy()
        """The encoding as it was before anything was asked."""
        self.work = Work()
        """What its solvers may do together."""
        self.solver = Solver(self.encoding, [self.rules.everything], self.work)
        """Knows that every rule holds, and is quicker for it."""
        self.neighbours = Neighbours(self.space, self.rules.clauses)
        self.moves = Moves(self.space, self.order, self.rules.selectors)
        parts = Parts(self.space, self.neighbours.starts, self.rules.clauses)
        aims = Aims(self.encoding, self.neighbours.slot_of)
        self.reach = Reach(self.encoding, self.solver, self.neighbours, parts, aims, self.moves)
        self.pool = self.reach.pool
        self.siblings = Siblings(self.encoding, self.solver, self.neighbours, self.pool, aims, self.moves)
        self.shortfalls = Shortfalls(model, self.space)
        self._exist = {g.code: condition(model, g.when) for g in model.groups if g.when is not None}
        self._scopes: dict[tuple[int, ...], Scope] = {}
        self._forces: dict[tuple[int, ...], InForce] = {}

    @cached_property
    def reasons(self) -> Solver:
        """A solver for which a rule holds only when its selector is assumed: its cores name rules."""
        return Solver(self.encoding, work=self.work)

    @cached_property
    def precedents(self) -> Precedents:
        """What `reasons` found so far."""
        return Precedents(self.reasons, self.encoding, self.order, self._tell)

    @cached_property
    def order(self) -> Order:
        """The clauses of its rules, and of its bars whether or not they stand."""
        bars = [(each.selector, self._spared(each)) for each in self.rules.bars]
        clauses = [*zip(self.rules.owners, self.rules.clauses, strict=True), *bars]
        owners = [*self.rules.selectors, *(each.selector for each in self.rules.bars)]
        return Order([slot.full for slot in self.space.slots], owners, clauses)

    def _spared(self, barred: Barred) -> Clause:
        """The slot holds no value that is barred."""
        return (Member(barred.slot, self.space.slots[barred.slot].full & ~barred.mask),)

    def scope(self, facts: Facts) -> Scope:
        """What `facts` decide; raises `Unbuildable` where nothing can be built under them."""
        standing = self.rules.standing(facts)
        bars = tuple(barred.selector for barred in standing)
        scope = self._scopes.get(bars)
        if scope is None:
            if not self.solver.solve(bars):
                raise Unbuildable(self.precedents.causes(Grounds(self.space, self._in_force(bars), ()), ()))
            barred = np.zeros(int(self.neighbours.starts[-1]), dtype=bool)
            admitted: dict[int, int] = {}
            for each in standing:
                admitted[each.slot] = admitted.get(each.slot, self.space.slots[each.slot].full) & ~each.mask
                for index in self.space.slots[each.slot].indices(each.mask):
                    barred[self.neighbours.starts[each.slot] + index] = True
            scope = Scope(list(bars), standing, admitted, self.reach.root(list(bars), barred))
            self._scopes[bars] = scope
        return scope

    def absent(self, product: Product) -> frozenset[str]:
        """The groups that do not exist in `product`."""
        return frozenset(group for group, exists in self._exist.items() if not exists(product))

    def held(self, choices: Sequence[Choice]) -> dict[int, int] | None:
        """Choices as slots and masks; None where two of them leave a slot no value."""
        held: dict[int, int] = {}
        for choice in choices:
            found = self.space.choice_mask(choice)
            if found is not None:
                slot, mask = found
                held[slot] = held.get(slot, self.space.slots[slot].full) & mask
        return held if all(held.values()) else None

    def literal(self, choice: Choice) -> int:
        """The literal that says: the product is as `choice` asks."""
        found = self.space.choice_mask(choice)
        return self.encoding.member(*found) if found else self.encoding.true()

    def find(self, always: list[int], held: Held) -> State | None:
        """Any product that meets `held`; None where there is none."""
        literals = [self.encoding.member(slot, mask) for slot, mask in held.items()]
        if not self.solver.solve([*always, *literals]):
            return None
        self.pool.add(self.solver.state)
        return self.solver.state

    def refusal(self, scope: Scope, choice: Choice, kept: Sequence[Choice]) -> tuple[Cause, ...]:
        """Why `choice` does not go with the kept ones; without a rule where its question is left no answer at all."""
        same = tuple(other for other in kept if other.group == choice.group)
        wanted = self.held([choice]) or {}
        return self.causes(scope, wanted, kept) or (Cause(choice.group, Speaker.LIMIT, choices=same),)

    def _in_force(self, bars: Sequence[int]) -> InForce:
        """The rules with these bars; the same object for the same bars."""
        key = tuple(bars)
        if key not in self._forces:
            rules = (*self.rules.selectors, *key)
            self._forces[key] = InForce(rules, frozenset(rules), self.order.rows(rules))
        return self._forces[key]

    def grounds(self, scope: Scope, kept: Sequence[Choice], near: State | None = None) -> Grounds:
        """What the kept choices give causes to stand on; with a product that meets them, if there is one, they are
        found quickly."""
        around = None if near is None else self.moves.around(scope.always, near)
        return Grounds(self.space, self._in_force(scope.always), kept, around)

    def causes(self, scope: Scope, wanted: Held, kept: Sequence[Choice]) -> tuple[Cause, ...]:
        """A minimal set of bars, rules and choices which the `wanted` values contradict."""
        return self.against(scope, self.grounds(scope, kept), tuple(wanted.items()))

    def against(self, scope: Scope, grounds: Grounds, wanted: Wanted) -> tuple[Cause, ...]:
        """The same on given grounds."""
        for barred in scope.standing:
            if wanted == ((barred.slot, barred.mask),):
                return (self.rules.causes[barred.selector],)
        return self.precedents.causes(grounds, wanted)

    def _tell(self, wanted: Wanted, rules: Sequence[int], choices: tuple[Choice, ...]) -> tuple[Cause, ...]:
        speaking = [self.rules.causes[rule] for rule in rules]
        return tuple(
            Cause(c.rule, c.speaker, c.message, c.bar, choices, self.shortfalls.of(c.rule, dict(wanted), choices))
            for c in speaking
        )
