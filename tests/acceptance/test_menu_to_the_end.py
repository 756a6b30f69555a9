"""The rest of the menu of administrators, each to its end: what other tests of chats leave out, on either platform."""

from functools import partial
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from storage.database import Database
from tests.acceptance.test_administration_in_chat import programme_of
from tests.support.administrators import Wards, wards
from tests.support.builders import a_person
from tests.support.channels import SLACK, TELEGRAM
from tests.support.consoles import WARD
from tests.support.patience import until
from tests.support.slack.people import Person, labels

PAUSED = "Paused: Willow Ward (Flood)"
ACTS = [
    ("ada", "chat", "schedule weekly-pulse cadence"),
    ("ada", "chat", "schedule ended"),
    ("ada", "chat", "invited: mem"),
    ("ada", "chat", "everything paused"),
    ("ada", "chat", "everything goes on"),
]


async def chooses(at: Wards, *labels_: str) -> None:
    """From a new menu on Slack, always on its message: earlier ones still have their buttons."""
    assert at.slack is not None
    at.slack.open_views.clear()
    await at.orders("ada")
    ada = at.person("ada")
    for label in labels_:
        await until(partial(_offers, ada, label))
        assert (await ada.press(label, on=ada.inbox[-1])).acked


def _offers(ada: Person, label: str) -> bool:
    return label in labels(ada.inbox[-1].blocks)


async def opens(at: Wards, *labels_: str) -> None:
    """The same, up to a window."""
    await chooses(at, *labels_)
    await until(lambda: at.person("ada").modal is not None)


@pytest.mark.drill
async def test_on_slack(sqlite_storage: Database, tmp_path: Path) -> None:
    async with wards(sqlite_storage, tmp_path, SLACK) as at:
        ada = at.person("ada")
        async with at.storage.writing() as work:
            await work.rosters.revoke(PersonId("mem"))
        await chooses(at, "Who has joined")
        await at.sees("ada", "Not joined yet: Mem")
        await opens(at, "Schedules", "weekly-pulse", "Day and time")
        await ada.submit({"On which days": ["Thursday"], "At what time": "11:00"})
        assert "Tue at 10:00 every week -> Thu at 11:00 every week" in at.modal_says("ada")
        await ada.submit({})
        assert "Saved as revision 2." in at.modal_says("ada")
        await chooses(at, "Schedules", "weekly-pulse", "Stop it", "Save")
        await at.sees("ada", "Saved as revision 3.")
        assert [each.id for each in (await programme_of(at.storage)).schedules] == ["theatre-pulse"]
        await opens(at, "Invite somebody")
        await ada.submit({"Name or id": "Mem (mem)"})
        assert "A new invitation for Mem (mem)" in at.modal_says("ada")
        await ada.submit({})
        assert "Code: " in at.modal_says("ada")
        await opens(at, "Pause everything")
        await ada.submit({"Where": "Willow Ward", "Why": "Flood"})
        await ada.submit({})
        assert "Paused. Nothing more goes out there." in at.modal_says("ada")
        await chooses(at, "Go on", PAUSED, "Save")
        await at.sees("ada", "Everything there goes on.")
        await chooses(at, "Console")
        await at.sees("ada", "/signin/")
        assert await at.log() == ACTS


@pytest.mark.drill
async def test_on_telegram(sqlite_storage: Database, tmp_path: Path) -> None:
    """With more people than a list of buttons holds, so that somebody is looked for by words."""
    async with wards(sqlite_storage, tmp_path, TELEGRAM) as at:
        async with at.storage.writing() as work:
            roster = await work.rosters.current()
            more = {PersonId(f"n{number:02}"): a_person(f"n{number:02}", channel=TELEGRAM) for number in range(61)}
            held = roster.memberships | {Membership(person=each, unit=WARD, role=Role.MEMBER) for each in more}
            await work.rosters.save(type(roster)(people={**roster.people, **more}, memberships=held), at=at.clock.now())
        await at.says("ada", "/admin")
        await at.taps("ada", "Why no question?")
        await at.reads("ada", "Name or id (1 of 1)")
        await at.says("ada", "somebody unknown", replying=True)
        await at.reads("ada", "Nobody was found.")
        assert not any("somebody unknown" in label for sent in at.chat("ada") for row in sent.rows for label in row)
        await at.says("ada", "/admin")
        await at.taps("ada", "Schedules")
        await at.taps("ada", "weekly-pulse")
        await at.taps("ada", "Stop it")
        await at.reads("ada", "schedule ended: weekly-pulse")
        await at.taps("ada", "Save")
        await at.reads("ada", "Saved as revision 2.")
        await at.says("ada", "/admin")
        await at.taps("ada", "Pause everything")
        await at.taps("ada", "Willow Ward")
        await at.reads("ada", "Why (2 of 4)")
        await at.says("ada", "Flood", replying=True)
        await at.taps("ada", "Leave empty")
        await at.reads("ada", "(4 of 4)")
        await at.taps("ada", "No")
        await at.reads("ada", PAUSED)
        await at.taps("ada", "Save")
        await at.reads("ada", "Paused. Nothing more goes out there.")
        await at.says("ada", "/admin")
        await at.taps("ada", "Go on")
        await at.taps("ada", PAUSED)
        await at.taps("ada", "Save")
        await at.reads("ada", "Everything there goes on.")
        await at.says("ada", "/admin")
        await at.taps("ada", "Console")
        await at.reads("ada", "/signin/")
        assert await at.log() == [ACTS[1], *ACTS[3:]]
