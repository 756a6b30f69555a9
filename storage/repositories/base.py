"""What every repository starts from: the open transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select

from storage.sql.transaction import Transaction


class Repository:
    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def _lock(self, rows: Select[Any], parameters: Mapping[str, Any]) -> None:
        """Before a statement that changes them in any order. SQLite has one writer anyway."""
        if self._transaction.dialect == "postgresql":
            await self._transaction.run(rows, parameters)
