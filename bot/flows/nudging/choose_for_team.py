"""What a team's champion is offered: read from what its digests have shown already, and from nothing else."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.digests.digest_facts import lowest_of
from bot.domain.disclosure.figure_json import from_json
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.gate import WEEKS_BETWEEN_FLAGS
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import UnitId
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.nudges.choosing import choose_nudge
from bot.domain.nudges.nudges import Nudge
from bot.domain.nudges.seasons import LAUNCH_WEEKS, season_of
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import digest_at, week_of
from bot.ports import UnitOfWork

BLOCKS_LOOKED_AT = 13
"""Weeks in which the newest released score is looked for: a quarter."""


async def choose_for_team(
    work: UnitOfWork, unit: UnitId, tried: Sequence[Nudge], quiet: QuietTimes, *, now: datetime
) -> str:
    """The code of an item of the library."""
    programme, tree = quiet.programme, quiet.tree
    zone = tree.zones[unit]
    week = week_of(now, zone)
    told = week - 1 if digest_at(week - 1, programme.digest, zone) <= now else week - 2
    flags = [each for each in await work.loop.flags([unit], told - WEEKS_BETWEEN_FLAGS) if each.week <= told]
    digests = await work.weeks.digests(unit, since=week - LAUNCH_WEEKS - 1)
    began = min((each.week for each in digests), default=None)
    return choose_nudge(
        flags[-1].kind if flags else None,
        lowest=await _lowest(work, unit, told),
        season=season_of(unit, week, began=began, changes=programme.change_overs, tree=tree),
        unit=unit,
        tried=tried,
    )


async def _lowest(work: UnitOfWork, unit: UnitId, told: IsoWeek) -> ScoreKind | None:
    """The competency with the lowest word, of the newest score that a digest has shown."""
    found = [
        each
        for each in await work.weeks.releases([unit], told - BLOCKS_LOOKED_AT, told)
        if each.kind is ReleaseKind.SCORE
    ]
    newest = max(found, key=lambda each: each.week, default=None)
    if newest is None or newest.withheld:
        return None
    figure = from_json(ReleaseKind.SCORE, newest.shown)
    return lowest_of(figure) if isinstance(figure, ScoreFigure) else None
