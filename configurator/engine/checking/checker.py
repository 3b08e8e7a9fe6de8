"""Whether an answer of the engine is true: held against the product model alone, without the solver.

What a verdict calls possible must be shown by a product, which is read rule by rule (faults.py). What it calls blocked
or implied must follow from just the rules and choices it names, and from no fewer of them, which a plain search decides
(proofs.py, refutation.py). All of these share with the engine the model, its formulas and the form of the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from configurator.engine.checking.faults import Inspector
from configurator.engine.checking.proofs import Findings, Prover
from configurator.engine.checking.statements import TRUE, Statement
from configurator.engine.choices import Choice
from configurator.engine.language import Given, Has
from configurator.engine.model import Facts, Group, Kind, ProductModel
from configurator.engine.product import Product
from configurator.engine.verdict import (
    Cause,
    Dropped,
    GroupVerdict,
    Nearest,
    OptionVerdict,
    Repair,
    Speaker,
    Standing,
    Verdict,
)

STEPS = 100_000
"""How often the search may read a statement for one proof."""

Witness = Callable[[Choice], Product | None]
"""A product with this choice, its question's own choices set aside and all others met; None where there is none."""


class Checker:
    """Checks answers about one product under some facts."""

    def __init__(self, model: ProductModel, facts: Facts, steps: int = STEPS) -> None:
        self.model = model
        self.facts = facts
        self.inspector = Inspector(model)
        self.questions = self.inspector.questions
        self.prover = Prover(model, facts, self.inspector, steps)

    def product(self, product: Product, choices: Iterable[Choice] = ()) -> Findings:
        """What is wrong with a product that should meet `choices`."""
        return Findings(list(self.inspector.faults(product, self.facts, choices)))

    def verdict(self, verdict: Verdict, witness: Witness, among: Collection[str] | None = None) -> Findings:
        """What is wrong with a verdict; `witness` shows products for what it calls possible.

        Of a large product a sample may do: the groups and options whose codes are `among` all.
        """
        reading = _Reading(self, verdict, witness)
        reading.whole(among)
        return reading.findings

    def unbuildable(self, causes: Sequence[Cause]) -> Findings:
        """What is wrong with the reasons why nothing can be built."""
        findings = Findings()
        self.prover.prove("that nothing can be built", TRUE, causes, findings)
        return findings

    def repair(self, repair: Repair, verdict: Verdict) -> Findings:
        """What is wrong with a way to have what is blocked under `verdict`.

        That each choice given up must be given up is searched for among all rules, so more may be left unchecked.
        """
        want, given_up = repair.want, set(repair.given_up)
        findings = self.product(repair.product, repair.choices)
        beside = verdict.choices if want.amount == 0 else self.others(verdict, want)
        others = [c for c in beside if (c.group, c.option) != (want.group, want.option)]
        kept = [choice for choice in others if choice not in given_up]
        findings.expect(repair.choices[-1:] == (want,), f"{want} is not the last of its choices")
        findings.expect(given_up <= set(others), "it gives up what nobody chose")
        findings.expect(set(kept) <= set(repair.choices), "it gives up more than it says")
        personal = [choice for choice in others if self.model[choice.group].personal]
        if given_up & set(personal):
            claims = [self.prover.asked(each) for each in (want, *personal)]
            self.prover.refute("that something true of a person must be given up", claims, findings)
        for choice in repair.given_up:
            claims = [self.prover.asked(each) for each in (want, choice, *kept)]
            self.prover.refute(f"that {choice} must be given up", claims, findings)
        return findings

    def nearest(self, nearest: Nearest) -> Findings:
        """What is wrong with the nearest product to choices that contradict each other."""
        findings = self.product(nearest.product, nearest.choices)
        for dropped in nearest.given_up:
            self.dropped(dropped, findings)
        return findings

    def completion(
        self, product: Product, cost: int, choices: Iterable[Choice], costing: Callable[[Product], int]
    ) -> Findings:
        """What is wrong with a product that should meet `choices` and cost so much; `costing` tells what one costs."""
        findings = self.product(product, choices)
        findings.expect(costing(product) == cost, f"it costs {costing(product)} and not {cost}")
        return findings

    def dropped(self, dropped: Dropped, findings: Findings) -> None:
        """Whether a choice that was not kept is unknown, or contradicts what its causes name."""
        choice = Choice.parse(dropped.text)
        if choice is None or not self._known(choice):
            unknown = [cause.speaker for cause in dropped.causes] == [Speaker.UNKNOWN]
            findings.expect(unknown, f"{dropped.text} is no choice of this product")
        else:
            self.prover.prove(f"that {choice} does not fit", self.prover.asked(choice), dropped.causes, findings)

    def others(self, verdict: Verdict, own: Choice) -> list[Choice]:
        """The choices that stay when those on the question of `own` are set aside."""
        whole = self.model[own.group].kind is not Kind.SOME
        return [c for c in verdict.choices if c.group != own.group or not (whole or c.option == own.option)]

    def _known(self, choice: Choice) -> bool:
        """Whether some answer is as the choice asks."""
        try:
            answers = self.questions.answers[self.questions.key(choice.group, choice.option)]
            return any(map(self.inspector.admits(choice), answers))
        except KeyError:
            return False


