"""A digest says first whether anything is needed, fits its lines, shows only releases and names nobody."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bot.domain.digests.digest_facts import said_in_full
from bot.domain.digests.page import (
    LatestScore,
    NamedTeam,
    Page,
    ScoreChange,
    Usual,
    change_between,
    usual_for,
)
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.team_text import write_page
from bot.domain.digests.verdict import Verdict
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.participation import ShareFigure
from bot.domain.identifiers import ActionId, FlagId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.indicators.score_words import Agreement, ScoreWord, Vocabulary
from bot.domain.messaging.buttons import ActionPress, FlagPress, OnAction, OnFlag
from bot.domain.messaging.plain_text import plain_text
from bot.domain.texts.dates import day
from tests.support.messages import details_of, lines_of, words_of
from tests.support.pages import (
    AGREE,
    AT,
    CHART,
    LATE,
    QUESTIONS,
    TAKEN,
    UNANSWERED,
    WEEK,
    a_flagged_page,
    a_page,
    a_roll_up,
    released_score,
    released_share,
    said,
)


def labels(page: Page) -> list[list[str]]:
    return [[button.label for button in row] for row in write_page(page, at=AT).buttons]


def test_the_step_in_sight_is_kept_so_that_it_is_not_suggested_again_soon() -> None:
    assert write_page(a_flagged_page(), at=AT).step == "6.4"
    assert [write_page(a_page(open_actions=each), at=AT).step for each in ((), (LATE,))] == ["", ""]


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
        "Still open since 22 February: fewer voices and lower score. No lead has replied yet."
    )
    first = write_page(a_page(earlier=replace(UNANSWERED, week=WEEK - 1)), at=AT)
    assert words_of(first).splitlines()[3] == (
        "We suggested a conversation on 1 March: fewer voices and lower score. No lead has replied yet."
    )
    assert again.buttons[0][0].intent == FlagPress(flag=UNANSWERED.flag, what=OnFlag.REPLY, week=WEEK)
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
    assert lines[3] == "Still open, 46 days past its date: “Mend the printer”."
    assert "An open action is past its date: “Second trolley" in words_of(
        write_page(a_page(open_actions=(LATE,)), at=AT)
    )
    assert "Open: 2 actions (the oldest is 60 days old; 2 past their date)" in lines
    assert "One thing this week: Ask what is in its way. Then close it, or tell the team that it takes longer." in lines
    assert digest.buttons[0][0].intent == ActionPress(action=longest.action, what=OnAction.CLOSE, week=WEEK)
    assert "(owner: nursing lead; 20 days old, it was to be done within 14 days; " in details_of(digest)


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
    assert words_of(digest).splitlines()[3] == "Since 1 March the average still disagrees."
    fresh = write_page(a_page(said=replace(low, last=WEEK)), at=AT)
    assert words_of(fresh).splitlines()[3] == "On average, people disagree."


def test_a_new_team_hears_of_it_in_three_weeks_of_eight() -> None:
    digests = {number: write_page(a_page(learning_week=number, said=None), at=AT) for number in range(1, 9)}
    assert [number for number, digest in digests.items() if digest.is_for_readers] == [1, 4, 8]
    assert words_of(digests[4]).splitlines()[:2] == [
        "Acute medical unit: nothing needs you",
        "Week 4 of 8: Rounds is learning what is usual for you. It is too early to conclude anything.",
    ]
    assert "Said: First figures on 31 March (if at least 5 people answer" in details_of(digests[4])
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


def test_a_team_is_named_above_only_when_it_asks_or_has_waited() -> None:
    zebra = NamedTeam(name="Zebra ward", kind=FlagKind.BOTH, since=date(2026, 1, 25), flag=FlagId("f"))
    asked = write_roll_up(a_roll_up(asking_help=(zebra, replace(zebra, name="Ape ward", flag=FlagId("g")))), at=AT)
    lines = words_of(asked).splitlines()
    assert lines[0] == "Medicine: something needs you"
    assert lines[3] == "2 teams still ask for help from above, the first since 25 January."
    new = replace(zebra, since=date(2026, 3, 3))
    assert "A team asks for help from above." in words_of(write_roll_up(a_roll_up(asking_help=(new,)), at=AT))
    assert words_of(asked).index("Ape ward") < words_of(asked).index("Zebra ward")
    many = write_roll_up(a_roll_up(asking_help=(zebra,), waiting=(replace(zebra, name="Gnu ward"),) * 22), at=AT)
    assert many.details is not None
    assert plain_text(many.details).count("Gnu ward") == 19
    assert "Not named here: 3 more teams that ask for help or wait" in plain_text(many.details)
    waiting = words_of(write_roll_up(a_roll_up(waiting=(zebra,)), at=AT)).splitlines()
    assert waiting[0] == "Medicine: worth a conversation"
    assert waiting[3] == "A team still waits for an answer, flagged on 25 January."
    new = replace(zebra, since=date(2026, 2, 10))
    assert "A team has waited 28 days for an answer." in words_of(write_roll_up(a_roll_up(waiting=(new,)), at=AT))


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
