"""The one history of the database."""

from pathlib import Path

from alembic import command
from alembic.config import Config

FOLDER = Path(__file__).parent


def upgrade(database_url: str) -> None:
    """Bring a database to the newest form. Not to be called inside an event loop."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["url"] = database_url
    command.upgrade(config, "head")
