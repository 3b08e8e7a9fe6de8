"""The folder of uploads: a file by a random name for each, never opened as anything but a picture."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from app.core.ids import is_token, new_token
from configurator.uploads.images import cleaned

Result = TypeVar("Result")

UPLOADS = "uploads"
"""The folder in the shop's data."""
WHOLE, SMALL = ".webp", "-small.webp"
UNSETTLED = 60 * 60
"""Seconds after which a file is no longer of a request that has not ended."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture in the folder: its name, and how large it is in pixels and in bytes."""

    name: str
    width: int
    height: int
    size: int


class Store:
    """Reads pictures, keeps them and gives them out, one after another in a thread of its own.

    One at a time, since a picture that is being unpacked takes up to three hundred megabytes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="uploads")

    async def keep(self, source: IO[bytes], most_bytes: int) -> Kept:
        """Write the picture in `source` to the folder; raises `images.Unusable`. It takes a second."""
        return await self._do(partial(self._keep, source, most_bytes))

    async def read(self, name: str, small: bool) -> bytes | None:
        """The bytes of a picture, or None where there is none of that name."""
        path = self._path(name, SMALL if small else WHOLE)
        return None if path is None else await asyncio.to_thread(_read, path)

    async def names(self) -> set[str]:
        """The pictures in the folder that are not of a request which may still go on."""
        return await asyncio.to_thread(self._names)

    async def remove(self, names: Collection[str]) -> None:
        """Remove these pictures."""
        await self._do(partial(self._remove, names))

    async def _do(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _keep(self, source: IO[bytes], most_bytes: int) -> Kept:
        picture, name = cleaned(source, most_bytes), new_token()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for data, ending in ((picture.small, SMALL), (picture.whole, WHOLE)):
            descriptor = os.open(self._folder / (name + ending), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
        return Kept(name, picture.width, picture.height, len(picture.whole))

    def _names(self) -> set[str]:
        settled = time.time() - UNSETTLED
        try:
            found = [each for each in os.scandir(self._folder) if each.stat().st_mtime < settled]
        except FileNotFoundError:
            return set()
        return {each.name.removesuffix(SMALL).removesuffix(WHOLE) for each in found}

    def _remove(self, names: Collection[str]) -> None:
        for name in names:
            for ending in (WHOLE, SMALL):
                if (path := self._path(name, ending)) is not None:
                    path.unlink(missing_ok=True)

    def _path(self, name: str, ending: str) -> Path | None:
        return self._folder / (name + ending) if is_token(name) else None


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
