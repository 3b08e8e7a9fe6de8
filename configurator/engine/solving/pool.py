"""Products found so far, as sets of bits: for each value, the products that hold it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from configurator.engine.solving.ragged import Integers
from configurator.engine.solving.slots import State

WORD = 64
WORDS = 32
"""So many times 64 products are remembered; the oldest 64 go when all are full."""

Bits = npt.NDArray[np.uint64]
"""One bit for each remembered product; one row of them for each value, or each part of the product."""


class Pool:
    """Witnesses. They depend on the rules alone, so every shopper may use them."""

    def __init__(self, starts: Integers) -> None:
        self._starts = starts[:-1]
        self.holding: Bits = np.zeros((int(starts[-1]), WORDS), dtype=np.uint64)
        self.kept: Bits = np.zeros(WORDS, dtype=np.uint64)
        """The products there are."""
        self._states = np.zeros((WORD * WORDS, len(self._starts)), dtype=np.int16)
        self._names = np.zeros(WORD * WORDS, dtype=np.int64)
        self._known: set[int] = set()
        self._place = 0

    def add(self, state: State | Integers) -> None:
        """Remember a product."""
        values = np.asarray(state, dtype=np.int64)
        name = hash(values.tobytes())
        if name in self._known:
            return
        word, bit = divmod(self._place, WORD)
        if bit == 0:
            self._empty(word)
        mark = np.uint64(1 << bit)
        self.holding[self._starts + values, word] |= mark
        self.kept[word] |= mark
        self._known.add(name)
        self._states[self._place], self._names[self._place] = values, name
        self._place = (self._place + 1) % (WORD * WORDS)

    def without(self, values: Integers) -> Bits:
        """The products that hold none of the values."""
        return np.asarray(self.kept & ~np.bitwise_or.reduce(self.holding[values], axis=0))

    def newest(self, products: Bits, most: int) -> Integers:
        """Some of the products, a row for each, those found last first."""
        places = np.flatnonzero(np.unpackbits(products.view(np.uint8), bitorder="little"))
        ages = (self._place - 1 - places) % (WORD * WORDS)
        return self._states[places[np.argsort(ages)[:most]]].astype(np.int64)

    def _empty(self, word: int) -> None:
        if self.kept[word]:
            self.holding[:, word] = 0
            self.kept[word] = 0
            self._known.difference_update(self._names[self._place : self._place + WORD].tolist())
