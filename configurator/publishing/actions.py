"""Publishing."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import add_unless_there
from configurator.catalogue.productfile import ProductFile
from configurator.engine.file.document import Document, Problem, ProductFileError
from configurator.engine.model import Kind
from configurator.publishing.check import Checked, check
from configurator.publishing.models import ProductVersion, Publication
from configurator.publishing.queries import current_version


async def publish(session: AsyncSession, source: str, name: str) -> Checked:
    """Make what `source` says the current version of its product; raises `ProductFileError` and writes nothing.

    Publishing what is current already changes nothing.
    """
    checked = check(source, name, clock.today())
    file = checked.file
    if unanswerable := list(_unanswerable(file, name)):
        raise ProductFileError(name, unanswerable)
    now = clock.now()
    if await session.get(ProductVersion, file.content_hash) is None:
        version = ProductVersion(hash=file.content_hash, product=file.code, source=source, created_at=now)
        await add_unless_there(session, version)
    if await current_version(session, file.code) != file.content_hash:
        session.add(Publication(product=file.code, version=file.content_hash, published_at=now))
    return checked


def _unanswerable(file: ProductFile, name: str) -> Iterator[Problem]:
    """Groups that the shop has no field for."""
    for group in file.model.groups:
        if group.kind is Kind.FILE:
            place = Document(file.source, name).place(("groups", group.code, "kind"))
            yield Problem(*place, "no file can be handed in yet: expected a group of another kind")
