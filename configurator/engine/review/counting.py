"""How many products a model has, exactly, without making any of them.

Clauses that share no slot are counted apart and multiplied. Of clauses that hang together one slot is decided: its
values are put in, those together that no clause tells apart, and what is left falls apart again. Each component is
counted once and remembered by its clauses, so the work grows with how entangled a model is and not with its products
(#SAT by component caching: Bacchus, Dalmao and Pitassi 2003; sharpSAT: Thurley 2006). Slots are decided in the order of
a tree decomposition, from its middle to its leaves (SharpSAT-TD: Korhonen and Järvisalo 2021).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from math import prod
from typing import NamedTuple

from configurator.engine.model import ProductModel
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.lowering import AtMost, Clause, Member
from configurator.engine.solving.rulebook import Rulebook
from configurator.engine.solving.slots import Space

MOST_REMEMBERED = 50_000_000
"""Clauses in all components remembered, at four bytes each; beyond that they are forgotten and begun anew."""
OVERHEAD = 60
"""What it takes to remember a component of no clauses, in clauses."""
MOST_STATEMENTS = 200_000
"""Different clauses met on the way, at some hundred bytes each; a model that comes to more is not counted."""
MOST_ROUNDED = 100_000
"""Bounds up to here are lowered to what their sum can really come to, so that more components are the same."""
FEW_TERMS = 6
"""Sums over more slots are not looked at when these are put in order."""
ROUNDS = 64
"""So many components are counted between two looks at whether to go on."""

Terms = tuple[tuple[int, tuple[int, ...]], ...]
"""Slots, each with the weights of its values."""
Patience = Callable[[], bool]
"""Whether to go on."""
Domains = dict[int, int]
"""Slot to a mask of the values it may still take."""
Part = tuple[list[int], Domains]
"""Clauses by number, and the slots they speak of."""
Key = tuple[bytes, tuple[tuple[int, int], ...]]
"""A component: the numbers of its clauses, and what its larger slots may still be."""
Task = Generator[Part, int | None, int]
"""Works out a count; asks for the counts of parts on the way."""


class NotCounted(Exception):
    """The model is too entangled to be counted with the patience there was."""


class Total(NamedTuple):
    """A sum of weights, one for each value of each slot, that stays at or under a bound."""

    terms: Terms
    bound: int


class Statement(NamedTuple):
    """A clause: some slot has one of some values (a mask), or some sum stays under its bound. An empty one is false."""

    members: tuple[tuple[int, int], ...]
    totals: tuple[Total, ...]


def count_products(model: ProductModel, patient: Patience) -> int:
    """How many products meet all rules, bars apart; raises `NotCounted` once `patient` says no, and `TooLarge`.

    An option in another quantity makes another product, and so does a text that is given, whatever it says.
    """
    space = Space(model)
    clauses = Rulebook(model, space, Encoding(space)).clauses
    return _Counting(dict(enumerate(slot.full for slot in space.slots)), patient).run(clauses)


class _Counting:
    def __init__(self, domains: Domains, patient: Patience) -> None:
        self._domains = domains
        self._patient = patient
        self._statements: list[Statement] = []
        self._slots: list[frozenset[int]] = []
        self._numbers: dict[Statement, int] = {}
        self._terms: dict[Terms, Terms] = {}
        self._ranks: dict[int, int] = {}
        self._counts: dict[Key, int] = {}
        self._remembered = 0
        self._rounds = 0

    def run(self, clauses: Iterable[Clause]) -> int:
        """The count. Tasks wait on a stack of their own, as they nest deeper than functions may."""
        numbers = [self._number(_statement(clause)) for clause in clauses]
        left = self._narrow(list(dict.fromkeys(numbers)), self._domains, self._domains.keys())
        if left is None or Statement((), ()) in self._numbers:
            return 0
        self._ranks = _ranks(self._cliques(left), self._patient)
        waiting: list[Task] = [self._whole(left, self._domains)]
        found: int | None = None
        while waiting:
            try:
                part = waiting[-1].send(found)
            except StopIteration as done:
                waiting.pop()
                found = done.value
            else:
                waiting.append(self._part(*part))
                found = None
        return found or 0

    def _cliques(self, clauses: Iterable[int]) -> Iterator[frozenset[int]]:
        """The slots that each clause ties together; a long sum ties all to all, and so only names its own."""
        for number in clauses:
            long = any(len(total.terms) > FEW_TERMS for total in self._statements[number].totals)
            yield from (frozenset((slot,)) for slot in self._slots[number]) if long else (self._slots[number],)

    def _whole(self, clauses: list[int], domains: Domains) -> Task:
        """The count of clauses that may fall apart; slots that none of them speaks of may be as they like."""
        free = dict(domains)
        product = 1
        for part in self._parts(clauses):
            slots = frozenset().union(*(self._slots[number] for number in part))
            product *= (yield part, {slot: free.pop(slot) for slot in slots}) or 0
            if not product:
                return 0
        return product * prod(mask.bit_count() for mask in free.values())

    def _part(self, clauses: list[int], domains: Domains) -> Task:
        """The count of clauses that hang together: the values of one slot put in, and the counts added up."""
        key = self._key(clauses, domains)
        if key in self._counts:
            return self._counts[key]
        self._go_on()
        slot = max(domains, key=self._ranks.__getitem__)
        total = 0
        for values in self._told_apart(slot, domains[slot], clauses):
            tried = {**domains, slot: values & -values}
            left = self._narrow(clauses, tried, {slot})
            if left is not None:
                total += values.bit_count() * (yield from self._whole(left, tried))
        self._remember(key, total)
        return total

    def _narrow(self, clauses: list[int], domains: Domains, changed: Collection[int]) -> list[int] | None:
        """What clauses say once some slots have lost values, and once all that follows is done as well: `domains` are
        narrowed in place. None where some clause cannot hold any more."""
        while changed:
            left: list[int] = []
            follows: list[Statement] = []
            for number in clauses:
                if self._slots[number].isdisjoint(changed):
                    left.append(number)
                    continue
                statement = _narrowed(self._statements[number], domains)
                if statement is None:
                    continue
                if len(statement.members) + len(statement.totals) <= 1:
                    follows.append(statement)
                if len(statement.members) != 1 or statement.totals:
                    left.append(self._number(statement))
            clauses, changed = left, set()
            for statement in follows:
                narrowed = _followed(statement, domains)
                if narrowed is None:
                    return None
                changed |= narrowed
        return self._tightest(clauses)

    def _tightest(self, clauses: list[int]) -> list[int]:
        """The clauses without those that keep a sum under a bound where another keeps it under a lower one."""
        if not self._terms:
            return clauses
        least: dict[Terms, int] = {}
        sums = {n: total for n in clauses if (total := _alone(self._statements[n])) is not None}
        for terms, bound in sums.values():
            least[terms] = min(bound, least.get(terms, bound))
        return [n for n in clauses if n not in sums or sums[n].bound == least[sums[n].terms]]

    def _parts(self, clauses: list[int]) -> Iterator[list[int]]:
        """The clauses that hang together by the slots they share."""
        speaking: dict[int, list[int]] = defaultdict(list)
        for number in clauses:
            for slot in self._slots[number]:
                speaking[slot].append(number)
        while speaking:
            part: dict[int, None] = {}
            reached = [next(iter(speaking))]
            while reached:
                for number in speaking.pop(reached.pop(), ()):
                    if number not in part:
                        part[number] = None
                        reached.extend(self._slots[number])
            yield list(part)

    def _told_apart(self, slot: int, domain: int, clauses: list[int]) -> Iterable[int]:
        """The values of the slot, in sets of which no clause tells one member from another."""
        indices = [index for index in range(domain.bit_length()) if domain >> index & 1]
        if len(indices) <= 2:
            return [1 << index for index in indices]
        speaking = [self._statements[number] for number in clauses if slot in self._slots[number]]
        masks = {mask for statement in speaking for each, mask in statement.members if each == slot}
        terms = {term for statement in speaking for total in statement.totals for term in total.terms}
        weights = [figures for each, figures in terms if each == slot]
        sets: dict[tuple[int, ...], int] = {}
        for index in indices:
            said = (*(mask >> index & 1 for mask in masks), *(figures[index] for figures in weights))
            sets[said] = sets.get(said, 0) | 1 << index
        return sets.values()

    def _key(self, clauses: list[int], domains: Domains) -> Key:
        """What a component is remembered by. A slot of two values still has both, or no clause would speak of it."""
        masks = sorted(item for item in domains.items() if self._domains[item[0]] > 0b11)
        return array("I", sorted(clauses)).tobytes(), tuple(masks)

    def _remember(self, key: Key, total: int) -> None:
        self._remembered += len(key[0]) // 4 + OVERHEAD
        if self._remembered > MOST_REMEMBERED:
            self._counts.clear()
            self._remembered = 0
        self._counts[key] = total

    def _number(self, statement: Statement) -> int:
        number = self._numbers.get(statement)
        if number is None:
            number = len(self._statements)
            totals = tuple(Total(self._terms.setdefault(terms, terms), bound) for terms, bound in statement.totals)
            statement = Statement(statement.members, totals)
            self._numbers[statement] = number
            self._statements.append(statement)
            parts = (statement.members, *(total.terms for total in statement.totals))
            self._slots.append(frozenset(slot for part in parts for slot, _ in part))
        return number

    def _go_on(self) -> None:
        self._rounds += 1
        if len(self._statements) > MOST_STATEMENTS or (self._rounds % ROUNDS == 0 and not self._patient()):
            raise NotCounted


def _ranks(cliques: Iterable[frozenset[int]], patient: Patience) -> dict[int, int]:
    """In which order to decide slots, the highest first: down the tree in which they leave the graph that ties each two
    of a clique, always one with the fewest neighbours. Raises `NotCounted` once `patient` says no.

    One branch is gone down to its leaves before the next: a sum over all branches ties them together, and so as little
    as can be is left hanging in the air.
    """
    neighbours: dict[int, set[int]] = defaultdict(set)
    for clique in cliques:
        for slot in clique:
            neighbours[slot] |= clique
    for slot, others in neighbours.items():
        others.discard(slot)
    waiting = [(len(others), slot) for slot, others in neighbours.items()]
    heapify(waiting)
    left: dict[int, set[int]] = {}
    while waiting:
        degree, slot = heappop(waiting)
        if slot in left or degree != len(neighbours[slot]):
            continue
        if not patient():
            raise NotCounted
        around = left[slot] = neighbours.pop(slot)
        for other in around:
            neighbours[other] |= around
            neighbours[other] -= {slot, other}
            heappush(waiting, (len(neighbours[other]), other))
    return _downwards(left)


def _downwards(left: Mapping[int, Collection[int]]) -> dict[int, int]:
    """The tree from its roots to its leaves, branch by branch; `left` are slots as they left, with whom each left."""
    places = {slot: place for place, slot in enumerate(left)}
    below: dict[int | None, list[int]] = defaultdict(list)
    for slot, others in left.items():
        below[min(others, key=places.__getitem__, default=None)].append(slot)
    found: dict[int, int] = {}
    waiting = below[None]
    while waiting:
        slot = waiting.pop()
        found[slot] = -len(found)
        waiting += below[slot]
    return found


def _alone(statement: Statement) -> Total | None:
    """The sum that is all of the statement."""
    return statement.totals[0] if len(statement.totals) == 1 and not statement.members else None


def _statement(clause: Clause) -> Statement:
    members = tuple((atom.slot, atom.mask) for atom in clause if isinstance(atom, Member))
    return Statement(members, tuple(Total(atom.terms, atom.bound) for atom in clause if isinstance(atom, AtMost)))


def _narrowed(statement: Statement, domains: Domains) -> Statement | None:
    """What the statement still says; None where it holds whatever comes."""
    members = []
    for slot, mask in statement.members:
        common = mask & domains[slot]
        if common == domains[slot]:
            return None
        if common:
            members.append((slot, common))
    totals = []
    for total in statement.totals:
        left = _lightened(total, domains)
        if left.bound >= 0 and not left.terms:
            return None
        if left.bound >= 0:
            totals.append(left)
    return Statement(tuple(members), tuple(totals))


def _lightened(total: Total, domains: Domains) -> Total:
    """The sum over what the slots may still be: without terms where it is decided, then under 0 where it is broken."""
    bound, most = total.bound, 0
    terms = []
    for slot, weights in total.terms:
        domain = domains[slot]
        possible = [weight for index, weight in enumerate(weights) if domain >> index & 1]
        least, heaviest = min(possible), max(possible)
        bound -= least
        if heaviest > least:
            most += heaviest - least
            terms.append((slot, tuple(w - least if domain >> i & 1 else 0 for i, w in enumerate(weights))))
    if bound < 0 or most <= bound:
        return Total((), bound)
    left = tuple(terms)
    return Total(left, _reached(left, bound) if bound <= MOST_ROUNDED else bound)


def _reached(terms: Terms, bound: int) -> int:
    """The greatest sum up to `bound` that the terms can come to; sums are the bits of a number."""
    within = (1 << bound + 1) - 1
    sums = 1
    for _, weights in terms:
        present = sums
        for weight in set(weights):
            sums |= present << weight & within
    return sums.bit_length() - 1


def _followed(statement: Statement, domains: Domains) -> set[int] | None:
    """Narrow `domains` to what a statement of one part leaves; the slots that lost values. None for a false one."""
    if not statement.members and not statement.totals:
        return None
    masks = list(statement.members)
    for total in statement.totals:
        masks += [
            (slot, sum(1 << index for index, weight in enumerate(weights) if weight <= total.bound))
            for slot, weights in total.terms
        ]
    changed = set()
    for slot, mask in masks:
        if domains[slot] & ~mask:
            domains[slot] &= mask
            changed.add(slot)
        if not domains[slot]:
            return None
    return changed
