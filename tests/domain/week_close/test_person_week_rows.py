"""Person-weeks hold who was asked and heard, scores of the team's members alone, and chosen silence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.answers.answer_body import AnswerBody
from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import AnswerCode, PersonId, RoundId
from bot.domain.indicators.engagement import ItemDifficulty
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import (
    Consent,
    Listed,
    Role,
)
from bot.domain.programme.questions import (
    CANT_SAY,
    Kind,
    Polarity,
    Question,
    Scale,
)
from bot.domain.week_close.person_week_rows import (
    asked_questions,
    of_the_team,
    person_weeks,
    presence_of,
    scored_answer,
    silent_by_choice,
    week_scores,
)
from tests.support.builders import ICU, T0, a_pulse, a_question

WEEK = IsoWeek.parse("2026-W10")
BEGINS, END = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)


def a_body(question: Question, code: str, *, person: str = "ana") -> AnswerBody:
    return AnswerBody(
        person=PersonId(person), round=RoundId("r"), question=question.ref, week=WEEK, code=AnswerCode(code)
    )


def a_member(name: str, *roles: Role, **consent: object) -> Listed:
    given = Consent(**consent)  # type: ignore[arg-type]
    return Listed(
        person=PersonId(name),
        roles=frozenset(roles or {Role.MEMBER}),
        joined=given.joined_at is not None,
        since=datetime(2025, 1, 6, tzinfo=UTC),
        stopped_at=given.stopped_at,
        paused_until=given.paused_until,
    )


def test_presence_counts_what_was_asked_reached_and_heard() -> None:
    sent = replace(a_pulse("ana"), sent_at=T0)
    pulses = [
        replace(sent, state=PulseState.ANSWERED),
        replace(sent, state=PulseState.EXPIRED, excused=True),
        replace(a_pulse("ben"), state=PulseState.EXPIRED),
        replace(a_pulse("cas"), state=PulseState.SKIPPED),
    ]
    rows = {row.person: (row.asked, row.reached, row.heard) for row in presence_of(pulses, unit=ICU, week=WEEK)}
    assert rows == {"ana": (2, 1, 1), "ben": (1, 0, 0), "cas": (1, 1, 1)}


def test_whoever_was_away_all_the_time_is_reached_only_if_they_were_heard() -> None:
    """By a rota that was known too late, or whose shifts changed after the question had left."""
    sent = replace(a_pulse("ana"), sent_at=T0, state=PulseState.EXPIRED)
    pulses = [
        sent,
        replace(sent, person=PersonId("ben"), state=PulseState.ANSWERED),
        replace(sent, person=PersonId("cas")),
    ]
    away = {PersonId("ana"), PersonId("ben")}
    rows = {row.person: (row.reached, row.heard) for row in presence_of(pulses, unit=ICU, week=WEEK, away=away)}
    assert rows == {"ana": (0, 0), "ben": (1, 1), "cas": (1, 0)}


def test_a_pause_on_leave_is_no_silence() -> None:
    team = [a_member(name, paused_until=END + timedelta(days=20)) for name in ("ana", "ben")]
    lately = {PersonId("ana"), PersonId("ben")}
    silent = silent_by_choice(team, [], lately, begins=BEGINS, ends=END, away={PersonId("ana")})
    assert silent == {"ben"}


def test_scores_turn_with_polarity_and_leave_out_what_gives_none() -> None:
    plus, minus = a_question("q1"), a_question("q2", polarity=Polarity.NEGATIVE)
    agree, against = scored_answer(a_body(plus, "4"), plus), scored_answer(a_body(minus, "4"), minus)
    assert agree is not None
    assert against is not None
    assert (agree.value, against.value) == (10, 0)
    assert agree.kind is ScoreKind.PERSONAL
    assert scored_answer(a_body(plus, CANT_SAY), plus) is None


def test_what_was_asked_is_told_by_kind_and_by_how_many_answers_it_takes() -> None:
    asked = [
        a_question("a"),
        a_question("b", scale=Scale.YES_NO),
        a_question("c", kind=Kind.TWO_WAY, competency=None, facet=None),
        a_question("d", kind=Kind.ADVOCACY, competency=None, facet=None, scale=Scale.TEXT),
    ]
    people = frozenset({PersonId("ana")})
    found = asked_questions(asked, people=people)
    assert {each.people for each in found} == {people}
    assert [(each.kind, each.is_of_two_answers) for each in found] == [
        (ScoreKind.PERSONAL, False),
        (ScoreKind.PERSONAL, True),
        (ScoreKind.TWO_WAY, False),
    ]


def test_a_lead_who_is_no_member_is_left_out_and_a_leaver_stays() -> None:
    rows = presence_of([a_pulse("lead"), a_pulse("ana"), a_pulse("gone")], unit=ICU, week=WEEK)
    team = [a_member("lead", Role.NURSING_LEAD), a_member("ana", Role.MEMBER, Role.CHAMPION)]
    assert [row.person for row in of_the_team(rows, team)] == ["ana", "gone"]


def test_item_difficulty_is_taken_out_before_a_persons_mean() -> None:
    hard, easy = a_question("hard"), a_question("easy")
    answers = [scored_answer(a_body(hard, "2"), hard), scored_answer(a_body(easy, "4"), easy)]
    difficulty = ItemDifficulty.from_tallies({"hard:1": (1000, 3333.0), "easy:1": (1000, 10000.0)})
    scores = week_scores([answer for answer in answers if answer is not None], difficulty)
    assert scores["ana"] == pytest.approx(3.0, abs=0.02)  # both just like everybody: the organisation's mean


def test_only_chosen_silence_of_somebody_lately_reached_counts() -> None:
    past, coming = END - timedelta(days=20), END + timedelta(days=20)
    team = [
        a_member("stopped", stopped_at=past),
        a_member("paused", paused_until=coming),
        a_member("nights", away_until=coming),
        a_member("back", paused_until=past),
        a_member("back-on-sunday", paused_until=END - timedelta(days=1)),
        a_member("back-and-asked", paused_until=END - timedelta(days=1)),
        a_member("back-on-monday", paused_until=BEGINS),
        a_member("stopped-later", stopped_at=coming),
        a_member("stopped-long-ago", stopped_at=past),
        a_member("stopped-but-heard", stopped_at=past),
        a_member("lead", Role.MEDICAL_LEAD, stopped_at=past),
    ]
    lately = {member.person for member in team} - {PersonId("stopped-long-ago")}
    pulses = [
        replace(a_pulse("stopped-but-heard"), state=PulseState.ANSWERED),
        replace(a_pulse("back-and-asked"), state=PulseState.EXPIRED),
        replace(a_pulse("paused"), state=PulseState.EXPIRED, excused=True),
    ]
    rows = presence_of(pulses, unit=ICU, week=WEEK)
    silent = silent_by_choice(team, rows, lately, begins=BEGINS, ends=END)
    assert silent == {"stopped", "paused", "back-on-sunday"}, "who was asked again is counted as everybody is"


def test_rows_for_the_detector_join_presence_scores_and_silence() -> None:
    pulses = [replace(a_pulse("ana"), state=PulseState.ANSWERED), replace(a_pulse("ben"), sent_at=T0)]
    rows = person_weeks(
        presence_of([*pulses, a_pulse("nights")], unit=ICU, week=WEEK),
        scores={"ana": 3.2},
        silent=[PersonId("stopped")],
        unit=ICU,
        week=WEEK,
    )
    assert {(row.member, row.reachable, row.answered, row.score) for row in rows} == {
        ("ana", True, True, 3.2),
        ("ben", True, False, None),
        ("nights", False, False, None),
        ("stopped", True, False, None),
    }
