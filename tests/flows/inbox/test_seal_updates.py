"""Updates are sealed for their own row, under keys that live for a week and the one after."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import INBOX_SUFFIX, FileKeys
from bot.domain.errors import KeyUnavailable, StorageUnavailable
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.inbound import Command, Commanded, Inbound
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.inbox.update_body import pack
from bot.flows.operations.tidy import Tidy
from bot.ports import Storage
from storage.codecs.json_text import dumps
from storage.database import Database
from storage.schema import tables
from tests.support.records import put_unread_updates, rows_in
from tests.support.ward import Ward

W10 = IsoWeek.parse("2026-W10")
EPOCH = EpochId(str(W10))


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    return ward


def key_files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "keys").glob("*.inbox"))


async def nothing_to_unlink() -> None:
    """The sealed answers are another test's."""


async def test_a_row_that_was_moved_or_changed_is_set_aside_and_the_others_are_filed(ward: Ward) -> None:
    taps = [ward.tap(who, "4") for who in ("ana", "ben", "cas")]
    async with ward.storage.writing() as work:
        moved, changed, whole = await ward.seal(work, taps, now=ward.clock.now())
        moved = replace(moved, update_id="elsewhere")
        changed = replace(changed, body=changed.body[:-1] + bytes([changed.body[-1] ^ 1]))
        await work.inbox.keep([moved, changed, whole])
    with structlog.testing.capture_logs() as logs:
        await ward.handle()
    assert await ward.codes() == {"cas": "4"}
    assert [each["event"] for each in logs].count("inbox_rows_unreadable") == 1
    async with ward.storage.reading() as work:
        assert len(await work.inbox.pending(limit=1_000)) == 0


async def test_each_week_has_a_key_that_is_destroyed_after_the_next(ward: Ward, tmp_path: Path) -> None:
    tidy = Tidy(storage=ward.storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)
    kept = []
    for _ in range(4):
        await ward.receive([ward.tap("ana", "4")])
        await tidy(now=ward.clock.now())
        kept.append(key_files(tmp_path))
        async with ward.storage.reading() as work:
            assert [f"{key.week}.inbox" for key in await work.inbox.keys()] == kept[-1]
        ward.clock.advance(days=7)
    names = [f"{W10 + weeks}.inbox" for weeks in range(4)]
    assert kept == [names[:1], names[:2], names[1:3], names[2:]]


@pytest.mark.parametrize(("ahead", "weeks"), [(6, 3), (28, 2)])
async def test_a_key_of_a_clock_that_was_ahead_lives_hardly_longer(
    ward: Ward, tmp_path: Path, ahead: int, weeks: int
) -> None:
    tidy = Tidy(storage=ward.storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)
    await ward.receive([ward.tap("cas", "4")])
    ward.clock.advance(days=ahead)
    await ward.receive([ward.tap("ana", "4")])
    wrong = IsoWeek.of(ward.clock.now().date())
    ward.clock.advance(days=-ahead)
    await ward.receive([ward.tap("ben", "4")])
    async with ward.storage.reading() as work:
        pending = await work.inbox.pending(limit=1_000)
    assert [each.update.key for each in pending] == [W10, wrong, W10], "what comes now is sealed under its own week's"
    await tidy(now=ward.clock.now())
    assert f"{wrong}.inbox" in key_files(tmp_path), "what waits under it can still be filed"
    await ward.handle()
    assert await ward.codes() == {"cas": "4", "ana": "4", "ben": "4"}
    for _ in range(weeks):
        ward.clock.advance(days=7)
        await ward.receive([ward.tap("ben", "3")])
        await tidy(now=ward.clock.now())
    assert key_files(tmp_path) == [f"{W10 + weeks - 1}.inbox", f"{W10 + weeks}.inbox"]


async def test_what_could_not_be_filed_for_weeks_goes_with_its_key_and_is_said(ward: Ward, tmp_path: Path) -> None:
    tidy = Tidy(storage=ward.storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)
    await ward.receive([ward.tap("ana", "4"), ward.tap("ben", "4")])
    ward.clock.advance(days=14)
    with structlog.testing.capture_logs() as logs:
        await tidy(now=ward.clock.now())
    said = [each for each in logs if each["event"] == "updates_given_up"]
    assert said == [{"event": "updates_given_up", "key": "2026-W10", "log_level": "error"}], "and not how many"
    assert key_files(tmp_path) == [], "also the newest, where nobody has come for as long"
    await ward.receive([ward.words("ana", "Hello")])
    assert key_files(tmp_path) == [f"{W10 + 2}.inbox"], "the next one is made when it is needed"
    async with ward.storage.reading() as work:
        assert len(await work.inbox.pending(limit=1_000)) == 1


