"""From a verdict to the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count

from app.core.formats import format_date
from configurator.build.asking import Asking
from configurator.build.conflict import conflict_of
from configurator.build.known import written
from configurator.build.view import (
    BaseCard,
    BuildPage,
    Conflict,
    Entry,
    Notice,
    Picture,
    Quantity,
    Question,
    Reminder,
    Tile,
)
from configurator.build.wording import Wording
from configurator.catalogue.words import GroupWords, OptionWords
from configurator.engine.choices import plain
from configurator.engine.model import Group, Kind
from configurator.engine.product import Product
from configurator.engine.verdict import GroupVerdict, OptionVerdict, Standing
from configurator.pricing.quote import quote, total

Link = Callable[[str], str]
"""Puts the language of the present address before a path."""

OPEN_AT_FIRST = 2


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was typed into a field and cannot be taken, and why."""

    typed: str
    message: str


class Composer:
    """Composes the page of one question to the configurator."""

    def __init__(
        self,
        asking: Asking,
        locale: str,
        link: Link,
        mistakes: Mapping[str, Mistake] | None = None,
    ) -> None:
        self._asking = asking
        self._words = Wording(asking.published.file, locale)
        self._link = link
        self._mistakes = mistakes or {}
        self._verdict = asking.verdict()
        self._clicks = asking.clicks(self._verdict)
        self._breakdown = quote(asking.book, self._verdict.product)

    def page(self) -> BuildPage:
        """The page as its template takes it."""
        asking, words, verdict = self._asking, self._words, self._verdict
        file = asking.published.file
        canonical = asking.with_choices(verdict.choices)
        base = file.model.base(asking.base)
        numbers = count(1)
        questions = tuple(self._question(next(numbers) if said.present else 0, said) for said in verdict.groups)
        needs = [question for question in questions if question.status == "needs"]
        return BuildPage(
            product=file.code,
            version=asking.published.short,
            base=asking.base,
            choices=",".join(canonical.choices),
            region=asking.region,
            spec=asking.spec,
            here=self._link(canonical.address()),
            title=words.of(base.label if base else file.model.label),
            summary=words.described(file.words.summary, verdict.product, asking.answers),
            picture=picture_of(asking, verdict.product, words),
            bases=self._bases(),
            notices=tuple(self._notices()),
            progress_words=self._progress(questions),
            needs_words=words.texts.ngettext("{n} needs you", "{n} need you", len(needs)) if needs else "",
            needs_href=f"#q-{needs[0].code}" if needs else "",
            questions=questions,
            slip=words.slip(self._breakdown, asking.book),
            status=words.gettext("Total {total}.", total=words.money(self._breakdown.total, asking.book)),
            amount=self._breakdown.total,
            known=written(asking.known),
        )

    def _bases(self) -> tuple[BaseCard, ...]:
        asking, file = self._asking, self._asking.published.file
        return tuple(
            BaseCard(
                base.code,
                self._words.of(base.label),
                self._words.of(file.words.bases.get(base.code, {})),
                self._link(replace(asking.with_choices(self._verdict.choices), base=base.code).address()),
                base.code == asking.base,
            )
            for base in file.model.bases
        )

    def _notices(self) -> list[Notice]:
        _, words, verdict = self._words.gettext, self._words, self._verdict
        found = []
        if verdict.dropped:
            items = []
            for dropped in verdict.dropped:
                choice = self._asking.published.compiled.known(dropped.text)
                reasons = words.reasons(dropped.causes, dropped.text)
                said = " ".join(f"{r.message}{'; ' + r.because_words if r.because_words else ''}." for r in reasons)
                items.append(f"{words.choice(choice) if choice else dropped.text}: {said}")
            found.append(Notice("warn", _("Not everything could be kept."), tuple(items)))
        if self._asking.misplaced:
            labels = words.listed(self._asking.misplaced)
            title = _("Personal answers do not belong in an address.")
            found.append(Notice("warn", title, (_("Please give them on the page: {groups}.", groups=labels),)))
        return found

    def _progress(self, questions: tuple[Question, ...]) -> str:
        ngettext = self._words.texts.ngettext
        done = sum(question.status == "done" for question in questions)
        default = sum(question.status == "default" for question in questions)
        asked = sum(question.number > 0 for question in questions)
        parts = (
            ngettext("{n} question.", "{n} questions.", asked),
            ngettext("{n} answered,", "{n} answered,", done),
            ngettext("{n} at our default.", "{n} at our default.", default),
        )
        return " ".join(parts)

    def _question(self, number: int, verdict: GroupVerdict) -> Question:
        asking, words = self._asking, self._words
        group = asking.published.file.model[verdict.code]
        shown = asking.published.file.words.groups.get(group.code, GroupWords())
        status, status_words = self._standing(group, verdict)
        wanted = asking.want.partition(".")[0] == group.code
        if not (verdict.present or verdict.state is not Standing.BLOCKED or wanted or self._answered(group)):
            return Question.hidden(group.code)
        conflict = self._conflict() if wanted else None
        reminder = self._reminder(group)
        tiles = tuple(self._tile(group, option, shown) for option in verdict.options)
        return Question(
            number,
            group.code,
            words.of(group.label),
            words.of(shown.question) or words.of(group.label),
            words.of(shown.help),
            group.kind.value,
            shown.layout,
            "" if status in ("needs", "absent") else self._said(group),
            status,
            status_words,
            0 < number <= OPEN_AT_FIRST
            or status == "needs"
            or bool(conflict or reminder)
            or group.code in self._mistakes,
            tiles,
            None if group.options else self._entry(group, verdict),
            words.reasons(verdict.causes, follows=verdict.state is Standing.IMPLIED),
            conflict,
            reminder,
        )

    def _answered(self, group: Group) -> bool:
        """Whether something was typed that does not stand, and must be there to be changed."""
        return group.code in self._mistakes or group.code in self._asking.answers

    def _reminder(self, group: Group) -> Reminder | None:
        """That the answer was filled in, since when we know it, and what follows from it."""
        known, words = self._asking.known.get(group.code), self._words
        if known is None or group.code in self._mistakes:
            return None
        value, day = words.number(group, Decimal(known.value)), format_date(known.since, words.locale)
        told = words.gettext("You told us on {day}: {value}. We filled it in.", day=day, value=value)
        follows = [each.code for each in self._verdict.groups if _follows(each, group.code)]
        if follows:
            told += " " + words.gettext("From it follows: {groups}.", groups=words.listed(follows))
        return Reminder(known.fact, told)

    def _said(self, group: Group) -> str:
        """What stands for the question, a number at its default and nothing at all included."""
        product = self._verdict.product
        answer = self._words.answer(group, product, self._asking.answers)
        if not answer and group.code in product.numbers:
            return self._words.number(group, product.numbers[group.code])
        return answer or (self._words.gettext("none") if group.kind is Kind.SOME else "")

    def _standing(self, group: Group, verdict: GroupVerdict) -> tuple[str, str]:
        _ = self._words.gettext
        if group.code in self._verdict.missing or group.code in self._mistakes:
            return "needs", _("needs you")
        if not verdict.present:
            return "absent", self._words.of(group.when_message)
        if verdict.state is Standing.CHOSEN:
            return "done", _("done")
        if verdict.state is Standing.IMPLIED:
            return "done", _("follows from your choices")
        return "default", _("our default")

    def _tile(self, group: Group, option: OptionVerdict, shown: GroupWords) -> Tile:
        words, own = self._words, shown.options.get(option.option, OptionWords())
        wanted = self._asking.want == option.code
        click = self._clicks.get(option.code)
        moved = click.moves if click is not None and not option.quantity else ()
        moves = [code for code in moved if code not in self._verdict.missing]
        pieces = group.option(option.option)
        many = pieces is not None and len(pieces.quantities) > 1
        counts = option.quantities or (pieces.quantities[:1] if pieces else ())
        return Tile(
            option.code,
            option.code.replace(".", "-"),
            group.code if group.kind is Kind.ONE else option.code,
            words.option(option.group, option.option),
            words.of(own.note),
            option.state.value,
            words.gettext("You asked for this") if wanted else self._tag(option),
            option.quantity > 0,
            self._difference(option),
            words.gettext("Also changes {groups}.", groups=words.listed(moves)) if moves else "",
            words.reasons(option.causes, option.code, option.state is Standing.IMPLIED),
            tuple(Quantity(n, n == option.quantity) for n in (0, *counts)) if many else (),
            own.swatch,
            own.icon,
            wanted,
        )

    def _tag(self, option: OptionVerdict) -> str:
        _ = self._words.gettext
        match option.state:
            case Standing.CHOSEN:
                return _("Your choice")
            case Standing.DEFAULT:
                return _("Our default")
            case Standing.IMPLIED:
                return _("Follows from your choices") if option.causes else _("The only one there is")
            case _:
                return ""

    def _difference(self, option: OptionVerdict) -> str:
        if option.state is Standing.BLOCKED:
            return ""
        if option.quantity:
            return self._words.gettext("in this price")
        click = self._clicks.get(option.code)
        if click is None:
            return ""
        after = total(self._asking.book, click.product)
        return self._words.difference(after - self._breakdown.total, self._asking.book)

    def _entry(self, group: Group, verdict: GroupVerdict) -> Entry:
        words, mistake = self._words, self._mistakes.get(group.code)
        if group.scale is None:
            value = self._asking.answers.get(group.code, "")
            hint = words.gettext("Up to {n} characters", n=group.max_length)
            low = high = step = ""
        else:
            told = verdict.state is Standing.CHOSEN or not group.required
            value = self._typed(verdict.value) if told else ""
            within = {"least": verdict.least, "most": verdict.most, "step": group.scale.step}
            low, high, step = map(self._typed, within.values())
            figures = {name: words.number(group, value) for name, value in within.items()}
            hint = words.gettext("from {least} to {most}, in steps of {step}", **figures) if low else ""
        if mistake is not None:
            value = mistake.typed
        message = mistake.message if mistake else ""
        unit = words.of(group.unit)
        return Entry(group.code, group.kind.value, value, low, high, step, unit, hint, message, group.max_length)

    def _typed(self, number: Decimal | None) -> str:
        """A number as people of this language type it."""
        text = "" if number is None else plain(number)
        return text.replace(".", ",") if self._words.locale == "ru" else text

    def _conflict(self) -> Conflict | None:
        return conflict_of(self._asking, self._verdict, self._breakdown, self._words, self._link)


