"""An order in the words of the people who make it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.api import Person
from app.core import clock
from app.core.formats import format_age, format_moment
from app.core.i18n import N_, Translator, translator
from configurator.orders.models import Change, Order
from configurator.orders.states import By, Payment, State, Work
from configurator.orders.wording import ACTORS, STATES

DESK: dict[State, str] = {
    **STATES,
    Work.IN_REVIEW: N_("To review"),
    Work.WAITING: N_("Waits for the customer"),
    Payment.REFUND_DUE: N_("Refund due"),
    Payment.REFUNDED: N_("Refunded"),
}
WORKS = frozenset(Work)
REASONS = {
    "declined": N_("the order was declined"),
    "cancelled": N_("the order was taken back"),
    "cancelled before the payment came in": N_("the order was taken back before the payment came in"),
}
"""What the shop itself writes down as the reason of a change; people write theirs in their own words."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment: in the words of its place, exactly as a `time` element has it, and in full."""

    words: str
    exact: str
    full: str


def desk_words(state: State, locale: str) -> str:
    """A state as staff read it."""
    return translator(locale).gettext(DESK[state])


def state_of(text: str) -> State:
    """The state that a change names."""
    return Work(text) if text in WORKS else Payment(text)


def name_of(person: Person) -> str:
    """How colleagues know somebody of the staff."""
    return person.name or person.email.partition("@")[0]


def who_of(change: Change, texts: Translator) -> str:
    """Who made a change. Of a customer it says no more than that they are one."""
    if change.by is By.STAFF and change.person is not None:
        return name_of(change.person)
    return texts.gettext(ACTORS[change.by])


def why_of(change: Change, texts: Translator) -> str:
    """Why somebody made a change, as far as they said."""
    return texts.gettext(REASONS[change.why]) if change.why in REASONS else change.why


def time_words(at: datetime, locale: str) -> str:
    """A moment, by its time alone if it is today."""
    return f"{at:%H:%M} UTC" if at.date() == clock.today() else format_moment(at, locale)


def moment_of(at: datetime, locale: str) -> Moment:
    """A moment as a history tells it."""
    return _moment(at, time_words(at, locale), locale)


def age_of(order: Order, locale: str) -> Moment:
    """How long ago an order was placed."""
    return _moment(order.placed_at, format_age(clock.now() - order.placed_at, locale), locale)


def _moment(at: datetime, words: str, locale: str) -> Moment:
    return Moment(words, f"{at:%Y-%m-%dT%H:%M:%SZ}", format_moment(at, locale))


def happened(change: Change, texts: Translator) -> str:
    """A change as one colleague tells it to another."""
    _, after = texts.gettext, state_of(change.after)
    sentences: dict[State, str] = {
        Work.WAITING: _("{who} asked the customer a question at {time}."),
        Work.IN_REVIEW: _("The customer answered at {time}."),
        Work.APPROVED: _("{who} approved the order at {time}."),
        Work.DECLINED: _("{who} declined the order at {time}."),
        Work.CANCELLED: _("The customer took the order back at {time}."),
    }
    if change.by is By.STAFF:
        sentences[Work.CANCELLED] = _("{who} cancelled the order at {time}.")
        sentences[Work.IN_REVIEW] = _("{who} noted at {time} that the invoice is paid.")
    sentence = sentences.get(after, _("{state}: {who}, at {time}."))
    who = who_of(change, texts)
    return sentence.format(who=who, state=desk_words(after, texts.locale), time=time_words(change.at, texts.locale))
