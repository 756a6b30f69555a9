"""One schedule is paused from a chat, and goes on: on both platforms the same change but for nothing."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.acceptance.test_administration_in_chat import made, programme_of
from tests.support.administrators import Wards, wards
from tests.support.channels import SLACK, TELEGRAM
from tests.support.databases import sqlite_copy
from tests.support.patience import until

PAUSED = "schedule weekly-pulse paused_until: none -> 2026-03-16"


async def by_steps(at: Wards) -> None:
    await at.says("ada", "/admin")
    await at.taps("ada", "Schedules")
    await at.taps("ada", "weekly-pulse")
    await at.taps("ada", "Pause it")
    await at.reads("ada", "Goes on by itself on this day (1 of 1)")
    days = [label for row in at.chat("ada")[-1].rows for label in row]
    await at.taps("ada", days[1])
    await at.reads("ada", PAUSED)
    await at.taps("ada", "Save")
    await at.reads("ada", "Saved as revision 2.")


async def by_modal(at: Wards) -> None:
    await at.orders("ada")
    await at.presses("ada", "Schedules")
    await at.presses("ada", "weekly-pulse")
    await at.presses("ada", "Pause it")
    await until(lambda: at.person("ada").modal is not None)
    await at.person("ada").submit({"Goes on by itself on this day": "2026-03-01"})
    await at.person("ada").submit({"Goes on by itself on this day": "2026-03-16"})
    assert PAUSED in at.modal_says("ada")
    await at.person("ada").submit({})
    assert "Saved as revision 2." in at.modal_says("ada")


@pytest.mark.drill
async def test_a_pause_of_one_schedule_is_the_same_on_both_and_ends(sqlite_template: Path, tmp_path: Path) -> None:
    found = []
    for channel, pause in ((SLACK, by_modal), (TELEGRAM, by_steps)):
        folder = tmp_path / channel
        folder.mkdir()
        async with sqlite_copy(sqlite_template, folder) as storage, wards(storage, folder, channel) as at:
            await pause(at)
            found.append((await made(storage), await programme_of(storage)))
            if channel == TELEGRAM:
                await goes_on(at, storage)
    assert found[0][0][0] == found[1][0][0] == ("ada", "chat")
    assert found[0][1] == found[1][1]


async def goes_on(at: Wards, storage: Database) -> None:
    """The status names it, nobody is asked, and a button lets it go on; pressed again it says that nothing changes."""
    await at.says("ada", "/admin")
    await at.taps("ada", "Status")
    await at.reads("ada", "weekly-pulse: Paused until 16 March 2026.")
    await at.says("ada", "/admin")
    await at.taps("ada", "Schedules")
    await at.taps("ada", "weekly-pulse")
    await at.reads("ada", "Paused until 16 March 2026.")
    await at.taps("ada", "Let it go on")
    await at.reads("ada", "schedule weekly-pulse paused: yes -> no")
    await at.taps("ada", "Save")
    await at.reads("ada", "Saved as revision 3.")
    assert not any(each.paused for each in (await programme_of(storage)).schedules)
