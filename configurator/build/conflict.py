"""What must change so that a blocked option fits: it comes first, then every choice that still goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from configurator.build.asking import Asking
from configurator.build.view import Conflict, Swap
from configurator.build.wording import Wording
from configurator.engine.choices import Choice
from configurator.engine.model import Group, Kind
from configurator.engine.product import Product
from configurator.engine.verdict import OptionVerdict, Standing, Verdict
from configurator.pricing.quote import Breakdown, LineKind, quote


def conflict_of(
    asking: Asking, verdict: Verdict, now: Breakdown, words: Wording, link: Callable[[str], str]
) -> Conflict | None:
    """The conflict about the option that `asking` wants; None where it fits or is not known."""
    option = _blocked_option(asking, verdict)
    wanted = Choice.parse(asking.want)
    if option is None or wanted is None:
        return None
    own = [choice for choice in verdict.choices if asking.personal(choice.code)]
    rest = [choice for choice in verdict.choices if choice not in own and not _replaces(asking, choice, wanted)]
    texts = [str(choice) for choice in (*own, wanted, *rest)]
    after = asking.published.compiled.propose(texts, asking.facts, asking.base)
    possible = wanted in after.choices
    then = quote(asking.book, after.product)
    label = words.option(option.group, option.option)
    _ = words.gettext
    return Conflict(
        _("What must change for: {option}", option=label) if possible else _("Not to be had: {option}", option=label),
        "" if possible else _("It cannot be had by changing other choices on this page."),
        words.reasons(option.causes, option.code),
        (*_parts(asking, verdict.product, after.product, words, -1), *_fees(asking, now, then, words, -1)),
        (*_parts(asking, after.product, verdict.product, words, 1), *_fees(asking, then, now, words, 1)),
        words.money(then.total, asking.book),
        words.more(then.total - now.total, asking.book) or _("no change"),
        possible,
        link(asking.with_choices(after.choices).address()),
        link(asking.with_choices(verdict.choices).address()),
    )


def _blocked_option(asking: Asking, verdict: Verdict) -> OptionVerdict | None:
    options = (option for group in verdict.groups for option in group.options)
    return next((o for o in options if o.code == asking.want and o.state is Standing.BLOCKED), None)


def _replaces(asking: Asking, choice: Choice, wanted: Choice) -> bool:
    """Whether `choice` answers the same question as `wanted`, so that, said after it, it would take its place."""
    group = asking.published.file.model[wanted.group]
    return choice.group == wanted.group and (group.kind is Kind.ONE or choice.option == wanted.option)


def _parts(asking: Asking, product: Product, other: Product, words: Wording, sign: int) -> Iterator[Swap]:
    """What is in `product` and not in `other`, question by question, with what it adds or takes off."""
    for group in asking.published.file.model.groups:
        if group.options:
            for option, count in product.chosen(group.code):
                if other.pieces(group.code, option) < count:
                    yield _part(asking, group, option, count - other.pieces(group.code, option), words, sign)


def _part(asking: Asking, group: Group, option: str, count: int, words: Wording, sign: int) -> Swap:
    price = asking.book.options.get((group.code, option), 0) * count
    label = f"{words.of(group.label)}: {words.pieces(words.option(group.code, option), count)}"
    return Swap(label, words.difference(sign * price, asking.book))


def _fees(asking: Asking, price: Breakdown, other: Breakdown, words: Wording, sign: int) -> Iterator[Swap]:
    """The lines of `price` that are for no option, such as surcharges, where `other` has not the same."""
    for line in price.lines:
        if line.kind is not LineKind.OPTION and line not in other.lines:
            yield Swap(words.line(line, asking.book), words.difference(sign * line.amount, asking.book))
