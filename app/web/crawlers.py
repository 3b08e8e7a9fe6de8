"""What search engines ask for first: where they may go, and which pages there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.i18n import LOCALES
from app.core.rendering import Templates
from app.core.settings import Settings
from configurator.publishing.queries import publication_times
from configurator.publishing.shelf import Shelf

OURS_ALONE = (
    *("/my", "/signin", "/signup", "/key", "/erased", "/cart", "/checkout", "/orders", "/staff"),
    *("/api", "/compare", "/region", "/embed", "/patterns", "/demo"),
    *("/build/*/surprise", "/build/*/cheapest", "/build/*/region", "/build/*/uploads"),
)
"""Where search engines have nothing to look for, or would never come to an end. Specs are not in it: their pages say
themselves that they are not to be listed, which is only seen by who may read them, and messengers show them.
"""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page for search engines; when it last changed, where that is known."""

    path: str
    changed: datetime | None = None


@get("/robots.txt", media_type=MediaType.TEXT, include_in_schema=False, sync_to_thread=False)
def robots(settings: NamedDependency[Settings]) -> str:
    """Where search engines may go, in every language."""
    prefixes = ("", *(f"/{locale}" for locale in LOCALES))
    lines = [f"Disallow: {prefix}{path}" for path in OURS_ALONE for prefix in prefixes]
    return "\n".join(("User-agent: *", *lines, "", f"Sitemap: {settings.base_url}/sitemap.xml", ""))


@get("/sitemap.xml", include_in_schema=False)
async def sitemap(
    request: Request[Any, Any, Any], session: NamedDependency[AsyncSession], shelf: NamedDependency[Shelf]
) -> Response[str]:
    """Every public page, in every language."""
    await shelf.all_current(session)
    templates: Templates = request.app.state.templates
    times = await publication_times(session)
    pages = [
        PublicPage("/", max(times.values(), default=None)),
        *_of_products(shelf, times),
        PublicPage("/privacy"),
        PublicPage("/schema"),
    ]
    body = templates.part(LOCALES[0], "app/sitemap.xml", pages=pages)
    return Response(body, media_type="application/xml", headers={"Cache-Control": "public, max-age=3600"})


def _of_products(shelf: Shelf, times: dict[str, datetime]) -> Iterator[PublicPage]:
    for code, version in shelf.products.items():
        changed = times.get(code)
        yield PublicPage(f"/build/{code}", changed)
        if version.file.questions:
            yield PublicPage(f"/build/{code}/guide", changed)
        if version.file.words.explained:
            yield PublicPage(f"/build/{code}/glossary", changed)


routes = [robots, sitemap]
