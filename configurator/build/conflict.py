"""What must change so that a blocked option fits: the ways that give up the fewest choices, with what each costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from configurator.build.asking import Asking
from configurator.build.view import Conflict, Swap, Way
from configurator.build.wording import Wording
from configurator.engine.choices import Choice
from configurator.engine.model import Group
from configurator.engine.product import Product
from configurator.engine.verdict import OptionVerdict, Repair, Standing, Verdict
from configurator.pricing.quote import Breakdown, LineKind, quote, total


def conflict_of(
    asking: Asking, verdict: Verdict, now: Breakdown, words: Wording, link: Callable[[str], str]
) -> Conflict | None:
    """The conflict about the option that `asking` wants; None where it fits or is not known."""
    option = _blocked_option(asking, verdict)
    wanted = Choice.parse(asking.want)
    if option is None or wanted is None:
        return None
    repairs = asking.published.compiled.repairs(verdict, asking.facts, wanted, partial(total, asking.book))
    ways = tuple(_way(asking, verdict.product, now, repair, words, link) for repair in repairs)
    label = words.option(option.group, option.option)
    _ = words.gettext
    intro = _("There are {n} ways.", n=len(ways)) if len(ways) > 1 else ""
    return Conflict(
        _("What must change for: {option}", option=label) if ways else _("Not to be had: {option}", option=label),
        intro if ways else _("It cannot be had by changing other choices on this page."),
        words.reasons(option.causes, option.code),
        ways,
        link(asking.with_choices(verdict.choices).address()),
    )


def _blocked_option(asking: Asking, verdict: Verdict) -> OptionVerdict | None:
    options = (option for group in verdict.groups for option in group.options)
    return next((o for o in options if o.code == asking.want and o.state is Standing.BLOCKED), None)


def _way(
    asking: Asking, before: Product, now: Breakdown, repair: Repair, words: Wording, link: Callable[[str], str]
) -> Way:
    then = quote(asking.book, repair.product)
    lost = "; ".join(map(words.choice, repair.given_up))
    return Way(
        words.gettext("Gives up: {choices}", choices=lost),
        (*_parts(asking, before, repair.product, now, words, -1), *_fees(asking, now, then, words, -1)),
        (*_parts(asking, repair.product, before, then, words, 1), *_fees(asking, then, now, words, 1)),
        words.money(then.total, asking.book),
        words.more(then.total - now.total, asking.book) or words.gettext("no change"),
        link(asking.with_choices(repair.choices).address()),
    )


def _parts(
    asking: Asking, product: Product, other: Product, price: Breakdown, words: Wording, sign: int
) -> Iterator[Swap]:
    """What is in `product` and not in `other`, question by question, with what it adds or takes off."""
    for group in asking.published.file.model.groups:
        for option, count in product.chosen(group.code):
            if other.pieces(group.code, option) < count:
                yield _part(asking, group, option, count - other.pieces(group.code, option), words, sign)
        value = product.numbers.get(group.code)
        if value is not None and value != other.numbers.get(group.code) and not group.personal:
            amount = sum(line.amount for line in price.lines if (line.kind, line.code) == (LineKind.NUMBER, group.code))
            label = f"{words.of(group.label)}: {words.number(group, value)}"
            yield Swap(label, words.difference(sign * amount, asking.book))


def _part(asking: Asking, group: Group, option: str, count: int, words: Wording, sign: int) -> Swap:
    price = asking.book.options.get((group.code, option), 0) * count
    label = f"{words.of(group.label)}: {words.pieces(words.option(group.code, option), count)}"
    return Swap(label, words.difference(sign * price, asking.book))


def _fees(asking: Asking, price: Breakdown, other: Breakdown, words: Wording, sign: int) -> Iterator[Swap]:
    """The lines of `price` that are for no part, such as surcharges, where `other` has not the same."""
    model = asking.published.file.model
    for line in price.lines:
        part = line.kind is LineKind.OPTION or (line.kind is LineKind.NUMBER and not model[line.code].personal)
        if not part and line not in other.lines:
            yield Swap(words.line(line, asking.book), words.difference(sign * line.amount, asking.book))
