"""Words on a rota to kinds of shifts: what people and rota systems write there."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.programme.wall_clock import to_utc
from bot.domain.rota.shifts import ShiftKind, Span

TITLES: Final[Mapping[ShiftKind, str]] = {
    ShiftKind.LEAVE: (
        "leave, annual leave, al, a/l, ann leave, holiday, vacation, sick, sickness, sick leave, study leave, sl, s/l, "
        "maternity leave, paternity leave, parental leave, carers leave, compassionate leave, special leave, "
        "time owing, toil, bank holiday leave, unavailable"
    ),
    ShiftKind.OFF: (
        "off, day off, days off, rest, rest day, rd, do, d/o, zero day, zero hours day, not working, night off, "
        "off duty, sleep day, post nights, bank holiday off"
    ),
    ShiftKind.ON_CALL: "on call, oncall, on-call, oc, o/c, standby, stand by, home on call, non resident on call, nroc",
    ShiftKind.TRAINING: "study, study day, sd, s/d, training, mandatory training, course, teaching, induction",
    ShiftKind.NIGHT: (
        "night, nights, night shift, n, ln, long night, night duty, nd, waking night, twilight night, nights on call"
    ),
    ShiftKind.LATE: "late, late shift, l, evening, twilight, tw, pm, afternoon, late duty",
    ShiftKind.DAY: (
        "day, day shift, d, long day, ld, l/d, early, early shift, e, am, morning, standard day, std, normal day, "
        "management day, md, supernumerary, long day on call"
    ),
}
"""In this order: a title that has words of two kinds means the first. A word more needs only its place here."""
_BETWEEN: Final = re.compile(r"[^a-z0-9/]+")
_CANCELLED: Final = re.compile(r"\s*cancell?ed\s*[:-]", re.IGNORECASE)
_SHORTEST_INSIDE: Final = 3
"""Letters; a shorter code means something only where it stands first."""


def _bare(title: str) -> str:
    return " ".join(_BETWEEN.sub(" ", title.casefold()).split())


_MEANT: Final = {_bare(word): kind for kind, words in TITLES.items() for word in words.split(",")}
_INSIDE: Final = sorted(
    (word for word in _MEANT if len(word) >= _SHORTEST_INSIDE), key=lambda word: (-len(word.split()), -len(word))
)


def kind_of_title(title: str) -> ShiftKind | None:
    """What a title means: whole, by a phrase in it (the longest counts), or by a code that stands first."""
    bare = _bare(title)
    if bare in _MEANT:
        return _MEANT[bare]
    padded = f" {bare} "
    found = [word for word in _INSIDE if f" {word} " in padded]
    if found:
        longest = len(found[0].split())
        kinds = {_MEANT[word] for word in found if len(word.split()) == longest}
        return next(kind for kind in TITLES if kind in kinds)
    return _MEANT.get(bare.partition(" ")[0])


def is_cancelled_title(title: str) -> bool:
    """Outlook writes it before the title of what it keeps."""
    return _CANCELLED.match(title) is not None


_NIGHT_BEGINS: Final = time(21)
_NIGHT_ENDS: Final = time(7)
_DAY: Final = timedelta(days=1)


def kind_by_hours(span: Span, zone: str) -> ShiftKind:
    """Of a shift whose title says nothing: a night if more than half of it lies between 21:00 and 07:00, else a day."""
    first = span.starts.astimezone(ZoneInfo(zone)).date() - _DAY
    last = span.ends.astimezone(ZoneInfo(zone)).date()
    nightly, day = timedelta(0), first
    while day <= last:
        night = Span(starts=to_utc(day, _NIGHT_BEGINS, zone), ends=to_utc(day + _DAY, _NIGHT_ENDS, zone))
        common = span.within(night)
        if common:
            nightly += common.ends - common.starts
        day += _DAY
    return ShiftKind.NIGHT if 2 * nightly > span.ends - span.starts else ShiftKind.DAY


_NOMINAL: Final[Mapping[ShiftKind, tuple[time, time]]] = {
    ShiftKind.DAY: (time(9), time(17)),
    ShiftKind.TRAINING: (time(9), time(17)),
    ShiftKind.LATE: (time(13), time(21)),
    ShiftKind.NIGHT: (time(20), time(8)),
}
"""Of a worked shift that is given as a whole day: hours that lie within it almost everywhere."""


def nominal_span(kind: ShiftKind, day: Span, zone: str) -> Span:
    """The hours of what is given as whole days, each of which begins at a midnight in the zone."""
    if kind not in _NOMINAL:
        return day
    starts, ends = _NOMINAL[kind]
    first = day.starts.astimezone(ZoneInfo(zone)).date()
    last = first if ends > starts else first + _DAY
    return Span(starts=to_utc(first, starts, zone), ends=to_utc(last, ends, zone))


def days_between(first: datetime, end: datetime, zone: str) -> list[Span]:
    """The whole days of a zone from one up to another midnight."""
    day, last = first.astimezone(ZoneInfo(zone)).date(), end.astimezone(ZoneInfo(zone)).date()
    found: list[Span] = []
    while day < last:
        found.append(Span(starts=to_utc(day, time(0), zone), ends=to_utc(day + _DAY, time(0), zone)))
        day += _DAY
    return found
