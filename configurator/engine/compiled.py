"""A product made ready to answer: compiled once when it is published, then asked at every click."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from configurator.engine.causes import minimal
from configurator.engine.choices import Choice
from configurator.engine.encoding import Encoding
from configurator.engine.model import Facts, Kind, ProductModel
from configurator.engine.neighbours import Flags, Neighbours
from configurator.engine.reach import Pool, Reach
from configurator.engine.reading import Reader
from configurator.engine.rulebook import Barred, Rulebook
from configurator.engine.slots import Space, State
from configurator.engine.solver import Solver
from configurator.engine.standing import Preferences, Settled, Settler
from configurator.engine.survey import Survey
from configurator.engine.verdict import NOTHING, Cause, Click, Product, Speaker, Verdict

KEPT_ANSWERS = 256


class Unbuildable(Exception):
    """No product meets all rules; `causes` are a minimal set that contradicts itself."""

    def __init__(self, causes: tuple[Cause, ...]) -> None:
        super().__init__(", ".join(cause.rule for cause in causes))
        self.causes = causes


@dataclass(frozen=True, slots=True)
class Scope:
    """What the day and the region decide: the assumptions they add, what the barred slots still admit, and the values
    that they and the rules close."""

    always: list[int]
    standing: tuple[Barred, ...]
    admitted: dict[int, int]
    closed: Flags

    @property
    def bars(self) -> list[int]:
        """The selectors of the bars that stand."""
        return [barred.selector for barred in self.standing]


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the product behind it as the engine holds it."""

    verdict: Verdict
    scope: Scope
    held: dict[int, int]
    settled: Settled
    found: Flags
    clicks: list[Click] = field(default_factory=list)


