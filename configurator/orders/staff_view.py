"""What an order's page shows the people who make it. Of the customer it tells the place and a hint of the e-mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from litestar import Request

from accounts.api import Person, hint
from app.core.formats import country_name, format_date, format_moment, format_money
from app.core.i18n import Translator, translator
from app.core.language import locale_of, translator_of
from app.core.mail import KIND as MAIL
from configurator.build.view import Notice
from configurator.orders.books import kept_until
from configurator.orders.invoicing import late, waits_for_money
from configurator.orders.models import Change, Message, Order, OrderLine
from configurator.orders.staff_queries import Dossier
from configurator.orders.staff_wording import (
    Moment,
    age_of,
    desk_words,
    happened,
    moment_of,
    name_of,
    state_of,
    time_words,
    who_of,
    why_of,
)
from configurator.orders.states import MAKING, MOVES, By, Payment, State, Work
from configurator.orders.view import LineView, line_view, sums_of, unlikely_in
from configurator.orders.wording import ACTORS, tax_words
from configurator.payments.actions import REFUND
from configurator.specs.portrait import answers_in, uploads_in

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the page's form and has not been done, and what is wrong with it, by field."""

    question: str = ""
    reason: str = ""
    note: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """An entry of a history."""

    at: Moment
    state: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Word:
    """A message of the thread."""

    who: str
    at: Moment
    text: str
    ours: bool


@dataclass(frozen=True, slots=True)
class StaffInvoice:
    """The order's invoice, and what may be noted of its money."""

    due: str
    late: bool
    may_note_payment: bool
    may_note_return: bool
    may_call_off: bool


@dataclass(frozen=True, slots=True)
class StaffOrder:
    """What `templates/configurator/orders/staff_order.html` shows."""

    number: int
    title: str
    work: str
    payment: str
    age: Moment
    notices: tuple[Notice, ...]
    lines: tuple[LineView, ...]
    sums: tuple[tuple[str, str], ...]
    total: str
    tax: tuple[str, str] | None
    note: str
    email: str
    place: str
    words: tuple[Word, ...]
    making: tuple[Past, ...]
    paying: tuple[Past, ...]
    turn: int
    seen: int
    """How many changes the page tells of."""
    taken: str
    """Who has been looking at it, and since when."""
    mine: bool
    """Whether that is the reader."""
    may_act: bool
    may_decide: bool
    may_ask: bool
    next_step: str
    may_refund: bool
    """Money that could not be sent back may be sent once more."""
    invoice: StaffInvoice | None
    typed: Typed


def staff_order_of(
    request: Asker,
    dossier: Dossier,
    reader: Person,
    may_act: bool,
    notices: Sequence[Notice] = (),
    typed: Typed | None = None,
) -> StaffOrder:
    """The page of an order; who may not act on it sees no personal answers either."""
    texts, locale, order = translator_of(request), locale_of(request), dossier.order
    following = next_step(order.work)
    may_decide = may_act and order.work in (Work.IN_REVIEW, Work.WAITING)
    return StaffOrder(
        order.number,
        texts.gettext("Order {number}", number=order.number),
        desk_words(order.work, locale),
        desk_words(order.payment, locale),
        age_of(order, locale),
        (*notices, *_erased(order, texts), *_troubles(dossier, texts)),
        tuple(_line(line, order, may_act, locale) for line in order.lines),
        sums_of(order, locale),
        _money(order, order.total, locale),
        None if order.tax_added else (tax_words(order, locale), _money(order, order.tax, locale)),
        order.note,
        "" if order.reduced else hint(order.email),
        "" if order.reduced else f"{order.delivery['city']}, {country_name(order.delivery['country'], locale)}",
        tuple(_word(message, texts) for message in order.messages),
        (_placed(order, texts), *(_past(change, texts) for change in order.changes if _is(change, Work))),
        tuple(_past(change, texts) for change in order.changes if _is(change, Payment)),
        order.turn,
        len(order.changes),
        taken_words(order, reader, texts),
        order.reviewer_id == reader.id,
        may_decide or (may_act and following is not None),
        may_decide,
        may_act and Work.WAITING in MOVES[order.work],
        desk_words(following, locale) if may_act and following else "",
        may_act and any(row.kind == REFUND for row in dossier.unsent),
        _invoice(order, may_act, locale),
        typed or Typed(),
    )


def _invoice(order: Order, may_act: bool, locale: str) -> StaffInvoice | None:
    if order.invoice is None:
        return None
    return StaffInvoice(
        format_date(order.invoice.due_on, locale),
        late(order),
        may_act and order.payment is Payment.OPEN,
        may_act and order.payment is Payment.REFUND_DUE,
        may_act and waits_for_money(order),
    )


