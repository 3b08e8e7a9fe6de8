"""What a text may be written with: named sets of characters, and how long a text is as it is shown."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

CYRILLIC = "".join(map(chr, (*range(0x0400, 0x0460), 0x0490, 0x0491)))
ACCENTED = "".join(
    letter
    for letter in map(chr, (*range(0x00C0, 0x0180), *range(0x0218, 0x021C), 0x1E9E))
    if unicodedata.category(letter)[0] == "L"
)

ALPHABETS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "latin": frozenset(string.ascii_letters),
        "accented": frozenset(ACCENTED),
        "cyrillic": frozenset(CYRILLIC),
        "digits": frozenset(string.digits),
        "punctuation": frozenset(".,:;!?…'’‘\"“”„«»()/&+-–—·№#@*%"),
        "space": frozenset(" "),
    }
)
"""Latin letters from A to Z; those with accents, of the languages of Europe; the Cyrillic letters of all of them."""

MOST_MARKS = 2
"""So many accents may a character carry besides its own; more are no language."""


def readable(text: str) -> str:
    """`text` in its composed form, without control characters and without space around it."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(each for each in composed if unicodedata.category(each)[0] != "C").strip()


def length(text: str) -> int:
    """How many characters a reader sees in a `readable` text: an accent of its own belongs to what it stands on."""
    seen, marks = 0, MOST_MARKS
    for each in text:
        marks = marks + 1 if unicodedata.category(each) in ("Mn", "Me") else 0
        seen += marks == 0 or marks > MOST_MARKS
    return seen


def foreign(text: str, alphabet: Iterable[str]) -> list[str]:
    """The characters of `text` that none of the named sets has, each once; none where no set is named."""
    names = tuple(alphabet)
    if not names:
        return []
    return [each for each in dict.fromkeys(text) if not any(each in ALPHABETS[name] for name in names)]


def fits(text: str, most: int, alphabet: Iterable[str]) -> bool:
    """Whether a `readable` text has at most so many characters, and only of the named sets."""
    return length(text) <= most and not foreign(text, alphabet)
