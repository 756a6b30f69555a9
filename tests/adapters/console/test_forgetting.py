"""Somebody's data as a file, and forgetting them: what goes, what stays, and what nobody learns of it."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.note_files import FileNotes
from bot.adapters.tombstones import FileTombstones
from bot.domain.administration.log import AdministrationAct
from bot.domain.errors import BackupRefused
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Consent
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.operations.take_backup import TakeBackup
from bot.flows.own_page.forget_own import ForgetOwn
from bot.flows.raising.keep_notes import KeepNotes
from bot.repositories.tombstones import Stone
from storage.backup.database_backups import DatabaseBackups
from tests.support.backups import restore, unheard
from tests.support.builders import T0, a_round, after
from tests.support.clocks import StillClock
from tests.support.consoles import Hospital
from tests.support.own_pages import (
    AGREE,
    ENTROPY,
    LEO,
    MEM,
    PAGES,
    SEALER,
    consent,
    in_every_row,
    link_chat,
    open_epoch_with,
    opened_anew,
    presses,
    says,
)

# --- all of it as a file --------------------------------------------------------------------------------------------


@pytest.mark.drill
async def test_the_file_has_every_row_that_a_search_of_the_database_finds(hospital: Hospital, tmp_path: Path) -> None:
    await a_year_in_small(hospital)
    await says(hospital, tmp_path, MEM, "3", round_=a_round(opens_at=after(days=14, minutes=7)))
    async with hospital.browser("mem") as browser:
        await browser.get("/me")
        answer = await browser.post("/me/file", {})
    assert answer.headers["content-type"].startswith("application/json")
    told = json.loads(answer.content)
    assert [each["answer"] for each in told["answers"]] == [AGREE]
    kept = {each["table"]: each["rows"] for each in told["kept"]}
    found = in_every_row(tmp_path / "rounds.db", MEM)
    assert {"people", "memberships", "addresses", "pulses", "deliveries", "log_people"} <= found.keys()
    missing = {table: rows for table, rows in found.items() if len(kept.get(table, ())) < rows}
    assert missing == {}
    assert all(each["what_it_is"] for each in told["kept"])
    assert not any("leo" in json.dumps(each) or "wim" in json.dumps(each) for each in told["kept"])


async def a_year_in_small(hospital: Hospital) -> None:
    """Two weeks of rounds, as the bot runs them, with a lead's and an administrator's doings."""
    await link_chat(hospital, MEM, "mem", at=T0 - timedelta(days=3))
    for _ in range(16):
        await hospital.app.tick()
        await hospital.app.graph.post_web.drain()
        hospital.clock.advance(days=1)
    await hospital.app.tick()
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/people/mem")
        await ada.get("/admin/people/mem/role")
        await ada.post("/admin/people/mem/role", {"unit": "icu", "role": "champion"})
        seen = ada.hidden()["seen"]
        await ada.post("/admin/people/mem/role", {"unit": "icu", "role": "champion", "seen": seen, "step": "save"})
        assert ada.page.status_code == 200


# --- forgetting -----------------------------------------------------------------------------------------------------

STAYS = {
    "people": 1,  # their place on the list
    "memberships": 2,
    "forgotten": 1,  # until the weeks that run are closed
}
"""Rows of other tables that name somebody after they were forgotten are about many, or are the log's."""


async def forgets(hospital: Hospital) -> None:
    async with hospital.browser("mem") as browser:
        await browser.get("/me/forget")
        assert "What stays" in browser.text
        assert (await consent(hospital)).joined_at is not None, "it is asked first"
        await browser.post("/me/forget", {})
        assert (browser.page.status_code, "You are forgotten" in browser.text) == (200, True)
        assert not browser.client.cookies
        assert (await browser.get("/me")).status_code == 403


@pytest.mark.drill
async def test_whoever_is_forgotten_is_on_the_list_and_nowhere_else(hospital: Hospital, tmp_path: Path) -> None:
    await a_year_in_small(hospital)
    mine = await says(hospital, tmp_path, MEM, "3", round_=a_round(opens_at=after(days=14, minutes=7)))
    others = await says(hospital, tmp_path, LEO, "4", round_=a_round(opens_at=after(days=14, minutes=7)))
    await presses_and_reads(hospital)
    async with hospital.browser("mem") as elsewhere:
        await forgets(hospital)
        assert (await elsewhere.get("/me")).status_code == 403, "every browser is signed out"
    async with hospital.storage.reading() as work:
        assert set(await work.answers.many([mine, others])) == {others}
        assert await work.rosters.address_of(MEM) is None
        assert await work.rosters.consent(MEM) == Consent()
    names_many = {"atoms", "participation_cells", "digests", "releases", "organisation_releases", "unit_states"}
    names_many |= {"recipient_salts"}  # under which certificates name those whom pages name
    of_the_log = {"log_people", "log_words", "revision_rows"}
    left = in_every_row(tmp_path / "rounds.db", MEM)
    open_week = left.pop("pulses", 0) + left.pop("shadow_plans", 0) + left.pop("deliveries", 0)
    assert open_week > 0, "what is open is counted as after a stop"
    assert {table: rows for table, rows in left.items() if table not in names_many | of_the_log} == STAYS
    for _ in range(9):  # the week is closed
        hospital.clock.advance(days=1)
        await hospital.app.tick()
    left = in_every_row(tmp_path / "rounds.db", MEM)
    still = {table: rows for table, rows in left.items() if table not in names_many | of_the_log}
    assert still == {"people": 1, "memberships": 2}


