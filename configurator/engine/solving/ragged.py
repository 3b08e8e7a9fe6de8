"""Rows of different lengths in one array."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


class Ragged:
    """Rows of integers, one after another; many rows are taken out in one step."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.lengths: Integers = np.fromiter(map(len, rows), np.int64, len(rows))
        self.starts: Integers = np.concatenate(([0], np.cumsum(self.lengths)))
        self.entries: Integers = np.fromiter((entry for row in rows for entry in row), np.int64, int(self.starts[-1]))

    def of(self, rows: Integers) -> Integers:
        """The entries of some rows, one after another."""
        return np.asarray(self.entries[self.places(rows)])

    def places(self, rows: Integers) -> Integers:
        """Where the entries of some rows stand, one row after another."""
        lengths = self.lengths[rows]
        ends = np.cumsum(lengths)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
        return np.asarray(np.repeat(self.starts[rows], lengths) + within)
