"""What an order's pages show its customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request
from markupsafe import Markup

from app.core.formats import format_date, format_moment, format_money
from app.core.i18n import Translator, translator
from app.core.language import link, locale_of, translator_of
from app.core.outbox import Outgoing
from configurator.build.promises import withdrawal_words
from configurator.build.reviews import sentences
from configurator.build.view import Notice
from configurator.orders.invoicing import late, waits_for_money
from configurator.orders.models import Content, Message, Order, OrderLine
from configurator.orders.states import MAKING, UNDECIDED, UNPAID, By, Payment, Work
from configurator.orders.wording import address_of, state_words, tax_words
from configurator.payments.models import Attempt, AttemptState
from configurator.specs.codes import written
from configurator.specs.portrait import Attached, answers_in, summary_in, title_in, uploads_in

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as it was ordered. `prices` are those of one piece."""

    title: str
    summary: str
    code: str
    revision: int
    version: str
    picture: Markup
    quantity: int
    unit: str
    total: str
    answers: tuple[tuple[str, str], ...]
    prices: tuple[tuple[str, str], ...]
    withdrawal: str
    uploads: tuple[Attached, ...]
    reviews: tuple[str, ...]
    """What is unlikely about it, for as long as staff have not decided."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the thread: from whom, when, what."""

    who: str
    when: str
    text: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step on an order's way. `status` is done, now, or empty."""

    label: str
    when: str
    status: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed into the page's forms and could not be taken, and why."""

    text: str = ""
    text_error: str = ""
    email: str = ""
    email_error: str = ""


@dataclass(frozen=True, slots=True)
class OrderPage:
    """What `templates/configurator/orders/page.html` shows."""

    number: int
    title: str
    placed: str
    state: str
    next: str
    """What happens now, and whether the customer has something to do."""
    notices: tuple[Notice, ...]
    steps: tuple[Step, ...]
    lines: tuple[LineView, ...]
    sums: tuple[tuple[str, str], ...]
    total: str
    tax: tuple[str, str] | None
    email: str
    address: tuple[str, ...]
    note: str
    messages: tuple[Said, ...]
    turn: int
    may_pay: bool
    invoice_href: str
    """Where its invoice is, if it is paid by one."""
    may_cancel: bool
    may_answer: bool
    waits: bool
    """For the word of the payment service, which comes any moment."""
    kept: Kept


def order_page_of(
    request: Asker, order: Order, attempt: Attempt | None, unsent: Sequence[Outgoing], asked: str, kept: Kept
) -> OrderPage:
    """The page of an order; `asked` is what the checkout has to say of its payment, `unsent` mail that came back."""
    _, locale = translator_of(request).gettext, locale_of(request)
    pending = attempt is not None and attempt.state is AttemptState.PENDING
    unpaid = order.work is Work.PLACED and order.payment in UNPAID
    waits = unpaid and order.payment is Payment.OPEN and asked == "payment" and not pending
    return OrderPage(
        order.number,
        _("Order {number}", number=order.number),
        format_date(order.placed_at.date(), locale),
        state_words(order.payment if unpaid else order.work, locale),
        next_words(order, translator_of(request), pending, waits),
        tuple(_notices(order, asked, unsent, translator_of(request))),
        steps_of(order, locale),
        tuple(line_view(line, order, locale) for line in order.lines),
        sums_of(order, locale),
        _money(order, order.total, locale),
        None if order.tax_added else (tax_words(order, locale), _money(order, order.tax, locale)),
        order.email,
        address_of(order.delivery, locale),
        order.note,
        tuple(_said(message, translator_of(request)) for message in order.messages),
        order.turn,
        unpaid and not pending and not waits and order.invoice is None,
        link(request, f"/orders/{order.number}/invoice") if order.invoice else "",
        order.work in UNDECIDED and not pending,
        order.work is Work.WAITING,
        waits,
        kept,
    )


def line_view(line: OrderLine, order: Order, locale: str) -> LineView:
    """A line in one language."""
    content = line.content
    portrait = content["portrait"]
    prices = ((price["label"].get(locale, ""), _money(order, price["amount"], locale)) for price in content["prices"])
    return LineView(
        title_in(portrait, locale),
        summary_in(portrait, locale),
        written(line.spec_code) if line.spec_code else "",
        line.revision,
        line.version[:12],
        drawing_in(content, locale),
        line.quantity,
        _money(order, line.unit, locale),
        _money(order, line.total, locale),
        tuple(answers_in(portrait, locale).values()),
        tuple(prices),
        withdrawal_words(content["kept"], content.get("withdrawal_days", 14), locale),
        uploads_in(portrait, f"/orders/{order.number}", locale),
        tuple(sentences(said, translator(locale)) for said in unlikely_in(content, locale) if order.work in UNDECIDED),
    )


def unlikely_in(content: Content, locale: str) -> tuple[str, ...]:
    """What was unlikely about a line when it was ordered."""
    return tuple(message.get(locale, "") for message in content.get("reviews", []))


def drawing_in(content: Content, locale: str) -> Markup:
    """A line's drawing. It is markup: our own templates made it when it was ordered."""
    return Markup(content["drawn"].get(locale, ""))  # noqa: S704 - of our own making


