"""Bands, kinds, spread, coupling and the organisation's week: who gets which, and nothing under the floor."""

import pytest

from bot.domain.answers.block_sums import OVERALL
from bot.domain.answers.quarter_sums import (
    COMPETENCIES,
    NO_QUARTER,
    CouplingRow,
    PackedQuarter,
    QuarterSums,
    pack,
    unpack,
)
from bot.domain.disclosure.figures import Figure, FlagFigure, ScoreFigure, ShareFigure, ShareWord, as_json, from_json
from bot.domain.disclosure.gate import GateDecision
from bot.domain.disclosure.quarter_figures import (
    BandsFigure,
    CouplingFigure,
    Disagreement,
    DisagreementFigure,
    KindsFigure,
    OrganisationFigure,
    WeekComparison,
)
from bot.domain.disclosure.quarter_requests import (
    RELEASED_AS,
    kept_of_block,
    request_of,
    requests_by_unit,
)
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.bands import Band
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.programme.questions import Kind
from tests.domain.disclosure.quarters import (
    BLOCK,
    CLINIC,
    MEDICINE,
    MINIMUM,
    TREE,
    WARD,
    WEEK,
    a_week,
    block,
    decided,
    kept,
    part,
    people,
    shown,
    the_week,
)

COUPLING_FORMS = tuple(RELEASED_AS)


def bands(decision: GateDecision, unit: UnitId) -> BandsFigure:
    figure = shown(decision, unit, ReleaseKind.BANDS, BLOCK)
    assert isinstance(figure, BandsFigure)
    return figure


def test_a_large_team_gets_a_band_a_competency_and_its_lowest_named() -> None:
    staff = people(24)
    mixed = block(personal=staff, supervisory=staff, strategic=staff)
    mixed["strategic"] = part(staff, 2.0, 4)
    figure = bands(decided({WARD: kept(mixed)}), WARD)
    assert set(figure.bands) == set(COMPETENCIES)
    assert (figure.lowest, figure.lowest_is_clear) == ("strategic", True)
    assert figure.bands["strategic"] == (Band.LOW,)
    assert figure.people_from == 20


def test_a_small_team_gets_one_overall_band_and_its_unit_one_a_competency() -> None:
    ward, clinic = people(12), people(12, "c")
    decision = decided(
        {
            WARD: kept(block(personal=ward, supervisory=ward, strategic=ward)),
            CLINIC: kept(block(personal=clinic, supervisory=clinic, strategic=clinic)),
        }
    )
    assert set(bands(decision, WARD).bands) == {OVERALL}
    assert bands(decision, WARD).lowest == ""
    assert set(bands(decision, MEDICINE).bands) == set(COMPETENCIES)


def test_four_people_and_readers_get_no_band_at_all() -> None:
    four = decided({WARD: kept(block(personal=people(4)))})
    assert shown(four, WARD, ReleaseKind.BANDS, BLOCK) is None
    readers = people(2)
    six = decided({WARD: kept(block(personal=people(6)), readers=readers)}, readers=readers)
    assert shown(six, WARD, ReleaseKind.BANDS, BLOCK) is None


def test_kinds_spread_and_coupling_are_shown_when_the_epoch_ends_and_bands_with_every_block() -> None:
    sums = {WARD: kept(block(core=people(12), influence=people(12), personal=people(12)))}
    early, late = decided(sums, ends=False), decided(sums)
    assert {kind for _, kind, _ in early.others} == {ReleaseKind.BANDS}
    figure = shown(late, WARD, ReleaseKind.KINDS)
    assert isinstance(figure, KindsFigure)
    assert set(figure.halves) == {Kind.INFLUENCE}
    assert isinstance(shown(late, WARD, ReleaseKind.SPREAD), DisagreementFigure)


def test_spread_takes_ten_people_besides_the_readers() -> None:
    ten = {WARD: kept(block(personal=people(10)))}
    assert isinstance(shown(decided(ten), WARD, ReleaseKind.SPREAD), DisagreementFigure)
    assert shown(decided(ten, readers=people(1)), WARD, ReleaseKind.SPREAD) is None


