"""How to have what does not fit, and what is left of choices that do not go together: with the fewest given up.

Personal answers are facts about a person: they are given up only where nothing else helps, and nothing takes their
place. Any other number or quantity that is given up comes back as near to what it was as can be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from configurator.engine.answers.answer import Answer
from configurator.engine.answers.reading import Kept, Reader
from configurator.engine.answers.sacrifices import Sacrifices
from configurator.engine.answers.standing import Preferences, Settler
from configurator.engine.choices import Choice
from configurator.engine.model import Kind
from configurator.engine.product import Product
from configurator.engine.solving.kernel import Kernel, Scope
from configurator.engine.solving.memory import Held
from configurator.engine.solving.slots import State
from configurator.engine.verdict import Cause, Dropped, Nearest, Repair, Replaced, Speaker

MOST_REPAIRS = 3

Price = Callable[[Product], int]


@dataclass(frozen=True, slots=True)
class _Question:
    """Choices that do not go together, oldest first; the `firm` ones stay, and so does `want`, which is said last."""

    scope: Scope
    wishes: Preferences
    choices: Kept
    firm: Kept
    want: Choice | None = None


@dataclass(frozen=True, slots=True)
class _Way:
    """Choices that go together, those given up for it, and where that leads."""

    choices: Kept
    given_up: Kept
    replaced: tuple[Replaced, ...]
    product: Product
    proven: bool


class Repairer:
    """Works out repairs, and the nearest product to choices that contradict each other."""

    def __init__(self, kernel: Kernel, settler: Settler, reader: Reader) -> None:
        self._kernel = kernel
        self._settler = settler
        self._reader = reader

    def repairs(self, answer: Answer, want: Choice, wishes: Preferences, price: Price | None) -> Iterator[Repair]:
        """Ways to have `want` under the choices of `answer`: the three that give up the fewest, of equally many the
        cheapest. None where no change of choices helps, or where the product has no such choice.

        What `want` takes the place of is not counted as given up. Personal answers are, where nothing else helps.
        """
        if self._kernel.space.choice_mask(want) is None:
            return
        others = self._reader.without(answer.verdict.choices, want)
        self._kernel.solver.imitate(answer.settled.state)
        personal = tuple(choice for choice in others if self._personal(choice))
        priced: list[tuple[int, _Way]] = []
        for firm in (personal, ()) if personal else ((),):
            for same in self._ways(_Question(answer.scope, wishes, others, firm, want)):
                priced += _cheapest_first(same, price)
                if len(priced) >= MOST_REPAIRS:
                    break
            if priced:
                break
        now = price(answer.verdict.product) if price else 0
        for amount, way in priced[:MOST_REPAIRS]:
            wanted, difference = way.choices[-1], amount - now if price else None
            yield Repair(wanted, way.given_up, way.replaced, way.choices, way.product, difference, way.proven)

    def nearest(
        self, texts: Iterable[str], scope: Scope, wishes: Preferences, price: Price | None, keep: Collection[str] = ()
    ) -> Nearest:
        """The most choices of `texts` that go together; of equally many, those that lead to the cheapest product.

        No choice of `keep`, as written, is given up for others that are not in it.
        As everywhere, a later choice takes the place of an earlier one on the same subject.
        """
        written: dict[Choice, str] = {}
        choices: Kept = ()
        given_up: list[Dropped] = []
        for text in texts:
            choice = self._reader.known(text)
            if choice is None:
                given_up.append(Dropped(text, (Cause("unknown", Speaker.UNKNOWN),)))
            elif choice not in choices:
                choices = (*self._reader.without(choices, choice), choice)
                written[choice] = text
        firm = self._together(scope, [choice for choice in choices if self._personal(choice) or str(choice) in keep])
        loose = tuple(c for c in choices if c in firm or not (self._personal(c) or str(c) in keep))
        question = _Question(scope, wishes, loose, firm)
        _, way = _cheapest_first(next(self._ways(question)), price)[0]
        stay = [choice for choice in question.choices if choice not in way.given_up]
        given_up += [
            Dropped(written[choice], self._kernel.refusal(scope, choice, stay))
            for choice in choices
            if choice not in stay
        ]
        return Nearest(way.choices, tuple(given_up), way.replaced, way.product, way.proven)

    def witness(self, answer: Answer, choice: Choice, wishes: Preferences) -> Product | None:
        """The standing product with `choice`, its question's other choices set aside; None where there is none."""
        if self._kernel.space.choice_mask(choice) is None:
            return None
        number, mask = self._admitted(choice)
        if mask >> answer.settled.state[number] & 1:
            return answer.verdict.product
        held = {**answer.held, number: mask}
        near = self._settler.near(answer.scope, held, wishes)
        if near is None:
            return None
        return self._kernel.space.product(self._settler.settle(answer.scope.always, held, wishes, near).state)

    def _personal(self, choice: Choice) -> bool:
        return self._kernel.model[choice.group].personal

    def _together(self, scope: Scope, choices: Sequence[Choice]) -> Kept:
        """As many of the choices as go together."""
        literals = [self._kernel.literal(choice) for choice in choices]
        (given_up, _), *_ = next(Sacrifices(self._kernel, scope.always, literals).by_size())
        return tuple(choice for number, choice in enumerate(choices) if number not in given_up)

    def _ways(self, question: _Question) -> Iterator[list[_Way]]:
        """The ways that give up the fewest choices, then those that give up the next fewest; oldest choices first."""
        kernel = self._kernel
        loose = [choice for choice in question.choices if choice not in question.firm]
        always = [*question.scope.always]
        always += [kernel.literal(choice) for choice in question.choices if choice not in loose]
        if question.want is not None:
            always.append(kernel.encoding.member(*self._admitted(question.want)))
        sacrifices = Sacrifices(kernel, always, [kernel.literal(choice) for choice in loose])
        for same in sacrifices.by_size():
            yield [
                self._way(question, tuple(loose[number] for number in given_up), state, sacrifices.proven)
                for given_up, state in same
            ]

    def _way(self, question: _Question, given_up: Kept, state: State, proven: bool) -> _Way:
        """Where it leads to give up these choices; `state` is a product that meets all others."""
        space, always = self._kernel.space, question.scope.always
        held = self._kernel.held([choice for choice in question.choices if choice not in given_up]) or {}
        said, asked = question.choices, tuple(choice for choice in given_up if not self._personal(choice))
        if question.want is not None:
            number, mask = self._admitted(question.want)
            held[number] = held.get(number, mask) & mask
            said, asked = (*said, question.want), (question.want, *asked)
        exact: dict[Choice, Choice] = {}
        for choice in asked:
            number, amounts = self._amounts(choice)
            several = len(amounts) > 1 or choice is question.want
            found = self._first_possible(always, held, number, amounts, state) if several else None
            if found is not None:
                state = found
                held[number] = 1 << state[number]
                exact[choice] = space.choice(number, state[number])
        settled = self._settler.settle(always, held, question.wishes, state).state
        choices = tuple(exact.get(choice, choice) for choice in said if choice in exact or choice not in given_up)
        replaced = tuple(self._replaced(given_up, settled))
        return _Way(choices, given_up, replaced, space.product(settled), proven)

    def _replaced(self, given_up: Kept, settled: State) -> Iterator[Replaced]:
        space = self._kernel.space
        for was in given_up:
            if self._personal(was):
                continue
            number, _ = self._amounts(was)
            slot, value = space.slots[number], space.slots[number].values[settled[number]]
            if value.in_product or (slot.group.kind is Kind.NUMBER and not value.absent):
                yield Replaced(was, space.choice(number, settled[number]))

    def _admitted(self, want: Choice) -> tuple[int, int]:
        """(slot, values) with which `want` is met: an option without a quantity in any of its quantities."""
        if want.option is not None and want.amount is None:
            return self._kernel.space.option_mask(want.group, want.option)
        return self._kernel.space.choice_mask(want) or (0, 0)

    def _amounts(self, choice: Choice) -> tuple[int, list[int]]:
        """(slot, values) that differ from the choice in nothing but the amount, the nearest first."""
        space = self._kernel.space
        number = space.slot_number(choice.group, choice.option)
        slot = space.slots[number]
        number_kind = slot.group.kind is Kind.NUMBER
        if not number_kind and (choice.option is None or choice.amount == 0):
            return number, []
        amount = choice.amount if choice.amount is not None else space.smallest(slot, choice.option)
        alike = [value for value in slot.values if value.option == choice.option and not value.absent]
        alike = [value for value in alike if value.in_product or number_kind]
        alike.sort(key=lambda value: (abs(value.amount - amount), value.amount))
        return number, [slot.values.index(value) for value in alike]

    def _first_possible(
        self, always: list[int], held: Held, number: int, ranking: list[int], state: State
    ) -> State | None:
        """A product with the first possible value of `ranking` in the slot, by halving; `state` meets `held`."""
        found = state if state[number] in ranking else None
        low, high = 0, len(ranking) if found is None else ranking.index(state[number])
        while low < high:
            # The whole is asked for first, so that what cannot be costs one question.
            middle = high if found is None else (low + high) // 2 + 1
            mask = sum(1 << index for index in ranking[:middle]) & held.get(number, -1)
            better = self._kernel.find(always, {**held, number: mask}) if mask else None
            if better is None:
                low = middle
            else:
                found, high = better, ranking.index(better[number])
        return found


def _cheapest_first(ways: list[_Way], price: Price | None) -> list[tuple[int, _Way]]:
    """The ways with the price of where they lead (0 without prices); of equal price, in the order given."""
    priced = [(price(way.product) if price else 0, way) for way in ways]
    return sorted(priced, key=itemgetter(0))
