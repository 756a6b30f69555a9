"""What administrators read of flags and verdicts: counts by kind, no team, and what to do with them."""

from collections.abc import Sequence

from bot.domain.digests.team_text import kind_words
from bot.domain.follow_up.flag_precision import (
    FEWEST_FLAGS,
    FEWEST_TEAMS,
    FlagCount,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.messages import Message, MessageKind, message_of
from bot.domain.texts import say
from bot.domain.texts.dates import day


def verdict_message(counts: Sequence[FlagCount], *, weeks: int, last: IsoWeek, loc: str) -> Message:
    lines = [say("verdicts-title", loc, weeks=weeks, date=day(last.sunday(), loc)), ""]
    lines += [_line(each, loc) for each in counts]
    footer = say("verdicts-footer", loc, flags=FEWEST_FLAGS, teams=FEWEST_TEAMS)
    text = "\n".join([*lines, "", say("verdicts-about", loc), footer])
    return message_of(MessageKind.FLAG_PRECISION, loc, text)


def _line(count: FlagCount, loc: str) -> str:
    words = say("verdicts-all", loc) if count.kind is None else kind_words(count.kind, loc)
    kind = words[:1].upper() + words[1:]
    if count.recognised is None:
        return say("verdicts-kind_few", loc, kind=kind, flags=count.flags, answered=count.answered)
    reason = say("verdicts-reason", loc, count=count.known_reason) if count.known_reason else ""
    return say(
        "verdicts-kind",
        loc,
        kind=kind,
        flags=count.flags,
        answered=count.answered,
        recognised=count.recognised,
        reason=reason,
    )
