"""The log of administration: who changed what, when and from where."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import GET, PATHS, POST, PageRoute, Visitor, missing, show
from bot.adapters.console.editing import EditPages, EditTask
from bot.adapters.console.overview import at_length
from bot.adapters.console.people import searched
from bot.domain.administration.log import LogEntry, RevisionSource
from bot.domain.administration.log_table import log_rows
from bot.domain.administration.rights import ConsolePage
from bot.domain.forms.fields import FieldValue
from bot.domain.texts import say
from bot.flows.administration.read_log import LogSearch, ReadLog
from bot.flows.administration.undo_revision import FindRevision
from bot.ports import Clock

HERE: Final = PATHS[ConsolePage.LOG]
EXPORT: Final = f"{HERE}/export"
UNDO: Final = "/admin/undo"
_LOOKS_BACK: Final = timedelta(days=92)
SHOWN_AT_MOST: Final = 100
_NUMBER: Final = re.compile("[0-9]{1,15}")


WriteCsv = Callable[[Iterable[Sequence[str]]], str]


class LogPage:
    def __init__(
        self, *, read: ReadLog, find: FindRevision, pages: EditPages, clock: Clock, write_csv: WriteCsv
    ) -> None:
        self._read, self._find, self._pages = read, find, pages
        self._clock, self._write_csv = clock, write_csv

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.LOG, self.show, GET),
            PageRoute(EXPORT, ConsolePage.LOG, self.export, POST),
            PageRoute(f"{UNDO}/{{revision}}", ConsolePage.OVERVIEW, self.undo),
        ]

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
            sources=[(each.value, say(f"console-source-{each}", locale)) for each in RevisionSource],
            saved="saved" in asked,
            entries=_rows(found, visitor),
            newest=await self._newest(locale),
            older="" if following is None else f"{HERE}?{urlencode({**query, 'before': following})}",
        )

    async def _newest(self, locale: str) -> str:
        head = await self._read.head()
        return "" if head is None else say("console-log_newest", locale, number=str(head.number), hash=head.hash.hex())

    async def export(self, _request: Request, visitor: Visitor) -> Response:
        """All that the page would find, as a file for spreadsheets."""
        search, _ = self._search(visitor.value, visitor)
        found = await self._read.export(search, author=visitor.author)
        name = f"rounds-log-{self._clock.now():%Y-%m-%d}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(self._write_csv(log_rows(found)), media_type="text/csv", headers=headers)

    async def undo(self, request: Request, visitor: Visitor) -> Response:
        """What turning back a revision would change, and then the change itself."""
        asked = request.path_params["revision"]
        number = int(asked) if _NUMBER.fullmatch(asked) else 0
        found = await self._find(number, held=visitor.who.held, tree=visitor.tree)
        if found is None:
            return missing(visitor)
        task = EditTask(
            title=say("console-log_undo", visitor.locale, number=str(number)),
            form=None,
            make=lambda _values: found,
            action=_undo_path(number),
            back=HERE,
            here=HERE,
            done=_saved,
            undoes=number,
        )
        return await self._pages.show(request, visitor, task)

    def _search(self, asked: Callable[[str], str], visitor: Visitor) -> tuple[LogSearch, date]:
        """What is looked for, and from which day on."""
        source = asked("source")
        since = _day(asked("since")) or (self._clock.now() - _LOOKS_BACK).date()
        search = LogSearch(
            units=visitor.may_read_log_of,
            everything=visitor.opens_everything(ConsolePage.LOG),
            since=datetime.combine(since, time(0), tzinfo=UTC),
            words=searched(asked("q")).split(),
            source=RevisionSource(source) if source in set(RevisionSource) else None,
        )
        return search, since


async def _saved(_values: Mapping[str, FieldValue]) -> Response:
    return RedirectResponse(f"{HERE}?saved=1", status_code=303)


def _undo_path(number: int) -> str:
    return f"{UNDO}/{number}"


def _rows(entries: Sequence[LogEntry], visitor: Visitor) -> Sequence[Mapping[str, str]]:
    """Each as it is shown; at the first of each revision it can be turned back, by those who change anything at all."""
    rows = []
    seen: set[int | None] = {None}
    for entry in entries:
        is_first = entry.revision not in seen and visitor.may_open(ConsolePage.OVERVIEW)
        seen.add(entry.revision)
        rows.append({**_row(entry, visitor), "undo": _undo_path(entry.revision or 0) if is_first else ""})
    return rows


def _row(entry: LogEntry, visitor: Visitor) -> dict[str, str]:
    locale = visitor.locale
    by = ""
    if entry.author is not None:
        who = entry.author.who.name or say("console-log_erased", locale)
        source = say(f"console-source-{entry.author.source}", locale)
        by = say("console-log_by", locale, who=who, source=source)
    return {
        "at": entry.at.isoformat(timespec="minutes"),
        "when": at_length(entry.at, zone=visitor.zone, locale=locale),
        "by": by,
        "words": say("console-log_no_words", locale) if entry.words is None else str(entry.words),
        "number": str(entry.revision or ""),
        "revision": "" if entry.revision is None else say("console-log_revision", locale, number=str(entry.revision)),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
