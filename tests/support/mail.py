"""A real SMTP server for the tests, and what reaches it. It can be told to refuse, to be busy, slow or away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from litestar import Litestar

from app.core.outbox import Relay
from app.worker import create_worker
from tests.support.shops import free_port


class MailServer:
    """The server, its moods, and the mails that it took."""

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[EmailMessage] = []
        self.refused: set[str] = set()
        """Readers it does not know: 550."""
        self.busy = False
        """Takes no mail just now: 451."""
        self.delay = 0.0
        """Seconds before it answers to a mail."""
        self.account: tuple[str, str] | None = None
        """User and password that it asks for."""
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """As ``ATELIER_SMTP_URL`` names it."""
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to a reader, oldest first."""
        return [each for each in self.messages if each["To"] == address]

    def open(self) -> None:
        """Be there, again or for the first time."""
        self._controller = Controller(
            self,
            "127.0.0.1",
            self.port,
            enable_SMTPUTF8=True,
            server_hostname="localhost",
            authenticator=self._authenticate,
            auth_required=self.account is not None,
            auth_require_tls=False,
        )
        self._controller.start()

    def close(self) -> None:
        """Be away: nobody answers at its address."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def collect(self, shop: Litestar) -> list[EmailMessage]:
        """Have a shop without a running worker send all its waiting mail to this server; all that was ever taken."""
        settings = replace(shop.state.settings, smtp_url=self.url)
        await deliver_due(create_worker(settings, shop.state.database, shop.state.gateway).relay)
        return self.messages

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword
    ) -> AuthResult:
        given = login.login.decode(), login.password.decode()
        return AuthResult(success=given == self.account, handled=False)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return f"550 no such reader as {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.delay)
        if self.busy:
            return "451 come back later"
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def mailserver() -> Iterator[MailServer]:
    """A mail server that is there."""
    server = MailServer()
    server.open()
    yield server
    server.close()


async def deliver_due(relay: Relay) -> int:
    """Deliver what is due, one by one; how many that were."""
    count = 0
    while (row := await relay.claim()) is not None:
        await relay.deliver(row)
        count += 1
    return count


def words_of(message: EmailMessage, kind: str = "plain") -> str:
    """The text of a mail, or with ``html`` its HTML."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
