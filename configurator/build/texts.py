"""Texts that people have put on a thing: of what they may be, and what is wrong with one."""

from __future__ import annotations

from configurator.build.wording import Wording
from configurator.engine.alphabet import foreign, length
from configurator.engine.model import Group

MOST_NAMED = 6
"""So many characters that cannot be had are named."""


def room_of(group: Group, words: Wording) -> str:
    """How long a text may be, and of what."""
    room = words.texts.ngettext("Up to {n} character", "Up to {n} characters", group.max_length)
    return f"{room}: {_alphabet(group, words)}" if group.alphabet else room


def fault_of(text: str, group: Group, words: Wording) -> str:
    """What is wrong with a `readable` text, for whoever typed it; empty where nothing is."""
    strange = [words.gettext("“{words}”", words=each) for each in foreign(text, group.alphabet)[:MOST_NAMED]]
    if strange:
        characters, alphabet = ", ".join(strange), _alphabet(group, words)
        return words.gettext(
            "{characters} cannot be written here: only {alphabet}.", characters=characters, alphabet=alphabet
        )
    if (seen := length(text)) > group.max_length:
        return words.gettext(
            "That is {length} characters; there is room for {most}.", length=seen, most=group.max_length
        )
    return ""


def _alphabet(group: Group, words: Wording) -> str:
    _ = words.gettext
    names = {
        "latin": _("Latin letters") if "accented" in group.alphabet else _("letters A to Z"),
        "accented": _("letters with accents"),
        "cyrillic": _("Cyrillic letters"),
        "digits": _("digits"),
        "punctuation": _("punctuation"),
        "space": _("spaces"),
    }
    said = [name for name in group.alphabet if name != "accented" or "latin" not in group.alphabet]
    return ", ".join(names[name] for name in said)
