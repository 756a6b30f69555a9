"""What administrators are told in their chat before they change anything."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.support.administrators import wards
from tests.support.channels import SLACK, TELEGRAM
from tests.support.consoles import ICU, WARD
from tests.support.patience import until
from tests.support.slack.blockkit import visible_text


async def test_a_look_at_a_schedule_says_when_it_asks_next_and_one_at_a_pause_who_is_told(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with wards(sqlite_storage, tmp_path, SLACK) as at:
        assert at.slack is not None
        await at.orders("ada")
        await at.presses("ada", "Schedules")
        await at.presses("ada", "weekly-pulse")
        async with at.storage.reading() as work:
            people = await work.directory.count([ICU, WARD])
        assert people.joined > 1
        counted = f"In its teams {people.listed} people are listed, {people.joined} have joined."
        await at.sees("ada", counted)
        assert "Next: " in visible_text(at.person("ada").inbox[-1].blocks)
        tell = "Tell everybody whom it concerns"
        for ticked in ([], [tell]):
            await at.orders("ada")
            await at.presses("ada", "Pause everything")
            await until(lambda: at.person("ada").modal is not None)
            await at.person("ada").submit({"Where": "Willow Ward", "Why": "Flood", tell: ticked})
            says = at.modal_says("ada")
            assert "Paused: Willow Ward (Flood)" in says
            assert ("Everybody whom it concerns is told once, with your reason." in says) == bool(ticked)
            at.slack.open_views.clear()


@pytest.mark.drill
async def test_a_pause_until_a_day_is_made_by_buttons_where_dates_cannot_be_written(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with wards(sqlite_storage, tmp_path, TELEGRAM) as at:
        await at.says("ada", "/admin")
        await at.taps("ada", "Pause everything")
        await at.taps("ada", "Willow Ward")
        await at.reads("ada", "Why (2 of 4)")
        await at.says("ada", "Flood", replying=True)
        await at.reads("ada", "Goes on by itself on this day (3 of 4)")
        rows = at.chat("ada")[-1].rows
        assert not any("Something else" in row for row in rows)
        day = rows[6][0]
        await at.taps("ada", day)
        await at.reads("ada", "(4 of 4)")
        await at.taps("ada", "No")
        assert f"Paused until {day}: Willow Ward (Flood)" in await at.reads("ada", "Paused until")
        await at.taps("ada", "Save")
        await at.reads("ada", "Paused. Nothing more goes out there.")
