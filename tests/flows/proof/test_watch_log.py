"""A running process finds out by itself that the log was changed, from the last good entry on, and all of it weekly."""

import asyncio
import shutil
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert, make_url

from bot.adapters.signing_keys import FileSigningKeys, fits
from bot.domain.administration.log import AdministrationAct
from bot.domain.health.troubles import TroubleKind
from bot.flows.operations.check_readiness import LOG
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.keep_running import Troubled
from bot.flows.proof.renew_signing_key import RenewSigningKey
from bot.flows.proof.watch_log import FROM_THE_START, WatchLog
from storage.backup.log_records import DatabaseLogRecords
from storage.schema import tables
from tests.support.builders import T0
from tests.support.chains import BEN, CLOCK, ENTROPY, PAUSED, SignedLog
from tests.support.chains import LOG as ENTRIES
from tests.support.clocks import VirtualTimer


async def renewed(signed_log: SignedLog) -> int:
    """The entry by which the new key begins."""
    database = signed_log.opened()
    renew = RenewSigningKey(storage=database, keeper=signed_log.keeper, clock=CLOCK, entropy=ENTROPY)
    number = (await renew(author=BEN)).number
    await database.close()
    return number


class RenewedMeanwhile(DatabaseLogRecords):
    """Somebody begins a new key just after a look has begun."""

    def __init__(self, signed_log: SignedLog) -> None:
        super().__init__(make_url(signed_log.url))
        self._signed_log = signed_log

    def last(self) -> int:
        asyncio.run(renewed(self._signed_log))
        return super().last()


class Watch:
    def __init__(self, signed_log: SignedLog, *, records: DatabaseLogRecords | None = None) -> None:
        self.timer, self.health = VirtualTimer(), HealthBoard()
        self.look = WatchLog(
            records=records or DatabaseLogRecords(make_url(signed_log.url)),
            keeper=signed_log.keeper,
            fits=fits,
            timer=self.timer,
            health=self.health,
        )

    async def trouble(self) -> str:
        with pytest.raises(Troubled) as found:
            await self.look()
        trouble = found.value.trouble
        assert trouble.kind is TroubleKind.LOG_SPOILT
        return trouble.line.removeprefix("is not as it was written: ")


@pytest.mark.drill
async def test_only_what_is_new_is_looked_at_until_a_week_has_passed(signed_log: SignedLog) -> None:
    watch, entries = Watch(signed_log), len(signed_log.links())
    assert await watch.look() == entries
    assert watch.health.parts == {LOG: ()}
    assert await watch.look() == 0
    await signed_log.add(PAUSED, PAUSED)
    assert await watch.look() == 2
    await watch.timer.sleep(FROM_THE_START.total_seconds())
    assert await watch.look() == entries + 2


@pytest.mark.drill
async def test_what_was_changed_is_named_and_looked_at_anew_until_it_is_well(signed_log: SignedLog) -> None:
    watch, kept = Watch(signed_log), signed_log.kept()
    await watch.look()
    await signed_log.add(PAUSED)
    number = len(signed_log.links())
    whole = signed_log.kept()
    signed_log.change(ENTRIES, ENTRIES.c.id == number, source="shell")
    assert f"entry {number} (" in await watch.trouble()
    signed_log.put_back(whole)
    assert await watch.look() == number, "after a trouble nothing is taken for granted"
    signed_log.change(tables.log_words, tables.log_words.c.entry == number, words="other")
    assert await watch.look() == 0, "what was good is looked at when a week has passed"
    await watch.timer.sleep(FROM_THE_START.total_seconds())
    assert "its words were changed" in await watch.trouble()
    signed_log.put_back(whole)
    await watch.look()
    signed_log.put_back(kept)
    assert f"entry {number}: is not what it was" in await watch.trouble()
    assert f"entry {number} is missing at the end" in await watch.trouble()


@pytest.mark.drill
async def test_a_log_that_is_taken_away_or_unsigned_is_spoilt(signed_log: SignedLog) -> None:
    watch = Watch(signed_log)
    with signed_log.by_hand() as connection:
        connection.execute(delete(tables.log_words))
        connection.execute(delete(ENTRIES))
    assert "are missing at the end" in await watch.trouble()


async def test_in_a_log_that_has_not_begun_all_is_well(url_at_head: str, tmp_path: object) -> None:
    signed_log = SignedLog(url_at_head, tmp_path / "keys")  # type: ignore[operator]
    assert isinstance(signed_log.keeper, FileSigningKeys)
    assert await Watch(signed_log).look() == 0


@pytest.mark.drill
async def test_a_key_that_begins_while_it_looks_is_no_trouble(signed_log: SignedLog) -> None:
    before = len(signed_log.links())
    assert await Watch(signed_log, records=RenewedMeanwhile(signed_log)).look() == before + 1


@pytest.mark.drill
async def test_after_the_whole_folder_is_lost_a_new_key_ends_the_trouble_and_a_remark_names_its_entry(
    signed_log: SignedLog,
) -> None:
    await renewed(signed_log)
    await signed_log.add(PAUSED)
    watch = Watch(signed_log)
    await watch.look()
    shutil.rmtree(signed_log.folder)
    await watch.timer.sleep(FROM_THE_START.total_seconds())
    assert "begins a signing key that is not in the keys folder" in await watch.trouble()
    number = await renewed(signed_log)
    await signed_log.add(PAUSED)
    assert await watch.look() == number + 1
    found = await signed_log.look()
    assert found.faults == ()
    assert f"entry {number} (" in found.remarks[0]
    assert "its key vouches for all entries before it" in found.remarks[1]
    whole = signed_log.kept()
    signed_log.change(ENTRIES, ENTRIES.c.id == 3, source="shell")
    assert (await signed_log.look()).faults, "what the new key vouches for may not be changed either"
    signed_log.put_back(whole)
    shutil.rmtree(signed_log.folder)
    again = await renewed(signed_log)
    assert (await signed_log.look()).faults == ()
    assert await Watch(signed_log).look() == again


@pytest.mark.drill
async def test_a_key_that_somebody_put_in_beside_one_that_is_there_stays_a_trouble(signed_log: SignedLog) -> None:
    """Whoever then believes that the key is lost, and begins another one, covers up nothing."""
    foreign, last = Ed25519PrivateKey.generate(), signed_log.links()[-1]
    public, act = foreign.public_key().public_bytes_raw(), AdministrationAct.SIGNING_KEY.value
    begun = replace(last, id=last.id + 1, previous=last.hash, act=act, evidence=public, signing_key=public).with_hash()
    begun = replace(begun, signature=foreign.sign(begun.signed))
    with signed_log.by_hand() as connection:
        kept = {column.name: getattr(begun, column.name) for column in ENTRIES.columns}
        connection.execute(insert(ENTRIES).values({**kept, "at": T0}))
    await renewed(signed_log)
    assert f"entry {begun.id} (" in await Watch(signed_log).trouble()
    assert any(
        "begins a signing key that is not in the keys folder" in fault for fault in (await signed_log.look()).faults
    )
