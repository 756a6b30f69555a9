"""Something is raised in confidence, carried, answered without a name, passed on, and destroyed: one life on each
channel, through the real libraries, over real HTTP, into real databases."""

import html
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.channels.web.links import address_of, new_token
from bot.adapters.channels.web.serving import serving
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from bot.domain.programme.programme import Guardian, StaffHelp
from storage.database import Database
from tests.acceptance.test_words_on_every_channel import Nurse, OnTelegram, OnWeb, _opened
from tests.support.builders import ICU, a_programme
from tests.support.callers import a_caller
from tests.support.channels import WEB
from tests.support.patience import PATIENCE
from tests.support.ports import reserved_port

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
CANARY = "The linen cupboard is locked every weekend"
ANSWER = "Thank you, the key hangs in the office now"
BACK = "That helps on Saturdays"
LEAD, GUARDIAN = new_token(bytes(range(1, 17))), new_token(bytes(range(2, 18)))


@dataclass
class OnPage(OnWeb):
    """A chat on the web with a link of its own."""

    token: str = ""

    async def _messages(self) -> Sequence[tuple[str, str]]:
        found = (await self.browser.get(f"/c/{self.token}/messages")).json()["messages"]
        return [(str(each["id"]), html.unescape(each["html"])) for each in sorted(found, key=lambda each: each["id"])]

    async def act(self, fields: dict[str, str]) -> None:
        acted = await self.browser.post(f"/c/{self.token}/act", json=fields)
        assert acted.json()["saved"], acted.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    app: App
    clock: ShiftedClock
    nurse: Nurse
    lead: OnPage
    guardian: OnPage
    storage: Database
    folder: Path

    @property
    def notes(self) -> list[str]:
        """The files of notes and of their keys."""
        return sorted(each.suffix for each in (self.folder / "keys").iterdir() if each.suffix in (".note", ".raised"))

    async def later(self, **by: float) -> None:
        self.clock.jump(self.clock.now() + timedelta(**by))
        await self.app.tick()

    async def a_day_on(self) -> None:
        """Whatever was to arrive within 20 waking hours has arrived."""
        for _ in range(4):
            await self.later(hours=6)

    async def raises(self, words: str = CANARY, *, to: str = "The leads of Intensive care") -> None:
        await self.nurse.writes("raise")
        await self.nurse.reads_last("Raise something in confidence")
        await self.nurse.press(to)
        await self.nurse.reads("It is read by:")
        await self.nurse.reads("At most 1,000 characters")
        await self.nurse.writes(words, under="At most 1,000 characters")
        await self.nurse.reads("This goes to")


PEOPLE = {
    "nurse": (Role.MEMBER, None),
    "lena": (Role.NURSING_LEAD, LEAD),
    "gil": (Role.GUARDIAN, GUARDIAN),
}


async def furnished(storage: Database, at: Address, *, leads: bool = True, guardian: bool = True) -> None:
    held = {name: role for name, (role, _) in PEOPLE.items() if (leads or name != "lena")}
    addresses = {
        PersonId(name): at if token is None else address_of(token)
        for name, (_, token) in PEOPLE.items()
        if name in held
    }
    roster = Roster(
        people={each: Person(id=each, name=each.title(), channel=where.channel) for each, where in addresses.items()},
        memberships=frozenset(Membership(person=PersonId(name), unit=ICU, role=role) for name, role in held.items()),
        addresses=addresses,
    )
    programme = replace(
        a_programme(),
        schedules=(),
        guardians=(Guardian(person=PersonId("gil"), units=(ICU,)),) if guardian else (),
        help=StaffHelp(text="Staff support, extension 4400"),
    )
    async with storage.writing() as work:
        await work.programmes.save(programme, at=MONDAY)
        await work.rosters.save(roster, at=MONDAY)


