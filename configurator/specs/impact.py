"""What a saved product is today: the same, the same at another price, or one that cannot be had quite so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial

from configurator.build.asking import Asking
from configurator.build.differences import differing
from configurator.build.wording import Wording
from configurator.engine.choices import Choice
from configurator.engine.model import Facts, Kind
from configurator.engine.product import Product
from configurator.engine.verdict import Dropped
from configurator.pricing.quote import total
from configurator.publishing.shelf import Published
from configurator.specs.models import Revision
from configurator.specs.portrait import answers_in


class ImpactKind(StrEnum):
    """How much of what was saved still holds."""

    SAME = "same"
    REPRICED = "repriced"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Impact:
    """What a revision is under the current version on a day.

    `asking` asks that version for the whole saved product, `product` is what then stands, `total` its price in minor
    units of `currency`. Where that is not what was saved: `dropped`, which of its parts cannot be had and why;
    `moved`, the groups that are answered otherwise; `missing`, those that must be answered first.
    """

    kind: ImpactKind
    total: int
    currency: str
    asking: Asking
    product: Product
    dropped: tuple[Dropped, ...] = ()
    moved: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def renewed(self, revision: Revision) -> Asking:
        """The revision's own choices on the current version if they still lead to the same, else the whole product."""
        own = replace(self.asking, choices=tuple(revision.choices))
        return own if own.verdict().product == self.product else self.asking


def impact_of(revision: Revision, current: Published, day: date) -> Impact:
    """What `revision` is under the product's current version on `day`."""
    asking = _whole(revision, current)
    facts = Facts(day, asking.book.region)
    verdict = current.compiled.propose(asking.said, facts, asking.base)
    if len(verdict.dropped) > 1:
        asking = _losing_least(asking, facts)
        verdict = current.compiled.propose(asking.said, facts, asking.base)
    amount, currency = total(asking.book, verdict.product), asking.book.currency
    codes = (group.code for group in current.file.model.groups)
    moved = tuple(differing(revision.product, verdict.product, codes))
    kind = ImpactKind.SAME if (amount, currency) == (revision.total, revision.currency) else ImpactKind.REPRICED
    if verdict.dropped or moved or verdict.missing:
        kind = ImpactKind.CHANGED
    return Impact(kind, amount, currency, asking, verdict.product, verdict.dropped, moved, verdict.missing)


def reasons_in(impact: Impact, revision: Revision, locale: str) -> tuple[str, ...]:
    """Why the product is not quite what was saved, in sentences; none where it is."""
    words = Wording(impact.asking.published.file, locale)
    return (*_lost(impact, revision, words), *_otherwise(impact, revision, words), *_unanswered(impact, words))


def _whole(revision: Revision, current: Published) -> Asking:
    """The saved product, said in full: what is in, what is certainly not, each number and each personal answer."""
    asked = Asking.of(current, {"base": revision.base, "region": revision.region}, revision.answers)
    return replace(asked, choices=tuple(map(str, _choices(revision, current))))


def _losing_least(asking: Asking, facts: Facts) -> Asking:
    """The same question, with those choices last without which the most others are kept."""
    nearest = asking.published.compiled.nearest(asking.said, facts, asking.base, partial(total, asking.book))
    lost = {each.text for each in nearest.given_up}
    return replace(asking, choices=tuple(sorted(asking.choices, key=lambda text: text in lost)))


def _choices(revision: Revision, current: Published) -> Iterator[Choice]:
    product, model = revision.product, current.file.model
    for (group, option), count in product.options.items():
        yield Choice(group, option, Decimal(count))
    for code, value in product.numbers.items():
        known = model.group(code)
        if code not in revision.answers and not (known and known.personal):
            yield Choice(code, None, value)
    for several, part in model.options():
        if several.kind is Kind.SOME and not product.pieces(several.code, part.code):
            yield Choice(several.code, part.code, Decimal(0))


def _lost(impact: Impact, revision: Revision, words: Wording) -> Iterator[str]:
    """What cannot be had any more, as it was called when it was saved, and why."""
    called = answers_in(revision.portrait, words.locale)
    for dropped in impact.dropped:
        choice = impact.asking.published.compiled.known(dropped.text)
        group = dropped.text.partition(".")[0].partition(":")[0]
        label = words.choice(choice) if choice else ": ".join(called.get(group, (dropped.text,)))
        yield f"{label}: {words.sentences(dropped.causes, dropped.text.partition(':')[0])}"


def _otherwise(impact: Impact, revision: Revision, words: Wording) -> Iterator[str]:
    """What would take the place of what was saved, and the questions that are new or gone."""
    called = answers_in(revision.portrait, words.locale)
    for code in impact.moved:
        group = impact.asking.published.file.model.group(code)
        now = words.answer(group, impact.product, impact.asking.answers) if group else ""
        label, before = called.get(code, (words.group(code), ""))
        said = {"group": label, "before": before or words.gettext("none"), "now": now or words.gettext("none")}
        if before or now:
            yield words.gettext("{group}: {before} when saved, now {now}.", **said)


def _unanswered(impact: Impact, words: Wording) -> Iterator[str]:
    for code in impact.missing:
        yield words.gettext("{group} needs your answer.", group=words.group(code))
