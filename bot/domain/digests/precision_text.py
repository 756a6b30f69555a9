"""What administrators read of flags and verdicts: counts by kind, no team, and what to do with them."""

from collections.abc import Sequence

from bot.domain.follow_up.flag_precision import (
    FEWEST_FLAGS,
    FEWEST_TEAMS,
    FlagCount,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Fact, Facts, Paragraph, SmallPrint, Title, document
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.texts import say
from bot.domain.texts.dates import day


def precision_message(counts: Sequence[FlagCount], *, weeks: int, last: IsoWeek, locale: str) -> Message:
    footer = say("verdicts-footer", locale, flags=FEWEST_FLAGS, teams=FEWEST_TEAMS)
    return Message(
        kind=MessageKind.FLAG_PRECISION,
        locale=locale,
        document=document(
            Title(words=say("verdicts-title", locale, weeks=weeks, date=day(last.sunday(), locale))),
            Facts(facts=tuple(_fact(each, locale) for each in counts)),
            Paragraph(words=say("verdicts-about", locale)),
            SmallPrint(words=footer),
        ),
    )


def _fact(count: FlagCount, locale: str) -> Fact:
    kind = say(f"verdicts-label-{'all' if count.kind is None else count.kind.name.lower()}", locale)
    if count.recognised is None:
        few = say("verdicts-kind_few", locale, flags=count.flags, answered=count.answered)
        return Fact(label=kind, value=few, note=say("verdicts-kind_few_note", locale))
    value = say("verdicts-kind", locale, flags=count.flags, answered=count.answered, recognised=count.recognised)
    reason = say("verdicts-reason", locale, count=count.known_reason) if count.known_reason else ""
    return Fact(label=kind, value=value, note=reason)
