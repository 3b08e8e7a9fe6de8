"""Anna and Ben, who come with browsers of their own; what the shop mails them; and passwords that cost nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from litestar import Litestar
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from accounts.identity import passwords
from app.core.database import Database
from tests.support.mail import MailServer
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome

ANNA, BEN = "anna@example.org", "ben@example.org"
PASSWORD = "four quiet herons bicker"


@pytest.fixture(autouse=True)
def cheap_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", PasswordHash((cheap,)))


@dataclass
class Post:
    """What the shop mails, over a real mail server."""

    server: MailServer
    shop: Litestar

    async def to(self, address: str) -> list[EmailMessage]:
        """All letters to an address so far, oldest first."""
        await self.server.collect(self.shop)
        return self.server.to(address)

    async def link(self, address: str) -> str:
        """Where the button of the last letter to an address leads, on our own site."""
        return link_in((await self.to(address))[-1])


def link_in(letter: EmailMessage) -> str:
    """Where a letter's button leads."""
    (found,) = re.findall(r"https://shop\.example(\S+\?\S+)", text_of(letter))
    return str(found)


def text_of(letter: EmailMessage) -> str:
    """A letter as a program without HTML shows it."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.fixture
def post(mailserver: MailServer, app: Litestar, database: Database) -> Post:
    return Post(mailserver, app)


@pytest.fixture
def anna(welcome: Welcome) -> Visitor:
    return welcome()


@pytest.fixture
def ben(welcome: Welcome) -> Visitor:
    return welcome()


SignUp = Callable[..., Awaitable[Page]]


@pytest.fixture
def sign_up(post: Post) -> SignUp:
    """Signs somebody up by their letter; the page to which that leads."""

    async def sign_up(visitor: Visitor, email: str, password: str = "", name: str = "", following: str = "") -> Page:
        page = await visitor.open("/signup" + (f"?next={following}" if following else ""))
        await visitor.press(page, "Mail me a link", email=email)
        account = await visitor.open(await post.link(email))
        return await visitor.go_on(await visitor.press(account, "Make my account", password=password, name=name))

    return sign_up


async def sign_in(visitor: Visitor, email: str, password: str, following: str = "") -> Page:
    """Sign in by password; the page to which that leads."""
    page = await visitor.open("/signin" + (f"?next={following}" if following else ""))
    return await visitor.go_on(await visitor.press(page, "Sign in", email=email, password=password))


async def ask_for_link(visitor: Visitor, post: Post, email: str, following: str = "") -> str:
    """Have a link mailed; where it leads."""
    page = await visitor.open("/signin" + (f"?next={following}" if following else ""))
    answer = await visitor.press(page, "Mail me a link", email=email)
    assert answer.status_code == 303
    return await post.link(email)
