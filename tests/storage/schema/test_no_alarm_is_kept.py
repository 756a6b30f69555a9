"""What earlier programs kept open of the detector's alarms goes with the upgrade, and out of the file, too."""

import json
from base64 import urlsafe_b64encode
from io import StringIO
from pathlib import Path
from zlib import compress, decompress

import pytest
from rich.console import Console
from sqlalchemy import text

from bot.cli.run import run_migrate
from bot.domain.errors import StorageUnavailable
from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from storage.database import Database
from tests.storage.schema.test_migrated_rows import connected

W13 = IsoWeek.parse("2026-W13")
HABITS = {
    "v": 1,
    "first": 105640,
    "flagged": W13.index,
    "watched": 0.5,
    "members": {"ana": [1, 2, 3, 4, 0.5, 1.0, 0.9]},
}
OTHERS = [
    ("ward", "organisation", "2026-W12", "too_few"),
    ("ward", "flag", "2026-W10", ""),
    ("ward", "score", "2026-W01/0", ""),
]
"""What stays."""
ALARMS = [("alarmed", "flag", f"2026-W{week}", why) for week, why in ((12, "too_few"), (13, "recent_flag"))]


def a_state(unit: str, habits: dict[str, object]) -> str:
    packed = urlsafe_b64encode(json.dumps(habits, separators=(",", ":")).encode()).decode()
    return json.dumps({"v": 1, "week": W13.index, "first": 105640, "people": {}, "scores": [], "withheld": False,
                       "tenths": [], "atom": [unit], "habits": packed}, separators=(",", ":"))  # fmt: skip


def a_line(unit: str, kind: str, period: str, why: str) -> str:
    return json.dumps([unit, kind, period, W13.index, {}, [], why], separators=(",", ":"))


@pytest.mark.drill
async def test_no_week_of_an_alarm_is_left(empty: Database, url: str) -> None:
    await empty.migrate("0057")
    gone = {name: value for name, value in HABITS.items() if name != "flagged"}
    before = compress("\n".join([str(W13.index), *(a_line(*row) for row in (*OTHERS, *ALARMS))]).encode())
    with connected(url) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO releases (unit, kind, period, week, shown, people, withheld)"
                " VALUES (:unit, :kind, :period, '2026-W13', '{}', '[]', :why)"
            ),
            [{"unit": unit, "kind": kind, "period": at, "why": why} for unit, kind, at, why in (*OTHERS, *ALARMS)],
        )
        connection.execute(
            text("INSERT INTO unit_states (unit, week, state) VALUES (:unit, '2026-W13', :state)"),
            [
                {"unit": "alarmed", "state": a_state("alarmed", HABITS).encode()},
                {"unit": "never", "state": a_state("never", gone).encode()},
            ],
        )
        connection.execute(
            text("INSERT INTO pending_releases (week, body) VALUES ('2026-W13', :body)"), {"body": before}
        )
    await run_migrate(empty, console=Console(quiet=True))
    with connected(url) as connection:
        rows = connection.execute(text("SELECT unit, kind, period, withheld FROM releases")).all()
        [body] = connection.scalars(text("SELECT body FROM pending_releases")).all()
        kept = {unit: bytes(state) for unit, state in connection.execute(text("SELECT unit, state FROM unit_states"))}
    assert sorted(map(tuple, rows)) == sorted(OTHERS)
    assert decompress(bytes(body)).decode().split("\n") == [str(W13.index), *(a_line(*row) for row in OTHERS)]
    assert kept == {unit: a_state(unit, gone).encode() for unit in ("alarmed", "never")}
    async with empty.reading() as work:
        state = (await work.weeks.unit_states([UnitId("alarmed")], before=W13 + 1))[UnitId("alarmed")]
    assert json.loads(state.habits) == gone
    if empty.file is not None:
        await empty.close()
        assert not [each for each in empty.file.parent.glob("empty.db*") if b"recent_flag" in each.read_bytes()]


class Full(Database):
    """A disk on which there is no room for the file a second time."""

    async def forget_all_deleted(self) -> None:
        raise StorageUnavailable("the disk is full")


@pytest.mark.drill
async def test_where_the_files_cannot_be_written_anew_the_upgrade_says_so_and_stands(tmp_path: Path) -> None:
    database, out = Full(f"sqlite:///{tmp_path / 'full.db'}"), StringIO()
    await database.migrate("0057")
    await run_migrate(database, console=Console(file=out, width=200))
    assert await database.schema_revision() == database.head_revision()
    await database.close()
    assert out.getvalue().splitlines()[0] == (
        "database: the disk is full; what this version has taken away may be left in older pages of its files"
    )