class CompiledProduct:
    """Answers for one product version. Not for several threads at once; no shopper's state stays in it.

    Raises `Unbuildable` where no product meets the rules and `lowering.TooLarge` where a rule cannot be expanded.
    """

    def __init__(self, model: ProductModel) -> None:
        self.model = model
        self._space = Space(model)
        self._encoding = Encoding(self._space)
        self._rules = Rulebook(model, self._space, self._encoding)
        self._solver = Solver(self._encoding)
        self._neighbours = Neighbours(self._space, self._rules.clauses)
        self._pool = Pool(self._neighbours)
        self._reach = Reach(self._space, self._encoding, self._solver, self._neighbours, self._pool)
        self._settler = Settler(self._encoding, self._solver, self._pool, self._rules.everything)
        self._reader = Reader(model, self._space)
        self._wishes = {base.code: Preferences(self._space, base) for base in model.bases}
        self._wishes.setdefault("", Preferences(self._space, model.bases[0] if model.bases else None))
        self._scopes: dict[tuple[int, ...], Scope] = {}
        self._answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()

    def propose(self, choices: Iterable[str], facts: Facts, base: str = "") -> Verdict:
        """The verdict on `choices` (as written, oldest first), with the defaults of `base`.

        An unknown base is the product's own. Raises `Unbuildable` where nothing can be built under `facts`.
        """
        return self._answer(tuple(choices), facts, base).verdict

    def known(self, text: str) -> Choice | None:
        """The choice that `text` spells, if this product has it."""
        return self._reader.known(text)

    def clicks(self, verdict: Verdict, facts: Facts) -> list[Click]:
        """For every option that can be clicked: what the standing product would then be.

        In a one-of group each open option; in a `some` group adding what is out (its smallest quantity), removing what
        is in. `verdict` must be one of this product under `facts`.
        """
        answer = self._answer(tuple(map(str, verdict.choices)), facts, verdict.base)
        if not answer.clicks:
            answer.clicks.extend(self._all_clicks(answer))
        return answer.clicks

    def _all_clicks(self, answer: Answer) -> Iterator[Click]:
        before = answer.settled.state
        buildable = self._neighbours.buildable(before)
        self._solver.imitate(before)
        for number, index in self._clickable(answer):
            after = (*before[:number], index, *before[number + 1 :])
            keeps_rules = buildable[self._neighbours.starts[number] + index]
            if not keeps_rules or number in answer.settled.leans_on:
                held = {**answer.held, number: 1 << index}
                near = after if keeps_rules else self._near(answer.scope, held, answer.verdict.base)
                if near is None:
                    continue
                wishes = self._wishes[answer.verdict.base]
                after = self._settler.settle(answer.scope.always, held, wishes, near).state
            yield self._click(number, index, before, after, answer.verdict.product)

    def _near(self, scope: Scope, held: dict[int, int], base: str) -> State | None:
        """A product that meets `held`, near to the standing one if any such is remembered."""
        admitted = {slot: held.get(slot, mask) & mask for slot, mask in scope.admitted.items()}
        return self._wishes[base].best({**held, **admitted}) or self._settler.find(scope.always, held)

    def _clickable(self, answer: Answer) -> Iterator[tuple[int, int]]:
        for number, slot in enumerate(self._space.slots):
            flags = answer.found[self._neighbours.starts[number] :]
            present = slot.values[answer.settled.state[number]]
            if slot.group.kind is Kind.ONE:
                options = [option.code for option in slot.group.options if option.code != present.option]
                wanted = [
                    next((i for i, value in enumerate(slot.values) if value.option == code and flags[i]), None)
                    for code in options
                ]
                yield from ((number, index) for index in wanted if index is not None)
            elif slot.group.kind is Kind.SOME:
                index = 0 if present.amount else next((i for i in range(1, len(slot.values)) if flags[i]), 0)
                if flags[index] and index != answer.settled.state[number]:
                    yield number, index

    def _click(self, number: int, index: int, before: State, after: State, product: Product) -> Click:
        slots = self._space.slots
        moved = [slot for slot, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        own = slots[number].group.code
        moves = tuple(code for code in dict.fromkeys(slots[slot].group.code for slot in moved) if code != own)
        value = slots[number].values[index]
        choice = self._space.choice(number, index) if value.amount else Choice(own, value.option, value.amount)
        return Click(choice, self._changed(product, moved, before, after), moves)

    def _answer(self, texts: tuple[str, ...], facts: Facts, base: str) -> Answer:
        scope = self._scope(facts)
        base = base if base in self._wishes else ""
        key = (texts, base, id(scope))
        answer = self._answers.get(key)
        if answer is None:
            answer = self._judge(texts, scope, base)
            self._remember(key, answer)
            plainly = replace(answer.verdict, dropped=())
            self._remember((tuple(map(str, plainly.choices)), base, id(scope)), replace(answer, verdict=plainly))
        self._answers.move_to_end(key)
        return answer

    def _remember(self, key: tuple[object, ...], answer: Answer) -> None:
        self._answers.setdefault(key, answer)
        if len(self._answers) > KEPT_ANSWERS:
            self._answers.popitem(last=False)

    def _judge(self, texts: Sequence[str], scope: Scope, base: str) -> Answer:
        def buildable(choices: Sequence[Choice]) -> bool:
            held = self._held(choices)
            return held is not None and self._near(scope, held, base) is not None

        def refuse(choice: Choice, kept: tuple[Choice, ...]) -> tuple[Cause, ...]:
            return self._causes(scope, self._literal(choice), kept) or (
                Cause(choice.group, Speaker.LIMIT, choices=kept),
            )

        kept, dropped = self._reader.read(texts, buildable, refuse)
        held = self._held(kept) or {}
        some = self._near(scope, held, base)
        if some is None:
            raise Unbuildable(self._causes(scope, self._encoding.true(), kept))
        self._solver.imitate(some)
        settled = self._settler.settle(scope.always, held, self._wishes[base], some)
        found = self._reach.values(scope.always, held, scope.closed, settled.state)
        blame = partial(self._causes, scope)
        survey = Survey(self._encoding, self._neighbours.starts, kept, settled.state, found, blame)
        verdict = Verdict(base, kept, dropped, survey.missing(), survey.groups(), self._product(settled.state))
        return Answer(verdict, scope, held, settled, found)

    def _held(self, choices: Sequence[Choice]) -> dict[int, int] | None:
        """Choices as slots and masks; None where two of them leave a slot no value."""
        held: dict[int, int] = {}
        for choice in choices:
            found = self._space.choice_mask(choice)
            if found is not None:
                slot, mask = found
                held[slot] = held.get(slot, self._space.slots[slot].full) & mask
        return held if all(held.values()) else None

    def _literal(self, choice: Choice) -> int:
        found = self._space.choice_mask(choice)
        return self._encoding.member(*found) if found else self._encoding.true()

    def _causes(self, scope: Scope, literal: int, kept: Sequence[Choice]) -> tuple[Cause, ...]:
        """A minimal set of bars, rules and choices which `literal` contradicts."""
        for barred in scope.standing:
            if literal == self._encoding.member(barred.slot, barred.mask):
                return (self._rules.causes[barred.selector],)
        choices: dict[int, Choice] = {}
        for choice in kept:
            choices.setdefault(self._literal(choice), choice)
        elements = [*self._rules.selectors, *scope.bars, *choices]
        found = minimal(self._solver, elements, [literal]) or []
        blamed = tuple(choices[element] for element in found if element in choices)
        speaking = [self._rules.causes[element] for element in found if element in self._rules.causes]
        return tuple(Cause(c.rule, c.speaker, c.message, c.bar, blamed) for c in speaking)

    def _scope(self, facts: Facts) -> Scope:
        standing = self._rules.standing(facts)
        bars = tuple(barred.selector for barred in standing)
        scope = self._scopes.get(bars)
        if scope is None:
            always = [self._rules.everything, *bars]
            if not self._solver.solve(always):
                raise Unbuildable(self._causes(Scope([], standing, {}, np.zeros(0, bool)), self._encoding.true(), ()))
            barred = np.zeros(int(self._neighbours.starts[-1]), dtype=bool)
            admitted: dict[int, int] = {}
            for each in standing:
                admitted[each.slot] = admitted.get(each.slot, self._space.slots[each.slot].full) & ~each.mask
                for index in self._space.slots[each.slot].indices(each.mask):
                    barred[self._neighbours.starts[each.slot] + index] = True
            closed = ~self._reach.values(always, {}, barred, None)
            scope = self._scopes[bars] = Scope(always, standing, admitted, closed)
        return scope

    def _product(self, state: State) -> Product:
        return self._changed(NOTHING, range(len(state)), state, state)

    def _changed(self, product: Product, slots: Iterable[int], before: State, after: State) -> Product:
        """The product with the values of some slots changed."""
        options, numbers, texts = dict(product.options), dict(product.numbers), set(product.texts)
        for number in slots:
            slot = self._space.slots[number]
            code, old, new = slot.group.code, slot.values[before[number]], slot.values[after[number]]
            if old.option is not None:
                options.pop((code, old.option), None)
            if new.option is not None:
                if new.amount:
                    options[code, new.option] = int(new.amount)
            elif slot.group.kind is Kind.NUMBER:
                numbers[code] = new.amount
            elif new.amount:
                texts.add(code)
            else:
                texts.discard(code)
        return Product(options, numbers, frozenset(texts))
