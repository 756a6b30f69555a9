"""Dates and lists in Welsh, where Babel's tables are short of a form or have a wrong one."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.texts.dates import day, day_and_year, enumerated, last_day, listed, month_and_year, month_name, weekday

MARCH = date(2026, 3, 8)


def test_dates_are_written_as_in_wales() -> None:
    assert (day(MARCH, "cy"), day(MARCH, "cy-GB")) == ("8 Mawrth", "8 Mawrth")
    assert day_and_year(MARCH, "cy") == "8 Mawrth 2026"
    assert month_and_year(MARCH, "cy") == "Mawrth 2026"
    assert (month_name(MARCH, "cy"), weekday(MARCH, "cy")) == ("Maw", "Dydd Sul")
    midnight = datetime(2026, 3, 9, tzinfo=UTC)
    assert last_day(midnight, zone="Europe/London", locale="cy") == "Dydd Sul, 8 Mawrth"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Ward 7"], "Ward 7"),
        (["Ward 7", "Ward 8"], "Ward 7 a Ward 8"),
        (["Ward 7", "Clinig", "Llawfeddygaeth"], "Ward 7, Clinig a Llawfeddygaeth"),
        (["Meddygaeth", "Achosion brys"], "Meddygaeth ac Achosion brys"),
        (["Meddygaeth", "Ŵyna"], "Meddygaeth ac Ŵyna"),
    ],
)
def test_the_last_of_a_list_follows_a_or_ac(names: list[str], said: str) -> None:
    """`Ward` begins with a letter that is a consonant there."""
    assert listed(names, "cy") == said


def test_an_enumeration_of_any_length_is_written() -> None:
    assert enumerated(["meddygon 2", "nyrsys 1", "eraill 1"], "cy") == "meddygon 2, nyrsys 1, eraill 1"
    assert enumerated(["meddygon 2"], "cy") == "meddygon 2"
