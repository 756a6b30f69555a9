"""The log of administration: who changed what, when and from where."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import PATHS, Visitor, show
from bot.adapters.console.people import searched
from bot.domain.administration.log import LogEntry, Source
from bot.domain.administration.log_table import log_rows
from bot.domain.administration.rights import ConsolePage
from bot.domain.texts import say
from bot.domain.texts.dates import clock_time, day_and_year
from bot.flows.administration.read_log import LogSearch, ReadLog
from bot.ports import Clock

HERE: Final = PATHS[ConsolePage.LOG]
EXPORT: Final = f"{HERE}/export"
_LOOKS_BACK: Final = timedelta(days=92)
SHOWN_AT_MOST: Final = 100
_NUMBER: Final = re.compile("[0-9]{1,15}")


WriteCsv = Callable[[Iterable[Sequence[str]]], str]


class LogPage:
    def __init__(self, *, read: ReadLog, clock: Clock, write_csv: WriteCsv) -> None:
        self._read, self._clock, self._write_csv = read, clock, write_csv

    async def show(self, request: Request, visitor: Visitor) -> Response:
        asked, locale = request.query_params, visitor.locale
        search, since = self._search(lambda name: asked.get(name, ""), visitor)
        before = asked.get("before", "")
        number = int(before) if _NUMBER.fullmatch(before) else None
        found, following = await self._read.page(search, before=number, count=SHOWN_AT_MOST)
        query = {"q": " ".join(search.words), "since": since.isoformat(), "source": search.source or ""}
        return show(
            visitor,
            "log.html",
            title=say("console-page-log", locale),
            here=HERE,
            words=query["q"],
            since=query["since"],
            source=query["source"],
            export=EXPORT,
            sources=[(each.value, say(f"console-source-{each}", locale)) for each in Source],
            entries=[_row(each, visitor) for each in found],
            older="" if following is None else f"{HERE}?{urlencode({**query, 'before': following})}",
        )

    async def export(self, _request: Request, visitor: Visitor) -> Response:
        """All that the page would find, as a file for spreadsheets."""
        search, _ = self._search(visitor.value, visitor)
        found = await self._read.export(search, author=visitor.author)
        name = f"rounds-log-{self._clock.now():%Y-%m-%d}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(self._write_csv(log_rows(found)), media_type="text/csv", headers=headers)

    def _search(self, asked: Callable[[str], str], visitor: Visitor) -> tuple[LogSearch, date]:
        """What is looked for, and from which day on."""
        source = asked("source")
        since = _day(asked("since")) or (self._clock.now() - _LOOKS_BACK).date()
        search = LogSearch(
            units=visitor.may_read_log_of,
            everything=visitor.opens_everything(ConsolePage.LOG),
            since=datetime.combine(since, time(0), tzinfo=UTC),
            words=searched(asked("q")).split(),
            source=Source(source) if source in set(Source) else None,
        )
        return search, since


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
