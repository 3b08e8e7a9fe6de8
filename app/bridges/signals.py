"""What the choices in one thing say of whoever made them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from accounts.profile.actions import Observation
from accounts.profile.models import Signal
from configurator.build.asking import Asking
from configurator.engine.model import Kind
from configurator.engine.product import Product
from configurator.engine.verdict import OptionVerdict, Standing
from configurator.pricing.quote import total


def signals_in(asking: Asking, changed: Signal) -> Iterator[Observation]:
    """What is in the standing product and says something; `changed` is the signal of what the base model has not.

    An option speaks only where something else was open. Numbers and texts, and so personal answers, never do.
    """
    verdict = asking.verdict()
    clicks = asking.clicks(verdict)
    untouched = replace(asking, choices=(), answers={}).verdict().product
    now = total(asking.book, verdict.product)
    for answered in verdict.groups:
        group = asking.published.file.model[answered.code]
        labels = {option.code: option.label for option in group.options}
        others = {
            option.option: total(asking.book, clicks[option.code].product) - now
            for option in answered.options
            if option.code in clicks
        }
        for option in answered.options:
            free = bool(others) if group.kind is Kind.ONE else option.option in others
            signal = _signal(option, untouched, changed) if free else None
            if signal is not None:
                shown = {"currency": asking.book.currency, "differences": others}
                key = f"{asking.product}.{group.code}"
                yield Observation(key, option.option, group.label, labels[option.option], signal, shown)


def _signal(option: OptionVerdict, untouched: Product, changed: Signal) -> Signal | None:
    """What an option says; nothing when it is not in, or only since rules or other choices brought it."""
    if not option.quantity or option.state not in (Standing.CHOSEN, Standing.DEFAULT):
        return None
    if option.quantity <= untouched.pieces(option.group, option.option):
        return Signal.KEPT
    return changed if option.state is Standing.CHOSEN else None
