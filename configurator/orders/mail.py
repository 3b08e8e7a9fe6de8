"""What we write to customers about their orders: in the language they ordered in, with amounts as they were agreed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import new_key
from app.core.formats import format_date, format_money
from app.core.i18n import translator
from app.core.mail import Letter, send_letter
from configurator.orders.models import Order, OrderLine
from configurator.orders.states import Work
from configurator.orders.wording import about, reference_words, state_words, tax_words
from configurator.payments.models import Invoice
from configurator.specs.portrait import title_in


async def bill(
    session: AsyncSession, order: Order, lines: Sequence[OrderLine], invoice: Invoice, base_url: str
) -> None:
    """The order is placed and waits for a transfer: how much, to whom, until when."""
    _ = translator(order.locale).gettext
    day, total = format_date(invoice.due_on, order.locale), _money(order, order.total)
    said = (
        _("Thank you. We have your order."),
        _("Please transfer {total} by {day}. We begin as soon as it has arrived.", total=total, day=day),
    )
    pay = (
        (_("Pay to"), ", ".join(invoice.seller)),
        (_("Account"), ", ".join(invoice.bank)),
        (_("Reference"), reference_words(order, order.locale)),
    )
    after = (_("The invoice, to print or to keep, is on the order's page."),)
    subject = _("Your invoice for order {number}", number=order.number)
    await _send(session, order, base_url, subject, said, rows=(*_bill(order, lines), *pay), after=after)


async def call_off(session: AsyncSession, order: Order, why: str, base_url: str) -> None:
    """The order is cancelled by staff: its money never came."""
    _ = translator(order.locale).gettext
    said = (_("We have cancelled your order."), why)
    back = _("Please do not pay its invoice any more. If you have paid, write to us: all of it goes back to you.")
    await _send(
        session, order, base_url, _("Your order {number} is cancelled", number=order.number), said, after=(back,)
    )


async def confirm(session: AsyncSession, order: Order, lines: Sequence[OrderLine], base_url: str) -> None:
    """The order is paid and goes to the reviewers."""
    _ = translator(order.locale).gettext
    await _send(
        session,
        order,
        base_url,
        _("Your order {number}", number=order.number),
        (
            _("Thank you. We have your order and your payment of {total}.", total=_money(order, order.total)),
            _("One of us looks at it before anything is made, and writes to you if there is a question."),
        ),
        rows=_bill(order, lines),
    )


async def ask(session: AsyncSession, order: Order, question: str, base_url: str) -> None:
    """Somebody of the staff asks something."""
    _ = translator(order.locale).gettext
    said = (_("Before we go on with your order we would like to know:"), question)
    after = (_("Your order waits for your answer. You can write it on the order's page."),)
    subject = _("A question about your order {number}", number=order.number)
    await _send(session, order, base_url, subject, said, after=after)


async def approve(session: AsyncSession, order: Order, base_url: str) -> None:
    """The order is approved."""
    _ = translator(order.locale).gettext
    said = (_("We have looked at your order: all of it fits, and we begin to make it."),)
    await _send(session, order, base_url, _("Your order {number} is approved", number=order.number), said)


async def dispatch(session: AsyncSession, order: Order, base_url: str) -> None:
    """The order has left the workshop."""
    _ = translator(order.locale).gettext
    said = (_("Your order is finished and on its way to the address you gave us."),)
    await _send(session, order, base_url, _("Your order {number} is on its way", number=order.number), said)


async def decline(session: AsyncSession, order: Order, why: str, base_url: str) -> None:
    """The order is declined, and its money goes back."""
    _ = translator(order.locale).gettext
    said = (_("We are sorry: we cannot make your order as it is."), why)
    back = _("All you paid, {total}, goes back to you.", total=_money(order, order.total))
    subject = _("We cannot make your order {number}", number=order.number)
    await _send(session, order, base_url, subject, said, after=(back,))


async def tell_refund(session: AsyncSession, order: Order, amount: int, base_url: str) -> None:
    """Money went back."""
    _ = translator(order.locale).gettext
    paid_back = _("We have sent {amount} back the way it came.", amount=_money(order, amount))
    said = (paid_back, _("Depending on your bank it arrives within ten days."))
    await _send(session, order, base_url, _("Your refund for order {number}", number=order.number), said)


async def tell_state(session: AsyncSession, order: Order, base_url: str) -> None:
    """How the order stands, for an address that has not heard of it yet."""
    _ = translator(order.locale).gettext
    stands = state_words(order.payment if order.work is Work.PLACED else order.work, order.locale)
    said = (_("From now on we write to you at this address. Your order stands so: {state}.", state=stands),)
    await _send(session, order, base_url, _("Your order {number}", number=order.number), said)


async def _send(
    session: AsyncSession,
    order: Order,
    base_url: str,
    subject: str,
    paragraphs: tuple[str, ...],
    *,
    rows: tuple[tuple[str, str], ...] = (),
    after: tuple[str, ...] = (),
) -> None:
    _ = translator(order.locale).gettext
    letter = Letter(
        subject=subject,
        paragraphs=paragraphs,
        action=(_("See your order"), await _link(session, order, base_url)),
        rows=rows,
        after=after,
        reason=_("You get this mail because you placed order {number} with us.", number=order.number),
    )
    await send_letter(session, order.email, order.locale, letter, about=about(order))


async def _link(session: AsyncSession, order: Order, base_url: str) -> str:
    """The order's page; a guest gets a key to it along, which opens it on any device."""
    page = f"/orders/{order.number}"
    if order.person_id is None:
        page = f"/key?token={await new_key(session, page)}"
    return f"{base_url}/{order.locale}{page}"


def _bill(order: Order, lines: Sequence[OrderLine]) -> tuple[tuple[str, str], ...]:
    """Lines that add up to the total."""
    _ = translator(order.locale).gettext
    rows = [
        (
            f"{line.quantity}\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN} "
            f"{title_in(line.content['portrait'], order.locale)}",
            _money(order, line.total),
        )
        for line in lines
    ]
    rows.append((_("Shipping"), _money(order, order.shipping)))
    if order.tax_added:
        rows.append((tax_words(order, order.locale), _money(order, order.tax)))
    rows.append((_("Total"), _money(order, order.total)))
    if not order.tax_added:
        rows.append((tax_words(order, order.locale), _money(order, order.tax)))
    return tuple(rows)


def _money(order: Order, amount: int) -> str:
    return format_money(amount, order.currency, order.locale)
