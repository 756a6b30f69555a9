"""Rounds of people with a rota: who is within the plan, when a message goes out, and what a change of shifts moves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.rota.own_calendar import OwnCalendar
from bot.domain.rota.shifts import Rota, RotaSource, Shift, ShiftKind, Span
from bot.flows.asking.explain_unasked import ExplainUnasked, UnaskedRule
from bot.flows.asking.preview_schedule import PreviewSchedule
from bot.flows.rota.replan import replan
from bot.flows.rota.tidy_rotas import TidyRotas
from bot.ports import Storage
from tests.flows.asking.planning import WEEKLY, Hospital, NoCron, a_hospital, members
from tests.support.channels import TELEGRAM
from tests.support.clocks import StillClock

OPENS = datetime(2026, 3, 10, 10, tzinfo=UTC)
"""A Tuesday; the round closes on Sunday at ten."""
BEFORE = datetime(2026, 3, 9, 8, tzinfo=UTC)
ANN, BEN, CLEO, DAN = (PersonId(name) for name in ("ann", "ben", "cleo", "dan"))
DAY, NIGHT, LEAVE = ShiftKind.DAY, ShiftKind.NIGHT, ShiftKind.LEAVE


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def rota(*shifts: tuple[ShiftKind, datetime, int], first: int = 2, last: int = 29) -> Rota:
    return Rota.of(
        [Shift(starts=starts, ends=starts + timedelta(hours=hours), kind=kind) for kind, starts, hours in shifts],
        [Span(starts=at(first), ends=at(last))],
    )


async def given(storage: Storage, rotas: Mapping[PersonId, Rota], source: RotaSource = RotaSource.IMPORT) -> None:
    async with storage.writing() as work:
        await work.rotas.put(source, rotas)


async def a_ward(storage: Storage) -> Hospital:
    hospital = Hospital(storage)
    await hospital.applies(a_hospital(), members({"icu": [ANN, BEN, CLEO, DAN]}))
    for person in (ANN, BEN, CLEO, DAN):
        await hospital.consents(person, joined_at=at(1))
    return hospital


async def due(hospital: Hospital) -> dict[str, datetime]:
    return {
        pulse.person: pulse.due_at
        for round_ in await hospital.rounds(weeks=["2026-W11"])
        for pulse in await hospital.pulses(round_.id)
    }


async def test_who_has_a_rota_is_asked_on_a_shift_and_who_is_on_leave_is_not_in_the_plan(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await given(
        storage,
        {
            ANN: rota((DAY, at(11, 7, 30), 12)),
            BEN: rota((NIGHT, at(10, 20), 12)),
            CLEO: rota((LEAVE, at(9), 7 * 24)),
        },
    )
    await hospital.ticks(BEFORE, OPENS)
    assert await due(hospital) == {ANN: at(11, 8, 30), BEN: at(10, 21), DAN: OPENS}
    assert await hospital.within("2026-03-10") == {ANN, BEN, DAN}
    why = ExplainUnasked(storage=storage, recurrence=NoCron(), clock=StillClock(at(12)))
    assert [(await why(person)).rule for person in (ANN, CLEO)] == [
        UnaskedRule.NOTHING_IN_THE_WAY,
        UnaskedRule.OFF_SHIFT,
    ]


async def test_the_preview_counts_by_what_was_imported_and_by_no_own_calendar(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await hospital.ticks(BEFORE)
    preview = PreviewSchedule(storage=storage, recurrence=NoCron())
    await given(storage, {ANN: rota()}, RotaSource.OWN)
    assert [each.people for each in await preview(WEEKLY, count=1, now=BEFORE)] == [4]
    await given(storage, {ANN: rota()})
    assert [each.people for each in await preview(WEEKLY, count=1, now=BEFORE)] == [3]


async def test_an_own_calendar_moves_or_holds_back_a_message_and_changes_nobody_within_reach(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await given(storage, {ANN: rota((DAY, at(11, 8), 12)), BEN: rota((DAY, at(11, 8), 12))})
    await given(storage, {ANN: rota((DAY, at(12, 8), 12)), BEN: rota((LEAVE, at(9), 7 * 24))}, RotaSource.OWN)
    async with storage.writing() as work:
        await work.rotas.put_calendar(OwnCalendar(person=ANN, wished_hour=14))
    await hospital.ticks(BEFORE, OPENS)
    assert await due(hospital) == {ANN: at(12, 14), CLEO: OPENS, DAN: OPENS}
    assert await hospital.within("2026-03-10") == {ANN, BEN, CLEO, DAN}
    why = ExplainUnasked(storage=storage, recurrence=NoCron(), clock=StillClock(at(12)))
    assert (await why(BEN)).rule is UnaskedRule.NOTHING_IN_THE_WAY, "what people set for themselves is shown to nobody"


async def test_a_swap_moves_what_has_not_left_and_leave_lets_it_expire(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await given(storage, {person: rota((DAY, at(11, 8), 12)) for person in (ANN, BEN, CLEO)})
    await hospital.ticks(BEFORE, OPENS)
    swapped = {ANN: rota((DAY, at(13, 8), 12)), BEN: rota((LEAVE, at(9), 14 * 24)), CLEO: rota((DAY, at(11, 7), 12))}
    async with storage.writing() as work:
        await work.rotas.put(RotaSource.IMPORT, swapped)
        await replan(work, [ANN, BEN, CLEO, DAN], now=at(10, 12))
    assert await due(hospital) == {ANN: at(13, 9), BEN: at(11, 9), CLEO: at(11, 9), DAN: OPENS}
    messages = await hospital.due_messages(now=at(11, 12))
    assert set(messages.values()) == {CLEO, DAN}
    assert ANN in (await hospital.due_messages()).values()
    (round_,) = await hospital.rounds(weeks=["2026-W11"])
    states = {pulse.person: pulse.state for pulse in await hospital.pulses(round_.id)}
    assert states[BEN] is PulseState.EXPIRED
    assert states[ANN] is PulseState.PLANNED
    assert await hospital.within("2026-03-10") == {ANN, BEN, CLEO, DAN}, "leave entered late changes no figure"
    whose = {pulse.id: pulse.person for pulse in await hospital.pulses(round_.id)}
    async with storage.reading() as work:
        untaken = {whose[pulse] for pulse in await work.deliveries.untaken(whose)}
    assert untaken == {ANN, CLEO, DAN}, "nor does it make a question one that no channel took"


async def test_what_has_left_stays_and_a_removed_rota_gives_back_the_quiet_hours(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await given(storage, {ANN: rota((NIGHT, at(11, 20), 12)), BEN: rota((NIGHT, at(11, 20), 12))})
    await hospital.ticks(BEFORE, OPENS)
    (round_,) = await hospital.rounds(weeks=["2026-W11"])
    sent = next(pulse for pulse in await hospital.pulses(round_.id) if pulse.person == BEN)
    async with storage.writing() as work:
        await work.pulses.mark_sent([sent.id], channel=TELEGRAM, at=at(11, 21))
        await work.rotas.put(RotaSource.IMPORT, {ANN: Rota(), BEN: Rota()})
        await replan(work, [ANN, BEN], now=at(11, 21))
    assert await due(hospital) == {ANN: at(12, 9), BEN: at(11, 21), CLEO: OPENS, DAN: OPENS}


async def test_what_is_on_its_way_or_lies_unopened_in_a_chat_is_neither_moved_nor_expired(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await hospital.ticks(BEFORE, OPENS)
    (round_,) = await hospital.rounds(weeks=["2026-W11"])
    planned = {pulse.person: pulse for pulse in await hospital.pulses(round_.id)}
    async with storage.writing() as work:
        leases = await work.deliveries.lease(TELEGRAM, owner="me", now=OPENS, lease_until=at(11), limit=9)
        for lease in leases:
            if lease.delivery.person != DAN:
                assert await work.deliveries.mark_sending(lease, at=OPENS)
            if lease.delivery.person == BEN:
                assert await work.deliveries.mark_unsure(lease, at=OPENS)
            if lease.delivery.person == CLEO:
                assert await work.deliveries.mark_sent(lease, MessageRef("7"), at=OPENS)
                await work.pulses.set_message(planned[CLEO].id, MessageRef("7"))
        await work.rotas.put(RotaSource.IMPORT, {person: rota((LEAVE, at(9), 14 * 24)) for person in planned})
        await replan(work, planned, now=at(10, 12))
    left = {pulse.person: pulse for pulse in await hospital.pulses(round_.id)}
    assert {left[person].state for person in (ANN, BEN, CLEO)} == {PulseState.PLANNED}
    assert left == planned | {DAN: replace(planned[DAN], state=PulseState.EXPIRED)}


async def test_reminders_come_on_a_shift_or_not_at_all(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await given(
        storage,
        {
            ANN: rota((DAY, at(10, 8), 12), (NIGHT, at(12, 20), 12)),
            BEN: rota((DAY, at(10, 8), 12)),
        },
    )
    await hospital.ticks(BEFORE, OPENS)
    (round_,) = await hospital.rounds(weeks=["2026-W11"])
    pulses = {pulse.person: pulse for pulse in await hospital.pulses(round_.id)}
    assert {person: pulse.remind_at for person, pulse in pulses.items()} == {
        ANN: at(12, 21),
        BEN: None,
        CLEO: at(12, 10),
        DAN: at(12, 10),
    }
    async with storage.writing() as work:
        await work.pulses.mark_sent([pulse.id for pulse in pulses.values()], channel=TELEGRAM, at=OPENS)
        await work.rotas.put(RotaSource.IMPORT, {CLEO: rota((LEAVE, at(12), 7 * 24))})
    await hospital.ends(at(12, 12))
    await hospital.ends(at(12, 21))
    reminded = [key for key in await hospital.due_messages() if key.startswith("r:")]
    assert sorted(reminded) == sorted(f"r:{pulses[person].id}" for person in (ANN, DAN))


async def test_plans_of_people_without_a_rota_are_what_they_were(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await given(storage, {ANN: rota((DAY, at(11, 8), 12))})
    await hospital.ticks(BEFORE, OPENS)
    (round_,) = await hospital.rounds(weeks=["2026-W11"])
    ann, *others = sorted(await hospital.pulses(round_.id), key=lambda pulse: pulse.person)
    assert {replace(each, id=ann.id, person=ANN) for each in others} == {
        replace(ann, due_at=OPENS, remind_at=OPENS + timedelta(hours=48))
    }


async def test_shifts_are_forgotten_once_no_open_week_needs_them(storage: Storage) -> None:
    hospital = await a_ward(storage)
    await given(storage, {ANN: rota((DAY, at(3, 8), 12), (DAY, at(27, 8), 12))})
    async with storage.writing() as work:
        await work.weeks.claim(IsoWeek.parse("2026-W11"), at=at(16))
        await work.weeks.finish(IsoWeek.parse("2026-W11"))
    tidy = TidyRotas(storage=storage)
    assert await tidy(now=at(20)) == 1
    assert await tidy(now=at(20, 0, 30)) == 0
    async with storage.reading() as work:
        (left,) = (await work.rotas.whole([ANN], RotaSource.IMPORT)).values()
    assert [each.starts for each in left.shifts] == [at(27, 8)]
    # Monday of the first week that is open, less the five days for which a round stands open
    assert left.known == (Span(starts=at(11), ends=at(29)),)
    assert (await hospital.rounds()) == []
