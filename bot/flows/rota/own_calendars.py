"""Somebody's own calendar: set by themself, read every six hours, told to nobody else."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final, Protocol
from weakref import WeakValueDictionary

import structlog

from bot.cancellation import side_by_side
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId, PersonId
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import local_date, to_utc
from bot.domain.rota.own_calendar import CalendarFault, CalendarRefused, OwnCalendar, next_reading
from bot.domain.rota.shifts import KEPT_AHEAD, PersonRota, Rota, RotaSource, Span
from bot.flows.rota.replan import replan
from bot.flows.rota.tidy_rotas import kept_from
from bot.ports import Clock, KeyStore, Sealer, Storage, UnitOfWork

log = structlog.get_logger()

CONCURRENCY: Final = 4
"""Calendars that are fetched side by side."""
READERS: Final = 2
"""Files that are read at once: each may keep a processor busy for seconds."""
_A_TICK: Final = 20
_KEY: Final = EpochId("0001-W01")
"""Of the one key under which links lie. Its file ends in `CALENDAR_SUFFIX`, and it is never destroyed."""
CALENDAR_SUFFIX: Final = "calendars"
_SHOWN_AHEAD: Final = timedelta(weeks=2)

Fetch = Callable[[str, Collection[str]], Awaitable[bytes]]
"""A link and the servers inside the network that may be called, to a file. Raises CalendarRefused."""


class ReadShifts(Protocol):
    def __call__(self, raw: bytes, *, zone: str, now: datetime, until: datetime) -> Rota:
        """A calendar file as shifts. Raises CalendarRefused."""


class SealLinks:
    """A link is stored only sealed, under a key outside the database and its backups."""

    def __init__(self, *, keys: KeyStore, sealer: Sealer) -> None:
        self._keys, self._sealer = keys, sealer

    def seal(self, person: PersonId, link: str) -> bytes:
        """Raises `KeyUnavailable`."""
        return self._sealer.seal(self._keys.create(_KEY), body=link.encode(), bound_to=_bound_to(person))

    def unseal(self, person: PersonId, sealed: bytes) -> str:
        """Raises `KeyUnavailable`."""
        key = self._keys.load(_KEY)
        if key is None:
            raise KeyUnavailable("the key of people's calendars is not there")
        return self._sealer.unseal(key, sealed=sealed, bound_to=_bound_to(person)).decode()


def _bound_to(person: PersonId) -> bytes:
    return b"calendar " + person.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShifts:
    """What somebody is shown of their own shifts."""

    calendar: OwnCalendar
    rota: PersonRota
    """Of the next two weeks."""
    zone: str


class OwnCalendars:
    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        fetch: Fetch,
        read: ReadShifts,
        check_link: Callable[[str], str],
        links: SealLinks,
    ) -> None:
        self._storage, self._clock, self._links = storage, clock, links
        self._fetch, self._read, self._check_link = fetch, read, check_link
        self._readers = asyncio.Semaphore(READERS)
        self._turns: WeakValueDictionary[PersonId, asyncio.Lock] = WeakValueDictionary()

    async def look(self, person: PersonId) -> OwnShifts:
        now = self._clock.now()
        async with self._storage.reading() as work:
            calendar = await work.rotas.calendar(person) or OwnCalendar(person=person)
            found = await work.rotas.of([person], Span(starts=now, ends=now + _SHOWN_AHEAD))
            zone = await _zone(work, person)
        return OwnShifts(calendar=calendar, rota=found.get(person, PersonRota()), zone=zone)

    async def give_link(self, person: PersonId, text: str) -> CalendarFault | None:
        """Read it at once. It stays, and is tried again, unless it is no link at all; what was wrong, if anything."""
        try:
            link = self._check_link(text)
        except CalendarRefused as refused:
            return refused.fault
        try:
            sealed = await asyncio.to_thread(self._links.seal, person, link)
        except KeyUnavailable:
            return CalendarFault.NO_KEY
        now = self._clock.now()
        async with self._storage.writing() as work:
            before = await work.rotas.calendar(person) or OwnCalendar(person=person)
            given = replace(before, sealed_link=sealed, read_next=next_reading(person, now), read_at=None, fault=None)
            await work.rotas.put_calendar(given)
        return await self._read_one(given, link)

    async def give_file(self, person: PersonId, raw: bytes) -> CalendarFault | None:
        """Read it once, in place of whatever was given before; a file that cannot be read changes nothing."""
        now = self._clock.now()
        async with self._storage.reading() as work:
            zone = await _zone(work, person)
        try:
            rota = await self._shifts(person, raw, zone, now)
        except CalendarRefused as refused:
            return refused.fault
        async with self._storage.writing() as work:
            before = await work.rotas.calendar(person) or OwnCalendar(person=person)
            read = replace(before, sealed_link=b"", read_next=None, read_at=_day_of(now, zone), fault=None)
            await work.rotas.put_calendar(read)
            await _put(work, person, rota, now)
        return None

    async def wish(self, person: PersonId, hour: int | None) -> None:
        """When on a shift they would like to be asked; None: as early as can be."""
        async with self._storage.writing() as work:
            before = await work.rotas.calendar(person) or OwnCalendar(person=person)
            await work.rotas.put_calendar(replace(before, wished_hour=hour))

    async def end(self, person: PersonId) -> None:
        """Nothing of the calendar, its shifts or the wish is left; what waits to be sent is planned without them."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            await work.rotas.end_calendar(person)
            await replan(work, [person], now=now)

    async def read_due(self, *, now: datetime) -> int:
        """Read the calendars whose time has come; how many."""
        async with self._storage.reading() as work:
            due = await work.rotas.calendars_to_read(now=now, limit=_A_TICK)
        if not due:
            return 0
        async with self._storage.writing() as work:  # whatever becomes of it, the next try is hours away
            listed = await work.rosters.members({each.person for each in due})
            for each in due:
                if listed.get(each.person):
                    await work.rotas.put_calendar(replace(each, read_next=next_reading(each.person, now)))
                else:  # whoever has left the list takes their calendar along
                    await work.rotas.end_calendar(each.person)
        staying = [replace(each, read_next=next_reading(each.person, now)) for each in due if listed.get(each.person)]
        for first in range(0, len(staying), CONCURRENCY):
            await side_by_side(*(self._read_due_one(each) for each in staying[first : first + CONCURRENCY]))
        return len(staying)

    async def _read_due_one(self, calendar: OwnCalendar) -> None:
        try:
            link = await asyncio.to_thread(self._links.unseal, calendar.person, calendar.sealed_link)
        except KeyUnavailable:
            await self._note(calendar, CalendarFault.NO_KEY)
            return
        await self._read_one(calendar, link)

    async def _read_one(self, calendar: OwnCalendar, link: str) -> CalendarFault | None:
        now = self._clock.now()
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            zone = await _zone(work, calendar.person)
        try:
            raw = await self._fetch(link, () if programme is None else programme.rota_hosts)
            rota = await self._shifts(calendar.person, raw, zone, now)
        except CalendarRefused as refused:
            log.info("calendar_not_read", reason=refused.fault.value)  # neither whose it is, nor where it lies
            await self._note(calendar, refused.fault)
            return refused.fault
        await self._note(calendar, None, rota)
        return None

    async def _shifts(self, person: PersonId, raw: bytes, zone: str, now: datetime) -> Rota:
        """A file may take seconds, so those of one person wait for one another and take nobody else's turn."""
        async with self._turns.setdefault(person, asyncio.Lock()), self._readers:
            return await asyncio.to_thread(self._read, raw, zone=zone, now=now, until=now + KEPT_AHEAD)

    async def _note(self, calendar: OwnCalendar, fault: CalendarFault | None, rota: Rota | None = None) -> None:
        """What came of reading it, unless its person has given another one meanwhile, or taken it away."""
        now = self._clock.now()
        async with self._storage.writing() as work:
            standing = await work.rotas.calendar(calendar.person)
            if standing is None or standing.sealed_link != calendar.sealed_link:
                return
            read_at = standing.read_at if rota is None else _day_of(now, await _zone(work, calendar.person))
            await work.rotas.put_calendar(replace(standing, fault=fault, read_at=read_at))
            if rota is not None or fault is CalendarFault.NO_SHIFTS:
                await _put(work, calendar.person, rota or Rota(), now)


