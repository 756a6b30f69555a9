"""Nudges from their day to what a champion says to them, on three storages."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.attention.budget import Counted
from bot.domain.attention.offers import Noted
from bot.domain.errors import StorageUnavailable
from bot.domain.follow_up.flags import Flag, flag_id
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Intent, NudgeDayPress, NudgePress, OnNudge, OnNudgeDay
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import nudge_key
from bot.domain.messaging.inbound import Command, Commanded, Inbound, Pressed
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.nudges.library import NUDGES, nudge_words
from bot.domain.nudges.nudges import MOST_OTHERS, Nudge, NudgeOutcome, nudge_due, nudge_id
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import Programme, QuietDay, Weekday
from bot.domain.rota.shifts import Rota, RotaSource, Shift, ShiftKind, Span
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.flows.nudging.answer_nudge import AnswerNudge, ChooseNudgeDay
from bot.flows.nudging.send_nudges import SendNudges
from bot.flows.rota.replan import replan
from bot.ports import Storage
from tests.flows.asking.planning import Hospital, Watched, a_hospital
from tests.support.builders import T0
from tests.support.channels import TELEGRAM
from tests.support.messages import words_of

ICU = UnitId("icu")
ADA, BEN = PersonId("ada"), PersonId("ben")
LONDON = "Europe/London"
WEDNESDAY = T0.replace(hour=12, minute=30) + timedelta(days=1)
AT = next(
    at
    for weeks in range(2)
    if nudge_due(ADA, day=Weekday.WED, now=(at := WEDNESDAY + timedelta(weeks=weeks)), zone=LONDON)
)
"""When Ada's is due."""
WEEK = IsoWeek.of(AT.date())
FORTNIGHT = timedelta(weeks=2)


def champions(*people: PersonId, also: Role = Role.MEMBER) -> Roster:
    held = {Membership(person=each, unit=ICU, role=role) for each in people for role in (Role.CHAMPION, also)}
    return Roster(
        people={each: Person(id=each, name=each.title(), channel=TELEGRAM) for each in people},
        memberships=frozenset(held),
        addresses={each: Address(channel=TELEGRAM, value=f"at-{each}") for each in people},
    )


async def furnished(storage: Storage, programme: Programme | None = None, *people: PersonId) -> Storage:
    await Hospital(storage).applies(programme or a_hospital(), champions(*(people or (ADA,))), at=T0)
    return storage


async def sends(storage: Storage, at: datetime = AT) -> int:
    return await SendNudges(storage=storage)(now=at)


async def put_out(storage: Storage) -> dict[DeliveryKey, Delivery]:
    late = AT + timedelta(days=300)
    async with storage.writing() as work:
        leases = await work.deliveries.lease(TELEGRAM, owner="t", now=late, lease_until=late, limit=1000)
    return {each.delivery.key: each.delivery for each in leases}


async def presses(
    storage: Storage, what: OnNudge, *, person: PersonId = ADA, week: IsoWeek = WEEK, now: datetime = AT
) -> Message:
    return await acts(storage, NudgePress(nudge=nudge_id(ADA, week), what=what), person=person, now=now)


async def acts(storage: Storage, intent: Intent | None, *, person: PersonId = ADA, now: datetime = AT) -> Message:
    """What is said to a press, or without one to the command."""
    event = Commanded(command=Command.NUDGE) if intent is None else Pressed(intent=intent)
    update = Inbound(
        update_id="1",
        sequence=1,
        sender=Address(channel=TELEGRAM, value=f"at-{person}"),
        message=None if intent is None else MessageRef("1:2"),
        event=event,
    )
    async with storage.writing() as work:
        who = await work.rosters.person(person)
        assert who is not None
        (reply,) = await AnswerNudge()(work, who, update, now=now)
    assert reply.edits == update.message, "the message itself changes"
    assert reply.message is not None
    return reply.message


async def kept(storage: Storage, week: IsoWeek = WEEK) -> Nudge:
    async with storage.reading() as work:
        nudge = await work.nudges.nudge(nudge_id(ADA, week))
    assert nudge is not None
    return nudge


