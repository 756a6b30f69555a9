"""Erasing somebody leaves no byte of them anywhere, and an export says everything that is kept."""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.adapters.tombstones import FileTombstones
from bot.domain.administration.log import Actor, AdministrationAct
from bot.domain.asking.pulses import Pulse
from bot.domain.certificates.kept_week import reworded_evidence
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.programme.programme import Contact
from bot.flows.administration.revise_programme import ErasedComeBack, LastAdministrator
from bot.flows.administration.rights.erase_person import CannotErase, Erased
from bot.flows.administration.rights.erased_ids import ReadmitPerson
from bot.flows.administration.undo_revision import CannotUndo, UndoRevision
from bot.flows.operations.take_backup import TakeBackup
from bot.repositories.tombstones import Stone
from storage.backup.database_backups import DatabaseBackups
from storage.codecs.unit_states import decode_unit_state
from storage.database import Database
from storage.schema.tables import metadata
from tests.support.backups import NOW, backup, restore, unheard
from tests.support.builders import T0, a_delivery, after
from tests.support.channels import TELEGRAM
from tests.support.erasing import BEN, ROOT, Rights
from tests.support.everywhere import (
    ADDRESS,
    HABIT_OF_BEN,
    HABIT_OF_ZOE,
    NAME,
    SOUGHT,
    ZOE,
    dumped,
    put_everywhere,
    rows_that_hold_her,
)
from tests.support.own_pages import opened_anew


@pytest.fixture
async def rights(database: Database, tmp_path: Path) -> Rights:
    rights = Rights(database, tmp_path)
    await rights.furnish()
    return rights


def found_in(said: bytes) -> list[bytes]:
    return [each for each in SOUGHT if each in said]


def files_of(storage: Database) -> bytes:
    """A SQLite database as it lies on disk, with its log."""
    if storage.file is None:
        return b""
    return b"".join(path.read_bytes() for path in storage.file.parent.glob(f"{storage.file.name}*"))


# --- erasing --------------------------------------------------------------------------------------------------------


