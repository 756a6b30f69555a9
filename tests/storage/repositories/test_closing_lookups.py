"""What closing a week looks up goes through an index to the rows of that week, however many years lie behind."""

import re
from pathlib import Path

import pytest

from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.ports import UnitOfWork
from storage.database import Database
from storage.sql.transaction import Transaction
from tests.storage.repositories.test_lookups import open_the_ward, statements, steps
from tests.support.builders import ICU

WEEK = IsoWeek.parse("2026-W10")


async def look_up(work: UnitOfWork) -> None:
    await work.answers.in_words(EpochId("2026-W01"), [ICU])
    await work.weeks.steps_suggested([ICU], since=WEEK)
    await work.rounds.questions_of([ICU], WEEK, WEEK + 7)
    await work.certificates.released(WEEK)


@pytest.fixture
async def plans(sqlite_path: Path) -> dict[str, list[str]]:
    """By statement, how SQLite goes about it."""
    database = Database(f"sqlite:///{sqlite_path}", transactions=Transaction)
    await open_the_ward(database)
    with statements() as asked:
        async with database.reading() as work:
            await look_up(work)
    await database.close()
    return {each: steps(sqlite_path, each) for each in asked if each.startswith("SELECT")}


def plan_of(plans: dict[str, list[str]], table: str) -> str:
    """The one step that goes to a table."""
    (found,) = {step for plan in plans.values() for step in plan if re.match(rf"(SEARCH|SCAN) {table}\b", step)}
    return found


async def test_only_answers_in_words_are_opened(plans: dict[str, list[str]]) -> None:
    assert plan_of(plans, "answers") == "SEARCH answers USING INDEX ix_answers_in_words (epoch=? AND unit=?)"


async def test_steps_stand_in_their_index(plans: dict[str, list[str]]) -> None:
    assert "COVERING INDEX ix_digests_steps" in plan_of(plans, "digests")


async def test_rounds_of_several_weeks_are_found_by_unit(plans: dict[str, list[str]]) -> None:
    assert plan_of(plans, "rounds").endswith("(week=? AND unit=?)")


async def test_evidence_of_a_week_does_not_read_the_certificates_of_others(plans: dict[str, list[str]]) -> None:
    assert plan_of(plans, "page_certificates").endswith("(unit=? AND week=?)")