def _follows(answered: GroupVerdict, code: str) -> bool:
    """Whether an answer is what it is because of the one to the group of that code."""
    implied = (option for option in answered.options if option.state is Standing.IMPLIED)
    causes = (cause for option in implied for cause in option.causes)
    return any(choice.group == code for cause in causes for choice in cause.choices)


def picture_of(asking: Asking, product: Product, words: Wording) -> Picture:
    """The drawing of a product with its words."""
    file = asking.published.file
    parts: dict[str, object] = {}
    for group in file.model.groups:
        if group.kind is Kind.ONE:
            parts[group.code] = next((option for option, _ in product.chosen(group.code)), "")
        elif group.kind is Kind.SOME:
            parts[group.code] = dict(product.chosen(group.code))
        else:
            parts[group.code] = asking.answers.get(group.code, "")
    return Picture(file.words.picture, parts, words.described(file.words.alt, product, asking.answers))


def changed(page: BuildPage, earlier: BuildPage, asking: Asking, locale: str) -> BuildPage:
    """`page`, saying also what could not be taken, and what has changed since `earlier`."""
    words = Wording(asking.published.file, locale)
    more = words.more(page.amount - earlier.amount, asking.book)
    lost = len(page.blocked - earlier.blocked)
    sentence = ", ".join(filter(None, (words.gettext("Total {total}", total=page.slip.total), more)))
    if lost:
        sentence += "; " + words.texts.ngettext("{n} option no longer fits", "{n} options no longer fit", lost)
    since = words.gettext("{change} than before", change=more) if more else ""
    told = [f"{each.label}: {each.entry.error}" for each in page.questions if each.entry and each.entry.error]
    told += [" ".join((notice.title, *notice.items)) for notice in page.notices if notice not in earlier.notices]
    return replace(page, slip=replace(page.slip, change=since), status=" ".join((*told, f"{sentence}.")))
