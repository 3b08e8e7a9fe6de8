"""What to hope for when many values are asked for at once."""

from __future__ import annotations

import numpy as np

from configurator.engine.solving.encoding import Encoding
from configurator.engine.solving.neighbours import Flags
from configurator.engine.solving.ragged import Integers


class Aims:
    """Picks one value of each slot: a product holds no more. `literals` has one for each value, slot after slot."""

    def __init__(self, encoding: Encoding, slot_of: Integers) -> None:
        self._slot_of = slot_of
        self.literals: Integers = np.array(
            [
                encoding.value(number, index)
                for number, slot in enumerate(encoding.space.slots)
                for index in range(len(slot.values))
            ]
        )

    def of(self, asked: Flags, turn: int) -> list[int]:
        """Literals to try first, so that the next product holds as many of the values `asked` for as it can.

        The outermost come first, turn by turn: the neighbours of products that hold them prove those between.
        """
        values = np.flatnonzero(asked)
        slots = self._slot_of[values]
        firsts = np.flatnonzero(np.diff(slots, prepend=-1))
        lengths = np.diff(firsts, append=len(slots))
        aims = -self.literals[values]
        aims[firsts + (0, lengths - 1, lengths // 2)[turn % 3]] *= -1
        return list(aims.tolist())
