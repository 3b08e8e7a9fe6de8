"""What the page of facts shows: each one with its source, purpose, use and end; what can be told; what is silenced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.consent.notices import NoticeText, notice_of
from accounts.consent.purposes import FEED, LEARN, REMEMBER
from accounts.profile.actions import inferred
from accounts.profile.answers import typed_again, with_unit
from accounts.profile.budget import MOST_QUESTIONS, Asking
from accounts.profile.closed import Closed
from accounts.profile.models import Evidence, Fact, FactKind, Signal, Texts, Tombstone, text_in
from accounts.profile.queries import SERVES_FROM, Grounds
from accounts.profile.questions import Question, Questions
from app.core import clock
from app.core.formats import format_date, format_money
from app.core.i18n import Translator

SHOWN_SILENCES = 100
BUILD = "build:"
"""What a use is called by which a fact was filled in for a product."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be done: by the id of its field what is wrong, and what was typed there."""

    mistakes: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the page is made of. `tastes` are those of one page of the list; all but the measures."""

    measures: Sequence[Fact]
    tastes: Sequence[Fact]
    more: bool
    grounds: Mapping[int, Grounds]
    uses: Mapping[int, Sequence[tuple[str, datetime]]]
    silences: Sequence[Tombstone]
    asking: Asking
    allowed: frozenset[str]
    """Codes of the purposes that they allowed and have not withdrawn."""
    closed: Closed | None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as a form asks it: with buttons (value, label, whether it is the present one), or as a field."""

    id: str
    key: str
    label: str
    benefit: str
    answers: tuple[tuple[str, str, bool], ...]
    value: str
    unit: str
    hint: str
    error: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was learned: what was done there, in which thing, when, and what else could have been had."""

    deed: str
    thing: str
    path: str
    day: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A fact."""

    id: int
    turn: int
    key: str
    product: str
    label: str
    words: str
    told: str
    sources: tuple[Source, ...]
    more: int
    purpose: NoticeText
    uses: tuple[str, ...]
    kept: str
    shared: bool
    resting: str
    """Until when it does not serve, in words; empty for one that may."""
    inferred: bool
    """Whether choices speak of it, so that they can be kept from doing so."""
    ask: Ask | None
    """The form to change it; none where no product asks that today."""


@dataclass(frozen=True, slots=True)
class FactsPage:
    """What ``templates/accounts/profile/facts.html`` shows; paths are without language."""

    title: str
    done: str
    mistakes: Mapping[str, str]
    here: str
    """The page's own path, to come back to, with a query that can be gone on with."""
    first: bool
    next_path: str
    closed: Closed | None
    likes: tuple[Known, ...]
    weak: tuple[Known, ...]
    measures: tuple[Known, ...]
    asked: tuple[Ask, ...]
    others: tuple[Ask, ...]
    budget: str
    most: int
    benefit: str
    """What one gets by telling."""
    silences: tuple[tuple[str, str, str], ...]
    """Key, value, words."""
    learning: bool


def facts_page(
    known: Knowledge, questions: Questions, texts: Translator, trouble: Trouble, after: int, done: str
) -> FactsPage:
    """The page of the list that begins after the fact with the id `after`."""
    view = _View(known, questions, texts, trouble)
    tastes = [(fact, view.known(fact)) for fact in known.tastes]
    here = f"/my/facts?after={after}&" if after else "/my/facts?"
    return FactsPage(
        title=texts.gettext("What we know of you"),
        done=done_words(done, texts),
        mistakes=trouble.mistakes,
        here=here,
        first=not after,
        next_path=f"/my/facts?after={known.tastes[-1].id}" if known.more else "",
        closed=known.closed,
        likes=tuple(entry for fact, entry in tastes if serves(fact)),
        weak=tuple(entry for fact, entry in tastes if not serves(fact)),
        measures=tuple(view.known(fact) for fact in known.measures),
        asked=tuple(map(view.ask, known.asking.questions)),
        others=tuple(map(view.ask, known.asking.others)),
        budget=trouble.typed.get("budget", str(known.asking.most)),
        most=MOST_QUESTIONS,
        benefit=notice_of(REMEMBER, texts.locale).benefit,
        silences=tuple((each.key, each.value, view.silence(each)) for each in known.silences),
        learning=LEARN.code in known.allowed,
    )


def serves(fact: Fact) -> bool:
    """Whether a fact is sure enough to serve."""
    return fact.kind is FactKind.TOLD or fact.strength >= SERVES_FROM


def done_words(done: str, texts: Translator) -> str:
    """What has just been done, in words; nothing for a word that we do not know."""
    _ = texts.gettext
    return {
        "told": _("We remember it."),
        "forgotten": _("It is forgotten."),
        "silenced": _("It is forgotten, and nothing about it is learned any more."),
        "resting": _("It does not serve for now."),
        "serving": _("It may serve again."),
        "allowed": _("From now on it may be learned again."),
        "skipped": _("We do not ask that for half a year."),
        "budget": _("We keep to it."),
    }.get(done, "")