class Killed(Exception):
    """The process ends here."""


@pytest.mark.parametrize("is_gone", [False, True])
async def test_killed_while_an_old_key_goes_nothing_stands_still_and_the_key_goes_the_next_day(
    ward: Ward, tmp_path: Path, *, is_gone: bool
) -> None:
    class Keys(FileKeys):
        def destroy(self, epoch: EpochId) -> None:
            if is_gone:
                super().destroy(epoch)
            raise Killed

    await ward.receive([ward.tap("ana", "4")])
    ward.clock.advance(days=14)
    keys = Keys(tmp_path / "keys", entropy=SystemEntropy(), suffix=INBOX_SUFFIX)
    with pytest.raises(Killed):
        await InboxKeys(keys=keys, sealer=ward.sealer).destroy_old(ward.storage, now=ward.clock.now())
    again = Ward(ward.storage, tmp_path, clock=ward.clock)
    await again.do(again.words("ben", "Hello"))
    await again.inbox_keys.destroy_old(again.storage, now=again.clock.now())
    async with again.storage.reading() as work:
        assert len(await work.inbox.pending(limit=1_000)) == 0
        assert [each.week for each in await work.inbox.keys()] == [W10 + 2]
    assert key_files(tmp_path) == [f"{W10 + 2}.inbox"]


@pytest.mark.parametrize("how", ["no folder", "no file", "another key", "no key at all"])
async def test_what_waits_under_a_key_that_is_missing_outlives_a_standstill(
    ward: Ward, tmp_path: Path, how: str
) -> None:
    folder = tmp_path / "keys"
    path = folder / f"{W10}.inbox"
    await ward.receive([ward.tap("ana", "4"), ward.tap("ben", "4")])
    key = path.read_bytes()
    match how:
        case "no folder":
            folder.rename(tmp_path / "elsewhere")
        case "no file":
            path.unlink()
        case "another key":
            path.write_bytes(bytes(32))
        case _:
            path.write_bytes(b"")
    again, later = Ward(ward.storage, tmp_path), ward.clock.now() + timedelta(days=28)
    tidy = Tidy(storage=again.storage, inbox_keys=again.inbox_keys, unlink_answers=nothing_to_unlink)
    with pytest.raises(KeyUnavailable):
        await again.handle()
    await tidy(now=later)
    async with ward.storage.reading() as work:
        assert [each.week for each in await work.inbox.keys()] == [W10]
    if how == "no folder":
        (tmp_path / "elsewhere").rename(folder)
    path.write_bytes(key)
    await again.handle()
    assert await again.codes() == {"ana": "4", "ben": "4"}, "nobody has said that it is lost for good"
    await tidy(now=later + timedelta(days=1))
    assert f"{W10}.inbox" not in key_files(tmp_path), "once it is there, it is destroyed in time"


async def test_a_missing_key_under_which_nothing_waits_is_forgotten(ward: Ward, tmp_path: Path) -> None:
    await ward.do(ward.tap("ana", "4"))
    (tmp_path / "keys" / f"{W10}.inbox").unlink()
    tidy = Tidy(storage=ward.storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)
    await tidy(now=ward.clock.now() + timedelta(days=14))
    async with ward.storage.reading() as work:
        assert await work.inbox.keys() == []


async def test_where_an_older_key_is_missing_it_is_said_once(ward: Ward, tmp_path: Path) -> None:
    """What was taken in under it is not known if a platform brings it again."""
    await ward.do(ward.tap("ana", "4"))
    (tmp_path / "keys" / f"{W10}.inbox").unlink()
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            await ward.do(ward.words("ana", "Hello"))
    assert logs == [{"event": "older_inbox_key_missing", "key": str(W10), "log_level": "warning"}]


