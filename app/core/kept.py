"""What was made lately, kept for whoever asks for the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """What was made lately, by what it was made of: `most` things at most, and at least half as many as were asked for
    last.

    They stand in two generations. Once the fresh one is half of all, it becomes the older one, whose things are fresh
    again when somebody asks for them, and go when the next generation is full: so a thing that is found is looked up
    once, and nothing is put in order.
    """

    def __init__(self, most: int) -> None:
        self._half = most // 2
        self._fresh: dict[Hashable, Value] = {}
        self._older: dict[Hashable, Value] = {}

    def find(self, key: Hashable) -> Value | None:
        """What is kept under the key, if anything is."""
        found = self._fresh.get(key)
        if found is not None:
            return found
        found = self._older.get(key)
        return None if found is None else self.keep(key, found)

    def keep(self, key: Hashable, value: Value) -> Value:
        """Keep it from now on."""
        if len(self._fresh) >= self._half:
            self._fresh, self._older = {}, self._fresh
        self._fresh[key] = value
        return value

    def made(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is kept under the key, made now where nothing is."""
        found = self.find(key)
        return self.keep(key, make()) if found is None else found
