"""The log of administration: rows are added, and nothing here changes or removes one."""

from sqlalchemy import insert

from bot.repositories.administration_log import LogEntry
from storage.repositories.base import Repository
from storage.schema.tables import administration_log


class StoredAdministrationLog(Repository):
    __slots__ = ()

    async def add(self, entry: LogEntry) -> None:
        await self._transaction.run(
            insert(administration_log),
            {
                "at": entry.at,
                "who": entry.who,
                "act": entry.act.value,
                "unit": entry.unit,
                "week": entry.week,
            },
        )
