"""A block whose key is lost for good ends when an administrator says so by name, and only then."""

from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.web.serving import serving
from bot.adapters.clock import SystemEntropy
from bot.cli.abandon import run_abandon
from bot.cli.ending import exit_code_of
from bot.domain.administration.log import Actor, AdministrationAct, Author, RevisionSource
from bot.domain.answers.epochs import EpochState
from bot.domain.asking.pulses import PulseState
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.errors import KeyUnavailable
from bot.domain.health.troubles import line_of
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.flows.epochs.abandon_epoch import (
    Abandoned,
    AbandonEpoch,
    InboxAbandoned,
    KeyIsThere,
    NoSuchLoss,
)
from bot.flows.epochs.inbox_keys import INBOX
from bot.flows.operations.check_readiness import KEYS
from bot.ports import Storage
from config.settings import Settings, load_settings
from storage.database import Database
from tests.support.builders import a_pulse, a_round, after
from tests.support.clocks import StillClock
from tests.support.epochs import epoch_named, newest_epoch
from tests.support.messages import details_of, words_of
from tests.support.readiness import readiness_of
from tests.support.ward import Ward
from tests.support.weeks import CLINIC, FIRST, WARD, Weeks, monday_after

BLOCK = EpochId("2026-W10")
ROOT = Author(who=Actor.user("root"), source=RevisionSource.SHELL)
LATER = a_round(opens_at=after(days=21))
"""A round three weeks on, in the last week of the block."""


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    """Six people, two answers and a question that is still open, in the fourth week of the block."""
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    await ward.do(ward.tap("ana", "3"), ward.tap("ben", "1"))
    await ward.ask(LATER, [a_pulse("cas", identity="later-cas", round_=LATER)])
    ward.clock.at = LATER.opens_at + timedelta(hours=1)
    return ward


def lose_the_keys(folder: Path) -> None:
    for key in (folder / "keys").iterdir():
        key.unlink()


def abandon(ward: Ward) -> AbandonEpoch:
    return AbandonEpoch(
        storage=ward.storage, keys=ward.keys, inbox_keys=ward.inbox_keys, clock=ward.clock, entropy=SystemEntropy()
    )


async def keys_part(ward: Ward) -> str:
    check = readiness_of(ward)
    return line_of(KEYS, (await check()).parts[KEYS])


async def test_a_lost_block_ends_without_its_answers_and_filing_goes_on_under_a_fresh_key(
    ward: Ward, tmp_path: Path
) -> None:
    lose_the_keys(tmp_path)
    await ward.receive([ward.tap("cas", "4", pulse="later-cas")])
    with pytest.raises(KeyUnavailable):
        await ward.handle()
    assert "rounds abandon-block 2026-W10" in await keys_part(ward)
    week = LATER.week
    assert await abandon(ward)(BLOCK, author=ROOT) == Abandoned(first=week - 3, last=week - 1, answers=2, updates=0)
    await ward.handle()
    assert await ward.codes() == {"cas": "4"}
    assert (await ward.pulse("ana")).state is PulseState.ANSWERED, "who answered stays known"
    async with ward.storage.reading() as work:
        lost, fresh = await epoch_named(work, BLOCK), await newest_epoch(work)
    assert await ward.raw_rows(BLOCK) == []
    assert lost is not None
    assert lost.state is EpochState.LOST
    assert fresh is not None
    assert (fresh.first, fresh.last) == (week, week), "the rest of the same block"
    assert await keys_part(ward) == ""
    assert await abandon(ward)(BLOCK, author=ROOT) == NoSuchLoss(lost=[])
    async with ward.storage.reading() as work:
        (entry,) = await work.administration_log.entries()
    assert (entry.act, entry.author) == (AdministrationAct.BLOCK_ABANDONED, ROOT)


