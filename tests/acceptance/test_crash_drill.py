"""Kill -9, again and again: no acknowledged answer lost, none counted twice, nobody asked twice."""

import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from storage.engine import Database
from tests.support.crash_drill import Drill, Verdict, prepare
from tests.support.slack_server import SlackServer
from tests.support.telegram_server import TelegramServer

OpenDatabase = Callable[[], AbstractAsyncContextManager[Database]]


async def drill(database: Database, folder: Path, *, kills: int, a_round: int, seed: int) -> Verdict:
    """So many kills, `a_round` of them in each day's round."""
    async with TelegramServer() as telegram, SlackServer() as slack:
        slack.events.ack_seconds = 0.7
        await prepare(database)
        keys = folder / "keys"
        keys.mkdir(mode=0o700)
        drill = Drill(
            database=database,
            url=database.url.render_as_string(hide_password=False),
            keys=keys,
            telegram=telegram,
            slack=slack,
            seed=seed,
        )
        async with drill.lives(folder / "lives.log"):
            number = 0
            while drill.verdict.kills < kills:
                await drill.round(number, kills=min(a_round, kills - drill.verdict.kills))
                number += 1
        return drill.verdict


async def test_fifteen_kills(sqlite_storage: Database, tmp_path: Path) -> None:
    verdict = await drill(sqlite_storage, tmp_path, kills=15, a_round=5, seed=1)
    assert verdict.faults == []
    assert verdict.kills == 15
    assert verdict.answers > 20


@pytest.mark.soak
async def test_a_thousand_kills(database: Database, tmp_path: Path) -> None:
    kills = int(os.environ.get("DRILL_KILLS", "1000"))
    verdict = await drill(database, tmp_path, kills=kills, a_round=6, seed=2)
    assert verdict.faults == []
    assert verdict.kills == kills