@dataclass(frozen=True, slots=True)
class _Claim:
    """An option, or the answer of a group: whether it stands in the product, that it is in, and that it is not."""

    code: str
    group: Group
    option: str | None
    stands: bool
    within: Statement
    without: Statement


class _Reading:
    """One verdict, read from top to bottom."""

    def __init__(self, checker: Checker, verdict: Verdict, witness: Witness) -> None:
        self._checker = checker
        self._verdict = verdict
        self._product = verdict.product
        self._witness = witness
        self.findings = checker.product(verdict.product, verdict.choices)

    def whole(self, among: Collection[str] | None) -> None:
        """Everything it says, or what it says of the whole and of some groups and options."""
        model = self._checker.model
        told = [group.code for group in self._verdict.groups]
        self.findings.expect(told == [group.code for group in model.groups], "it speaks of other groups")
        for said in self._verdict.groups:
            group = model[said.code]
            self.findings.expect(said.present == self._exists(group), f"{group.code} exists or does not")
            match group.kind:
                case Kind.ONE | Kind.SOME:
                    self._options(group, said, among)
                case Kind.NUMBER if among is None or group.code in among:
                    self._number(group, said)
                case Kind.TEXT | Kind.FILE if among is None or group.code in among:
                    self._text(group, said)
        required = [group for group in model.groups if group.required and self._exists(group)]
        missing = tuple(group.code for group in required if not self._chosen(group))
        self.findings.expect(self._verdict.missing == missing, f"what is missing is {', '.join(missing) or 'nothing'}")
        for dropped in self._verdict.dropped:
            self._checker.dropped(dropped, self.findings)

    def _options(self, group: Group, said: GroupVerdict, among: Collection[str] | None) -> None:
        told = [option.option for option in said.options]
        self.findings.expect(told == [option.code for option in group.options], f"{group.code} has other options")
        for option in said.options:
            if among is None or group.code in among or option.code in among:
                self._option(group, option)
        states = {option.state for option in said.options}
        order = (Standing.CHOSEN, Standing.DEFAULT, Standing.IMPLIED, Standing.OPEN, Standing.BLOCKED)
        state = next(state for state in order if state in states)
        self.findings.expect(said.state is state, f"{group.code} is {state}")

    def _option(self, group: Group, said: OptionVerdict) -> None:
        option, out = group.option(said.option), Choice(group.code, said.option, Decimal(0))
        pieces = self._product.pieces(group.code, said.option)
        self.findings.expect(said.quantity == pieces, f"{said.code} stands with {pieces} pieces")
        self.findings.expect(bool(said.quantities) != (said.state is Standing.BLOCKED), f"{said.code} has a quantity")
        for count in dict.fromkeys((*said.quantities, *(option.quantities if option else ()))):
            self._within_reach(Choice(group.code, said.option, Decimal(count)), count in said.quantities)
        within = self._checker.questions.formula(Has(group.code, said.option))
        self._state(_Claim(said.code, group, said.option, pieces > 0, within, self._checker.prover.asked(out)), said)
        if said.state is Standing.DEFAULT:
            self._within_reach(out, True)

    def _number(self, group: Group, said: GroupVerdict) -> None:
        value, least, most = self._product.numbers.get(group.code), said.least, said.most
        self.findings.expect(said.value == value, f"{group.code} stands at {value}")
        ends = [] if least is None or most is None else [least, most]
        self.findings.expect(bool(ends) or said.state is Standing.BLOCKED, f"{group.code} has no ends")
        for number in dict.fromkeys((*ends, *(group.scale.values if group.scale else ()))):
            inside = bool(ends) and ends[0] <= number <= ends[1]
            if number in ends or not inside:
                self._within_reach(Choice(group.code, None, number), inside)
        certain = group.when is None and len(set(ends)) == 1
        self.findings.expect(not certain or said.state is not Standing.DEFAULT, f"{group.code} has but one value")
        questions = self._checker.questions
        within = questions.formula(Given(group.code))
        without = questions.within(questions.key(group.code), lambda answer: answer != (None, value))
        self._state(_Claim(group.code, group, None, value is not None, within, without), said)

    def _text(self, group: Group, said: GroupVerdict) -> None:
        given, empty = (Choice(group.code, None, Decimal(amount)) for amount in (1, 0))
        self._within_reach(given, said.state is not Standing.BLOCKED)
        if said.state in (Standing.OPEN, Standing.IMPLIED):
            self._within_reach(empty, said.state is Standing.OPEN)
        self.findings.expect(said.state is not Standing.DEFAULT, f"{group.code} has no default")
        stands = group.code in self._product.texts and said.state is not Standing.OPEN
        within, without = self._checker.prover.asked(given), self._checker.prover.asked(empty)
        self._state(_Claim(group.code, group, None, stands, within, without), said)

    def _state(self, claim: _Claim, said: OptionVerdict | GroupVerdict) -> None:
        """A state that fits the choices and the standing product, with the causes it needs."""
        what = f"{claim.code} is {said.state}"
        chosen = self._chosen(claim.group, claim.option)
        self.findings.expect((said.state is Standing.CHOSEN) == chosen, f"{what}, and that is not what was chosen")
        stands = said.state not in (Standing.OPEN, Standing.BLOCKED)
        self.findings.expect(claim.stands == stands, f"{what}, and that is not how it stands")
        if said.state not in (Standing.IMPLIED, Standing.BLOCKED):
            self.findings.expect(not said.causes, f"{what}, and has causes")
            return
        others = self._checker.others(self._verdict, Choice(claim.group.code, claim.option))
        named = [choice for cause in said.causes for choice in cause.choices]
        self.findings.expect(set(named) <= set(others), f"{what}, by choices that nobody made")
        contradicted = claim.within if said.state is Standing.BLOCKED else claim.without
        self._checker.prover.prove(f"that {what}", contradicted, said.causes, self.findings)

    def _within_reach(self, choice: Choice, possible: bool) -> None:
        """Whether a product with the choice is shown just where there should be one."""
        shown = self._witness(choice)
        if not possible:
            self.findings.expect(shown is None, f"{choice} is possible")
        elif shown is None:
            self.findings.errors.append(f"{choice} is said to be possible, and no product shows it")
        else:
            met = [*self._checker.others(self._verdict, choice), choice]
            faults = self._checker.product(shown, met).errors
            self.findings.errors.extend(f"what shows that {choice} is possible: {fault}" for fault in faults)

    def _exists(self, group: Group) -> bool:
        return self._checker.inspector.exists(group.code, self._product)

    def _chosen(self, group: Group, option: str | None = None) -> bool:
        """Whether the shopper answered a question, other than by "certainly not"."""
        own = [c for c in self._verdict.choices if c.group == group.code and c.option == option]
        return any(choice.amount != 0 or group.kind is Kind.NUMBER for choice in own)
