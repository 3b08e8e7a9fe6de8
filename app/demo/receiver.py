"""The demo's profile system: the receiver of ``examples``, in a process of its own."""

from __future__ import annotations

import os
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.core.settings import SettingsError

PROGRAM = Path(__file__).parents[2] / "examples" / "receiver" / "receiver.py"
FILE = "receiver.sqlite3"


@asynccontextmanager
async def receiver(folder: Path, key: str) -> AsyncIterator[str]:
    """A receiver on this machine, which keeps what it gets in the folder; its address.

    It ends with this process, however that ends, since it reads from it.
    """
    process = await create_subprocess_exec(
        *(sys.executable, str(PROGRAM), "--port", "0", "--data", str(folder / FILE), "--until-eof"),
        env={**os.environ, "RECEIVER_KEY": key},
        stdin=PIPE,
        stdout=PIPE,
        start_new_session=True,  # Ctrl+C at the terminal is for the shop, which ends it in its turn
    )
    reads, says = process.stdin, process.stdout
    if reads is None or says is None or not (address := (await says.readline()).decode().strip()):
        raise SettingsError(["the demo's profile system does not start; ATELIER_FEED_URL may name another one"])
    try:
        yield address
    finally:
        reads.close()
        await process.wait()