def _day_of(at: datetime, zone: str) -> datetime:
    """What is kept of a moment at which somebody gave their calendar."""
    return to_utc(local_date(at, zone), time(0), zone)


async def _put(work: UnitOfWork, person: PersonId, rota: Rota, now: datetime) -> None:
    """All that is ahead is as it was read; what is over stays as long as it is kept."""
    starts = min((span.starts for span in rota.known), default=now)
    kept = await kept_from(work, now=now)
    before = (await work.rotas.whole([person], RotaSource.OWN)).get(person, Rota())
    over = before.cut(Span(starts=kept, ends=starts)) if kept < starts else Rota()
    after = over.under(rota).cut(Span(starts=kept, ends=now + KEPT_AHEAD))
    if after != before:
        await work.rotas.put(RotaSource.OWN, {person: after})
        await replan(work, [person], now=now)


async def _zone(work: UnitOfWork, person: PersonId) -> str:
    """Their own, or that of a unit of theirs."""
    programme: Programme | None = await work.programmes.current()
    members = (await work.rosters.members({person})).get(person, ())
    if programme is None:
        return "UTC"
    if not members:
        return programme.organisation.timezone
    first = members[0]
    organisation = programme.organisation
    if first.person.timezone is not None:
        return first.person.timezone
    return organisation.zone_of(first.unit) if first.unit in organisation else organisation.timezone
