"""All that is kept of a closed week and its pages, as `rounds verify` reads it: nothing of it is trusted yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from bot.domain.certificates.canonical import canonical_text, hash_of, length_prefixed
from bot.domain.certificates.certificate import Certificate, WeekLists
from bot.domain.certificates.figures_again import name_of
from bot.domain.digests.frozen_digest import Recipients
from bot.domain.disclosure.ledger import Release
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import Json, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import Scope

_CELLS = (ReleaseKind.SCORE_CELLS, ReleaseKind.KIND_CELLS, ReleaseKind.COMMENT_CELLS)
_VERSION, _REWORDED = "week evidence 1", "reworded pages 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCell:
    """A row of participation cells."""

    team: UnitId
    n: int
    low: int
    high: int
    withheld: str
    insiders: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A frozen page."""

    document: str
    """The hash of all of it that people read."""
    typed: Json
    """Verdict, reasons and chart, as facts."""
    recipients: Recipients
    reworded: str = ""
    """The hash of what it says since the name of somebody who was erased was taken out; empty where none was."""


class RowKind(StrEnum):
    LISTS = "lists"
    CERTIFICATE = "certificate"
    PAGE = "page"
    CELL = "cell"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """What is kept of one unit, or of the whole organisation, whatever stands in it."""

    kind: RowKind
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWeek:
    week: IsoWeek
    lists: WeekLists | None = None
    lists_as_kept: str = ""
    certificates: Mapping[UnitId, Certificate] = field(default_factory=dict)
    certificates_as_kept: Mapping[UnitId, str] = field(default_factory=dict)
    pages: Mapping[UnitId, KeptPage] = field(default_factory=dict)
    cells: Sequence[KeptCell] = ()
    rows: Sequence[Release] = ()
    """Of the ledger."""
    is_skipped: bool = False
    """A restore skipped it, and its pages say so."""
    unreadable: Sequence[KeptRow] = ()

    @property
    def is_anything(self) -> bool:
        """Whether there is anything that evidence stands for."""
        return bool(self.certificates_as_kept or self.cells or self.rows)


def unreadable_fault(row: KeptRow, week: IsoWeek) -> str:
    name = f"{name_of(row.scope)} {week}"
    match row.kind:
        case RowKind.LISTS:
            return f"{week}: the lists of its certificates cannot be read"
        case RowKind.CERTIFICATE:
            return f"{name}: its certificate cannot be read"
        case RowKind.PAGE:
            return f"{name}: its page cannot be read"
        case RowKind.CELL:
            return f"{name}: its cell cannot be read"
        case RowKind.LEDGER:
            return f"{name}: its row of the ledger cannot be read"
        case _:
            assert_never(row.kind)


def week_evidence(kept: KeptWeek) -> bytes:
    """One hash over all certificates and released cells of a week, for the log of administration.

    Nobody is in it by name or number: who is erased changes nothing of it.
    """
    certificates = (part.encode() for unit, body in sorted(kept.certificates_as_kept.items()) for part in (unit, body))
    cells = (
        str(part).encode()
        for each in sorted(kept.cells, key=lambda cell: cell.team)
        for part in (each.team, each.n, each.low, each.high, each.withheld)
    )
    scores = sorted(length_prefixed(_of_row(row)) for row in kept.rows if row.kind in _CELLS)
    groups = (certificates, cells, scores)
    head = (_VERSION.encode(), str(kept.week).encode(), kept.lists_as_kept.encode())
    return hash_of([*head, *map(length_prefixed, groups)])


def reworded_evidence(pages: Mapping[tuple[UnitId, IsoWeek], str]) -> bytes:
    """One hash over all pages out of which names were taken, for the log of administration; empty for none."""
    parts = [part.encode() for (unit, week), document in sorted(pages.items()) for part in (unit, str(week), document)]
    return hash_of([_REWORDED.encode(), *parts]) if pages else b""


def _of_row(row: Release) -> Sequence[bytes]:
    shown = {name: value for name, value in row.shown.items() if name != "insiders"}
    return [part.encode() for part in (name_of(row.scope), row.kind.value, str(row.period), canonical_text(shown))]
