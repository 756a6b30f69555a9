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
from tests.support.chains import BEN, CLOCK, ENTROPY, LOG, PAUSED, SignedLog


class StoppedBeforeNoting(FileSigningKeys):
    """A process that ends between the commit and the noting of the head."""

    def note(self, head: ChainHead, *, leaving: NotedHead | None = None) -> None: ...


@pytest.mark.drill
async def test_a_head_that_lags_is_no_fault_and_is_made_up_for(signed_log: SignedLog) -> None:
    before = signed_log.keeper.noted()
    await signed_log.add(PAUSED, keeper=StoppedBeforeNoting(signed_log.folder, entropy=ENTROPY))
    assert signed_log.keeper.noted() == before
    found = await signed_log.look()
    assert found.faults == ()
    await signed_log.add(PAUSED)
    assert (noted := signed_log.keeper.noted()) is not None
    assert found.head is not None
    assert noted.head.number == found.head.number + 1


@pytest.mark.drill
async def test_new_entries_do_not_cover_up_that_others_are_gone(signed_log: SignedLog) -> None:
    with signed_log.by_hand() as connection:
        connection.execute(delete(tables.log_words).where(tables.log_words.c.entry >= 9))
        connection.execute(delete(LOG).where(LOG.c.id >= 9))
    for _ in range(4):
        await signed_log.add(PAUSED)
    faults = (await signed_log.look()).faults
    assert any("the head kept beside the keys is not in the log" in fault for fault in faults), faults


@pytest.mark.drill
async def test_a_head_is_noted_only_after_the_commit(signed_log: SignedLog) -> None:
    before, database = signed_log.keeper.noted(), signed_log.opened()

    async def spoilt() -> None:
        async with database.writing() as work:
            await work.administration_log.add([PAUSED], token=ENTROPY.token)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await spoilt()
    await database.close()
    assert signed_log.keeper.noted() == before
    assert (await signed_log.look()).faults == ()


@pytest.mark.drill
async def test_several_processes_add_to_one_chain(signed_log: SignedLog) -> None:
    await asyncio.gather(*(signed_log.add(PAUSED) for _ in range(6)))
    found = await signed_log.look()
    assert found.faults == ()
    assert found.head is not None
    assert found.head.number == 17
    assert (noted := signed_log.keeper.noted()) is not None
    assert noted.head == found.head


@pytest.mark.drill
async def test_without_its_key_nothing_is_entered(signed_log: SignedLog, tmp_path: Path) -> None:
    elsewhere = FileSigningKeys(tmp_path / "elsewhere", entropy=ENTROPY)
    with pytest.raises(KeyUnavailable, match="renew-signing-key"):
        await signed_log.add(PAUSED, keeper=elsewhere)
    database = Database(signed_log.url)
    with pytest.raises(KeyUnavailable):
        async with database.writing() as work:
            await work.administration_log.add([PAUSED], token=ENTROPY.token)
    await database.close()
    found = await signed_log.look()
    assert found.head is not None
    assert (found.faults, found.head.number) == ((), 11)


@pytest.mark.drill
async def test_a_key_that_was_read_once_signs_on_when_the_folder_is_gone(signed_log: SignedLog) -> None:
    keeper = signed_log.keeper
    await signed_log.add(PAUSED, keeper=keeper)
    away = signed_log.folder.rename(signed_log.folder.with_name("away"))
    await signed_log.add(PAUSED, keeper=keeper)
    for path in signed_log.folder.iterdir() if signed_log.folder.exists() else ():
        path.unlink()
    signed_log.folder.rmdir()
    away.rename(signed_log.folder)
    assert (await signed_log.look()).faults == ()


@pytest.mark.drill
async def test_a_new_key_is_begun_by_the_old_one_or_without_it(signed_log: SignedLog) -> None:
    database = signed_log.opened()
    renew = RenewSigningKey(storage=database, keeper=signed_log.keeper, clock=CLOCK, entropy=ENTROPY)
    first = await renew(author=BEN)
    assert (first.by_the_old, first.number) == (True, 12)
    assert len(list(signed_log.folder.glob("*.signing"))) == 1
    assert len(signed_log.keeper.published()) == 2
    await signed_log.add(PAUSED)
    assert ((found := await signed_log.look()).faults, found.remarks) == ((), ())
    for private in signed_log.folder.glob("*.signing"):
        private.unlink()
    other = signed_log.opened()
    alone = RenewSigningKey(storage=other, keeper=signed_log.keeper, clock=CLOCK, entropy=ENTROPY)
    assert not (await alone(author=BEN)).by_the_old
    await other.close()
    await signed_log.add(PAUSED)
    found = await signed_log.look()
    assert found.faults == ()
    assert [remark.endswith("a new signing key was begun without the old one") for remark in found.remarks] == [True]
    await database.close()


