"""The hospital's rota from a list: what would change, what is saved, what the log says."""

from datetime import UTC, datetime

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, AdministrationAct, Author, RevisionSource
from bot.domain.administration.upload.columns import UploadedRow, UploadedTable
from bot.domain.administration.upload.scope import UploadScope
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.rota.shifts import RotaSource
from bot.flows.administration.rota.import_rota import ImportRota
from bot.ports import Storage
from tests.flows.asking.planning import Hospital, a_hospital, members
from tests.support.clocks import StillClock

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
OPENS = datetime(2026, 3, 10, 10, tzinfo=UTC)
BY = Author(who=Actor.person(PersonId("ada")), source=RevisionSource.CONSOLE)
ICU = UploadScope(by=PersonId("ada"), units={UnitId("icu"): "ICU"}, everything=False)


def a_list(*rows: str) -> UploadedTable:
    cells = [UploadedRow(line=line, cells=tuple(row.split(","))) for line, row in enumerate(rows, start=2)]
    return UploadedTable(headings=("person_id", "starts", "ends", "kind"), rows=tuple(cells))


WEEK = a_list("ann,2026-03-11 08:00,20:00,day", "ann,2026-03-12 20:00,08:00,night", "ben,2026-03-09,2026-03-15,leave")


async def a_ward(storage: Storage) -> Hospital:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital("icu", "amu"), members({"icu": ["ann", "ben"], "amu": ["cleo"]}))
    for person in ("ann", "ben", "cleo"):
        await hospital.consents(person, joined_at=datetime(2026, 3, 1, tzinfo=UTC))
    return hospital


def importing(storage: Storage, now: datetime = NOW) -> ImportRota:
    return ImportRota(storage=storage, clock=StillClock(now), entropy=SystemEntropy())


async def test_a_list_is_looked_at_then_saved_as_it_was_seen_and_logged_by_counts(storage: Storage) -> None:
    await a_ward(storage)
    load = importing(storage)
    plan = await load.look(WEEK, scope=ICU)
    assert (plan.people, plan.shifts, plan.faults) == (2, 3, [])
    assert list(plan.changed) == [("Ann", "ann", 2, 0), ("Ben", "ben", 1, 0)]
    other, is_saved = await load.save(WEEK, scope=ICU, author=BY, seen="another plan")
    assert (other, is_saved) == (plan, False)
    assert await load.save(WEEK, scope=ICU, author=BY, seen=plan.fingerprint) == (plan, True)
    assert (await load.look(WEEK, scope=ICU)).changed == []
    async with storage.reading() as work:
        entry = await work.administration_log.last(AdministrationAct.ROTA_IMPORTED)
        assert sorted(await work.rotas.whole([PersonId("ann"), PersonId("ben")], RotaSource.IMPORT)) == ["ann", "ben"]
    assert entry is not None


async def test_people_of_other_units_are_as_unknown_as_people_who_are_not_there(storage: Storage) -> None:
    await a_ward(storage)
    rows = a_list("cleo,2026-03-11 08:00,20:00,day", "zoe,2026-03-11 08:00,20:00,day")
    load = importing(storage)
    plan, is_saved = await load.save(rows, scope=ICU, author=BY)
    assert [str(fault.what) for fault in plan.faults] == [
        'nobody on the list has the id "cleo"',
        'nobody on the list has the id "zoe"',
    ]
    assert not is_saved
    left_out = await load.look(rows, scope=ICU, leave_out=True)
    assert (left_out.left_out, left_out.people) == (2, 0)


async def test_only_what_is_near_is_kept_and_what_is_over_is_told(storage: Storage) -> None:
    await a_ward(storage)
    load = importing(storage)
    over, is_saved = await load.save(a_list("ann,2025-03-11 08:00,20:00,day"), scope=ICU, author=BY)
    assert over.is_over
    assert not is_saved
    far = await load.look(a_list("ann,2026-03-11 08:00,20:00,day", "ann,2026-06-11 08:00,20:00,day"), scope=ICU)
    assert far.is_cut
    assert [each[2:] for each in far.changed] == [(1, 0)]


async def test_a_newer_list_moves_what_has_not_left(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await importing(storage).save(WEEK, scope=ICU, author=BY)
    await hospital.ticks(NOW, OPENS)
    assert await hospital.asked("2026-03-10") == {"ann": "icu"}
    later = importing(storage, datetime(2026, 3, 10, 12, tzinfo=UTC))
    swapped = a_list("ann,2026-03-11,2026-03-11,off", "ann,2026-03-13 08:00,20:00,day")
    plan, is_saved = await later.save(swapped, scope=ICU, author=BY)
    assert is_saved
    assert list(plan.changed) == [("Ann", "ann", 2, 2)]
    (round_,) = await hospital.rounds(weeks=["2026-W11"])
    (pulse,) = await hospital.pulses(round_.id)
    assert pulse.due_at == datetime(2026, 3, 13, 9, tzinfo=UTC)
