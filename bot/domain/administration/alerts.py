"""What administrators are told without asking: a pure decision on facts, none of which says what anybody chose,
answered or left unanswered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never

from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.health.words import part_words
from bot.domain.identifiers import PersonId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.organisation.people import Channel
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.texts import say
from bot.domain.texts.dates import listed

RED_FOR: Final = timedelta(minutes=10)
"""How long a part may be in trouble before it is more than a hiccup."""
BACKUP_WITHIN: Final = timedelta(days=8)
INVITATIONS: Final = 10
"""So many that run out tomorrow are worth a message; fewer are the everyday."""
NAMED_AT_MOST: Final = 8
"""Teams, parts or schedules that one message names; the console has them all."""


class AlertKind(StrEnum):
    CHANNEL_REFUSED = "channel_refused"
    """A platform refuses the account or its token."""
    KEY_MISSING = "key_missing"
    NOT_WELL = "not_well"
    """A part has been in trouble for ten minutes."""
    NO_BACKUP = "no_backup"
    OVERDUE = "overdue"
    """Something that should be gone is still there."""
    LOG_SPOILT = "log_spoilt"
    """The log of administration is not as it was written."""
    ANSWERING_LOW = "answering_low"
    """The organisation's own week, as released, lies below its limits."""
    NO_LEAD = "no_lead"
    NO_QUESTION = "no_question"
    """A schedule has nothing left to ask."""
    INVITATIONS_END = "invitations_end"


