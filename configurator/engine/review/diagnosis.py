"""What is odd about a product that can be built: options that nobody can have or do without, rules that change nothing.

Bars do not count: what is out of stock today is no fault of the rules. Whatever would take too long to find out is left
open and said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np

from configurator.engine.choices import Choice, plain
from configurator.engine.model import Group, Kind, Option
from configurator.engine.review.doubts import Doubts
from configurator.engine.review.findings import Diagnosis, Fault, Finding, Path, Spoken, listed, named, place_of
from configurator.engine.review.probes import slow
from configurator.engine.solving.kernel import Kernel, Scope
from configurator.engine.solving.lowering import Member, table_rows
from configurator.engine.solving.slots import Slot
from configurator.engine.solving.solver import Exhausted
from configurator.engine.verdict import Cause, Speaker, Unbuildable

Stated = Callable[[str], bool]
"""Whether the rule of that code stands in the file itself: other rules say what the form of the file implies, as that a
feature needs its parent, and nobody wrote them."""
MOST_RULES = 5_000
"""With more rules than that none is held against the others: the questions are many, and each is long."""
MOST_REASONS = 40
FEWEST_REASONS = 5
REASONING = 100_000
"""Of so many options it is told why, and of fewer where there are many rules: each reason holds all against it."""


def diagnose(kernel: Kernel, spoken: Spoken, stated: Stated, work: int) -> Diagnosis:
    """All that is odd, in the order of the product; raises `Unbuildable` where no product meets the rules.

    Finding out which rules and rows change nothing takes `work` steps at most.
    """
    examination = _Examination(kernel, spoken, stated, work)
    rules = (*examination.rules(), *examination.windows())
    findings = (*examination.groups(), *rules, *examination.tables(), *examination.reviews(), *examination.defaults())
    return Diagnosis(findings, tuple(examination.unexamined))


class _Examination:
    def __init__(self, kernel: Kernel, spoken: Spoken, stated: Stated, work: int) -> None:
        self._kernel = kernel
        self._model = kernel.model
        self._space = kernel.space
        self._spoken = spoken
        self._stated = stated
        self._tables = {table.code for table in self._model.tables}
        speaking = kernel.rules.causes.items()
        self._most = max(FEWEST_REASONS, min(MOST_REASONS, REASONING // (1 + len(speaking))))
        self._form = [s for s, cause in speaking if cause.speaker is Speaker.RULE and not self._written(cause.rule)]
        self._reasons = 0
        self.unexamined: list[str] = []
        memory = kernel.reach.root([], np.zeros(int(kernel.neighbours.starts[-1]), dtype=bool))
        self._scope = Scope([], (), {}, memory)
        flags = memory.root.sure.tolist()
        starts = kernel.neighbours.starts
        self._reached = [
            sum(1 << index for index, flag in enumerate(flags[starts[n] : starts[n + 1]]) if flag)
            for n in range(len(self._space.slots))
        ]
        if not all(self._reached):
            raise Unbuildable(kernel.causes(self._scope, {}, ()))
        count = len(self._model.rules) + len(self._model.tables)
        self._doubts = Doubts(self._model, self._space, work) if count <= MOST_RULES else None

    @cached_property
    def _implied(self) -> frozenset[int]:
        """Literals that follow from the form of the file without search."""
        return frozenset(self._kernel.reasons.propagate(self._form) or () if self._form else ())

    def groups(self) -> Iterator[Finding]:
        """Groups, and their options, numbers and texts."""
        for group in self._model.groups:
            path: Path = ("groups", group.code)
            there, gone = (True, True) if group.when is None or self._doubts is None else self._doubts.existence(group)
            if there is False:
                yield Finding(
                    Fault.NEVER_THERE, path, f"{self._spoken(path)} is never asked, as nothing meets its condition"
                )
                continue
            if gone is False:
                yield Finding(
                    Fault.ALWAYS_THERE, path, f"{self._spoken(path)} is always asked, as its condition always holds"
                )
            numbers = self._space.numbers_of[group.code]
            if group.kind is Kind.SOME:
                for number, option in zip(numbers, group.options, strict=True):
                    yield from self._part(group, option, number)
            elif group.kind is Kind.ONE:
                yield from self._one(group, numbers[0])
            else:
                yield from self._value(group, numbers[0])

    def _one(self, group: Group, number: int) -> Iterator[Finding]:
        reached = self._reached[number]
        options = [(option, self._space.option_mask(group.code, option.code)[1]) for option in group.options]
        for option, mask in options:
            yield from self._option(group, option, number, mask)
        left = [option for option, mask in options if mask & reached]
        if len(left) == 1 and not reached & self._space.slots[number].absent:
            path: Path = ("groups", group.code)
            name = self._spoken((*path, "options", left[0].code))
            others = self._space.slots[number].full & ~reached
            yield self._finding(Fault.SETTLED, path, f"{self._spoken(path)} can only be {name}", number, others)

    def _part(self, group: Group, option: Option, number: int) -> Iterator[Finding]:
        yield from self._option(group, option, number, self._space.slots[number].full & ~1)
        if not self._reached[number] & 1 and self._by_rules(number, 1):
            path: Path = ("groups", group.code, "options", option.code)
            yield self._finding(Fault.ALWAYS, path, f"every buildable product contains {self._spoken(path)}", number, 1)

    def _option(self, group: Group, option: Option, number: int, mask: int) -> Iterator[Finding]:
        path: Path = ("groups", group.code, "options", option.code)
        slot, reached = self._space.slots[number], self._reached[number]
        if not mask & reached:
            message = f"no buildable product contains {self._spoken(path)}"
            yield self._finding(Fault.DEAD, path, message, number, mask)
        elif mask & ~reached:
            pieces = [plain(slot.values[index].amount) for index in slot.indices(mask & ~reached)]
            message = f"{self._spoken(path)} can never be had in these quantities: {listed(pieces)}"
            yield Finding(Fault.UNREACHED, path, message)

    def _value(self, group: Group, number: int) -> Iterator[Finding]:
        path: Path = ("groups", group.code)
        slot, name = self._space.slots[number], self._spoken(path)
        present = slot.full & ~slot.absent
        reached = self._reached[number] & present
        if group.kind is not Kind.NUMBER:
            if not reached & 0b10:
                yield self._finding(Fault.DEAD, path, f"{name} can never be given", number, 0b10)
            elif reached == 0b10:
                yield self._finding(Fault.ALWAYS, path, f"{name} has to be given in every product", number, 1)
        elif reached != present:
            if reached.bit_count() == 1:
                value = plain(slot.values[reached.bit_length() - 1].amount)
                yield self._finding(Fault.SETTLED, path, f"{name} can only be {value}", number, present & ~reached)
            else:
                gaps = listed(_ranges(slot, present & ~reached))
                yield Finding(Fault.UNREACHED, path, f"{name} can never be {gaps}")

    def _by_rules(self, number: int, mask: int) -> bool:
        """Whether it takes rules that stand in the file to keep the slot from these values: its form does not."""
        literal = self._kernel.encoding.member(number, mask)
        if -literal in self._implied:
            return False
        return not self._form or self._kernel.reasons.solve([*self._form, literal])

    def _finding(self, fault: Fault, path: Path, message: str, number: int, mask: int) -> Finding:
        """A finding that no product holds one of the values of `mask`, with the rules that see to it."""
        self._reasons += 1
        if self._reasons > self._most:
            return Finding(fault, path, message)
        try:
            causes = self._kernel.causes(self._scope, {number: mask}, ())
        except Exhausted:
            return Finding(fault, path, message)
        return Finding(fault, path, f"{message}: {self._named(causes)}" if causes else message)

    def _named(self, causes: Sequence[Cause]) -> str:
        """The causes in words; where rules of the file speak, what its form implies goes without saying."""
        own = [cause for cause in causes if cause.speaker is not Speaker.RULE or self._written(cause.rule)]
        return named(own or causes, self._model, self._spoken)

    def _written(self, code: str) -> bool:
        return code in self._tables or self._stated(code)

    def rules(self) -> Iterator[Finding]:
        """Rules and tables that change nothing. From the last to the first, so that of two that say the same the first
        stays, and all that are found can be left out at once."""
        doubts = self._doubts
        paths: list[tuple[str, str]] = [("rules", rule.code) for rule in self._model.rules]
        paths += [("tables", table.code) for table in self._model.tables]
        if doubts is None:
            self.unexamined.append(f"whether each of {len(paths)} rules changes anything")
            return
        first = len(doubts.causes) - len(paths)
        stated = [at for at, (_, code) in enumerate(paths) if self._written(code)]
        speaking = list(range(len(doubts.causes)))
        found: list[Finding] = []
        for left, at in zip(range(len(stated), 0, -1), reversed(stated), strict=True):
            if doubts.tired:
                self.unexamined.append(f"whether each of the first {left} rules changes anything")
                break
            others = [other for other in speaking if other != first + at]
            implied = doubts.implied(first + at, others)
            if implied is not None:
                speaking = others
                silent = at < len(self._model.rules) and doubts.silent(self._model.rules[at], others)
                found.append(self._superfluous(paths[at], [doubts.causes[other] for other in implied], silent))
        yield from reversed(found)

    def _superfluous(self, path: Path, implied: list[Cause], silent: bool) -> Finding:
        name, others = self._spoken(path), self._named(implied)
        if not implied:
            return Finding(Fault.HOLDS_ANYWAY, path, f"{name} holds whatever is chosen, and so changes nothing")
        if silent:
            return Finding(Fault.NEVER_SPEAKS, path, f"{name} never speaks, as nothing meets its condition: {others}")
        return Finding(Fault.REPEATS, path, f"{name} changes nothing, as this is said already: {others}")

    def windows(self) -> Iterator[Finding]:
        """Rules that make the product slow to ask."""
        for path in dict.fromkeys(place_of(cause, self._model) for cause in slow(self._kernel)):
            message = f"{self._spoken(path)} leaves a long sum so little room that questions take too long: "
            yield Finding(Fault.SLOW, path, f"{message}weigh in a coarser unit, or give it more room")

    def tables(self) -> Iterator[Finding]:
        """Rows of tables that are of no use."""
        doubts, tables = self._doubts, self._model.tables
        if doubts is None:
            return
        for at, table in enumerate(tables):
            statement = None if table.allow else len(doubts.causes) - len(tables) + at
            seen: dict[tuple[Member, ...], int] = {}
            for number, row in enumerate(table_rows(self._space, table)):
                if doubts.tired:
                    self.unexamined.append(f"whether each row of {len(tables) - at} tables is of use")
                    return
                message = ""
                if row in seen:
                    message = f"row {number + 1} is row {seen[row] + 1} again"
                elif doubts.fits(row, statement) is False:
                    unused = "is in no buildable product" if table.allow else "forbids what cannot be had anyway"
                    message = f"row {number + 1} {unused}"
                seen.setdefault(row, number)
                if message:
                    path: Path = ("tables", table.code, "allow" if table.allow else "forbid", number)
                    yield Finding(Fault.ROW, path, f"{self._spoken(path[:2])}: {message}")

    def reviews(self) -> Iterator[Finding]:
        """Reviews that are due for no product."""
        doubts, reviews = self._doubts, self._model.reviews
        for at, review in enumerate(reviews):
            if doubts is None or doubts.tired:
                self.unexamined.append(f"whether each of {len(reviews) - at} reviews can be due")
                return
            undue = doubts.undue(review)
            if undue is not None:
                path: Path = ("reviews", review.code)
                others = self._named([doubts.causes[other] for other in undue])
                message = f"{self._spoken(path)} is never due, as nothing meets its condition"
                yield Finding(Fault.NEVER_DUE, path, f"{message}: {others}" if others else message)

    def defaults(self) -> Iterator[Finding]:
        """Defaults of base models that cannot be kept, or not together with those before them. One whose question is
        answered already is kept in store for when that answer does not fit."""
        for base in self._model.bases:
            kept: list[Choice] = []
            for number, choice in enumerate(base.defaults):
                path: Path = ("bases", base.code, "defaults", number)
                held = self._kernel.held([choice]) or {}
                slot = next(iter(held))
                if not held[slot] & self._reached[slot]:
                    yield Finding(Fault.DEFAULT, path, f"{choice} can never be kept: no buildable product contains it")
                elif slot not in (self._kernel.held(kept) or {}) and self._space.slots[slot].group.when is None:
                    together = self._kernel.held([*kept, choice])
                    if together is not None and self._kernel.find([], together) is not None:
                        kept.append(choice)
                    else:
                        yield Finding(
                            Fault.DEFAULT, path, f"{choice} is not kept at first: {self._against(choice, kept)}"
                        )

    def _against(self, choice: Choice, kept: Sequence[Choice]) -> str:
        causes = self._kernel.causes(self._scope, self._kernel.held([choice]) or {}, kept)
        blamed = dict.fromkeys(str(other) for cause in causes for other in cause.choices)
        return f"it does not go with {listed([*blamed])}, by {self._named(causes)}"


def _ranges(slot: Slot, mask: int) -> list[str]:
    """Neighbouring values of a number as ranges, in words."""
    runs: list[list[int]] = []
    for index in slot.indices(mask):
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    ends = [(plain(slot.values[run[0]].amount), plain(slot.values[run[-1]].amount)) for run in runs]
    return [low if low == high else f"{low} to {high}" for low, high in ends]
