"""A digest says first whether anything is needed, fits its lines, shows only releases and names nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.callback_text import decode, encode
from bot.domain.digests.digest_facts import LONG, SHORT, said_fact
from bot.domain.digests.page import (
    ActionLine,
    ClosedLine,
    EarlierFlag,
    LatestScore,
    NamedTeam,
    Page,
    RollUp,
    ScoreChange,
    Usual,
    change_between,
    usual_for,
)
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.team_text import team_page, write_page
from bot.domain.disclosure.figures import (
    FlagFigure,
    ScoreFigure,
)
from bot.domain.disclosure.gate import Released, recall
from bot.domain.disclosure.participation import Participation, ShareFigure, WeekCount, heard
from bot.domain.disclosure.periods import BlockPeriod, WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.follow_up.flags import FlagResponse, flag_id
from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import Agreement, ScoreWord, Vocabulary
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.domain.texts.dates import day
from tests.support.messages import lines_of, words_of

WEEK = IsoWeek.parse("2026-W10")
WARD = UnitId("acute-medical-unit")
AT = datetime(2026, 3, 9, 1, tzinfo=UTC)
TOO_FEW = Withheld(because=Withholding.TOO_FEW)
ACTION = ActionLine(
    words="Second trolley for the night drug round", owner=Role.NURSING_LEAD, accepted=True, age_days=9, due_days=14,
    told=date(2026, 3, 3),
)  # fmt: skip


def released_share(tenths: int | None = 6, *, together: tuple[str, ...] = ()) -> Participation:
    """About so many in ten, or a word where cells are small."""
    n = 10 if tenths is not None else 9
    count = WeekCount(week=WEEK, cells=2, n=n, doubled=2 * (tenths or 6), smallest=n)
    shown = heard([count], WEEK, together=together)
    assert isinstance(shown, Participation)
    return shown


AGREE = ScoreFigure(word=ScoreWord(agreement=Agreement.AGREE, vocabulary=Vocabulary.FIVE))


def released_score(figure: ScoreFigure = AGREE) -> Released[ScoreFigure]:
    return recall(WARD, ReleaseKind.SCORE, BlockPeriod(epoch=IsoWeek.parse("2026-W05"), number=0), WEEK - 1, figure)


def released_flag(kind: FlagKind) -> Released[FlagFigure]:
    figure = FlagFigure(kind=kind, since=date(2026, 2, 1))
    return recall(WARD, ReleaseKind.FLAG, WeekPeriod(week=WEEK), WEEK, figure)


def said() -> LatestScore:
    return LatestScore(score=released_score(), first=WEEK - 4, last=WEEK - 1, change=ScoreChange.UNKNOWN)


def a_page(**changes: object) -> Page:
    fields: dict[str, object] = {
        "unit": WARD,
        "name": "Acute medical unit",
        "week": WEEK,
        "locale": "en-GB",
        "asked": True,
        "participation": released_share(),
        "usual": Usual.USUAL,
        "said": said(),
        "next_figures": date(2026, 3, 31),
        "open_actions": (ACTION,),
        "closed": (ClosedLine(words="Referral list on the board by 09:00", closed=date(2026, 2, 9)),),
        "steps": ("6.4", "1.2", "6.6"),
        "has_chart": True,
    }
    return Page(**(fields | changes))  # type: ignore[arg-type]


def a_flagged_page(kind: FlagKind = FlagKind.FEWER_VOICES, **changes: object) -> Page:
    return a_page(flag=released_flag(kind), flag_id=flag_id(WARD, WEEK), participation=released_share(4), **changes)


def labels(page: Page) -> list[str]:
    return [button.label for row in write_page(page, at=AT).buttons for button in row]


def test_all_well_reads_as_designed() -> None:
    digest = write_page(a_page(), at=AT)
    assert words_of(digest).splitlines() == [
        "Acute medical unit: week to Sunday 8 March",
        "Nothing needs you this week.",
        "",
        "Heard: About 6 in 10 of colleagues, over four weeks (usual for you)",
        "Said: Agree (four weeks to 1 March)",
        "Next figures: 31 March",
        "",
        "Open: Second trolley for the night drug round (owner: nursing lead; day 9 of 14; team told 3 March)",
        "Closed: Referral list on the board by 09:00 (done 9 February)",
        "",
        "If you have five minutes: With their agreement, say at handover whose idea last month’s improvement was and "
        "what it changed.",
        "The team sees this digest too. Nobody can see who answered, and nobody should ask.",
    ]
    assert not digest.needs_conversation


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FlagKind.FEWER_VOICES, ["fewer voices"]),
        (FlagKind.LOWER_SCORE, ["lower score"]),
        (FlagKind.BOTH, ["fewer voices", "lower score"]),
    ],
)
def test_a_flag_is_said_first_with_its_kind_its_size_its_age_and_its_doubt(kind: FlagKind, words: list[str]) -> None:
    digest = write_page(a_flagged_page(kind), at=AT)
    first = words_of(digest).splitlines()[1]
    assert first.startswith("Worth a conversation")
    assert all(word in first for word in words)
    assert ("lower score" in words_of(digest)) == ("lower score" in words)
    assert "Since about February 2026" in words_of(digest)
    assert "by chance about once in two years" in words_of(digest)
    assert "This does not say who or why." in words_of(digest)
    assert "1. " in words_of(digest)
    assert "3. " in words_of(digest)
    assert digest.needs_conversation


def test_a_flag_offers_what_a_lead_may_say_to_it() -> None:
    assert labels(a_flagged_page()) == [
        "I will reply to the team",
        "Start an action",
        "Need help from above",
        "There is a known reason",
        "I do not recognise this",
        "Chart",
    ]
    assert labels(a_page()) == ["Start an action", "Tell the team", "Chart"]


def test_too_few_is_neither_good_nor_bad_news_and_offers_no_chart() -> None:
    page = a_page(participation=TOO_FEW, said=None, has_chart=False)
    text = words_of(write_page(page, at=AT))
    assert text.splitlines()[1] == (
        "Nothing needs you this week: there are too few figures to say. This is neither good nor bad news."
    )
    assert "Joined" not in text
    assert "Chart" not in labels(page)
    assert "Why no figures?" in labels(page)


def test_a_new_team_is_told_which_week_of_eight_it_is() -> None:
    page = a_page(learning_week=3, said=None)
    lines = words_of(write_page(page, at=AT)).splitlines()
    assert lines[1] == "Nothing needs you yet: in week 3 of 8 we learn what is usual for you."
    assert (
        "Said: First figures 31 March (if at least 5 people answer, not counting the readers of this digest)" in lines
    )
    assert not page.for_the_team


def test_an_overdue_action_an_open_flag_and_a_quiet_week_are_said_in_the_first_line() -> None:
    def first(page: Page) -> str:
        return words_of(write_page(page, at=AT)).splitlines()[1]

    late = a_page(open_actions=(replace(ACTION, age_days=15),))
    assert "past its date" in first(late)
    assert "(owner: nursing lead; day 15, it was meant for day 14; " in words_of(write_page(late, at=AT))
    unanswered = EarlierFlag(kind=FlagKind.BOTH, week=WEEK - 2, response=None)
    assert first(a_page(earlier=unanswered)).endswith("beyond the conversation we suggested on 22 February.")
    answered = words_of(
        write_page(a_page(earlier=replace(unanswered, response=FlagResponse.REPLYING, by=Role.NURSING_LEAD)), at=AT)
    )
    assert "Earlier: 22 February: fewer voices and lower score (the nursing lead has taken it)" in answered
    quiet = first(a_page(asked=False, quiet_reason="NHS Staff Survey opens", participation=TOO_FEW))
    assert quiet == "Nothing needs you this week: no question was asked (NHS Staff Survey opens)."


def test_the_digest_refuses_a_figure_that_did_not_pass_the_gate() -> None:
    forged = ShareFigure.of(3, 4, in_tenths=True)
    with pytest.raises(TypeError, match="only what the gate released"):
        a_page(participation=forged)
    with pytest.raises(TypeError, match="only what the gate released"):
        LatestScore(score=AGREE, first=WEEK, last=WEEK, change=ScoreChange.UNKNOWN)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="only what the gate released"):
        a_roll_up(participation=forged)


responses = st.sampled_from([TOO_FEW, released_share(3), released_share(None)])
actions = st.lists(
    st.builds(
        ActionLine,
        words=st.sampled_from(["Mend the printer", "One line\nand another"]),
        owner=st.sampled_from([None, Role.MEDICAL_LEAD]),
        accepted=st.booleans(),
        age_days=st.integers(0, 90),
        due_days=st.sampled_from([None, 7, 28]),
        told=st.sampled_from([None, date(2026, 3, 3)]),
    ),
    max_size=5,
)


@settings(max_examples=150)
@given(
    kind=st.sampled_from([None, *FlagKind]),
    participation=responses,
    asked=st.booleans(),
    with_score=st.booleans(),
    learning=st.sampled_from([None, None, 1, 8]),
    earlier=st.sampled_from([None, EarlierFlag(kind=FlagKind.BOTH, week=WEEK - 2, response=None)]),
    open_actions=actions,
    closed=st.booleans(),
)
def test_every_digest_fits_its_lines_and_says_first_whether_anything_is_needed(
    kind: FlagKind | None,
    participation: Participation | Withheld,
    asked: bool,
    with_score: bool,
    learning: int | None,
    earlier: EarlierFlag | None,
    open_actions: list[ActionLine],
    closed: bool,
) -> None:
    page = a_page(
        flag=released_flag(kind) if kind else None,
        flag_id=flag_id(WARD, WEEK) if kind else None,
        participation=participation,
        asked=asked,
        said=said() if with_score else None,
        learning_week=None if kind else learning,
        earlier=earlier,
        open_actions=tuple(open_actions),
        closed=(ClosedLine(words="Done", closed=date(2026, 3, 1)),) if closed else (),
    )
    digest = write_page(page, at=AT)
    lines = words_of(digest).splitlines()
    assert len(lines) <= (LONG if kind else SHORT)
    assert "Acute medical unit" in lines[0]
    assert ("Worth a conversation" if kind else "Nothing needs you") in lines[1]
    for row in digest.buttons:
        for button in row:
            assert decode(encode(button.intent)) == button.intent


def a_roll_up(**changes: object) -> RollUp:
    fields: dict[str, object] = {
        "unit": UnitId("medicine"), "name": "Medicine", "week": WEEK, "locale": "en-GB", "teams": 8, "teams_shown": 6,
        "participation": released_share(), "said": said(), "flagged_now": 1, "flagged_lately": (FlagKind.BOTH,),
        "open_count": 5, "open_oldest_days": 41, "open_overdue": 2, "next_figures": date(2026, 3, 31),
        "steps": ("5.1",), "has_chart": True,
    }  # fmt: skip
    return RollUp(**(fields | changes))  # type: ignore[arg-type]


def test_a_roll_up_counts_and_names_no_team() -> None:
    digest = write_roll_up(a_roll_up(), at=AT)
    assert words_of(digest).splitlines()[1].startswith("Nothing needs you this week. 1 of 8 teams")
    assert "Flags: Fewer voices 0, lower score 0, both 1 (over eight weeks, of 8 teams)" in words_of(digest)
    assert "Open actions: 5 (the oldest on day 41; past their date: 2)" in words_of(digest)
    assert len(words_of(digest).splitlines()) <= SHORT
    assert not digest.needs_conversation


def test_a_roll_up_over_two_teams_counts_no_flags() -> None:
    text = words_of(write_roll_up(a_roll_up(teams=2), at=AT))
    assert "1 of 2" not in text
    assert "Flags: Counts are shown from three teams on" in text


def test_a_team_is_named_above_only_when_it_asks_or_has_waited() -> None:
    zebra = NamedTeam(name="Zebra ward", kind=FlagKind.BOTH, since=date(2026, 1, 25))
    digest = write_roll_up(a_roll_up(asking_help=(zebra, replace(zebra, name="Ape ward")), waiting=(zebra,)), at=AT)
    lines = words_of(digest).splitlines()
    assert lines[1] == (
        "Worth a conversation this week: 2 teams ask for help from above; a team has waited 28 days for an answer."
    )
    assert words_of(digest).index("Ape ward") < words_of(digest).index("Zebra ward")
    assert len(lines) <= LONG


def test_the_team_reads_the_same_page_with_its_leads_words() -> None:
    digest = write_page(a_flagged_page(), at=AT)
    page = team_page(
        digest,
        unit_name="Acute medical unit",
        read_on=date(2026, 3, 10),
        words=[(Role.NURSING_LEAD, "We will talk at both handovers")],
        locale="en-GB",
    )
    assert page.sections[2:] == digest.document.sections
    assert words_of(page).split("\n")[:3] == [
        "This is the digest that the leads of Acute medical unit read on 10 March.",
        "",
        "From the nursing lead: “We will talk at both handovers”",
    ]


def test_usual_comes_from_at_least_four_released_figures() -> None:
    figures = [6] * 4
    assert usual_for(released_share(6), figures) is Usual.USUAL
    assert usual_for(released_share(4), figures) is Usual.LOWER
    assert usual_for(released_share(8), figures) is Usual.HIGHER
    assert usual_for(released_share(4), figures[:3]) is Usual.UNKNOWN
    assert usual_for(released_share(None), figures) is Usual.UNKNOWN


def of_three(agreement: Agreement) -> ScoreFigure:
    return ScoreFigure(word=ScoreWord(agreement=agreement, vocabulary=Vocabulary.THREE))


@pytest.mark.parametrize(
    ("now", "before", "everybody", "change"),
    [
        (Agreement.MIXED, Agreement.AGREE, 0, ScoreChange.LOWER),
        (Agreement.MIXED, Agreement.AGREE, -2, ScoreChange.UNKNOWN),  # a harder question, for all teams
        (Agreement.AGREE, Agreement.AGREE, 0, ScoreChange.UNKNOWN),
        (Agreement.AGREE, Agreement.AGREE, 2, ScoreChange.LOWER),  # an easier question is not a better team
        (Agreement.AGREE, Agreement.MIXED, 1, ScoreChange.HIGHER),
    ],
)
def test_a_team_s_words_are_compared_against_those_of_all_teams(
    now: Agreement, before: Agreement, everybody: int, change: ScoreChange
) -> None:
    means = {"everybody_now": Fraction(5 + everybody), "everybody_before": Fraction(5)}
    assert change_between(of_three(now), of_three(before), **means) is change
    assert change_between(of_three(now), None, **means) is ScoreChange.UNKNOWN
    assert change_between(of_three(now), of_three(before), **means | {"everybody_now": None}) is ScoreChange.UNKNOWN


def test_a_large_team_reads_a_word_for_each_competency() -> None:
    figure = ScoreFigure(
        word=of_three(Agreement.MIXED).word,
        competencies={
            ScoreKind.PERSONAL: of_three(Agreement.AGREE).word,
            ScoreKind.STRATEGIC: of_three(Agreement.DISAGREE).word,
        },
        is_wide=True,
        together=("Pain team", "Recovery"),
    )
    score = LatestScore(score=released_score(figure), first=WEEK - 3, last=WEEK, change=ScoreChange.LOWER)
    assert lines_of([said_fact(score, locale="en-GB")]) == [
        "Said: Mixed (Pain team and Recovery together; Own part (personal): Agree; Direction (strategic): Disagree; "
        "four weeks to 8 March; lower than the time before; people here see things very differently from one another)"
    ]


def test_dates_are_said_without_a_year() -> None:
    assert day(date(2026, 3, 8), "en-GB") == "8 March"