async def a_hospital(
    storage: Database, folder: Path, channel: str, stack: AsyncExitStack, *, leads: bool = True, guardian: bool = True
) -> Hospital:
    clock = ShiftedClock(start=MONDAY)
    app = App(World(storage=storage, keys_folder=folder / "keys", clock=clock, told_within=PATIENCE))
    port = stack.enter_context(reserved_port())
    root = f"http://127.0.0.1:{port}"
    at, nurse = await _opened(channel, app, stack, root)
    await furnished(storage, at, leads=leads, guardian=guardian)
    await stack.enter_async_context(serving(app.graph.web_server().application(), host="127.0.0.1", port=port))
    await stack.enter_async_context(app.running(tick_every=3600))
    lead, other = [
        OnPage(browser=await stack.enter_async_context(a_caller(root)), token=each) for each in (LEAD, GUARDIAN)
    ]
    return Hospital(app=app, clock=clock, nurse=nurse, lead=lead, guardian=other, storage=storage, folder=folder)


@pytest.fixture(params=["telegram", "slack", WEB])
async def hospital(request: pytest.FixtureRequest, sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Hospital]:
    async with AsyncExitStack() as stack:
        yield await a_hospital(sqlite_storage, tmp_path, request.param, stack)


@pytest.mark.drill
async def test_a_note_reaches_its_readers_and_is_answered_without_a_name(hospital: Hospital) -> None:
    nurse, lead = hospital.nurse, hospital.lead
    await hospital.raises()
    assert CANARY not in "".join(await lead.shown())
    await nurse.press("Send")
    await nurse.reads("Sent. It arrives in 2 hours or later")
    assert hospital.notes == [".note", ".raised"]
    await hospital.later(hours=1.9)
    assert CANARY not in "".join(await lead.shown())
    await hospital.a_day_on()
    await lead.reads(CANARY)
    (shown,) = [each for each in await lead.shown() if CANARY in each]
    for told in ("nurse", "Nurse"):
        assert told not in shown.replace("nursing", "")

    await lead.press("Answer")
    await lead.reads("without your name")
    await lead.writes(ANSWER, under="without your name")
    await lead.reads("This goes to whoever raised it")
    await lead.press("Send")
    await lead.reads("Sent. It arrives")
    assert ANSWER not in "".join(await nurse.shown())
    await hospital.a_day_on()
    await nurse.reads(ANSWER)
    assert "Lena" not in next(each for each in await nurse.shown() if ANSWER in each)
    await nurse.press("Answer")
    await nurse.reads("It goes to those who read what you raised")
    await nurse.writes(BACK, under="It goes to those who read what you raised")
    await nurse.reads(BACK if isinstance(nurse, OnWeb) else "This goes to Lena")
    await nurse.press("Send")
    await nurse.reads_as_often("Sent. It arrives in 2 hours or later", 2)
    await hospital.a_day_on()
    await lead.reads(BACK)

    await hospital.later(days=20)  # what stood in the chats is gone from there, and yet it can be answered
    await lead.writes("raise")
    await lead.reads("Raise something in confidence")
    await lead.press("“The linen cupboard is locked…”")
    await lead.reads(BACK)
    await hospital.later(days=9)
    assert hospital.notes == [".note", ".raised"]
    await hospital.later(days=2)
    assert hospital.notes == []


@pytest.mark.drill
async def test_what_nobody_answers_goes_to_the_guardian_who_sees_that(hospital: Hospital) -> None:
    await hospital.raises()
    await hospital.nurse.press("Send")
    await hospital.nurse.reads("Sent. It arrives")
    await hospital.a_day_on()
    await hospital.lead.reads(CANARY)
    await hospital.later(days=5)
    await hospital.a_day_on()
    assert CANARY not in "".join(await hospital.guardian.shown())
    await hospital.later(days=1)
    await hospital.a_day_on()
    await hospital.guardian.reads("It was not answered in 7 days")
    await hospital.guardian.reads(CANARY)
    await hospital.nurse.reads("It has gone to a guardian now")
    await hospital.lead.press("Answer")
    await hospital.lead.reads_last("Nothing more can be written about this")
    await hospital.guardian.press("Answer")
    await hospital.guardian.reads("without your name")


