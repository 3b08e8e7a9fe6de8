"""The form of the configurator: what the shopper changed, compared with what stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from app.core.numbers import read_number
from configurator.build.asking import Asking
from configurator.build.compose import Mistake
from configurator.build.texts import fault_of
from configurator.build.wording import Wording
from configurator.engine.alphabet import readable
from configurator.engine.choices import Choice, plain
from configurator.engine.model import Group, Kind, Scale
from configurator.engine.verdict import OptionVerdict, Standing, Verdict

Value = TypeVar("Value")
Handed = str | Mistake
"""The id of a picture that came with a form, or why it cannot be taken."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The question that the form asks, and the fields that could not be taken."""

    asking: Asking
    mistakes: Mapping[str, Mistake]
    touched: frozenset[str]
    """Groups whose field differs from what stood."""


def read_form(
    asking: Asking, form: Mapping[str, str], words: Wording, handed: Mapping[str, Handed] | None = None
) -> Filled:
    """Apply what differs from how `asking` stands; a field equal to what stood is no choice.

    `handed` are the pictures that came with it, by group.
    """
    reader = _Reader(asking, form, words)
    for group in asking.published.file.model.groups:
        match group.kind:
            case Kind.ONE:
                reader.one(group)
            case Kind.SOME:
                reader.some(group)
            case Kind.NUMBER:
                reader.number(group)
            case Kind.TEXT:
                reader.text(group)
            case Kind.FILE:
                reader.file(group, (handed or {}).get(group.code))
    reader.add(form.get("add", ""))
    asking = reader.asking
    if asking.picked:
        picked = tuple(code for code in asking.picked if code.partition(".")[0] not in reader.touched)
        asking = replace(asking, picked=picked)
    return Filled(asking, reader.mistakes, frozenset(reader.touched))


