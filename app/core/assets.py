"""The files in static/, read once and served from memory, compressed where that helps.

Their address carries a digest of them all (``/static/3f2a91c0/css/base.css``), so that it may be kept for ever, and
so may whatever a style sheet or script refers to by a relative address.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
COMPRESSED_ALREADY = frozenset((".ico", ".png", ".woff2"))
LARGE = 200_000


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, as they are and compressed."""

    media_type: str
    compressible: bool
    plain: bytes

    @cached_property
    def brotli(self) -> bytes:
        # The best setting takes a second for each megabyte.
        return bytes(brotli.compress(self.plain, quality=11 if len(self.plain) < LARGE else 9))

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.plain, mtime=0)

    def encoded(self, accept_encoding: str) -> tuple[bytes, str]:
        """The bytes for a reader that accepts these encodings, and the encoding used ("" for none)."""
        if self.compressible and "br" in accept_encoding:
            return self.brotli, "br"
        if self.compressible and "gzip" in accept_encoding:
            return self.gzip, "gzip"
        return self.plain, ""


class Assets:
    """All files of a folder, by their path below it."""

    def __init__(self, folder: Path) -> None:
        self.files = {path.relative_to(folder).as_posix(): _read(path) for path in _files(folder)}
        sums = hashlib.sha256()
        for name, asset in self.files.items():
            sums.update(name.encode() + b"\0" + hashlib.sha256(asset.plain).digest())
        self.digest = sums.hexdigest()[:10]

    def url(self, name: str) -> str:
        """The address of a file, good for ever. Raises ``KeyError`` for a file that is not there."""
        if name not in self.files:
            raise KeyError(f"no such file in static/: {name}")
        return f"/static/{self.digest}/{name}"

    def styles(self) -> list[str]:
        """The text of our style sheets; that of every page, which names the layers, comes first."""
        names = sorted(self.files, key=lambda name: name != "css/site.css")
        return [self.files[name].plain.decode() for name in names if name.startswith("css/")]

    def find(self, path: str) -> tuple[Asset, bool] | None:
        """The file at a path below /static/, and whether that address is good for ever."""
        digest, _, name = path.partition("/")
        if name in self.files:
            return self.files[name], digest == self.digest
        return (self.files[path], False) if path in self.files else None


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in TYPES)


def _read(path: Path) -> Asset:
    return Asset(TYPES[path.suffix], path.suffix not in COMPRESSED_ALREADY, path.read_bytes())
