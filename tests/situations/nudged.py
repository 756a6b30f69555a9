"""What champions, leads and sponsors get between digests."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import Flag, flag_id
from bot.domain.identifiers import ActionId, NudgeId, PersonId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.messages import Message
from bot.domain.nudges.lead_ask_text import date_ask, flag_ask, quarter_ask, talk_ask, tell_ask, waiting_ask
from bot.domain.nudges.nudge_text import day_menu, day_set, nudge_message
from bot.domain.nudges.nudges import Nudge, NudgeOutcome
from bot.domain.programme.programme import Weekday
from tests.support.pages import AT, WARD, WEEK


def nudges(locale: str) -> Sequence[tuple[str, Message]]:
    nudge = Nudge(id=NudgeId("n1"), unit=WARD, person=None, week=WEEK, codes=("1.2a",))
    last = replace(nudge, codes=("1.2a", "2.1b", "6.4b", "6.5a"))
    return [
        ("new", nudge_message(nudge, locale)),
        ("last", nudge_message(last, locale)),
        ("done", nudge_message(replace(nudge, outcome=NudgeOutcome.DONE), locale)),
        ("not for me", nudge_message(replace(nudge, outcome=NudgeOutcome.NOT_FOR_ME), locale)),
        ("day", day_menu(locale)),
        ("day set", day_set(Weekday.THU, locale)),
    ]


def lead_asks(unit: str, locale: str) -> Sequence[tuple[str, str, Message]]:
    """By reader."""
    flag = Flag(id=flag_id(WARD, WEEK), unit=WARD, week=WEEK, kind=FlagKind.FEWER_VOICES)
    action = Action(
        id=ActionId("a1"), unit=WARD, raised_by=PersonId("ada"), raised_at=AT, words="A second nurse at handover"
    )
    return [
        ("lead", "flag", flag_ask(flag, unit_name=unit, locale=locale)),
        ("lead", "talk", talk_ask(flag, unit_name=unit, locale=locale)),
        ("lead", "date", date_ask(action, WEEK.monday(), unit_name=unit, locale=locale)),
        ("lead", "tell", tell_ask(action, unit_name=unit, locale=locale)),
        ("sponsor", "waiting", waiting_ask(flag, unit_name=unit, locale=locale)),
        ("sponsor", "quarter", quarter_ask(locale)),
    ]
