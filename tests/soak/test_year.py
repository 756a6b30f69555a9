"""A year of a hospital: nothing lost, doubled or asked twice, memory flat, the database small."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.channels.slack.client import SlackMessenger
from bot.adapters.channels.slack.connection import SlackConnection
from bot.adapters.channels.telegram.account import TelegramAccount
from bot.adapters.channels.telegram.client import TelegramMessenger
from storage.database import Database
from tests.support.channels import SLACK, TELEGRAM
from tests.support.drills.year_drill import (
    FAULTS,
    YearDrill,
    YearLife,
)
from tests.support.drills.year_judge import DrillReport, Week
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer


def life_on(database: Database, folder: Path, **changes: Any) -> YearLife:
    return YearLife(database=database.url.render_as_string(hide_password=False), folder=str(folder), **changes)


@pytest.mark.long
@pytest.mark.drill
async def test_two_weeks_of_one_ward(sqlite_storage: Database, tmp_path: Path) -> None:
    """Through the real libraries, against the loopback platforms, which keep a record of their own too."""
    drill = YearDrill(life_on(sqlite_storage, tmp_path, days=15, people=25, seed=2))
    time, sent_to = drill.time, drill.platforms
    async with (
        TelegramServer() as telegram,
        SlackServer() as slack,
        SlackConnection(bot_token=slack.bot_token, api_url=slack.api_url) as connection,
    ):
        account = TelegramAccount(token=telegram.token, timer=time, api_root=telegram.root)
        sent_to[TELEGRAM].wire = TelegramMessenger(account)
        sent_to[SLACK].wire = SlackMessenger(connection=connection, timer=time, real_clock=time)
        report = await drill.live()
        await account.close()
    assert report.faults == []
    assert report.rounds == 2
    assert report.answers > 20
    on_pages = report.messages - len(telegram.sent) - len(slack.messages)
    assert min(len(telegram.sent), len(slack.messages), on_pages) > 5
    assert max(Counter((sent.chat_id, str(sent.params["text"])) for sent in telegram.sent).values()) == 1


@pytest.mark.soak
async def test_a_year_of_a_thousand(
    database: Database, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """In a process of its own, so that its memory is nobody else's."""
    days = int(os.environ.get("DRILL_DAYS", "366"))
    life = json.dumps(asdict(life_on(database, tmp_path, days=days)))
    with (tmp_path / "weeks.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.drills.year_drill", life, stdout=PIPE, stderr=log
        )
        said, _ = await process.communicate()
    assert process.returncode == 0, (tmp_path / "weeks.log").read_text()[-2000:]
    given = json.loads(said)
    report = DrillReport(**(given | {"weeks": [Week(**week) for week in given["weeks"]]}))
    for name, value in report.table().items():
        record_property(name, value)
    assert report.faults == []
    assert report.epochs_closed >= 3 * ((days - 2) // 91) - 2
    assert report.growth < 1.1
    assert report.weeks[-1].database_mb < 500


@pytest.mark.soak
async def test_a_quarter_of_four_weeks_closes(sqlite_storage: Database, tmp_path: Path) -> None:
    report = await YearDrill(life_on(sqlite_storage, tmp_path, days=94, people=60, quarter_weeks=4)).live()
    assert report.faults == []
    assert report.epochs_closed == 1


CAUGHT_AS = {
    "swallow a message": "never_asked",
    "send twice": "asked_twice",
    "forget an update": "lost",
    "forget a colleague": "never_asked",
    "keep a key": "not_destroyed",
}


@pytest.mark.soak
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_that_is_planted_is_caught(sqlite_storage: Database, tmp_path: Path, fault: str) -> None:
    days = 94 if fault == "keep a key" else 15
    report = await YearDrill(
        life_on(sqlite_storage, tmp_path, days=days, people=25, quarter_weeks=4, fault=fault)
    ).live()
    assert getattr(report, CAUGHT_AS[fault]), report
