"""What is laid side by side: saved specs, and what stands in the configurator now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core.formats import format_date
from app.core.language import link, locale_of
from app.core.limits import Limiter, caller_of
from configurator.build.asking import Asking
from configurator.build.compose import picture_of
from configurator.build.pages import load
from configurator.build.view import Picture
from configurator.build.wording import Wording
from configurator.engine.product import Product
from configurator.pricing.quote import quote
from configurator.publishing.shelf import Shelf
from configurator.specs.answers import Answer, answers_of, priced_for
from configurator.specs.codes import written
from configurator.specs.pages import LOOKS, asking_of
from configurator.specs.queries import spec_of_code

Asker = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One of the products that are compared; `code` is that of the spec, empty for what stands now.

    `groups` are the questions whose answers may be shown to whoever asks, `answers` those that there are.
    """

    product: str
    code: str
    title: str
    said: str
    href: str
    picture: Picture
    total: int
    currency: str
    total_words: str
    groups: tuple[str, ...]
    answers: dict[str, Answer]
    asking: Asking


async def standing_column(request: Asker, session: AsyncSession, shelf: Shelf) -> Column | None:
    """What the address says of a configuration that nobody saved yet; None where it says nothing."""
    product = request.query_params.get("product", "")
    if not product:
        return None
    try:
        asking, _ = await load(request, product, request.query_params, session, shelf)
    except NotFoundException:
        return None
    words = Wording(asking.published.file, locale_of(request))
    verdict = asking.verdict()
    plainly = asking.with_choices(verdict.choices)
    href = link(request, plainly.address())
    return _column(asking, verdict.product, True, words, said=words.gettext("As it stands now"), href=href)


async def spec_column(
    request: Asker, session: AsyncSession, shelf: Shelf, visitor: Visitor, limits: Limiter, text: str
) -> Column | None:
    """The newest revision of the spec with this code, as the visitor may see it; None where there is none."""
    spec = await spec_of_code(session, text)
    owner = spec is not None and await visitor.may_open(session, spec, spec.path)
    if not owner:
        limits.hit(LOOKS, caller_of(request))
    if spec is None or spec.deleted_at:
        return None
    revision = spec.revisions[-1]
    asking = await asking_of(session, spec, revision, shelf, revision.answers if owner else {})
    words = Wording(asking.published.file, locale_of(request))
    said = words.gettext("saved on {day}", day=format_date(revision.saved_at.date(), words.locale))
    name, href = spec.name if owner else "", link(request, spec.path)
    return _column(asking, revision.product, owner, words, written(spec.code), name, said, href)


def _column(
    asking: Asking,
    product: Product,
    owner: bool,
    words: Wording,
    code: str = "",
    name: str = "",
    said: str = "",
    href: str = "",
) -> Column:
    file = asking.published.file
    book, priced = priced_for(asking, product, owner)
    breakdown = quote(book, priced)
    return Column(
        file.code,
        code,
        name or words.of(asking.label),
        said,
        href,
        picture_of(asking, product, words),
        breakdown.total,
        breakdown.currency,
        words.money(breakdown.total, book),
        tuple(group.code for group in file.model.groups if owner or not group.personal),
        {each.group: each for each in answers_of(asking, product, words)},
        asking,
    )
