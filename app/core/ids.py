"""Secrets that stand for somebody: the token goes to the browser, its digest to the database."""

import hashlib
import re
import secrets

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}\Z")


def new_token() -> str:
    """A fresh secret of 128 random bits, as 22 characters that are safe in a cookie and an address."""
    return secrets.token_urlsafe(16)


def is_token(text: str) -> bool:
    """Whether a text has the form of a token; says nothing about whether it was ever given out."""
    return TOKEN.match(text) is not None


def digest(token: str) -> str:
    """SHA-256 of a token in hex: what may be stored. No salt is needed, since a token is random."""
    return hashlib.sha256(token.encode()).hexdigest()
