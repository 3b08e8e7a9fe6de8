"""From a cart to an order: what is agreed to, and the moment when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core import clock
from app.core.i18n import translator
from configurator.cart.models import Cart
from configurator.cart.today import LineToday
from configurator.checkout.forms import DeliveryForm, read_delivery
from configurator.checkout.sheet import Priced, Sheet, sheet_of
from configurator.orders.models import Content, Order, OrderLine
from configurator.orders.snapshot import Draw, content_of
from configurator.orders.states import Payment, Work
from configurator.pricing.book import PriceBook, TaxMode
from configurator.pricing.destinations import Means, destinations
from configurator.pricing.quote import quote
from configurator.specs.impact import Impact


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that one press of the button agrees to."""

    cart: Cart
    lines: tuple[tuple[LineToday, Impact], ...]
    form: DeliveryForm
    sheet: Sheet
    book: PriceBook

    @property
    def means(self) -> Means:
        """How it will be paid."""
        return destinations()[self.sheet.country].means

    @property
    def seal(self) -> str:
        """A digest of it: what the form brings back must be what stands."""
        return self.sheet.seal((self.form.delivery, self.form.email, self.form.note))


class NotReady(Exception):
    """There is nothing to agree to; `at` is the page that says what is needed first."""

    def __init__(self, at: str) -> None:
        self.at = at
        super().__init__(at)


def agreement_of(cart: Cart | None, lines: Sequence[LineToday], locale: str) -> Agreement:
    """What would be ordered now. Raises `NotReady`."""
    standing = [(each, each.impact) for each in lines if each.stands and each.impact]
    if cart is None or not standing or len(standing) < len(lines):
        raise NotReady("/cart")
    book = standing[0][1].asking.book
    form = read_delivery(cart.delivery, book.region, book.currency, translator(locale))
    if form.errors:
        raise NotReady("/checkout")
    priced = [Priced(each.line.revision_id, each.line.quantity, _net(impact)) for each, impact in standing]
    destination = destinations()[form.delivery["country"]]
    added = book.tax.mode is TaxMode.ADDED
    sheet = sheet_of(priced, book.currency, destination, added, clock.today())
    return Agreement(cart, tuple(standing), form, sheet, book)


def _net(impact: Impact) -> int:
    """The price of one piece, without a tax that is added."""
    book = impact.asking.book
    breakdown = quote(book, impact.product)
    return breakdown.total - (breakdown.tax.amount if book.tax.mode is TaxMode.ADDED else 0)


async def place(
    session: AsyncSession, agreement: Agreement, visitor: Visitor, token: str, locale: str, draw: Draw
) -> Order:
    """The order that is agreed to, with all it is made of copied into it; the cart is closed."""
    sheet, form = agreement.sheet, agreement.form
    order = Order(
        cart_id=agreement.cart.id,
        seal=agreement.seal,
        email=form.email,
        locale=locale,
        region=agreement.book.region,
        currency=sheet.currency,
        shipping=sheet.shipping,
        tax_label=dict(agreement.book.tax.label),
        tax_rate=str(sheet.rate),
        tax_added=sheet.added,
        tax=sheet.tax,
        total=sheet.total,
        delivery=form.delivery,
        note=form.note,
        placed_at=clock.now(),
        payment=Payment.OPEN,
        work=Work.PLACED,
        turn=0,
    )
    visitor.give(order, token)
    session.add(order)
    await session.flush()
    for position, ((each, impact), tax) in enumerate(zip(agreement.lines, sheet.line_taxes, strict=True), start=1):
        content = content_of(each.line.revision, impact, draw, f"o{order.number}-{position}")
        session.add(_line(order, position, each, sheet.lines[position - 1], tax, content, impact))
    agreement.cart.ordered_at, agreement.cart.delivery = clock.now(), {}
    return order


def _line(
    order: Order, position: int, each: LineToday, priced: Priced, tax: int, content: Content, impact: Impact
) -> OrderLine:
    return OrderLine(
        order_id=order.id,
        position=position,
        spec_code=each.line.spec.code,
        revision=each.line.revision.number,
        product=impact.asking.product,
        version=impact.asking.published.hash,
        quantity=priced.quantity,
        unit=priced.unit,
        tax=tax,
        content=content,
    )


async def order_of_cart(session: AsyncSession, visitor: Visitor, cart: str) -> Order | None:
    """The visitor's order that this cart became, locked: the button was pressed twice, or in two tabs."""
    if not (cart.isascii() and cart.isdigit() and len(cart) < 10):
        return None
    found = select(Order).where(Order.cart_id == int(cart), visitor.owned(Order))
    return await session.scalar(found.with_for_update())
