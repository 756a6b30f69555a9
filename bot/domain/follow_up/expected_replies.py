"""What somebody was asked to write, so that their next words find their place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.identifiers import ActionId, FlagId, PersonId, UnitId

WORDS_WAIT = timedelta(days=3)
"""How long the words that somebody was asked for are waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReasonWords:
    """Why a flag was no surprise; for the leads alone."""

    flag: FlagId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWords:
    """What a lead who takes a flag says to the team."""

    flag: FlagId


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWords:
    """What will be done."""

    action: ActionId


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWords:
    """What the whole team is told."""

    unit: UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWordsOnAction:
    """What the whole team is told about an action."""

    action: ActionId


ExpectedWords = KnownReasonWords | ReplyWords | ActionWords | TeamWords | TeamWordsOnAction


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedReply:
    """A person was asked to write; their next words are these. One at a time per person."""

    person: PersonId
    words: ExpectedWords
    until: datetime
