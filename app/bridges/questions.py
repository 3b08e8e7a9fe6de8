"""What the shop's products of today can ask a person."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.profile.questions import Question
from configurator.publishing.shelf import Shelf


class ShelfQuestions:
    """The questions in the product files on the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def asked(self) -> Sequence[Question]:
        """What a person may be asked: measures first, then questions, in the makers' order."""
        return ()

    def of(self, key: str) -> Question | None:
        """The question behind a fact's key."""
        return None