async def test_what_waits_under_a_lost_key_is_given_up_with_the_quarter_and_counted(ward: Ward, tmp_path: Path) -> None:
    await ward.receive([ward.tap("cas", "4", pulse="later-cas"), ward.words("ana", "Too few beds")])
    lose_the_keys(tmp_path)
    with pytest.raises(KeyUnavailable, match="2026-W13 is missing"):
        await ward.handle()
    assert "some of that waits under it" in await keys_part(ward)
    found = await abandon(ward)(BLOCK, author=ROOT)
    assert isinstance(found, Abandoned)
    assert found.updates == 2
    assert await keys_part(ward) == ""
    await ward.do(ward.tap("cas", "3", pulse="later-cas"))
    assert await ward.codes() == {"cas": "3"}


async def test_a_lost_key_of_the_inbox_alone_can_be_given_up_by_name(ward: Ward, tmp_path: Path) -> None:
    assert await abandon(ward)(INBOX, author=ROOT) == NoSuchLoss(lost=[])
    await ward.receive([ward.tap("cas", "4", pulse="later-cas")])
    for key in (tmp_path / "keys").glob("*.inbox"):
        key.rename(tmp_path / key.name)
    with pytest.raises(KeyUnavailable):
        await ward.handle()
    assert f"run: rounds abandon-block {INBOX}" in await keys_part(ward)
    await ward.receive([ward.tap("ana", "1", pulse="later-cas")])
    assert await abandon(ward)(INBOX, author=ROOT) == InboxAbandoned(updates=1)
    assert await keys_part(ward) == ""
    await ward.do(ward.tap("cas", "3", pulse="later-cas"))
    assert await ward.codes() == {"ana": "3", "ben": "1", "cas": "3"}


async def test_a_lost_key_of_the_inbox_that_comes_back_loses_nothing(ward: Ward, tmp_path: Path) -> None:
    """What was taken in meanwhile lies under another key, of another name: none is written over."""
    await ward.receive([ward.tap("cas", "4", pulse="later-cas")])
    kept = {key: key.read_bytes() for key in (tmp_path / "keys").iterdir()}
    lose_the_keys(tmp_path)
    await ward.receive([ward.words("ana", "Too few beds")])
    with pytest.raises(KeyUnavailable):
        await ward.handle()
    for key, secret in kept.items():
        key.write_bytes(secret)
    await ward.handle()
    assert await ward.codes() == {"ana": "3", "ben": "1", "cas": "4"}
    assert await keys_part(ward) == ""


async def test_a_block_lost_in_its_first_week_keeps_that_week(ward: Ward, tmp_path: Path) -> None:
    ward.clock.at = ward.round.opens_at + timedelta(hours=1)
    lose_the_keys(tmp_path)
    assert await abandon(ward)(BLOCK, author=ROOT) == Abandoned(
        first=ward.round.week, last=ward.round.week, answers=2, updates=0
    )
    await ward.do(ward.tap("dee", "3"))
    assert await ward.codes() == {}
    assert "Recorded" not in words_of(await ward.shown("dee"))


async def test_with_its_key_there_nothing_is_abandoned(ward: Ward, tmp_path: Path) -> None:
    assert isinstance(await abandon(ward)(BLOCK, author=ROOT), KeyIsThere)
    (tmp_path / "keys" / f"{BLOCK}.key").write_bytes(bytes(32))
    assert isinstance(await abandon(ward)(BLOCK, author=ROOT), KeyIsThere), "a foreign key has to be taken away first"
    (tmp_path / "keys").chmod(0o755)
    assert isinstance(await abandon(ward)(BLOCK, author=ROOT), KeyIsThere), "nobody can be sure"
    (tmp_path / "keys").chmod(0o700)
    assert await abandon(ward)(EpochId("2026-W23"), author=ROOT) == NoSuchLoss(lost=[])
    lose_the_keys(tmp_path)
    assert await abandon(ward)(EpochId("2026-W23"), author=ROOT) == NoSuchLoss(lost=[BLOCK])
    assert len(await ward.raw_rows(BLOCK)) == 2


