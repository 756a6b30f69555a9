"""What champions say to a nudge, and on which day they want the next ones. Nobody else is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.domain.errors import ProgrammeMissing
from bot.domain.messaging.buttons import NudgeDayPress, NudgePress, OnNudge, OnNudgeDay
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Deleted,
    Edited,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
    Wordless,
)
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.messaging.notices import reply_to
from bot.domain.nudges.nudge_text import DAYS, day_menu, day_set, nudge_message, nudge_over
from bot.domain.nudges.nudges import Nudge, NudgeOutcome
from bot.domain.organisation.people import Person, Role
from bot.domain.texts import say
from bot.flows.nudging.choose_for_team import choose_for_team
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Storage, UnitOfWork


class AnswerNudge:
    """The message itself changes: thanks take the place of its buttons, or another nudge that of its words. Pressed
    twice it says the same again. Whoever is no champion any more is told so, and nothing is stored.
    """

    async def __call__(self, work: UnitOfWork, person: Person, update: Inbound, *, now: datetime) -> Sequence[Delivery]:
        match update.event:
            case Pressed(intent=NudgePress(nudge=identity, what=what)):
                nudge = await work.nudges.nudge(identity)
                message = await self._answer(work, person, nudge, what, now=now)
            case Pressed(intent=NudgeDayPress(what=day)):
                message = await self.choose_day(work, person, day)
            case Commanded(command=Command.NUDGE):
                message = await self.choose_day(work, person, OnNudgeDay.CHOOSE)
            case Pressed() | Commanded() | Typed() | Edited() | Deleted() | Wordless():
                return ()
            case Started() | Blocked() | Returned() | Opened():
                return ()
            case _:
                assert_never(update.event)
        pressed = update.message if isinstance(update.event, Pressed) else None
        return [reply_to(update, person.id, message, now=now, edits=pressed)]

    async def choose_day(self, work: UnitOfWork, person: Person, what: OnNudgeDay) -> Message:
        """Set the day, or show what there is to choose from."""
        programme = await work.programmes.current()
        if programme is None:
            raise ProgrammeMissing
        teams = (await work.rosters.members([person.id])).get(person.id, ())
        locale = programme.organisation.locale_for(person, [each.unit for each in teams])
        if not any(Role.CHAMPION in each.roles for each in teams):
            return message_of(MessageKind.SETTINGS, locale, say("nudges-day_not_yours", locale))
        if what is OnNudgeDay.CHOOSE:
            return day_menu(locale)
        day = next((day for day, button in DAYS.items() if button is what), None)
        await work.nudges.set_day(person.id, day)
        return day_set(day, locale)

    @staticmethod
    async def _answer(
        work: UnitOfWork, person: Person, nudge: Nudge | None, what: OnNudge, *, now: datetime
    ) -> Message:
        programme = await work.programmes.current()
        if programme is None:
            raise ProgrammeMissing
        organisation = programme.organisation
        if nudge is None or nudge.person != person.id or nudge.unit not in organisation:
            return nudge_over(organisation.locale_for(person))
        locale = organisation.locale_for(person, [nudge.unit])
        match what:
            case OnNudge.DONE:
                nudge = replace(nudge, outcome=NudgeOutcome.DONE)
            case OnNudge.NOT_FOR_ME:
                nudge = replace(nudge, outcome=NudgeOutcome.NOT_FOR_ME)
            case OnNudge.ANOTHER if nudge.may_change:
                quiet = await quiet_times(work, programme, now=now)
                tried = (await work.nudges.tried_by([nudge.unit])).get(nudge.unit, ())
                code = await choose_for_team(work, nudge.unit, tried, quiet, now=now)
                nudge = replace(nudge, codes=(*nudge.codes, code))
            case OnNudge.ANOTHER:
                return nudge_message(nudge, locale)
            case _:
                assert_never(what)
        await work.nudges.put([nudge])
        return nudge_message(nudge, locale)


class ChooseNudgeDay:
    """The same from somebody's own page."""

    def __init__(self, *, storage: Storage, nudges: AnswerNudge) -> None:
        self._storage, self._nudges = storage, nudges

    async def __call__(self, person: Person, what: OnNudgeDay) -> Message:
        async with self._storage.writing() as work:
            is_there = bool(await work.rosters.hold([person.id]))
            return await self._nudges.choose_day(work, person, what if is_there else OnNudgeDay.CHOOSE)
