"""Every part with every trouble that there is: what is not ours to say stands as a name."""

from datetime import date

from bot.domain.health.jobs import RetentionJob
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import LateTable, Parts, Trouble, TroubleKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Channel


def troubled_parts(name: str) -> Parts:
    """Each kind of part here and in a worker; the first of them has all troubles."""
    parts = [
        Part(kind=kind, channel=Channel(name), is_of_a_worker=is_of_a_worker)
        for is_of_a_worker in (False, True)
        for kind in PartKind
    ]
    troubles = [_trouble(kind, name) for kind in TroubleKind]
    return {part: troubles if place == 0 else troubles[place % len(troubles) :][:1] for place, part in enumerate(parts)}


def _trouble(kind: TroubleKind, name: str) -> Trouble:
    jobs = tuple(RetentionJob)
    return Trouble(
        kind=kind,
        week=IsoWeek(year=2026, week=9),
        day=date(2026, 6, 1),
        days=7.0,
        count=3,
        channel=Channel(name),
        platform=name,
        block=name,
        folder=name,
        owner=name,
        others=(name, name),
        tables=tuple(LateTable(table=name, rows=10, is_more=is_more, jobs=jobs) for is_more in (False, True)),
        detail=name,
    )
