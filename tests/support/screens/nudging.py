"""Every nudge, what follows it, and the choice of its day."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.identifiers import NudgeId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.nudges.library import NUDGES
from bot.domain.nudges.nudge_text import day_button, day_menu, day_set, nudge_message, nudge_over
from bot.domain.nudges.nudges import Nudge, NudgeOutcome
from bot.domain.programme.programme import Weekday
from bot.domain.texts import say


def nudge_screens(locale: str) -> Iterator[Message]:
    nudge = Nudge(id=NudgeId("n1"), unit=UnitId("icu"), person=None, week=IsoWeek.parse("2026-W10"), codes=("1.1a",))
    for code in NUDGES:
        yield nudge_message(replace(nudge, codes=(code,)), locale)
    for outcome in NudgeOutcome:
        yield nudge_message(replace(nudge, outcome=outcome), locale)
    yield nudge_over(locale)
    yield day_menu(locale)
    for day in (*Weekday, None):
        yield day_set(day, locale)
    not_yours = say("nudges-day_not_yours", locale)
    yield message_of(MessageKind.SETTINGS, locale, not_yours, buttons=((day_button(locale),),))