@pytest.mark.drill
async def test_weeks_that_waited_for_the_key_close_with_participation_and_the_next_block_begins_afresh(
    storage: Storage, tmp_path: Path
) -> None:
    weeks = Weeks(storage, tmp_path)
    await weeks.furnish({WARD: 14, CLINIC: 6})

    def disagree(_week: IsoWeek, number: int) -> str:
        return "" if number % 3 == 0 else "1"

    def agree(_week: IsoWeek, number: int) -> str:
        return "" if number % 3 == 0 else "4"

    await weeks.run(2, {WARD: disagree, CLINIC: disagree})
    await weeks.play(FIRST + 2, {WARD: disagree, CLINIC: disagree})
    lose_the_keys(tmp_path)
    with pytest.raises(KeyUnavailable):
        await weeks.close(now=monday_after(FIRST + 2))
    clock = StillClock(monday_after(FIRST + 2))
    inbox_keys = Ward(storage, tmp_path).inbox_keys
    abandon_it = AbandonEpoch(
        storage=storage, keys=weeks.keys, inbox_keys=inbox_keys, clock=clock, entropy=SystemEntropy()
    )
    found = await abandon_it(EpochId(str(FIRST)), author=ROOT)
    assert isinstance(found, Abandoned)
    assert await weeks.close(now=monday_after(FIRST + 2)) == [FIRST + 2]
    assert "Heard:" in details_of(await weeks.digest(WARD, FIRST + 2))
    await weeks.run(4, {WARD: agree, CLINIC: agree}, first=FIRST + 3)
    said = details_of(await weeks.digest(WARD, FIRST + 6))
    assert "Said: Agree" in said
    async with storage.reading() as work:
        scores = [row for row in await work.weeks.releases([WARD], FIRST, FIRST + 9) if row.kind is ReleaseKind.SCORE]
    assert [row.period for row in scores] == [BlockPeriod(epoch=FIRST, number=0)]


# --- the command --------------------------------------------------------------------------------------------------


class CommandLine:
    """An administrator at the command line."""

    def __init__(self, storage: Storage, folder: Path, clock: StillClock, *, port: int = 9) -> None:
        self.storage, self.clock, self.folder, self.port = storage, clock, folder, port

    def settings(self) -> Settings:
        environ = {"ROUNDS_KEYS": str(self.folder / "keys"), "ROUNDS_WEB_PORT": str(self.port)}
        return load_settings(environ, self.folder, channels=CHANNELS)

    async def abandon(self, quarter: str) -> tuple[int, str]:
        with (self.folder / "said").open("w") as file:
            said = Console(record=True, width=200, file=file)
            command = run_abandon(
                quarter,
                settings=self.settings(),
                storage=self.storage,
                clock=self.clock,
                entropy=SystemEntropy(),
                out=said,
            )
            code = await exit_code_of(command, err=said)
            return code, said.export_text()


async def test_the_command_says_what_is_lost_and_refuses_when_nobody_can_be_sure(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    ward = Ward(sqlite_storage, tmp_path)
    await ward.furnish()
    await ward.do(ward.tap("ana", "3"))
    command_line = CommandLine(sqlite_storage, tmp_path, ward.clock)
    assert await command_line.abandon(BLOCK) == (
        2,
        "BLOCK: there is a key of 2026-W10 in the key folder; put the right one back; nothing was changed\n",
    )
    lose_the_keys(tmp_path)
    assert await command_line.abandon("2026-W11") == (
        2,
        "BLOCK: '2026-W11' does not wait for its key; these do: 2026-W10\n",
    )
    (tmp_path / "keys").rename(tmp_path / "elsewhere")
    code, said = await command_line.abandon(BLOCK)
    assert (code, "there is no folder" in said, len(said.splitlines())) == (2, True, 1)
    (tmp_path / "elsewhere").rename(tmp_path / "keys")

    async def ready(_request: object) -> JSONResponse:
        return JSONResponse({"keys": "ok"})

    async with serving(Starlette(routes=[Route("/readyz", ready)]), host="127.0.0.1", port=0) as root:
        command_line.port = int(root.rpartition(":")[2])
        assert await command_line.abandon(BLOCK) == (
            2,
            "BLOCK: the running bot has all its keys; check ROUNDS_KEYS; nothing was changed\n",
        )
    command_line.port = 9
    code, said = await command_line.abandon(BLOCK)
    assert code == 0
    assert "lost: 1 sealed answers" in said
    assert await command_line.abandon(BLOCK) == (2, "BLOCK: no block lacks its key; nothing was changed\n")
