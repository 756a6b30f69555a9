"""Who is asked what and when: programme, roster, codes, rounds, pulses."""

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import date, datetime
from typing import Protocol

from bot.domain.asking.pulses import (
    Pulse,
    PulseOutcome,
    Round,
    ShadowPlan,
)
from bot.domain.identifiers import (
    MessageRef,
    PersonId,
    PulseId,
    RoundId,
    ScheduleId,
    UnitId,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Channel
from bot.domain.programme.questions import QuestionRef


class Rounds(Protocol):
    async def horizons(self, schedule: ScheduleId) -> Mapping[UnitId, datetime]:
        """Up to which instant each unit's occurrences have been looked at."""

    async def set_horizon(self, schedule: ScheduleId, units: Collection[UnitId], until: datetime) -> None: ...

    async def restored_at(self) -> datetime | None:
        """When all this was last filled from a backup; None: never."""

    async def claim_many(self, rounds: Sequence[Round]) -> frozenset[RoundId]:
        """Insert each round unless it exists and say which are now ours; one statement. An open round also replaces
        one recorded as missed under the same id: that one was recorded by a clock that ran ahead.

        No other planner claims rounds until this transaction ends, so what is read about budgets from here on stays
        true. A lock on PostgreSQL; nothing to do on SQLite, where a writer is alone anyway.
        """

    async def questions_on(self, schedule: ScheduleId, local_date: date, slot: str) -> Sequence[QuestionRef]:
        """What this occurrence asks, if it was planned (not missed) for any unit already; else empty."""

    async def questions_before(self, schedule: ScheduleId, local_date: date, slot: str) -> Sequence[QuestionRef]:
        """What the newest earlier occurrence asked that was planned (not missed) for any unit; else empty."""

    async def schedules_of(self, rounds: Collection[RoundId]) -> Mapping[RoundId, ScheduleId]:
        """By round, the schedule that caused it; the programme may have dropped it since."""

    async def to_close(self, *, now: datetime) -> Sequence[Round]:
        """Open rounds past their closing time."""

    async def close(self, rounds: Collection[RoundId]) -> None: ...

    async def open_in_week(self, week: IsoWeek) -> bool:
        """Whether any round that belongs to this week is still open."""

    async def add_shadow_plans(self, plans: Sequence[ShadowPlan]) -> None:
        """Whoever is planned for the same round already stays as they are."""

    async def shadow_plans(self, rounds: Collection[RoundId]) -> Sequence[ShadowPlan]: ...

    async def drop_shadow_plans(self, week: IsoWeek) -> None:
        """Those of rounds that close in this week or before: they have been counted."""

    async def ids_in(self, week: IsoWeek) -> Sequence[RoundId]:
        """Of all rounds that close in a week, whatever units there are now."""

    async def first_opening(self, first: IsoWeek, last: IsoWeek) -> datetime | None:
        """When the earliest of the rounds opened that close in these weeks."""

    async def closing_in(self, week: IsoWeek, units: Collection[UnitId]) -> Sequence[Round]: ...

    async def questions_of(
        self, units: Collection[UnitId], first: IsoWeek, last: IsoWeek
    ) -> Mapping[UnitId, Sequence[QuestionRef]]:
        """What each unit's rounds that close in these weeks ask, in order of time."""


class Pulses(Protocol):
    async def add(self, pulses: Sequence[Pulse]) -> None: ...

    async def many(self, pulses: Collection[PulseId]) -> Mapping[PulseId, Pulse]: ...

    async def many_locked(self, pulses: Collection[PulseId]) -> Mapping[PulseId, Pulse]:
        """`many`, and nobody else may change them until this transaction ends."""

    async def save_many(self, pulses: Sequence[Pulse]) -> None: ...

    async def introduced(self, people: Collection[PersonId]) -> Set[tuple[PersonId, Channel]]:
        """On which channels these people have had a question: elsewhere the first one introduces itself."""

    async def mark_sent(self, pulses: Collection[PulseId], *, channel: Channel, at: datetime) -> None:
        """planned -> sent; a pulse that has moved on already stays as it is but gets its sent_at. Its person has had a
        question on this channel."""

    async def planned_in(
        self, week: IsoWeek, people: Collection[PersonId]
    ) -> Mapping[PersonId, Mapping[ScheduleId, int]]:
        """How many questions each person was planned by each schedule in a budget's week, shadow plans included."""

    async def last_due(self, people: Collection[PersonId], weeks: Collection[IsoWeek]) -> Mapping[PersonId, datetime]:
        """The latest due time of the questions that each was planned out of the budgets of these weeks."""

    async def to_remind(self, *, now: datetime, limit: int) -> Sequence[Pulse]:
        """Sent, or planned with its question's delivery unsure (the reminder heals it); unanswered, not excused, not
        yet reminded, remind_at <= now < closes_at."""

    async def to_expire(self, *, now: datetime, limit: int) -> Sequence[Pulse]:
        """planned or sent and past closes_at."""

    async def set_state(self, pulses: Collection[PulseId], state: str) -> None: ...

    async def set_reminded(self, pulses: Collection[PulseId]) -> None: ...

    async def forget_presses(self, rounds: Collection[RoundId]) -> None:
        """Keep whether somebody was reached and heard, and not when or how: no number of a press, no moment, not
        whether they skipped or paused, whether a reminder came first, nor in how many messages the question stood."""

    async def excuse(self, person: PersonId, *, now: datetime) -> None:
        """Mark the person's open unanswered pulses as outside reach."""

    async def open_of(self, person: PersonId, *, now: datetime) -> Sequence[Pulse]:
        """Planned, sent, answered or skipped pulses whose round is still open, newest first."""

    async def open_locked(self, people: Collection[PersonId], *, now: datetime) -> Sequence[Pulse]:
        """What is open of these people, in the order of ids; nobody else may change it until this transaction ends."""

    async def unsent_of(self, people: Collection[PersonId], *, now: datetime) -> Sequence[Pulse]:
        """First questions of open rounds that are planned, and whose delivery is due and lies in no chat yet: what is
        being sent, may have been sent, or was posted and not opened, is not among them.

        They stay so until the end of the transaction, which has to be one that writes.
        """

    async def of_rounds(self, rounds: Collection[RoundId]) -> Sequence[Pulse]: ...

    async def outcomes(self, rounds: Collection[RoundId]) -> Sequence[PulseOutcome]:
        """What became of the pulses of these rounds, in the order of `of_rounds`."""

    async def next_in_round(self, pulse: Pulse) -> Pulse | None:
        """The same person's pulse at the next position of the same round."""

    async def message_of(self, pulse: PulseId) -> MessageRef | None:
        """The newest message that shows this pulse."""

    async def pulse_at(self, ref: MessageRef) -> PulseId | None: ...

    async def set_message(self, pulse: PulseId, ref: MessageRef) -> None: ...

    async def set_messages(self, shown: Sequence[tuple[PulseId, MessageRef]]) -> None: ...

    async def note_opened(self, people: Collection[PersonId], *, channel: Channel, now: datetime) -> None:
        """Every open question that lies in the chat of one of these counts as sent, if it did not before."""
