"""Handing in a picture."""

from __future__ import annotations

from typing import IO

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from configurator.uploads.models import Upload
from configurator.uploads.store import Store


async def hand_in(session: AsyncSession, store: Store, source: IO[bytes], most_bytes: int) -> Upload:
    """Keep the picture in `source`; raises `images.Unusable`. Whoever asks must answer a question with its id."""
    name, picture = await store.keep(source, most_bytes)
    upload = Upload(id=name, width=picture.width, height=picture.height, size=len(picture.whole), made_at=clock.now())
    session.add(upload)
    return upload
