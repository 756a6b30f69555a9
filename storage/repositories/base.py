"""What every repository starts from: the open transaction."""

from storage.sql.transaction import Transaction


class Repository:
    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
