"""All that the gate decided on one week, as the bytes in which it waits until every release of it stands in the ledger.

The first line says the version; each of the others is a release. Line by line, since one long call into C would keep
everybody else waiting even where a thread makes it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, assert_never
from zlib import compress, decompress

from pydantic import TypeAdapter

from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.periods import parse_period
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import Json, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, Whole
from storage.codecs.json_text import dumps, loads

_QUICKLY = 1
_HEAD = dumps({"v": 2})
_ORGANISATION_IN_VERSION_1 = "*"
"""The scope of the organisation in version 1."""
_NO_LONGER_SHOWN = frozenset(
    {
        *("comments", "latency", "breadth", "joined", "could_not_be_asked"),
        *("bands", "spread", "coupling_strategic", "coupling_organisational", "coupling_environmental"),
    }
)
"""Kinds that version 1 was also decided on: how much and how soon people answered, who had joined, who was asked, and
scores that were no words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A release of version 2."""

    unit: str | None
    """None: the organisation as a whole."""
    kind: str
    period: str
    week: int
    shown: dict[str, Any]
    people: list[str]
    withheld: str


_LINES = TypeAdapter(_Line)


def encode_pending_releases(releases: Sequence[Release]) -> bytes:
    return compress("\n".join([_HEAD, *map(_line, releases)]).encode(), _QUICKLY)


def decode_pending_releases(kept: bytes) -> Sequence[Release]:
    """The inverse of `encode_pending_releases`; raises ValueError for a version that this one does not know."""
    head, *lines = decompress(kept).decode().split("\n")
    match loads(head):
        case {"v": 2}:
            return [_release(_LINES.validate_json(line)) for line in lines]
        case int():  # version 1 began with the number of its week
            return [_release(line) for line in _lines_before(lines)]
        case _:
            raise ValueError("pending releases of another version")


def renamed_in_pending_releases(kept: bytes, old: str, new: str) -> bytes:
    """The releases with another id of one person; the same bytes where they are not in them.

    Lines that are passed over name people, too: such a body is written anew without these.
    """
    _, *lines = decompress(kept).decode().split("\n")
    if not any(old in _named(loads(line)) for line in lines):
        return kept
    releases = decode_pending_releases(kept)
    return encode_pending_releases([_renamed(each, PersonId(old), PersonId(new)) for each in releases])


def renamed_in_shown(shown: Json, old: str, new: str) -> Json:
    """What is shown of a score keeps whose answers it leaves out."""
    match shown:
        case {"insiders": list(people)} if old in people:
            return {**shown, "insiders": sorted(new if each == old else str(each) for each in people)}
        case _:  # what is shown is any JSON
            return shown


def _named(line: Any) -> Iterator[str]:
    """Everybody whose id stands in a line of either version."""
    match line:
        case {"shown": shown, "people": people} | [_, _, _, _, shown, people, _]:
            yield from people
        case _:
            raise ValueError("pending releases of another version")
    match shown:
        case {"insiders": list(insiders)}:
            yield from insiders
        case _:  # what is shown is any JSON
            pass


def _renamed(release: Release, old: PersonId, new: PersonId) -> Release:
    people = frozenset([new if each == old else each for each in release.people])
    return replace(release, people=people, shown=renamed_in_shown(release.shown, old, new))


def _line(release: Release) -> str:
    return dumps(
        {
            "unit": _plain_scope(release.scope),
            "kind": release.kind.value,
            "period": str(release.period),
            "week": release.week.index,
            "shown": release.shown,
            "people": sorted(release.people),
            "withheld": release.withheld,
        }
    )


def _plain_scope(scope: Scope) -> str | None:
    match scope:
        case Whole():
            return None
        case str():
            return scope
        case _:
            assert_never(scope)


def _release(line: _Line) -> Release:
    kind = ReleaseKind(line.kind)
    return Release(
        scope=ORGANISATION if line.unit is None else UnitId(line.unit),
        kind=kind,
        period=parse_period(kind, line.period),
        week=IsoWeek.from_index(line.week),
        shown=line.shown,
        people=frozenset([PersonId(person) for person in line.people]),
        withheld=line.withheld,
    )


def _lines_before(lines: Iterable[str]) -> Iterable[_Line]:
    """Version 1: values by their place, some of what is no longer shown."""
    for line in lines:
        scope, kind, period, week, shown, people, withheld = loads(line)
        if kind not in _NO_LONGER_SHOWN and not _is_no_word(kind, period, shown):
            yield _Line(
                unit=None if scope == _ORGANISATION_IN_VERSION_1 else scope,
                kind=kind,
                period=period,
                week=week,
                shown=shown,
                people=people,
                withheld=withheld,
            )


def _is_no_word(kind: str, period: str, shown: Json) -> bool:
    """Programs of version 1 kept twice a score on 0-10, and the form of a coupling beside the period."""
    match kind, shown:
        case "coupling", _:
            return "/" in period
        case "score", {"halves": _}:
            return True
        case "kinds", {"kinds": dict(kinds)}:
            return not all(isinstance(word, str) for word in kinds.values())
        case _:  # what is shown is any JSON
            return False
