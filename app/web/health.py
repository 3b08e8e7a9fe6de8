"""Whether the process lives, and whether it can serve."""

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import Database


@get("/healthz", media_type=MediaType.TEXT, include_in_schema=False, sync_to_thread=False)
def health() -> str:
    """The process answers."""
    return "ok"


@get("/readyz", media_type=MediaType.TEXT, include_in_schema=False)
async def readiness(database: NamedDependency[Database]) -> Response[str]:
    """The database answers as well."""
    try:
        async with database.reading() as session:
            await session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return Response("the database does not answer", status_code=503)
    return Response("ok")
