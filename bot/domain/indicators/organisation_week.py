"""The organisation's own line: its weekly participation against its own control limits.

A fall that the whole hospital shares is taken out of every team's statistic as the week effect, so no team is flagged
for it: it has to be seen here (docs/adr/0005-drift-detector.md, its last consequence).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.indicators.control_chart import LOCKED_AFTER, ChartRule, Dot, Limits, special_causes
from bot.domain.indicators.values import Scarcity, TooFew

WEEKS_LOOKED_AT = 26
"""Weeks before the newest from which its limits are taken: half a year, since participation fades after a launch."""
NARROWEST = 0.03
"""Limits are never nearer to the mean: a hospital of a hundred moves by so much when three people are on a course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationWeek:
    """The newest week, as a share of those within reach, with the limits of the weeks before it."""

    share: float
    limits: Limits
    rules: frozenset[ChartRule]

    @property
    def this_week(self) -> bool:
        """Whether this very week stands out, and not only the direction of the weeks."""
        return bool(self.rules & {ChartRule.OUTSIDE, ChartRule.NEAR_LIMIT})

    @property
    def lasting(self) -> bool:
        return ChartRule.SHIFT in self.rules

    @property
    def side(self) -> int:
        """1 above the mean, -1 below, 0 on it."""
        return self.limits.side(self.share)


def organisation_week(dots: Sequence[Dot]) -> OrganisationWeek | TooFew:
    """Read the newest of weekly shares (0-1, in order) against limits of the half year before it.

    Too few before 12 earlier weeks. The newest week takes no part in its own limits.
    """
    before = dots[:-1][-WEEKS_LOOKED_AT:]
    if len(before) < LOCKED_AFTER:
        return TooFew(because=Scarcity.WEEKS, found=len(before), needed=LOCKED_AFTER)
    limits = Limits.of([dot.value for dot in before])
    half = max(limits.upper - limits.mean, NARROWEST)
    wide = Limits(mean=limits.mean, lower=limits.mean - half, upper=limits.mean + half)
    newest = dots[-1].value
    marks = special_causes([*(dot.value for dot in before), newest], wide)
    return OrganisationWeek(share=newest, limits=wide, rules=marks[-1])
