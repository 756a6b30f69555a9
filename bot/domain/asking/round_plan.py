"""A round plan: one occurrence of a schedule, what it asks and where, and the rounds and pulses it leads to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.asking.eligibility import (
    Candidate,
    DueQuestions,
    candidate,
    questions_for,
    reminder_at,
)
from bot.domain.asking.pulse_deliveries import question_of
from bot.domain.asking.pulses import (
    Pulse,
    Round,
    RoundState,
    ShadowPlan,
    pulse_id,
)
from bot.domain.identifiers import ActionId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery
from bot.domain.organisation.people import Role, TeamMember
from bot.domain.programme.occurrences import Occurrence
from bot.domain.programme.programme import QuietHours, Schedule
from bot.domain.programme.questions import Question
from bot.domain.programme.wall_clock import week_of
from bot.domain.rota.shifts import PersonRota, Rota


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    schedule: Schedule
    occurrence: Occurrence
    questions: tuple[Question, ...]
    """The same for everybody, in the order of their positions."""
    microsystems: frozenset[UnitId]
    """All that the schedule ever asks."""
    quiet: frozenset[UnitId]
    """Those in which nothing opens this time."""
    action: ActionId | None = None
    """That is asked about; None for all that a programme's schedules ask."""

    @property
    def asked(self) -> frozenset[UnitId]:
        return self.microsystems - self.quiet

    @property
    def week(self) -> IsoWeek:
        """The ISO week of the local date, the same in every zone."""
        return IsoWeek.of(self.occurrence.local_date)

    def round_in(self, unit: UnitId, zone: str, state: RoundState = RoundState.OPEN) -> Round:
        """The round of one microsystem. It closes for everybody at its nominal opening plus the open hours."""
        opens_at = self.occurrence.instant(zone)
        closes_at = opens_at + timedelta(hours=self.schedule.open_hours)
        return Round(
            schedule=self.schedule.id,
            unit=unit,
            local_date=self.occurrence.local_date,
            slot=self.occurrence.slot,
            opens_at=opens_at,
            closes_at=closes_at,
            week=week_of(closes_at, zone),
            questions=tuple(question.ref for question in self.questions),
            action=self.action,
            state=state,
        )

    def candidates(
        self,
        round_: Round,
        team: Sequence[TeamMember],
        *,
        now: datetime,
        quiet: QuietHours,
        zone: str,
        rotas: Mapping[PersonId, PersonRota] | None = None,
    ) -> Iterator[Candidate]:
        """Who of a team could be asked in its round. Of `rotas` only what the hospital gave counts here."""
        known = rotas or {}
        theirs: dict[frozenset[Role], tuple[Question, ...]] = {}
        for member in team:
            roles = member.roles
            if roles not in theirs:
                theirs[roles] = questions_for(roles, self.questions)
            rota = known.get(member.person.id)
            found = candidate(
                member,
                theirs[roles],
                rota=None if rota is None else rota.imported,
                opens_at=round_.opens_at,
                closes_at=round_.closes_at,
                now=now,
                quiet=quiet,
                unit_zone=zone,
            )
            if isinstance(found, Candidate):
                yield found

    def pulses(
        self, round_: Round, ask: DueQuestions, *, quiet: QuietHours, rota: Rota | None = None
    ) -> tuple[Pulse, ...]:
        """One person's pulses in a round. Only the first is reminded of: one reminder a round is enough."""
        remind_at = reminder_at(
            ask.due_at,
            after_hours=self.schedule.remind_after_hours,
            closes_at=round_.closes_at,
            quiet=quiet,
            zone=ask.zone,
            rota=rota,
        )
        person, round_id = ask.member.person.id, round_.id
        return tuple(
            Pulse(
                id=pulse_id(round_id, person, position),
                round=round_id,
                unit=round_.unit,
                person=person,
                question=question.ref,
                action=round_.action,
                position=position,
                due_at=ask.due_at,
                closes_at=round_.closes_at,
                week=round_.week,
                remind_at=remind_at if position == 0 else None,
                budget_week=ask.week,
            )
            for position, question in enumerate(ask.questions)
        )

    def shadow(self, round_: Round, ask: DueQuestions) -> ShadowPlan:
        """What is planned for somebody to whom no message goes out."""
        return ShadowPlan(
            round=round_.id,
            unit=round_.unit,
            person=ask.member.person.id,
            questions=len(ask.questions),
            week=round_.week,
            budget_week=ask.week,
        )


def asking(pulse: Pulse, member: TeamMember) -> Delivery:
    """The message that asks; raises ValueError for somebody without an address."""
    if member.address is None:
        raise ValueError("nobody is asked who cannot be reached")
    return question_of(pulse, member.address.channel, due_at=pulse.due_at)
