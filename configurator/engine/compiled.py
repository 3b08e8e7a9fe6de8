"""A product made ready to answer: compiled once when it is published, then asked at every click."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from configurator.engine.answers.answer import Answer
from configurator.engine.answers.clicks import Clicker
from configurator.engine.answers.completion import WORK, Complete, Completer, Completion
from configurator.engine.answers.grounds import Grounds
from configurator.engine.answers.reading import Kept, Reader
from configurator.engine.answers.repair import Price, Repairer
from configurator.engine.answers.standing import Preferences, Settler
from configurator.engine.answers.survey import Questionnaire, Survey
from configurator.engine.choices import Choice
from configurator.engine.model import Facts, ProductModel
from configurator.engine.objective import Objective
from configurator.engine.product import Product
from configurator.engine.review.diagnosis import Stated, diagnose
from configurator.engine.review.findings import Diagnosis, Spoken, by_code
from configurator.engine.solving.kernel import Kernel, Scope
from configurator.engine.turns import Turns, in_turn
from configurator.engine.verdict import Cause, Click, Dropped, Nearest, Repair, Unbuildable, Verdict

KEPT_VALUES = 8_000
"""So many answers are remembered as have no more values than this between them, and four at least."""


class CompiledProduct:
    """Answers for one product version. Threads may share it: they take turns, and no shopper's state stays in it.

    After a fault of its own, which it raises as `EngineFault`, it starts afresh with the next question. Raises
    `Unbuildable` where no product meets the rules and `lowering.TooLarge` where a rule cannot be expanded.
    """

    def __init__(self, model: ProductModel) -> None:
        self.model = model
        self.turns = Turns(model.code, self._begin)

    def _begin(self) -> None:
        model = self.model
        self._kernel = Kernel(model)
        self._settler = Settler(self._kernel, self._kernel.encoding, self._kernel.solver, self._kernel.moves)
        self._clicker = Clicker(self._kernel, self._settler)
        self._questions = Questionnaire(self._kernel.space, self._kernel.neighbours.starts)
        self._reader = Reader(model, self._kernel.space)
        self._repairer = Repairer(self._kernel, self._settler, self._reader)
        self._completer = Completer(self._kernel)
        self._wishes = {base.code: Preferences(self._kernel.space, base) for base in model.bases}
        self._wishes.setdefault("", Preferences(self._kernel.space, model.bases[0] if model.bases else None))
        self._answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
        self.size = int(self._kernel.neighbours.starts[-1])
        """How many values there are in all its questions, to which the memory it takes is about proportional."""

    @in_turn
    def propose(self, choices: Iterable[str], facts: Facts, base: str = "") -> Verdict:
        """The verdict on `choices` (as written, oldest first), with the defaults of `base`.

        An unknown base is the product's own. Raises `Unbuildable` where nothing can be built under `facts`.
        """
        return self._answer(tuple(choices), facts, base).verdict

    @in_turn
    def diagnosis(self, work: int, spoken: Spoken = by_code, stated: Stated = lambda rule: True) -> Diagnosis:
        """What the author of the product should know of it, as far as it comes out within so many steps of `work`.

        `stated` says which rules stand in the file itself. Raises `Unbuildable` where no product meets the rules.
        """
        return diagnose(self._kernel, spoken, stated, work)

    @contextmanager
    def bounded(self, work: int) -> Iterator[None]:
        """Within, `Exhausted` is raised once questions took so many steps: for products that nobody has tried yet."""
        with self.turns:
            self._kernel.work.left = work
            try:
                yield
            finally:
                self._kernel.work.left = None

    def known(self, text: str) -> Choice | None:
        """The choice that `text` spells, if this product has it."""
        return self._reader.known(text)

    @in_turn
    def clicks(self, verdict: Verdict, facts: Facts) -> list[Click]:
        """For every option that can be clicked: what the standing product would then be.

        In a one-of group each open option; in a `some` group adding what is out (its smallest quantity), removing what
        is in. `verdict` must be one of this product under `facts`.
        """
        answer = self._answer(tuple(map(str, verdict.choices)), facts, verdict.base)
        if not answer.clicks:
            answer.clicks.extend(self._clicker.clicks(answer, self._wishes[answer.verdict.base]))
        return answer.clicks

    @in_turn
    def repairs(self, verdict: Verdict, facts: Facts, want: Choice, price: Price | None = None) -> tuple[Repair, ...]:
        """Ways to have `want` by giving up choices of the verdict: three at most, those that give up the fewest first,
        and of those the cheapest by `price`. None where no change of choices helps. Personal answers are given up only
        where nothing else does."""
        answer = self._answer(tuple(map(str, verdict.choices)), facts, verdict.base)
        return tuple(self._repairer.repairs(answer, want, self._wishes[answer.verdict.base], price))

    @in_turn
    def nearest(
        self,
        choices: Iterable[str],
        facts: Facts,
        base: str = "",
        price: Price | None = None,
        keep: Collection[str] = (),
    ) -> Nearest:
        """The most of `choices` that go together; of equally many, those that lead to the cheapest product. Those of
        `keep` are given up for none of the others.

        Raises `Unbuildable` where nothing can be built under `facts`.
        """
        wishes = self._wishes.get(base, self._wishes[""])
        return self._repairer.nearest(choices, self._kernel.scope(facts), wishes, price, keep)

    @in_turn
    def witness(self, verdict: Verdict, facts: Facts, choice: Choice) -> Product | None:
        """A buildable product with `choice` (an option without a quantity in any) that meets the verdict's choices on
        all other questions: the standing product then. None where there is none."""
        answer = self._answer(tuple(map(str, verdict.choices)), facts, verdict.base)
        return self._repairer.witness(answer, choice, self._wishes[answer.verdict.base])

    @in_turn
    def cheapest(
        self, choices: Iterable[str], facts: Facts, objective: Objective, base: str = "", work: int = WORK
    ) -> Completion:
        """The cheapest product with the `choices` (those that a verdict keeps); where so much `work` does not suffice,
        the cheapest one found, and a bound.

        Of products that cost the same, the one that keeps most of the defaults of `base`. Raises `Unbuildable` where
        nothing can be built under `facts`.
        """
        return self._completed(choices, facts, objective, base, work, Completer.cheapest)

    @in_turn
    def dearest(
        self, choices: Iterable[str], facts: Facts, objective: Objective, base: str = "", work: int = WORK
    ) -> Completion:
        """As `cheapest`: the dearest product with the `choices`."""
        return self._completed(choices, facts, objective, base, work, Completer.dearest)

    def _completed(
        self, texts: Iterable[str], facts: Facts, objective: Objective, base: str, work: int, complete: Complete
    ) -> Completion:
        scope, wishes = self._kernel.scope(facts), self._wishes.get(base, self._wishes[""])
        kept, _ = self._read(texts, scope, wishes)
        return complete(self._completer, scope, self._kernel.held(kept) or {}, objective, wishes, work)

    def _answer(self, texts: tuple[str, ...], facts: Facts, base: str) -> Answer:
        scope = self._kernel.scope(facts)
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

    @in_turn
    def _blame(self, kernel: Kernel, scope: Scope, grounds: Grounds, slot: int, mask: int) -> tuple[Cause, ...]:
        """Why nothing holds these values together with the choices: asked by verdicts, whenever somebody reads them."""
        return kernel.against(scope, grounds, ((slot, mask),))

    def _remember(self, key: tuple[object, ...], answer: Answer) -> None:
        self._answers.setdefault(key, answer)
        if len(self._answers) > max(4, KEPT_VALUES // self.size):
            self._answers.popitem(last=False)

    def _judge(self, texts: Sequence[str], scope: Scope, base: str) -> Answer:
        kernel, wishes = self._kernel, self._wishes[base]
        kept, dropped = self._read(texts, scope, wishes)
        held = kernel.held(kept) or {}
        some = self._settler.near(scope, held, wishes)
        if some is None:
            raise Unbuildable(kernel.causes(scope, {}, kept))
        kernel.solver.imitate(some)
        settled = self._settler.settle(scope.always, held, wishes, some)
        known = kernel.reach.values(scope.always, scope.memory, held, settled.state)
        if known is None:
            raise Unbuildable(kernel.causes(scope, {}, kept))
        found = kernel.siblings.values(scope.always, scope.memory, held, known, settled.state)
        blame = partial(self._blame, kernel, scope, kernel.grounds(scope, kept, settled.state))
        product = kernel.space.product(settled.state)
        absent = kernel.absent(product)
        survey = Survey(self._questions, kernel.encoding, kept, settled.state, found, blame, absent)
        verdict = Verdict(base, kept, dropped, survey.missing(), survey.groups(), product)
        return Answer(verdict, scope, held, settled, found)

    def _read(self, texts: Iterable[str], scope: Scope, wishes: Preferences) -> tuple[Kept, tuple[Dropped, ...]]:
        """The choices that are kept, and those that are dropped."""

        def buildable(choices: Sequence[Choice]) -> bool:
            held = self._kernel.held(choices)
            return held is not None and self._settler.near(scope, held, wishes) is not None

        return self._reader.read(texts, buildable, partial(self._kernel.refusal, scope))
