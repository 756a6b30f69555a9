"""What pressing a button means, and the short text that stands for it in a channel's callback (at most 64 bytes)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.domain.identifiers import ActionId, AnswerCode, FlagId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek


class OnPulse(StrEnum):
    """What a person may do with a pulse besides answering it."""

    NOT_NOW = "n"
    AFTER_SHIFT = "sa"
    TOMORROW = "st"
    NEXT_WEEK = "sw"
    SKIP = "sk"
    MORE = "m"
    CHANGE = "c"
    BACK = "b"
    WHY = "y"


class OnSelf(StrEnum):
    """What a person may change about being asked."""

    LESS_OFTEN = "l"
    EVERY_2_WEEKS = "l2"
    EVERY_4_WEEKS = "l4"
    WEEKLY_AGAIN = "w"
    ON_NIGHTS = "n"
    PAUSE = "p"
    PAUSE_1_WEEK = "p1"
    PAUSE_2_WEEKS = "p2"
    PAUSE_4_WEEKS = "p4"
    RESUME = "r"
    STOP = "s"
    STOP_NOW = "s!"
    KEEP = "k"
    """Said to "do you want to stop?": nothing changes."""
    PRIVACY = "v"
    HELP = "h"


class OnFlag(StrEnum):
    """What a lead may say to a flag."""

    REPLY = "r"
    KNOWN_REASON = "k"
    NOT_RECOGNISED = "x"
    HELP_FROM_ABOVE = "h"


class OnDigest(StrEnum):
    """What a reader may do with a digest; the subject is "unit|week"."""

    CHART = "c"
    START_ACTION = "a"
    TELL_TEAM = "t"
    WHY_NO_FIGURES = "y"
    TEAM_LIST = "l"
    HANDOVER_WORDS = "w"


class OnAction(StrEnum):
    """What a co-lead may do with an open action; `argument` carries the choice (an owner's role, a number of days)."""

    OWNER = "o"
    DUE = "d"
    ACCEPT = "y"
    DECLINE = "n"
    TELL = "t"
    CLOSE = "c"
    STILL_OPEN = "s"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRef:
    """One digest: that of a unit for a week."""

    unit: UnitId
    week: IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    pulse: PulseId
    code: AnswerCode


@dataclass(frozen=True, slots=True, kw_only=True)
class PulsePress:
    pulse: PulseId
    what: OnPulse


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfPress:
    what: OnSelf


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagPress:
    flag: FlagId
    what: OnFlag


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPress:
    digest: str
    what: OnDigest


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPress:
    action: ActionId
    what: OnAction
    argument: str = ""


Intent = Answer | PulsePress | SelfPress | FlagPress | DigestPress | ActionPress
LONGEST = 64
"""Bytes that Telegram allows for callback data; the tightest of all channels."""


def encode(intent: Intent) -> str:
    """The callback text of an intent; raises ValueError if it would not fit."""
    parts: tuple[str, str, str]
    match intent:
        case Answer(pulse=pulse, code=code):
            parts = ("a", pulse, code)
        case PulsePress(pulse=pulse, what=pulse_what):
            parts = ("p", pulse, pulse_what.value)
        case SelfPress(what=self_what):
            parts = ("s", "", self_what.value)
        case FlagPress(flag=flag, what=flag_what):
            parts = ("f", flag, flag_what.value)
        case DigestPress(digest=digest, what=digest_what):
            parts = ("d", digest, digest_what.value)
        case ActionPress(action=action, what=action_what, argument=argument):
            parts = ("x", action, f"{action_what.value}={argument}" if argument else action_what.value)
        case _:
            assert_never(intent)
    text = "~".join(parts)
    if len(text.encode()) > LONGEST or any("~" in part for part in parts):
        raise ValueError(f"this button cannot be encoded: {text!r}")
    return text


def decode(text: str) -> Intent | None:
    """The intent behind a callback text; None for anything that Rounds never wrote."""
    parts = text.split("~")
    if len(parts) != 3 or len(text.encode()) > LONGEST:
        return None
    family, subject, what = parts
    try:
        match family:
            case "a":
                return Answer(pulse=PulseId(subject), code=AnswerCode(what))
            case "p":
                return PulsePress(pulse=PulseId(subject), what=OnPulse(what))
            case "s":
                return SelfPress(what=OnSelf(what)) if not subject else None
            case "f":
                return FlagPress(flag=FlagId(subject), what=OnFlag(what))
            case "d":
                return DigestPress(digest=subject, what=OnDigest(what))
            case "x":
                name, _, argument = what.partition("=")
                return ActionPress(action=ActionId(subject), what=OnAction(name), argument=argument)
            case _:
                return None
    except ValueError:
        return None
