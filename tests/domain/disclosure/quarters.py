"""What a block, a quarter and the organisation ask the gate to show, in few words."""

from collections.abc import Iterable, Mapping

from bot.domain.answers.block_sums import OVERALL
from bot.domain.answers.quarter_sums import QuarterSums
from bot.domain.disclosure.gate import (
    GateDecision,
    Released,
    gate,
)
from bot.domain.disclosure.periods import BlockPeriod, EpochPeriod, ReleasePeriod, WeekPeriod
from bot.domain.disclosure.quarter_figures import OrganisationFigure
from bot.domain.disclosure.quarter_requests import (
    QuarterCase,
    kept_of_block,
    request_of,
)
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.release_requests import ReachRequest, WeekCase, WeekCount
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, UnitTree
from bot.domain.programme.programme import Privacy

WEEK = IsoWeek.parse("2026-W10")
EPOCH = EpochPeriod(first=IsoWeek.parse("2026-W02"))
BLOCK = BlockPeriod(epoch=EPOCH.first, number=2)
WARD, CLINIC, THEATRES, MEDICINE = UnitId("ward"), UnitId("clinic"), UnitId("theatres"), UnitId("medicine")
TREE = UnitTree(parents={MEDICINE: None, WARD: MEDICINE, CLINIC: MEDICINE, THEATRES: MEDICINE})
MINIMUM = 5


def people(count: int, prefix: str = "p") -> frozenset[PersonId]:
    return frozenset(PersonId(f"{prefix}{number}") for number in range(count))


def part(of: Iterable[PersonId], value: float = 6.0, count: int = 1) -> Mapping[PersonId, tuple[int, float]]:
    return dict.fromkeys(of, (count, value * count))


def block(value: float = 6.0, **parts: frozenset[PersonId]) -> dict[str, Mapping[PersonId, tuple[int, float]]]:
    """A team's block: who answered under which dimension, all of them the same."""
    everybody = frozenset[PersonId]().union(*parts.values())
    return {name: part(of, value) for name, of in parts.items()} | {OVERALL: part(everybody, value)}


def kept(
    *blocks: Mapping[str, Mapping[PersonId, tuple[int, float]]], readers: frozenset[PersonId] = frozenset()
) -> QuarterSums:
    sums = QuarterSums()
    for number, fresh in enumerate(blocks):
        sums = kept_of_block(sums, number, fresh, readers=readers, minimum=MINIMUM)
    return sums


def decided(
    sums: Mapping[UnitId, QuarterSums],
    *,
    tree: UnitTree = TREE,
    ends: bool = True,
    readers: frozenset[PersonId] = frozenset(),
    above: frozenset[PersonId] = frozenset(),
) -> GateDecision:
    return gate(
        WeekCase(
            week=WEEK,
            tree=tree,
            privacy=Privacy(),
            readers=readers,
            reach={},
            counted={},
            block=BLOCK,
            quarter=QuarterCase(
                epoch=EPOCH,
                block=BLOCK,
                ends=ends,
                requests={unit: request_of(each, unit) for unit, each in sums.items()},
                above_readers=above,
            ),
        )
    )


def shown(decision: GateDecision, scope: Scope, kind: ReleaseKind, period: ReleasePeriod = EPOCH) -> object:
    """The figure, or None where nothing is shown."""
    decided = decision.others.get((scope, kind, period))
    return decided.figure if isinstance(decided, Released) else None


def a_week(shares: list[float], *, size: int = 20, teams: int = 3, questions: int = 1) -> GateDecision:
    """The newest of weekly shares, the ones before it as they were counted."""
    units = [UnitId(f"t{number}") for number in range(teams)]
    asked = size * teams
    before = [
        WeekCount(week=WEEK - back, asked=asked, answered=round(share * asked), people=asked)
        for back, share in zip(range(len(shares) - 1, 0, -1), shares[:-1], strict=True)
    ]
    return gate(
        WeekCase(
            week=WEEK,
            tree=UnitTree(parents=dict.fromkeys(units)),
            privacy=Privacy(),
            readers=frozenset(),
            reach={
                unit: ReachRequest(
                    people=people(size, unit),
                    answered=round(shares[-1] * size),
                    in_window=size,
                    questions=size * questions,
                    replies=round(shares[-1] * size * questions),
                )
                for unit in units
            },
            counted={ORGANISATION: before},
        )
    )


def the_week(decision: GateDecision) -> OrganisationFigure | None:
    figure = shown(decision, ORGANISATION, ReleaseKind.ORGANISATION, WeekPeriod(week=WEEK))
    assert figure is None or isinstance(figure, OrganisationFigure)
    return figure