async def test_a_champion_gets_one_every_second_wednesday_about_midday(storage: Storage) -> None:
    await furnished(storage)
    assert await sends(storage, AT - timedelta(minutes=1)) == 0
    assert await sends(storage) == 1
    assert await sends(storage, AT + timedelta(hours=1)) == 0, "not twice"
    assert await sends(storage, AT + timedelta(weeks=1)) == 0
    assert await sends(storage, AT + FORTNIGHT) == 1
    sent = await put_out(storage)
    assert set(sent) == {nudge_key(nudge_id(ADA, WEEK)), nudge_key(nudge_id(ADA, WEEK + 2))}
    first = sent[nudge_key(nudge_id(ADA, WEEK))]
    assert (first.due_at, first.expires_at) == (AT, AT + timedelta(hours=6))
    assert first.message is not None
    assert first.message.kind is MessageKind.NUDGE
    labels = [button.label for row in first.message.buttons for button in row]
    assert labels == ["Done", "Not for me", "Another one"]
    nudge, later = await kept(storage), await kept(storage, WEEK + 2)
    assert nudge.code != later.code
    assert nudge_words(nudge.code, DEFAULT_LOCALE) in words_of(first.message)


async def test_one_that_is_late_is_left_out(storage: Storage) -> None:
    await furnished(storage)
    assert await sends(storage, AT + timedelta(hours=6)) == 0
    assert await sends(storage, AT + timedelta(days=1)) == 0


async def test_it_never_waits_into_quiet_hours(storage: Storage) -> None:
    await furnished(storage)
    assert await sends(storage, AT + timedelta(hours=5, minutes=59)) == 1
    (sent,) = (await put_out(storage)).values()
    assert sent.expires_at == AT.replace(hour=20, minute=0)


async def test_the_day_is_the_champions_own(storage: Storage) -> None:
    await furnished(storage)
    menu = await acts(storage, None)
    buttons = [button.intent for row in menu.buttons for button in row]
    assert buttons == [NudgeDayPress(what=what) for what in OnNudgeDay if what is not OnNudgeDay.CHOOSE]
    said = await acts(storage, NudgeDayPress(what=OnNudgeDay.FRI))
    assert "Every second Friday" in words_of(said)
    assert await sends(storage) == 0
    assert await sends(storage, AT + timedelta(days=2)) == 1
    async with storage.reading() as work:
        ada = await work.rosters.person(ADA)
    assert ada is not None
    none = await ChooseNudgeDay(storage=storage, nudges=AnswerNudge())(ada, OnNudgeDay.NONE)
    assert "no nudges" in words_of(none)
    assert await sends(storage, AT + timedelta(days=2) + FORTNIGHT) == 0
    assert await sends(storage, AT + FORTNIGHT) == 0


async def test_nobody_else_gets_one_or_has_a_day(storage: Storage) -> None:
    await Hospital(storage).applies(a_hospital(), champions(ADA), at=T0)
    async with storage.writing() as work:
        roster = replace(champions(ADA), memberships=frozenset({Membership(person=ADA, unit=ICU, role=Role.MEMBER)}))
        await work.rosters.save(roster, at=T0)
    assert await sends(storage) == 0
    assert "Only champions" in words_of(await acts(storage, NudgeDayPress(what=OnNudgeDay.MON)))
    async with storage.reading() as work:
        assert not await work.nudges.days()


@pytest.mark.parametrize("wish", [{"stopped_at": T0}, {"paused_until": AT + timedelta(days=1)}])
async def test_a_pause_holds_it_back_and_it_counts_all_the_same(storage: Storage, wish: dict[str, datetime]) -> None:
    await furnished(storage)
    await Hospital(storage).consents(ADA, **wish)
    assert await sends(storage) == 0
    async with storage.reading() as work:
        assert [each.kind for each in await work.attention.noted(WEEK, [ADA])] == [Counted.NUDGE]
        assert await work.nudges.nudge(nudge_id(ADA, WEEK)) is None


