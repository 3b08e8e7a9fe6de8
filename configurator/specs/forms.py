"""What an owner types about a spec."""

from __future__ import annotations

import unicodedata

from app.core.i18n import Translator
from configurator.build.compose import Mistake
from configurator.specs.models import LONGEST_NAME, LONGEST_NOTE


class Refused(ValueError):
    """What was typed cannot be taken; `mistake` says why."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.message)
        self.mistake = mistake


def read_name(typed: str, texts: Translator) -> str:
    """A name, in one line; raises `Refused`."""
    return _within(" ".join(_clean(typed).split()), LONGEST_NAME, texts)


def read_note(typed: str, texts: Translator) -> str:
    """A note, in as many lines as it has; raises `Refused`."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _within("\n".join(map(_clean, lines)).strip(), LONGEST_NOTE, texts)


def _clean(line: str) -> str:
    """The line without what nobody types and no database takes; tabs are spaces."""
    text = unicodedata.normalize("NFC", line.replace("\t", " "))
    return "".join(character for character in text if unicodedata.category(character) not in ("Cc", "Cs", "Cn", "Co"))


def _within(text: str, most: int, texts: Translator) -> str:
    if len(text) > most:
        message = texts.gettext("That is {length} characters; there is room for {most}.", length=len(text), most=most)
        raise Refused(Mistake(text, message))
    return text
