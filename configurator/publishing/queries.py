"""Reading versions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from configurator.publishing.models import ProductVersion, Publication


async def current_versions(session: AsyncSession) -> dict[str, str]:
    """The hash of each product's current version, by product, in the order in which the products first appeared."""
    newest = select(func.max(Publication.id)).group_by(Publication.product)
    first = func.min(Publication.id).over(partition_by=Publication.product)
    ordered = select(Publication.id, Publication.product, Publication.version, first.label("first")).subquery()
    rows = await session.execute(
        select(ordered.c.product, ordered.c.version).where(ordered.c.id.in_(newest)).order_by(ordered.c.first)
    )
    return dict(iter(rows))


async def current_version(session: AsyncSession, product: str) -> str | None:
    """The hash of the product's current version."""
    newest = select(Publication.version).where(Publication.product == product).order_by(Publication.id.desc()).limit(1)
    return await session.scalar(newest)


async def publication_times(session: AsyncSession) -> dict[str, datetime]:
    """When each product's current version became current."""
    rows = await session.execute(
        select(Publication.product, func.max(Publication.published_at)).group_by(Publication.product)
    )
    return dict(iter(rows))


async def find_version(session: AsyncSession, product: str, prefix: str) -> ProductVersion | None:
    """The version of the product whose hash begins with `prefix`."""
    found = select(ProductVersion).where(ProductVersion.product == product, ProductVersion.hash.startswith(prefix))
    return await session.scalar(found.order_by(ProductVersion.hash).limit(1))