def test_response_times_kept_by_an_earlier_version_are_passed_over() -> None:
    sums = kept(block(personal=people(5)))
    now = pack(sums)
    earlier = PackedQuarter(
        now.replace(b'"coupling":', b'"asides":{"0":{"p1":[2,550,1]}},"asked_words":[0],"coupling":')
    )
    assert earlier != now
    assert unpack(earlier) == sums
    assert pack(unpack(earlier)) == now


# --- coupling -----------------------------------------------------------------------------------------------------


def coupled(
    leads: int, members: int, *, prefix: str, said: float = 8.0, heard: float = 4.0, form: Kind = COUPLING_FORMS[1]
) -> QuarterSums:
    rows = [
        CouplingRow(form=form, person=PersonId(f"{prefix}-l{number}"), value=said, by_co_lead=True)
        for number in range(leads)
    ]
    rows += [
        CouplingRow(form=form, person=PersonId(f"{prefix}-m{number}"), value=heard, by_co_lead=False)
        for number in range(members)
    ]
    return QuarterSums().with_coupling(WEEK, rows)


def gap(decision: GateDecision, unit: UnitId, form: Kind = COUPLING_FORMS[1]) -> object:
    return shown(decision, unit, RELEASED_AS[form])


def test_the_gap_is_shown_of_units_with_five_co_leads_in_two_teams_and_never_of_a_team() -> None:
    three = {WARD: coupled(3, 8, prefix="w"), CLINIC: coupled(2, 8, prefix="c")}
    decision = decided(three)
    figure = gap(decision, MEDICINE)
    assert isinstance(figure, CouplingFigure)
    assert figure.halves == 8
    assert gap(decision, WARD) is None
    assert gap(decided({**three, CLINIC: coupled(1, 8, prefix="c")}), MEDICINE) is None
    assert gap(decided({WARD: coupled(6, 8, prefix="w")}), MEDICINE) is None
    assert gap(decided({WARD: coupled(3, 2, prefix="w"), CLINIC: coupled(2, 2, prefix="c")}), MEDICINE) is None


def test_a_co_lead_who_reads_the_digest_above_hides_nobody() -> None:
    sums = {WARD: coupled(3, 8, prefix="w"), CLINIC: coupled(2, 8, prefix="c")}
    assert gap(decided(sums, above=frozenset({PersonId("c-l0")})), MEDICINE) is None


def test_agreement_inside_the_leads_takes_two_of_them_in_each_team() -> None:
    form = Kind.COUPLING_STRATEGIC
    sums = {WARD: coupled(4, 0, prefix="w", form=form), CLINIC: coupled(1, 0, prefix="c", form=form)}
    assert gap(decided(sums), MEDICINE, form) is None
    figure = gap(decided({**sums, CLINIC: coupled(2, 0, prefix="c", form=form)}), MEDICINE, form)
    assert isinstance(figure, CouplingFigure)
    assert figure.halves == 18


# --- the organisation ---------------------------------------------------------------------------------------------


STEADY = [0.60, 0.65, 0.60, 0.70, 0.65, 0.60, 0.65, 0.70, 0.60, 0.65, 0.70, 0.65, 0.60, 0.65]


def test_a_whole_hospital_fall_is_told_against_its_own_limits() -> None:
    fallen = the_week(a_week([*STEADY, 0.3]))
    assert fallen is not None
    assert (fallen.swing, fallen.tenths) == (WeekComparison.LOWER, 3)
    assert fallen.usual is not None
    assert fallen.usual[0] > 3
    steady = the_week(a_week([*STEADY, 0.65]))
    assert steady is not None
    assert steady.swing is WeekComparison.STEADY


def test_a_second_question_in_a_week_is_no_rise() -> None:
    week = the_week(a_week([*STEADY, 0.65], questions=2))
    assert week is not None
    assert (week.swing, week.tenths) == (WeekComparison.STEADY, 6)


def test_seven_weeks_on_one_side_are_a_lasting_fall() -> None:
    week = the_week(a_week([*STEADY, *[0.6] * 7]))
    assert week is not None
    assert (week.swing, week.lasting) == (WeekComparison.LOWER, True)


