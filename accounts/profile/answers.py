"""What people tell, as they type it: one of the answers offered, or a measure within its range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, Decimal

from accounts.profile.models import Texts, text_in
from accounts.profile.questions import Question, Range
from app.core.formats import format_number
from app.core.i18n import LOCALES, Translator
from app.core.numbers import read_number


class NoAnswer(Exception):
    """What was typed answers nothing; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it is kept: a measure in whole base units (mm, g), and in the words of every language."""

    value: str
    words: Texts


def read_answer(question: Question, typed: str, texts: Translator) -> Told:
    """What was typed, as it is kept. Raises `NoAnswer`."""
    if question.range is not None:
        return _measure(question.range, typed, texts)
    answer = question.answer(typed)
    if answer is None:
        raise NoAnswer(texts.gettext("Please choose one of the answers."))
    return Told(answer.value, answer.label)


def with_unit(span: Range, number: Decimal, locale: str) -> str:
    """A number with its unit, as a reader of the language writes it."""
    return f"{format_number(number, locale)}\N{NO-BREAK SPACE}{text_in(span.unit, locale)}"


def typed_again(span: Range, value: str, locale: str) -> str:
    """A kept measure as people of the language type it."""
    text = format((Decimal(value) / span.grain).normalize(), "f")
    return text.replace(".", ",") if locale == "ru" else text


def nearest(span: Range, number: Decimal) -> Decimal:
    """The number of the range that lies nearest; of two, the lesser."""
    within = min(max(number, span.least), span.most)
    steps = ((within - span.least) / span.step).to_integral_value(ROUND_HALF_DOWN)
    return span.least + span.step * min(steps, (span.most - span.least) // span.step)


def _measure(span: Range, typed: str, texts: Translator) -> Told:
    _, number = texts.gettext, read_number(typed)
    if number is None:
        example = with_unit(span, span.least, texts.locale)
        raise NoAnswer(_("Please write a number, such as {example}.", example=example))
    valid = nearest(span, number)
    words = {"value": with_unit(span, number, texts.locale), "nearest": with_unit(span, valid, texts.locale)}
    if number > span.most:
        raise NoAnswer(_("{value} is more than we can build for. The nearest is {nearest}.", **words))
    if number < span.least:
        raise NoAnswer(_("{value} is less than we can build for. The nearest is {nearest}.", **words))
    if number != valid:
        raise NoAnswer(_("{value} lies between two steps. The nearest is {nearest}.", **words))
    return Told(str(int(number * span.grain)), {locale: with_unit(span, number, locale) for locale in LOCALES})
