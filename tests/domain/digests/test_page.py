"""A digest says first whether anything is needed, fits its lines, shows only releases and names nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.digest_facts import said_in_full
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
from bot.domain.digests.team_page_text import team_document
from bot.domain.digests.team_text import write_page
from bot.domain.digests.verdict import Verdict
from bot.domain.disclosure.figures import FlagFigure, ScoreFigure
from bot.domain.disclosure.gate import Released, recall
from bot.domain.disclosure.participation import Participation, ShareFigure, WeekCount, heard
from bot.domain.disclosure.periods import BlockPeriod, WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.follow_up.action_library import step
from bot.domain.follow_up.flags import FlagResponse, flag_id
from bot.domain.identifiers import ActionId, FlagId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import Agreement, ScoreWord, Vocabulary
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import ActionPress, FlagPress, OnAction, OnFlag
from bot.domain.organisation.people import Role
from bot.domain.texts.dates import day
from tests.support.messages import details_of, lines_of, words_of

WEEK = IsoWeek.parse("2026-W10")
WARD = UnitId("acute-medical-unit")
AT = datetime(2026, 3, 9, 1, tzinfo=UTC)
TOO_FEW = Withheld(because=Withholding.TOO_FEW)
ACTION = ActionLine(
    action=ActionId("trolley"),
    words="Second trolley for the night drug round",
    owner=Role.NURSING_LEAD,
    accepted=True,
    age_days=9,
    due_days=14,
    told=date(2026, 3, 3),
)


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
    }
    return Page(**(fields | changes))  # type: ignore[arg-type]


def a_flagged_page(kind: FlagKind = FlagKind.FEWER_VOICES, **changes: object) -> Page:
    return a_page(flag=released_flag(kind), flag_id=flag_id(WARD, WEEK), participation=released_share(4), **changes)


def labels(page: Page) -> list[list[str]]:
    return [[button.label for button in row] for row in write_page(page, at=AT).buttons]


CHART = ChartFigures(unit="Ward", locale="en-GB", points=tuple((WEEK - back, 6) for back in range(5, -1, -1)))
UNANSWERED = EarlierFlag(flag=flag_id(WARD, WEEK - 2), kind=FlagKind.BOTH, week=WEEK - 2, response=None)
TAKEN = replace(UNANSWERED, response=FlagResponse.REPLYING, by=Role.NURSING_LEAD)
LATE = replace(ACTION, age_days=20)
QUESTIONS = ("I can raise a concern here", "My ideas are used", "We learn from mistakes")


def test_a_steady_week_is_two_lines_and_two_buttons() -> None:
    digest = write_page(a_page(), at=AT, chart=CHART)
    assert words_of(digest).splitlines() == [
        "Acute medical unit: nothing needs you",
        "Four weeks to 8 March · about 6 in 10 heard (usual for you) · mostly agree · one open action",
    ]
    assert [[button.label for button in row] for row in digest.buttons] == [["Details and chart", "Start an action"]]
    assert digest.verdict is Verdict.NOTHING
    assert digest.step == ""


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FlagKind.FEWER_VOICES, ["fewer voices"]),
        (FlagKind.LOWER_SCORE, ["lower score"]),
        (FlagKind.BOTH, ["fewer voices", "lower score"]),
    ],
)
def test_a_flagged_week_says_why_since_when_and_one_thing(kind: FlagKind, words: list[str]) -> None:
    digest = write_page(a_flagged_page(kind, questions=QUESTIONS), at=AT, chart=CHART)
    lines = words_of(digest).splitlines()
    assert lines[:2] == [
        "Acute medical unit: worth a conversation",
        "Four weeks to 8 March, for all leads and champions",
    ]
    assert "since about February 2026" in lines[3]
    assert [word for word in ("fewer voices", "lower score") if word in lines[3].lower()] == words
    heard_note = " (usual for you)" if kind is FlagKind.LOWER_SCORE else ""
    assert lines[5:9] == [
        f"Heard: About 4 in 10 of colleagues{heard_note}",
        "Said: Agree",
        "Asked: “I can raise a concern here” (and two more)",
        "Open: One action (the oldest on day 9)",
    ]
    assert any(line.startswith("One thing this week: With their agreement") for line in lines)
    assert digest.step == "6.4"
    assert lines[-1] == "Nobody can see who answered; please do not ask."


def test_what_a_flagged_week_does_not_show_is_one_tap_away() -> None:
    digest = write_page(a_flagged_page(questions=QUESTIONS), at=AT, chart=CHART)
    details = details_of(digest)
    assert "A steady team gets this message by chance about once in two years." in details
    assert "It does not say who or why. Please do not ask who" in details
    assert "Said: Agree (four weeks to 1 March)" in details
    assert all(question in details for question in QUESTIONS)
    assert step("1.2", "en-GB") in details
    assert "The team gets a digest of its own on Thursday" in details
    below = [button.label for row in digest.further_buttons for button in row]
    assert below == ["Need help from above", "I do not recognise this", "Tell the team", "Check the team list"]


def test_one_button_is_the_one_to_press() -> None:
    flagged = write_page(a_flagged_page(), at=AT, chart=CHART)
    assert [[(each.label, each.is_primary) for each in row] for row in flagged.buttons] == [
        [("I will reply to the team", True)],
        [("There is a known reason", False), ("Start an action", False)],
        [("More", False)],
    ]
    assert labels(a_page(open_actions=(LATE,))) == [["It is done"], ["Still open", "More"]]
    assert labels(a_page(usual=Usual.LOWER)) == [["Start an action"], ["Tell the team", "More"]]


def test_an_unanswered_flag_is_asked_about_again_and_an_answered_one_is_not() -> None:
    again = write_page(a_page(earlier=UNANSWERED), at=AT)
    assert words_of(again).splitlines()[3] == (
        "We suggested a conversation on 22 February: fewer voices and lower score. No lead has replied yet."
    )
    assert again.buttons[0][0].intent == FlagPress(flag=UNANSWERED.flag, what=OnFlag.REPLY)
    taken = write_page(a_page(earlier=TAKEN), at=AT)
    assert taken.verdict is Verdict.NOTHING
    assert "Earlier: 22 February: fewer voices and lower score (the nursing lead has taken it)" in details_of(taken)
    worded = write_page(a_page(earlier=replace(TAKEN, words="We talk at handover")), at=AT)
    assert "From the nursing lead: “We talk at handover”" in details_of(worded)


def test_an_action_past_its_date_is_the_one_thing() -> None:
    longest = replace(LATE, action=ActionId("old"), words="Mend the printer.", age_days=60)
    digest = write_page(a_page(open_actions=(LATE, longest)), at=AT)
    lines = words_of(digest).splitlines()
    assert lines[0] == "Acute medical unit: something needs you"
    assert lines[3] == "An open action is past its date: “Mend the printer”."
    assert "Open: 2 actions (the oldest on day 60; 2 past their date)" in lines
    assert "One thing this week: Give it a new date, or close it and say why." in lines
    assert digest.buttons[0][0].intent == ActionPress(action=longest.action, what=OnAction.CLOSE)
    assert "(owner: nursing lead; day 20, it was meant for day 14; " in details_of(digest)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"usual": Usual.LOWER}, "Fewer colleagues were heard than is usual for you."),
        (
            {"usual": Usual.LOWER, "earlier": TAKEN},
            "A conversation was suggested on 22 February, and the figures are still lower than usual.",
        ),
    ],
)
def test_what_is_lower_is_worth_a_look(changes: dict[str, object], why: str) -> None:
    digest = write_page(a_page(**changes), at=AT)
    assert words_of(digest).splitlines()[0] == "Acute medical unit: have a look"
    assert words_of(digest).splitlines()[3] == why


def test_words_on_the_disagree_side_are_worth_a_look() -> None:
    figure = ScoreFigure(word=ScoreWord(agreement=Agreement.DISAGREE, vocabulary=Vocabulary.THREE))
    low = replace(said(), score=released_score(figure))
    digest = write_page(a_page(said=low), at=AT)
    assert digest.verdict is Verdict.WATCH
    assert words_of(digest).splitlines()[3] == "What people said is on the disagree side."


def test_too_few_is_neither_good_nor_bad_news() -> None:
    page = a_page(participation=TOO_FEW, said=None)
    digest = write_page(page, at=AT)
    assert words_of(digest).splitlines()[1] == (
        "Four weeks to 8 March · too few to show, which is neither good nor bad news · one open action"
    )
    assert labels(page) == [["Details", "Start an action"]]
    assert "Why no figures?" in [button.label for row in digest.further_buttons for button in row]
    assert digest.team_page is None


def test_a_quiet_week_says_why() -> None:
    quiet = a_page(asked=False, quiet_reason="NHS Staff Survey opens", participation=TOO_FEW, said=None)
    assert words_of(write_page(quiet, at=AT)).splitlines()[1] == (
        "Week to 8 March · no question was asked (NHS Staff Survey opens) · one open action"
    )


def test_a_new_team_hears_of_it_in_three_weeks_of_eight() -> None:
    digests = {number: write_page(a_page(learning_week=number, said=None), at=AT) for number in range(1, 9)}
    assert [number for number, digest in digests.items() if digest.is_for_readers] == [1, 4, 8]
    assert words_of(digests[4]).splitlines()[:2] == [
        "Acute medical unit: nothing needs you",
        "Week 4 of 8: Rounds is learning what is usual for you. It is too early to conclude anything.",
    ]
    assert "Said: First figures 31 March (if at least 5 people answer" in details_of(digests[4])
    assert all(digest.team_page is None for digest in digests.values())
    assert write_page(a_page(learning_week=3, said=None, open_actions=(LATE,)), at=AT).is_for_readers


def test_the_digest_refuses_a_figure_that_did_not_pass_the_gate() -> None:
    forged = ShareFigure.of(3, 4, in_tenths=True)
    with pytest.raises(TypeError, match="only what the gate released"):
        a_page(participation=forged)
    with pytest.raises(TypeError, match="only what the gate released"):
        LatestScore(score=AGREE, first=WEEK, last=WEEK, change=ScoreChange.UNKNOWN)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="only what the gate released"):
        a_roll_up(participation=forged)


def a_roll_up(**changes: object) -> RollUp:
    fields: dict[str, object] = {
        "unit": UnitId("medicine"), "name": "Medicine", "week": WEEK, "locale": "en-GB", "teams": 8, "teams_shown": 6,
        "participation": released_share(), "said": said(), "flagged_now": 1, "flagged_lately": (FlagKind.BOTH,),
        "open_count": 5, "open_oldest_days": 41, "open_overdue": 2, "next_figures": date(2026, 3, 31),
        "step": "5.1",
    }  # fmt: skip
    return RollUp(**(fields | changes))  # type: ignore[arg-type]


def test_a_roll_up_counts_and_names_no_team() -> None:
    digest = write_roll_up(a_roll_up(), at=AT)
    assert words_of(digest).splitlines() == [
        "Medicine: nothing needs you",
        "Four weeks to 8 March · about 6 in 10 heard · mostly agree · one team was flagged; its leads have it · "
        "5 open actions",
    ]
    assert "Flags: Fewer voices 0, lower score 0, both 1 (over eight weeks, of 8 teams)" in details_of(digest)
    assert "Open actions: 5 (the oldest on day 41; past their date: 2)" in details_of(digest)


def test_a_roll_up_over_two_teams_counts_no_flags() -> None:
    digest = write_roll_up(a_roll_up(teams=2), at=AT)
    assert "flagged" not in words_of(digest)
    assert "Flags: Counts are shown from three teams on" in details_of(digest)


def test_a_team_is_named_above_only_when_it_asks_or_has_waited() -> None:
    zebra = NamedTeam(name="Zebra ward", kind=FlagKind.BOTH, since=date(2026, 1, 25), flag=FlagId("f"))
    asked = write_roll_up(a_roll_up(asking_help=(zebra, replace(zebra, name="Ape ward", flag=FlagId("g")))), at=AT)
    lines = words_of(asked).splitlines()
    assert lines[0] == "Medicine: something needs you"
    assert lines[3] == "2 teams ask for help from above."
    assert words_of(asked).index("Ape ward") < words_of(asked).index("Zebra ward")
    waiting = words_of(write_roll_up(a_roll_up(waiting=(zebra,)), at=AT)).splitlines()
    assert waiting[0] == "Medicine: worth a conversation"
    assert waiting[3] == "A team has waited 28 days for an answer."


def test_the_team_has_a_page_in_its_own_voice_with_its_leads_words() -> None:
    digest = write_page(a_flagged_page(questions=QUESTIONS), at=AT)
    page = team_document(digest, words=[(Role.NURSING_LEAD, "We will talk at both handovers")], locale="en-GB")
    assert page is not None
    assert [line for line in words_of(page).splitlines() if line] == [
        "Acute medical unit: your week",
        "Four weeks to 8 March",
        "Rounds suggested a conversation to your leads: fewer voices.",
        "Heard: About 4 in 10 of you",
        "Said: Agree",
        "Asked: “I can raise a concern here” (and two more)",
        "In hand: Second trolley for the night drug round",
        "From the nursing lead: “We will talk at both handovers”",
        "Nobody can see who answered, and nobody should ask. Your leads saw the same figures two days ago.",
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


def test_a_large_team_reads_a_word_for_each_competency_and_the_lowest_in_sight() -> None:
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
    assert lines_of([said_in_full(score, locale="en-GB")]) == [
        "Said: Mixed (Own part (personal): Agree; Direction (strategic): Disagree; Pain team and Recovery together; "
        "lower than before; four weeks to 8 March; people here see things very differently from one another)"
    ]
    text = words_of(write_page(a_page(said=score, questions=QUESTIONS), at=AT))
    assert "Lowest: Direction (strategic)" in text
    assert "Asked" not in text


def test_dates_are_said_without_a_year() -> None:
    assert day(date(2026, 3, 8), "en-GB") == "8 March"