@pytest.mark.drill
async def test_what_cannot_reach_its_readers_goes_to_the_guardian_in_the_promised_time(hospital: Hospital) -> None:
    """And not sooner: else the writer would know from the day whom Rounds cannot reach."""
    async with hospital.storage.writing() as work:
        await work.rosters.mark_unreachable(address_of(LEAD), at=MONDAY)
    await hospital.raises()
    await hospital.nurse.press("Send")
    await hospital.nurse.reads("Sent. It arrives")
    for _ in range(7):
        await hospital.a_day_on()
    assert CANARY not in "".join(await hospital.guardian.shown())
    assert "It has gone to a guardian now" not in "".join(await hospital.nurse.shown())
    for _ in range(2):
        await hospital.a_day_on()
    await hospital.guardian.reads("It was not answered in 7 days")
    await hospital.guardian.reads(CANARY)
    await hospital.nurse.reads("It has gone to a guardian now")
    assert CANARY not in "".join(await hospital.lead.shown())


@pytest.mark.drill
async def test_patients_are_refused_and_colleagues_asked_about_once(hospital: Hospital) -> None:
    nurse = hospital.nurse
    await nurse.writes("raise")
    await nurse.reads_last("Raise something in confidence")
    await nurse.press("Gil, guardian")
    await nurse.reads("At most 1,000 characters")
    if isinstance(nurse, OnTelegram):  # the others say it in their own ways, which have tests of their own
        await nurse.writes("NHS number 943 476 5919 waited", under="At most 1,000 characters")
        await nurse.reads("This may identify a patient")
        assert not any("This goes to" in each for each in await nurse.shown())
    await nurse.writes("Lena shouts at handover", under="At most 1,000 characters")
    await nurse.reads("This names a colleague. Send it to Gil?")
    await nurse.press("Cancel")
    await nurse.reads("Cancelled. Nothing was sent or stored")
    assert hospital.notes == []


@pytest.mark.drill
@pytest.mark.parametrize("channel", ["telegram", "slack"])
async def test_messages_in_a_row_are_one_draft_and_a_changed_one_is_asked_about(
    sqlite_storage: Database, tmp_path: Path, channel: str
) -> None:
    """On the web a box holds all of it."""
    async with AsyncExitStack() as stack:
        hospital = await a_hospital(sqlite_storage, tmp_path, channel, stack)
        nurse = hospital.nurse
        await hospital.raises(CANARY, to="Gil, guardian")
        await nurse.reads("What you write next is added to it")
        await nurse.writes("Somebody shouts at handover")
        await nurse.reads("It goes on below.")
        await nurse.reads(CANARY)
        assert not any("This names a colleague" in each for each in await nurse.shown())
        assert await nurse.changes("Somebody shouts at handover", "Lena shouts at handover")
        await nurse.reads("This names a colleague. Send it to Gil?")
        await nurse.reads_as_often("It goes on below.", 2)
        await nurse.press("Send")
        await nurse.reads("Sent. It arrives")
        assert len(hospital.notes) == 2, "one note: its file and its key"
        await hospital.a_day_on()
        await hospital.guardian.reads("Lena shouts at handover")
        assert any(CANARY in each and "Lena shouts" in each for each in await hospital.guardian.shown())


async def test_nobody_who_could_read_it_is_said_before_anything_is_written(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        alone = await a_hospital(sqlite_storage, tmp_path, "telegram", stack, leads=False, guardian=False)
        await alone.nurse.writes("raise")
        await alone.nurse.reads("Nobody can get it at the moment")
        await alone.nurse.reads("Staff support, extension 4400")
        assert alone.notes == []
