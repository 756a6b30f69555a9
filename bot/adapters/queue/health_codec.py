"""What a worker tells of its troubles, as it goes through the database: kinds by their names, and what they need."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bot.domain.health.jobs import RetentionJob
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import LateTable, Parts, Trouble, TroubleKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Channel

ROOM: Final = 7_900
"""Bytes: PostgreSQL takes up to 8,000 in one notice."""
LONGEST: Final = 300
"""Characters of what somebody else says of a trouble."""
MOST: Final = 8
"""Troubles of one part, tables of one trouble, or owners of files."""
_TEXTS: Final = ("platform", "block", "folder", "owner", "detail")


def written_news(worker: str, parts: Parts) -> str:
    """The parts in trouble, as far as there is room for them."""
    troubled: list[dict[str, Any]] = [
        {
            "kind": part.kind.name,
            "channel": part.channel,
            "troubles": [_written(each) for each in troubles[:MOST]],
        }
        for part, troubles in parts.items()
        if troubles
    ]
    while len(said := json.dumps({"worker": worker, "parts": troubled})) > ROOM:
        least = troubled[-1]["troubles"]
        (least if len(least) > 1 else troubled).pop()
    return said


def read_news(said: str) -> tuple[str, Parts]:
    """Which worker it was, and its parts in trouble. Raises `ValueError`."""
    try:
        news = json.loads(said)
        parts = {
            Part(kind=PartKind[each["kind"]], channel=_channel(each)): [_read(trouble) for trouble in each["troubles"]]
            for each in news["parts"]
            if each["troubles"]
        }
        return _a(str, news["worker"]), parts
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError("a worker of another version tells of its troubles") from error


def _written(trouble: Trouble) -> Mapping[str, Any]:
    written = {
        "kind": trouble.kind.name,
        "week": None if trouble.week is None else str(trouble.week),
        "day": None if trouble.day is None else trouble.day.isoformat(),
        "days": trouble.days,
        "count": trouble.count,
        "channel": trouble.channel,
        "others": trouble.others[:MOST],
        "tables": [
            [each.table, each.rows, each.is_more, [job.name for job in each.jobs]] for each in trouble.tables[:MOST]
        ],
        **{name: getattr(trouble, name)[:LONGEST] for name in _TEXTS},
    }
    return {name: value for name, value in written.items() if value}


def _read(written: Mapping[str, Any]) -> Trouble:
    """As its line needs it: a value of another kind would be found only when it is shown."""
    week, day = written.get("week"), written.get("day")
    return Trouble(
        kind=TroubleKind[written["kind"]],
        week=None if week is None else IsoWeek.parse(week),
        day=None if day is None else date.fromisoformat(day),
        days=_a(int | float, written.get("days", 0.0)),
        count=_a(int, written.get("count", 0)),
        channel=_channel(written),
        others=tuple(_a(str, each) for each in _a(list, written.get("others", []))),
        tables=tuple(
            LateTable(
                table=_a(str, table),
                rows=_a(int, rows),
                is_more=_a(bool, is_more),
                jobs=tuple(RetentionJob[job] for job in _a(list, jobs)),
            )
            for table, rows, is_more, jobs in _a(list, written.get("tables", []))
        ),
        **{name: _a(str, written.get(name, "")) for name in _TEXTS},
    )


def _channel(written: Mapping[str, Any]) -> Channel | None:
    channel = written.get("channel")
    return None if channel is None else Channel(_a(str, channel))


def _a(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError("a value of another kind")
    return value
