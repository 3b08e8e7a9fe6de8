"""Passwords: argon2id, in threads of their own, and never while a transaction is open (callers see to that)."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn_rs_py import zxcvbn

from app.core.i18n import Translator

T = TypeVar("T")

# OWASP's parameters for one lane (Password Storage Cheat Sheet): more lanes would take more cores from the shoppers.
HASHER = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))
SHORTEST, LONGEST = 15, 128
HARD_TO_GUESS = 3
"""Of zxcvbn's scores from 0 to 4: at least 10^8 guesses."""


def _step_back() -> None:
    """Let the thread that serves everybody go first. Only Linux counts niceness by thread."""
    if sys.platform == "linux":
        os.nice(10)


THREADS = ThreadPoolExecutor(2, thread_name_prefix="passwords", initializer=_step_back)


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a password is right; and its hash with today's parameters where the kept one has older ones."""

    right: bool
    renewed: str | None = None


async def hashed(password: str) -> str:
    """What is kept of a password."""
    return await _aside(partial(HASHER.hash, _typed(password)))


async def verified(password: str, kept: str | None) -> Verified:
    """Whether this is the password of which `kept` is kept. Without one the answer is no, and takes as long."""
    if kept is None:
        await hashed(password)
        return Verified(False)
    return Verified(*await _aside(partial(HASHER.verify_and_update, _typed(password), kept)))


def weakness(password: str, known: Iterable[str], texts: Translator) -> str:
    """Why this cannot be a password, in words; empty when it can. `known` is what others know of its owner."""
    _ = texts.gettext
    typed = _typed(password)
    if len(typed) < SHORTEST:
        return _("A password has at least {n} characters; a few words in a row will do.", n=SHORTEST)
    if len(typed) > LONGEST:
        return _("A password has at most {n} characters.", n=LONGEST)
    words = [word for text in ("atelier", *known) for word in (text, *re.split(r"\W+", text)) if word]
    if int(zxcvbn(typed, words).score) < HARD_TO_GUESS:
        return _("This one is easy to guess. A few words that have nothing to do with each other are not.")
    return ""


def _typed(password: str) -> str:
    """The same characters from every keyboard (NFKC, as NIST SP 800-63B 3.1.1.2 has it); spaces count."""
    return unicodedata.normalize("NFKC", password)


async def _aside(work: Callable[[], T]) -> T:
    """Two at once at most; meanwhile everybody else is served."""
    return await asyncio.get_running_loop().run_in_executor(THREADS, work)
