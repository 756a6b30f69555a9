"""The organisation's own line: its weekly share against its own control limits."""

from collections.abc import Sequence

from bot.domain.disclosure.quarter_figures import OrganisationFigure, WeekComparison, in_tenths
from bot.domain.indicators.control_chart import Dot
from bot.domain.indicators.organisation_week import organisation_week
from bot.domain.indicators.values import TooFew

ORGANISATION_PEOPLE = 30
"""The organisation's own line is weekly, so it takes many people ..."""
ORGANISATION_TEAMS = 3
"""... of several teams."""


def organisation_figure(dots: Sequence[Dot]) -> OrganisationFigure:
    """The newest weekly mean of cells against its own limits."""
    week = organisation_week(dots)
    tenths = in_tenths(dots[-1].value)
    if isinstance(week, TooFew):
        return OrganisationFigure(swing=WeekComparison.UNKNOWN, tenths=tenths)
    swing = WeekComparison.STEADY
    if week.this_week or week.lasting:
        swing = WeekComparison.LOWER if week.side < 0 else WeekComparison.HIGHER
    return OrganisationFigure(
        tenths=tenths,
        swing=swing,
        lasting=week.lasting and not week.this_week,
        usual=(in_tenths(week.limits.lower), in_tenths(week.limits.upper)),
    )