class _View:
    """Rows into words."""

    def __init__(self, known: Knowledge, questions: Questions, texts: Translator, trouble: Trouble) -> None:
        self._known = known
        self._questions = questions
        self._texts = texts
        self._locale = texts.locale
        self._trouble = trouble

    def known(self, fact: Fact) -> Known:
        """A fact, with all that there is to say of it."""
        told = fact.kind is FactKind.TOLD
        grounds = self._known.grounds.get(fact.id, Grounds())
        question = self._questions.of(fact.key)
        resting = fact.resting_until is not None and fact.resting_until > clock.now()
        return Known(
            id=fact.id,
            turn=fact.turn,
            key=fact.key,
            product=self._product(fact.key.partition(".")[0]),
            label=self._in(fact.label),
            words=self._in(fact.words),
            told=self._day(fact.learned_at) if told else "",
            sources=tuple(self._source(each, question, fact.value) for each in grounds.latest),
            more=grounds.more,
            purpose=notice_of(REMEMBER if told else LEARN, self._locale),
            uses=tuple(self._uses(fact)),
            kept=self._day(fact.retain_until),
            shared=FEED.code in self._known.allowed and not fact.measure,
            resting=self._day(fact.resting_until) if resting and fact.resting_until else "",
            inferred=inferred(fact.key),
            ask=None if question is None else self._ask(f"change-{fact.id}", question, fact.value),
        )

    def ask(self, question: Question) -> Ask:
        """A question that is not answered yet."""
        return self._ask(f"ask-{question.key}", question, "")

    def silence(self, buried: Tombstone) -> str:
        """What is not to be learned, in the words of today's products, or as a code where none has it."""
        question = self._questions.of(buried.key)
        product = self._product(buried.key.partition(".")[0])
        label = (f"{product}, " if product else "") + (self._in(question.label) if question else buried.key)
        if not buried.value:
            return self._texts.gettext("{label}: nothing at all", label=label)
        return f"{label}: {self._answer(question, buried.value)}"

    def _ask(self, id_: str, question: Question, present: str) -> Ask:
        span, typed = question.range, self._trouble.typed.get(id_)
        value = typed if typed is not None else present
        if span is not None and present and typed is None:
            value = typed_again(span, present, self._locale)
        return Ask(
            id=id_,
            key=question.key,
            label=self._in(question.label),
            benefit=self._in(question.benefit),
            answers=tuple((each.value, self._in(each.label), each.value == value) for each in question.answers),
            value=value,
            unit=self._in(span.unit) if span else "",
            hint=self._texts.gettext(
                "from {least} to {most}, in steps of {step}",
                least=with_unit(span, span.least, self._locale),
                most=with_unit(span, span.most, self._locale),
                step=with_unit(span, span.step, self._locale),
            )
            if span
            else "",
            error=self._trouble.mistakes.get(id_, ""),
        )

    def _source(self, evidence: Evidence, question: Question | None, chosen: str) -> Source:
        _, (kind, _sep, thing) = self._texts.gettext, evidence.ref.partition(":")
        deeds = {
            Signal.ORDERED: _("You ordered it"),
            Signal.CHANGED: _("You chose it yourself"),
            Signal.KEPT: _("You left it as we had set it"),
        }
        named = _("order {number}", number=thing) if kind == "order" else _("spec {code}", code=thing)
        path = f"/orders/{thing}" if kind == "order" else f"/specs/{thing}"
        others = tuple(self._others(evidence.shown, question, chosen))
        return Source(deeds[evidence.signal], named, path, self._day(evidence.at), others)

    def _others(self, shown: Mapping[str, Any], question: Question | None, chosen: str) -> Iterator[str]:
        """The other answers that were open then, each with what it would have cost."""
        for value, difference in shown["differences"].items():
            sign = "+" if difference > 0 else ""
            amount = sign + format_money(difference, shown["currency"], self._locale)
            if value != chosen:
                price = amount if difference else self._texts.gettext("the same price")
                yield f"{self._answer(question, value)} ({price})"

    def _uses(self, fact: Fact) -> Iterator[str]:
        for decision, at in self._known.uses.get(fact.id, ()):
            product = self._product(decision.removeprefix(BUILD)) or decision.removeprefix(BUILD)
            yield self._texts.gettext("Filled in for {product}, last on {day}.", product=product, day=self._day(at))

    def _answer(self, question: Question | None, value: str) -> str:
        answer = question.answer(value) if question else None
        return self._in(answer.label) if answer else value

    def _product(self, code: str) -> str:
        return self._in(self._questions.named(code) or {})

    def _in(self, texts: Texts) -> str:
        return text_in(texts, self._locale)

    def _day(self, moment: datetime) -> str:
        return format_date(moment.date(), self._locale)
