"""What every storage promises about rounds, pulses and the messages that show them."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.asking.pulses import (
    Pulse,
    PulseState,
    Round,
    RoundState,
    ShadowPlan,
)
from bot.domain.identifiers import MessageRef, PersonId, PulseId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind, DeliveryState
from bot.domain.messaging.delivery_keys import question_key
from bot.domain.programme.questions import QuestionRef
from bot.ports import Storage
from tests.support.builders import ICU, T0, a_delivery, a_pulse, a_roster, a_round, after
from tests.support.channels import SLACK, TELEGRAM, WEB

WEEKLY, WARD = ScheduleId("weekly-pulse"), UnitId("ward")
W10 = IsoWeek.parse("2026-W10")
ANN, BOB = PersonId("ann"), PersonId("bob")


async def given(storage: Storage, *pulses: Pulse) -> None:
    async with storage.writing() as work:
        await work.pulses.add(pulses)


async def got(storage: Storage, pulse: str) -> Pulse:
    async with storage.reading() as work:
        return (await work.pulses.many([PulseId(pulse)]))[PulseId(pulse)]


async def test_horizons_rise_by_unit_and_schedule(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.rounds.set_horizon(WEEKLY, [ICU, WARD], T0)
        await work.rounds.set_horizon(WEEKLY, [ICU], after(hours=1))
        await work.rounds.set_horizon(ScheduleId("other"), [ICU], after(hours=2))
    async with storage.reading() as work:
        assert await work.rounds.horizons(WEEKLY) == {ICU: after(hours=1), WARD: T0}


async def test_a_round_is_claimed_once_and_comes_back_whole(storage: Storage) -> None:
    two = (QuestionRef(id=QuestionId("a"), version=1), QuestionRef(id=QuestionId("b"), version=3))
    claimed = replace(a_round(), questions=two)
    async with storage.writing() as work:
        assert await work.rounds.claim_many([claimed])
        assert not await work.rounds.claim_many([claimed])
    async with storage.writing() as work:
        assert await work.rounds.closing_in(claimed.week, [claimed.unit]) == [claimed]
        other = a_round(unit=WARD)
        assert await work.rounds.claim_many([claimed, other]) == {other.id}
        assert await work.rounds.claim_many([]) == frozenset()


async def test_a_round_that_was_missed_by_a_hasty_clock_may_still_be_opened(storage: Storage) -> None:
    missed = replace(a_round(), state=RoundState.MISSED)
    async with storage.writing() as work:
        assert await work.rounds.claim_many([missed]) == {missed.id}
        assert await work.rounds.claim_many([missed]) == frozenset()
        assert await work.rounds.claim_many([a_round()]) == {missed.id}
        assert await work.rounds.claim_many([missed]) == frozenset()
        assert await work.rounds.closing_in(W10, [ICU]) == [a_round()]


async def test_everybody_is_asked_what_the_occurrence_asks_already(storage: Storage) -> None:
    def asking(question: str, day: int, *, slot: str = "10:00", unit: str = "icu", missed: bool = False) -> Round:
        return replace(
            a_round(unit=UnitId(unit)),
            local_date=date(2026, 3, day),
            slot=slot,
            questions=(QuestionRef(id=QuestionId(question), version=1),),
            state=RoundState.MISSED if missed else RoundState.OPEN,
        )

    rounds = [
        asking("first", 3),
        asking("first", 3, unit="ward"),
        asking("evening", 3, slot="18:00"),
        asking("lost", 10, missed=True),
        asking("third", 17),
    ]
    async with storage.writing() as work:
        await work.rounds.claim_many(rounds)

    async with storage.reading() as work:

        async def on(day: int, slot: str = "10:00") -> list[str]:
            return [ref.id for ref in await work.rounds.questions_on(WEEKLY, date(2026, 3, day), slot)]

        async def before(day: int, slot: str = "10:00") -> list[str]:
            return [ref.id for ref in await work.rounds.questions_before(WEEKLY, date(2026, 3, day), slot)]

        assert [await on(3), await on(3, "18:00"), await on(10), await on(4)] == [["first"], ["evening"], [], []]
        assert [await before(3), await before(3, "18:00"), await before(10)] == [[], ["first"], ["evening"]]
        assert [await before(17), await before(18)] == [["evening"], ["third"]]
        assert list(await work.rounds.questions_before(ScheduleId("other"), date(2026, 3, 30), "10:00")) == []


async def test_rounds_past_their_time_are_closed_and_open_ones_keep_their_week_open(storage: Storage) -> None:
    early, late = a_round(open_hours=24), a_round(unit=WARD, open_hours=48)
    missed = replace(a_round(unit=UnitId("x"), open_hours=1), state=RoundState.MISSED)
    async with storage.writing() as work:
        await work.rounds.claim_many([late, early, missed])
        assert await work.rounds.to_close(now=after(hours=23)) == []
        assert await work.rounds.to_close(now=after(hours=24)) == [early]
        assert await work.rounds.to_close(now=after(hours=99)) == [early, late]
        assert await work.rounds.open_in_week(W10)
        await work.rounds.close([early.id, missed.id])
        assert await work.rounds.open_in_week(W10)
        await work.rounds.close([late.id])
        assert not await work.rounds.open_in_week(W10)
        assert await work.rounds.to_close(now=after(hours=99)) == []
        assert await work.rounds.closing_in(W10, [missed.unit]) == [missed]
        closing = await work.rounds.closing_in(W10, [ICU, WARD])
        assert [(each.unit, each.state) for each in closing] == [("icu", "closed"), ("ward", "closed")]
        assert await work.rounds.closing_in(W10 + 1, [ICU]) == []


async def test_a_pulse_comes_back_as_it_was_added_and_as_it_was_saved(storage: Storage) -> None:
    pulse = replace(a_pulse("ann"), remind_at=after(hours=48), budget_week=IsoWeek.parse("2026-W09"))
    await given(storage, pulse, a_pulse("bob"))
    changed = replace(
        pulse,
        state=PulseState.ANSWERED,
        sent_at=after(minutes=1),
        due_at=after(hours=1),
        reminded=True,
        excused=True,
        sequence=1_772_532_000_123_456,
    )
    async with storage.writing() as work:
        assert await work.pulses.many([pulse.id, PulseId("none")]) == {pulse.id: pulse}
        await work.pulses.save_many([changed])
        await work.pulses.save_many([replace(a_pulse("bob"), sequence=7)])
    async with storage.writing() as work:
        assert await work.pulses.many([pulse.id]) == {pulse.id: changed}
        assert (await work.pulses.many_locked([PulseId("pulse-bob"), pulse.id])).keys() == {pulse.id, "pulse-bob"}
        assert await work.pulses.many([PulseId("none")]) == {}
    assert (await got(storage, "pulse-bob")).sequence == 7


async def test_once_presses_are_forgotten_only_what_came_anew_has_its_mark(storage: Storage) -> None:
    came_anew = replace(a_pulse("ann"), state=PulseState.ANSWERED).begun_anew()
    await given(storage, came_anew, replace(a_pulse("bob"), state=PulseState.ANSWERED, sequence=7))
    async with storage.writing() as work:
        await work.pulses.forget_presses([came_anew.round])
    assert (await got(storage, "pulse-ann")).is_anew
    assert (await got(storage, "pulse-bob")).sequence == 0


@pytest.mark.drill
async def test_a_pulse_is_added_once(storage: Storage) -> None:
    await given(storage, a_pulse("ann"))
    with pytest.raises(Exception, match=r"."):
        await given(storage, a_pulse("bob"), a_pulse("ann"))
    async with storage.reading() as work:
        assert await work.pulses.many([PulseId("pulse-bob")]) == {}


async def test_sending_moves_planned_pulses_only_but_dates_all(storage: Storage) -> None:
    answered = replace(a_pulse("bob"), state=PulseState.ANSWERED)
    sent_before = replace(a_pulse("cat"), state=PulseState.SENT, sent_at=T0)
    await given(storage, a_pulse("ann"), answered, sent_before)
    async with storage.writing() as work:
        ids = [PulseId(f"pulse-{name}") for name in ("ann", "bob", "cat")]
        await work.pulses.mark_sent(ids, channel=TELEGRAM, at=after(hours=1))
    found = [await got(storage, f"pulse-{name}") for name in ("ann", "bob", "cat")]
    assert [(pulse.state, pulse.sent_at) for pulse in found] == [
        (PulseState.SENT, after(hours=1)),
        (PulseState.ANSWERED, after(hours=1)),
        (PulseState.SENT, T0),
    ]


async def test_budgets_count_by_the_week_whose_budget_was_used(storage: Storage) -> None:
    other = replace(a_round(unit=WARD), schedule=ScheduleId("other"))
    put_off = replace(a_pulse("ann", identity="2", round_=other), budget_week=W10, due_at=after(days=10))
    next_week = replace(a_pulse("ann", identity="3"), budget_week=W10 + 1, due_at=after(days=6))
    evening = replace(a_round(), slot="18:00")
    async with storage.writing() as work:
        await work.rounds.claim_many([a_round(), evening, other])
        await work.pulses.add([a_pulse("ann", identity="1"), put_off, next_week, a_pulse("bob", identity="4")])
        await work.pulses.add([a_pulse("bob", identity="5", round_=evening)])
    async with storage.reading() as work:
        people = [ANN, BOB, PersonId("cat")]
        assert await work.pulses.planned_in(W10, people) == {
            ANN: {WEEKLY: 1, ScheduleId("other"): 1},
            BOB: {WEEKLY: 2},
        }
        assert await work.pulses.planned_in(W10 + 1, [ANN, BOB]) == {ANN: {WEEKLY: 1}}
        assert await work.pulses.last_due(people, [W10, W10 + 1]) == {ANN: after(days=10), BOB: T0}
        assert await work.pulses.last_due(people, [W10 - 1, W10 + 1]) == {ANN: after(days=6)}


async def test_shadow_plans_use_up_budgets_until_their_week_is_closed(storage: Storage) -> None:
    round_ = a_round()
    ann = ShadowPlan(round=round_.id, unit=ICU, person=ANN, questions=2, week=W10, budget_week=W10)
    bob = replace(ann, person=BOB, questions=1, week=W10 + 1, budget_week=W10 + 1)
    async with storage.writing() as work:
        await work.rounds.claim_many([round_])
        await work.rounds.add_shadow_plans([ann, bob])
        await work.rounds.add_shadow_plans([replace(ann, questions=1)])
        await work.pulses.add([a_pulse("ann", identity="1")])
    async with storage.writing() as work:
        assert await work.rounds.shadow_plans([round_.id]) == [ann, bob]
        assert await work.rounds.shadow_plans([]) == []
        assert await work.pulses.planned_in(W10, [ANN, BOB]) == {ANN: {WEEKLY: 3}}
        await work.rounds.drop_shadow_plans(W10)
        assert await work.rounds.shadow_plans([round_.id]) == [bob]
        assert await work.pulses.planned_in(W10 + 1, [ANN, BOB]) == {BOB: {WEEKLY: 1}}


async def test_only_the_silent_are_reminded_and_only_in_time(storage: Storage) -> None:
    def pulse(name: str, **changes: object) -> Pulse:
        values: dict[str, object] = {"state": PulseState.SENT, "remind_at": after(hours=48), **changes}
        return replace(a_pulse(name), **values)  # type: ignore[arg-type]

    await given(
        storage,
        pulse("due"),
        pulse("later", remind_at=after(hours=50)),
        pulse("never", remind_at=None),
        pulse("answered", state=PulseState.ANSWERED),
        pulse("reminded", reminded=True),
        pulse("excused", excused=True),
        pulse("planned", state=PulseState.PLANNED),
        pulse("unsure", state=PulseState.PLANNED),
        pulse("over", closes_at=after(hours=49)),
    )
    question = a_delivery("unsure", kind=DeliveryKind.QUESTION)
    async with storage.writing() as work:
        await work.deliveries.add(
            [
                replace(question, state=DeliveryState.UNSURE),
                replace(a_delivery("planned", kind=DeliveryKind.QUESTION), state=DeliveryState.DUE),
            ]
        )

    async with storage.writing() as work:

        async def to_remind(hours: float, limit: int = 99) -> list[str]:
            return [pulse.person for pulse in await work.pulses.to_remind(now=after(hours=hours), limit=limit)]

        assert await to_remind(47) == []
        assert await to_remind(49) == ["due", "unsure"]
        assert await to_remind(50) == ["due", "unsure", "later"]
        assert await to_remind(50, limit=1) == ["due"]
        assert await to_remind(200) == []
        await work.pulses.set_reminded([PulseId("pulse-due"), PulseId("pulse-unsure")])
        assert await to_remind(49) == []


async def test_the_unheard_expire_when_their_round_closes(storage: Storage) -> None:
    await given(
        storage,
        a_pulse("planned"),
        replace(a_pulse("sent"), state=PulseState.SENT),
        replace(a_pulse("skipped"), state=PulseState.SKIPPED),
    )
    async with storage.writing() as work:
        assert await work.pulses.to_expire(now=after(hours=119), limit=9) == []
        over = await work.pulses.to_expire(now=after(hours=120), limit=9)
        assert [pulse.person for pulse in over] == ["planned", "sent"]
        await work.pulses.set_state([pulse.id for pulse in over], PulseState.EXPIRED)
        assert await work.pulses.to_expire(now=after(hours=120), limit=9) == []
    assert (await got(storage, "pulse-sent")).state is PulseState.EXPIRED


async def test_who_goes_away_is_excused_from_what_is_still_open(storage: Storage) -> None:
    await given(
        storage,
        a_pulse("ann", identity="open"),
        replace(a_pulse("ann", identity="answered"), state=PulseState.ANSWERED),
        replace(a_pulse("ann", identity="over"), closes_at=after(hours=1)),
        a_pulse("bob", identity="other"),
    )
    async with storage.writing() as work:
        await work.pulses.excuse(ANN, now=after(hours=2))
    excused = {name: (await got(storage, name)).excused for name in ("open", "answered", "over", "other")}
    assert excused == {"open": True, "answered": False, "over": False, "other": False}


async def test_open_pulses_come_newest_first(storage: Storage) -> None:
    await given(
        storage,
        a_pulse("ann", identity="first"),
        replace(a_pulse("ann", identity="second"), due_at=after(hours=1), state=PulseState.SKIPPED),
        replace(a_pulse("ann", identity="gone"), state=PulseState.EXPIRED),
        replace(a_pulse("ann", identity="over"), closes_at=after(hours=2)),
        a_pulse("bob"),
    )
    async with storage.reading() as work:
        assert [pulse.id for pulse in await work.pulses.open_of(ANN, now=after(hours=2))] == ["second", "first"]


async def test_the_pulses_of_rounds_and_the_next_question_of_a_person(storage: Storage) -> None:
    here, there = a_round(), a_round(unit=WARD)
    first = a_pulse("ann", identity="a0", round_=here)
    second = replace(a_pulse("ann", identity="a1", round_=here), position=1)
    await given(storage, second, first, a_pulse("bob", round_=here), a_pulse("cat", round_=there))
    async with storage.reading() as work:
        assert [pulse.id for pulse in await work.pulses.of_rounds([here.id])] == ["a0", "a1", "pulse-bob"]
        assert await work.pulses.of_rounds([]) == []
        outcomes = await work.pulses.outcomes([here.id, there.id])
        assert [(each.person, each.unit, each.question) for each in outcomes] == [
            (pulse.person, pulse.unit, pulse.question) for pulse in await work.pulses.of_rounds([here.id, there.id])
        ]
        assert await work.pulses.next_in_round(first) == second
        assert await work.pulses.next_in_round(second) is None


async def test_an_outcome_counts_reach_and_voice_as_its_pulse_does(storage: Storage) -> None:
    here = a_round()
    sent = replace(a_pulse("ann", round_=here), state=PulseState.EXPIRED, sent_at=T0)
    pulses = [
        sent,
        replace(sent, id=PulseId("b"), excused=True, position=1),
        replace(sent, id=PulseId("c"), sent_at=None, position=2),
        replace(sent, id=PulseId("d"), sent_at=None, state=PulseState.SKIPPED, position=3),
    ]
    await given(storage, *pulses)
    async with storage.reading() as work:
        outcomes = await work.pulses.outcomes([here.id])
    assert [(each.reached, each.heard) for each in outcomes] == [(each.reached, each.heard) for each in pulses]
    assert [each.reached for each in outcomes] == [True, False, False, True]


async def test_the_first_question_on_a_channel_is_known_to_be_the_first(storage: Storage) -> None:
    await given(storage, a_pulse("ann"), a_pulse("bob"), a_pulse("cat"), a_pulse("gone"))
    async with storage.writing() as work:
        await work.rosters.save(a_roster({"ann": "1", "bob": "2", "cat": "3"}), at=T0)
        for channel in (TELEGRAM, SLACK, TELEGRAM):
            await work.pulses.mark_sent([PulseId("pulse-bob"), PulseId("pulse-gone")], channel=channel, at=T0)
        assert await work.pulses.introduced([PersonId("gone")]) == frozenset(), "was forgotten meanwhile"
        await work.pulses.note_opened([ANN], channel=WEB, now=T0)
        assert await work.pulses.introduced([ANN, BOB]) == {(BOB, TELEGRAM), (BOB, SLACK)}, "her page is empty"
        await work.pulses.set_message(PulseId("pulse-ann"), MessageRef("1"))
        for _ in range(2):
            await work.pulses.note_opened([ANN, BOB], channel=WEB, now=T0)
        opened = {(ANN, WEB), (BOB, TELEGRAM), (BOB, SLACK)}
        assert await work.pulses.introduced([ANN, BOB, PersonId("cat")]) == opened, "nothing lay on Bob's page"


async def test_messages_and_pulses_find_each_other(storage: Storage) -> None:
    one, two = MessageRef("chat:1"), MessageRef("chat:2")
    async with storage.writing() as work:
        await work.pulses.set_message(PulseId("p"), one)
        await work.pulses.set_message(PulseId("p"), two)
        await work.pulses.set_message(PulseId("p"), one)
    async with storage.reading() as work:
        assert await work.pulses.message_of(PulseId("p")) == two
        assert await work.pulses.message_of(PulseId("q")) is None
        assert [await work.pulses.pulse_at(ref) for ref in (one, two, MessageRef("chat:3"))] == ["p", "p", None]


async def test_opening_a_page_sends_the_questions_that_lie_on_it(storage: Storage) -> None:
    on_the_page = [(PulseId(f"pulse-{name}"), MessageRef(name)) for name in ("ann", "bob", "over", "seen", "done")]
    await given(
        storage,
        a_pulse("ann"),
        a_pulse("bob"),
        a_pulse("ann", identity="not posted"),
        replace(a_pulse("ann", identity="pulse-over"), closes_at=after(hours=1)),
        replace(a_pulse("ann", identity="pulse-seen"), state=PulseState.SENT, sent_at=T0),
        replace(a_pulse("ann", identity="pulse-done"), state=PulseState.EXPIRED),
    )
    async with storage.writing() as work:
        await work.pulses.set_messages(on_the_page)
        await work.pulses.set_messages([])
        await work.pulses.note_opened([ANN], channel=WEB, now=after(hours=1))
        await work.pulses.note_opened([], channel=WEB, now=after(hours=1))
        assert await work.pulses.message_of(PulseId("pulse-bob")) == MessageRef("bob")
    opened = {name: await got(storage, name) for name in ("pulse-ann", "pulse-bob", "not posted", "pulse-over")}
    assert {name: pulse.sent_at for name, pulse in opened.items() if pulse.sent_at} == {"pulse-ann": after(hours=1)}
    assert opened["pulse-ann"].state is PulseState.SENT
    assert (await got(storage, "pulse-seen")).sent_at == T0
    assert (await got(storage, "pulse-done")).sent_at is None


async def test_an_audit_counts_what_does_not_add_up(storage: Storage) -> None:
    asked, forgotten = a_pulse("ann"), a_pulse("bob")
    later = replace(a_pulse("cat"), position=1)
    question = a_delivery("ann", key=question_key(asked.id), kind=DeliveryKind.QUESTION)
    await given(storage, asked, forgotten, later)
    async with storage.writing() as work:
        await work.deliveries.add([question, replace(a_delivery("bob"), state=DeliveryState.UNSURE)])
        assert await work.audits.missing(now=T0) == 1
        assert await work.audits.missing(now=after(hours=120)) == 0
        assert await work.audits.waiting(since=T0) == {question.channel: 1}
        assert await work.audits.waiting(since=after(minutes=-1)) == {}
        assert [await work.audits.unsettled(since=after(days=day)) for day in (4, 5)] == [0, 2]
        assert [await work.audits.unclosed(since=after(hours=hour)) for hour in (119, 120)] == [0, 3]
