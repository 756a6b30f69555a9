"""All that the gate decided on one week, kept as one piece until every release of it stands in the ledger.

A large hospital's releases are too many for one short transaction. Written in several, they could be cut in two by a
crash and the second half be decided again, perhaps for other readers, and two figures might then differ by a few
people. So they are decided in one transaction, and whoever takes the week up again keeps to it.
"""

import json
from collections.abc import Iterable, Sequence
from typing import NewType
from zlib import compress, decompress

from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import parse_period
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import Json, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Whole

PackedReleases = NewType("PackedReleases", bytes)
_ORGANISATION = "*"
_QUICKLY = 1
_SHOWN, _PEOPLE = 4, 5
"""Their place in a line."""
_NO_LONGER_SHOWN = frozenset(
    {
        *("comments", "latency", "breadth", "joined", "could_not_be_asked"),
        *("bands", "spread", "coupling_strategic", "coupling_organisational", "coupling_environmental"),
    }
)
"""Kinds that earlier versions decided on: how much and how soon people answered, who had joined, who was asked, and
scores that were no words."""
_line = json.JSONEncoder(separators=(",", ":")).encode


def pack(week: IsoWeek, releases: Sequence[Release]) -> PackedReleases:
    """Every release of a week. Line by line, since one long call into C would keep everybody else waiting."""
    lines = [
        _line(
            (
                _ORGANISATION if isinstance(each.scope, Whole) else each.scope,
                each.kind,
                str(each.period),
                each.week.index,
                each.shown,
                sorted(each.people),
                each.withheld,
            )
        )
        for each in releases
    ]
    return PackedReleases(compress("\n".join([str(week.index), *lines]).encode(), _QUICKLY))


def unpack(packed: PackedReleases) -> Sequence[Release]:
    _, *lines = decompress(packed).decode().split("\n")
    return list(_releases(lines))


def renamed(packed: bytes, old: str, new: str) -> PackedReleases:
    """The same releases with another id of one person."""
    week, *lines = decompress(packed).decode().split("\n")
    rows = [json.loads(line) for line in lines]
    for row in rows:
        row[_PEOPLE] = sorted(new if each == old else each for each in row[_PEOPLE])
        row[_SHOWN] = renamed_in_shown(row[_SHOWN], old, new)
    return PackedReleases(compress("\n".join([week, *map(_line, rows)]).encode(), _QUICKLY))


def renamed_in_shown(shown: Json, old: str, new: str) -> Json:
    """What is shown of a score keeps whose answers it leaves out."""
    match shown:
        case {"insiders": list(people)} if old in people:
            return {**shown, "insiders": sorted(new if each == old else str(each) for each in people)}
        case _:  # what is shown is any JSON
            return shown


def _releases(lines: Iterable[str]) -> Iterable[Release]:
    for line in lines:
        scope, written, text, at, shown, people, withheld = json.loads(line)
        if written not in _NO_LONGER_SHOWN and not _is_no_word(written, text, shown):
            kind = ReleaseKind(written)
            yield Release(
                scope=ORGANISATION if scope == _ORGANISATION else UnitId(scope),
                kind=kind,
                period=parse_period(kind, text),
                week=IsoWeek.from_index(at),
                shown=shown,
                people=frozenset([PersonId(person) for person in people]),
                withheld=withheld,
            )


def _is_no_word(kind: str, period: str, shown: Json) -> bool:
    """Earlier versions kept twice a score on 0-10, and the form of a coupling beside the period."""
    match kind, shown:
        case "coupling", _:
            return "/" in period
        case "score", {"halves": _}:
            return True
        case "kinds", {"kinds": dict(kinds)}:
            return not all(isinstance(word, str) for word in kinds.values())
        case _:  # what is shown is any JSON
            return False
