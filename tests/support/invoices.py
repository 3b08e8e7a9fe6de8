"""Ivan, who lives in Russia and pays by invoice."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from litestar import Litestar

from app.core.settings import Settings
from tests.support.orders import ANNA, put_in_cart
from tests.support.pages import Page
from tests.support.visitors import BROWSER, EBIKE, Visitor, shop_with

SELLER = ("ООО «Ателье»", "125009, Москва, Вымышленный пер., 7", "ИНН 7700000000")
BANK = ("АО «Пример-Банк»", "р/с 40702810000000000000")
IVAN = {**ANNA, "email": "ivan@example.org", "name": "Иван Петров", "city": "Москва", "country": "RU"}
IN_ROUBLES = "/build/ebike?region=ru"


def with_seller(settings: Settings) -> Settings:
    """The settings of a shop that says whom to pay."""
    return replace(settings, seller=SELLER, bank=BANK)


@asynccontextmanager
async def invoicing_shop(template: Path, folder: Path) -> AsyncIterator[Litestar]:
    """A shop that takes no payments but by invoice."""
    async with shop_with(template, folder, EBIKE, adapt=with_seller) as app:
        yield app


async def checked(visitor: Visitor, address: str = IN_ROUBLES, prefix: str = "", quantity: int = 1) -> Page:
    """Put something into the cart and type the address; the page on which all is checked."""
    await put_in_cart(visitor, address, quantity=quantity)
    answer = await visitor.client.post(f"{prefix}/checkout", data=IVAN, headers=BROWSER)
    assert answer.status_code == 303, f"the checkout answers {answer.status_code}"
    return await visitor.open(answer.headers["location"])


async def ordered(visitor: Visitor, prefix: str = "", quantity: int = 1) -> int:
    """Order by invoice; the order's number."""
    page = await checked(visitor, prefix=prefix, quantity=quantity)
    words = "Заказать и получить счёт" if prefix == "/ru" else "Order and receive an invoice"
    answer = await visitor.press(page, words)
    assert answer.status_code == 303, f"ordering answers {answer.status_code}"
    found = re.fullmatch(rf"{prefix}/orders/(\d+)", answer.headers["location"])
    assert found
    return int(found[1])
