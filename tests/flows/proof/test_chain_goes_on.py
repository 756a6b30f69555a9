"""The chain goes on: after crashes, in several processes, under a new key and after a restore."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert

from bot.adapters.signing_keys import FileSigningKeys
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import PersonId
from bot.domain.proof.chain import ChainHead, NotedHead
from bot.flows.operations.note_restore import NoteRestore
from bot.flows.proof.renew_signing_key import RenewSigningKey
from storage.backup.database_backups import DatabaseBackups
from storage.database import Database
from storage.schema import tables
from tests.support.backups import unheard
from tests.support.builders import T0, a_roster
from tests.support.chains import BEN, CLOCK, ENTROPY, LOG, PAUSED, Desk


class StoppedBeforeNoting(FileSigningKeys):
    """A process that ends between the commit and the noting of the head."""

    def note(self, head: ChainHead, *, leaving: NotedHead | None = None) -> None: ...


@pytest.mark.drill
async def test_a_head_that_lags_is_no_fault_and_is_made_up_for(desk: Desk) -> None:
    before = desk.keeper.noted()
    await desk.add(PAUSED, keeper=StoppedBeforeNoting(desk.folder, entropy=ENTROPY))
    assert desk.keeper.noted() == before
    found = await desk.look()
    assert found.faults == ()
    await desk.add(PAUSED)
    assert (noted := desk.keeper.noted()) is not None
    assert found.head is not None
    assert noted.head.number == found.head.number + 1


@pytest.mark.drill
async def test_new_entries_do_not_cover_up_that_others_are_gone(desk: Desk) -> None:
    with desk.by_hand() as connection:
        connection.execute(delete(tables.log_words).where(tables.log_words.c.entry >= 9))
        connection.execute(delete(LOG).where(LOG.c.id >= 9))
    for _ in range(4):
        await desk.add(PAUSED)
    faults = (await desk.look()).faults
    assert any("the head kept beside the keys is not in the log" in fault for fault in faults), faults


@pytest.mark.drill
async def test_a_head_is_noted_only_after_the_commit(desk: Desk) -> None:
    before, database = desk.keeper.noted(), desk.opened()

    async def spoilt() -> None:
        async with database.writing() as work:
            await work.administration_log.add([PAUSED], token=ENTROPY.token)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await spoilt()
    await database.close()
    assert desk.keeper.noted() == before
    assert (await desk.look()).faults == ()


@pytest.mark.drill
async def test_several_processes_add_to_one_chain(desk: Desk) -> None:
    await asyncio.gather(*(desk.add(PAUSED) for _ in range(6)))
    found = await desk.look()
    assert found.faults == ()
    assert found.head is not None
    assert found.head.number == 17
    assert (noted := desk.keeper.noted()) is not None
    assert noted.head == found.head


@pytest.mark.drill
async def test_without_its_key_nothing_is_entered(desk: Desk, tmp_path: Path) -> None:
    elsewhere = FileSigningKeys(tmp_path / "elsewhere", entropy=ENTROPY)
    with pytest.raises(KeyUnavailable, match="renew-signing-key"):
        await desk.add(PAUSED, keeper=elsewhere)
    database = Database(desk.url)
    with pytest.raises(KeyUnavailable):
        async with database.writing() as work:
            await work.administration_log.add([PAUSED], token=ENTROPY.token)
    await database.close()
    found = await desk.look()
    assert found.head is not None
    assert (found.faults, found.head.number) == ((), 11)


@pytest.mark.drill
async def test_a_key_that_was_read_once_signs_on_when_the_folder_is_gone(desk: Desk) -> None:
    keeper = desk.keeper
    await desk.add(PAUSED, keeper=keeper)
    away = desk.folder.rename(desk.folder.with_name("away"))
    await desk.add(PAUSED, keeper=keeper)
    for path in desk.folder.iterdir() if desk.folder.exists() else ():
        path.unlink()
    desk.folder.rmdir()
    away.rename(desk.folder)
    assert (await desk.look()).faults == ()


@pytest.mark.drill
async def test_a_new_key_is_begun_by_the_old_one_or_without_it(desk: Desk) -> None:
    database = desk.opened()
    renew = RenewSigningKey(storage=database, keeper=desk.keeper, clock=CLOCK, entropy=ENTROPY)
    first = await renew(author=BEN)
    assert (first.by_the_old, first.number) == (True, 12)
    assert len(list(desk.folder.glob("*.signing"))) == 1
    assert len(desk.keeper.published()) == 2
    await desk.add(PAUSED)
    assert ((found := await desk.look()).faults, found.remarks) == ((), ())
    for private in desk.folder.glob("*.signing"):
        private.unlink()
    other = desk.opened()
    alone = RenewSigningKey(storage=other, keeper=desk.keeper, clock=CLOCK, entropy=ENTROPY)
    assert not (await alone(author=BEN)).by_the_old
    await other.close()
    await desk.add(PAUSED)
    found = await desk.look()
    assert found.faults == ()
    assert [remark.endswith("a new signing key was begun without the old one") for remark in found.remarks] == [True]
    await database.close()


@pytest.mark.drill
async def test_a_key_that_was_given_up_does_not_begin_again(desk: Desk) -> None:
    (private,) = desk.folder.glob("*.signing")
    stolen, database = private.read_bytes(), desk.opened()
    await RenewSigningKey(storage=database, keeper=desk.keeper, clock=CLOCK, entropy=ENTROPY)(author=BEN)
    await database.close()
    old, last = serialization.load_pem_private_key(stolen, password=None), desk.links()[-1]
    assert isinstance(old, Ed25519PrivateKey)
    public = old.public_key().public_bytes_raw()
    again = replace(last, id=last.id + 1, previous=last.hash, evidence=public, signing_key=public).with_hash()
    again = replace(again, signature=old.sign(again.signed))
    with desk.by_hand() as connection:
        kept = {column.name: getattr(again, column.name) for column in LOG.columns}
        connection.execute(insert(LOG).values({**kept, "at": T0}))
    assert any("begins a key that was given up before" in fault for fault in (await desk.look()).faults)


@pytest.mark.drill
async def test_after_a_restore_the_chain_goes_on_and_says_so(desk: Desk, tmp_path: Path) -> None:
    old = desk.back_up("old")
    await desk.add(PAUSED, PAUSED)
    newer, left = desk.back_up("newer"), desk.keeper.noted()
    assert left is not None
    other = f"sqlite:///{tmp_path / 'other.db'}"
    database = Database(other, keeper=desk.keeper)
    with DatabaseBackups(database).load(old, progress=unheard):
        pass
    assert "entries 12 to 13 are missing at the end" in " ".join((await desk.look(url=other)).faults)
    note = NoteRestore(storage=database, keeper=desk.keeper, clock=CLOCK, entropy=ENTROPY)
    assert await note(taken_at=T0, author=BEN)
    found = await desk.look(url=other)
    assert found.faults == ()
    assert left.head.hash.hex() in " ".join(found.remarks)
    async with database.writing() as work:
        await work.administration_log.add([PAUSED, PAUSED], token=ENTROPY.token)
    assert (await desk.look(url=other)).faults == ()
    assert [(await desk.look(each)).faults for each in (old, newer)] == [(), ()], "backups of before are whole"
    await database.close()


@pytest.mark.drill
async def test_a_restore_from_before_the_key_in_force_begins_another(desk: Desk, tmp_path: Path) -> None:
    old = desk.back_up("old")
    renewing = desk.opened()
    await RenewSigningKey(storage=renewing, keeper=desk.keeper, clock=CLOCK, entropy=ENTROPY)(author=BEN)
    await renewing.close()
    other = f"sqlite:///{tmp_path / 'other.db'}"
    database = Database(other, keeper=desk.keeper)
    with DatabaseBackups(database).load(old, progress=unheard):
        pass
    assert await NoteRestore(storage=database, keeper=desk.keeper, clock=CLOCK, entropy=ENTROPY)(
        taken_at=T0, author=BEN
    )
    await database.close()
    found = await desk.look(url=other)
    assert found.faults == ()
    assert len(found.remarks) == 2


@pytest.mark.drill
async def test_an_id_that_looks_like_an_hour_takes_no_words_of_a_restore(desk: Desk) -> None:
    hour = PersonId(f"{T0:%H}")
    database = desk.opened()
    async with database.writing() as work:
        await work.rosters.save(a_roster([hour]), at=T0)
    await NoteRestore(storage=database, keeper=desk.keeper, clock=CLOCK, entropy=ENTROPY)(taken_at=T0, author=BEN)
    async with database.writing() as work:
        await work.own_data.erase(hour, under=PersonId("7f3a"), at=T0)
    await database.close()
    assert (await desk.look()).faults == ()


@pytest.mark.drill
async def test_a_log_from_before_the_chain_is_hashed_into_its_first_entry(sqlite_path: Path, tmp_path: Path) -> None:
    desk = Desk(f"sqlite:///{sqlite_path}", tmp_path / "keys")
    unsigned = Database(desk.url)
    async with unsigned.writing() as work:
        await work.administration_log.add([PAUSED, PAUSED], token=ENTROPY.token)
    await unsigned.close()
    assert (await desk.look()).faults == ()
    await desk.add(PAUSED)
    found = await desk.look()
    assert (found.faults, found.examined) == ((), 4)
    assert found.remarks == ("entries 1 to 2 are older than the chain; they are hashed, not signed",)
    desk.change(LOG, LOG.c.id == 2, source="files")
    assert (await desk.look()).faults[0].startswith("entry 2 (")
