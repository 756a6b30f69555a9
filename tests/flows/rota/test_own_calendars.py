"""Somebody's own calendar: read, kept sealed, forgotten, and never a secret in the database or a log."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.adapters.calendars.fetch import checked_link
from bot.adapters.calendars.read import read_calendar
from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Roster
from bot.domain.rota.own_calendar import READ_EVERY, CalendarFault, CalendarRefused
from bot.domain.rota.shifts import RotaSource
from bot.flows.rota.own_calendars import CALENDAR_SUFFIX, OwnCalendars, SealLinks
from bot.ports import Storage
from storage.database import Database
from tests.flows.asking.planning import Hospital, a_hospital, members
from tests.support.clocks import StillClock

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
TODAY = datetime(2026, 3, 9, tzinfo=UTC)
OPENS = datetime(2026, 3, 10, 10, tzinfo=UTC)
ANN = PersonId("ann")
LINK = "https://rota.example.org/feed/canary-7c1e.ics"


def calendar(*shifts: tuple[datetime, int], title: str = "Canary title") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for starts, hours in shifts:
        ends = starts + timedelta(hours=hours)
        lines += ["BEGIN:VEVENT", f"UID:{starts}", f"DTSTART:{starts:%Y%m%dT%H%M%SZ}", f"DTEND:{ends:%Y%m%dT%H%M%SZ}"]
        lines += [f"SUMMARY:{title}", "LOCATION:Canary place", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def bytes_below(folder: Path) -> list[bytes]:
    return [each.read_bytes() for each in folder.rglob("*") if each.is_file()]


class Feed:
    """What stands behind the link; a fault instead of it, if one is set."""

    def __init__(self, body: bytes) -> None:
        self.body, self.fault = body, None
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    body: bytes
    fault: CalendarFault | None

    async def __call__(self, link: str, hosts: Collection[str]) -> bytes:
        self.asked.append((link, tuple(hosts)))
        if self.fault is not None:
            raise CalendarRefused(self.fault)
        return self.body


class CalendarHarness:
    def __init__(self, storage: Storage, folder: Path, feed: Feed) -> None:
        self.clock, self.feed, self.folder = StillClock(NOW), feed, folder
        keys = FileKeys(folder, entropy=SystemEntropy(), suffix=CALENDAR_SUFFIX)
        self.own = OwnCalendars(
            storage=storage,
            clock=self.clock,
            fetch=feed,
            read=read_calendar,
            check_link=checked_link,
            links=SealLinks(keys=keys, sealer=AesSealer(entropy=SystemEntropy())),
        )


@pytest.fixture
async def harness(storage: Storage, tmp_path: Path) -> CalendarHarness:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": ["ann", "ben"]}))
    for person in ("ann", "ben"):
        await hospital.consents(person, joined_at=at(1))
    return CalendarHarness(storage, tmp_path / "keys", Feed(calendar((at(11, 8), 12))))


async def test_a_link_is_read_at_once_and_again_every_six_hours(harness: CalendarHarness, storage: Storage) -> None:
    assert await harness.own.give_link(ANN, LINK) is None
    assert harness.feed.asked == [(LINK, ())]
    own = await harness.own.look(ANN)
    assert own.rota.own is not None
    assert [each.starts for each in own.rota.own.shifts] == [at(11, 8)]
    assert (own.calendar.read_at, own.calendar.fault) == (TODAY, None)
    assert await harness.own.read_due(now=NOW) == 0
    harness.clock.at = NOW + READ_EVERY
    harness.feed.body = calendar((at(12, 8), 12), (at(10, 8), 12))
    assert await harness.own.read_due(now=harness.clock.at) == 1
    async with storage.reading() as work:
        rota = (await work.rotas.whole([ANN], RotaSource.OWN))[ANN]
    assert [each.starts for each in rota.shifts] == [at(10, 8), at(12, 8)]


async def test_a_swap_in_the_calendar_moves_a_question_that_waits(harness: CalendarHarness, storage: Storage) -> None:
    hospital = Hospital(storage)
    await harness.own.give_link(ANN, LINK)
    await hospital.ticks(NOW, OPENS)
    harness.clock.at = OPENS + timedelta(hours=5)
    harness.feed.body = calendar((at(13, 8), 12))
    await harness.own.read_due(now=harness.clock.at)
    (round_,) = await hospital.rounds(weeks=["2026-W11"])
    assert {pulse.person: pulse.due_at for pulse in await hospital.pulses(round_.id)} == {
        ANN: at(13, 9),
        PersonId("ben"): OPENS,
    }


async def test_what_cannot_be_read_is_told_and_what_was_read_stays(harness: CalendarHarness) -> None:
    await harness.own.give_link(ANN, LINK)
    harness.feed.fault, harness.clock.at = CalendarFault.UNREACHED, NOW + READ_EVERY
    with capture_logs() as logged:
        await harness.own.read_due(now=harness.clock.at)
    assert "canary" not in str(logged)
    assert ANN not in str(logged)
    own = await harness.own.look(ANN)
    assert (own.calendar.fault, own.calendar.read_at) == (CalendarFault.UNREACHED, TODAY)
    assert own.rota.own is not None
    harness.feed.fault = None
    harness.clock.at += READ_EVERY
    await harness.own.read_due(now=harness.clock.at)
    assert (await harness.own.look(ANN)).calendar.fault is None


async def test_a_lost_key_is_told_and_a_new_link_begins_anew(harness: CalendarHarness) -> None:
    await harness.own.give_link(ANN, LINK)
    for file in harness.folder.iterdir():
        file.unlink()
    harness.clock.at = NOW + READ_EVERY
    await harness.own.read_due(now=harness.clock.at)
    assert (await harness.own.look(ANN)).calendar.fault is CalendarFault.NO_KEY
    assert await harness.own.give_link(ANN, LINK) is None


async def test_a_file_is_read_once_and_a_bad_one_changes_nothing(harness: CalendarHarness) -> None:
    await harness.own.give_link(ANN, LINK)
    assert await harness.own.give_file(ANN, b"<html>") is CalendarFault.NO_CALENDAR
    assert (await harness.own.look(ANN)).calendar.sealed_link
    assert await harness.own.give_file(ANN, calendar((at(14, 8), 12))) is None
    own = await harness.own.look(ANN)
    assert (own.calendar.sealed_link, own.calendar.read_next) == (b"", None)
    assert own.rota.own is not None
    assert [each.starts for each in own.rota.own.shifts] == [at(14, 8)]


async def test_taken_away_nothing_is_left_and_a_leaver_takes_it_along(
    harness: CalendarHarness, storage: Storage
) -> None:
    assert await harness.own.give_link(ANN, "nonsense") is CalendarFault.NO_LINK
    await harness.own.give_link(ANN, LINK)
    await harness.own.wish(ANN, 14)
    assert (await harness.own.look(ANN)).calendar.wished_hour == 14
    await harness.own.end(ANN)
    own = await harness.own.look(ANN)
    assert (own.calendar.is_set, own.calendar.wished_hour, own.rota.own) == (False, None, None)
    await harness.own.give_link(ANN, LINK)
    async with storage.writing() as work:
        await work.rosters.save(Roster(people={}, memberships=frozenset()), at=NOW)
    asked = len(harness.feed.asked)
    assert await harness.own.read_due(now=NOW + READ_EVERY) == 0
    assert len(harness.feed.asked) == asked
    async with storage.reading() as work:
        assert await work.rotas.calendar(ANN) is None


@pytest.mark.parametrize("knows_who_stood", [True, False])
async def test_a_leaver_takes_a_file_and_a_wish_along(
    harness: CalendarHarness, storage: Storage, *, knows_who_stood: bool
) -> None:
    """No link, which would be read again, so nothing else comes by."""
    ben = PersonId("ben")
    await harness.own.give_file(ANN, calendar((at(14, 8), 12)))
    await harness.own.wish(ben, 14)
    async with storage.writing() as work:
        everybody = await work.rosters.current()
        imported = await work.rotas.whole([ANN], RotaSource.OWN)
        await work.rotas.put(RotaSource.IMPORT, imported)
        await work.rosters.save(everybody, at=NOW)
        assert await work.rotas.calendar(ANN) is not None, "whoever stays keeps it"
        nobody = Roster(people={}, memberships=frozenset())
        await work.rosters.save(nobody, at=NOW, standing=everybody if knows_who_stood else None)
    async with storage.reading() as work:
        assert [await work.rotas.calendar(each) for each in (ANN, ben)] == [None, None]
        assert await work.rotas.whole([ANN], RotaSource.OWN) == {}
        assert await work.rotas.whole([ANN], RotaSource.IMPORT) == imported, "the hospital's, which end by themselves"


async def test_neither_link_nor_titles_nor_places_are_in_the_database(sqlite_storage: Database, tmp_path: Path) -> None:
    hospital = Hospital(sqlite_storage)
    await hospital.applies(a_hospital(), members({"icu": ["ann"]}))
    harness = CalendarHarness(sqlite_storage, tmp_path / "keys", Feed(calendar((at(11, 8), 12))))
    await harness.own.give_link(ANN, LINK)
    files = bytes_below(tmp_path)
    assert files
    assert not [each for each in files if b"canary" in each.lower()]
