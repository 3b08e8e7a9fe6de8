"""The demo's mailbox: every mail that the shop sent, whoever it was for, as files in a folder."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from app.core.settings import Settings

ID = re.compile(r"[0-9a-f]{32}\Z")
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as it arrived."""

    id: str
    to: str
    subject: str
    at: datetime
    locale: str
    text: str
    html: str


class Mailbox:
    """Mails by a digest of their Message-ID, so that what is sent twice is here once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, settings: Settings) -> Mailbox:
        """The mailbox in the shop's data folder."""
        return cls(settings.data / "demo-mail")

    def keep(self, content: bytes) -> None:
        """Keep a mail, unless it is here already."""
        name = message_from_bytes(content)["Message-ID"]
        digest = hashlib.sha256(name.strip().encode() if name else content).hexdigest()[:32]
        file = self.folder / f"{digest}.eml"
        if file.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.rename(file)

    def newest(self) -> list[Received]:
        """What came last, newest first."""
        if not self.folder.is_dir():
            return []
        files = [(entry.stat().st_mtime_ns, Path(entry)) for entry in os.scandir(self.folder) if _is_mail(entry.name)]
        return [_read(file) for _, file in sorted(files, reverse=True)[:SHOWN]]

    def find(self, letter_id: str) -> Received | None:
        """One mail; None for an id that nothing here has."""
        file = self.folder / f"{letter_id}.eml"
        return _read(file) if ID.match(letter_id) and file.exists() else None


def _is_mail(name: str) -> bool:
    return name.endswith(".eml")


def _read(file: Path) -> Received:
    message = message_from_bytes(file.read_bytes(), policy=default)
    return Received(
        id=file.stem,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        locale=str(message["Content-Language"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