@pytest.mark.drill
async def test_a_key_that_was_given_up_does_not_begin_again(signed_log: SignedLog) -> None:
    (private,) = signed_log.folder.glob("*.signing")
    stolen, database = private.read_bytes(), signed_log.opened()
    await RenewSigningKey(storage=database, keeper=signed_log.keeper, clock=CLOCK, entropy=ENTROPY)(author=BEN)
    await database.close()
    old, last = serialization.load_pem_private_key(stolen, password=None), signed_log.links()[-1]
    assert isinstance(old, Ed25519PrivateKey)
    public = old.public_key().public_bytes_raw()
    again = replace(last, id=last.id + 1, previous=last.hash, evidence=public, signing_key=public).with_hash()
    again = replace(again, signature=old.sign(again.signed))
    with signed_log.by_hand() as connection:
        kept = {column.name: getattr(again, column.name) for column in LOG.columns}
        connection.execute(insert(LOG).values({**kept, "at": T0}))
    assert any("begins a key that was given up before" in fault for fault in (await signed_log.look()).faults)


@pytest.mark.drill
async def test_after_a_restore_the_chain_goes_on_and_says_so(signed_log: SignedLog, tmp_path: Path) -> None:
    old = signed_log.back_up("old")
    await signed_log.add(PAUSED, PAUSED)
    newer, left = signed_log.back_up("newer"), signed_log.keeper.noted()
    assert left is not None
    other = f"sqlite:///{tmp_path / 'other.db'}"
    database = Database(other, keeper=signed_log.keeper)
    with DatabaseBackups(database).load(old, progress=unheard):
        pass
    assert "entries 12 to 13 are missing at the end" in " ".join((await signed_log.look(url=other)).faults)
    note = NoteRestore(storage=database, keeper=signed_log.keeper, clock=CLOCK, entropy=ENTROPY)
    assert await note(taken_at=T0, author=BEN)
    found = await signed_log.look(url=other)
    assert found.faults == ()
    assert left.head.hash.hex() in " ".join(found.remarks)
    async with database.writing() as work:
        await work.administration_log.add([PAUSED, PAUSED], token=ENTROPY.token)
    assert (await signed_log.look(url=other)).faults == ()
    assert [(await signed_log.look(each)).faults for each in (old, newer)] == [(), ()], "backups of before are whole"
    await database.close()


@pytest.mark.drill
async def test_a_restore_from_before_the_key_in_force_begins_another(signed_log: SignedLog, tmp_path: Path) -> None:
    old = signed_log.back_up("old")
    renewing = signed_log.opened()
    await RenewSigningKey(storage=renewing, keeper=signed_log.keeper, clock=CLOCK, entropy=ENTROPY)(author=BEN)
    await renewing.close()
    other = f"sqlite:///{tmp_path / 'other.db'}"
    database = Database(other, keeper=signed_log.keeper)
    with DatabaseBackups(database).load(old, progress=unheard):
        pass
    assert await NoteRestore(storage=database, keeper=signed_log.keeper, clock=CLOCK, entropy=ENTROPY)(
        taken_at=T0, author=BEN
    )
    await database.close()
    found = await signed_log.look(url=other)
    assert found.faults == ()
    assert len(found.remarks) == 2


@pytest.mark.drill
async def test_an_id_that_looks_like_an_hour_takes_no_words_of_a_restore(signed_log: SignedLog) -> None:
    hour = PersonId(f"{T0:%H}")
    database = signed_log.opened()
    async with database.writing() as work:
        await work.rosters.save(a_roster([hour]), at=T0)
    await NoteRestore(storage=database, keeper=signed_log.keeper, clock=CLOCK, entropy=ENTROPY)(taken_at=T0, author=BEN)
    async with database.writing() as work:
        await work.own_data.erase(hour, under=PersonId("7f3a"), at=T0)
    await database.close()
    assert (await signed_log.look()).faults == ()


@pytest.mark.drill
async def test_a_log_from_before_the_chain_is_hashed_into_its_first_entry(sqlite_path: Path, tmp_path: Path) -> None:
    signed_log = SignedLog(f"sqlite:///{sqlite_path}", tmp_path / "keys")
    unsigned = Database(signed_log.url)
    async with unsigned.writing() as work:
        await work.administration_log.add([PAUSED, PAUSED], token=ENTROPY.token)
    await unsigned.close()
    assert (await signed_log.look()).faults == ()
    await signed_log.add(PAUSED)
    found = await signed_log.look()
    assert (found.faults, found.examined) == ((), 4)
    assert found.remarks == ("entries 1 to 2 are older than the chain; they are hashed, not signed",)
    signed_log.change(LOG, LOG.c.id == 2, source="files")
    assert (await signed_log.look()).faults[0].startswith("entry 2 (")
