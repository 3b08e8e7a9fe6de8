"""That a product was published anew while somebody builds it, and what would be different for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from configurator.build.asking import Asking
from configurator.build.differences import differing
from configurator.build.view import Notice
from configurator.build.wording import Wording
from configurator.engine.verdict import Unbuildable, Verdict
from configurator.pricing.quote import total
from configurator.publishing.shelf import Published


def newer_notice(asking: Asking, newest: Published, locale: str, link: Callable[[str], str]) -> Notice:
    """What the choices of `asking` come to in the newest version: nothing of them changes before one goes there."""
    fields = asking.fields(v=newest.short, base=asking.base, undo="", picked="")
    there = Asking.of(newest, fields, asking.answers, asking.embedded)
    words = Wording(newest.file, locale)
    _ = words.gettext
    title, stands = (
        _("There is a newer version of this product."),
        _("You go on with the one you began; its prices and options stand."),
    )
    try:
        items = tuple(_differences(asking, there, locale))
    except Unbuildable:
        return Notice("warn", title, (stands, _("In the newer one nothing can be had at the moment.")))
    return Notice("warn", title, (stands, *items), link(there.address(base=asking.base)), _("See the newer version"))


def _differences(here: Asking, there: Asking, locale: str) -> Iterator[str]:
    """Price, what cannot be had any more, and what would be answered otherwise, in sentences."""
    old, new = Wording(here.published.file, locale), Wording(there.published.file, locale)
    _, now, then = new.gettext, here.verdict(), there.verdict()
    amount = total(there.book, then.product)
    more = new.more(amount - total(here.book, now.product), there.book)
    words = {"total": new.money(amount, there.book), "more": more}
    if here.book.currency != there.book.currency or not more:
        yield _("In the newer one yours costs {total}.", **words)
    else:
        yield _("In the newer one yours costs {total}, {more}.", **words)
    yield from _lost(there, now, then, new)
    codes = [group.code for group in there.published.file.model.groups]
    for code in differing(now.product, then.product, codes):
        groups = here.published.file.model.group(code), there.published.file.model.group(code)
        before = old.answer(groups[0], now.product, here.answers) if groups[0] else ""
        after = new.answer(groups[1], then.product, there.answers) if groups[1] else ""
        label = new.group(code) if groups[1] else old.group(code)
        if before or after:
            said = {"group": label, "before": before or _("none"), "now": after or _("none")}
            yield _("{group}: {before} here, {now} there.", **said)


def _lost(there: Asking, now: Verdict, then: Verdict, words: Wording) -> Iterator[str]:
    """What was chosen and is not to be had in the newer version."""
    kept = set(map(str, now.choices))
    for dropped in then.dropped:
        if dropped.text in kept:
            choice = there.published.compiled.known(dropped.text)
            label = words.choice(choice) if choice else dropped.text
            yield f"{label}: {words.sentences(dropped.causes, dropped.text)}"
