"""Living through weeks as fast as the machine can: the same planning, answering and closing, on a moved clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.adapters.channels.web.links import address_of
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.demo.behaviour import Staff
from bot.demo.hospital import STORIES, Story
from bot.demo.leads import Leads
from bot.demo.staff import first_question_of
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import MessageRef, PersonId, PulseId, QuestionId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Answer, OnPulse, PulsePress
from bot.domain.messaging.inbound import (
    Event,
    Inbound,
    Opened,
    Pressed,
    Typed,
)
from bot.domain.nudges.nudges import NUDGE_AT, NUDGE_DAY
from bot.domain.organisation.people import READERS, Roster
from bot.domain.programme.own_questions import own_questions
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Polarity, Question
from bot.domain.programme.wall_clock import to_utc

STEP = timedelta(hours=12)
"""How finely a week is lived: nobody in the past minds when within half a day an answer came."""
NEWCOMERS_AGO = 3
"""Weeks before the end of the past at which the youngest team joined."""

Progress = Callable[[float], None]
_AUTHOR = Author(who=Actor.user("demo"), source=RevisionSource.FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    at: datetime
    pulse: Pulse
    answers: bool


class Past:
    """A hospital that lives week by week. `tokens` are the personal links of everybody."""

    def __init__(
        self,
        *,
        app: App,
        clock: ShiftedClock,
        programme: Programme,
        roster: Roster,
        tokens: Mapping[PersonId, str],
        staff: Staff,
    ) -> None:
        self._app, self._clock, self._programme, self._roster = app, clock, programme, roster
        self._tokens, self._staff = tokens, staff
        self._leads = Leads(app=app, tokens=tokens)
        self._sequence = 0

    async def begin(self, week: IsoWeek) -> None:
        """The first Monday: everybody but the youngest team is on the list and has joined."""
        self._clock.jump(_london(week, 0, time(4)))
        late = {unit for unit, team in STORIES.items() if team.story is Story.JUST_STARTED}
        early = Roster(
            people={
                person: each
                for person, each in self._roster.people.items()
                if not any(m.person == person and m.unit in late for m in self._roster.memberships)
            },
            memberships=frozenset(each for each in self._roster.memberships if each.unit not in late),
        )
        await self._enlist(early)

    async def live(self, first: IsoWeek, weeks: int, *, newcomers_in: IsoWeek | None, progress: Progress) -> IsoWeek:
        """Live from Monday 04:00 of `first` through so many weeks; returns the week after."""
        for number in range(weeks):
            week = first + number
            self._clock.jump(_london(week, 0, time(4)))
            if week == newcomers_in:
                await self._enlist(self._roster)
            await self._live_week(week)
            progress((number + 1) / weeks)
        self._clock.jump(_london(first + weeks, 0, time(4)))
        await self._tick()
        return first + weeks

    async def _enlist(self, roster: Roster) -> None:
        await self._app.graph.revise(self._programme, roster, author=_AUTHOR)
        now = self._clock.now()
        async with self._app.world.storage.writing() as work:
            for person in roster.people:
                if await work.rosters.address_of(person) is None:
                    await work.rosters.enrol(person, address_of(self._tokens[person]), at=now)

    async def _live_week(self, week: IsoWeek) -> None:
        await self._at(_london(week, 0, time(6)))
        asked_at = first_question_of(week)
        await self._at(asked_at)
        await self._at(_london(week, 1, time(12, 31)))
        await self._leads.act(week)
        done: set[PulseId] = set()
        moment = asked_at + STEP
        nudged_at = _london(week, NUDGE_DAY.number, NUDGE_AT)
        while moment < asked_at + timedelta(hours=120):
            if moment - STEP < nudged_at <= moment:
                await self._at(nudged_at)
            await self._at(moment)
            due = [visit for visit in await self._visits(week) if visit.at <= moment and visit.pulse.id not in done]
            done |= {visit.pulse.id for visit in due}
            await self._receive([update for visit in due for update in self._updates(visit, week)])
            moment += STEP
        await self._at(asked_at + timedelta(hours=120, minutes=1))

    async def _visits(self, week: IsoWeek) -> Sequence[_Visit]:
        """What everybody does with the questions planned so far, in order."""
        async with self._app.world.storage.reading() as work:
            rounds = await work.rounds.closing_in(week, list(STORIES))
            pulses = await work.pulses.of_rounds([each.id for each in rounds])
        visits = []
        for pulse in pulses:
            habit = self._staff.visit(pulse.person, pulse.unit, week)
            at = pulse.due_at + timedelta(hours=habit.after_hours)
            if at < pulse.closes_at:
                visits.append(_Visit(at=at, pulse=pulse, answers=habit.answers))
        return sorted(visits, key=lambda visit: (visit.at, visit.pulse.id))

    def _updates(self, visit: _Visit, week: IsoWeek) -> Sequence[Inbound]:
        pulse = visit.pulse
        updates = [self._update(pulse.person, Opened(), f"open-{pulse.id}")]
        if visit.answers:
            question = self._question(pulse)
            turned = question.polarity is Polarity.NEGATIVE
            code = self._staff.answer(pulse.person, pulse.unit, week, question.codes, turned=turned)
            pressed = Pressed(intent=Answer(pulse=pulse.id, code=code))
            updates.append(self._update(pulse.person, pressed, f"tap-{pulse.id}"))
            updates += self._words(pulse, week)
        return updates

    def _words(self, pulse: Pulse, week: IsoWeek) -> Sequence[Inbound]:
        """What somebody adds to their answer, if they are asked for it."""
        words = self._staff.words(pulse.person, week)
        leads = any(each.person == pulse.person and each.role in READERS for each in self._roster.memberships)
        if not words or leads or STORIES[pulse.unit].story is Story.TOO_SMALL:
            return ()
        steps: tuple[Event, ...] = (
            Pressed(intent=PulsePress(pulse=pulse.id, what=OnPulse.ADD_WORDS)),
            Typed(text=words),
            Pressed(intent=PulsePress(pulse=pulse.id, what=OnPulse.DONE)),
        )
        return [self._update(pulse.person, each, f"added-{at}-{pulse.id}") for at, each in enumerate(steps)]

    def _question(self, pulse: Pulse) -> Question:
        own = own_questions().get(pulse.question)
        return own or self._programme.questions[QuestionId(pulse.question.id)]

    def _update(self, person: PersonId, event: Event, identity: str, message: MessageRef | None = None) -> Inbound:
        self._sequence += 1
        return Inbound(
            sender=address_of(self._tokens[person]),
            update_id=identity,
            sequence=self._sequence,
            event=event,
            message=message,
        )

    async def _receive(self, updates: Sequence[Inbound]) -> None:
        if updates:
            await self._app.graph.inbox.receive(updates)
            await self._app.graph.inbox.work_off()
            await self._app.graph.post_web.drain()

    async def _at(self, moment: datetime) -> None:
        self._clock.jump(moment)
        await self._tick()

    async def _tick(self) -> None:
        await self._app.tick()
        await self._app.graph.post_web.drain()


def _london(week: IsoWeek, day: int, at: time) -> datetime:
    return to_utc(week.monday() + timedelta(days=day), at, "Europe/London")
