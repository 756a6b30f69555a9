"""A year on Ward 8, written once and played on Slack, on Telegram and on the web, through the real libraries."""

import os
import time as real_time
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.domain.organisation.people import Channel
from bot.domain.texts import languages
from storage.database import Database
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.year import judge
from tests.year.autumn import AUTUMN, SURVEY
from tests.year.life import living
from tests.year.pages import wrong as pages_of
from tests.year.scene import Act, Scene
from tests.year.spring import ANSWER, BACK, RAISED, SPRING
from tests.year.stages import STAGES
from tests.year.ward import BEGINS
from tests.year.winter import WINTER

DAYS = int(os.environ.get("DRILL_DAYS", "364"))
"""A year has 52 weeks here."""
ENDS = BEGINS + timedelta(days=DAYS - 1)
YEAR: Sequence[Act] = tuple(act for act in (*WINTER, *SPRING, *AUTUMN) if act.on < ENDS)
Say = Callable[[str, object], None]


async def play(acts: Sequence[Act], *, on: Channel, database: Database, folder: Path, until: date, say: Say) -> Scene:
    began = real_time.process_time()
    async with living(stage=STAGES[on](), database=database, folder=folder) as life:
        scene = Scene(life=life, folder=folder)
        life.mondays = scene.monday
        for act in acts:
            if act.language and act.language not in languages():
                say("passed over", f"{act.title}: there is no catalogue {act.language} here")
                continue
            await life.until(act.begins)
            await act.play(scene)
            scene.nothing_else()
        await scene.until(until, time(12))
        scene.nothing_else()
        say("processor seconds", real_time.process_time() - began)
        for role, rate in judge.a_month(life.came, ends=until).items():
            say(f"messages a month, {role}", rate)
        say("answers", judge.answered_on_shift(life.came, life.answered))
        for role, kinds in judge.kinds_of(life.came).items():
            say(f"in all, {role}", {str(kind): number for kind, number in kinds.items()})
    return scene


async def judged(scene: Scene, *, log: str) -> None:
    came = scene.life.came
    secret = (RAISED, ANSWER, BACK)
    assert "rounds_planned" in log
    assert not any(words in log for words in secret)
    assert list(judge.too_many(came)) == []
    assert list(judge.ill_timed(came)) == []
    assert list(judge.in_english(came)) == []
    assert list(judge.doubled(came)) == []
    assert list(judge.after_leaving(came)) == []
    assert list(judge.found_in(scene.life.database, scene.folder, secret)) == []
    pages, wrong = await pages_of(scene.life.database, quiet=[SURVEY])
    assert wrong == []
    assert pages > 0


@pytest.mark.soak
@pytest.mark.parametrize("channel", [SLACK, TELEGRAM, WEB])
async def test_a_year(
    channel: Channel, sqlite_storage: Database, tmp_path: Path, record_property: Say, capfd: pytest.CaptureFixture[str]
) -> None:
    scene = await play(YEAR, on=channel, database=sqlite_storage, folder=tmp_path, until=ENDS, say=record_property)
    await judged(scene, log="".join(capfd.readouterr()))


@pytest.mark.soak
@pytest.mark.postgres
async def test_a_year_on_postgresql(
    postgres_storage: Database, tmp_path: Path, record_property: Say, capfd: pytest.CaptureFixture[str]
) -> None:
    scene = await play(YEAR, on=WEB, database=postgres_storage, folder=tmp_path, until=ENDS, say=record_property)
    await judged(scene, log="".join(capfd.readouterr()))
