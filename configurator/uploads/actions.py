"""Handing in a picture."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from configurator.uploads.models import Upload
from configurator.uploads.store import Kept


def hand_in(session: AsyncSession, kept: Kept) -> str:
    """Note that a picture came; its id, with which whoever asks must answer a question in the same transaction."""
    upload = Upload(id=kept.name, width=kept.width, height=kept.height, size=kept.size, made_at=clock.now())
    session.add(upload)
    return upload.id
