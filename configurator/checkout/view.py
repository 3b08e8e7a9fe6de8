"""What the pages of the checkout show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request

from app.core.formats import countries, country_name, format_money
from app.core.language import link, locale_of, translator_of
from configurator.build.promises import withdrawal_words
from configurator.build.reviews import reviews_of
from configurator.build.view import Notice, Picture
from configurator.build.wording import Wording
from configurator.cart.today import LineToday
from configurator.checkout.forms import LONGEST
from configurator.checkout.placing import Agreement
from configurator.checkout.sheet import Priced
from configurator.orders.invoicing import TIME_TO_PAY
from configurator.orders.wording import address_of, named_tax
from configurator.pricing.destinations import Means, destinations, withdrawal_days
from configurator.specs.codes import written
from configurator.specs.impact import Impact
from configurator.specs.portrait import Attached, answers_in, picture_in, summary_in, title_in, uploads_in

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """What `templates/configurator/checkout/delivery.html` shows. Countries are (code, name)."""

    title: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    longest: Mapping[str, int]
    ours: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A line as it is agreed to; `answers` are question and answer, the personal ones among them."""

    title: str
    summary: str
    code: str
    href: str
    picture: Picture
    quantity: int
    unit: str
    total: str
    answers: tuple[tuple[str, str], ...]
    withdrawal: str
    uploads: tuple[Attached, ...]
    reviews: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What `templates/configurator/checkout/check.html` shows."""

    title: str
    notices: tuple[Notice, ...]
    lines: tuple[CheckLine, ...]
    sums: tuple[tuple[str, str], ...]
    """Shipping and what is added, with their amounts."""
    total: str
    tax: tuple[str, str] | None
    """What of the total is tax, where it is included."""
    email: str
    address: tuple[str, ...]
    note: str
    cart: int
    seal: str
    days_to_pay: int
    """So many days there are to pay the invoice; 0 where it is paid by card, at once."""


def delivery_page_of(request: Asker, typed: Mapping[str, str], errors: Mapping[str, str]) -> DeliveryPage:
    """The form with what was typed and what is wrong with it."""
    every = countries(locale_of(request))
    fields = dict.fromkeys((*LONGEST, "country"), "")
    return DeliveryPage(
        translator_of(request).gettext("Where does it go?"),
        {**fields, **typed},
        errors,
        LONGEST,
        tuple(each for each in every if each[0] in destinations()),
        tuple(each for each in every if each[0] not in destinations()),
    )


def check_page_of(request: Asker, agreement: Agreement, notices: Sequence[Notice]) -> CheckPage:
    """The page that shows all that is agreed to."""
    _, locale = translator_of(request).gettext, locale_of(request)
    sheet, delivery = agreement.sheet, agreement.form.delivery
    tax = named_tax(agreement.book.tax.label, sheet.rate, sheet.added, locale)
    amount = format_money(sheet.tax, sheet.currency, locale)
    sums = [
        (
            _("Shipping ({country})", country=country_name(sheet.country, locale)),
            _money(sheet.shipping, agreement, locale),
        )
    ]
    if sheet.added:
        sums.append((tax, amount))
    return CheckPage(
        _("Check, then order"),
        tuple(notices),
        tuple(
            _line(request, agreement, each, impact, priced)
            for (each, impact), priced in zip(agreement.lines, sheet.lines, strict=True)
        ),
        tuple(sums),
        _money(sheet.total, agreement, locale),
        None if sheet.added else (tax, amount),
        agreement.form.email,
        address_of(delivery, locale),
        agreement.form.note,
        agreement.cart.id,
        agreement.seal,
        TIME_TO_PAY.days if agreement.means is Means.INVOICE else 0,
    )


def _line(request: Asker, agreement: Agreement, each: LineToday, impact: Impact, priced: Priced) -> CheckLine:
    locale, line = locale_of(request), each.line
    file, portrait = impact.asking.published.file, line.revision.portrait
    return CheckLine(
        line.spec.name or title_in(portrait, locale),
        summary_in(portrait, locale),
        written(line.spec.code),
        link(request, f"/specs/{written(line.spec.code)}?revision={line.revision.number}"),
        replace(picture_in(portrait, locale), alt="", id=f"line{line.id}"),
        line.quantity,
        _money(priced.unit, agreement, locale),
        _money(priced.total, agreement, locale),
        tuple(answers_in(portrait, locale).values()),
        withdrawal_words(
            [group.label for group in file.individual(impact.asking.answers)],
            withdrawal_days(impact.asking.region),
            locale,
        ),
        uploads_in(portrait, line.spec.path, locale),
        reviews_of(impact.asking, impact.product, Wording(file, locale)),
    )


def _money(amount: int, agreement: Agreement, locale: str) -> str:
    return format_money(amount, agreement.sheet.currency, locale)
