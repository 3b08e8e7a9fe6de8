"""Mail: a letter is rendered as text and HTML in its reader's language, waits in the outbox, and leaves by SMTP."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import aiosmtplib
from css_inline import CSSInliner
from email_validator import EmailNotValidError, validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.i18n import translator
from app.core.outbox import Away, Outgoing, Refused, enqueue
from app.core.settings import Settings

KIND = "mail"
TEMPLATES = Path(__file__).parents[2] / "templates"
TIMEOUT = 20
"""Seconds that the server may take for one step of the talk."""
INLINER = CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
"""Many mail programs read style attributes only; the style element stays for those that know dark and narrow."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says, in its reader's language; plain text throughout, addresses absolute."""

    subject: str
    paragraphs: tuple[str, ...]
    action: tuple[str, str] | None = None
    """A button: its label and address."""
    rows: tuple[tuple[str, str], ...] = ()
    """A small table: label and value."""
    after: tuple[str, ...] = ()
    """Paragraphs below table and button."""
    reason: str
    """Why this mail came: "You get this mail because ..."."""


async def send_letter(session: AsyncSession, to: str, locale: str, letter: Letter, *, about: str = "") -> None:
    """Have a letter sent to an address once the caller's transaction is committed."""
    mail = {
        "to": to,
        "locale": locale,
        "subject": " ".join(letter.subject.split()),  # a header is one line
        "text": _environment(locale).get_template("email/letter.txt").render(letter=letter),
        "html": INLINER.inline(_environment(locale).get_template("email/letter.html").render(letter=letter)),
    }
    await enqueue(session, KIND, mail, about=about)


class MailTransport:
    """Sends the outbox's mail by the SMTP server that the settings name."""

    def __init__(self, settings: Settings) -> None:
        server = urlsplit(settings.smtp_url)
        self.host = server.hostname
        self.tls = server.scheme == "smtps"
        self.port = server.port or (465 if self.tls else 587 if server.username else 25)
        self.username = unquote(server.username) if server.username else None
        self.password = unquote(server.password) if server.password else None
        self.sender = parse_sender(settings.mail_from)

    async def send(self, row: Outgoing) -> None:
        """Handle a row of the outbox: a mail for one reader, whose Message-ID is the row's."""
        message = make_message(row, self.sender)
        try:
            # STARTTLS is taken wherever the server offers it.
            await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.username,
                password=self.password,
                use_tls=self.tls,
                timeout=TIMEOUT,
            )
        except aiosmtplib.SMTPRecipientsRefused as refusal:
            raise _judged(refusal.recipients[0]) from None
        except aiosmtplib.SMTPDataError as refusal:
            raise _judged(refusal) from None
        except aiosmtplib.SMTPNotSupported:
            raise Refused("the mail server cannot write to such an address") from None
        except aiosmtplib.SMTPResponseException as trouble:  # our sender or password: ours to mend meanwhile
            raise Away(f"the mail server answers {trouble.code}") from None
        except (aiosmtplib.SMTPException, OSError):
            raise Away("the mail server cannot be reached") from None


def make_message(row: Outgoing, sender: Address) -> EmailMessage:
    """The mail of an outbox row. Raises ``Refused`` for an address that none can be."""
    mail = row.payload
    try:
        reader = validate_email(mail["to"], check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise Refused("this is no address that mail can go to") from None
    message = EmailMessage(SMTP)
    message["Message-ID"] = f"<{row.id}@{sender.domain}>"
    message["Date"] = format_datetime(row.created_at)
    message["From"] = sender
    message["To"] = Address("", reader.local_part, reader.ascii_domain)
    message["Subject"] = mail["subject"]
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail["text"])
    message.add_alternative(mail["html"], subtype="html")
    message["Content-Language"] = mail["locale"]  # said earlier, it would be taken for that of the text part alone
    return message


def parse_sender(text: str) -> Address:
    """``Atelier <shop@example.org>`` as an address whose host is written in ASCII."""
    name, spec = parseaddr(text)
    user, _, host = spec.rpartition("@")
    return Address(name, user, host.encode("idna").decode())


def _judged(answer: aiosmtplib.SMTPResponseException) -> Refused | Away:
    """What the server's answer to this reader or this text means: 5xx for ever, 4xx for now (RFC 5321, 4.2.1)."""
    # Its words often repeat the address, so its number must do.
    why = f"the mail server answers {answer.code}"
    return Refused(why) if answer.code >= 500 else Away(why)


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update({"_": translator(locale).gettext, "locale": locale})
    return environment
