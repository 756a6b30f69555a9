"""That a team's limit lies above it is said of words that were told, within the bounds of every flag."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.answers.answer_sums import AnswerSum
from bot.domain.disclosure.atoms import kept_atom
from bot.domain.disclosure.figures import FlagFigure
from bot.domain.disclosure.gate import Released, gate
from bot.domain.disclosure.quarter_figures import CouplingFigure, Gap, KindsFigure
from bot.domain.disclosure.release_requests import FlagRequest, RoomRequest, WeekCase
from bot.domain.disclosure.scores.coupling_cells import CoLeadRequest
from bot.domain.disclosure.scores.room_from_above import above_of, lies_above
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import ScoreWord
from bot.domain.programme.programme import Privacy
from tests.domain.disclosure.scores.test_score_figures import (
    MEDICINE,
    TREE,
    WARDS,
    a_case,
    a_request,
    an_atom,
    quarter_of,
)

FOLLOWS = ScoreKind.FOLLOWERSHIP
TOGETHER, MATTERS, MEANS = (
    ScoreKind.COUPLING_STRATEGIC,
    ScoreKind.COUPLING_ORGANISATIONAL,
    ScoreKind.COUPLING_ENVIRONMENTAL,
)
LIMITED = {TOGETHER: 8.0, MATTERS: 8.0, MEANS: 1.0}
"""Leads pull together, work on what matters, and have not the means."""
LAST = a_case([]).week
ROOM = RoomRequest(atom=an_atom(WARDS[0], 8), weeks_observed=13)


def leads_of(team: UnitId, said: Mapping[ScoreKind, float]) -> CoLeadRequest:
    people = [PersonId(f"{team}-lead{number}") for number in range(3)]
    return CoLeadRequest(
        asked=dict.fromkeys(said, frozenset(people)),
        given={form: dict.fromkeys(people, AnswerSum.of(value)) for form, value in said.items()},
    )


def a_week(
    *follow: float, leads: Mapping[ScoreKind, float] = LIMITED, room: RoomRequest = ROOM, **fields: object
) -> WeekCase:
    teams = [a_request(ward, {FOLLOWS: value, MATTERS: 8.0}) for ward, value in zip(WARDS, follow, strict=False)]
    quarter = quarter_of(*teams, co_leads={ward: leads_of(ward, leads) for ward in WARDS[:3]})
    scores = replace(a_case([], quarter), ledger={})
    rooms = {
        ward: replace(room, atom=an_atom(ward, len(room.atom.colleagues)) if room.atom else None) for ward in WARDS
    }
    given: dict[str, object] = {
        "week": LAST, "tree": TREE, "privacy": Privacy(), "readers": frozenset(), "scores": scores, "rooms": rooms,
    }  # fmt: skip
    return WeekCase(**(given | fields))  # type: ignore[arg-type]


def flagged(case: WeekCase) -> dict[UnitId, FlagKind]:
    return {unit: each.figure.kind for unit, each in gate(case).flags.items()}


def test_teams_that_do_not_follow_under_leads_without_means_are_told_that_the_limit_lies_above() -> None:
    case = a_week(1.0, 5.0, 8.0)
    assert flagged(case) == dict.fromkeys(WARDS[:2], FlagKind.ROOM_FROM_ABOVE)
    flag = gate(case).flags[WARDS[0]]
    assert isinstance(flag, Released)
    assert flag.figure == FlagFigure(kind=FlagKind.ROOM_FROM_ABOVE, since=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("leads", "why"),
    [
        ({**LIMITED, MEANS: 5.0}, "leads do not say that they lack means"),
        ({**LIMITED, TOGETHER: 1.0}, "the limit may lie among the leads"),
        ({MATTERS: 8.0, MEANS: 1.0}, "nobody knows whether they pull together"),
        ({TOGETHER: 8.0, MATTERS: 8.0}, "nobody knows whether they have the means"),
    ],
)
def test_nothing_is_said_unless_leads_say_that_they_pull_together_without_means(
    leads: Mapping[ScoreKind, float], why: str
) -> None:
    assert not flagged(a_week(1.0, 1.0, 1.0, leads=leads)), why


def test_nothing_is_said_where_teams_see_their_leads_work_less_positively_than_these() -> None:
    word = ScoreWord.parse
    team = KindsFigure(words={FOLLOWS: word("disagree/3")})
    leads = CouplingFigure(words={TOGETHER: word("agree/3"), MATTERS: word("agree/3"), MEANS: word("disagree/3")})
    assert lies_above(team, leads)
    assert lies_above(team, replace(leads, gap=Gap.ALIKE))
    assert not lies_above(team, replace(leads, gap=Gap.LEADS_HIGHER))
    assert not lies_above(KindsFigure(words={ScoreKind.TWO_WAY: word("disagree/3")}), leads)


@pytest.mark.parametrize(
    "room",
    [
        replace(ROOM, weeks_observed=8),
        replace(ROOM, last_flag=LAST - 8),
        replace(ROOM, atom=an_atom(WARDS[0], 7)),
        replace(ROOM, atom=None),
    ],
)
def test_the_bounds_of_every_flag_hold(room: RoomRequest) -> None:
    assert flagged(a_week(1.0, 1.0, 1.0, room=replace(ROOM, last_flag=LAST - 9)))
    assert not flagged(a_week(1.0, 1.0, 1.0, room=room))


def test_a_drift_of_the_same_week_comes_first_and_is_held_back_by_nothing() -> None:
    drift = FlagRequest(
        kind=FlagKind.FEWER_VOICES,
        since=LAST - 3,
        atom=an_atom(WARDS[0], 8),
        heard=frozenset(),
        weeks_observed=13,
    )
    case = a_week(1.0, 1.0, 8.0, flags={WARDS[0]: drift})
    assert flagged(case) == {WARDS[0]: FlagKind.FEWER_VOICES, WARDS[1]: FlagKind.ROOM_FROM_ABOVE}
    held_back = a_week(1.0, 1.0, 8.0, flags={WARDS[0]: replace(drift, weeks_observed=8)})
    assert flagged(held_back) == dict.fromkeys(WARDS[:2], FlagKind.ROOM_FROM_ABOVE)


def test_teams_that_are_counted_together_are_told_nothing_of_one_of_them() -> None:
    case = a_week(1.0, 1.0, 1.0)
    pooled = replace(
        a_request(WARDS[3], {FOLLOWS: 1.0}), atom=kept_atom(WARDS[:2], an_atom(WARDS[3], 9).colleagues, ["A", "B"])
    )
    assert case.scores is not None
    assert case.scores.quarter is not None
    quarter = replace(case.scores.quarter, atoms=[pooled])
    assert not flagged(replace(case, scores=replace(case.scores, quarter=quarter)))


def test_the_same_words_say_the_same_when_a_week_is_closed_again() -> None:
    case = a_week(1.0, 5.0, 8.0)
    first = gate(case)
    assert case.scores is not None
    ledger = {(row.scope, row.kind, row.period): row for row in first.releases}
    again = gate(replace(case, ledger=ledger, scores=replace(case.scores, ledger=ledger)))
    assert again.flags == first.flags
    assert all(row.shown.get("kind") != FlagKind.ROOM_FROM_ABOVE for row in first.releases)


def test_a_team_is_told_of_the_unit_in_whose_figure_its_own_co_leads_are() -> None:
    figure = CouplingFigure(words={MATTERS: ScoreWord.parse("agree/3")}, teams=frozenset(WARDS[:3]))
    assert above_of(WARDS[0], {MEDICINE: figure}, TREE) == MEDICINE
    assert above_of(WARDS[3], {MEDICINE: figure}, TREE) is None
    assert above_of(WARDS[0], {MEDICINE: replace(figure, teams=frozenset())}, TREE) is None
