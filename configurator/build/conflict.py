"""What must change so that a blocked option fits: it comes first, then every choice that still goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from configurator.build.asking import Asking
from configurator.build.view import Conflict, Swap
from configurator.build.wording import Wording
from configurator.engine.choices import Choice
from configurator.engine.model import Group
from configurator.engine.verdict import OptionVerdict, Product, Standing, Verdict
from configurator.pricing.quote import Breakdown, total


def conflict_of(
    asking: Asking, verdict: Verdict, now: Breakdown, words: Wording, link: Callable[[str], str]
) -> Conflict | None:
    """The conflict about the option that `asking` wants; None where it fits or is not known."""
    option = _blocked_option(asking, verdict)
    wanted = Choice.parse(asking.want)
    if option is None or wanted is None:
        return None
    own = [choice for choice in verdict.choices if asking.personal(choice.code)]
    rest = [choice for choice in verdict.choices if choice not in own]
    texts = [str(choice) for choice in (*own, wanted, *rest)]
    after = asking.published.compiled.propose(texts, asking.facts, asking.base)
    possible = wanted in after.choices
    changed = total(asking.book, after.product)
    label = words.option(option.group, option.option)
    _ = words.gettext
    return Conflict(
        _("What must change for: {option}", option=label),
        "" if possible else _("It cannot be had by changing other choices on this page."),
        words.reasons(option.causes, option.code),
        tuple(_swaps(asking, verdict.product, after.product, words)) if possible else (),
        tuple(_swaps(asking, after.product, verdict.product, words)) if possible else (),
        words.money(changed, asking.book),
        words.more(changed - now.total, asking.book) or _("no change"),
        possible,
        link(asking.with_choices(after.choices).address()),
        link(asking.with_choices(verdict.choices).address()),
    )


def _blocked_option(asking: Asking, verdict: Verdict) -> OptionVerdict | None:
    options = (option for group in verdict.groups for option in group.options)
    return next((o for o in options if o.code == asking.want and o.state is Standing.BLOCKED), None)


def _swaps(asking: Asking, product: Product, other: Product, words: Wording) -> Iterator[Swap]:
    """What is in `product` and not in `other`, question by question, with its price."""
    for group in asking.published.file.model.groups:
        if group.options:
            for option, count in product.chosen(group.code):
                if other.pieces(group.code, option) < count:
                    yield _swap(asking, group, option, count - other.pieces(group.code, option), words)


def _swap(asking: Asking, group: Group, option: str, count: int, words: Wording) -> Swap:
    price = asking.book.options.get((group.code, option), 0) * count
    label = f"{words.of(group.label)}: {words.pieces(words.option(group.code, option), count)}"
    return Swap(label, words.difference(price, asking.book))
