"""Why somebody can tell us nothing, here or for now."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from accounts.consent.purposes import REMEMBER
from app.core.i18n import Translator


@dataclass(frozen=True, slots=True)
class Closed:
    """The reason, and the page on which that is decided."""

    words: str
    path: str
    link_words: str


def closed_by(*, restricted: bool, anonymous: bool, allowed: Container[str], texts: Translator) -> Closed | None:
    """What stands against it: an erasure that waits, the browser, or that it is not allowed (codes of purposes)."""
    _ = texts.gettext
    if restricted:
        words = _("You asked to be erased. Until then nothing is learned, nothing serves, and nothing new can be told.")
        return Closed(words, "/my/data", _("Your data"))
    if anonymous:
        words = _("Nothing is learned in this browser, nothing serves in it, and nothing is asked.")
        return Closed(words, "/my/permissions#browser", _("This browser"))
    if REMEMBER.code not in allowed:
        words = _("To remember what you tell us, we need your permission first.")
        return Closed(words, "/my/permissions#remember", _("Read and allow it"))
    return None
