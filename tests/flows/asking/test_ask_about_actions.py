"""Four weeks after an action was done, those who were there are asked once whether it changed anything."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.adapters.recurrence import CronRecurrence
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.change_rounds import change_occurrences, change_schedule
from bot.domain.identifiers import ActionId, PersonId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.inbound import Command
from bot.domain.organisation.people import Channel, Membership, Person, Role
from bot.domain.programme.own_questions import change_question
from bot.domain.programme.programme import Budget, Programme, QuietWeek
from bot.domain.programme.questions import Kind, Scale
from bot.domain.rota.shifts import Rota, RotaSource, Shift, ShiftKind, Span
from bot.flows.asking.ask_about_actions import AskAboutActions
from bot.flows.asking.compose_pulse import ComposePulse
from bot.flows.asking.plan_rounds import PlanRounds
from bot.flows.rota.replan import replan
from bot.ports import Storage
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.memory import MemoryStorage
from tests.support.messages import words_of
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

RAISED = datetime(2026, 2, 3, 10, tzinfo=UTC)
CLOSED = datetime(2026, 3, 5, 15, tzinfo=UTC)
DUE = datetime(2026, 4, 7, 9, tzinfo=UTC)
"""The first Tuesday at 10:00 in London, four weeks after that Thursday."""
DONE = Action(
    id=ActionId("a-1_"),
    unit=WARD,
    raised_by=PersonId("ward-nurse"),
    raised_at=RAISED,
    words="Second trolley for the night drug round",
    owner=PersonId("ward-m1"),
    owner_role=Role.MEMBER,
    state=ActionState.CLOSED,
    closed_at=CLOSED,
)


@pytest.fixture
async def storage() -> Storage:
    return await furnished()


async def furnished(*actions: Action, programme: Programme | None = None, size: int = 8) -> Storage:
    storage: Storage = MemoryStorage()
    async with storage.writing() as work:
        await work.programmes.save(programme or the_programme(), at=RAISED)
        roster = the_roster({WARD: size, CLINIC: 2})
        await work.rosters.save(roster, at=RAISED - timedelta(days=99))
        for person in roster.people:
            consent = await work.rosters.consent(person)
            await work.rosters.set_consent(person, replace(consent, joined_at=RAISED - timedelta(days=90)))
        for action in actions or (DONE,):
            await work.loop.save_action(action)
    return storage


def asking(storage: Storage) -> AskAboutActions:
    return AskAboutActions(storage=storage, plan=PlanRounds(storage=storage, recurrence=CronRecurrence()))


async def asked(storage: Storage, at: datetime = DUE) -> list[str]:
    """Who is asked at that time, by another process than before."""
    before = {pulse.id for pulse in await pulses(storage)}
    await asking(storage)(now=at)
    return sorted(pulse.person for pulse in await pulses(storage) if pulse.id not in before)


async def pulses(storage: Storage) -> list[Pulse]:
    people = [*the_roster({WARD: 40, CLINIC: 2}).people, PersonId("new")]
    async with storage.reading() as work:
        found = [each for person in people for each in await work.own_data.pulses_of(person)]
    return sorted(found, key=lambda each: each.id)


MEMBERS = [f"ward-m{number}" for number in range(8)]


async def test_nobody_is_asked_before_its_time_and_everybody_once(storage: Storage) -> None:
    assert await asked(storage, DUE - timedelta(minutes=1)) == []
    assert await asked(storage) == MEMBERS
    assert await asked(storage) == []
    assert await asked(storage, DUE + timedelta(days=7)) == []
    assert await asked(storage, DUE + timedelta(days=60)) == []


async def test_one_process_looks_once_an_hour(storage: Storage) -> None:
    about = asking(storage)
    await about(now=DUE - timedelta(minutes=1))
    await about(now=DUE + timedelta(minutes=1))
    assert await pulses(storage) == []
    await about(now=DUE + timedelta(hours=1))
    assert len(await pulses(storage)) == len(MEMBERS)


async def test_it_is_a_pulse_like_any_other(storage: Storage) -> None:
    await asked(storage)
    (pulse, *_) = await pulses(storage)
    assert (pulse.state, pulse.unit, pulse.week) == (PulseState.PLANNED, WARD, IsoWeek.parse("2026-W15"))
    assert pulse.question == change_question().ref
    assert pulse.action == DONE.id
    async with storage.reading() as work:
        (round_,) = await work.rounds.closing_in(pulse.week, [WARD])
        assert (round_.id, round_.action) == (pulse.round, DONE.id)
        assert await work.rounds.schedules_of([round_.id, RoundId("gone")]) == {round_.id: round_.schedule}
    assert pulse.closes_at == DUE + timedelta(hours=120)
    assert pulse.remind_at is not None
    async with storage.writing() as work:
        (lease, *_) = await work.deliveries.lease(WEB, owner="x", now=DUE, lease_until=DUE, limit=1)
        compose = ComposePulse(clock=StillClock(DUE), longest_text=_longest, name_command=_command)
        message = await compose.one(work, lease.delivery)
    assert message is not None
    said = words_of(message)
    assert "About four weeks ago this was done in your team. Did it change anything?" in said
    assert "“Second trolley for the night drug round”" in said
    labels = [button.label for row in message.buttons for button in row]
    assert labels[:3] == ["Yes", "A little", "No"]


async def test_only_those_are_asked_who_were_on_the_list_when_it_was_raised(storage: Storage) -> None:
    roster = the_roster({WARD: 8, CLINIC: 2})
    new = Person(id=PersonId("new"), name="New", channel=WEB)
    held = roster.memberships | {Membership(person=new.id, unit=WARD, role=Role.MEMBER)}
    left = frozenset(each for each in held if each.person != "ward-m0")
    async with storage.writing() as work:
        people = {**roster.people, new.id: new}
        await work.rosters.save(replace(roster, people=people, memberships=left), at=RAISED + timedelta(days=1))
        consent = await work.rosters.consent(new.id)
        await work.rosters.set_consent(new.id, replace(consent, joined_at=RAISED + timedelta(days=1)))
    assert await asked(storage) == MEMBERS[1:]


@pytest.mark.parametrize(
    "action",
    [
        replace(DONE, cannot=True),
        replace(DONE, moved_from=(CLINIC,)),
        replace(DONE, state=ActionState.OPEN, closed_at=None),
        replace(DONE, unit=CLINIC),
        replace(DONE, raised_at=RAISED - timedelta(days=200)),
    ],
    ids=["cannot", "moved by a merger", "open again", "a list that is too short", "nobody was there"],
)
async def test_nobody_is_asked_in_vain(action: Action) -> None:
    assert await asked(await furnished(action)) == []


async def test_a_quiet_week_puts_it_off_and_three_of_them_drop_it() -> None:
    weeks = [IsoWeek.parse(each) for each in ("2026-W15", "2026-W16", "2026-W17")]
    for quiet in range(4):
        programme = replace(
            the_programme(),
            quiet_weeks=tuple(QuietWeek(week=each, units=(WARD,), reason="Survey") for each in weeks[:quiet]),
        )
        storage = await furnished(programme=programme)
        found = [await asked(storage, DUE + timedelta(weeks=number)) for number in range(4)]
        assert found == [MEMBERS if number == quiet < 3 else [] for number in range(4)]


async def test_what_the_week_has_no_room_for_is_dropped() -> None:
    other = replace(DONE, id=ActionId("b"), words="Mend the printer", closed_at=CLOSED + timedelta(hours=1))
    programme = replace(the_programme(), budget=Budget(questions_per_week=1))
    storage = await furnished(DONE, other, programme=programme)
    assert await asked(storage) == MEMBERS
    assert {each.action for each in await pulses(storage)} == {DONE.id}
    assert await asked(storage, DUE + timedelta(days=7)) == [], "dropped, not put off"


async def test_late_is_asked_within_the_round_and_never_in_its_place(storage: Storage) -> None:
    assert await asked(storage, DUE + timedelta(hours=121)) == [], "that week is over"
    assert await asked(storage, DUE + timedelta(days=7, hours=3)) == MEMBERS


async def test_moved_to_another_shift_it_keeps_its_reminder(storage: Storage) -> None:
    await asked(storage)
    shifts = [
        Shift(starts=starts, ends=starts + timedelta(hours=12), kind=ShiftKind.DAY)
        for starts in (DUE + timedelta(days=1, hours=-1), DUE + timedelta(days=3, hours=-1))
    ]
    known = Span(starts=DUE - timedelta(days=9), ends=DUE + timedelta(days=9))
    async with storage.writing() as work:
        await work.rotas.put(RotaSource.IMPORT, {PersonId(MEMBERS[0]): Rota.of(shifts, [known])})
        await replan(work, [PersonId(MEMBERS[0])], now=DUE)
    moved, *_ = sorted(await pulses(storage), key=lambda pulse: pulse.person)
    assert (moved.person, moved.due_at) == (MEMBERS[0], DUE + timedelta(days=1))
    assert moved.remind_at == DUE + timedelta(days=1, hours=48)


def test_it_falls_due_by_the_clock_on_the_wall() -> None:
    occurrences = change_occurrences(DONE, "Europe/London")
    assert [each.local_date for each in occurrences] == [date(2026, 4, 7), date(2026, 4, 14), date(2026, 4, 21)]
    assert occurrences[0].instant("Europe/London") == DUE
    assert change_occurrences(replace(DONE, closed_at=None), "Europe/London") == ()
    assert change_schedule(DONE).id == "action:a-1_"


def test_no_programme_asks_it() -> None:
    question = change_question()
    assert (question.kind, question.scale) == (Kind.CHANGE, Scale.YES_LITTLE_NO)
    assert ":" in question.id, "ids of programmes have none"


def _longest(_channel: Channel) -> int:
    return 600


def _command(_channel: Channel, _command: Command) -> str:
    return "/help"
