"""Kill -9 while people press and write: nothing of it stands unsealed on a disk, in a backup or in a log."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.callback_text import encode
from bot.domain.answers.answer_body import AnswerBody
from bot.domain.answers.answer_body import pack as pack_answer
from bot.domain.identifiers import AnswerCode, PersonId, PulseId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.organisation.people import Address
from bot.flows.inbox.update_body import pack as pack_update
from storage.database import Database
from tests.support.builders import a_round
from tests.support.channels import TELEGRAM
from tests.support.databases import SHARED, PostgresServer, running_postgres
from tests.support.drills.byte_drill import OPEN_FORMS, WORDS, ByteDrill, Read, found_open
from tests.support.drills.crash_people import prepare
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[PostgresServer]:
    """One of its own: what other tests have written may still stand in the log of theirs."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def read(request: pytest.FixtureRequest, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """All that a database and the processes on it leave on disk, by where it lies."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))

    def places() -> Iterator[tuple[str, Path]]:
        if database.file is not None:
            yield from ((f"database{end}", Path(f"{database.file}{end}")) for end in ("", "-wal", "-shm"))
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            server.write_out()
            yield from ((place_of(path.relative_to(server.folder)), path) for path in server.files_of(SHARED))
        yield from (("temporary", path) for path in temporary.rglob("*"))
        yield "log", tmp_path / "lives.log"

    return lambda: ((place, path.read_bytes()) for place, path in places() if path.is_file())


def place_of(path: Path) -> str:
    return path.parts[0] if path.parts[0] in ("base", "pg_wal") else "other files of the server"


async def search(database: Database, folder: Path, read: Read, *, kills: int, seed: int, record: Record) -> ByteDrill:
    async with TelegramServer() as telegram, SlackServer() as slack:
        slack.events.ack_seconds = 0.7
        await prepare(database)
        keys = folder / "keys"
        keys.mkdir(mode=0o700)
        drill = ByteDrill(database=database, keys=keys, telegram=telegram, slack=slack, seed=seed, read=read)
        report = await drill.rounds(folder / "lives.log", kills=kills, a_round=6)
    figures = {"kills": report.kills, "answers filed": report.answers, "acknowledged answers lost": len(report.lost)}
    for name, value in (figures | drill.said).items():
        record(name, value)
    for where, size in drill.searched.items():
        record(f"MB read in {where}", size / 1e6)
    return drill


@pytest.mark.long
@pytest.mark.drill
async def test_a_few_kills_leave_nothing_in_the_open(
    database: Database, tmp_path: Path, read: Read, record_property: Record
) -> None:
    drill = await search(database, tmp_path, read, kills=7, seed=1, record=record_property)
    assert drill.open == []
    assert drill.said["words"] > 0
    assert drill.searched["log"] > 0


@pytest.mark.soak
async def test_many_kills_leave_nothing_in_the_open(
    database: Database, tmp_path: Path, read: Read, record_property: Record
) -> None:
    kills = int(os.environ.get("BYTE_KILLS", "50"))
    drill = await search(database, tmp_path, read, kills=kills, seed=2, record=record_property)
    assert drill.open == []
    assert min(drill.said[what] for what in ("words", "commands", "pauses", "backups")) > 0


def test_what_would_stand_in_the_open_is_known_when_it_does() -> None:
    """So that the tests above can fail: what is sealed, as it is before."""
    press = Answer(pulse=PulseId("0123-t01"), code=AnswerCode("3"))
    update = Inbound(
        sender=Address(channel=TELEGRAM, value="501"), update_id="1", sequence=1, event=Pressed(intent=press)
    )
    around = a_round()
    answer = AnswerBody(
        person=PersonId("t01"), round=around.id, question=around.questions[0], week=around.week, code=press.code
    )
    on_disk = [
        ("words", WORDS.encode()),
        ("press", encode(press).encode()),
        ("update", pack_update(update)),
        ("answer", pack_answer(answer)),
    ]
    found = found_open(on_disk)
    assert [form for form in OPEN_FORMS if not any(form in each for each in found)] == []
