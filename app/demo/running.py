"""What the demo starts beside the shop, and how that changes the shop's settings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from app.core.ids import new_token
from app.core.settings import Settings, SettingsError
from app.demo.mailbox import Mailbox
from app.demo.mailserver import mail_server
from app.demo.payments.server import PaymentServer
from app.demo.receiver import receiver

SELLER = ("ООО «Ателье» (пример)", "125009, Москва, Вымышленный пер., 7", "ИНН 7700000000, КПП 770001001")
BANK = ("АО «Пример-Банк», Москва", "р/с 40702810000000000000", "к/с 30101810000000000000", "БИК 044500000")
"""What stands on the demo's invoices: nobody is called so, and no money arrives there."""


@asynccontextmanager
async def demo(settings: Settings) -> AsyncIterator[Settings]:
    """Servers of the demo's own for what the settings name none; the settings that lead to them."""
    async with AsyncExitStack() as servers:
        if not settings.smtp_url:
            address = await servers.enter_async_context(mail_server(Mailbox.of(settings)))
            settings = replace(settings, smtp_url=address)
        if not settings.stripe_key:
            settings = await servers.enter_async_context(_payments(settings))
        if not settings.feed_url:
            key = new_token()
            address = await servers.enter_async_context(receiver(settings.data, key))
            settings = replace(settings, feed_url=address, feed_key=key)
        if not settings.seller:
            settings = replace(settings, seller=SELLER, bank=BANK)
        yield settings


@asynccontextmanager
async def _payments(settings: Settings) -> AsyncIterator[Settings]:
    """A payment server, and the settings with its address, a key and a secret for this time."""
    paid = replace(settings, stripe_key=f"sk_test_{new_token()}", stripe_webhook_secret=f"whsec_{new_token()}")
    webhook_url = f"{settings.base_url}/webhooks/stripe"
    try:
        server = PaymentServer(
            settings.data, settings.demo_payment_port, webhook_url, paid.stripe_webhook_secret, paid.stripe_key
        )
    except OSError as trouble:
        why = f"ATELIER_DEMO_PAYMENT_PORT is {settings.demo_payment_port}, and there: {trouble.strerror}"
        raise SettingsError([why]) from None
    await server.start()
    try:
        yield replace(paid, stripe_api=server.address, stripe_pages=server.address)
    finally:
        await server.stop()