ABOUT_THE_MACHINE: Final = frozenset(
    {AlertKind.CHANNEL_REFUSED, AlertKind.KEY_MISSING, AlertKind.NOT_WELL, AlertKind.NO_BACKUP}
    | {AlertKind.OVERDUE, AlertKind.LOG_SPOILT}
)
"""Told in a halt, too."""
_LASTING: Final = frozenset({AlertKind.ANSWERING_LOW, AlertKind.NO_LEAD, AlertKind.NO_QUESTION})
"""What takes people days to mend: once a week is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    kind: AlertKind
    about: tuple[str, ...] = ()
    """Names of what it is about: channels, tables, teams or schedules."""
    parts: tuple[Part, ...] = ()
    """Those that it is about."""
    count: int = 0

    @property
    def is_about_the_machine(self) -> bool:
        return self.kind in ABOUT_THE_MACHINE

    def told_once_in(self, today: date) -> str:
        """The day, or the week, in which one message about it is enough."""
        return str(IsoWeek.of(today)) if self.kind in _LASTING else today.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFacts:
    """How things stand, of the whole organisation."""

    now: datetime
    red_since: Mapping[Part, datetime] = field(default_factory=dict)
    """Parts in trouble of which no other fact here tells, and since when."""
    refused: frozenset[Channel] = frozenset()
    is_key_missing: bool = False
    overdue: frozenset[str] = frozenset()
    """Tables with rows that should be gone; what is gone within ten minutes is not among them."""
    is_log_spoilt: bool = False
    last_backup: datetime | None = None
    began: datetime | None = None
    """When Rounds was set up here, as far as the log tells."""
    is_answering_low: bool = False
    without_lead: frozenset[UnitId] = frozenset()
    without_question: Mapping[ScheduleId, tuple[UnitId, ...]] = field(default_factory=dict)
    """Schedules with nothing to ask, and whom they would ask."""
    ending: Mapping[PersonId, frozenset[UnitId]] = field(default_factory=dict)
    """Whose invitation runs out tomorrow, with the units in which they have a role."""
    halted: frozenset[UnitId] = frozenset()
    """Units that stand still now."""


def alert_of(part: Part, trouble: Trouble) -> AlertKind:
    """What somebody is told of it: of some troubles at once, of the others when they have lasted."""
    match trouble.kind:
        case (
            TroubleKind.ACCOUNT_REFUSED
            | TroubleKind.TOKEN_DEAD
            | TroubleKind.TOKEN_REFUSED
            | TroubleKind.APP_TOKEN_REFUSED
        ):
            return AlertKind.CHANNEL_REFUSED
        case TroubleKind.KEY_MISSING | TroubleKind.KEY_DIFFERS | TroubleKind.INBOX_KEY_LOST:
            return AlertKind.KEY_MISSING
        case TroubleKind.KEY_UNUSABLE:  # what seals answers, or one of many other files
            return AlertKind.KEY_MISSING if part.kind is PartKind.KEYS else AlertKind.NOT_WELL
        case TroubleKind.OVERDUE:
            return AlertKind.OVERDUE
        case TroubleKind.LOG_SPOILT:
            return AlertKind.LOG_SPOILT
        case (
            TroubleKind.NO_DATABASE
            | TroubleKind.NOTHING_SENT
            | TroubleKind.OUTCOME_WAITS
            | TroubleKind.DATABASE_UNREAD
            | TroubleKind.NOT_APPLIED
            | TroubleKind.UNFORESEEN
            | TroubleKind.KEY_LATE
            | TroubleKind.KEY_LATE_WEEKS
            | TroubleKind.KEYS_UNREAD
            | TroubleKind.KEYS_OF_OTHERS
            | TroubleKind.SIGNING_KEY_MISSING
            | TroubleKind.UNREACHABLE
            | TroubleKind.NEW_TOKEN_UNASKED
            | TroubleKind.NEW_TOKEN_UNKNOWN
            | TroubleKind.NEW_TOKEN_OF_ANOTHER_BOT
            | TroubleKind.NEW_TOKEN_OF_ANOTHER_WORKSPACE
            | TroubleKind.NEW_TOKEN_REFUSED
            | TroubleKind.SETTINGS_UNUSABLE
            | TroubleKind.PLATFORM_AWAY
            | TroubleKind.PLATFORM_BUSY
            | TroubleKind.OTHER_RECEIVER
            | TroubleKind.NOT_SAVED
            | TroubleKind.NOT_CONNECTED
            | TroubleKind.UNAUDITED
            | TroubleKind.NEVER_PUT_OUT
            | TroubleKind.UNSETTLED
            | TroubleKind.UNCLOSED
            | TroubleKind.STUCK
            | TroubleKind.NOT_FILED
            | TroubleKind.STARTING
            | TroubleKind.TAKEN_OVER
            | TroubleKind.TAKEN_OVER_BY_ALL
            | TroubleKind.TURN_LOST
            | TroubleKind.CLOCK_JUMPED
            | TroubleKind.QUEUE_UNUSABLE
            | TroubleKind.NO_WORKER
        ):
            return AlertKind.NOT_WELL
        case _:
            assert_never(trouble.kind)


def alerts_for(facts: AlertFacts, own: Collection[UnitId], tree: UnitTree) -> tuple[Alert, ...]:
    """What somebody who administers these units is told now. What concerns everybody is for those of a top unit."""
    at_top = any(root in own for root in tree.roots)
    found = [*_of_the_machine(facts)] if at_top else []
    loud = frozenset(own) - facts.halted
    if not loud:
        return tuple(found)
    if at_top and facts.is_answering_low and not facts.halted.issuperset(tree.roots):
        found.append(Alert(kind=AlertKind.ANSWERING_LOW))
    leaderless = [tree.names.get(unit, unit) for unit in tree.parents if unit in facts.without_lead & loud]
    if leaderless:
        found.append(Alert(kind=AlertKind.NO_LEAD, about=tuple(leaderless), count=len(leaderless)))
    empty = [schedule for schedule, units in facts.without_question.items() if units and loud.issuperset(units)]
    if empty:
        found.append(Alert(kind=AlertKind.NO_QUESTION, about=tuple(sorted(empty)), count=len(empty)))
    ending = sum(1 for units in facts.ending.values() if units & loud)
    if ending >= INVITATIONS:
        found.append(Alert(kind=AlertKind.INVITATIONS_END, count=ending))
    return tuple(found)


def _of_the_machine(facts: AlertFacts) -> list[Alert]:
    found = []
    if facts.refused:
        found.append(
            Alert(kind=AlertKind.CHANNEL_REFUSED, about=tuple(sorted(facts.refused)), count=len(facts.refused))
        )
    if facts.is_key_missing:
        found.append(Alert(kind=AlertKind.KEY_MISSING))
    red = sorted((part for part, since in facts.red_since.items() if facts.now - since >= RED_FOR), key=_name)
    if red:
        found.append(Alert(kind=AlertKind.NOT_WELL, parts=tuple(red), count=len(red)))
    if facts.overdue:
        found.append(Alert(kind=AlertKind.OVERDUE, about=tuple(sorted(facts.overdue)), count=len(facts.overdue)))
    if facts.is_log_spoilt:
        found.append(Alert(kind=AlertKind.LOG_SPOILT))
    newest = facts.last_backup or facts.began
    if newest is not None and facts.now - newest >= BACKUP_WITHIN:
        found.append(Alert(kind=AlertKind.NO_BACKUP))
    return found


def _name(part: Part) -> str:
    return part.name


def alert_message(alert: Alert, locale: str) -> Message:
    names = [*alert.about, *(part_words(part, locale) for part in alert.parts)]
    named = listed(names[:NAMED_AT_MOST], locale)
    more = max(len(names) - NAMED_AT_MOST, 0)
    words = [say(f"alerts-said-{alert.kind}", locale, what=named, count=alert.count)]
    if more:
        words.append(say("alerts-more", locale, count=more))
    words.append(say(f"alerts-do-{alert.kind}", locale))
    kind = MessageKind.MACHINE_ALERT if alert.is_about_the_machine else MessageKind.ALERT
    return message_of(kind, locale, tuple(words))
