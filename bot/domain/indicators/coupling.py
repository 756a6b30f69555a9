"""Coupling: harmony inside the co-leads, support from their teams, fit with what is asked of them from outside.

The three couplings of leadership constellations (Denis, Lamothe, Langley 2001). Co-leads are two or three a
team, so nothing is ever said of one team: only of units with at least 5 co-leads heard in at least 2 teams.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import NormalDist, fmean, variance

from bot.domain.indicators.engagement import CONFIDENCE, TEN
from bot.domain.indicators.participation import MINIMUM_PEOPLE
from bot.domain.indicators.values import Estimate, Scarcity, TooFew

FEWEST_TEAMS = 2
FEWEST_CO_LEADS = 5
USUAL_SD = 2.5  # of single answers on 0-10, taken where so few teams answer that their own spread says little


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingAnswer:
    """One answer on 0-10 after polarity to a coupling question, by a co-lead or by a member of a team."""

    team: str
    person: Hashable
    value: float
    by_co_lead: bool

    def __post_init__(self) -> None:
        if not 0 <= self.value <= TEN:
            raise ValueError(f"an answer on 0-10 cannot be {self.value}")


def strategic_coupling(answers: Collection[CouplingAnswer]) -> Estimate | TooFew:
    """Agreement inside the co-leads of a team, averaged over the unit's teams: 10 all alike, 0 opposite ends.

    10 less the mean distance of two co-leads of one team; teams with one co-lead heard say nothing.
    """
    leads = _person_means(answer for answer in answers if answer.by_co_lead)
    short = _too_few_leads(leads)
    if short is not None:
        return short
    agreement = [
        TEN - fmean(abs(a - b) for a, b in combinations(values.values(), 2))
        for values in leads.values()
        if len(values) > 1
    ]
    if len(agreement) < FEWEST_TEAMS:
        return TooFew(because=Scarcity.UNITS, found=len(agreement), needed=FEWEST_TEAMS)
    return _estimate(agreement, people=_count(leads), low=0.0, high=TEN)


def organisational_coupling(answers: Collection[CouplingAnswer], *, minimum: int = MINIMUM_PEOPLE) -> Estimate | TooFew:
    """Co-leads' mean less their members' mean, averaged over teams, -10 to 10: above 0 leads rate it higher.

    Too few as well when under `minimum` members were heard in the teams compared.
    """
    leads = _person_means(answer for answer in answers if answer.by_co_lead)
    short = _too_few_leads(leads)
    if short is not None:
        return short
    members = _person_means(answer for answer in answers if not answer.by_co_lead)
    both = sorted(leads.keys() & members.keys())
    heard = sum(len(members[team]) for team in both)
    if heard < minimum:
        return TooFew(because=Scarcity.HEARD, found=heard, needed=minimum)
    compared = {team: leads[team] for team in both}
    short = _too_few_leads(compared)  # a team without members heard does not lend its leads
    if short is not None:
        return short
    gaps = [fmean(leads[team].values()) - fmean(members[team].values()) for team in both]
    return _estimate(gaps, people=_count(compared) + heard, low=-TEN, high=TEN)


def environmental_coupling(answers: Collection[CouplingAnswer]) -> Estimate | TooFew:
    """Co-leads' own rating of the fit with outside demands, mean over people on 0-10."""
    leads = _person_means(answer for answer in answers if answer.by_co_lead)
    short = _too_few_leads(leads)
    if short is not None:
        return short
    values = [value for of_team in leads.values() for value in of_team.values()]
    return _estimate(values, people=len(values), low=0.0, high=TEN)


def _person_means(answers: Iterable[CouplingAnswer]) -> dict[str, dict[Hashable, float]]:
    """Each person's mean answer, by team."""
    by_teams: dict[str, dict[Hashable, list[float]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        by_teams[answer.team][answer.person].append(answer.value)
    return {team: {who: fmean(values) for who, values in people.items()} for team, people in by_teams.items()}


def _count(by_team: dict[str, dict[Hashable, float]]) -> int:
    return len({person for people in by_team.values() for person in people})


def _too_few_leads(leads: dict[str, dict[Hashable, float]]) -> TooFew | None:
    """Why nothing may be said of these co-leads, or None when there are enough in enough teams."""
    if _count(leads) < FEWEST_CO_LEADS:
        return TooFew(because=Scarcity.CO_LEADS, found=_count(leads), needed=FEWEST_CO_LEADS)
    if len(leads) < FEWEST_TEAMS:
        return TooFew(because=Scarcity.UNITS, found=len(leads), needed=FEWEST_TEAMS)
    return None


def _estimate(values: Sequence[float], *, people: int, low: float, high: float) -> Estimate:
    """Mean with an 80 % interval whose spread is drawn to the usual one as if by two further values."""
    own = variance(values) if len(values) > 1 else 0.0
    spread = sqrt(((len(values) - 1) * own + 2 * USUAL_SD**2) / (len(values) + 1))
    mean = fmean(values)
    half = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2) * spread / sqrt(len(values))
    return Estimate(value=mean, low=max(low, mean - half), high=min(high, mean + half), people=people)
