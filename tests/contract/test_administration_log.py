"""What every storage promises about the log of administration."""

from dataclasses import replace

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.ports import Storage
from bot.repositories.administration_log import AdministrationAct, LogEntry
from tests.support.builders import ICU, T0, after
from tests.support.records import administration_log_of


async def test_entries_are_kept_in_order_even_if_they_are_alike(storage: Storage) -> None:
    first = LogEntry(at=T0, who="root", act=AdministrationAct.DIGEST_SHOWN, unit=ICU, week=IsoWeek.parse("2026-W10"))
    entries = [first, first, replace(first, at=after(hours=1), who="zoë", unit=UnitId("ward"))]
    for entry in entries:
        async with storage.writing() as work:
            await work.administration_log.add(entry)
    assert administration_log_of(storage) == entries
