"""A product's own words in one language: labels, answers, reasons, amounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.core.formats import country_name, format_amount, format_date, format_difference, format_money, format_number
from app.core.i18n import translator
from configurator.build.drafts import Answers
from configurator.build.view import PriceLine, Reason, Slip
from configurator.catalogue.productfile import ProductFile
from configurator.catalogue.words import filled
from configurator.engine.choices import Choice
from configurator.engine.model import Bar, BarKind, Group, Kind, Texts
from configurator.engine.product import Product
from configurator.engine.verdict import Cause, Speaker
from configurator.pricing.book import PriceBook, TaxMode
from configurator.pricing.quote import Breakdown, Line, LineKind

MOST_TERMS = 3
"""So many of the choices that add up to figures are named."""


class Wording:
    """Speaks of one product in one language."""

    def __init__(self, file: ProductFile, locale: str) -> None:
        self._file = file
        self.locale = locale
        self.texts = translator(locale)
        self._ = self.gettext = self.texts.gettext

    def of(self, texts: Texts) -> str:
        """The text in this language, or in the product's first."""
        return texts.get(self.locale) or next(iter(texts.values()), "")

    def group(self, code: str) -> str:
        """A group's label."""
        group = self._file.groups.get(code)
        return code if group is None else self.of(group.label)

    def option(self, group: str, option: str) -> str:
        """An option's label."""
        found = self._file.options.get((group, option))
        return self.of(found.label) if found else f"{group}.{option}"

    def number(self, group: Group, value: Decimal | None) -> str:
        """A number with its unit."""
        text = "" if value is None else format_number(value, self.locale)
        return f"{text}\N{NO-BREAK SPACE}{self.of(group.unit)}" if group.unit else text

    def choice(self, choice: Choice) -> str:
        """A choice, as one would say it."""
        group = self._file.groups.get(choice.group)
        if group is None:
            return str(choice)
        if choice.option is None:
            words = self.number(group, choice.amount) if group.kind is Kind.NUMBER else ""
            return f"{self.of(group.label)} {words}".strip()
        label = self.option(choice.group, choice.option)
        if choice.amount == 0:
            return self._("without {option}", option=label)
        return self.pieces(label, int(choice.amount or 1))

    def pieces(self, label: str, count: int) -> str:
        """Several of an option."""
        return label if count == 1 else f"{count}\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}{label}"

    def answer(self, group: Group, product: Product, answers: Answers) -> str:
        """What the product says to the group's question; personal words only from `answers`."""
        match group.kind:
            case Kind.NUMBER:
                if group.personal and group.code not in answers:
                    return ""
                return self.number(group, product.numbers[group.code]) if group.code in product.numbers else ""
            case Kind.TEXT:
                return self._("“{words}”", words=answers[group.code]) if group.code in answers else ""
            case Kind.FILE:
                return self._("picture attached") if group.code in answers else ""
            case _:
                chosen = product.chosen(group.code)
                return "; ".join(self.pieces(self.option(group.code, option), count) for option, count in chosen)

    def described(self, texts: Texts, product: Product, answers: Answers) -> str:
        """One of the product's sentences with the answers filled in."""
        return filled(self.of(texts), self.answers(product, answers))

    def answers(self, product: Product, answers: Answers) -> dict[str, str]:
        """What the product says to each group's question."""
        chosen: dict[str, list[str]] = {}
        for (group, option), count in product.options.items():
            chosen.setdefault(group, []).append(self.pieces(self.option(group, option), count))
        return {
            group.code: "; ".join(chosen.get(group.code, ())) if group.options else self.answer(group, product, answers)
            for group in self._file.model.groups
        }

    def reasons(self, causes: Sequence[Cause], about: str = "", follows: bool = False) -> tuple[Reason, ...]:
        """The causes of a block of the option `about` (or of what follows), the choices said once, at the end."""
        found = []
        for number, cause in enumerate(causes, start=1):
            labels = self._blamed(causes) if number == len(causes) else ()
            words = self._("you chose {choices}", choices="; ".join(labels)) if labels else ""
            kind = self._("Follows.") if follows else self.kind(cause)
            message = self.message(cause).rstrip(".")
            if cause.bar is not None and cause.rule != about:
                message = f"{self.option(*cause.rule.split('.'))}: {message}"
            found.append(Reason(kind, message, labels, words))
        return tuple(found)

    def sentences(self, causes: Sequence[Cause], about: str = "") -> str:
        """The causes of a block of `about`, one after another."""
        reasons = self.reasons(causes, about)
        return " ".join(f"{r.message}{'; ' + r.because_words if r.because_words else ''}." for r in reasons)

    def _blamed(self, causes: Sequence[Cause]) -> tuple[str, ...]:
        """The choices that the causes share; of many that add up to figures, the largest and how many more."""
        choices = causes[-1].choices
        figures = next((cause.shortfall for cause in causes if cause.shortfall and cause.shortfall.words), None)
        smaller = figures.terms[MOST_TERMS:] if figures else ()
        labels = tuple(self.choice(choice) for choice in choices if choice not in smaller)
        if not smaller:
            return labels
        return (*labels, self.texts.ngettext("and {n} smaller one", "and {n} smaller ones", len(smaller)))

    def kind(self, cause: Cause) -> str:
        """Which kind of block a cause is."""
        _ = self._
        if cause.bar is None:
            return _("Unknown.") if cause.speaker is Speaker.UNKNOWN else _("Does not fit.")
        return {
            BarKind.STOCK: _("Out of stock."),
            BarKind.RETIRED: _("No longer made."),
            BarKind.STAFF: _("Made by our staff only."),
            BarKind.ENDED: _("No longer offered."),
            BarKind.NOT_YET: _("Not yet."),
            BarKind.REGION: _("Not in your region."),
        }[cause.bar.kind]

    def message(self, cause: Cause) -> str:
        """What a cause says."""
        if cause.bar is not None:
            return self._bar(cause.bar)
        if cause.speaker is Speaker.UNKNOWN:
            return self._("This product has no such choice")
        if cause.speaker is Speaker.LIMIT:
            return self._limit(cause.rule)
        message, short = self.of(cause.message), cause.shortfall
        if short is None or not short.words:
            return message
        figures = {"needs": format_number(short.needs, self.locale), "has": format_number(short.has, self.locale)}
        return f"{message}: {filled(self.of(short.words), figures)}"

    def _bar(self, bar: Bar) -> str:
        _ = self._
        note = self.of(bar.note)
        if note:
            return note
        match bar.kind:
            case BarKind.ENDED if bar.day:
                return _("It could be ordered until {day}", day=format_date(bar.day, self.locale))
            case BarKind.NOT_YET if bar.day:
                return _("It can be ordered from {day}", day=format_date(bar.day, self.locale))
            case BarKind.STAFF:
                return _("Please write to us and we will make it with you")
            case BarKind.STOCK:
                return _("We do not have it at the moment")
            case BarKind.REGION:
                return _("We do not sell it where you are")
            case _:
                return _("We do not make it any more")

    def _limit(self, code: str) -> str:
        group = self._file.groups.get(code)
        label = self.group(code)
        if group is None or group.kind is not Kind.SOME:
            return self._("{group}: one answer is needed", group=label)
        if group.most is None:
            return self._("{group}: at least {n}", group=label, n=group.least)
        if not group.least:
            return self._("{group}: at most {n}", group=label, n=group.most)
        return self._("{group}: from {least} to {most}", group=label, least=group.least, most=group.most)

    def money(self, amount: int, book: PriceBook) -> str:
        """An amount with its currency."""
        return format_money(amount, book.currency, self.locale)

    def difference(self, amount: int, book: PriceBook) -> str:
        """An amount more or less."""
        return format_difference(amount, book.currency, self.locale)

    def more(self, amount: int, book: PriceBook) -> str:
        """A change of the total in words; nothing where there is none."""
        if not amount:
            return ""
        figure = format_amount(abs(amount), book.currency, self.locale)
        return self._("{amount} more", amount=figure) if amount > 0 else self._("{amount} less", amount=figure)

    def line(self, line: Line, book: PriceBook) -> str:
        """What a line of the breakdown is for."""
        match line.kind:
            case LineKind.BASE:
                return self.of(book.base_label)
            case LineKind.OPTION:
                group, option = line.code.split(".")
                return f"{self.group(group)}: {self.pieces(self.option(group, option), line.quantity)}"
            case LineKind.SURCHARGE:
                label = next((each.label for each in book.surcharges if each.code == line.code), {})
                return self.of(label)
            case LineKind.TAX:
                rate = format_number(book.tax.rate, self.locale)
                return f"{self.of(book.tax.label)} {rate}\N{NO-BREAK SPACE}%"
            case _:
                return self.group(line.code)

    def slip(self, breakdown: Breakdown, book: PriceBook, change: str = "") -> Slip:
        """The price slip of a breakdown."""
        amounts = (format_amount(line.amount, book.currency, self.locale) for line in breakdown.lines)
        lines = tuple(
            PriceLine(self.line(line, book), amount) for line, amount in zip(breakdown.lines, amounts, strict=True)
        )
        return Slip(
            self.money(breakdown.total, book),
            self._tax(breakdown, book),
            change,
            lines,
            self.texts.ngettext("{n} price line", "{n} price lines", len(lines)),
        )

    def _tax(self, breakdown: Breakdown, book: PriceBook) -> str:
        if not breakdown.tax.rate:
            return self._("without tax")
        amount = format_amount(breakdown.tax.amount, book.currency, self.locale)
        rate, label = format_number(breakdown.tax.rate, self.locale), self.of(book.tax.label)
        if book.country:
            label = f"{label} ({country_name(book.country, self.locale)})"
        if book.tax.mode is TaxMode.INCLUDED:
            return self._("with {rate} % {tax}, {amount}", rate=rate, tax=label, amount=amount)
        return self._("{tax} of {rate} % added, {amount}", rate=rate, tax=label, amount=amount)

    def listed(self, codes: Iterable[str]) -> str:
        """Group labels in a row."""
        return ", ".join(map(self.group, codes))