class _Reader:
    def __init__(self, asking: Asking, form: Mapping[str, str], words: Wording) -> None:
        self._form = form
        self._words = words
        self._verdict: Verdict = asking.verdict()
        self._stood = {f"{group}.{option}": pieces for (group, option), pieces in self._verdict.product.options.items()}
        self.asking = asking.with_choices(self._verdict.choices)
        self.mistakes: dict[str, Mistake] = {}
        self.touched: set[str] = set()

    def one(self, group: Group) -> None:
        """A radio button."""
        picked = self._form.get(group.code, "")
        if picked and not (picked.startswith(f"{group.code}.") and picked in self._stood):
            self.touched.add(group.code)
            self._pick(picked, _option(self._verdict, picked))

    def some(self, group: Group) -> None:
        """A check box or a count for each option; what is not sent is not in."""
        for option in group.options:
            code = f"{group.code}.{option.code}"
            sent = self._form.get(code, "0")
            if sent.isascii() and sent.isdigit() and int(sent[:4]) != self._stood.get(code, 0):
                self.touched.add(group.code)
                self._pick(f"{code}:{int(sent[:4])}", _option(self._verdict, code), adding=int(sent[:4]) > 0)

    def number(self, group: Group) -> None:
        """A number field; an empty one takes the answer back."""
        typed = self._form.get(group.code)
        if typed is None or group.scale is None:
            return
        typed = typed.strip()
        standing = self._verdict.group(group.code)
        told = standing.state is Standing.CHOSEN
        shown = standing.value if told or not group.required else None
        if not typed:
            self._forget(group)
            return
        value = read_number(typed)
        if value is None:
            self._refuse(
                group,
                typed,
                self._words.gettext(
                    "Please write a number, such as {example}.",
                    example=self._words.number(group, shown or group.scale.least),
                ),
            )
        elif value != shown:
            self._measure(group, group.scale, typed, value)

    def text(self, group: Group) -> None:
        """A text field."""
        typed = self._form.get(group.code)
        if typed is None:
            return
        text = readable(typed)
        if not text:
            self._forget(group)
        elif fault := fault_of(text, group, self._words):
            self._refuse(group, text, fault)
        elif text != self.asking.answers.get(group.code):
            self._tell(group, text, text, Choice(group.code, None, Decimal(1)))

    def file(self, group: Group, handed: Handed | None) -> None:
        """A picture that came with the form, or that is to go."""
        if isinstance(handed, Mistake):
            self._refuse(group, handed.typed, handed.message)
        elif handed is not None:
            self._tell(group, "", handed, Choice(group.code, None, Decimal(1)))
        elif f"{group.code}.remove" in self._form:
            self.touched.add(group.code)
            self._forget(group)

    def add(self, code: str) -> None:
        """An option that was offered beside the form, and is wanted with all that the form says."""
        option = _option(self.asking.verdict(), code) if code else None
        if option is not None and not option.quantity:
            self._pick(code, option)

    def _pick(self, text: str, option: OptionVerdict | None, adding: bool = True) -> None:
        if option is not None and option.state is Standing.BLOCKED and adding:
            self.asking = replace(self.asking, want=option.code)
        else:
            self.asking = replace(self.asking, choices=(*self.asking.choices, text))

    def _measure(self, group: Group, scale: Scale, typed: str, value: Decimal) -> None:
        number, _ = self._words.number, self._words.gettext
        nearest = _nearest(scale, value)
        if nearest != value:
            words = {"value": number(group, value), "nearest": number(group, nearest)}
            if value > scale.most:
                message = _("{value} is more than we can build for. The nearest is {nearest}.", **words)
            elif value < scale.least:
                message = _("{value} is less than we can build for. The nearest is {nearest}.", **words)
            else:
                message = _("{value} lies between two steps. The nearest is {nearest}.", **words)
            self._refuse(group, typed, message)
        elif group.personal:
            self._tell(group, typed, plain(value), Choice(group.code, None, value))
        else:
            self._keep(group, typed, Choice(group.code, None, value))

    def _tell(self, group: Group, typed: str, answer: str, choice: Choice) -> None:
        """A personal answer: before all choices, so only rules and other measures can refuse it."""
        answers = {**self.asking.answers, group.code: answer}
        told = replace(self.asking, answers=answers, known=_but(self.asking.known, group.code))
        self._take(group, typed, choice, told)

    def _keep(self, group: Group, typed: str, choice: Choice) -> None:
        self._take(group, typed, choice, replace(self.asking, choices=(*self.asking.choices, str(choice))))

    def _take(self, group: Group, typed: str, choice: Choice, asking: Asking) -> None:
        self.touched.add(group.code)
        verdict = asking.verdict()
        refused = next((d for d in verdict.dropped if d.text == str(choice)), None)
        if refused is None:
            self.asking = asking
            return
        said = (self._words.sentences(refused.causes), self._nearest_that_fits(group, choice))
        self._refuse(group, typed, " ".join(filter(None, said)))

    def _nearest_that_fits(self, group: Group, choice: Choice) -> str:
        """Which value to take instead of a number that the other choices forbid; measures come before these."""
        reach, value = self._verdict.group(group.code), choice.amount
        if group.personal or value is None or reach.least is None or reach.most is None:
            return ""
        nearest = min(max(value, reach.least), reach.most)
        if nearest == value:
            return ""
        return self._words.gettext("The nearest that fits is {nearest}.", nearest=self._words.number(group, nearest))

    def _forget(self, group: Group) -> None:
        answers, known = _but(self.asking.answers, group.code), _but(self.asking.known, group.code)
        choices = tuple(text for text in self.asking.choices if text.partition(":")[0] != group.code)
        self.asking = replace(self.asking, answers=answers, choices=choices, known=known)

    def _refuse(self, group: Group, typed: str, message: str) -> None:
        self.touched.add(group.code)
        self.mistakes[group.code] = Mistake(typed, message)


def _option(verdict: Verdict, code: str) -> OptionVerdict | None:
    """What the verdict says of an option, if there is one of that code."""
    options = (option for group in verdict.groups for option in group.options)
    return next((option for option in options if option.code == code), None)


def _but(values: Mapping[str, Value], code: str) -> dict[str, Value]:
    return {each: value for each, value in values.items() if each != code}


def _nearest(scale: Scale, value: Decimal) -> Decimal:
    return min(scale.values, key=lambda each: (abs(each - value), each))
