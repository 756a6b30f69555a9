"""A file may take seconds to read, so nobody's files take everybody's turn."""

import asyncio
import threading
from collections import Counter
from pathlib import Path

from bot.adapters.calendars.fetch import checked_link
from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.identifiers import PersonId
from bot.domain.rota.own_calendar import CalendarFault, CalendarRefused
from bot.domain.rota.shifts import Rota
from bot.flows.rota.own_calendars import CALENDAR_SUFFIX, READERS, OwnCalendars, SealLinks
from bot.ports import Storage
from tests.flows.asking.planning import Hospital, a_hospital, members
from tests.support.clocks import StillClock
from tests.support.patience import until

MANY = 12


class SlowReader:
    """Holds every file until it is let go; notes how many were being read at once."""

    def __init__(self) -> None:
        self._lock, self._go = threading.Lock(), threading.Event()
        self.reading: Counter[bytes] = Counter()
        self.most: Counter[bytes] = Counter()
        self.most_of_all = 0

    def __call__(self, raw: bytes, **_of: object) -> Rota:
        with self._lock:
            self.reading[raw] += 1
            self.most[raw] = max(self.most[raw], self.reading[raw])
            self.most_of_all = max(self.most_of_all, self.reading.total())
        self._go.wait()
        with self._lock:
            self.reading[raw] -= 1
        raise CalendarRefused(CalendarFault.TOO_LARGE)

    def let_go(self) -> None:
        self._go.set()


async def no_feed(_link: str, _hosts: object) -> bytes:
    raise CalendarRefused(CalendarFault.UNREACHED)


async def test_many_files_of_one_person_hold_nobody_up(storage: Storage, tmp_path: Path) -> None:
    reader = SlowReader()
    await Hospital(storage).applies(a_hospital(), members({"icu": ["ann", "ben", "cas"]}))
    keys = FileKeys(tmp_path, entropy=SystemEntropy(), suffix=CALENDAR_SUFFIX)
    own = OwnCalendars(
        storage=storage,
        clock=StillClock(),
        fetch=no_feed,
        read=reader,
        check_link=checked_link,
        links=SealLinks(keys=keys, sealer=AesSealer(entropy=SystemEntropy())),
    )
    given = [asyncio.ensure_future(own.give_file(PersonId("ann"), b"of ann")) for _ in range(MANY)]
    try:
        await until(lambda: reader.reading[b"of ann"])
        given.append(asyncio.ensure_future(own.give_file(PersonId("ben"), b"of ben")))
        given.append(asyncio.ensure_future(own.give_file(PersonId("cas"), b"of cas")))
        await until(lambda: reader.reading[b"of ben"] or reader.reading[b"of cas"])
    finally:
        reader.let_go()
    assert await asyncio.gather(*given) == [CalendarFault.TOO_LARGE] * (MANY + 2)
    assert set(reader.most.values()) == {1}
    assert reader.most_of_all == READERS
