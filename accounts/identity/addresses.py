"""E-mail addresses: the one form in which they are compared, and a hint of one for whoever may not read it."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

LONGEST = 254


class NoAddress(ValueError):
    """A text that mail cannot go to."""


def read_email(text: str) -> str:
    """The address that somebody typed, in the form in which we keep it; raises ``NoAddress``.

    All of it in small letters: nobody's mail server tells Anna@ from anna@, and people write both.
    """
    typed = text.strip()
    if len(typed) > LONGEST:
        raise NoAddress
    try:
        found = validate_email(typed, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise NoAddress from None
    if len(found) > LONGEST:
        raise NoAddress
    return found


def hint(email: str) -> str:
    """Enough of an address to know one's own: ``m…a@example.org``."""
    local, _, domain = email.partition("@")
    return f"{local[0]}…{local[-1] if len(local) > 2 else ''}@{domain}"
