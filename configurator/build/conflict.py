"""What must change so that a blocked option fits: the ways that give up the fewest choices, with what each costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from configurator.build.asking import Asking
from configurator.build.swaps import swaps_of
from configurator.build.view import Conflict, Swap, Way
from configurator.build.wording import Wording
from configurator.engine.choices import Choice
from configurator.engine.product import Product
from configurator.engine.verdict import OptionVerdict, Repair, Standing, Verdict
from configurator.pricing.quote import Breakdown, total

Link = Callable[[str], str]


def conflict_of(asking: Asking, verdict: Verdict, now: Breakdown, words: Wording, link: Link) -> Conflict | None:
    """The conflict about the option that `asking` wants; None where it fits or is not known."""
    option = _blocked_option(asking, verdict)
    wanted = Choice.parse(asking.want)
    if option is None or wanted is None:
        return None
    repairs = asking.published.compiled.repairs(verdict, asking.facts, wanted, partial(total, asking.book))
    before = asking.with_choices(verdict.choices)
    ways = tuple(_way(before, verdict.product, now, repair, words, link) for repair in repairs)
    label = words.option(option.group, option.option)
    _ = words.gettext
    intro = _("There are {n} ways.", n=len(ways)) if len(ways) > 1 else ""
    return Conflict(
        _("What must change for: {option}", option=label) if ways else _("Not to be had: {option}", option=label),
        intro if ways else _("It cannot be had by changing other choices on this page."),
        words.reasons(option.causes, option.code),
        ways,
        f"{link(before.address())}#{option.code.replace('.', '-')}",
    )


def _blocked_option(asking: Asking, verdict: Verdict) -> OptionVerdict | None:
    options = (option for group in verdict.groups for option in group.options)
    return next((o for o in options if o.code == asking.want and o.state is Standing.BLOCKED), None)


def _way(before: Asking, product: Product, now: Breakdown, repair: Repair, words: Wording, link: Link) -> Way:
    personal = [choice for choice in repair.given_up if before.personal(choice.code)]
    answers = {code: text for code, text in before.answers.items() if code not in {each.group for each in personal}}
    after = replace(before.with_choices(repair.choices), answers=answers).undoable(before)
    goes, comes = swaps_of(before, product, repair.product, words)
    priced = {line.code for line in now.lines}
    given_up = (Swap(words.choice(choice), "") for choice in personal if choice.group not in priced)
    amount = total(before.book, repair.product)
    return Way(
        words.gettext("Gives up: {choices}", choices="; ".join(map(words.choice, repair.given_up))),
        (*given_up, *goes),
        comes,
        words.money(amount, before.book),
        words.more(amount - now.total, before.book) or words.gettext("no change"),
        "" if personal else link(after.address()),
        ",".join(after.choices),
        ",".join(choice.group for choice in personal),
    )
