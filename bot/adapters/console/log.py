"""The log of administration: who changed what, when and from where."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import PATHS, Visitor, show
from bot.adapters.console.people import searched
from bot.domain.administration.log import LogEntry, Source
from bot.domain.administration.rights import ConsolePage
from bot.domain.texts import say
from bot.domain.texts.dates import clock_time, day_and_year
from bot.flows.administration.read_log import LogSearch, ReadLog
from bot.ports import Clock

HERE: Final = PATHS[ConsolePage.LOG]
_LOOKS_BACK: Final = timedelta(days=92)
_SHOWN_AT_MOST: Final = 200


class LogPage:
    def __init__(self, *, read: ReadLog, clock: Clock) -> None:
        self._read, self._clock = read, clock

    async def show(self, request: Request, visitor: Visitor) -> Response:
        asked, locale = request.query_params, visitor.locale
        source = asked.get("source", "")
        since = _day(asked.get("since", "")) or (self._clock.now() - _LOOKS_BACK).date()
        words = searched(asked.get("q", ""))
        found = await self._read(
            LogSearch(
                units=visitor.may_read_log_of,
                everything=visitor.may_open(ConsolePage.LOG, of=list(visitor.tree.parents)),
                since=datetime.combine(since, time(0), tzinfo=UTC),
                words=words.split(),
                source=Source(source) if source in set(Source) else None,
            )
        )
        return show(
            visitor,
            "log.html",
            title=say("console-page-log", locale),
            here=HERE,
            words=words,
            since=since.isoformat(),
            source=source if source in set(Source) else "",
            sources=[(each.value, say(f"console-source-{each}", locale)) for each in Source],
            entries=[_row(each, visitor) for each in found[:_SHOWN_AT_MOST]],
            left_off=max(len(found) - _SHOWN_AT_MOST, 0),
        )


def _row(entry: LogEntry, visitor: Visitor) -> dict[str, str]:
    locale = visitor.locale
    zone = visitor.who.person.timezone or visitor.who.programme.organisation.timezone
    at = entry.at.astimezone(ZoneInfo(zone))
    when = say("console-log_when", locale, date=day_and_year(at.date(), locale), time=clock_time(at.time(), locale))
    by = ""
    if entry.author is not None:
        who = entry.author.who.name or say("console-log_erased", locale)
        source = say(f"console-source-{entry.author.source}", locale)
        by = say("console-log_by", locale, who=who, source=source)
    return {
        "at": entry.at.isoformat(timespec="minutes"),
        "when": when,
        "by": by,
        "words": say("console-log_no_words", locale) if entry.words is None else str(entry.words),
        "revision": "" if entry.revision is None else say("console-log_revision", locale, number=str(entry.revision)),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
