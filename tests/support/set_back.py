"""A PostgreSQL database that is set back to what it was, rather than made anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> $1"
USED = """
    SELECT quote_ident(relname) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
"""The tables that hold rows, or held some."""
COUNTED = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"
"""How far the numbers of new rows have come."""


class SetBack:
    """A database at `address`, and what stood in it at first.

    Making one takes the server a fifth of a second, setting one back a hundredth. No test may leave its tables
    otherwise than it found them.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._rows: dict[str, list[asyncpg.Record]] = {}
        self._numbers: dict[str, int] = {}
        asyncio.run(self._look())

    def set_back(self) -> None:
        """As it was: whoever is still connected is sent away, and new rows have the same numbers as at first."""
        asyncio.run(self._set_back())

    async def _look(self) -> None:
        async with self._connected() as connection:
            for (table,) in await connection.fetch(USED):
                self._rows[table] = await connection.fetch(f"SELECT * FROM {table}")
            self._numbers = dict(await connection.fetch(COUNTED))

    async def _set_back(self) -> None:
        async with self._connected() as connection:
            await connection.execute(OTHERS, connection.get_server_pid())
            used = [table for (table,) in await connection.fetch(USED)]
            # Past triggers, since the ledger takes no changes; and in any order.
            await connection.execute("SET session_replication_role = replica")
            await connection.execute(";".join(f"DELETE FROM {table}" for table in used))
            await connection.execute(f"VACUUM {', '.join(used)}")  # rows are found in the order in which they come
            for table, rows in self._rows.items():
                await connection.copy_records_to_table(table, records=rows)
            for sequence, _ in await connection.fetch(COUNTED):
                last = self._numbers.get(sequence)
                await connection.execute("SELECT setval($1::regclass, $2, $3)", sequence, last or 1, last is not None)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(self.address)
        try:
            yield connection
        finally:
            await connection.close()
