"""Why an option is blocked or implied: a subset-minimal set of rules and choices.

By deletion in a fixed order, rules first and the newest choices last, so the answer is the same whatever the solver has
met before. Cores only save questions: an element outside the present core is dropped unasked, as asking would. So do
precedents: what contradicts once does so for ever, and any product that keeps all that is left shows an element to be
needed, wherever it comes from.

Most causes are one rule that the standing product breaks as soon as it holds the value: no rule after it is broken, so
none before it is needed, and where the choices leave the rule no way out, no other is. Which choices it takes depends
only on those that some rule of the cause speaks of, so that is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from configurator.engine.answers.grounds import Core, Grounds, InForce, Question, Rules, Wanted, together
from configurator.engine.choices import Choice
from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.order import Order
from configurator.engine.solving.slots import State
from configurator.engine.solving.solver import Solver
from configurator.engine.verdict import Cause

MOST_PRECEDENTS = 20_000
"""So many findings are remembered; then all are forgotten."""
MOST_ALIKE = 4
"""So many of these for the same wish."""

Literals = Sequence[int]


def minimal(solver: Solver, elements: Literals, always: Literals) -> list[int] | None:
    """The elements that, with `always`, contradict each other, none of which can be left out.

    `elements` go from the first to be dropped to the last. None where there is no contradiction.
    """
    if solver.solve([*always, *elements]):
        return None
    core = set(solver.core)
    kept: list[int] = []
    for position, element in enumerate(elements):
        if element not in core:
            continue
        if solver.solve([*always, *kept, *elements[position + 1 :]]):
            kept.append(element)
        else:
            core = set(solver.core)
    return kept


Tell = Callable[[Wanted, Rules, tuple[Choice, ...]], tuple[Cause, ...]]
"""Causes in words: what is wanted, the rules and bars that speak against it, and the choices they need."""


class Precedents:
    """Finds among rules, bars and choices what `minimal` would find, and mostly without the solver: by what was found
    before, and by products that are likely to keep all but one rule."""

    def __init__(self, solver: Solver, encoding: Encoding, order: Order, tell: Tell) -> None:
        self._solver = solver
        self._encoding = encoding
        self._order = order
        self._tell = tell
        self._cores: dict[Wanted, list[Core]] = {}
        self._witnesses: dict[tuple[Wanted, Rules, int, InForce], list[State]] = {}
        self._needed: dict[tuple[Wanted, Rules, Wanted], Wanted] = {}
        self._told: dict[tuple[Wanted, Rules, tuple[Choice, ...]], tuple[Cause, ...]] = {}

    def causes(self, grounds: Grounds, wanted: Wanted) -> tuple[Cause, ...]:
        """The rules and bars, with the choices beside, that contradict what is `wanted`; none where no rule does."""
        question = Question(grounds, wanted, self._order)
        rules, core = self._rules(question)
        if not rules:
            return ()
        asked = question.asked
        if grounds.around is not None:
            touched = 0
            for rule in rules:
                touched |= self._order.touched(rule)
            asked = tuple([values for values in asked if touched >> values[0] & 1])
        key = wanted, rules, asked
        needed = self._needed.get(key)
        if needed is None:
            needed = self._needed[key] = self._choices(question, rules, asked, core)
            self._remember(wanted, (rules, needed))
        choices = tuple([grounds.choices[values] for values in needed])
        return self._words(wanted, rules, choices)

    def _words(self, wanted: Wanted, rules: Rules, choices: tuple[Choice, ...]) -> tuple[Cause, ...]:
        key = wanted, rules, choices
        told = self._told.get(key)
        if told is None:
            self._make_room()
            told = self._told[key] = self._tell(wanted, rules, choices)
        return told

    def _rules(self, question: Question) -> Core:
        """The rules and bars that are to blame, with choices that contradict what is wanted together with them."""
        places = self._order.places
        core = self._core(question)
        if len(core[0]) == 1 and question.last == core[0][0]:
            return core
        kept, position = list[int](), -1
        while later := [rule for rule in core[0] if places[rule] > position]:
            rule = min(later, key=places.__getitem__)
            position = places[rule]
            if (not kept and rule == question.last) or self._possible(question, tuple(kept), rule):
                kept.append(rule)
            else:
                core = self._found_core(question.asked)
        return tuple(kept), core[1]

    def _core(self, question: Question) -> Core:
        """What, of all that is in force and asked, contradicts what is wanted; nothing where nothing does.

        Of what is known or plain to see, that whose first rule comes last: none before it is needed.
        """
        plain = question.refuted()
        if plain is not None and plain[0][0] == question.last:
            return plain
        cores = [] if plain is None else [plain]
        cores += self._cores.get(question.wanted, ())
        asked, standing = question.asked, question.in_force.standing
        known = [core for core in cores if standing.issuperset(core[0]) and all(each in asked for each in core[1])]
        if known:
            return max(known, key=lambda core: self._order.places[core[0][0]])
        if self._solver.solve(self._assumed(question.wanted, question.asked, question.in_force.rules)):
            return (), ()
        return self._found_core(question.asked)

    def _assumed(self, wanted: Wanted, asked: Wanted, rules: Rules) -> list[int]:
        """What to ask the solver for: last what is the first to be left out, so that its core seldom holds that."""
        member = self._encoding.member
        return [*(member(*values) for values in (*wanted, *reversed(asked))), *reversed(rules)]

    def _found_core(self, asked: Wanted) -> Core:
        """What the solver just found to contradict what is wanted."""
        core = set(self._solver.core)
        rules = tuple(sorted(core & self._order.places.keys(), key=self._order.places.__getitem__))
        return rules, tuple([values for values in asked if self._encoding.member(*values) in core])

    def _possible(self, question: Question, kept: Rules, rule: int) -> bool:
        """Whether there is a product with all that is wanted and asked, the rules `kept` and those after `rule`.

        Asked are products that were found so before, with the values put in that are needed now, and the one near with
        a few values changed.
        """
        counts = question.in_force.clauses & self._order.later(rule) | self._order.rows(kept)
        key = question.wanted, kept, rule, question.in_force
        witnesses = self._witnesses.get(key, [])
        if any(question.adapts(state, counts) for state in witnesses):
            return True
        found = question.mended(question.held, counts)
        if found is None:
            rules = question.in_force.rules
            after = rules[rules.index(rule) + 1 :]
            if not self._solver.solve(self._assumed(question.wanted, question.asked, (*after, *kept))):
                return False
            found = self._solver.state
        self._make_room()
        self._witnesses[key] = [found, *witnesses[: MOST_ALIKE - 1]]
        return True

    def _choices(self, question: Question, rules: Rules, asked: Wanted, core: Wanted) -> Wanted:
        """Those of the choices that the rules need to contradict what is wanted; those of `core` are enough."""
        needed: Wanted = ()
        for position, values in enumerate(asked):
            if values in core:
                found = self._against(question, rules, (*needed, *asked[position + 1 :]))
                if found is None:
                    needed = (*needed, values)
                else:
                    core = found
        return needed

    def _against(self, question: Question, rules: Rules, asked: Wanted) -> Wanted | None:
        """Choices that, with the rules, contradict what is wanted; None where there is a product with all of it."""
        held = together((*question.wanted, *asked))
        for rule in rules:
            for line in self._order.lines(rule):
                if line.refuted(held):
                    return tuple([values for values in asked if values[0] in line.slots])
        if question.mended(held, self._order.rows(rules)):
            return None
        if self._solver.solve(self._assumed(question.wanted, asked, rules)):
            return None
        return self._found_core(asked)[1]

    def _remember(self, wanted: Wanted, core: Core) -> None:
        self._make_room()
        known = self._cores.get(wanted, [])
        if core not in known:
            self._cores[wanted] = [core, *known[: MOST_ALIKE - 1]]

    def _make_room(self) -> None:
        if len(self._cores) + len(self._witnesses) + len(self._needed) + len(self._told) >= MOST_PRECEDENTS:
            self._cores.clear()
            self._witnesses.clear()
            self._needed.clear()
            self._told.clear()