def next_step(work: Work) -> Work | None:
    """The step that follows in the workshop; none before the approval, nor at the end."""
    at = MAKING.index(work) + 1 if work in MAKING else len(MAKING)
    return MAKING[at] if at < len(MAKING) else None


def taken_words(order: Order, reader: Person, texts: Translator) -> str:
    """Who has been looking at the order, and since when; empty where nobody has."""
    _ = texts.gettext
    if order.reviewer is None or order.reviewed_since is None:
        return ""
    time = time_words(order.reviewed_since, texts.locale)
    if order.reviewer_id == reader.id:
        return _("You have been looking at this since {time}.", time=time)
    return _("{who} has been looking at this since {time}.", who=name_of(order.reviewer), time=time)


def overtaken(order: Order, reader: Person, seen: int, texts: Translator) -> Notice:
    """What has happened to an order since its page told of `seen` changes."""
    _ = texts.gettext
    said = [happened(change, texts) for change in order.changes[seen:]]
    if not said and order.reviewer_id != reader.id:
        said = [taken_words(order, reader, texts)]
    title = _("Nothing is done yet: the order has changed since you opened it.")
    return Notice("warn", title, (*filter(None, said), _("What you typed is kept. Please look once more.")))


def impossible(order: Order, texts: Translator) -> Notice:
    """The order has gone where what was asked makes no sense."""
    title = texts.gettext("That cannot be done with this order any more.")
    return Notice("warn", title, (desk_words(order.work, texts.locale),))


def _erased(order: Order, texts: Translator) -> Iterator[Notice]:
    _ = texts.gettext
    if order.reduced:
        day = format_date(kept_until(order), texts.locale)
        said = _("Its customer was erased. What was bought and paid, and to whom it went, is kept and shown to nobody.")
        yield Notice("warn", _("Kept for the books alone, until {day}.", day=day), (said,))
    elif order.restricted_at is not None:
        said = _("Finish it as usual. Afterwards no more of it is kept than the books need.")
        yield Notice("warn", _("The customer's account was erased."), (said,))


def _troubles(dossier: Dossier, texts: Translator) -> Iterator[Notice]:
    _, order = texts.gettext, dossier.order
    if any(row.kind == MAIL for row in dossier.unsent):
        yield Notice("warn", _("Our mail to the customer came back."), (_("They are told so on the order's page."),))
    refused = [row.error for row in dossier.unsent if row.kind == REFUND]
    for refund in dossier.due:
        amount = _money(order, refund.amount, texts.locale)
        if refused:
            yield Notice("stop", _("The refund of {amount} failed.", amount=amount), tuple(refused))
        else:
            since = format_moment(refund.due_at, texts.locale)
            yield Notice(
                "warn",
                _("{amount} goes back to the customer.", amount=amount),
                (_("Due since {moment}.", moment=since),),
            )


def _line(line: OrderLine, order: Order, personal: bool, locale: str) -> LineView:
    """A line; its personal answers only for those who make it."""
    view = line_view(line, order, locale)
    if personal:
        uploads = uploads_in(line.content["portrait"], f"/staff/orders/{order.number}", locale)
        _ = translator(locale).gettext
        reviews = tuple(_("Please check: {what}", what=said) for said in unlikely_in(line.content, locale))
        return replace(view, uploads=uploads, reviews=reviews)
    answers = answers_in(line.content["portrait"], locale)
    return replace(
        view,
        uploads=(),
        reviews=(),
        answers=tuple(said for group, said in answers.items() if group not in line.content["personal"]),
    )


def _is(change: Change, kind: type[State]) -> bool:
    return isinstance(state_of(change.after), kind)


def _placed(order: Order, texts: Translator) -> Past:
    at = moment_of(order.placed_at, texts.locale)
    return Past(at, desk_words(Work.PLACED, texts.locale), texts.gettext(ACTORS[By.CUSTOMER]), "")


def _past(change: Change, texts: Translator) -> Past:
    state = desk_words(state_of(change.after), texts.locale)
    return Past(moment_of(change.at, texts.locale), state, who_of(change, texts), why_of(change, texts))


def _word(message: Message, texts: Translator) -> Word:
    ours = message.by is By.STAFF
    who = name_of(message.person) if ours and message.person else texts.gettext(ACTORS[message.by])
    return Word(who, moment_of(message.at, texts.locale), message.text, ours)


def _money(order: Order, amount: int, locale: str) -> str:
    return format_money(amount, order.currency, locale)
