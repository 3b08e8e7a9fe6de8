"""Publishing."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import add_unless_there
from configurator.publishing.check import Checked, check
from configurator.publishing.models import ProductVersion, Publication
from configurator.publishing.queries import current_version


async def publish(session: AsyncSession, source: str, name: str) -> Checked:
    """Make what `source` says the current version of its product; raises `ProductFileError` and writes nothing.

    Publishing what is current already changes nothing.
    """
    checked = check(source, name, clock.today())
    file = checked.file
    now = clock.now()
    if await session.get(ProductVersion, file.content_hash) is None:
        version = ProductVersion(hash=file.content_hash, product=file.code, source=source, created_at=now)
        await add_unless_there(session, version)
    if await current_version(session, file.code) != file.content_hash:
        session.add(Publication(product=file.code, version=file.content_hash, published_at=now))
    return checked