async def presses_and_reads(hospital: Hospital) -> None:
    async with hospital.browser() as phone:
        await phone.get(f"/c/{'mem' * 8}")
    async with hospital.browser("mem") as browser:
        await presses(browser, "every_2_weeks")


@pytest.mark.drill
async def test_after_it_rounds_sends_nothing_until_they_join_again(hospital: Hospital) -> None:
    await link_chat(hospital, MEM, "mem", at=T0 - timedelta(days=3))
    await forgets(hospital)
    for _ in range(8):
        await hospital.app.tick()
        await hospital.app.graph.post_web.drain()
        hospital.clock.advance(days=1)
    async with hospital.browser("ada") as ada:
        await ada.get("/admin/people/mem")
        assert "not invited" in ada.text, "as of anybody who never has joined"
    async with hospital.storage.reading() as work:
        assert await work.own_data.pulses_of(MEM) == []
    await link_chat(hospital, MEM, "new", at=after(days=8))
    for _ in range(8):
        await hospital.app.tick()
        hospital.clock.advance(days=1)
    async with hospital.storage.reading() as work:
        assert await work.own_data.pulses_of(MEM) != []
        assert await work.own_data.chat_since(MEM) is None, "nothing is known of before"


@pytest.mark.drill
async def test_a_restore_of_an_older_backup_forgets_again(hospital: Hospital, tmp_path: Path) -> None:
    await link_chat(hospital, MEM, "mem", at=T0)
    mine = await says(hospital, tmp_path, MEM, "3")
    others = await says(hospital, tmp_path, LEO, "4")
    taken_at = hospital.clock.now()
    TakeBackup(backups=DatabaseBackups(hospital.storage), clock=StillClock(taken_at))(
        tmp_path / "before.backup", progress=unheard
    )
    hospital.clock.advance(hours=1)
    await forgets(hospital)
    later = hospital.clock.now() + timedelta(minutes=1)
    TakeBackup(backups=DatabaseBackups(hospital.storage), clock=StillClock(later))(
        tmp_path / "after.backup", progress=unheard
    )
    async with opened_anew(tmp_path / "anew.db") as anew:
        restored = restore(anew, tmp_path / "before.backup", at=after(days=1), keys=tmp_path / "keys")
        assert restored.forgotten == 1
        async with anew.writing() as work:
            assert await work.rosters.address_of(MEM) is None
            assert (await work.rosters.consent(MEM)).joined_at is None
            assert set(await work.answers.many([mine, others])) == {others}
            assert {each.week for each in await work.own_data.pulses_of(MEM)} == {a_round().week}, "the week runs"
            await work.own_data.forget_participation(a_round().week)
            assert await work.own_data.pulses_of(MEM) == []
            assert await work.own_data.pulses_of(LEO) != []
    async with opened_anew(tmp_path / "newer.db") as newer:
        assert restore(newer, tmp_path / "after.backup", at=after(days=1), keys=tmp_path / "keys").forgotten == 0


async def test_nor_does_a_backup_bring_back_that_a_clock_dated_later_which_was_ahead(
    hospital: Hospital, tmp_path: Path
) -> None:
    await link_chat(hospital, MEM, "mem", at=T0)
    await says(hospital, tmp_path, MEM, "3")
    take = TakeBackup(backups=DatabaseBackups(hospital.storage), clock=hospital.clock)
    take(tmp_path / "before.backup", progress=unheard)
    hospital.clock.advance(minutes=-50)
    await forgets(hospital)
    hospital.clock.advance(minutes=10)
    await link_chat(hospital, MEM, "again", at=hospital.clock.now())
    take(tmp_path / "joined-again.backup", progress=unheard)
    for name, forgotten in (("before", 1), ("joined-again", 0)):
        async with opened_anew(tmp_path / f"{name}.db") as anew:
            restored = restore(anew, tmp_path / f"{name}.backup", at=after(days=1), keys=tmp_path / "keys")
            assert restored.forgotten == forgotten
            async with anew.reading() as work:
                assert ((await work.rosters.consent(MEM)).joined_at is None) == bool(forgotten)


class SlowDisk:
    """Writing a tombstone takes a minute of the clock."""

    def __init__(self, stones: FileTombstones, clock: StillClock) -> None:
        self._stones, self._clock = stones, clock

    def put(self, person: PersonId, stone: Stone, *, at: datetime) -> None:
        self._stones.put(person, stone, at=at)
        self._clock.advance(minutes=1)

    def placed_at(self, person: PersonId, stone: Stone) -> datetime | None:
        return self._stones.placed_at(person, stone)


