"""From a verdict to the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count

from app.core.formats import format_date
from configurator.build.asking import Asking
from configurator.build.bases import base_cards
from configurator.build.conflict import conflict_of
from configurator.build.entries import entry_of
from configurator.build.known import written
from configurator.build.notices import notices_of
from configurator.build.promises import promised
from configurator.build.reviews import looked_at, reviews_at
from configurator.build.tiles import Tiles
from configurator.build.view import (
    BuildPage,
    Conflict,
    Entry,
    Picture,
    Question,
    Reminder,
    Slip,
)
from configurator.build.wording import Wording
from configurator.catalogue.words import GroupWords, filled
from configurator.engine.model import Group, Kind
from configurator.engine.product import Product
from configurator.engine.verdict import GroupVerdict, Standing
from configurator.pricing.quote import quote

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
        self._said = self._words.answers(self._verdict.product, asking.answers)
        self._book = asking.book
        self._breakdown = quote(self._book, self._verdict.product)
        self._tiles = Tiles(
            asking, self._verdict, asking.clicks(self._verdict), self._breakdown.total, self._words, link
        )
        self._reviews = reviews_at(asking, self._verdict.product, self._words)

    def page(self) -> BuildPage:
        """The page as its template takes it."""
        asking, words, verdict = self._asking, self._words, self._verdict
        file = asking.published.file
        canonical = asking.with_choices(verdict.choices)
        numbers = count(1)
        questions = tuple(self._question(next(numbers) if said.present else 0, said) for said in verdict.groups)
        needs = [question for question in questions if question.status == "needs"]
        return BuildPage(
            product=file.code,
            place=asking.place,
            version=asking.published.short,
            base=asking.base,
            choices=",".join(canonical.choices),
            region=asking.region,
            spec=asking.spec,
            here=self._link(canonical.address()),
            title=words.of(asking.label),
            summary=filled(words.of(file.words.summary), self._said),
            picture=picture_of(asking, verdict.product, words, self._said),
            bases=base_cards(canonical, words, self._link),
            notices=tuple(notices_of(asking, verdict, words, self._link)),
            progress_words=self._progress(questions),
            needs_words=words.texts.ngettext("{n} needs you", "{n} need you", len(needs)) if needs else "",
            needs_href=f"#q-{needs[0].code}" if needs else "",
            questions=questions,
            slip=self._slip(),
            status=words.gettext("Total {total}.", total=words.money(self._breakdown.total, self._book)),
            amount=self._breakdown.total,
            current=self._current(questions),
            picked=",".join(canonical.picked),
            guided=bool(file.questions),
            files=any(group.kind is Kind.FILE for group in file.model.groups),
            explained=file.words.explained,
            known=written(asking.known),
        )

    def _slip(self) -> Slip:
        slip = self._words.slip(self._breakdown, self._book)
        review = looked_at(self._words.texts) if self._reviews else ""
        return promised(replace(slip, review=review), self._asking, self._verdict.product, self._words)

    def _current(self, questions: tuple[Question, ...]) -> str:
        """The question that is in conflict, or else the first that is not answered."""
        conflict = next((question.code for question in questions if question.conflict), "")
        return conflict or next((q.code for q in questions if q.status in ("needs", "default")), "")

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
        group = asking.published.file.groups[verdict.code]
        shown = asking.published.file.words.groups.get(group.code, GroupWords())
        status, status_words = self._standing(group, verdict)
        wanted = asking.want.partition(".")[0] == group.code
        if not (verdict.present or verdict.state is not Standing.BLOCKED or wanted or self._answered(group)):
            return Question.hidden(group.code)
        conflict = self._conflict() if wanted else None
        reminder, reviews = self._reminder(group), self._reviews.get(group.code, ())
        tiles = tuple(self._tiles.tile(group, option, shown) for option in verdict.options)
        return Question(
            number,
            group.code,
            words.of(group.label),
            words.of(shown.question) or words.of(group.label),
            words.of(shown.help),
            group.kind.value,
            shown.layout,
            "" if status in ("needs", "absent") else self._standing_words(group),
            status,
            status_words,
            0 < number <= OPEN_AT_FIRST
            or status == "needs"
            or bool(conflict or reminder or reviews)
            or group.code in self._mistakes,
            tiles,
            None if group.options else self._entry(group, verdict),
            words.reasons(verdict.causes, follows=verdict.state is Standing.IMPLIED),
            conflict,
            reminder,
            reviews=reviews,
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

    def _standing_words(self, group: Group) -> str:
        """What stands for the question, a number at its default and nothing at all included."""
        product = self._verdict.product
        answer = self._said[group.code]
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

    def _entry(self, group: Group, verdict: GroupVerdict) -> Entry:
        entry, mistake = entry_of(group, verdict, self._asking, self._words), self._mistakes.get(group.code)
        return entry if mistake is None else replace(entry, value=mistake.typed, error=mistake.message)

    def _conflict(self) -> Conflict | None:
        return conflict_of(self._asking, self._verdict, self._breakdown, self._words, self._link)


def _follows(answered: GroupVerdict, code: str) -> bool:
    """Whether an answer is what it is because of the one to the group of that code."""
    implied = (option for option in answered.options if option.state is Standing.IMPLIED)
    causes = (cause for option in implied for cause in option.causes)
    return any(choice.group == code for cause in causes for choice in cause.choices)


def picture_of(asking: Asking, product: Product, words: Wording, said: Mapping[str, str] | None = None) -> Picture:
    """The drawing of a product with its words, in which stands what is `said` of it if that is known already."""
    file = asking.published.file
    chosen: dict[str, dict[str, int]] = {}
    for (code, option), pieces in product.options.items():
        chosen.setdefault(code, {})[option] = pieces
    parts: dict[str, object] = {}
    for group in file.model.groups:
        if group.kind is Kind.ONE:
            parts[group.code] = next(iter(chosen.get(group.code, ())), "")
        elif group.kind is Kind.SOME:
            parts[group.code] = chosen.get(group.code, {})
        elif group.kind is Kind.FILE:
            parts[group.code] = group.code in asking.answers
        else:
            parts[group.code] = asking.answers.get(group.code, "")
    said = said or words.answers(product, asking.answers)
    return Picture(file.words.picture, parts, filled(words.of(file.words.alt), said))


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
    told += dict.fromkeys(said for each in page.questions if each.reviews for said in _new_reviews(each, earlier))
    told += [" ".join((notice.title, *notice.items)) for notice in page.notices if notice not in earlier.notices]
    return replace(page, slip=replace(page.slip, change=since), status=" ".join((*told, f"{sentence}.")))


def _new_reviews(question: Question, earlier: BuildPage) -> Iterator[str]:
    """What is to be looked at since `earlier`."""
    before = next((each.reviews for each in earlier.questions if each.code == question.code), ())
    yield from (said for said in question.reviews if said not in before)
