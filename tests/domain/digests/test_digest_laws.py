"""Every combination of what a page can hold: no line contradicts the title, lengths hold, buttons have a meaning."""

from dataclasses import replace
from datetime import date
from textwrap import wrap
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.callback_text import decode, encode
from bot.domain.digests.frozen_digest import digest_message
from bot.domain.digests.page import ActionLine, ClosedLine, NamedTeam, Page, ReleasedNotes, ScoreChange, Usual
from bot.domain.digests.roll_up_text import write_roll_up
from bot.domain.digests.team_text import write_page
from bot.domain.digests.verdict import Verdict
from bot.domain.disclosure.figures import ScoreFigure
from bot.domain.disclosure.gate import recall
from bot.domain.disclosure.periods import EpochPeriod, WeekPeriod
from bot.domain.disclosure.quarter_figures import CouplingFigure, Gap, OrganisationFigure, WeekComparison
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.follow_up.action_library import GIVING_ROOM
from bot.domain.follow_up.flags import flag_id
from bot.domain.follow_up.helped_elsewhere import HelpedElsewhere
from bot.domain.identifiers import ActionId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import COUPLINGS
from bot.domain.indicators.score_words import Vocabulary
from bot.domain.indicators.score_words import words_of as all_words
from bot.domain.messaging.buttons import DigestPress, OnDigest
from bot.domain.messaging.documents import Document, Picture
from bot.domain.messaging.notifications import notification_of
from bot.domain.organisation.people import CO_LEADS, Role
from bot.domain.organisation.unit_tree import ORGANISATION
from tests.support.messages import details_of, words_of
from tests.support.pages import (
    AT,
    CHART,
    QUESTIONS,
    TAKEN,
    TOO_FEW,
    UNANSWERED,
    WARD,
    WEEK,
    a_page,
    a_roll_up,
    released_flag,
    released_score,
    released_share,
    said,
)

LACKS_ROOM = replace(UNANSWERED, kind=FlagKind.ROOM_FROM_ABOVE)
HELPED = tuple(
    HelpedElsewhere(kind=kind, component="6.4", tried=12, came_back=7, untried=15, back_alone=8)
    for kind in (FlagKind.FEWER_VOICES, FlagKind.LOWER_SCORE)
)
COUPLING = CouplingFigure(
    words=dict.fromkeys(COUPLINGS, all_words(Vocabulary.THREE)[1]), gap=Gap.LEADS_HIGHER, teams=frozenset({WARD})
)
LEADS_SAY = ReleasedNotes(
    coupling=recall(UnitId("medicine"), ReleaseKind.COUPLING, EpochPeriod(first=WEEK - 12), WEEK, COUPLING)
)
OF_ONE_TEAM = [TOO_FEW, released_share(3), released_share(None)]
ENDS = [*OF_ONE_TEAM, released_share(None, together=("Pain team", "Recovery"))]
actions = st.lists(
    st.builds(
        ActionLine,
        action=st.just(ActionId("a")),
        words=st.sampled_from(["Mend the printer", "One line\nand another", "A very long promise. " * 20]),
        owner=st.sampled_from([None, Role.MEDICAL_LEAD]),
        accepted=st.booleans(),
        age_days=st.integers(0, 90),
        due_days=st.sampled_from([None, 7, 28]),
        told=st.sampled_from([None, date(2026, 3, 3)]),
    ),
    max_size=5,
)
scores = st.builds(
    lambda word, change: replace(said(), score=released_score(ScoreFigure(word=word)), change=change),
    st.sampled_from([*all_words(Vocabulary.THREE), *all_words(Vocabulary.FIVE)]),
    st.sampled_from(ScoreChange),
)


