"""Whether causes are reasons: what they name must contradict what they explain, and none of it may be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from configurator.engine.checking.faults import Inspector
from configurator.engine.checking.refutation import Undecided, together
from configurator.engine.checking.statements import TRUE, Statement
from configurator.engine.choices import Choice
from configurator.engine.language import Has, Not
from configurator.engine.model import Facts, Kind, ProductModel, Texts
from configurator.engine.verdict import Cause, Speaker

Saying = tuple[Speaker, str, frozenset[tuple[str, str]]]
"""Who says something (a rule or table, a group's condition, or its limits), and in which words."""


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
        self._said = dict(self._sayings())
        self._statements: dict[Saying, Statement] = {}

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
        """What a cause says; None where the product says nothing like it, or in other words."""
        if cause.speaker is Speaker.BAR:
            return self._barred(cause)
        saying = _saying(cause.speaker, cause.rule, cause.message)
        return self._statement(saying) if saying in self._said else None

    def _statement(self, saying: Saying) -> Statement:
        if saying not in self._statements:
            self._statements[saying] = self._said[saying]()
        return self._statements[saying]

    def _sayings(self) -> Iterator[tuple[Saying, Callable[[], Statement]]]:
        """Everything but bars that can speak against a product."""
        questions = self._questions
        for group in self._model.groups:
            if group.when is not None:
                exists = partial(questions.existence, group, group.when)
                yield _saying(Speaker.CONDITION, group.code, group.when_message), exists
            # That a one-of group has an answer is said where choices alone contradict each other.
            limits = partial(questions.limits, group) if group.kind is Kind.SOME else lambda: TRUE
            yield _saying(Speaker.LIMIT, group.code, {}), limits
        for rule in self._model.rules:
            yield _saying(Speaker.RULE, rule.code, rule.message), partial(questions.formula, rule.formula)
        for table in self._model.tables:
            yield _saying(Speaker.RULE, table.code, table.message), partial(questions.table, table)

    def _barred(self, cause: Cause) -> Statement | None:
        code, _, option = cause.rule.partition(".")
        group = self._model.group(code)
        found = group.option(option) if group else None
        if found is None or cause.bar not in found.bars or not cause.bar.stands(self._facts):
            return None
        return self._questions.formula(Not(Has(code, option)))

    def _everything(self) -> Iterator[Statement]:
        yield from map(self._statement, self._said)
        for group, option in self._model.options():
            if any(bar.stands(self._facts) for bar in option.bars):
                yield self._questions.formula(Not(Has(group.code, option.code)))


def _saying(speaker: Speaker, code: str, message: Texts) -> Saying:
    return speaker, code, frozenset(message.items())
