"""Anna, who orders; Irina and Jonas, who review; the administrator.

They meet in one shop for all tests; a test that asks for ``stocked``, first of all, has a shop of its own, on SQLite
and on PostgreSQL.
"""

import pytest

from accounts.identity.models import Role
from tests.support.orders import paid_order, signed_in
from tests.support.visitors import Visitor, Welcome


@pytest.fixture
def anna(welcome: Welcome) -> Visitor:
    """A guest with a browser of her own."""
    return welcome()


@pytest.fixture
async def irina(welcome: Welcome) -> Visitor:
    return await signed_in(welcome, "irina@shop.example", Role.REVIEWER, name="Irina")


@pytest.fixture
async def jonas(welcome: Welcome) -> Visitor:
    return await signed_in(welcome, "jonas@shop.example", Role.REVIEWER, name="Jonas")


@pytest.fixture
async def administrator(welcome: Welcome) -> Visitor:
    return await signed_in(welcome, "root@shop.example", Role.ADMINISTRATOR)


@pytest.fixture
async def number(anna: Visitor) -> int:
    """The number of Anna's order, paid and to be reviewed: two of her bike, with her measures and her name on it."""
    answers = {"inseam": "91.5", "plate": "Annabella"}
    return await paid_order(anna, quantity=2, delivery={"note": "Please ring twice."}, **answers)
