"""Price books as they stand in a product file."""

from __future__ import annotations

import re
from decimal import Decimal

from configurator.engine.conditions import spoken_of
from configurator.engine.evaluate import condition
from configurator.engine.file.document import Document, Section
from configurator.engine.file.modelfile import read_formula
from configurator.engine.file.names import Names
from configurator.engine.model import Group, Kind, ProductModel
from configurator.pricing.book import PerUnit, PriceBook, Surcharge, Tax, TaxMode
from configurator.pricing.money import digits, minor

LARGEST = Decimal(10) ** 9


def read_prices(document: Document, model: ProductModel) -> dict[str, PriceBook]:
    """The price books by region, the shop's own first. Problems are reported in the document."""
    heads = {section.code: section for section in document.root.sections("prices")}
    if not heads:
        document.report((), "a product needs a price book: [prices.REGION]")
    books = _Books({region: _currency(section) for region, section in heads.items()})
    options, per_unit, texts = _of_groups(document, model, books)
    surcharges = _surcharges(document, model, books)
    read = {}
    for region, section in heads.items():
        base = section.decimal("base", required=True)
        read[region] = PriceBook(
            region,
            books.currencies[region],
            _tax(section),
            books.amount(section, "base", base, region) if base is not None else 0,
            section.text("base_label") or model.label,
            options[region],
            per_unit[region],
            texts[region],
            surcharges[region],
        )
    return read


def _currency(section: Section) -> str:
    currency = section.string("currency", required=True)
    if currency and not re.fullmatch("[A-Z]{3}", currency):
        section.report("currency", f'"{currency}" is no currency: expected three capital letters such as EUR')
    return currency


def _tax(section: Section) -> Tax:
    inner = section.section("tax", required=True)
    if inner is None:
        return Tax(TaxMode.INCLUDED, Decimal(0), {})
    mode = inner.string("mode", TaxMode.INCLUDED.value, required=True, among=[mode.value for mode in TaxMode])
    rate = inner.decimal("rate", required=True)
    if rate is not None and not 0 <= rate <= 100:
        inner.report("rate", "a rate is from 0 to 100 per cent")
        rate = None
    return Tax(TaxMode(mode), rate or Decimal(0), inner.text("label", required=True))


class _Books:
    """Reads a price for every book at once: one number where there is one book, else a table by region."""

    def __init__(self, currencies: dict[str, str]) -> None:
        self.currencies = currencies

    def decimals(self, section: Section, key: str) -> dict[str, Decimal]:
        given = section.raw(key)
        if given is None:
            return {}
        if isinstance(given, dict):
            table = section.section(key)
            found = {} if table is None else {region: table.decimal(region) for region in self.currencies}
            for region, value in found.items():
                if value is None:
                    section.report(key, f'no price for "{region}"')
            return {region: value for region, value in found.items() if value is not None}
        value = section.decimal(key)
        if value is not None and len(self.currencies) > 1:
            section.report(key, "several price books: expected a table with a price for each")
        return {} if value is None else dict.fromkeys(self.currencies, value)

    def prices(self, section: Section, key: str) -> dict[str, int]:
        return {
            region: self.amount(section, key, value, region) for region, value in self.decimals(section, key).items()
        }

    def amount(self, section: Section, key: str, value: Decimal, region: str) -> int:
        currency = self.currencies[region]
        try:
            if abs(value) > LARGEST:
                raise ValueError("too large")
            return minor(value, currency)
        except ValueError:
            section.report(key, f"{value} is no amount of {currency}: at most {digits(currency)} decimals")
            return 0


def _of_groups(
    document: Document, model: ProductModel, books: _Books
) -> tuple[dict[str, dict[tuple[str, str], int]], dict[str, dict[str, PerUnit]], dict[str, dict[str, int]]]:
    options: dict[str, dict[tuple[str, str], int]] = {region: {} for region in books.currencies}
    per_unit: dict[str, dict[str, PerUnit]] = {region: {} for region in books.currencies}
    texts: dict[str, dict[str, int]] = {region: {} for region in books.currencies}
    for section in document.root.sections("groups"):
        group = model.group(section.code)
        if group is None:
            continue
        for inner in section.sections("options"):
            for region, price in books.prices(inner, "price").items():
                options[region][group.code, inner.code] = price
        if group.kind in (Kind.TEXT, Kind.FILE):
            for region, price in books.prices(section, "price").items():
                texts[region][group.code] = price
        rates = section.section("per_unit") if group.kind is Kind.NUMBER else None
        if rates is not None:
            for region, rate in _per_unit(rates, group, books).items():
                per_unit[region][group.code] = rate
    return options, per_unit, texts


def _per_unit(section: Section, group: Group, books: _Books) -> dict[str, PerUnit]:
    above = section.decimal("above") if "above" in section else Decimal(0)
    prices = books.decimals(section, "price")
    if not prices:
        section.report("", '"price" is missing: expected the price of one unit')
    return {
        region: PerUnit(price.scaleb(digits(books.currencies[region])), above or Decimal(0))
        for region, price in prices.items()
    }


def _surcharges(document: Document, model: ProductModel, books: _Books) -> dict[str, tuple[Surcharge, ...]]:
    names = Names(model)
    found: dict[str, list[Surcharge]] = {region: [] for region in books.currencies}
    for section in document.root.sections("surcharges"):
        formula = read_formula(section, "when", names)
        label = section.text("label", required=True)
        prices = books.prices(section, "price")
        if not prices:
            section.report("", '"price" is missing: expected an amount')
        if formula is None:
            continue
        applies, groups = condition(model, formula), frozenset(spoken_of(model, formula))
        for region, amount in prices.items():
            found[region].append(Surcharge(section.code, label, amount, formula, applies, groups))
    return {region: tuple(each) for region, each in found.items()}