@pytest.mark.parametrize(
    ("dates", "count"),
    [
        ({"ends": AT.date() - timedelta(days=1)}, 0),
        ({"starts": AT.date() + timedelta(days=1)}, 0),
        ({"starts": AT.date(), "ends": AT.date()}, 1),
    ],
)
async def test_only_who_is_listed_on_that_day_gets_one(storage: Storage, dates: dict[str, date], count: int) -> None:
    people = {ADA: Person(id=ADA, name="Ada", channel=TELEGRAM, starts=dates.get("starts"), ends=dates.get("ends"))}
    await Hospital(storage).applies(a_hospital(), replace(champions(ADA), people=people), at=T0)
    assert await sends(storage) == count
    async with storage.reading() as work:
        assert len(await work.attention.noted(WEEK, [ADA])) == count


def rota(kind: ShiftKind, starts: datetime, hours: int) -> Rota:
    shift = Shift(starts=starts, ends=starts + timedelta(hours=hours), kind=kind)
    return Rota.of([shift], [Span(starts=AT - timedelta(days=3), ends=AT + timedelta(days=3))])


AWAY = [rota(ShiftKind.LEAVE, AT - timedelta(days=1), 48), rota(ShiftKind.NIGHT, AT - timedelta(hours=16), 12)]


@pytest.mark.parametrize("away", AWAY)
@pytest.mark.parametrize(("source", "counts"), [(RotaSource.IMPORT, 0), (RotaSource.OWN, 1)])
async def test_nobody_gets_one_on_leave_or_after_a_night(
    storage: Storage, away: Rota, source: RotaSource, counts: int
) -> None:
    await furnished(storage)
    async with storage.writing() as work:
        await work.rotas.put(source, {ADA: away})
    assert await sends(storage) == 0
    async with storage.reading() as work:
        assert len(await work.attention.noted(WEEK, [ADA])) == counts, "an own calendar changes no count"
        assert await work.nudges.nudge(nudge_id(ADA, WEEK)) is None


async def test_on_a_late_shift_it_comes_an_hour_after_the_start(storage: Storage) -> None:
    await furnished(storage)
    begins = AT + timedelta(hours=1)
    async with storage.writing() as work:
        await work.rotas.put(RotaSource.IMPORT, {ADA: rota(ShiftKind.LATE, begins, 8)})
    assert await sends(storage) == 1
    (sent,) = (await put_out(storage)).values()
    assert sent.due_at == begins + timedelta(hours=1)


@pytest.mark.parametrize("away", AWAY)
async def test_a_shift_that_moves_moves_it_and_leave_or_a_night_entered_late_drops_it(
    storage: Storage, away: Rota
) -> None:
    await furnished(storage)
    assert await sends(storage) == 1
    begins = AT + timedelta(hours=2)
    async with storage.writing() as work:
        await work.rotas.put(RotaSource.IMPORT, {ADA: rota(ShiftKind.LATE, begins, 8)})
        await replan(work, [ADA], now=AT)
        (moved,) = await work.attention.waiting([ADA], since=WEEK)
        assert moved.due_at == begins + timedelta(hours=1)
        await work.rotas.put(RotaSource.IMPORT, {ADA: away})
        await replan(work, [ADA], now=AT)
    assert not await put_out(storage)
    async with storage.reading() as work:
        assert len(await work.attention.noted(WEEK, [ADA])) == 1, "it counts all the same"


async def test_nothing_goes_out_on_a_quiet_day_or_in_a_halt(storage: Storage) -> None:
    quiet = QuietDay(date=AT.date(), units=(ICU,), reason="Inspection")
    await furnished(storage, replace(a_hospital(), quiet_days=(quiet,)))
    assert await sends(storage) == 0
    async with storage.writing() as work:
        await work.halts.add(Halt(unit=None, since=AT + timedelta(days=10), until=None, reason="Cyber attack"))
    assert await sends(storage, AT + FORTNIGHT) == 0


async def test_a_full_week_has_no_room_for_it(storage: Storage) -> None:
    await furnished(storage)
    ask = Noted(person=ADA, week=WEEK, kind=Counted.ASK, about=DeliveryKey("ask"))
    async with storage.writing() as work:
        await work.attention.note([ask])
    assert await sends(storage) == 0
    assert await sends(storage, AT + FORTNIGHT) == 1


