"""The gate lets out nothing from which fewer than five people can be worked out, and never looks at a value."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.disclosure.figures import ScoreFigure, ShareFigure
from bot.domain.disclosure.gate import GateDecision, Released, gate
from bot.domain.disclosure.periods import BlockPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.release_requests import FlagRequest, ReachRequest, WeekCase, WeekCount
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import Scope, UnitTree
from bot.domain.programme.programme import Privacy
from tests.support.adversary import smallest_isolated

WEEK = IsoWeek.parse("2026-W10")
WARD, CLINIC, MEDICINE = UnitId("ward"), UnitId("clinic"), UnitId("medicine")
TREE = UnitTree(parents={MEDICINE: None, WARD: MEDICINE, CLINIC: MEDICINE})
BLOCK = BlockPeriod(epoch=WEEK - 3, number=0)


def people(count: int, prefix: str = "p") -> frozenset[PersonId]:
    return frozenset(PersonId(f"{prefix}{number}") for number in range(count))


def reach(of: frozenset[PersonId], answered: int | None = None) -> ReachRequest:
    heard = len(of) // 2 if answered is None else answered
    return ReachRequest(people=of, answered=heard, in_window=len(of), questions=len(of), replies=heard)


def a_case(**given_fields: object) -> WeekCase:
    fields: dict[str, object] = {
        "week": WEEK, "tree": TREE, "privacy": Privacy(), "readers": frozenset(), "reach": {}, "counted": {},
    }  # fmt: skip
    return WeekCase(**(fields | given_fields))  # type: ignore[arg-type]


def a_flag(kind: FlagKind = FlagKind.BOTH, *, asked: int = 8, heard: int = 8, weeks: int = 20) -> FlagRequest:
    return FlagRequest(kind=kind, since=WEEK - 5, asked=people(asked), heard=people(heard), weeks_observed=weeks)


def test_ten_people_are_shown_in_tenths_and_fewer_in_words() -> None:
    decision = gate(a_case(reach={WARD: reach(people(10), 4), CLINIC: reach(people(6, "c"), 6)}))
    ward, clinic = decision.participation[WARD], decision.participation[CLINIC]
    assert isinstance(ward, Released)
    assert ward.figure.tenths == 4
    assert isinstance(clinic, Released)
    assert clinic.figure.tenths is None


@pytest.mark.parametrize(("answered", "tenths"), [(0, 1), (20, 9)])
def test_neither_none_nor_all_is_ever_shown(answered: int, tenths: int) -> None:
    ward = gate(a_case(reach={WARD: reach(people(20), answered)})).participation[WARD]
    assert isinstance(ward, Released)
    assert ward.figure.tenths == tenths


def test_those_who_read_the_digest_hide_nobody() -> None:
    decision = gate(a_case(readers=people(3), reach={WARD: reach(people(7)), CLINIC: reach(people(8, "c"))}))
    assert decision.participation[WARD] == Withheld(because=Withholding.TOO_FEW)
    assert isinstance(decision.participation[CLINIC], Released)


@pytest.mark.parametrize(
    ("asked_to_show", "expected"),
    [
        (a_flag(), FlagKind.BOTH),
        (a_flag(heard=4), FlagKind.FEWER_VOICES),
        (a_flag(FlagKind.LOWER_SCORE, heard=4), Withholding.TOO_FEW),
        (a_flag(FlagKind.FEWER_VOICES, heard=0), FlagKind.FEWER_VOICES),
        (a_flag(FlagKind.FEWER_VOICES, asked=4), Withholding.TOO_FEW),
        (a_flag(weeks=8), Withholding.LEARNING),
        (a_flag(weeks=9), FlagKind.BOTH),
        (replace(a_flag(), last_flag=WEEK - 8), Withholding.RECENT_FLAG),
        (replace(a_flag(), last_flag=WEEK - 9), FlagKind.BOTH),
        (replace(a_flag(), silenced_until=WEEK), Withholding.KNOWN_REASON),
        (replace(a_flag(), silenced_until=WEEK - 1), FlagKind.BOTH),
    ],
)
def test_a_flag_is_shown_by_its_rules(asked_to_show: FlagRequest, expected: FlagKind | Withholding) -> None:
    decided = gate(a_case(flags={WARD: asked_to_show})).flags[WARD]
    assert expected == (decided.because if isinstance(decided, Withheld) else decided.figure.kind)


def test_what_was_decided_once_stays_so() -> None:
    first = gate(a_case(reach={WARD: reach(people(20), 10), CLINIC: reach(people(3, "c"))}))
    ledger = {(row.scope, row.kind, row.period): row for row in first.releases}
    again = gate(a_case(reach={WARD: reach(people(20), 2), CLINIC: reach(people(9, "c"))}, ledger=ledger))
    assert again.participation == first.participation
    assert again.releases == first.releases


def test_nobody_else_can_make_a_released_figure() -> None:
    figure = ScoreFigure(word=ScoreWord.parse("agree/3"))
    with pytest.raises(TypeError, match="only the gate"):
        Released(scope=WARD, kind=ReleaseKind.SCORE, period=BLOCK, week=WEEK, figure=figure, stamp=object())
    honest = gate(a_case(reach={WARD: reach(people(10))})).participation[WARD]
    assert isinstance(honest, Released)
    with pytest.raises((TypeError, ValueError)):
        replace(honest, figure=ShareFigure.of(1, 2, in_tenths=False))  # type: ignore[call-arg]


def calls_of(name: str) -> list[str]:
    """The modules under `bot/` that call something of this name, once for each call."""
    root = Path(__file__).parents[3]
    return [
        str(path.relative_to(root))
        for path in sorted((root / "bot").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_the_gate_has_one_call_site_and_figures_come_from_nowhere_else() -> None:
    assert calls_of("gate") == ["bot/domain/week_close/close.py"]
    assert set(calls_of("Released")) == {"bot/domain/disclosure/gate.py"}
    assert set(calls_of("recall")) == {"bot/domain/digests/build_page.py"}


# --- laws ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class History:
    """A small organisation with who was within reach and who was scored, week by week; the tree may change."""

    trees: tuple[UnitTree, ...]
    readers: frozenset[PersonId]
    weeks: tuple[Mapping[UnitId, frozenset[PersonId]], ...]


@st.composite
def histories(draw: st.DrawFn) -> History:
    teams = [UnitId(f"t{number}") for number in range(draw(st.integers(2, 5)))]
    staff = [PersonId(f"p{number}") for number in range(draw(st.integers(5, 13)))]
    chance = draw(st.randoms(use_true_random=False))

    def tree() -> UnitTree:
        parents: dict[UnitId, UnitId | None] = {UnitId("root"): None, UnitId("left"): UnitId("root")}
        parents |= {team: UnitId(chance.choice(["root", "left"])) for team in teams}
        parents[teams[0]] = UnitId("left")
        return UnitTree(parents=parents)

    first = tree()
    homes = {team: [person for person in staff if chance.random() < 0.6] for team in teams}
    weeks = tuple(
        {team: frozenset(person for person in homes[team] if chance.random() < 0.75) for team in teams}
        for _ in range(draw(st.integers(1, 6)))
    )
    moves = draw(st.booleans())
    return History(
        trees=tuple(tree() if moves and number == 2 else first for number in range(len(weeks))),
        readers=frozenset(person for person in staff if chance.random() < 0.2),
        weeks=weeks,
    )


def shown_sums(history: History) -> Iterable[dict[tuple[str, str, int], int]]:
    """Every figure that the gate lets out, as the cells it adds up: (what, team, week)."""
    teams = sorted(history.weeks[0])
    counted: dict[Scope, list[WeekCount]] = {}
    for number, present in enumerate(history.weeks):
        case = a_case(
            week=WEEK + number,
            tree=history.trees[number],
            readers=history.readers,
            # Each team answers by its own power of two, so that a sum betrays which teams are in it.
            reach={team: reach(present[team], 2**at) for at, team in enumerate(teams)},
            counted=counted,
        )
        decision = gate(case)
        for scope, count in decision.counted.items():
            counted.setdefault(scope, []).append(count)
        for unit, decided in decision.participation.items():
            if isinstance(decided, Released):
                window = [each for each in counted[unit] if each.week > case.week - 4]
                yield {
                    ("reach", team, each.week - WEEK): 1
                    for each in window
                    for at, team in enumerate(teams)
                    if each.answered >> at & 1
                }


def people_of(
    history: History, sums: Iterable[Mapping[tuple[str, str, int], int]]
) -> dict[tuple[str, str, int], frozenset[str]]:
    held: dict[tuple[str, str, int], frozenset[str]] = {}
    for what, team, number in {cell for each in sums for cell in each}:
        held[what, team, number] = history.weeks[number][UnitId(team)]
    return {cell: people - history.readers for cell, people in held.items()}


@settings(max_examples=120)
@given(histories())
def test_no_subtraction_of_shown_figures_isolates_fewer_than_five_people(history: History) -> None:
    sums = list(shown_sums(history))
    assert smallest_isolated(sums, people_of(history, sums), below=5) is None


def test_the_adversary_finds_out_a_rule_that_only_counts_heads() -> None:
    everything = [{"ward": 1}, {"ward": 1, "clinic": 1}]
    who: dict[str, frozenset[str]] = {"ward": frozenset("abcdef"), "clinic": frozenset("xyz")}
    found = smallest_isolated(everything, who, below=5)
    assert found is not None
    assert found >= set("xyz")
    assert smallest_isolated(everything[1:], who, below=5) is None


def _mask(decision: GateDecision) -> object:
    return (
        {unit: isinstance(each, Released) for unit, each in decision.participation.items()},
        {unit: isinstance(each, Released) for unit, each in decision.flags.items()},
    )


@settings(max_examples=60)
@given(histories(), st.randoms(use_true_random=False))
def test_whether_a_figure_is_shown_never_depends_on_its_value(history: History, chance: Random) -> None:
    def decide(values: Random) -> GateDecision:
        present = history.weeks[0]
        return gate(
            a_case(
                tree=history.trees[0],
                readers=history.readers,
                reach={team: reach(of, values.randint(0, len(of))) for team, of in present.items()},
                flags={team: a_flag() for team in present},
            )
        )

    assert _mask(decide(chance)) == _mask(decide(Random(1)))
