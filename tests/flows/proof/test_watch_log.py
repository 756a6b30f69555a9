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
from tests.support.chains import BEN, CLOCK, ENTROPY, PAUSED, Desk
from tests.support.chains import LOG as ENTRIES
from tests.support.clocks import VirtualTimer


async def renewed(desk: Desk) -> int:
    """The entry by which the new key begins."""
    database = desk.opened()
    renew = RenewSigningKey(storage=database, keeper=desk.keeper, clock=CLOCK, entropy=ENTROPY)
    number = (await renew(author=BEN)).number
    await database.close()
    return number


class RenewedMeanwhile(DatabaseLogRecords):
    """Somebody begins a new key just after a look has begun."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(make_url(desk.url))
        self._desk = desk

    def last(self) -> int:
        asyncio.run(renewed(self._desk))
        return super().last()


class Watch:
    def __init__(self, desk: Desk, *, records: DatabaseLogRecords | None = None) -> None:
        self.timer, self.health = VirtualTimer(), HealthBoard()
        self.look = WatchLog(
            records=records or DatabaseLogRecords(make_url(desk.url)),
            keeper=desk.keeper,
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
async def test_only_what_is_new_is_looked_at_until_a_week_has_passed(desk: Desk) -> None:
    watch, entries = Watch(desk), len(desk.links())
    assert await watch.look() == entries
    assert watch.health.parts == {LOG: ()}
    assert await watch.look() == 0
    await desk.add(PAUSED, PAUSED)
    assert await watch.look() == 2
    await watch.timer.sleep(FROM_THE_START.total_seconds())
    assert await watch.look() == entries + 2


@pytest.mark.drill
async def test_what_was_changed_is_named_and_looked_at_anew_until_it_is_well(desk: Desk) -> None:
    watch, kept = Watch(desk), desk.kept()
    await watch.look()
    await desk.add(PAUSED)
    number = len(desk.links())
    whole = desk.kept()
    desk.change(ENTRIES, ENTRIES.c.id == number, source="shell")
    assert f"entry {number} (" in await watch.trouble()
    desk.put_back(whole)
    assert await watch.look() == number, "after a trouble nothing is taken for granted"
    desk.change(tables.log_words, tables.log_words.c.entry == number, words="other")
    assert await watch.look() == 0, "what was good is looked at when a week has passed"
    await watch.timer.sleep(FROM_THE_START.total_seconds())
    assert "its words were changed" in await watch.trouble()
    desk.put_back(whole)
    await watch.look()
    desk.put_back(kept)
    assert f"entry {number}: is not what it was" in await watch.trouble()
    assert f"entry {number} is missing at the end" in await watch.trouble()


@pytest.mark.drill
async def test_a_log_that_is_taken_away_or_unsigned_is_spoilt(desk: Desk) -> None:
    watch = Watch(desk)
    with desk.by_hand() as connection:
        connection.execute(delete(tables.log_words))
        connection.execute(delete(ENTRIES))
    assert "are missing at the end" in await watch.trouble()


async def test_in_a_log_that_has_not_begun_all_is_well(url_at_head: str, tmp_path: object) -> None:
    desk = Desk(url_at_head, tmp_path / "keys")  # type: ignore[operator]
    assert isinstance(desk.keeper, FileSigningKeys)
    assert await Watch(desk).look() == 0


@pytest.mark.drill
async def test_a_key_that_begins_while_it_looks_is_no_trouble(desk: Desk) -> None:
    before = len(desk.links())
    assert await Watch(desk, records=RenewedMeanwhile(desk)).look() == before + 1


@pytest.mark.drill
async def test_after_the_whole_folder_is_lost_a_new_key_ends_the_trouble_and_a_remark_names_its_entry(
    desk: Desk,
) -> None:
    await renewed(desk)
    await desk.add(PAUSED)
    watch = Watch(desk)
    await watch.look()
    shutil.rmtree(desk.folder)
    await watch.timer.sleep(FROM_THE_START.total_seconds())
    assert "begins a signing key that is not in the keys folder" in await watch.trouble()
    number = await renewed(desk)
    await desk.add(PAUSED)
    assert await watch.look() == number + 1
    found = await desk.look()
    assert found.faults == ()
    assert f"entry {number} (" in found.remarks[0]
    assert "its key vouches for all entries before it" in found.remarks[1]
    whole = desk.kept()
    desk.change(ENTRIES, ENTRIES.c.id == 3, source="shell")
    assert (await desk.look()).faults, "what the new key vouches for may not be changed either"
    desk.put_back(whole)
    shutil.rmtree(desk.folder)
    again = await renewed(desk)
    assert (await desk.look()).faults == ()
    assert await Watch(desk).look() == again


@pytest.mark.drill
async def test_a_key_that_somebody_put_in_beside_one_that_is_there_stays_a_trouble(desk: Desk) -> None:
    """Whoever then believes that the key is lost, and begins another one, covers up nothing."""
    foreign, last = Ed25519PrivateKey.generate(), desk.links()[-1]
    public, act = foreign.public_key().public_bytes_raw(), AdministrationAct.SIGNING_KEY.value
    begun = replace(last, id=last.id + 1, previous=last.hash, act=act, evidence=public, signing_key=public).with_hash()
    begun = replace(begun, signature=foreign.sign(begun.signed))
    with desk.by_hand() as connection:
        kept = {column.name: getattr(begun, column.name) for column in ENTRIES.columns}
        connection.execute(insert(ENTRIES).values({**kept, "at": T0}))
    await renewed(desk)
    assert f"entry {begun.id} (" in await Watch(desk).trouble()
    assert any("begins a signing key that is not in the keys folder" in fault for fault in (await desk.look()).faults)
