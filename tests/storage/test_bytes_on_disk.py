"""Nothing that a person pressed or wrote ever stands unsealed in the files of a database, at no moment."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.callback_text import encode
from bot.domain.identifiers import AnswerCode, PulseId
from bot.domain.messaging.buttons import Answer, OnPulse, OnSelf, PulsePress, SelfPress
from bot.domain.messaging.inbound import Command, Commanded, Inbound, Started
from storage.database import Database
from tests.support.backups import backup
from tests.support.databases import POSTGRES_BY_DRILLS, SHARED, PostgresServer
from tests.support.records import put_unread_updates
from tests.support.ward import Ward

Opener = Callable[[], AbstractAsyncContextManager[Database]]
TEAM = ("canary-ana", "canary-ben", "canary-cas", "canary-dee", "canary-eve", "canary-fay")
"""Nobody else has these names: PostgreSQL's server is shared with other tests, and its log keeps what they wrote."""
ANA, BEN, CAS, DEE, EVE, FAY = TEAM
WORDS = "canary drug cupboard"
CODE = "CanaryCodeCanaryCode22"
OF_FILE_TIMES = 1.0
"""Seconds: how coarse they may be at most."""


@pytest.fixture
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Database], bytes]:
    """Every byte that a database has on disk: tables, indexes and logs. Of a server's many files, those written since
    the look before, in which the others were read."""
    looked_at = 0.0

    def of(database: Database) -> bytes:
        nonlocal looked_at
        if database.file is not None:
            return read(tmp_path / f"{database.file.name}{end}" for end in ("", "-wal", "-shm"))
        server: PostgresServer = request.getfixturevalue("postgres_server")
        server.write_out()
        since, looked_at = looked_at - OF_FILE_TIMES, now_of(tmp_path)
        kept = (path for path in server.files_of(SHARED) if "base" in path.parts or "pg_wal" in path.parts)
        return read(path for path in kept if path.stat().st_mtime >= since)

    return of


def now_of(folder: Path) -> float:
    """The time by which files are written."""
    (folder / "now").touch()
    return (folder / "now").stat().st_mtime


def read(paths: Iterable[Path]) -> bytes:
    return b"".join(path.read_bytes() for path in paths if path.is_file())


def what_people_do(ward: Ward) -> list[list[Inbound]]:
    """Taps, second thoughts, words, wishes, codes; some at a time, some one by one."""
    return [
        [ward.tap(who, str(1 + number % 4)) for number, who in enumerate(TEAM)],
        [ward.tap(ANA, "1")],
        [ward.words(BEN, f"{WORDS} is empty at night")],
        [ward.words("nobody", f"{WORDS} from a stranger"), ward.words(CAS, f"{WORDS} {'long ' * 300}")],
        [ward.on_self(DEE, OnSelf.PAUSE_2_WEEKS), ward.on_self(EVE, OnSelf.STOP_NOW)],
        [ward.on_pulse(FAY, OnPulse.SKIP), ward.update(FAY, Commanded(command=Command.STOP))],
        [ward.update("newcomer", Started(code=CODE))],
    ]


def in_the_open(content: bytes) -> list[str]:
    """What of it can be read; what a button stands for, as adapters bring it, among it."""
    pressed = [Answer(pulse=PulseId(f"pulse-{who}"), code=AnswerCode(code)) for who in TEAM for code in "1234"]
    wishes = [SelfPress(what=OnSelf.PAUSE_2_WEEKS), SelfPress(what=OnSelf.STOP_NOW)]
    skipped = PulsePress(pulse=PulseId(f"pulse-{FAY}"), what=OnPulse.SKIP)
    intents = [f'"intent":"{text}"' for text in (*map(encode, pressed), *map(encode, wishes), encode(skipped))]
    canaries = [WORDS, CODE, *intents, *map(encode, pressed), '"from":"at-canary']
    return [canary for canary in canaries if canary.encode() in content]


@pytest.mark.drill
@POSTGRES_BY_DRILLS
async def test_at_no_moment_of_a_burst(
    open_database: Opener, tmp_path: Path, files: Callable[[Database], bytes]
) -> None:
    async with open_database() as database:
        ward = Ward(database, tmp_path)
        await ward.furnish(TEAM)
        for some in what_people_do(ward):
            await ward.receive(some)
            assert in_the_open(files(database)) == [], "taken in, and not filed yet"
            await ward.handle()
            assert in_the_open(files(database)) == [], "filed"
        assert len(await ward.codes()) == len(TEAM)
        await ward.receive([each for some in what_people_do(ward) for each in some])
        backup(database, tmp_path / "waiting")
        await ward.handle()
        backup(database, tmp_path / "filed")
    assert in_the_open(read([tmp_path / "waiting", tmp_path / "filed"])) == []


async def test_the_canaries_are_found_where_they_stand_in_the_open(
    sqlite_storage: Database, files: Callable[[Database], bytes]
) -> None:
    """So that the test above can fail: an earlier version's rows."""
    said = f'{{"from":"at-canary-ana","sequence":1,"event":"typed","text":"{WORDS}","reply_to":null,"refused":""}}'
    put_unread_updates(sqlite_storage, ["old"], said)
    assert in_the_open(files(sqlite_storage)) == [WORDS, '"from":"at-canary']


async def test_what_waits_has_one_of_two_lengths_whatever_it_is(sqlite_storage: Database, tmp_path: Path) -> None:
    ward = Ward(sqlite_storage, tmp_path)
    await ward.furnish(TEAM)
    short, long = [*what_people_do(ward)[0], ward.words(ANA, "Yes"), ward.on_self(DEE, OnSelf.STOP_NOW)], "x" * 3000
    await ward.receive([*short, ward.words(BEN, long), ward.words(CAS, f"{long}{long[:900]}")])
    async with sqlite_storage.writing() as work:
        lengths = [len(each.update.body) for each in await work.inbox.pending(limit=99)]
    assert len({*lengths[: len(short)]}) == 1
    assert len({*lengths[len(short) :]}) == 1
