"""Somebody's shifts, and of which time it is known whether they have any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LONGEST_SHIFT: Final = timedelta(hours=36)
"""Of work; whatever lasts longer is a mistake in the list."""
LONGEST_ABSENCE: Final = timedelta(days=400)
KEPT_AHEAD: Final = timedelta(weeks=8)
"""How far ahead shifts are kept. Rotas are published six to eight weeks ahead, and a round stands open for four."""


class ShiftKind(StrEnum):
    DAY = "day"
    LATE = "late"
    NIGHT = "night"
    ON_CALL = "on_call"
    LEAVE = "leave"
    OFF = "off"
    TRAINING = "training"


WORKED: Final = frozenset({ShiftKind.DAY, ShiftKind.LATE, ShiftKind.NIGHT, ShiftKind.TRAINING})
"""In these a question may be put; in the others it never is."""


class RotaSource(StrEnum):
    """Who has given a rota."""

    IMPORT = "import"
    """The hospital: it decides who is within reach."""
    OWN = "own"
    """The person: it decides only when a message goes out to them."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """From a moment up to another, which is not in it; both UTC."""

    starts: datetime
    ends: datetime

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or self.ends.tzinfo is None:
            raise ValueError("a span needs moments with a time zone")
        if self.ends <= self.starts:
            raise ValueError("a span ends after it starts")

    def within(self, other: "Span") -> "Span | None":
        """What both have in common."""
        starts, ends = max(self.starts, other.starts), min(self.ends, other.ends)
        return Span(starts=starts, ends=ends) if starts < ends else None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Shift:
    """What somebody is down for, UTC."""

    starts: datetime
    ends: datetime
    kind: ShiftKind

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or self.ends.tzinfo is None:
            raise ValueError("a shift needs moments with a time zone")
        if self.ends <= self.starts:
            raise ValueError("a shift ends after it starts")
        if self.ends - self.starts > (LONGEST_SHIFT if self.kind in WORKED else LONGEST_ABSENCE):
            raise ValueError("a shift lasts too long to be one")

    @property
    def span(self) -> Span:
        return Span(starts=self.starts, ends=self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """The shifts of one person, in order. Where no shift stands in a time that is `known`, they are off."""

    shifts: tuple[Shift, ...] = ()
    known: tuple[Span, ...] = ()
    """In order, and none touches another."""

    def __post_init__(self) -> None:
        if list(self.shifts) != sorted(set(self.shifts)):
            raise ValueError("the shifts of a rota stand in order, each once")
        if any(later.starts <= earlier.ends for earlier, later in zip(self.known, self.known[1:], strict=False)):
            raise ValueError("the known times of a rota stand in order, and apart")

    @classmethod
    def of(cls, shifts: Iterable[Shift], known: Iterable[Span]) -> "Rota":
        """From both in any order."""
        return cls(shifts=tuple(sorted(set(shifts))), known=joined(known))

    def knows(self, span: Span) -> bool:
        """Whether it says anything about some of that time."""
        return any(each.within(span) for each in self.known)

    def under(self, newer: "Rota") -> "Rota":
        """With the times that another one knows taken from that."""
        kept = (each for each in self.shifts if not any(span.starts <= each.starts < span.ends for span in newer.known))
        return Rota.of([*kept, *newer.shifts], [*self.known, *newer.known])

    def cut(self, span: Span) -> "Rota":
        """Only the shifts that touch a time, and what is known of it."""
        return Rota(
            shifts=tuple(each for each in self.shifts if each.starts < span.ends and span.starts < each.ends),
            known=tuple(common for each in self.known if (common := each.within(span))),
        )

    def __bool__(self) -> bool:
        return bool(self.known)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRota:
    """What is known of one person's shifts, and their wish."""

    imported: Rota | None = None
    own: Rota | None = None
    wished_hour: int | None = None
    """Of the wall clock, 0 to 23: when on a shift they would like to be asked."""

    def __post_init__(self) -> None:
        if self.wished_hour is not None and not 0 <= self.wished_hour <= 23:
            raise ValueError("an hour lies between 0 and 23")

    @property
    def both(self) -> Rota | None:
        """By which messages go out: where the person's own says something, it is newer."""
        if self.imported is None or self.own is None:
            return self.own or self.imported
        return self.imported.under(self.own)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in as few spans as can be, in order."""
    found: list[Span] = []
    for each in sorted(spans):
        if found and each.starts <= found[-1].ends:
            if each.ends > found[-1].ends:
                found[-1] = Span(starts=found[-1].starts, ends=each.ends)
        else:
            found.append(each)
    return tuple(found)


def without(spans: Sequence[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of spans; both in order, and each apart from its neighbours."""
    found: list[Span] = []
    for span in spans:
        starts = span.starts
        for each in taken:
            if each.ends <= starts:
                continue
            if each.starts >= span.ends:
                break
            if each.starts > starts:
                found.append(Span(starts=starts, ends=each.starts))
            starts = each.ends
            if starts >= span.ends:
                break
        if starts < span.ends:
            found.append(Span(starts=starts, ends=span.ends))
    return tuple(found)
