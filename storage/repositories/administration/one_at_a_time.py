"""Whoever adds to the log waits for those who are at it: its numbers have no gap, and revisions follow each other."""

from sqlalchemy import text

from storage.sql.lock_numbers import LOGGING
from storage.sql.transaction import Transaction

_WAIT = text(f"SELECT pg_advisory_xact_lock({LOGGING})")


async def take_turn(transaction: Transaction) -> None:
    """SQLite has one writer anyway."""
    if transaction.dialect == "postgresql":
        await transaction.run(_WAIT)