async def test_done_takes_the_buttons_away_and_pressing_again_says_the_same(storage: Storage) -> None:
    await furnished(storage)
    await sends(storage)
    said = await presses(storage, OnNudge.DONE)
    assert "Nobody is told" in words_of(said)
    assert not said.buttons
    assert (await kept(storage)).outcome is NudgeOutcome.DONE
    assert await presses(storage, OnNudge.DONE) == said
    assert await presses(storage, OnNudge.ANOTHER) == said


async def test_what_is_not_for_somebody_steers_what_their_team_is_offered(storage: Storage) -> None:
    await furnished(storage)
    await sends(storage)
    refused = (await kept(storage)).code
    assert "different one" in words_of(await presses(storage, OnNudge.NOT_FOR_ME))
    for fortnights in range(1, 20):
        assert await sends(storage, AT + fortnights * FORTNIGHT) == 1
        assert (await kept(storage, WEEK + 2 * fortnights)).code != refused


async def test_another_one_takes_its_place_a_few_times(storage: Storage) -> None:
    await furnished(storage)
    await sends(storage)
    seen = [(await kept(storage)).code]
    said = await presses(storage, OnNudge.ANOTHER)
    seen.append((await kept(storage)).code)
    for _ in range(MOST_OTHERS - 1):
        said = await presses(storage, OnNudge.ANOTHER)
        seen.append((await kept(storage)).code)
        assert nudge_words(seen[-1], DEFAULT_LOCALE) in words_of(said)
    assert len(set(seen)) == MOST_OTHERS + 1
    assert [button.label for row in said.buttons for button in row] == ["Done", "Not for me"]
    assert await presses(storage, OnNudge.ANOTHER) == said, "a button from before changes nothing"


async def test_nobody_acts_on_the_nudge_of_somebody_else(storage: Storage) -> None:
    await furnished(storage, None, ADA, BEN)
    await sends(storage)
    assert "over" in words_of(await presses(storage, OnNudge.DONE, person=BEN))
    async with storage.writing() as work:
        await work.nudges.forget(named_before=WEEK + 3, before=WEEK)
    assert "over" in words_of(await presses(storage, OnNudge.DONE)), "nor on one that is forgotten"
    assert (await kept(storage)).outcome is None


async def test_the_flag_counts_once_the_digest_has_told_of_it(storage: Storage) -> None:
    await furnished(storage)
    told, untold = WEEK - 1, WEEK
    async with storage.writing() as work:
        await work.loop.add_flag(Flag(id=flag_id(ICU, told), unit=ICU, week=told, kind=FlagKind.FEWER_VOICES))
        await work.loop.add_flag(Flag(id=flag_id(ICU, untold), unit=ICU, week=untold, kind=FlagKind.LOWER_SCORE))
    await sends(storage)
    assert "V" in NUDGES[(await kept(storage)).code].suits


async def test_a_crash_between_choosing_and_sending_leaves_all_or_nothing(storage: Storage) -> None:
    await furnished(storage, None, ADA)
    watched = Watched(storage, writings_left=1)
    with pytest.raises(StorageUnavailable):
        await SendNudges(storage=watched)(now=AT)
    async with storage.reading() as work:
        assert await work.nudges.nudge(nudge_id(ADA, WEEK)) is None
        assert not await work.attention.noted(WEEK, [ADA])
    assert not await put_out(storage)
    assert await sends(storage, AT + timedelta(minutes=5)) == 1, "after the start it is sent, once"
    assert await sends(storage, AT + timedelta(minutes=40)) == 0
    assert len(await put_out(storage)) == 1


async def test_between_two_looks_nothing_is_read(storage: Storage) -> None:
    watched = Watched(await furnished(storage))
    send = SendNudges(storage=watched)
    await send(now=AT - timedelta(hours=1))
    before = watched.readings
    await send(now=AT - timedelta(minutes=45))
    assert watched.readings == before
    assert await send(now=AT) == 1
