"""Spec codes: ten random characters and one that checks them, in an alphabet without look-alikes.

Crockford's base 32 (no I, L, O, U) with the Luhn mod N check character, which finds any single wrong character and
almost every swap of two neighbours.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def new_code() -> str:
    """A fresh code of eleven characters: 50 random bits and the check."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return body + check_character(body)


def read_code(text: str) -> str | None:
    """The code that a person meant: any case, with or without dashes, look-alikes forgiven; None where it is none."""
    code = text.upper().translate(_READ_AS)
    if len(code) != LENGTH + 1 or any(character not in ALPHABET for character in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def written(code: str) -> str:
    """The code as it is shown: ``K7Q4M-2XR9D-T``."""
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"


def check_character(body: str) -> str:
    """The Luhn mod 32 check character of `body`."""
    base, total = len(ALPHABET), 0
    for position, character in enumerate(reversed(body)):
        product = ALPHABET.index(character) * (2 - position % 2)
        total += product // base + product % base
    return ALPHABET[-total % base]
