"""Statements straight through the database's driver, where what SQLAlchemy does around each costs more than it runs.

`DirectTransaction` takes the place of `Transaction` and gives the same results; docs/adr/0010 has the figures. It uses
SQLAlchemy to write the SQL and to read the rows, and `Transaction` for everything that it does not know.
"""

from storage.sql.driver.direct_transaction import DirectTransaction

__all__ = ["DirectTransaction"]