@pytest.mark.drill
async def test_after_it_no_byte_of_them_is_left(
    rights: Rights, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    put_everywhere(rights.storage)
    with_her = rows_that_hold_her(rights.storage)
    assert {table.name for table in metadata.sorted_tables if "person" in table.c} <= with_her.keys()
    assert set(SOUGHT[:5]) <= set(found_in(dumped(rights.storage))), "or there would be nothing to look for"
    TakeBackup(backups=DatabaseBackups(rights.storage), clock=rights.clock)(
        tmp_path / "before.backup", progress=unheard
    )
    erased = await rights.erase(ZOE, author=ROOT)
    assert erased == Erased(revision=4, guarded=True, is_cleaned=True)
    assert found_in(dumped(rights.storage)) == []
    async with rights.storage.reading() as work:
        reworded, newest = await work.certificates.reworded(), (await work.administration_log.entries())[-1]
    assert reworded
    assert (newest.act, newest.evidence) == (AdministrationAct.ERASED, reworded_evidence(reworded))
    assert found_in(files_of(rights.storage)) == []
    backup(rights.storage, tmp_path / "after.backup")
    assert found_in((tmp_path / "after.backup").read_bytes()) == []
    for path in (tmp_path / "keys").iterdir():
        assert found_in(path.name.encode() + path.read_bytes()) == []
    assert found_in("".join(capfd.readouterr()).encode()) == []
    async with opened_anew(tmp_path / "anew.db") as anew:
        restored = restore(anew, tmp_path / "before.backup", at=NOW, keys=tmp_path / "keys")
        assert (restored.erased, restored.forgotten) == (1, 0)
        assert found_in(dumped(anew)) == []
        async with anew.reading() as work:
            assert set((await work.rosters.current()).people) == {BEN}
            programme = await work.programmes.current()
        assert programme is not None
        assert programme.guardians == ()


@pytest.mark.drill
async def test_what_sums_stand_on_keeps_one_number_that_is_nobody_s(rights: Rights) -> None:
    put_everywhere(rights.storage)
    await rights.erase(ZOE, author=ROOT)
    said = dumped(rights.storage).decode(errors="replace")
    lists = re.findall(r'\["([^"]+)","([^"]+)"\]', said)
    (number,) = {each for pair in lists if "ben" in pair for each in pair} - {"ben"}
    assert len(number) == 22
    assert all(list(pair) == sorted(pair) for pair in lists), "no place in a list tells how the id began"
    async with rights.storage.reading() as work:
        pulses = await work.own_data.pulses_of(PersonId(number))
    assert [each.week for each in pulses] == [rights.ward.round.week], "the week that runs is closed with them"
    async with rights.storage.writing() as work:
        await work.own_data.forget_participation(rights.ward.round.week)
        assert await work.own_data.pulses_of(PersonId(number)) == []
        assert await work.own_data.drop_erased(before=after(days=1)) == 1
        assert await work.rosters.person(PersonId(number)) is None


@pytest.mark.drill
async def test_the_detector_remembers_the_same_habits_under_the_number(rights: Rights) -> None:
    put_everywhere(rights.storage)
    await rights.erase(ZOE, author=ROOT)
    (state,) = [each for each in dumped(rights.storage).split(b"\n") if each.startswith(b'{"v":1,"week"')][:1]
    kept = decode_unit_state(state)
    (number,) = set(kept.reached) - {BEN}
    assert kept.reached[number] == 3
    assert json.loads(kept.habits)["members"] == {number: HABIT_OF_ZOE, "ben": HABIT_OF_BEN}


@pytest.mark.drill
async def test_the_log_says_that_and_never_whom_and_undo_brings_nobody_back(rights: Rights) -> None:
    await rights.erase(ZOE, author=ROOT)
    async with rights.storage.reading() as work:
        entries = await work.administration_log.entries()
        revisions = await work.revisions.recorded()
    assert entries[-1].act is AdministrationAct.ERASED
    assert entries[-1].author == ROOT
    assert any(each.words is None for each in entries), "what was about her has lost its words"
    assert not any("Quillfeather" in str(each) or ZOE in str(each) for each in entries)
    undo = UndoRevision(storage=rights.storage, revise=rights.revise)
    for revision in revisions:
        with suppress(CannotUndo):  # of some nothing is recorded any more
            await undo(revision.number, author=ROOT)
    assert set((await rights.now())[1].people) == {BEN}


@pytest.mark.drill
async def test_whoever_was_erased_joins_again_only_when_somebody_says_that_it_is_they(rights: Rights) -> None:
    await rights.erase(ZOE, author=ROOT)
    programme, _ = await rights.now()
    with pytest.raises(ErasedComeBack, match="rounds person readmit"):
        await rights.revise(programme, rights.roster(), author=ROOT)
    rights.clock.advance(minutes=1)
    readmit = ReadmitPerson(
        storage=rights.storage, tombstones=rights.stones, clock=rights.clock, entropy=SystemEntropy()
    )
    assert await readmit(ZOE, author=ROOT)
    assert not await readmit(ZOE, author=ROOT)
    assert not await readmit(BEN, author=ROOT)
    assert found_in(dumped(rights.storage)) == [], "the log names nobody"
    async with rights.storage.reading() as work:
        *_, erased, readmitted = await work.administration_log.entries()
    assert (erased.act, readmitted.act) == (AdministrationAct.ERASED, AdministrationAct.READMITTED)
    assert readmitted.author == ROOT
    await rights.revise(programme, rights.roster(), author=ROOT)
    async with rights.storage.reading() as work:
        assert await work.own_data.pulses_of(ZOE) == []


async def test_a_backup_dated_later_than_an_erasure_by_a_clock_that_was_ahead_brings_nobody_back(
    rights: Rights, tmp_path: Path
) -> None:
    def take(name: str) -> None:
        TakeBackup(backups=DatabaseBackups(rights.storage), clock=rights.clock)(tmp_path / name, progress=unheard)

    async def comes_back_with(name: str) -> bool:
        async with opened_anew(tmp_path / f"{name}.db") as anew:
            restored = restore(anew, tmp_path / name, at=NOW, keys=tmp_path / "keys")
            async with anew.reading() as work:
                is_listed = ZOE in (await work.rosters.current()).people
        assert restored.erased == (0 if is_listed else 1)
        return is_listed

    take("before")
    rights.clock.advance(minutes=-50)
    await rights.erase(ZOE, author=ROOT)
    assert not await comes_back_with("before")
    rights.clock.advance(minutes=10)
    readmit = ReadmitPerson(
        storage=rights.storage, tombstones=rights.stones, clock=rights.clock, entropy=SystemEntropy()
    )
    assert await readmit(ZOE, author=ROOT)
    programme, _ = await rights.now()
    await rights.revise(programme, rights.roster(), author=ROOT)
    rights.clock.advance(minutes=10)
    take("since")
    assert await comes_back_with("since"), "an administrator has said so"


@pytest.mark.drill
async def test_readmitting_that_failed_half_way_is_logged_by_the_second_try(rights: Rights) -> None:
    class FailsAfterIt(FileTombstones):
        def put(self, person: PersonId, stone: Stone, *, at: datetime) -> None:
            super().put(person, stone, at=at)
            raise KeyUnavailable("the disk went away just then")

    await rights.erase(ZOE, author=ROOT)
    rights.clock.advance(minutes=1)
    entropy = SystemEntropy()
    broken = FailsAfterIt(rights.folder / "keys", entropy=entropy)
    ways = [
        ReadmitPerson(storage=rights.storage, tombstones=each, clock=rights.clock, entropy=entropy)
        for each in (broken, rights.stones)
    ]
    with pytest.raises(KeyUnavailable):
        await ways[0](ZOE, author=ROOT)
    rights.clock.advance(minutes=1)
    assert await ways[1](ZOE, author=ROOT)
    assert not await ways[1](ZOE, author=ROOT)
    async with rights.storage.reading() as work:
        acts = [each.act for each in await work.administration_log.entries()]
    assert acts.count(AdministrationAct.READMITTED) == 1


async def test_nothing_is_erased_by_halves(rights: Rights) -> None:
    with pytest.raises(LastAdministrator):
        await rights.erase(BEN, author=ROOT)
    assert await rights.erase(PersonId("nobody"), author=ROOT) is None
    programme, roster = await rights.now()
    await rights.revise(replace(programme, contact=Contact(name=NAME, address="x@example.org")), roster, author=ROOT)
    with pytest.raises(CannotErase, match="change that first"):
        await rights.erase(ZOE, author=ROOT)
    await rights.revise(programme, roster, author=ROOT)
    async with rights.storage.writing() as work:
        await work.weeks.claim(rights.ward.round.week - 1, at=T0)
    with pytest.raises(CannotErase, match="being closed"):
        await rights.erase(ZOE, author=ROOT)
    async with rights.storage.writing() as work:
        await work.weeks.finish(rights.ward.round.week - 1)
    for key in (rights.folder / "keys").glob("*.key"):
        key.rename(key.with_suffix(".aside"))
    with pytest.raises(KeyUnavailable):
        await rights.erase(ZOE, author=ROOT)
    assert rights.stones.placed_at(ZOE, Stone.ERASED) is None
    assert ZOE in (await rights.now())[1].people


@pytest.mark.drill
async def test_a_message_on_its_way_is_in_doubt_for_good_and_writes_nothing(rights: Rights) -> None:
    """In the middle of a round: her question is being sent while she is erased."""
    pulse = rights.ward.round
    (own,) = [each for each in await _pulses(rights) if each.round == pulse.id]
    sent = replace(a_delivery(ZOE, key=f"q:{own.id}", kind=DeliveryKind.QUESTION), pulse=own.id)
    async with rights.storage.writing() as work:
        await work.deliveries.add([sent])
        leases = await work.deliveries.lease(
            TELEGRAM, owner="dispatcher", now=after(hours=2), lease_until=after(hours=3), limit=9
        )
        (lease,) = [each for each in leases if each.delivery.key == sent.key]
        assert await work.deliveries.mark_sending(lease, at=after(hours=2))
    await rights.erase(ZOE, author=ROOT)
    async with rights.storage.writing() as work:
        assert not await work.deliveries.mark_sent(lease, MessageRef(f"{ADDRESS}:7"), at=after(hours=2))
        assert await work.deliveries.key_of(ZOE, TELEGRAM, MessageRef(f"{ADDRESS}:7")) is None
    assert found_in(dumped(rights.storage)) == []


async def _pulses(rights: Rights) -> Sequence[Pulse]:
    async with rights.storage.reading() as work:
        return await work.own_data.pulses_of(ZOE)


# --- the file -------------------------------------------------------------------------------------------------------


@pytest.mark.drill
async def test_the_file_says_everything_that_a_search_of_all_tables_finds(rights: Rights) -> None:
    put_everywhere(rights.storage)
    exported = await rights.export(ZOE, author=ROOT, is_whole=True)
    assert exported is not None
    told = json.loads(exported.file)
    kept = {each["table"]: len(each["rows"]) for each in told["kept"]}
    found = rows_that_hold_her(rights.storage)
    assert {"pending_releases", "unit_states", "revision_programmes", "deliveries, of others"} <= kept.keys()
    missing = {
        table: (rows, kept.get(table, 0))
        for table, rows in found.items()
        if kept.get(table, 0) + kept.get(f"{table}, of others", 0) < rows
    }
    assert missing == {}
    assert all(each["what_it_is"] for each in told["kept"])
    assert "in confidence" not in exported.file.decode(), "nobody but she has her answers opened"
    async with rights.storage.reading() as work:
        last = (await work.administration_log.entries())[-1]
    assert (last.act, last.about) == (AdministrationAct.EXPORTED, Actor.person(ZOE))
    assert await rights.export(PersonId("nobody"), author=ROOT) is None
