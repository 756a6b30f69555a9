"""What a block, a quarter and the organisation ask the gate to show, and how it is counted once it may be.

Why nothing can be subtracted out. A team's answers of a block fall into parts, one for each competency or special kind.
A part counts by itself only if it has enough people, and what is left over of the block is nothing or enough people,
too (`whole_parts`, decided once and kept). Bands and kinds of any unit are sums of whole parts, block scores sums of
all parts of a team: whatever is shown, less any other, is made of pieces of enough people. Couplings stand on questions
of their own; there the pieces are groups of teams (`joined`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist

from bot.domain.answers.block_sums import OVERALL
from bot.domain.answers.quarter_sums import (
    COMPETENCIES,
    SPECIAL_KINDS,
    SPLIT,
    Part,
    QuarterSums,
)
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod
from bot.domain.disclosure.quarter_figures import (
    BandsFigure,
    CouplingFigure,
    Disagreement,
    DisagreementFigure,
    KindsFigure,
    OrganisationFigure,
    WeekComparison,
    clamp,
    in_tenths,
)
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.bands import Band, Banded, CutPoints, banded, competency_bands
from bot.domain.indicators.control_chart import Dot
from bot.domain.indicators.coupling import (
    FEWEST_CO_LEADS,
    FEWEST_TEAMS,
    CouplingAnswer,
    environmental_coupling,
    organisational_coupling,
    strategic_coupling,
)
from bot.domain.indicators.engagement import ANSWER_SD, CONFIDENCE, PERSON_SD, TEAM_SD, TEN
from bot.domain.indicators.organisation_week import organisation_week
from bot.domain.indicators.response_patterns import polarisation
from bot.domain.indicators.values import Estimate, Scarcity, TooFew
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.questions import Kind

ORGANISATION_PEOPLE = 30
"""The organisation's own line is weekly, so it takes many people ..."""
ORGANISATION_TEAMS = 3
"""... of several teams."""
RELEASED_AS = {
    Kind.COUPLING_STRATEGIC: ReleaseKind.COUPLING_STRATEGIC,
    Kind.COUPLING_ORGANISATIONAL: ReleaseKind.COUPLING_ORGANISATIONAL,
    Kind.COUPLING_ENVIRONMENTAL: ReleaseKind.COUPLING_ENVIRONMENTAL,
}
"""The forms of coupling, each released under a kind of its own."""
ALIKE_BELOW, WIDE_FROM = 1.5, 3.0
"""Points of 0-10: standard deviation between people; 2.2 is usual in real votes (`engagement.PERSON_SD`)."""

