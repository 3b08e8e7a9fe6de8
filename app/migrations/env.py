"""How Alembic reaches the database, from ``upgrade`` and from its own command line. Imports every room's tables."""

import asyncio

from alembic import context
from sqlalchemy import Connection

from accounts.consent import models as _consent
from accounts.identity import models as _identity
from accounts.privacy import models as _privacy
from accounts.profile import models as _profile
from app.core import outbox as _outbox
from app.core.database import Base, make_engine
from app.core.settings import Settings
from configurator.build import models as _build
from configurator.cart import models as _cart
from configurator.orders import models as _orders
from configurator.payments import models as _payments
from configurator.publishing import models as _publishing
from configurator.specs import models as _specs
from configurator.uploads import models as _uploads

ROOMS_WITH_TABLES = (
    _consent,
    _identity,
    _privacy,
    _profile,
    _outbox,
    _build,
    _cart,
    _orders,
    _payments,
    _publishing,
    _specs,
    _uploads,
)


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def main() -> None:
    url = context.config.attributes.get("url") or Settings.from_env().database_url
    engine = make_engine(url, foreign_keys=False)
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


asyncio.run(main())
