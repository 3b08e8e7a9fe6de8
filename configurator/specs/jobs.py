"""What is done about specs from time to time."""

from __future__ import annotations

from app.core.database import Database
from configurator.specs.actions import remove_deleted


async def remove_deleted_specs(database: Database) -> None:
    """Remove for good the specs that can no longer be put back."""
    async with database.writing() as session:
        await remove_deleted(session)
