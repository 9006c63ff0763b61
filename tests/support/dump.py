"""Everything a database holds, without naming one table: what was erased must not be in it."""

import asyncio
import pathlib
from collections.abc import Iterable
from typing import Any

import apsw
import asyncpg


def rows(url: str) -> list[tuple[str, bytes]]:
    """Return every row of every table, those of indexes that are tables included, as its table's name and its bytes."""
    if url.startswith("sqlite:///"):
        return _sqlite(pathlib.Path(url.removeprefix("sqlite:///")))
    return asyncio.run(_postgres(url))


def traces(url: str, marks: Iterable[str]) -> dict[str, list[str]]:
    """Return, for each mark that is still somewhere, the rows it is in, by table."""
    found: dict[str, list[str]] = {}
    for table, row in rows(url):
        for mark in marks:
            if mark.encode().lower() in row:
                found.setdefault(mark, []).append(f"{table}: {row[:300]!r}")
    return found


def _flat(values: Iterable[Any]) -> bytes:
    parts = [value if isinstance(value, bytes) else str(value).encode() for value in values]
    return b"\x00".join(parts).lower()


def _sqlite(path: pathlib.Path) -> list[tuple[str, bytes]]:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    connection.set_busy_timeout(5000)
    try:
        names = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = []
        for name in names:
            found += [(name, _flat(row)) for row in connection.execute(f'SELECT * FROM "{name}"')]
        return found
    finally:
        connection.close()


async def _postgres(url: str) -> list[tuple[str, bytes]]:
    connection = await asyncpg.connect(url)
    try:
        names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (name,) in names:
            found += [(str(name), _flat(row.values())) for row in await connection.fetch(f'SELECT * FROM "{name}"')]
        return found
    finally:
        await connection.close()
