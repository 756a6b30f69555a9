"""Every nudge, what follows it, the choice of its day, and what leads are asked."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import Flag
from bot.domain.identifiers import ActionId, FlagId, NudgeId, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.nudges.lead_ask_text import date_ask, flag_ask, quarter_ask, talk_ask, tell_ask, waiting_ask
from bot.domain.nudges.library import NUDGES
from bot.domain.nudges.nudge_text import day_button, day_menu, day_set, nudge_message, nudge_over
from bot.domain.nudges.nudges import Nudge, NudgeOutcome
from bot.domain.programme.programme import Weekday
from bot.domain.texts import say
from tests.support.builders import T0
from tests.support.screens.asking import NAME

WEEK = IsoWeek.parse("2026-W10")


def lead_ask_screens(locale: str) -> Iterator[Message]:
    flag = Flag(id=FlagId("f1"), unit=UnitId("icu"), week=WEEK, kind=FlagKind.BOTH)
    action = Action(id=ActionId("a1"), unit=UnitId("icu"), raised_by=PersonId("ada"), raised_at=T0, words=NAME)
    for ask in (flag_ask, talk_ask, waiting_ask):
        yield ask(flag, unit_name=NAME, locale=locale)
    yield date_ask(action, WEEK.monday(), unit_name=NAME, locale=locale)
    yield tell_ask(action, unit_name=NAME, locale=locale)
    yield quarter_ask(locale)
    for name in ("nudges-talk_heard", "nudges-talk_not_yet", "nudges-talk_not_needed"):
        yield message_of(MessageKind.ANSWER, locale, say(name, locale, unit=NAME))


def nudge_screens(locale: str) -> Iterator[Message]:
    nudge = Nudge(id=NudgeId("n1"), unit=UnitId("icu"), person=None, week=WEEK, codes=("1.1a",))
    for code in NUDGES:
        yield nudge_message(replace(nudge, codes=(code,)), locale)
    for outcome in NudgeOutcome:
        yield nudge_message(replace(nudge, outcome=outcome), locale)
    yield nudge_over(locale)
    yield from lead_ask_screens(locale)
    yield day_menu(locale)
    for day in (*Weekday, None):
        yield day_set(day, locale)
    not_yours = say("nudges-day_not_yours", locale)
    yield message_of(MessageKind.SETTINGS, locale, not_yours, buttons=((day_button(locale),),))
