"""The words of the trade that a product's pages use, explained: nothing of anybody's is asked or lost here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.core.database import Database
from app.core.language import link, locale_of
from app.core.rendering import render
from app.core.sharing import Share
from configurator.build.wording import Wording
from configurator.catalogue.productfile import ProductFile
from configurator.catalogue.words import GroupWords
from configurator.engine.model import Group
from configurator.publishing.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and what it means; `id` is where an address can point."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A question of the product with what is explained of it."""

    id: str
    label: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """What `templates/configurator/build/glossary.html` shows."""

    title: str
    terms: tuple[Entry, ...]
    chapters: tuple[Chapter, ...]
    build_href: str


@get("/build/{product:str}/glossary", include_in_schema=False)
async def glossary(
    request: Request[Any, Any, Any],
    product: FromPath[str],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
) -> Response[str]:
    """The words of the product's current version."""
    async with database.reading() as session:
        published = await shelf.shown(session, product)
    if published is None:
        raise NotFoundException
    file, words = published.file, Wording(published.file, locale_of(request))
    page = GlossaryPage(
        words.gettext("{product}: what is what", product=words.of(file.model.label)),
        tuple(Entry(f"term-{term.code}", words.of(term.label), words.of(term.text)) for term in file.words.glossary),
        tuple(_chapters(file, words)),
        link(request, f"/build/{product}"),
    )
    share = Share(page.title, page.title, path=f"/build/{product}/glossary")
    return render(request, "configurator/build/glossary.html", page=page, share=share)


def _chapters(file: ProductFile, words: Wording) -> Iterator[Chapter]:
    """The questions of which something is explained, in the author's order."""
    for group in file.model.groups:
        said = file.words.groups.get(group.code, GroupWords())
        entries = tuple(_entries(group, said, words))
        if entries or said.help:
            yield Chapter(group.code, words.of(group.label), words.of(said.help), entries)


def _entries(group: Group, said: GroupWords, words: Wording) -> Iterator[Entry]:
    for option in group.options:
        own = said.options.get(option.code)
        if own is not None and own.help:
            yield Entry(f"{group.code}-{option.code}", words.of(option.label), words.of(own.help))


routes = [glossary]
