"""What people are told of each purpose: a versioned text in every language, known by its SHA-256.

``texts/<purpose>.<version>.toml`` holds one version in all languages. A version that was ever served is never edited:
a new text is a new file, and ``Purpose.notice`` names it.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accounts.consent.models import Notice
from accounts.consent.purposes import Purpose
from app.core.i18n import LOCALES

FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice in one language; each part is a sentence or a few."""

    purpose: str
    version: int
    locale: str
    title: str
    use: str
    """What is done, with which data."""
    benefit: str
    """What the person gets by it."""
    shared: str
    """Who else gets any of it."""
    kept: str
    """How long, and what ends it."""
    otherwise: str
    """What is different without it."""

    @property
    def text(self) -> str:
        """All of it, as it is kept for proof."""
        return "\n".join((self.title, self.use, self.benefit, self.shared, self.kept, self.otherwise))

    @property
    def hash(self) -> str:
        """SHA-256 over purpose, version, language and text."""
        return hashlib.sha256(f"{self.purpose}\n{self.version}\n{self.locale}\n{self.text}".encode()).hexdigest()


@cache
def notice_of(purpose: Purpose, locale: str, version: int | None = None) -> NoticeText:
    """The purpose's notice in a language: the one that is served now, or an earlier one."""
    number = version or purpose.notice
    texts = tomllib.loads((FOLDER / f"{purpose.code}.{number}.toml").read_text(encoding="utf-8"))[locale]
    return NoticeText(purpose.code, number, locale, **{name: " ".join(text.split()) for name, text in texts.items()})


def notice_with(purpose: Purpose, digest: str) -> NoticeText | None:
    """The purpose's notice of now, in whichever language, that has this SHA-256; None where the text is another now."""
    served = (notice_of(purpose, locale) for locale in LOCALES)
    return next((notice for notice in served if notice.hash == digest), None)


def kept_notice(row: Notice) -> NoticeText:
    """A notice as it was served and kept for proof, whatever stands in the files today."""
    return NoticeText(row.purpose, row.version, row.locale, *row.text.split("\n"))
