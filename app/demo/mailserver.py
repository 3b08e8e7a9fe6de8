"""The demo's mail server: real SMTP on this machine, into the demo's mailbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session

from app.demo.mailbox import Mailbox


class _Receiver:
    """What aiosmtpd calls when a mail has come."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content
        await asyncio.to_thread(self.mailbox.keep, content if isinstance(content, bytes) else str(content).encode())
        return "250 OK"


@asynccontextmanager
async def mail_server(mailbox: Mailbox) -> AsyncIterator[str]:
    """A mail server in the running loop; its address, as the settings name one."""
    receiver = _Receiver(mailbox)

    def talk() -> SMTP:
        return SMTP(receiver, enable_SMTPUTF8=True, hostname="localhost", loop=asyncio.get_running_loop())

    server = await asyncio.get_running_loop().create_server(talk, "127.0.0.1", 0)
    try:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
