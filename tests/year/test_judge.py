"""The judge of the year finds what it has to find, planted one by one."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from storage.database import Database
from tests.support.builders import a_roster
from tests.year import judge
from tests.year.kinds import Came
from tests.year.life import Arrival, london
from tests.year.stages import Shown
from tests.year.ward import LAST_DAY_OF_TOM

TUESDAY = date(2026, 1, 6)
NOON = london(TUESDAY, time(12))


def came(name: str, kind: Came, day: date, at: time, words: str = "") -> Arrival:
    shown = Shown(number="1", words=words or f"{kind} at {day} {at}", buttons=())
    return Arrival(at=london(day, at), to=name, kind=kind, shown=shown)


FAULTS: Sequence[tuple[Callable[[Sequence[Arrival]], Iterator[str]], str, Arrival]] = (
    (judge.in_english, "Nerys", came("Nerys", Came.QUESTION, TUESDAY, time(12), "Open until Sunday 10:00.")),
    (judge.ill_timed, "off duty", came("Cai", Came.QUESTION, TUESDAY, time(10))),
    (judge.ill_timed, "after a night", came("Cai", Came.NUDGE, TUESDAY + timedelta(days=1), time(12))),
    (judge.ill_timed, "on leave", came("Bea", Came.REMINDER, date(2026, 2, 17), time(12))),
    (judge.ill_timed, "in quiet hours", came("Paul", Came.QUESTION, TUESDAY, time(21))),
    (judge.ill_timed, "in quiet hours", came("Cai", Came.TEAM_PAGE, TUESDAY, time(21))),
    (judge.after_leaving, "Tom", came("Tom", Came.TEAM_PAGE, LAST_DAY_OF_TOM + timedelta(days=1), time(12))),
)


@pytest.mark.drill
@pytest.mark.parametrize(("find", "says", "planted"), FAULTS)
def test_what_comes_at_the_wrong_time_is_found(
    find: Callable[[Sequence[Arrival]], Iterator[str]], says: str, planted: Arrival
) -> None:
    assert any(says in each for each in find([planted]))


def test_what_comes_at_the_right_time_is_not() -> None:
    fine = [
        came("Cai", Came.QUESTION, TUESDAY, time(21)),
        came("Paul", Came.QUESTION, TUESDAY, time(10)),
        came("Tom", Came.TEAM_PAGE, LAST_DAY_OF_TOM, time(12)),
    ]
    for find in (judge.ill_timed, judge.after_leaving, judge.doubled, judge.too_many):
        assert list(find(fine)) == []


def test_too_many_and_the_same_twice_are_found() -> None:
    week = [came("Paul", Came.QUESTION, TUESDAY, time(hour)) for hour in (10, 11, 12, 13)]
    assert list(judge.too_many(week[:3])) == []
    assert len(list(judge.too_many(week))) == 1
    assert len(list(judge.doubled([week[0], week[0]]))) == 1


async def test_words_in_a_row_or_a_file_are_found(sqlite_storage: Database, tmp_path: Path) -> None:
    assert list(judge.found_in(sqlite_storage, tmp_path, ["the linen cupboard"])) == []
    async with sqlite_storage.writing() as work:
        await work.rosters.save(a_roster(["the linen cupboard"]), at=NOON)
    (tmp_path / "some.log").write_text("heard of the linen cupboard")
    found = list(judge.found_in(sqlite_storage, tmp_path, ["the linen cupboard"]))
    assert {"some.log", "a row of people"} <= set(found)
