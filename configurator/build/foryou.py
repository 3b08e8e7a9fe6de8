"""What is known of a person at work on the page: their measures are filled in, what suits them is offered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from accounts.api import MEASURE, TOLD, Fact, FactKind
from app.core.numbers import read_number
from configurator.build.asking import Asking
from configurator.build.known import Known
from configurator.build.view import BuildPage, Suggestion, Tile
from configurator.build.wording import Wording
from configurator.catalogue.productfile import ProductFile
from configurator.engine.choices import plain
from configurator.engine.model import Kind, Scale

MOST_OFFERS = 3

Offers = tuple[Fact, tuple[Tile, ...]]
"""What is known, and the options that are therefore offered."""
Times = Mapping[int, tuple[int, int]]
"""As ``accounts.api.times_of`` gives them."""


def keys_of(file: ProductFile) -> list[str]:
    """The keys of all that may be at work where the product is built."""
    measures = [MEASURE + each.measure.of for each in file.words.groups.values() if each.measure]
    questions = [TOLD + question.code for question in file.questions]
    return [*measures, *questions, *(f"{file.code}.{group.code}" for group in file.model.groups)]


def fill_in(asking: Asking, facts: Iterable[Fact]) -> Asking:
    """The same question with the measures that were told, where these are asked for and an exact answer, and no choice
    gives way."""
    told = {fact.key: fact for fact in facts if fact.measure}
    for group in asking.published.file.model.groups:
        measure = asking.published.file.words.groups[group.code].measure
        fact = told.get(MEASURE + measure.of) if measure else None
        value = _in_unit(fact.value, measure.grain, group.scale) if fact and measure and group.scale else None
        if fact and value is not None and asking.verdict().group(group.code).present:
            filled = asking.knowing({group.code: Known(plain(value), fact.id, fact.learned_at.date())})
            if len(filled.verdict().dropped) == len(asking.verdict().dropped):
                asking = filled
    return asking


def _in_unit(text: str, grain: int, scale: Scale) -> Decimal | None:
    """A measure in a group's unit, if it lies on its scale."""
    number = read_number(text)
    value = None if number is None else number / grain
    return value if value is not None and value in scale.values else None


def offers_of(facts: Iterable[Fact], times: Times, page: BuildPage, file: ProductFile) -> list[Offers]:
    """The options on the page that suit somebody of whom these are known, the surest first; open ones that are not in.

    Of several answers that were observed to a one-of question, the surest speaks alone.
    """
    tiles, found, said = page.tiles, list[Offers](), set[str]()
    for fact in facts:
        usual = fact.key not in said and _is_usual(fact, times)
        codes = [code for code in _suited(fact, file) if code in tiles and usual]
        left = MOST_OFFERS - sum(len(each) for _, each in found)
        open_ = tuple(tiles.pop(code) for code in dict.fromkeys(codes) if tiles[code].state == "open")[:left]
        if open_:
            found.append((fact, open_))
        if any(fact.key == f"{file.code}.{group.code}" for group in file.model.groups if group.kind is Kind.ONE):
            said.add(fact.key)
    return found


def _is_usual(fact: Fact, times: Times) -> bool:
    """Whether what was observed is what they mostly do."""
    own, every = times.get(fact.id, (0, 0))
    return fact.kind is not FactKind.OBSERVED or 2 * own >= every


def _suited(fact: Fact, file: ProductFile) -> Iterator[str]:
    """The options of the product that a fact speaks for."""
    about, _, code = fact.key.partition(".")
    if about == file.code:
        yield f"{code}.{fact.value}"
    elif fact.key.startswith(TOLD):
        answers = (answer for each in file.questions if each.code == code for answer in each.answers)
        yield from (option for answer in answers if answer.code == fact.value for option in answer.suits)


def suggestions_of(offers: Sequence[Offers], times: Times, words: Wording) -> tuple[Suggestion, ...]:
    """The offers with their reasons."""
    return tuple(Suggestion(fact.id, _reason(fact, times.get(fact.id, (0, 0)), words), tiles) for fact, tiles in offers)


def _reason(fact: Fact, times: tuple[int, int], words: Wording) -> str:
    _, label, answer = words.gettext, words.of(fact.label), words.of(fact.words)
    own, every = times
    if fact.kind is FactKind.TOLD:
        if fact.key.startswith(TOLD):
            return _("{question} You said: {answer}.", question=label, answer=answer)
        return _("You told us what you like. {question}: {answer}.", question=label, answer=answer)
    if fact.kind is FactKind.ORDERED:
        return _("You ordered {option} before.", option=answer)
    if every < 2:
        return _("You chose {option} before.", option=answer)
    return words.texts.ngettext(
        "{option} was in {own} of the {n} spec you saved.",
        "{option} was in {own} of the {n} specs you saved.",
        every,
        option=answer,
        own=own,
    )