@pytest.mark.parametrize("days", [0, 1, 7])
async def test_what_comes_again_is_known_under_an_earlier_key_too(ward: Ward, days: int) -> None:
    """A platform may bring an update again after midnight, and once the week and with it the key is another."""
    words = ward.update("ana", Commanded(command=Command.HELP))
    await ward.do(words)
    ward.clock.advance(days=days)
    before = await ward.deliveries()
    await ward.do(words)
    assert await ward.deliveries() == before


async def test_what_an_earlier_version_took_in_under_the_platform_s_id_is_known(
    database: Database, tmp_path: Path
) -> None:
    ward = Ward(database, tmp_path)
    await ward.furnish()
    again = ward.tap("ana", "1")
    put_unread_updates(database, [again.update_id], plain(again), channel="telegram")
    await ward.handle()
    await ward.receive([again])
    async with ward.storage.writing() as work:
        assert len(await work.inbox.pending(limit=9)) == 0


async def test_no_platform_s_id_is_kept_and_nothing_is_made_of_it(database: Database, tmp_path: Path) -> None:
    """Slack's words are known by chat and microsecond."""
    ward = Ward(database, tmp_path)
    await ward.furnish()
    said = replace(ward.update("ana", Commanded(command=Command.HELP)), update_id="D024BE7LH:1772532000.000100")
    await ward.do(said)
    [kept] = [row["update_id"] for row in rows_in(database, tables.inbox)]
    keys = [row["key"] for row in rows_in(database, tables.deliveries)]
    assert re.fullmatch("[0-9a-f]{32}", kept)
    assert f"n:telegram:{kept}" in keys, "what answers it is found by the digest"
    assert [each for each in keys if "D024BE7LH" in each or "17725320" in each] == []


async def test_a_clock_that_went_back_goes_on_under_the_key_of_its_week(ward: Ward, tmp_path: Path) -> None:
    await ward.receive([ward.tap("ana", "4")])
    ward.clock.at -= timedelta(days=7)
    await ward.receive([ward.tap("ben", "3")])
    assert key_files(tmp_path) == [f"{W10 - 1}.inbox", f"{W10}.inbox"]


async def test_a_clock_that_went_back_gives_up_nothing_that_waits(ward: Ward, tmp_path: Path) -> None:
    tidy = Tidy(storage=ward.storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)
    await ward.receive([ward.tap("ana", "4")])
    ward.clock.at -= timedelta(days=28)
    await tidy(now=ward.clock.now())
    assert key_files(tmp_path) == [f"{W10}.inbox"]
    ward.clock.at += timedelta(days=28)
    await ward.handle()
    assert await ward.codes() == {"ana": "4"}


async def test_without_a_folder_for_keys_nothing_is_said_to_be_saved(ward: Ward, tmp_path: Path) -> None:
    await ward.receive([ward.tap("ana", "4")])
    (tmp_path / "keys").chmod(0o755)
    with pytest.raises(StorageUnavailable, match="open to others"):
        await ward.receive([ward.tap("ben", "4")])
    (tmp_path / "keys").chmod(0o700)
    await ward.do(ward.tap("ben", "3"))
    assert await ward.codes() == {"ana": "4", "ben": "3"}


async def test_what_an_earlier_version_took_in_is_filed(database: Database, tmp_path: Path) -> None:
    """It lay in the open in the database, and sealed under the answers' key in what a backup brought back."""
    ward = Ward(database, tmp_path)
    await ward.furnish()
    await ward.do(ward.tap("ana", "1"))
    key = ward.keys.load(EPOCH)
    assert key is not None
    in_the_open, restored = ward.tap("ben", "2"), ward.tap("cas", "3")
    put_unread_updates(database, [in_the_open.update_id], plain(in_the_open), channel="telegram")
    body = plain(restored).encode().ljust(1024)
    sealed = ward.sealer.seal(
        key, body=body, bound_to=f"rounds waiting update 1|telegram|{restored.update_id}".encode()
    )
    written = dumps({"sealed": b64encode(sealed).decode(), "epoch": EPOCH})
    put_unread_updates(database, [restored.update_id], written, channel="telegram")
    await ward.handle()
    assert await ward.codes() == {"ana": "1", "ben": "2", "cas": "3"}


def plain(update: Inbound) -> str:
    return pack(update).rstrip(b"\0").decode()
