"""The page `/admin/health`: parts, last troubles, messages in tenths, times and versions; and the same as a file."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.console.doors import GET, PATHS, PageRoute, Visitor, show
from bot.adapters.console.overview import at_length
from bot.domain.administration.rights import ConsolePage
from bot.domain.attention.spread import FEWEST, MOST_TOLD, Spread
from bot.domain.health.troubles import line_of, monitored
from bot.domain.health.words import in_words, part_words, trouble_words
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryState
from bot.domain.organisation.people import Channel
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year, listed
from bot.flows.operations.count_totals import EVERYBODY, LIMITS, Totals
from bot.flows.operations.health import LastTrouble
from bot.flows.operations.read_health import HealthNow, ReadHealth

HERE: Final = PATHS[ConsolePage.HEALTH]
DOWNLOAD: Final = f"{HERE}/download"
_MEGABYTE: Final = 1_000_000
ReadSpread = Callable[[], Awaitable[tuple[IsoWeek, Spread] | None]]
"""How attention was spread over people, and in which week."""


class HealthPage:
    def __init__(self, *, read: ReadHealth, spread: ReadSpread, channels: Mapping[Channel, str]) -> None:
        """`channels`: their names, by id."""
        self._read, self._spread = read, spread
        self._channels: Mapping[str, str] = {str(channel): name for channel, name in channels.items()}

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(HERE, ConsolePage.HEALTH, self.show, GET),
            PageRoute(DOWNLOAD, ConsolePage.HEALTH, self.download, GET),
        ]

    async def show(self, _request: Request, visitor: Visitor) -> Response:
        title, found = say("console-page-health", visitor.locale), await self._read()
        values = shown_health(found, self._channels, zone=visitor.zone, locale=visitor.locale)
        attention = shown_spread(await self._spread(), visitor.locale)
        return show(visitor, "health.html", title=title, here=HERE, attention=attention, **values)

    async def download(self, _request: Request, _visitor: Visitor) -> Response:
        """For those who look after the server: the names are those of `/metrics` and `/readyz`."""
        found = await self._read()
        name = f"rounds-health-{found.now:%Y-%m-%d}.json"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        body = json.dumps(as_file(found), indent=2, ensure_ascii=False) + "\n"
        return Response(body, media_type="application/json", headers=headers)


def shown_health(found: HealthNow, channels: Mapping[str, str], *, zone: str, locale: str) -> Mapping[str, Any]:
    """What the template needs."""

    def at(moment: datetime) -> str:
        return at_length(moment, zone=zone, locale=locale)

    return {
        "troubles": in_words(found.troubles, locale),
        "parts": in_words(found.parts, locale),
        "lasts": [(part_words(part, locale), _last(last, at, locale)) for part, last in found.last_troubles.items()],
        "is_told": found.totals is not None,
        "messages": [] if found.totals is None else _messages(found.totals, channels, locale),
        "times": list(_times(found, at, locale)),
        "versions": [say("health-version", locale, name=each, number=no) for each, no in found.versions.items()],
        "download": DOWNLOAD,
    }


def _last(last: LastTrouble, at: Callable[[datetime], str], locale: str) -> str:
    why = trouble_words(last.troubles, locale)
    return say("health-last_words", locale, why=why, since=at(last.since), until=at(last.until))


def shown_spread(found: tuple[IsoWeek, Spread] | None, locale: str) -> Mapping[str, Any] | None:
    """By group, how many people got how much; None where there is nothing to tell."""
    if found is None:
        return None
    week, by_group = found

    def words(number: int, people: int) -> str:
        most = "least" if number == MOST_TOLD else "exactly"
        return say(f"health-attention_count-{most}", locale, count=number, people=people, fewest=FEWEST)

    return {
        "week": say("health-attention_week", locale, date=day_and_year(week.monday(), locale)),
        "groups": [
            (
                say(f"health-attention-{group}", locale),
                listed([words(number, people) for number, people in enumerate(counts)], locale),
            )
            for group, counts in by_group.items()
        ],
    }


def _messages(totals: Totals, channels: Mapping[str, str], locale: str) -> Sequence[tuple[str, str]]:
    """By channel: its name, and how many tenths of its messages are in which state."""
    found: dict[str, list[str]] = {}
    for state in DeliveryState:
        for (channel, name), tenths in totals.deliveries.items():
            if name == state.value:
                words = say("health-tenths", locale, state=say(f"health-state-{state}", locale), tenths=tenths)
                found.setdefault(channel, []).append(words)
    everybody = say("health-channel-all", locale)
    return [
        (everybody if channel == EVERYBODY else channels.get(channel, channel), listed(words, locale))
        for channel, words in sorted(found.items())
    ]


def _times(found: HealthNow, at: Callable[[datetime], str], locale: str) -> Sequence[tuple[str, str]]:
    waits, oldest = found.waits, say("health-oldest_unknown", locale)
    if waits is not None:
        minutes = int(waits.total_seconds()) // 60
        oldest = say("health-oldest_minutes", locale, minutes=minutes) if minutes else say("health-oldest_none", locale)
    backup, tick = say("health-none", locale), say("health-tick_elsewhere", locale)
    closed, size = say("health-none", locale), say("health-size_later", locale)
    if found.last_backup is not None:
        backup = at(found.last_backup)
    if found.last_tick is not None:
        tick = at(found.last_tick)
    if found.last_closed is not None:
        closed = say("console-calendar_week", locale, date=day_and_year(found.last_closed.monday(), locale))
    if found.totals is not None:
        size = say("health-size_megabytes", locale, size=found.totals.database_bytes // _MEGABYTE)
    rows = {"oldest": oldest, "backup": backup, "tick": tick, "closed": closed, "size": size}
    return [(say(f"health-time-{name}", locale), words) for name, words in rows.items()]


def as_file(found: HealthNow) -> Mapping[str, Any]:
    """What the page says, for machines; instants in UTC."""
    totals = found.totals
    return {
        "at": _instant(found.now),
        "versions": dict(found.versions),
        "parts": {part: trouble or "ok" for part, trouble in monitored(found.parts).items()},
        "last_troubles": {
            part.name: {
                "why": line_of(part, last.troubles),
                "since": _instant(last.since),
                "until": _instant(last.until),
            }
            for part, last in found.last_troubles.items()
        },
        "oldest_due_seconds": None if found.waits is None else int(found.waits.total_seconds()),
        "last_tick": _instant(found.last_tick),
        "last_backup": _instant(found.last_backup),
        "last_closed_week": None if found.last_closed is None else str(found.last_closed),
        "database_bytes": None if totals is None else totals.database_bytes,
        "deliveries_tenths": [
            {"channel": channel, "state": state, "tenths": tenths}
            for (channel, state), tenths in (sorted(totals.deliveries.items()) if totals else ())
        ],
        "questions_sent_within_tenths": [
            {"channel": channel, "seconds": limit, "tenths": tenths}
            for channel, shares in (sorted(totals.sent_within.items()) if totals else ())
            for limit, tenths in zip(LIMITS, shares, strict=True)
        ],
        "enrolled_tenths": None if totals is None else totals.enrolled_tenths,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
