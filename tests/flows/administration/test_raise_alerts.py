"""Administrators are told what needs them, once a day and in their own words, whatever restarts in between."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import LateTable, Parts, Trouble, TroubleKind
from bot.domain.identifiers import MessageRef, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.organisation.people import Address, Membership, Role, Roster
from bot.domain.programme.halts import Halt
from bot.flows.administration.in_chat.raise_alerts import RaiseAlerts
from bot.flows.operations.check_readiness import DATABASE, KEYS, LOG, RETENTION, OverdueTable, Readiness
from bot.flows.sending.hold_back import without_halted
from bot.ports import Storage
from tests.support.builders import ICU, T0, a_person, a_programme, after
from tests.support.channels import SLACK, TELEGRAM
from tests.support.messages import words_of

WEEK = IsoWeek.parse("2026-W09")
MEDICINE, WARD = UnitId("medicine"), UnitId("ward")
WELL = Readiness(parts={DATABASE: ()}, last_backup=T0)
PLANNING, UNFORESEEN = Part(kind=PartKind.PLANNING), Trouble(kind=TroubleKind.UNFORESEEN)
OVERDUE = Trouble(kind=TroubleKind.OVERDUE, tables=(LateTable(table="prompts", rows=10),))
LATE = Trouble(kind=TroubleKind.KEY_LATE, week=WEEK, day=T0.date())
FAR = after(days=900)


class Board:
    """What the parts say of themselves."""

    def __init__(self) -> None:
        self.found = WELL

    async def __call__(self) -> Readiness:
        return self.found

    def is_troubled(self, parts: Parts) -> None:
        self.found = replace(WELL, parts=parts)


async def a_hospital(storage: Storage) -> None:
    """Ada administers all, Ivy intensive care alone and speaks German; the ward has a lead, intensive care has none."""
    held = {
        ("ada", MEDICINE, Role.ADMINISTRATOR),
        ("ivy", ICU, Role.ADMINISTRATOR),
        ("leo", WARD, Role.MEDICAL_LEAD),
        ("mem", ICU, Role.MEMBER),
    }
    people = {PersonId(name): a_person(name) for name, _, _ in held}
    people[PersonId("ivy")] = replace(people[PersonId("ivy")], locale="de")
    roster = Roster(
        people=people,
        memberships=frozenset(Membership(person=PersonId(name), unit=unit, role=role) for name, unit, role in held),
        addresses={person: Address(channel=TELEGRAM, value=f"chat-{person}") for person in people},
    )
    async with storage.writing() as work:
        await work.programmes.save(a_programme(units=[("icu", "Intensive care"), ("ward", "Ward")]), at=after(days=-60))
        await work.rosters.save(roster, at=after(days=-60))


async def leased(storage: Storage, at: datetime) -> Sequence[Delivery]:
    """What goes out now, and is sent."""
    async with storage.writing() as work:
        leases = await work.deliveries.lease(TELEGRAM, owner="t", now=at, lease_until=FAR, limit=100)
        sent = await without_halted(work, leases, now=at)
        for lease in sent:
            await work.deliveries.mark_sending(lease, at=at)
            await work.deliveries.mark_sent(lease, MessageRef(f"{lease.delivery.person}:{lease.delivery.key}"), at=at)
        return [lease.delivery for lease in sent]


async def told(storage: Storage, at: datetime) -> dict[str, list[Message]]:
    """What goes out now, by whom it goes to."""
    found: dict[str, list[Message]] = {}
    for each in await leased(storage, at):
        assert each.message is not None
        found.setdefault(each.person, []).append(each.message)
    return found


async def test_a_team_without_a_lead_is_told_to_those_who_administer_it_once_a_week(storage: Storage) -> None:
    await a_hospital(storage)
    await RaiseAlerts(storage=storage, check=Board())(now=T0)
    found = await told(storage, T0)
    assert set(found) == {"ada", "ivy"}, "leads and members are told nothing"
    assert "One team has no lead on the list: Intensive care." in words_of(found["ada"][0])
    assert found["ivy"][0].locale == "de"
    for hours in (1, 25, 49):
        await RaiseAlerts(storage=storage, check=Board())(now=after(hours=hours))
        assert await told(storage, after(hours=hours)) == {}, "a start in between repeats nothing"
    await RaiseAlerts(storage=storage, check=Board())(now=after(days=7))
    assert set(await told(storage, after(days=7))) == {"ada", "ivy"}


@pytest.mark.parametrize("is_of_a_worker", [False, True])
@pytest.mark.parametrize(
    ("part", "trouble"),
    [
        (PartKind.SENDING, TroubleKind.ACCOUNT_REFUSED),
        (PartKind.RECEIVING, TroubleKind.TOKEN_REFUSED),
        (PartKind.RECEIVING, TroubleKind.APP_TOKEN_REFUSED),
        (PartKind.TOKEN, TroubleKind.TOKEN_DEAD),
    ],
)
async def test_a_refused_channel_is_told_at_once_to_the_top_alone_and_once_a_day(
    storage: Storage, part: PartKind, trouble: TroubleKind, is_of_a_worker: bool
) -> None:
    await a_hospital(storage)
    board = Board()
    board.is_troubled({Part(kind=part, channel=SLACK, is_of_a_worker=is_of_a_worker): [Trouble(kind=trouble)]})
    await RaiseAlerts(storage=storage, check=board)(now=T0)
    found = await told(storage, T0)
    machine = [each for each in found["ada"] if each.kind is MessageKind.MACHINE_ALERT]
    assert [words_of(each).splitlines()[0] for each in machine] == [
        "slack refuses the account of Rounds, so nothing arrives there."
    ]
    assert all(each.kind is MessageKind.ALERT for each in found["ivy"])
    await RaiseAlerts(storage=storage, check=board)(now=after(hours=9))
    assert await told(storage, after(hours=9)) == {}
    await RaiseAlerts(storage=storage, check=board)(now=after(days=1))
    assert list(await told(storage, after(days=1))) == ["ada"]


async def test_a_part_is_told_of_when_it_has_been_red_for_ten_minutes(storage: Storage) -> None:
    await a_hospital(storage)
    board = Board()
    alert = RaiseAlerts(storage=storage, check=board)
    await alert(now=T0)
    await told(storage, T0)
    board.is_troubled({PLANNING: [UNFORESEEN]})
    await alert(now=after(minutes=2))
    board.found = WELL
    await alert(now=after(minutes=8))
    board.is_troubled({PLANNING: [UNFORESEEN]})
    for minutes in range(9, 19):
        await alert(now=after(minutes=minutes))
        assert await told(storage, after(minutes=minutes)) == {}, "it was well in between"
    await alert(now=after(minutes=19))
    (message,) = (await told(storage, after(minutes=19)))["ada"]
    assert "One part of Rounds has not been well for ten minutes: planning." in words_of(message)


async def test_what_is_overdue_and_a_spoilt_log_have_words_of_their_own(storage: Storage) -> None:
    await a_hospital(storage)
    board = Board()
    board.is_troubled({RETENTION: [OVERDUE], LOG: [Trouble(kind=TroubleKind.LOG_SPOILT, detail="entry 3")]})
    board.found = replace(board.found, overdue={"prompts": OverdueTable(rows=10), "inbox": OverdueTable()})
    alert = RaiseAlerts(storage=storage, check=board)
    spoilt = "The log of who changed what is not as it was written."
    gone = "In one table, something that should have been deleted by now is still there: prompts."
    for minutes, expected in ((0, {spoilt}), (9, set[str]()), (10, {gone})):
        await alert(now=after(minutes=minutes))
        found = (await told(storage, after(minutes=minutes))).get("ada", [])
        assert {words_of(each).splitlines()[0] for each in found if each.kind is MessageKind.MACHINE_ALERT} == expected


async def test_parts_are_named_in_the_language_of_whoever_reads_of_them(storage: Storage) -> None:
    await a_hospital(storage)
    async with storage.writing() as work:
        roster = await work.rosters.current()
        ada = replace(roster.people[PersonId("ada")], locale="cy")
        await work.rosters.save(replace(roster, people={**roster.people, ada.id: ada}), at=T0)
    board = Board()
    board.is_troubled({replace(PLANNING, is_of_a_worker=True): [UNFORESEEN], KEYS: [LATE]})
    alert = RaiseAlerts(storage=storage, check=board)
    for minutes in (0, 10):
        await alert(now=after(minutes=minutes))
    words = "".join(words_of(each) for each in (await told(storage, after(minutes=10)))["ada"])
    assert "allweddi a gweithiwr: cynllunio" in words


async def test_a_log_that_nobody_could_look_at_is_not_called_spoilt(storage: Storage) -> None:
    await a_hospital(storage)
    board = Board()
    board.is_troubled({LOG: [Trouble(kind=TroubleKind.NO_DATABASE)]})
    alert = RaiseAlerts(storage=storage, check=board)
    for minutes in (0, 10):
        await alert(now=after(minutes=minutes))
    words = "".join(words_of(each) for each in (await told(storage, after(minutes=10)))["ada"])
    assert "has not been well for ten minutes: log of administration." in words
    assert "not as it was written" not in words


async def test_in_a_halt_only_the_machine_is_told_of(storage: Storage) -> None:
    await a_hospital(storage)
    async with storage.writing() as work:
        await work.halts.add(Halt(unit=None, since=after(hours=-1), until=None, reason="Major incident"))
    board = Board()
    board.is_troubled({KEYS: [LATE, Trouble(kind=TroubleKind.KEY_MISSING, week=WEEK, block="b")]})
    await RaiseAlerts(storage=storage, check=board)(now=T0)
    found = await told(storage, T0)
    assert list(found) == ["ada"]
    assert [each.kind for each in found["ada"]] == [MessageKind.MACHINE_ALERT]


async def test_what_was_put_out_before_a_halt_does_not_go_out_in_it(storage: Storage) -> None:
    await a_hospital(storage)
    night = T0 + timedelta(hours=12)
    await RaiseAlerts(storage=storage, check=Board())(now=night)
    async with storage.writing() as work:
        await work.halts.add(Halt(unit=None, since=night + timedelta(hours=1), until=None, reason="Major incident"))
    assert await told(storage, night + timedelta(hours=12)) == {}


async def test_ten_invitations_that_run_out_tomorrow_are_told_by_number_alone(storage: Storage) -> None:
    await a_hospital(storage)
    names = [f"new{number}" for number in range(10)]
    async with storage.writing() as work:
        roster = await work.rosters.current()
        people = {PersonId(name): a_person(name) for name in names}
        held = frozenset(Membership(person=person, unit=WARD, role=Role.MEMBER) for person in people)
        await work.rosters.save(
            replace(roster, people={**roster.people, **people}, memberships=roster.memberships | held), at=T0
        )
        for name in names:
            await work.codes.replace(PersonId(name), name.encode(), expires_at=after(days=1))
    await RaiseAlerts(storage=storage, check=Board())(now=T0)
    found = await told(storage, T0)
    words = "\n".join(words_of(each) for each in found["ada"])
    assert "10 invitations run out tomorrow." in words
    assert not any(name in words.lower() for name in names)
    assert "invitations" not in "\n".join(words_of(each) for each in found["ivy"]), "they are of another ward"
