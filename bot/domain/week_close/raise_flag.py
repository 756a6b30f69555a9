"""Raise flag."""

from collections.abc import Mapping, Sequence

from bot.domain.disclosure.figures import FlagFigure
from bot.domain.disclosure.gate import WEEKS_BETWEEN_FLAGS
from bot.domain.follow_up.flags import (
    Flag,
    FlagReply,
    FlagResponse,
    flag_id,
)
from bot.domain.identifiers import FlagId, UnitId
from bot.domain.iso_weeks import IsoWeek


def silenced_until(flags: Sequence[Flag], replies: Mapping[FlagId, Sequence[FlagReply]]) -> IsoWeek | None:
    """The last week for which a lead's known reason holds flags back: eight weeks, the reply's own included."""
    given = [
        IsoWeek.of(reply.at.date()) + (WEEKS_BETWEEN_FLAGS - 1)
        for flag in flags
        for reply in replies.get(flag.id, ())
        if reply.response is FlagResponse.KNOWN_REASON
    ]
    return max(given, default=None)


def flag_of(unit: UnitId, week: IsoWeek, figure: FlagFigure) -> Flag:
    return Flag(id=flag_id(unit, week), unit=unit, week=week, kind=figure.kind)
