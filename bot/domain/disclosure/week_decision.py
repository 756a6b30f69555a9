"""All that the gate decided on one week, kept as one piece until every release of it stands in the ledger.

A large hospital's releases are too many for one short transaction. Written in several, they could be cut in two by a
crash and the second half be decided anew, perhaps for other readers, and two figures might then differ by a few people.
So they are decided in one transaction, and whoever takes the week up again keeps to it.
"""

import json
from collections.abc import Iterable, Sequence
from zlib import compress, decompress

from bot.domain.disclosure.ledger import Release, ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek

_QUICKLY = 1
_NO_LONGER_SHOWN = frozenset({"comments", "latency"})
"""Kinds that earlier versions decided on: how much was written, and whether answers came later."""
_line = json.JSONEncoder(separators=(",", ":")).encode


def dump(week: IsoWeek, releases: Sequence[Release]) -> bytes:
    """Every release of a week as bytes. Line by line, since one long call into C would keep everybody else waiting."""
    lines = [
        _line((each.unit, each.kind, each.period, each.week.index, each.shown, sorted(each.people), each.withheld))
        for each in releases
    ]
    return compress("\n".join([str(week.index), *lines]).encode(), _QUICKLY)


def load(stored: bytes, *, closing: IsoWeek) -> Sequence[Release]:
    """What was decided on the week that is being closed; nothing from another week's."""
    if not stored:
        return ()
    week, *lines = decompress(stored).decode().split("\n")
    return list(_releases(lines)) if int(week) == closing.index else ()


def _releases(lines: Iterable[str]) -> Iterable[Release]:
    for line in lines:
        unit, kind, period, at, shown, people, withheld = json.loads(line)
        if kind not in _NO_LONGER_SHOWN:
            yield Release(
                unit=UnitId(unit),
                kind=ReleaseKind(kind),
                period=period,
                week=IsoWeek.from_index(at),
                shown=shown,
                people=frozenset([PersonId(person) for person in people]),
                withheld=withheld,
            )
