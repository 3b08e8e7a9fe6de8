"""Anna, who builds bikes and has an account; what the shop knows of her; Stripe, so that she can order."""

from __future__ import annotations

import pytest
from litestar import Litestar

from app.core.database import Database
from app.core.settings import Settings
from tests.accounts.profile.store import Store
from tests.support.orders import signed_in
from tests.support.payments import Payments
from tests.support.visitors import Visitor, Welcome

EMAIL = "anna@example.org"


@pytest.fixture
def settings(settings: Settings, payments: Payments) -> Settings:
    return payments.settings(settings)


@pytest.fixture
async def anna(stocked: Litestar, welcome: Welcome) -> Visitor:
    return await signed_in(welcome, EMAIL)


@pytest.fixture
async def store(anna: Visitor, database: Database) -> Store:
    """What is known of Anna; nothing may be yet."""
    return await Store.of(database, EMAIL)
