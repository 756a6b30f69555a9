"""The words of question, reminder and redraw at the moment they are sent, from the newest state of their pulse."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.domain.answers.life_told import LifeTold
from bot.domain.asking.pulse_messages import (
    Setting,
    View,
    compose_pulse,
    view_of,
)
from bot.domain.asking.pulses import Pulse
from bot.domain.disclosure.comment_cells import may_write
from bot.domain.follow_up.actions import Action
from bot.domain.identifiers import ActionId, DeliveryKey, PersonId, UnitId
from bot.domain.messaging.buttons import Answer
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.free_text_guard import LongestText
from bot.domain.messaging.inbound import Command, NameCommand
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Channel, Listed, TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question, QuestionRef
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.flows.epochs.tell_life import life_told
from bot.flows.rota.known_rotas import off_duty_at
from bot.ports import Clock, UnitOfWork


class ComposePulse:
    """Say what a pulse has to say now, or None when there is nothing to say any more.

    A question is not put to anybody who answered, stopped, paused, went on nights or left the list since it was
    planned, nor after its round closed; not to anybody who is known to be off duty. The first question that a person
    gets on a channel introduces itself, however they came to be asked there.
    """

    def __init__(self, *, clock: Clock, longest_text: LongestText, name_command: NameCommand) -> None:
        self._clock, self._longest_text, self._name_command = clock, longest_text, name_command

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
        now = self._clock.now()
        introduced = await work.pulses.introduced(people)
        is_anybody_new = any((each.person, each.channel) not in introduced for each, _ in wordless)
        questions = await work.programmes.wordings({pulse.question for pulse in pulses.values()})
        asking_words = {ref for ref, question in questions.items() if question.is_text}
        in_words = {each.unit for each in pulses.values() if each.question in asking_words}
        read = _Read(
            programme=programme,
            questions=questions,
            members=await work.rosters.members(people),
            introduced=introduced,
            life=await life_told(work, programme) if is_anybody_new else LifeTold(weeks=programme.weeks_of_life),
            longest_text=self._longest_text,
            name_command=self._name_command,
            off_duty=await off_duty_at(now, work, people),
            listed=await work.rosters.listed(in_words) if in_words else {},
            now=now,
            actions=await work.loop.actions({each.action for each in pulses.values() if each.action is not None}),
        )
        for delivery, pulse_id in wordless:
            pulse = pulses.get(pulse_id)
            if pulse is not None:
                said[delivery.key] = read.words(delivery, pulse)
        return said


class _Read:
    """What was read for one batch, in which nobody reads the introduction twice."""

    def __init__(
        self,
        *,
        programme: Programme,
        questions: Mapping[QuestionRef, Question],
        members: Mapping[PersonId, Sequence[TeamMember]],
        introduced: Set[tuple[PersonId, Channel]],
        life: LifeTold,
        off_duty: Set[PersonId],
        listed: Mapping[UnitId, Sequence[Listed]],
        longest_text: LongestText,
        name_command: NameCommand,
        now: datetime,
        actions: Mapping[ActionId, Action],
    ) -> None:
        self._actions = actions
        self._programme, self._questions, self._members = programme, questions, members
        self._introduced, self._life, self._now = set(introduced), life, now
        self._longest_text, self._name_command = longest_text, name_command
        self._off_duty, self._listed = off_duty, listed

    def words(self, delivery: Delivery, pulse: Pulse) -> Message | None:
        teams = self._members.get(pulse.person, ())
        member = next((team for team in teams if team.unit == pulse.unit), None)
        question = self._questions.get(pulse.question)
        organisation = self._programme.organisation
        if member is None or question is None or pulse.unit not in organisation:
            return None
        zone = member.person.timezone or organisation.zone_of(pulse.unit)
        view = self._view(delivery, pulse, member, zone)
        is_anew = delivery.kind is DeliveryKind.ANEW
        if view is None:
            return None
        is_first = (pulse.person, delivery.channel) not in self._introduced
        self._introduced.add((pulse.person, delivery.channel))
        locale = organisation.locale_for(member.person, [pulse.unit])
        setting = Setting(
            unit_name=organisation.unit(pulse.unit).name,
            locale=locale,
            zone=zone,
            now=self._now,
            longest=self._longest_text(delivery.channel),
            introduction=self._introduction(delivery, pulse, zone, locale) if is_first else "",
            action=self._done(pulse),
            words_from=self._words_from(pulse) if question.is_text else 0,
        )
        message = compose_pulse(view, pulse, question, setting)
        return _to_be_answered_alone(message) if is_anew else message

    def _words_from(self, pulse: Pulse) -> int:
        least = self._programme.privacy.minimum_group_comments
        return least if may_write(pulse.person, self._listed.get(pulse.unit, ()), least=least) else 0

    def _done(self, pulse: Pulse) -> str:
        """What is asked about, where it is an action."""
        action = None if pulse.action is None else self._actions.get(pulse.action)
        return "" if action is None else action.words

    def _introduction(self, delivery: Delivery, pulse: Pulse, zone: str, locale: str) -> str:
        """Two lines, with the command as it is given where this is read."""
        confidential = self._life.words(
            pulse.week,
            of_blocks="pulse-introduction_confidential",
            of_quarter="pulse-introduction_confidential_quarter",
            zone=zone,
            locale=locale,
        )
        command = self._name_command(delivery.channel, Command.HELP)
        can_stop = say("pulse-introduction_help", locale, command=command)
        return f"{say('pulse-introduction', locale)}\n{confidential} {can_stop}"

    def _view(self, delivery: Delivery, pulse: Pulse, member: TeamMember, zone: str) -> View | None:
        view = view_of(pulse, now=self._now)
        willing = member.consent.accepts(now=self._now) and member.person.is_listed(local_date(self._now, zone))
        is_here = pulse.person not in self._off_duty  # a message may be late, and shifts may have changed
        may_ask = view is View.QUESTION and willing and not pulse.excused
        match delivery.kind:
            case DeliveryKind.REDRAW:
                return None if view is View.CLOSED else View.BELOW  # those of a press bring their words
            case DeliveryKind.QUESTION:
                return View.QUESTION if may_ask and is_here else None
            case DeliveryKind.REMINDER:
                return View.REMINDER if may_ask and is_here else None
            case DeliveryKind.SNOOZED:
                return View.AGAIN if may_ask else None
            case DeliveryKind.ANEW:  # whether it comes must not tell whether it was answered, or its person pauses
                return View.QUESTION if self._now < pulse.closes_at else None
            case (
                DeliveryKind.ANSWERING
                | DeliveryKind.DIGEST
                | DeliveryKind.DIGEST_REDRAW
                | DeliveryKind.CHART
                | DeliveryKind.NOTICE
            ):
                return None  # they bring their words, or say nothing of a pulse
            case _:
                assert_never(delivery.kind)


def _to_be_answered_alone(message: Message) -> Message:
    """Its other buttons lead to what became of the question before."""
    rows = (tuple(each for each in row if isinstance(each.intent, Answer)) for row in message.buttons)
    return replace(message, buttons=tuple(row for row in rows if row))