async def test_a_backup_begun_before_all_of_it_was_gone_is_older_than_the_tombstone(
    hospital: Hospital, tmp_path: Path
) -> None:
    stones = FileTombstones(tmp_path / "keys", entropy=ENTROPY)
    forget = ForgetOwn(
        storage=hospital.storage,
        clock=hospital.clock,
        tombstones=SlowDisk(stones, hospital.clock),
        answers=LivingAnswers(open_epoch=open_epoch_with(tmp_path), sealer=SEALER),
        destroy_notes=KeepNotes(
            files=FileNotes(tmp_path / "keys", entropy=ENTROPY, sealer=SEALER), entropy=ENTROPY
        ).destroy_of,
        awaits_file=lambda _: False,
    )
    begun = hospital.clock.now()
    await forget(MEM)
    noted = stones.placed_at(MEM, Stone.FORGOTTEN)
    assert noted is not None
    assert noted > begun + timedelta(seconds=30), "when a backup began that holds them still"


@pytest.mark.drill
@pytest.mark.parametrize("spoilt", [b"soon", b"\xff", b"2026-03-02T09:00:00"])
async def test_nothing_is_restored_where_a_tombstone_cannot_be_read(
    hospital: Hospital, tmp_path: Path, spoilt: bytes
) -> None:
    TakeBackup(backups=DatabaseBackups(hospital.storage), clock=hospital.clock)(
        tmp_path / "before.backup", progress=unheard
    )
    await forgets(hospital)
    (stone,) = (tmp_path / "keys").glob("*.forgotten")
    stone.write_bytes(spoilt)
    async with opened_anew(tmp_path / "anew.db") as anew:
        with pytest.raises(BackupRefused, match="put the right file back"):
            restore(anew, tmp_path / "before.backup", at=after(days=1), keys=tmp_path / "keys")
        async with anew.reading() as work:
            assert not (await work.rosters.current()).people


async def test_nobody_is_half_forgotten_where_a_key_is_missing(hospital: Hospital, tmp_path: Path) -> None:
    await says(hospital, tmp_path, MEM, "3")
    for key in (tmp_path / "keys").glob("*.key"):
        key.unlink()
    async with hospital.browser("mem") as browser:
        await browser.get("/me/forget")
        assert (await browser.post("/me/forget", {})).status_code == 503
        assert (await browser.get("/me")).status_code == 200
    assert FileTombstones(tmp_path / "keys", entropy=ENTROPY).placed_at(MEM, Stone.FORGOTTEN) is None


async def test_a_tombstone_names_nobody_and_is_private(tmp_path: Path) -> None:
    stones = FileTombstones(tmp_path / "keys", entropy=ENTROPY)
    assert stones.placed_at(MEM, Stone.FORGOTTEN) is None
    for at in (T0, after(days=1)):
        stones.put(MEM, Stone.FORGOTTEN, at=at)
    assert stones.placed_at(MEM, Stone.FORGOTTEN) == after(days=1)
    assert stones.placed_at(LEO, Stone.FORGOTTEN) is None
    (stone,) = (tmp_path / "keys").iterdir()
    assert "mem" not in stone.name
    assert stone.stat().st_mode & 0o077 == 0


# --- what others learn of it ----------------------------------------------------------------------------------------


ANEW = re.compile(r'value="[\w-]{22}"|number [\d,]+, [0-9a-f]{64}')
"""Tokens of forms, and the newest entry of the log, which the look itself has made."""


@pytest.mark.drill
async def test_no_log_and_no_page_of_administrators_tells_of_it(hospital: Hospital, tmp_path: Path) -> None:
    await link_chat(hospital, MEM, "mem", at=T0)
    await says(hospital, tmp_path, MEM, "3")
    paths = ("/admin", "/admin/people", "/admin/people/mem", "/admin/log", "/metrics", "/healthz", "/readyz")

    async def seen() -> list[str]:
        async with hospital.browser("ada") as ada:
            return [ANEW.sub("", (await ada.get(path)).text) for path in paths]

    await seen()
    before = await seen()
    async with hospital.browser("mem") as browser:
        for path in PAGES:
            await browser.get(path)
        for path in ("/me/answers", "/me/file"):
            await browser.get("/me")
            await browser.post(path, {})
        await presses(browser, "pause_4_weeks")
        await presses(browser, "stop_now")
    after_it = await seen()
    assert after_it == before
    async with hospital.storage.reading() as work:
        entries = await work.administration_log.entries()
    assert {each.act for each in entries} == {AdministrationAct.SIGNED_IN}
    assert {each.author.who.name for each in entries if each.author} == {"ada"}
    await forgets(hospital)
    async with hospital.storage.reading() as work:
        assert len(await work.administration_log.entries()) == len(entries)
