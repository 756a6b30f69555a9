"""Instants keep their meaning in the database: always aware, and compared as instants on SQLite too."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from bot.domain.iso_weeks import IsoWeek
from storage.database import Database
from storage.sql.columns import UtcDateTime, Week
from tests.support.builders import ICU, T0, a_round

SQLITE = sqlite.dialect()
COLUMN = UtcDateTime()
INSTANTS = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.builds(timezone, st.integers(-12 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))),
)


@given(INSTANTS, INSTANTS)
def test_texts_of_instants_compare_as_the_instants_do(one: datetime, other: datetime) -> None:
    first, second = (COLUMN.process_bind_param(instant, SQLITE) for instant in (one, other))
    assert (first < second, first == second) == (one < other, one == other)


@given(INSTANTS)
def test_an_instant_comes_back_in_utc(instant: datetime) -> None:
    found = COLUMN.process_result_value(COLUMN.process_bind_param(instant, SQLITE), SQLITE)
    assert found == instant
    assert found is not None
    assert found.tzinfo is UTC


async def test_a_naive_instant_is_refused(database: Database) -> None:
    async def save_naive() -> None:
        async with database.writing() as work:
            await work.rounds.set_horizon(a_round().schedule, [ICU], T0.replace(tzinfo=None))

    with pytest.raises(Exception, match="without a time zone"):
        await save_naive()


@given(st.integers(1, 9998), st.integers(1, 52), st.integers(0, 60))
def test_texts_of_weeks_compare_as_the_weeks_do(year: int, week: int, later: int) -> None:
    column = Week()
    first = IsoWeek(year=min(year, 9990), week=week)
    texts = [column.process_bind_param(each, SQLITE) for each in (first, first + later)]
    assert texts == sorted(map(str, texts))
    assert [column.process_result_value(each, SQLITE) for each in texts] == [first, first + later]
