"""What is tidied up behind those who build."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from app.core import clock
from app.core.database import Database
from configurator.build.models import Draft

KEPT = timedelta(days=365)
"""How long measures and words stay with a browser after their last change."""


async def forget_old_drafts(database: Database) -> None:
    """Delete what was told while building long ago."""
    async with database.writing() as session:
        await session.execute(delete(Draft).where(Draft.updated_at < clock.now() - KEPT))