def test_before_twelve_weeks_nothing_is_called_unusual() -> None:
    week = the_week(a_week([0.6] * 12 + [0.1]))
    assert week is not None
    assert week.swing is WeekComparison.LOWER
    young = the_week(a_week([0.6] * 11 + [0.1]))
    assert young is not None
    assert (young.swing, young.usual) == (WeekComparison.UNKNOWN, None)


@pytest.mark.parametrize(("size", "teams"), [(9, 3), (20, 2)])
def test_a_small_organisation_has_no_line_of_its_own(size: int, teams: int) -> None:
    assert the_week(a_week([0.6], size=size, teams=teams)) is None


# --- codecs -------------------------------------------------------------------------------------------------------


def test_the_sums_of_an_epoch_come_back_as_they_were_kept() -> None:
    sums = kept(block(personal=people(6), influence=people(7)), block(strategic=people(5)))
    sums = sums.with_coupling(
        WEEK, [CouplingRow(form=COUPLING_FORMS[0], person=PersonId("x"), value=6.7, by_co_lead=True)]
    )
    assert unpack(pack(sums)) == sums
    assert unpack(NO_QUARTER) == QuarterSums()
    with pytest.raises(ValueError, match="version 9"):
        unpack(PackedQuarter(b'{"v":9}'))


@pytest.mark.parametrize(
    ("kind", "figure"),
    [
        (ReleaseKind.PARTICIPATION, ShareFigure(part=ShareWord.HALF, tenths=5)),
        (ReleaseKind.SCORE, ScoreFigure(halves=13, people_from=15)),
        (ReleaseKind.FLAG, FlagFigure(kind=FlagKind.BOTH, since=WEEK - 4)),
        (ReleaseKind.BANDS, BandsFigure(bands={OVERALL: (Band.LOW, Band.MODERATE)}, people_from=5)),
        (
            ReleaseKind.BANDS,
            BandsFigure(
                bands=dict.fromkeys(COMPETENCIES, (Band.HIGH,)), lowest="personal", lowest_is_clear=True, people_from=25
            ),
        ),
        (ReleaseKind.KINDS, KindsFigure(halves={Kind.INFLUENCE: 9, Kind.TWO_WAY: 14})),
        (ReleaseKind.SPREAD, DisagreementFigure(spread=Disagreement.WIDE)),
        (ReleaseKind.COUPLING_ORGANISATIONAL, CouplingFigure(form=Kind.COUPLING_ORGANISATIONAL, halves=-3)),
        (
            ReleaseKind.ORGANISATION,
            OrganisationFigure(tenths=4, swing=WeekComparison.LOWER, lasting=True, usual=(5, 7)),
        ),
        (ReleaseKind.ORGANISATION, OrganisationFigure(tenths=4, swing=WeekComparison.UNKNOWN)),
    ],
)
def test_a_figure_comes_back_from_the_ledger_as_it_was_shown(kind: ReleaseKind, figure: Figure) -> None:
    assert from_json(kind, as_json(figure)) == figure


def test_a_ledger_row_is_read_by_its_kind_whatever_keys_it_has() -> None:
    row = as_json(CouplingFigure(form=Kind.COUPLING_STRATEGIC, halves=12))
    with pytest.raises(ValueError, match="no figure of the kind score"):
        from_json(ReleaseKind.SCORE, row)


def test_what_counts_by_itself_is_decided_once_whoever_reads_later() -> None:
    fresh = block(personal=people(6), strategic=people(6, "s"))
    before = kept(fresh)
    again = kept_of_block(before, 0, fresh, readers=people(6), minimum=MINIMUM)
    assert again == before
    assert set(kept(fresh, readers=people(6)).blocks[0]) == {OVERALL}


def test_a_unit_adds_up_its_teams() -> None:
    requests = {
        WARD: request_of(kept(block(personal=people(6))), WARD),
        CLINIC: request_of(kept(block(4.0, personal=people(5, "c"))), CLINIC),
    }
    whole = requests_by_unit(TREE, requests)[MEDICINE]
    assert whole.people == people(6) | people(5, "c")
    assert whole.weighed["personal"].people == 11
    assert whole.weighed["personal"].weighted == pytest.approx(
        sum(requests[unit].weighed["personal"].weighted for unit in (WARD, CLINIC))
    )
