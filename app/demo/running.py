"""What the demo starts beside the shop, and how that changes the shop's settings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from app.core.settings import Settings
from app.demo.mailbox import Mailbox
from app.demo.mailserver import mail_server


@asynccontextmanager
async def demo(settings: Settings) -> AsyncIterator[Settings]:
    """Servers of the demo's own for what the settings name none; the settings that lead to them."""
    async with AsyncExitStack() as servers:
        if not settings.smtp_url:
            address = await servers.enter_async_context(mail_server(Mailbox.of(settings)))
            settings = replace(settings, smtp_url=address)
        yield settings
