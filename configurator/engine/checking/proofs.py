"""Whether causes are reasons: what they name must contradict what they explain, and none of it may be left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from configurator.engine.checking.faults import Inspector
from configurator.engine.checking.refutation import Undecided, together
from configurator.engine.checking.statements import TRUE, Statement
from configurator.engine.choices import Choice
from configurator.engine.language import Has, Not
from configurator.engine.model import Facts, Kind, ProductModel
from configurator.engine.verdict import Cause, Speaker


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong, in words, and what was left unchecked since the search for it took too long."""

    errors: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    def expect(self, true: bool, error: str) -> None:
        """An error unless it is true."""
        if not true:
            self.errors.append(error)


class Prover:
    """Proves what causes claim, for one product on one day in one region.

    `steps` are how often one search may read a statement.
    """

    def __init__(self, model: ProductModel, facts: Facts, inspector: Inspector, steps: int) -> None:
        self._model = model
        self._facts = facts
        self._questions = inspector.questions
        self._inspector = inspector
        self._steps = steps

    def asked(self, choice: Choice) -> Statement:
        """What a choice says; raises KeyError where the product knows no such choice."""
        return self._questions.within(self._questions.key(choice.group, choice.option), self._inspector.admits(choice))

    def prove(self, what: str, claim: Statement, causes: Sequence[Cause], findings: Findings) -> None:
        """Whether `claim` contradicts the causes with their choices, and needs them all; `what` names it in words."""
        reasons: dict[str, Statement] = {}
        for cause in causes:
            name = f"{cause.speaker} {cause.rule}"
            speaking = self._speaking(cause)
            findings.expect(speaking is not None, f"{what}: {name} says no such thing")
            reasons |= {name: speaking} if speaking else {}
            reasons |= {str(choice): self.asked(choice) for choice in cause.choices}
        try:
            if self._possible([claim, *reasons.values()]):
                findings.errors.append(f"{what} does not follow from {', '.join(reasons) or 'nothing'}")
            for name, statement in reasons.items():
                if statement is TRUE and len(causes) == 1:
                    continue
                fewer = [each for each in reasons.values() if each is not statement]
                findings.expect(self._possible([claim, *fewer]), f"{what} follows without {name}")
        except Undecided:
            findings.unchecked.append(what)

    def refute(self, what: str, claims: Sequence[Statement], findings: Findings) -> None:
        """Whether `claims` contradict all that the product says."""
        try:
            findings.expect(not self._possible([*claims, *self._everything()]), f"{what} is not so")
        except Undecided:
            findings.unchecked.append(what)

    def _possible(self, statements: Sequence[Statement]) -> bool:
        return together(self._questions, statements, self._steps) is not None

    def _speaking(self, cause: Cause) -> Statement | None:
        """What a cause says; None where the product says nothing like it."""
        group = self._model.group(cause.rule)
        match cause.speaker:
            case Speaker.RULE:
                rule = next((rule for rule in self._model.rules if rule.code == cause.rule), None)
                table = next((table for table in self._model.tables if table.code == cause.rule), None)
                if rule is not None and rule.message == cause.message:
                    return self._questions.formula(rule.formula)
                if table is not None and table.message == cause.message:
                    return self._questions.table(table)
            case Speaker.CONDITION if group and group.when is not None and group.when_message == cause.message:
                return self._questions.existence(group, group.when)
            case Speaker.LIMIT if group:
                # That a one-of group has an answer is said where choices alone contradict each other.
                return self._questions.limits(group) if group.kind is Kind.SOME else TRUE
            case Speaker.BAR:
                return self._barred(cause)
        return None

    def _barred(self, cause: Cause) -> Statement | None:
        code, _, option = cause.rule.partition(".")
        group = self._model.group(code)
        found = group.option(option) if group else None
        if found is None or cause.bar not in found.bars or not cause.bar.stands(self._facts):
            return None
        return self._questions.formula(Not(Has(code, option)))

    def _everything(self) -> Iterator[Statement]:
        for group in self._model.groups:
            if group.when is not None:
                yield self._questions.existence(group, group.when)
            if group.kind is Kind.SOME:
                yield self._questions.limits(group)
        yield from (self._questions.formula(rule.formula) for rule in self._model.rules)
        yield from map(self._questions.table, self._model.tables)
        for group, option in self._model.options():
            if any(bar.stands(self._facts) for bar in option.bars):
                yield self._questions.formula(Not(Has(group.code, option.code)))