class Drawn:
    """A page, shown by what it says: figures that the gate released cannot be written out and read back."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __repr__(self) -> str:
        return words_of(write_page(self.page, at=AT))


CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "participation": st.sampled_from(ENDS),
    "usual": st.sampled_from(Usual),
    "asked": st.booleans(),
    "quiet_reason": st.sampled_from(["", "NHS Staff Survey opens " * 9]),
    "lower_since": st.sampled_from([None, WEEK - 1, WEEK - 5]),
    "said": st.none() | scores,
    "score_withheld": st.booleans(),
    "earlier": st.sampled_from([None, UNANSWERED, TAKEN, LACKS_ROOM, replace(TAKEN, kind=FlagKind.ROOM_FROM_ABOVE)]),
    "above": st.sampled_from(["Medicine", "Division of Medicine, Emergency Care and Integrated Community Services"]),
    "notes": st.sampled_from([ReleasedNotes(), LEADS_SAY]),
    "helped": st.sampled_from([(), HELPED]),
    "missing": st.sampled_from([frozenset(), CO_LEADS]),
    "open_actions": actions.map(tuple),
    "questions": st.sampled_from([(), QUESTIONS]),
    "closed": st.sampled_from([(), (ClosedLine(words="Done", closed=date(2026, 3, 1)),)]),
    "list_has_grown": st.booleans(),
    "has_comments": st.booleans(),
}


@st.composite
def pages(draw: st.DrawFn) -> Drawn:
    """Every combination of what a page can hold."""
    changes = {name: draw(values) for name, values in CHANGES.items()}
    kind = draw(st.sampled_from([None, *FlagKind]))
    if kind is None:
        return Drawn(a_page(**changes, learning_week=draw(st.sampled_from([None, None, 1, 2, 8]))))
    changes["participation"] = draw(st.sampled_from(OF_ONE_TEAM))  # the gate flags no teams that are counted together
    return Drawn(a_page(**changes, flag=released_flag(kind), flag_id=flag_id(WARD, WEEK)))


def wrapped(text: str) -> int:
    """Lines on a phone 390 pixels wide, where about fifty characters stand side by side."""
    return sum(max(len(wrap(line, 50)), 1) for line in text.splitlines() if line)


@pytest.mark.drill
@settings(max_examples=60)
@given(drawn=pages(), has_chart=st.booleans())
def test_no_line_contradicts_the_title_and_lengths_hold(drawn: Drawn, has_chart: bool) -> None:
    page = drawn.page
    digest = write_page(page, at=AT, chart=CHART if has_chart else None)
    without_picture = [each for each in digest.document.sections if not isinstance(each, Picture)]
    text = words_of(Document(sections=tuple(without_picture)))
    title, rest = text.splitlines()[0], text.lower()
    has_flag = page.flag is not None or (page.earlier is not None and page.earlier.response is None)
    assert "Acute medical unit" in title
    assert ("worth a conversation" in title) == has_flag
    assert ("nothing needs you" in " ".join(text.splitlines()[:2])) == (digest.verdict is Verdict.NOTHING)
    assert rest.count("nothing needs you") + rest.count("worth a conversation") <= 1
    told = f"{rest}\n{details_of(digest).lower()}"
    unanswered = page.earlier if page.earlier is not None and page.earlier.response is None else None
    flagged = {each.kind for each in (page.flag and page.flag.figure, unanswered) if each}
    if flagged & {FlagKind.FEWER_VOICES, FlagKind.BOTH}:
        assert "(usual for you" not in told
        assert "higher than usual" not in told
    if flagged & {FlagKind.LOWER_SCORE, FlagKind.BOTH}:
        assert "higher than before" not in told
    counts = "tried by 12 teams, 7 came back; of 15 that tried nothing, 8"
    assert (told.count(counts), counts in rest) == (len(page.helped), False)
    offered = [each.label for row in (*digest.buttons, *digest.further_buttons) for each in row]
    assert ("Name somebody" in offered) == bool(page.missing)
    room = page.asked_about is FlagKind.ROOM_FROM_ABOVE
    assert ("by chance" in told, "knows no more" in told) == (has_flag and not room, room)
    assert ("of all teams of" in told) == (page.notes.coupling is not None)
    if page.flag is not None and page.flag.figure.kind is FlagKind.ROOM_FROM_ABOVE:
        assert "without your team’s name" in rest
        assert "since about" not in told, "it is no drift"
    if digest.verdict is Verdict.NOTHING:
        assert "lower" not in rest
        assert "past" not in rest
        assert len(text) <= 240 + len(page.quiet_reason[:60])
        assert not any(isinstance(each, Picture) for each in digest.document.sections)
    else:
        assert len(text) <= 900
        assert wrapped(text) <= 14
    assert digest_message(digest, unit_name="Acute medical unit", locale="en-GB").is_silent == (
        digest.verdict in (Verdict.WATCH, Verdict.NOTHING)
    )
    if page.learning_week in (None, 1, 8) or digest.verdict is not Verdict.NOTHING:
        assert digest.is_for_readers
    assert notification_of(digest_message(digest, unit_name=page.name, locale="en-GB")) == title
    if "Still fewer colleagues heard" in text:
        assert (page.usual, page.lower_since is None) == (Usual.LOWER, False)


TEAMS_NAMED = [
    (),
    (NamedTeam(name="Amber", kind=FlagKind.BOTH, since=date(2026, 3, 4), flag=flag_id(WARD, WEEK)),),
    (
        NamedTeam(name="Beech", kind=FlagKind.BOTH, since=date(2026, 1, 5), flag=flag_id(WARD, WEEK - 9)),
        NamedTeam(name="Cedar", kind=FlagKind.FEWER_VOICES, since=date(2026, 1, 12), flag=flag_id(WARD, WEEK - 8)),
    ),
]
SWINGS = [None, *WeekComparison]
ABOVE: dict[str, st.SearchStrategy[Any]] = {
    "participation": st.none() | st.sampled_from(ENDS),
    "usual": st.sampled_from(Usual),
    "lower_since": st.sampled_from([None, WEEK - 1, WEEK - 5]),
    "said": st.none() | scores,
    "asking_help": st.sampled_from(TEAMS_NAMED),
    "waiting": st.sampled_from(TEAMS_NAMED),
    "helped": st.sampled_from([(), HELPED]),
    "lacking_room": st.sampled_from([0, 1, 4]),
    "is_top": st.booleans(),
    "organisation_low_since": st.sampled_from([None, WEEK - 1, WEEK - 3]),
}


@settings(max_examples=60)
@given(changes=st.fixed_dictionaries(ABOVE), swing=st.sampled_from(SWINGS))
def test_what_was_so_last_week_is_told_as_that_above_teams(
    changes: dict[str, Any], swing: WeekComparison | None
) -> None:
    """No line contradicts the title; the same again is "still" and since when; asked again is only what can be done."""
    notes = ReleasedNotes()
    if swing is not None:
        usual = None if swing is WeekComparison.UNKNOWN else (6, 7)
        figure = OrganisationFigure(tenths=4, swing=swing, usual=usual)
        notes = ReleasedNotes(
            organisation=recall(ORGANISATION, ReleaseKind.ORGANISATION, WeekPeriod(week=WEEK), WEEK, figure)
        )
    page = a_roll_up(**changes, notes=notes, room_steps=GIVING_ROOM if changes["lacking_room"] else ())
    digest = write_roll_up(page, at=AT)
    text = words_of(digest.document)
    title, rest = text.splitlines()[0], text.lower()
    assert ("worth a conversation" in title) == bool(page.waiting)
    assert ("nothing needs you" in rest) == (digest.verdict is Verdict.NOTHING)
    assert rest.count("nothing needs you") + rest.count("worth a conversation") <= 1
    assert ("drew lots" in details_of(digest)) == bool(page.helped)
    assert ("what gives room" in details_of(digest).lower()) == (page.lacking_room > 0)
    if page.lacking_room and not (page.waiting or page.asking_help):
        assert "something needs you" in title
        assert "one thing this week" in rest
    is_low_again = page.is_organisation_low and page.organisation_low_since is not None
    needs = bool(page.waiting or page.asking_help or page.lacking_room)
    if is_low_again and not needs:
        assert digest.verdict is Verdict.WATCH
        assert "have a look" in title
        assert "still fewer people than usual" in rest
        assert "one thing this week" not in rest
    elif page.is_organisation_low and not needs:
        assert "something needs you" in title
        assert ("still" in rest, "one thing this week" in rest) == (False, True)
    if page.waiting or page.asking_help:
        named = page.waiting or page.asking_help
        assert ("still" in rest.split("four weeks to")[1].splitlines()[2].split()) == (len(named) == 2)
    if digest.verdict is Verdict.NOTHING:
        assert "lower" not in rest
        assert "still" not in rest
    if "still fewer colleagues heard" in rest:
        assert (page.usual, page.lower_since is None) == (Usual.LOWER, False)
    assert len(text) <= (240 if digest.verdict is Verdict.NOTHING else 900)
    assert wrapped(text) <= 14


@settings(max_examples=50)
@given(drawn=pages())
def test_a_team_of_which_too_little_is_known_gets_no_page_of_its_own(drawn: Drawn) -> None:
    page, digest = drawn.page, write_page(drawn.page, at=AT)
    is_told = page.flag is not None or page.has_comments
    if not is_told and page.said is None and page.participation is TOO_FEW:
        assert digest.team_page is None
    if page.has_comments:
        assert digest.team_page is not None
    if digest.team_page is not None:
        team_page = words_of(digest.team_page)
        assert "Too few" not in team_page
        assert is_told or page.learning_week is None


@settings(max_examples=50)
@given(
    teams=st.integers(1, 5),
    kinds=st.lists(st.sampled_from(FlagKind), max_size=4).map(tuple),
    usual=st.sampled_from(Usual),
)
def test_above_one_or_two_teams_no_flag_is_counted(teams: int, kinds: tuple[FlagKind, ...], usual: Usual) -> None:
    page = a_roll_up(teams=teams, teams_shown=teams, flagged_now=len(kinds), flagged_lately=kinds, usual=usual)
    digest = write_roll_up(page, at=AT)
    text = f"{words_of(digest)}\n{details_of(digest)}"
    flags = [line for line in text.splitlines() if line.startswith("Flags:")]
    assert flags
    if teams < 3:
        assert set(flags) == {"Flags: Counted only for three teams or more"}
        assert "flagged" not in text
    else:
        assert all("Counted only" not in line for line in flags)


@settings(max_examples=60)
@given(drawn=pages())
def test_buttons_are_few_and_each_means_something(drawn: Drawn) -> None:
    digest = write_page(drawn.page, at=AT, chart=CHART)
    in_sight = [button for row in digest.buttons for button in row]
    below = [button for row in digest.further_buttons for button in row]
    assert sum(button.is_primary for button in in_sight) <= 1
    assert len(in_sight) <= 4
    assert not any(button.is_primary for button in below)
    intents = [button.intent for button in (*in_sight, *below)]
    assert len(set(intents)) == len(intents)
    reads = [isinstance(each.intent, DigestPress) and each.intent.what is OnDigest.READ_COMMENTS for each in in_sight]
    assert sum(reads) == drawn.page.has_comments
    assert digest.is_for_readers or not drawn.page.has_comments
    for intent in intents:
        assert decode(encode(intent)) == intent