Enough = Callable[[frozenset[PersonId]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Sums of mean times weight and of weights over people, by the precision of each mean; they add up over teams."""

    weighted: float
    precision: float
    people: int
    """Of each team; who is in two of them counts in both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterRequest:
    """One microsystem over the epoch so far, made of whole parts only."""

    weighed: Mapping[str, Weighed]
    """By dimension; those without a whole part are left out."""
    people: frozenset[PersonId] = frozenset()
    """Those in the part of all answers."""
    spread: float = 0.0
    """Standard deviation between people, in points of 0-10."""
    coupling: Mapping[Kind, Sequence[CouplingAnswer]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterCase:
    """Everything that a block's end asks to be shown besides scores. Requests are per microsystem."""

    epoch: EpochPeriod
    block: BlockPeriod
    """The block that ends."""
    ends: bool
    """Whether the epoch ends with it."""
    requests: Mapping[UnitId, QuarterRequest] = field(default_factory=dict)
    means: Mapping[str, float] = field(default_factory=dict)
    """The organisation's mean on 0-10 of each dimension, `OVERALL` among them."""
    above_readers: frozenset[PersonId] = frozenset()
    """Who reads the digest of any unit above microsystems: where couplings are shown."""


def whole_parts(parts: Mapping[str, Collection[PersonId]], *, enough: Enough) -> frozenset[str]:
    """The dimensions of one team's block that may be counted by themselves; `OVERALL` stands for the whole block."""
    people = {name: frozenset(parts[name]) for name in SPLIT if parts.get(name)}
    everybody = frozenset[PersonId]().union(*people.values(), parts.get(OVERALL, ()))
    if not enough(everybody):
        return frozenset()
    kept = {name for name, of_part in people.items() if enough(of_part)}
    left = frozenset[PersonId]().union(*(people[name] for name in people.keys() - kept))
    while left and not enough(left) and kept:
        fewest = min(kept, key=lambda name: (len(people[name]), name))
        kept.remove(fewest)
        left |= people[fewest]
    return frozenset({OVERALL, *kept})


def kept_of_block(
    kept: QuarterSums,
    number: int,
    fresh: Mapping[str, Part],
    *,
    readers: frozenset[PersonId],
    minimum: int,
) -> QuarterSums:
    """The epoch's sums of one team with the whole parts of the block that ends; what was kept of it once stays so."""
    if number in kept.blocks:
        return kept
    whole = whole_parts(fresh, enough=lambda people: len(people - readers) >= minimum)
    return kept.with_block(number, {name: fresh[name] for name in sorted(whole)})


def request_of(sums: QuarterSums, unit: UnitId) -> QuarterRequest:
    """What one team's sums over the epoch so far ask to show."""
    everybody = sums.over_blocks(OVERALL)
    # Item difficulty may carry a mean past an end of the scale by nothing but rounding.
    means = {person: [min(TEN, max(0.0, total / count))] for person, (count, total) in everybody.items()}
    spread = polarisation(means, minimum=2)
    parts = {name: part for name in (OVERALL, *SPLIT) if (part := sums.over_blocks(name))}
    return QuarterRequest(
        weighed={name: _weigh(part) for name, part in parts.items()},
        people=frozenset(everybody),
        spread=0.0 if isinstance(spread, TooFew) else spread.value,
        coupling=sums.coupling_answers(unit),
    )


def _weigh(part: Part) -> Weighed:
    weights = [(total / count, 1 / (PERSON_SD**2 + ANSWER_SD**2 / count)) for count, total in part.values()]
    return Weighed(
        weighted=sum(sorted(mean * weight for mean, weight in weights)),
        precision=sum(sorted(weight for _, weight in weights)),
        people=len(part),
    )


def requests_by_unit(tree: UnitTree, requests: Mapping[UnitId, QuarterRequest]) -> Mapping[UnitId, QuarterRequest]:
    """Every unit's request, added up bottom up from the teams at or below it; couplings are not added up here."""
    found: dict[UnitId, QuarterRequest] = {}
    for unit in tree.bottom_up:
        below = tree.children.get(unit, ())
        if not below and unit in requests:
            found[unit] = requests[unit]
        below_unit = [found[child] for child in below if child in found]
        if below_unit:
            names = [name for name in (OVERALL, *SPLIT) if any(name in each.weighed for each in below_unit)]
            found[unit] = QuarterRequest(
                weighed={
                    name: _added([each.weighed[name] for each in below_unit if name in each.weighed]) for name in names
                },
                people=frozenset[PersonId]().union(*(each.people for each in below_unit)),
            )
    return found


def _added(each: Sequence[Weighed]) -> Weighed:
    return Weighed(
        weighted=sum(one.weighted for one in each),
        precision=sum(one.precision for one in each),
        people=sum(one.people for one in each),
    )


def estimate(weighed: Weighed, *, mean: float, overall: float) -> Estimate:
    """The shrunk score on 0-10 with its 80 % interval.

    Sums are free of item difficulty, and with it of whatever the organisation rates a whole dimension higher or lower
    than others; `mean` less `overall` puts that back.
    """
    precision = 1 / TEAM_SD**2 + weighed.precision
    value = (overall / TEAM_SD**2 + weighed.weighted) / precision + mean - overall
    value = min(TEN, max(0.0, value))
    half = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2) / precision**0.5
    return Estimate(value=value, low=max(0.0, value - half), high=min(TEN, value + half), people=weighed.people)


def bands_figure(case: QuarterCase, request: QuarterRequest) -> BandsFigure | TooFew:
    """A band a competency where each was answered by enough people, else one for all answers together."""
    if OVERALL not in request.weighed:
        return TooFew(because=Scarcity.HEARD, found=0, needed=1)
    cuts = CutPoints()
    estimates = {name: _estimated(case, name, weighed) for name, weighed in request.weighed.items()}
    nobody = TooFew(because=Scarcity.HEARD, found=0, needed=1)
    split = competency_bands({name: estimates.get(name, nobody) for name in COMPETENCIES}, cuts=cuts)
    people_from = len(request.people) // 5 * 5
    if isinstance(split, TooFew):
        return BandsFigure(bands={OVERALL: _likely(banded(estimates[OVERALL], cuts=cuts))}, people_from=people_from)
    return BandsFigure(
        bands={name: _likely(each) for name, each in split.bands.items()},
        lowest=split.lowest,
        lowest_is_clear=split.lowest_is_clear,
        people_from=people_from,
    )


def kinds_figure(case: QuarterCase, request: QuarterRequest) -> KindsFigure | TooFew:
    """The special kinds that enough people answered; influence among those who raised something
    (Buchanan et al 1997): "I raised nothing" gives no score."""
    weighed_kinds = {kind: request.weighed[kind.value] for kind in SPECIAL_KINDS if kind.value in request.weighed}
    if not weighed_kinds:
        return TooFew(because=Scarcity.HEARD, found=0, needed=1)
    values = {kind: _estimated(case, kind.value, weighed).value for kind, weighed in weighed_kinds.items()}
    return KindsFigure(halves={kind: clamp(value * 2) for kind, value in values.items()})


def spread_figure(request: QuarterRequest, *, readers: frozenset[PersonId], least: int) -> DisagreementFigure | TooFew:
    """How far apart the people of one team stand, in words; from `least` people besides the readers."""
    hides = len(request.people - readers)
    if hides < least:
        return TooFew(because=Scarcity.HEARD, found=hides, needed=least)
    spread = (
        Disagreement.ALIKE
        if request.spread < ALIKE_BELOW
        else Disagreement.WIDE
        if request.spread >= WIDE_FROM
        else None
    )
    return DisagreementFigure(spread=spread or Disagreement.ORDINARY)


def _estimated(case: QuarterCase, name: str, weighed: Weighed) -> Estimate:
    overall = case.means.get(OVERALL, TEN / 2)
    return estimate(weighed, mean=case.means.get(name, overall), overall=overall)


def _likely(found: Banded) -> tuple[Band, ...]:
    """The band, and its likelier neighbour while the two of them are needed to be fairly sure."""
    if found.sure:
        return (found.band,)
    order = list(Band)
    at = order.index(found.band)
    beside = [order[near] for near in (at - 1, at + 1) if 0 <= near < len(order)]
    second = max(beside, key=lambda band: found.chances[band])
    return tuple(sorted((found.band, second), key=order.index))


# --- coupling -----------------------------------------------------------------------------------------------------

Answers = Mapping[UnitId, Sequence[CouplingAnswer]]


def coupling_covers(
    tree: UnitTree, form: Kind, answers: Answers, *, hidden_from: frozenset[PersonId], enough: Enough
) -> Mapping[UnitId, frozenset[UnitId]]:
    """The teams that each unit's coupling is made of: never one team, and never teams with too few co-leads.

    `hidden_from` read digests above teams: they are not counted among the co-leads that a figure hides.
    """
    leads = {team: frozenset(_people(given, by_co_lead=True)) for team, given in answers.items()}
    members = {team: frozenset(_people(given, by_co_lead=False)) for team, given in answers.items()}
    fewest = 2 if form is Kind.COUPLING_STRATEGIC else 1
    with_members = form is Kind.COUPLING_ORGANISATIONAL
    able = {team for team in answers if len(leads[team]) >= fewest and (members[team] or not with_members)}

    def together(teams: frozenset[UnitId]) -> bool:
        heard = frozenset[PersonId]().union(*(leads[team] for team in teams)) - hidden_from
        below = frozenset[PersonId]().union(*(members[team] for team in teams))
        return len(teams) >= FEWEST_TEAMS and len(heard) >= FEWEST_CO_LEADS and (not with_members or enough(below))

    return joined(tree, able, enough=together)


def joined(
    tree: UnitTree, teams: Collection[UnitId], *, enough: Callable[[frozenset[UnitId]], bool]
) -> Mapping[UnitId, frozenset[UnitId]]:
    """Bottom up: a unit takes in what its children show, and what is hidden below it if that is enough together."""
    shown: dict[UnitId, frozenset[UnitId]] = {}
    hidden: dict[UnitId, frozenset[UnitId]] = {}
    for unit in tree.bottom_up:
        below = tree.children.get(unit, ())
        if not below:
            shown[unit], hidden[unit] = frozenset(), frozenset({unit} if unit in teams else ())
            continue
        shown[unit] = frozenset[UnitId]().union(*(shown[child] for child in below))
        left = frozenset[UnitId]().union(*(hidden[child] for child in below))
        if left and enough(left):
            shown[unit], hidden[unit] = shown[unit] | left, frozenset()
        else:
            hidden[unit] = left
    return {unit: leaves for unit, leaves in shown.items() if leaves}


def coupling_figure(form: Kind, answers: Collection[CouplingAnswer]) -> CouplingFigure | TooFew:
    if form is Kind.COUPLING_ORGANISATIONAL:
        found, lowest = organisational_coupling(answers), -18
    elif form is Kind.COUPLING_STRATEGIC:
        found, lowest = strategic_coupling(answers), 2
    else:
        found, lowest = environmental_coupling(answers), 2
    if isinstance(found, TooFew):
        return found
    return CouplingFigure(form=form, halves=clamp(found.value * 2, lowest=lowest))


def _people(answers: Sequence[CouplingAnswer], *, by_co_lead: bool) -> list[PersonId]:
    return [PersonId(str(answer.person)) for answer in answers if answer.by_co_lead is by_co_lead]


# --- the organisation ---------------------------------------------------------------------------------------------


def organisation_figure(dots: Sequence[Dot]) -> OrganisationFigure:
    """The newest weekly share of questions answered against its own limits."""
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
