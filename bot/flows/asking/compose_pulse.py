"""The words of question, reminder and redraw at the moment they are sent, from the newest state of their pulse."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import assert_never

from bot.domain.asking.pulse_messages import (
    Setting,
    View,
    compose_pulse,
    view_of,
)
from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import DeliveryKey, PersonId
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question, QuestionRef
from bot.domain.programme.wall_clock import local_date
from bot.ports import Clock, UnitOfWork


class ComposePulse:
    """Say what a pulse has to say now, or None when there is nothing to say any more.

    A question is not put to anybody who answered, stopped, paused, went on nights or left the list since it was
    planned, nor after its round closed. The first question ever put to a person introduces itself.
    """

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def one(self, work: UnitOfWork, delivery: Delivery) -> Message | None:
        return (await self(work, [delivery]))[delivery.key]

    async def __call__(self, work: UnitOfWork, deliveries: Sequence[Delivery]) -> Mapping[DeliveryKey, Message | None]:
        """One entry for each delivery; only reads."""
        said = {delivery.key: delivery.message for delivery in deliveries}
        wordless = [(each, each.pulse) for each in deliveries if each.message is None and each.pulse is not None]
        programme = await work.programmes.current() if wordless else None
        if programme is None:
            return said
        pulses = await work.pulses.many({pulse for _, pulse in wordless})
        people = {pulse.person for pulse in pulses.values()}
        read = _Read(
            programme=programme,
            questions=await work.programmes.wordings({pulse.question for pulse in pulses.values()}),
            members=await work.rosters.members(people),
            newcomers=await work.pulses.never_sent(people),
            now=self._clock.now(),
        )
        for delivery, pulse_id in wordless:
            pulse = pulses.get(pulse_id)
            if pulse is not None:
                said[delivery.key] = read.words(delivery, pulse)
        return said


class _Read:
    """What was read for one batch."""

    def __init__(
        self,
        *,
        programme: Programme,
        questions: Mapping[QuestionRef, Question],
        members: Mapping[PersonId, Sequence[TeamMember]],
        newcomers: frozenset[PersonId],
        now: datetime,
    ) -> None:
        self._programme, self._questions, self._members = programme, questions, members
        self._newcomers, self._now = newcomers, now

    def words(self, delivery: Delivery, pulse: Pulse) -> Message | None:
        teams = self._members.get(pulse.person, ())
        member = next((team for team in teams if team.unit == pulse.unit), None)
        question = self._questions.get(pulse.question)
        organisation = self._programme.organisation
        if member is None or question is None or pulse.unit not in organisation:
            return None
        zone = member.person.timezone or organisation.zone_of(pulse.unit)
        view = self._view(delivery, pulse, member, zone)
        if view is None:
            return None
        is_first = pulse.person in self._newcomers and pulse.position == 0
        setting = Setting(
            unit_name=organisation.unit(pulse.unit).name,
            locale=organisation.locale_for(member.person, [pulse.unit]),
            zone=zone,
            now=self._now,
            weeks_told=self._programme.weeks_of_life if is_first else None,
        )
        return compose_pulse(view, pulse, question, setting)

    def _view(self, delivery: Delivery, pulse: Pulse, member: TeamMember, zone: str) -> View | None:
        view = view_of(pulse, now=self._now)
        willing = member.consent.accepts(now=self._now) and member.person.is_listed(local_date(self._now, zone))
        may_ask = view is View.QUESTION and willing and not pulse.excused
        match delivery.kind:
            case DeliveryKind.REDRAW:
                return view
            case DeliveryKind.QUESTION:
                return View.QUESTION if may_ask else None
            case DeliveryKind.REMINDER:
                return View.REMINDER if may_ask else None
            case DeliveryKind.SNOOZED:
                return View.AGAIN if may_ask else None
            case DeliveryKind.DIGEST | DeliveryKind.CHART | DeliveryKind.NOTICE:
                return None  # they say nothing of a pulse
            case _:
                assert_never(delivery.kind)
