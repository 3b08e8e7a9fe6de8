"""What lives as long as the process is kept out of the garbage collector's way."""

from __future__ import annotations

import gc

YOUNG = 20_000
"""So many new objects are made before it is looked for cycles among them: a page makes some thousands, and few of them
hold each other."""


def set_aside() -> None:
    """Collect what nobody holds, and look through the rest no more until this is called again.

    To be called when something large was made that is to stay, or was let go: a compiled product consists of a hundred
    thousand objects, and to look through them takes up to a tenth of a second, in the middle of somebody's click.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
