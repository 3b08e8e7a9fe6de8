"""What the queue of orders shows its reviewers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request

from app.core.formats import country_name, format_money
from app.core.language import link, locale_of, translator_of
from configurator.orders.invoicing import late
from configurator.orders.staff_queries import Queued, Sieve, Stretch
from configurator.orders.staff_wording import Moment, age_of, desk_words, name_of
from configurator.orders.states import Payment, State, Work

Asker = Request[Any, Any, Any]
Counts = Mapping[tuple[Work, Payment], int]
QUEUE = "/staff/orders"
ANY = "any"
LATE = "late"


@dataclass(frozen=True, slots=True)
class Way:
    """A link to some of the orders, with how many they are."""

    label: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An order; `more` tells of the lines that follow the first."""

    number: int
    href: str
    title: str
    more: str
    age: Moment
    work: str
    payment: str
    pieces: int
    total: str
    country: str
    reviewer: str
    answered: bool
    unlikely: bool
    late: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What `templates/configurator/orders/staff_queue.html` shows."""

    title: str
    works: tuple[Way, ...]
    payments: tuple[Way, ...]
    """By how the payment stands; the last one leads to late invoices."""
    rows: tuple[Row, ...]
    older_href: str
    newer_href: str


def sieve_in(query: Mapping[str, str]) -> Sieve:
    """Which orders an address asks for: those to review unless it says otherwise."""
    work, payment = query.get("work", ""), query.get("payment", "")
    works, payments = {each.value: each for each in Work}, {each.value: each for each in Payment}
    if payment == LATE:
        return Sieve(Work.PLACED, Payment.OPEN, late=True)
    return Sieve(None if work == ANY else works.get(work, Work.IN_REVIEW), payments.get(payment))


def number_in(text: str) -> int:
    """The order number that an address names, 0 for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def queue_page_of(request: Asker, sieve: Sieve, counts: Counts, late: int, stretch: Stretch) -> QueuePage:
    """A stretch of the queue, and the ways to its other parts; there are so many `late` invoices."""
    queued, whole = stretch.queued, replace(sieve, late=False)
    older = f"before={queued[0].order.number}" if queued and stretch.older else ""
    newer = f"after={queued[-1].order.number}" if queued and stretch.newer else ""
    return QueuePage(
        translator_of(request).gettext("Orders"),
        tuple(_ways(request, sieve, counts, ((work, replace(whole, work=work)) for work in (*Work, None)))),
        (
            *_ways(request, sieve, counts, ((paid, replace(whole, payment=paid)) for paid in (*Payment, None))),
            *_late_ways(request, sieve, late),
        ),
        tuple(_row(request, each) for each in queued),
        older and _address(request, sieve, older),
        newer and _address(request, sieve, newer),
    )


def _ways(request: Asker, here: Sieve, counts: Counts, others: Iterable[tuple[State | None, Sieve]]) -> Iterable[Way]:
    """The way here, and those that lead to some order."""
    for state, sieve in others:
        count = sum(number for states, number in counts.items() if sieve.passes(*states))
        if count or sieve == here:
            label = desk_words(state, locale_of(request)) if state else translator_of(request).gettext("All")
            yield Way(label, _address(request, sieve), count, sieve == here)


def _late_ways(request: Asker, here: Sieve, count: int) -> Iterable[Way]:
    if count or here.late:
        sieve = Sieve(Work.PLACED, Payment.OPEN, late=True)
        yield Way(translator_of(request).gettext("Invoice late"), _address(request, sieve), count, sieve == here)


def _address(request: Asker, sieve: Sieve, more: str = "") -> str:
    work = "" if sieve.work is Work.IN_REVIEW else f"work={sieve.work or ANY}"
    payment = f"payment={LATE if sieve.late else sieve.payment}" if sieve.payment else ""
    query = "&".join(filter(None, (work, payment, more)))
    return link(request, f"{QUEUE}?{query}" if query else QUEUE)


def _row(request: Asker, each: Queued) -> Row:
    order, locale = each.order, locale_of(request)
    return Row(
        order.number,
        link(request, f"{QUEUE}/{order.number}"),
        each.title,
        f"+ {each.lines - 1}" if each.lines > 1 else "",
        age_of(order, locale),
        desk_words(order.work, locale),
        desk_words(order.payment, locale),
        each.pieces,
        format_money(order.total, order.currency, locale),
        "" if order.reduced else country_name(order.delivery["country"], locale),
        name_of(order.reviewer) if order.reviewer else "",
        each.answered,
        each.unlikely,
        late(order),
    )