def sums_of(order: Order, locale: str) -> tuple[tuple[str, str], ...]:
    """What comes on top of the lines."""
    shipping = (translator(locale).gettext("Shipping"), _money(order, order.shipping, locale))
    if not order.tax_added:
        return (shipping,)
    return (shipping, (tax_words(order, locale), _money(order, order.tax, locale)))


def steps_of(order: Order, locale: str) -> tuple[Step, ...]:
    """The way of an order that goes well, as far as it is; of another one, how it ended."""
    when = {change.after: format_date(change.at.date(), locale) for change in order.changes}
    placed = Step(state_words(Work.PLACED, locale), format_date(order.placed_at.date(), locale), "done")
    if order.work in (Work.DECLINED, Work.CANCELLED):
        return placed, Step(state_words(order.work, locale), when.get(order.work, ""), "now")
    now = Work.IN_REVIEW if order.work is Work.WAITING else order.work
    way = (Work.PLACED, Work.IN_REVIEW, *MAKING)
    at = way.index(now)
    rest = tuple(
        Step(
            state_words(work, locale),
            when.get(work, "") if place <= at else "",
            "done" if place < at else "now" if place == at else "",
        )
        for place, work in enumerate(way[1:], start=1)
    )
    return placed, *rest


def next_words(order: Order, texts: Translator, pending: bool = False, waits: bool = False) -> str:
    """What comes next; `pending` and `waits` say how far the payment of one that is not paid yet has come."""
    _ = texts.gettext
    if order.work is Work.PLACED:
        if pending:
            return _("Your payment is on its way. We begin as soon as it arrives; there is nothing you need to do.")
        if waits:
            return _("We are waiting for the word of the payment service. It takes a few seconds.")
        if order.invoice is not None and waits_for_money(order):
            day = format_date(order.invoice.due_on, texts.locale)
            if late(order):
                return _("Its invoice was to be paid by {day}, and nothing has arrived yet.", day=day)
            return _("Please pay its invoice by {day}. We begin as soon as the money has arrived.", day=day)
        return {
            Payment.OPEN: _("It is not paid yet. We begin as soon as it is."),
            Payment.FAILED: _("The payment did not go through, and nothing was taken. You can try once more."),
            Payment.EXPIRED: _("The payment page was closed after a day. Nothing was taken; you can open a new one."),
        }.get(order.payment, "")
    back = {
        Payment.REFUND_DUE: _("All you paid goes back to you within a few days."),
        Payment.REFUNDED: _("All you paid was sent back the way it came."),
    }.get(order.payment, _("Nothing was taken.") if order.invoice is None else _("Please do not pay its invoice."))
    return {
        Work.IN_REVIEW: _("One of us looks at it before anything is made. There is nothing you need to do."),
        Work.WAITING: _("We have a question for you. Until you answer it, your order waits."),
        Work.APPROVED: _("All of it fits. We begin to make it."),
        Work.IN_PRODUCTION: _("We are making it."),
        Work.READY: _("It is finished and will be sent."),
        Work.DISPATCHED: _("It is on its way to you."),
        Work.DELIVERED: _("It has arrived. We hope you enjoy it."),
        Work.DECLINED: back,
        Work.CANCELLED: back,
    }[order.work]


def _notices(order: Order, asked: str, unsent: Sequence[Outgoing], texts: Translator) -> list[Notice]:
    _ = texts.gettext
    found = []
    if asked == "away":
        item = _("Your order is kept. Please try to pay again in a few minutes.")
        found.append(Notice("warn", _("The payment service does not answer at the moment."), (item,)))
    if asked == "refused":
        item = _("Your order is kept, and nothing was taken. Please write to us: we look into it.")
        found.append(Notice("stop", _("The payment service would not take this payment."), (item,)))
    if asked == "already":
        item = _("This is what you ordered. Nothing was ordered a second time.")
        found.append(Notice("warn", _("You have ordered already, before that page was sent."), (item,)))
    if asked == "late":
        item = _("It is approved already. Please write to us if something about it has to change.")
        found.append(Notice("warn", _("It is too late to take this order back here."), (item,)))
    if any(row.kind == "mail" for row in unsent):
        title = _("Our mail to {email} came back.", email=order.email)
        found.append(Notice("warn", title, (_("Please check the address below and correct it: we write again."),)))
    why = next((change.why for change in reversed(order.changes) if change.after == order.work and change.why), "")
    if order.work is Work.CANCELLED and why:
        found.append(Notice("stop", _("We have cancelled this order."), (why,)))
    if order.work is Work.DECLINED and why:
        found.append(Notice("stop", _("We cannot make it as it is."), (why,)))
    return found


def _said(message: Message, texts: Translator) -> Said:
    ours = message.by is By.STAFF
    who = "Atelier" if ours else texts.gettext("You")
    if ours and message.person is not None and message.person.name:
        who = message.person.name
    return Said(who, format_moment(message.at, texts.locale), message.text, ours)


def _money(order: Order, amount: int, locale: str) -> str:
    return format_money(amount, order.currency, locale)
