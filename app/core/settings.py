"""Settings, read from the environment once, at start-up.

=================================  ==========================================  ======================================
variable                           meaning                                     default
=================================  ==========================================  ======================================
``ATELIER_HOST``                   address to listen on                        ``127.0.0.1``
``ATELIER_PORT``                   port to listen on                           ``8000``
``ATELIER_BASE_URL``               the address people type, for every link     ``http://`` + host + port
``ATELIER_DATA``                   folder of the embedded database and files   ``data``
``ATELIER_DATABASE_URL``           ``sqlite:///...`` or ``postgresql://...``   ``atelier.sqlite3`` in the data folder
``ATELIER_DEMO``                   ``1`` loads the demo shop                   ``0``
``ATELIER_DEMO_PAYMENT_PORT``      port of the demo's own payment server       the port after ``ATELIER_PORT``
``ATELIER_DEFAULT_LOCALE``         language when the reader names none         ``en``
``ATELIER_LOG_LEVEL``              ``debug info warning error critical``       ``info``
``ATELIER_SMTP_URL``               ``smtp[s]://user:password@host:port``       none: mail waits in the outbox
``ATELIER_MAIL_FROM``              whom our mail comes from                    ``Atelier <shop@`` + host ``>``
``ATELIER_STRIPE_KEY``             secret key of the Stripe account            none: checkout refuses
``ATELIER_STRIPE_WEBHOOK_SECRET``  what Stripe signs its events with           none: events are refused
``ATELIER_SELLER``                 who sends invoices: name|address|numbers    none: no order by invoice
``ATELIER_BANK``                   where they are paid: bank|account|...       needed with ``ATELIER_SELLER``
``ATELIER_FEED_URL``               ``https://host`` of a profile system        none: nothing is sent to any
``ATELIER_FEED_KEY``               the write key by which it knows us          needed with ``ATELIER_FEED_URL``
``ATELIER_TRUSTED_PROXIES``        addresses whose ``X-Forwarded-For`` counts  none
``ATELIER_EMBED_HOSTS``            ``https://host`` of sites that may embed    none: there is no ``/embed``
=================================  ==========================================  ======================================

Anything that makes no sense is refused at once, all of it in one list; a name that starts with
``ATELIER_`` and is not in this table is refused too, since it is a slip of the pen.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.core.i18n import LOCALES

T = TypeVar("T")

PREFIX = "ATELIER_"
LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


class SettingsError(Exception):
    """The environment asks for something that cannot be; ``problems`` says what, one line each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("Atelier cannot start with these settings:\n" + "\n".join(f"  - {line}" for line in problems))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the shop was told at start-up; see the table above."""

    host: str
    port: int
    base_url: str
    data: Path
    database_url: str = field(repr=False)  # may hold a password
    demo: bool
    demo_payment_port: int
    default_locale: str
    log_level: str
    smtp_url: str = field(repr=False)
    mail_from: str
    stripe_key: str = field(repr=False)
    stripe_webhook_secret: str = field(repr=False)
    feed_url: str
    feed_key: str = field(repr=False)
    trusted_proxies: tuple[str, ...]
    embed_hosts: tuple[str, ...]
    seller: tuple[str, ...]
    """Who sells, as invoices have it, line by line; none where no order can be paid by invoice."""
    bank: tuple[str, ...]
    """Where invoices are paid to, line by line."""
    stripe_api: str = "https://api.stripe.com"
    """Where payments are asked for; only the demo, which brings a payment server of its own, says otherwise."""
    stripe_pages: str = "https://checkout.stripe.com"
    """The origin of the pages on which people pay."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises ``SettingsError`` with every problem found."""
        return _Reader(os.environ if environ is None else environ).read()

    @property
    def secure(self) -> bool:
        """People reach the shop over https."""
        return self.base_url.startswith("https:")

    @property
    def loopback(self) -> bool:
        """People reach the shop on this machine only."""
        return is_loopback(urlsplit(self.base_url).hostname or "")


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Reader:
    """Collects the settings and, beside them, all that is wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.given = {name: value.strip() for name, value in environ.items() if name.startswith(PREFIX)}
        self.known: set[str] = set()
        self.problems: list[str] = []

    def read(self) -> Settings:
        host = self._host()
        port = self._port("PORT", 8000)
        data = Path(self._text("DATA", "data"))
        if data.exists() and not data.is_dir():
            self._refuse("DATA", f"is not a folder: {data}")
        base_url = self._base_url(host, port)
        settings = Settings(
            host=host,
            port=port,
            base_url=base_url,
            data=data,
            database_url=self._database_url(data),
            demo=self._one_of("DEMO", SWITCH, "0"),
            demo_payment_port=self._port("DEMO_PAYMENT_PORT", port + 1 if port < 65535 else port - 1),
            default_locale=self._one_of("DEFAULT_LOCALE", {name: name for name in LOCALES}, "en"),
            log_level=self._one_of("LOG_LEVEL", {name: name for name in LOG_LEVELS}, "info"),
            smtp_url=self._smtp_url(),
            mail_from=self._mail_from(base_url),
            stripe_key=self._text("STRIPE_KEY", ""),
            stripe_webhook_secret=self._text("STRIPE_WEBHOOK_SECRET", ""),
            feed_url=self._feed_url(),
            feed_key=self._text("FEED_KEY", ""),
            trusted_proxies=self._trusted_proxies(),
            embed_hosts=self._embed_hosts(),
            seller=self._lines("SELLER"),
            bank=self._lines("BANK"),
        )
        if settings.feed_url and not settings.feed_key:
            self._refuse("FEED_KEY", "is needed where there is an ATELIER_FEED_URL")
        for one, other in (("SELLER", "BANK"), ("BANK", "SELLER")):
            if self._text(one, "") and not self._text(other, ""):
                self._refuse(other, f"is needed where there is an {PREFIX}{one}: an invoice has both")
        for name in sorted(self.given.keys() - self.known):
            self.problems.append(f"{name} is not a setting of Atelier; known are {', '.join(sorted(self.known))}")
        if self.problems:
            raise SettingsError(self.problems)
        return settings

    def _text(self, name: str, default: str) -> str:
        self.known.add(PREFIX + name)
        return self.given.get(PREFIX + name) or default

    def _refuse(self, name: str, why: str) -> None:
        self.problems.append(f"{PREFIX}{name} {why}")

    def _one_of(self, name: str, meanings: Mapping[str, T], default: str) -> T:
        text = self._text(name, default).lower()
        if text not in meanings:
            self._refuse(name, f"must be one of {', '.join(meanings)}; it is {text!r}")
            text = default
        return meanings[text]

    def _host(self) -> str:
        host = self._text("HOST", "127.0.0.1")
        if any(c.isspace() or c in "/@?#" for c in host):
            self._refuse("HOST", f"must be a host name or an address; it is {host!r}")
            return "127.0.0.1"
        return host

    def _port(self, name: str, default: int) -> int:
        text = self._text(name, str(default))
        if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
            self._refuse(name, f"must be a number from 1 to 65535; it is {text!r}")
            return default
        return int(text)

    def _base_url(self, host: str, port: int) -> str:
        # A wildcard is no address to visit; whoever listens on one for others names the address they type.
        visible = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
        default = f"http://[{visible}]:{port}" if ":" in visible else f"http://{visible}:{port}"
        text = self._text("BASE_URL", default).rstrip("/")
        if not _is_origin(text):
            self._refuse("BASE_URL", f"must look like https://shop.example, without a path; it is {text!r}")
            return default
        return text.lower()

    def _database_url(self, data: Path) -> str:
        text = self._text("DATABASE_URL", f"sqlite:///{data / 'atelier.sqlite3'}")
        try:
            url = make_url(text)
        except (ArgumentError, ValueError):
            url = None
        if url is None or url.drivername not in DRIVERS or not url.database or url.database == ":memory:":
            # The address may hold a password, so it is not repeated here.
            self._refuse("DATABASE_URL", "must be sqlite:///path/to/file or postgresql://user:password@host/name")
            return ""
        return url.set(drivername=DRIVERS[url.drivername]).render_as_string(hide_password=False)

    def _smtp_url(self) -> str:
        text = self._text("SMTP_URL", "")
        if text and not _is_server(text, ("smtp", "smtps")):
            # It may hold a password, so it is not repeated here.
            self._refuse("SMTP_URL", "must be smtp://host:port or smtps://user:password@host:port")
            return ""
        return text

    def _mail_from(self, base_url: str) -> str:
        host = urlsplit(base_url).hostname or ""
        default = f"Atelier <shop@{'localhost' if ':' in host else host}>"
        text = self._text("MAIL_FROM", default)
        if not parseaddr(text)[1].partition("@")[2] or not text.isprintable():
            self._refuse("MAIL_FROM", f"must look like Atelier <shop@example.org>; it is {text!r}")
            return default
        return text

    def _feed_url(self) -> str:
        text = self._text("FEED_URL", "").rstrip("/")
        if text and not _is_origin(text):
            self._refuse("FEED_URL", f"must look like https://events.example, without a path; it is {text!r}")
            return ""
        return text.lower()

    def _lines(self, name: str) -> tuple[str, ...]:
        return tuple(filter(None, (line.strip() for line in self._text(name, "").split("|"))))

    def _trusted_proxies(self) -> tuple[str, ...]:
        names = tuple(filter(None, re.split(r"[\s,]+", self._text("TRUSTED_PROXIES", ""))))
        for name in names:
            try:
                ipaddress.ip_network(name)
            except ValueError:
                self._refuse("TRUSTED_PROXIES", f"must be addresses or networks such as 10.0.0.0/8; {name!r} is none")
        return names

    def _embed_hosts(self) -> tuple[str, ...]:
        names = tuple(name.rstrip("/") for name in re.split(r"[\s,]+", self._text("EMBED_HOSTS", "")) if name)
        for name in names:
            # It becomes part of a policy in which other signs have meanings of their own.
            if not (_is_origin(name) and re.fullmatch(r"https?://[\w.:\[\]-]+", name, re.ASCII)):
                self._refuse(
                    "EMBED_HOSTS", f"must be sites such as https://maker.example, without a path; {name!r} is none"
                )
        return tuple(map(str.lower, names))


def _is_server(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises when it is no port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and not (parts.path.strip("/") or parts.query)


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises when it is no port
    except ValueError:
        return False
    plain = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc or any(map(str.isspace, text)))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain
