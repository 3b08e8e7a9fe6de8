"""A product that nobody chose part by part: by chance, or the cheapest that has what somebody chose."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.core.database import Database
from app.core.forms import redirect
from app.core.language import link, locale_of
from app.core.limits import Limit, Limiter, caller_of
from app.core.rendering import render
from app.core.sharing import UNLISTED
from configurator.build.asking import Asking
from configurator.build.compose import picture_of
from configurator.build.pages import load
from configurator.build.reaching import leading_to
from configurator.build.swaps import swaps_of
from configurator.build.view import Picture, Swap
from configurator.build.wording import Wording
from configurator.engine.choices import Choice
from configurator.engine.model import Kind
from configurator.engine.product import Product
from configurator.pricing.objective import objective
from configurator.pricing.quote import total
from configurator.publishing.shelf import Shelf

Asker = Request[Any, Any, Any]

TEMPLATE = "configurator/build/proposal.html"
SEARCHES = Limit("searches for a product", 60, timedelta(minutes=1))
WORK = 3_000_000
"""Steps in one search for the cheapest: under a second."""
SEEDS = 1_000_000
LIKING = 0.3
"""Of the parts that may be left out, how many chance puts in."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What `templates/configurator/build/proposal.html` shows: `goes` and `comes` against what stands now, or else all
    the `answers`, as question and answer.

    Without `take_href` there is nothing to take: what stands is it already.
    """

    title: str
    lead: str
    summary: str
    picture: Picture
    total: str
    difference: str
    goes: tuple[Swap, ...]
    comes: tuple[Swap, ...]
    take_href: str
    keep_href: str
    answers: tuple[tuple[str, str], ...] = ()
    again_href: str = ""


@get("/build/{product:str}/surprise", include_in_schema=False)
async def surprise(
    request: Asker,
    product: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    limits: NamedDependency[Limiter],
) -> Response[Any]:
    """A product by chance. Its seed stands in the address, so that Back and Refresh show the same."""
    limits.hit(SEARCHES, caller_of(request))
    async with database.reading() as session:
        asking, _ = await load(request, product, request.query_params, session, shelf)
    seed = request.query_params.get("seed", "")
    if not (seed.isascii() and seed.isdigit() and len(seed) < 10):
        seed = str(random.randrange(SEEDS))  # noqa: S311 - chance that keeps no secret
        return redirect(request, asking.address("/surprise", seed=seed))
    words = Wording(asking.published.file, locale_of(request))
    _ = words.gettext
    found = by_chance(asking, random.Random(int(seed)))  # noqa: S311 - the same again for the same address
    page = replace(
        _proposal(request, asking, found, leading_to(_unchosen(asking), found), words),
        title=_("By chance: {product}", product=words.of(asking.published.file.model.label)),
        lead=_("Nobody chose it, and it can be built just like this."),
        goes=(),
        comes=(),
        answers=tuple(_answers(asking, found, words)),
        again_href=link(request, asking.address("/surprise", seed=str((int(seed) + 1) % SEEDS))),
    )
    return render(request, TEMPLATE, headers=UNLISTED, page=page)


@get("/build/{product:str}/cheapest", include_in_schema=False)
async def cheapest(
    request: Asker,
    product: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    limits: NamedDependency[Limiter],
) -> Response[Any]:
    """The cheapest product with all that is chosen, and what it would save: nothing is changed yet."""
    limits.hit(SEARCHES, caller_of(request))
    async with database.reading() as session:
        asking, _ = await load(request, product, request.query_params, session, shelf)
    compiled, book = asking.published.compiled, asking.book
    goal = objective(book, compiled.model)
    search = partial(compiled.cheapest, asking.said, asking.facts, goal, asking.base, WORK)
    found = await asyncio.to_thread(search)
    words = Wording(asking.published.file, locale_of(request))
    page = _proposal(request, asking, found.product, leading_to(asking, found.product), words)
    return render(request, TEMPLATE, headers=UNLISTED, page=replace(page, lead=_lead(page, found.proven, words)))


def by_chance(asking: Asking, chance: random.Random) -> Product:
    """A buildable product of the shop's, by a throw of dice for each question; what was told of a person stands."""
    groups = list(asking.published.file.model.groups)
    chance.shuffle(groups)
    thrown: list[Choice] = []
    for group in groups:
        if group.kind is Kind.ONE:
            thrown.append(Choice(group.code, chance.choice(group.options).code))
        elif group.kind is Kind.SOME:
            thrown += [Choice(group.code, each.code) for each in group.options if chance.random() < LIKING]
        elif group.scale is not None and not group.personal:
            thrown.append(Choice(group.code, None, chance.choice(group.scale.values)))
    return _unchosen(asking).with_choices(thrown).verdict().product


def _unchosen(asking: Asking) -> Asking:
    return replace(asking, choices=(), picked=(), want="", undo="", aside={})


def _proposal(request: Asker, asking: Asking, found: Product, reached: Asking, words: Wording) -> Proposal:
    """What it would be to have the product that was found, to which `reached` leads."""
    verdict = asking.verdict()
    before = asking.with_choices(verdict.choices)
    now, then = (total(asking.book, each) for each in (verdict.product, found))
    goes, comes = swaps_of(asking, verdict.product, found, words)
    return Proposal(
        words.gettext("The cheapest that has what you chose"),
        "",
        words.described(asking.published.file.words.summary, found, asking.answers),
        picture_of(asking, found, words),
        words.money(then, asking.book),
        words.more(then - now, asking.book),
        goes,
        comes,
        link(request, reached.with_choices(reached.verdict().choices).undoable(before).address())
        if found != verdict.product
        else "",
        link(request, before.address()),
    )


def _answers(asking: Asking, product: Product, words: Wording) -> Iterator[tuple[str, str]]:
    for group in asking.published.file.model.groups:
        answer = words.answer(group, product, asking.answers)
        if answer:
            yield words.of(group.label), answer


def _lead(page: Proposal, proven: bool, words: Wording) -> str:
    """How sure it is that nothing is cheaper."""
    _ = words.gettext
    if not page.take_href:
        return (
            _("You have it already: nothing cheaper has all that you chose.")
            if proven
            else _("We found nothing cheaper that has all that you chose.")
        )
    return _("Nothing cheaper has all that you chose.") if proven else _("We found nothing cheaper in a hurry.")


routes = [surprise, cheapest]
