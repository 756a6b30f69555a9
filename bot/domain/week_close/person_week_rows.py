"""Person-weeks out of pulses and opened answers: the same rows for indicators, detector and backtest."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.answers.answer_body import TEXT_GIVEN, AnswerBody
from bot.domain.asking.pulses import Pulse, PulseOutcome
from bot.domain.identifiers import AnswerCode, PersonId, UnitId
from bot.domain.indicators.engagement import ItemDifficulty, ScoredAnswer, week_score
from bot.domain.indicators.person_weeks import PersonWeek
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Listed, Role
from bot.domain.programme.questions import (
    Question,
    QuestionRef,
    Scale,
    score,
)
from bot.domain.week_close.presence import Presence


def presence_of(
    pulses: Iterable[Pulse | PulseOutcome], *, unit: UnitId, week: IsoWeek, away: Collection[PersonId] = ()
) -> list[Presence]:
    """One row for each person asked in the rounds of a microsystem that closed in the week, by person.

    `away`: those whose rota had no time for a question in any of these rounds. Whatever reached them did so on leave,
    in nights or off duty: they count in reach only if they were heard.
    """
    asked: dict[PersonId, list[Pulse | PulseOutcome]] = defaultdict(list)
    for pulse in pulses:
        asked[pulse.person].append(pulse)
    return [
        Presence(
            unit=unit,
            person=person,
            week=week,
            asked=len(own),
            reached=heard if person in away else sum([pulse.reached for pulse in own]),
            heard=heard,
        )
        for person, own in sorted(asked.items())
        for heard in (sum([pulse.heard for pulse in own]),)
    ]


def of_the_team(rows: Iterable[Presence], team: Sequence[Listed]) -> list[Presence]:
    """Without those who lead the team but are not members of it; whoever has left since still counts."""
    only_leads = {member.person for member in team if Role.MEMBER not in member.roles}
    return [row for row in rows if row.person not in only_leads]


def scored_answer(body: AnswerBody, question: Question) -> ScoredAnswer | None:
    """An opened answer on 0-10 after polarity, under the kind of its question; None if it gives no score."""
    if body.code == TEXT_GIVEN:
        return None
    value = score(question, body.code)
    if value is None:
        return None
    return ScoredAnswer(question=question_key(question), person=body.person, value=value, kind=kind_of(question))


def kind_of(question: Question) -> ScoreKind:
    """What an answer counts under: its competency, or the question's special kind."""
    return ScoreKind(question.kind.value if question.competency is None else question.competency.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question that gives a score, and who was within the plan of its round, whether or not a message went out."""

    kind: ScoreKind
    is_of_two_answers: bool
    people: frozenset[PersonId]


def asked_questions(questions: Iterable[Question], *, people: frozenset[PersonId]) -> list[AskedQuestion]:
    """Those of one round that give a score."""
    return [
        AskedQuestion(kind=kind_of(question), is_of_two_answers=question.scale is Scale.YES_NO, people=people)
        for question in questions
        if not question.is_text
    ]


class Scoring:
    """`scored_answer` for the answers of a week, which are many and say a few things."""

    def __init__(self, questions: Mapping[QuestionRef, Question]) -> None:
        self._questions = questions
        self._seen: dict[tuple[QuestionRef, AnswerCode], ScoredAnswer | None] = {}

    def __call__(self, body: AnswerBody) -> ScoredAnswer | None:
        said = (body.question, body.code)
        if said not in self._seen:
            self._seen[said] = scored_answer(body, self._questions[body.question])
        like = self._seen[said]
        if like is None:
            return None
        return ScoredAnswer(question=like.question, person=body.person, value=like.value, kind=like.kind)


def question_key(question: Question) -> str:
    """One wording for ever, as one word."""
    return f"{question.id}:{question.version}"


def silent_by_choice(
    team: Sequence[Listed],
    rows: Sequence[Presence],
    lately_reached: Collection[PersonId],
    *,
    begins: datetime,
    ends: datetime,
    away: Collection[PersonId] = (),
) -> frozenset[PersonId]:
    """Members who stopped or paused of their own will and were within reach at some time in the last 12 weeks.

    `begins` and `ends` are those of the week, `rows` who was asked in it. Nights and leave (`away_until`, and `away` by
    a rota) are no choice and do not count.
    """
    heard, asked = {row.person for row in rows if row.heard}, {row.person for row in rows}

    def chose(member: Listed) -> bool:
        stopped = member.stopped_at is not None and member.stopped_at < ends
        # A pause that ended in the week counts if the week's question was passed over.
        since = begins if member.person not in asked else ends
        return stopped or (member.paused_until is not None and member.paused_until > since)

    return frozenset(
        member.person
        for member in team
        if chose(member)
        and Role.MEMBER in member.roles
        and member.person not in heard
        and member.person not in away
        and member.person in lately_reached
    )


def week_scores(answers: Iterable[ScoredAnswer], difficulty: ItemDifficulty) -> dict[str, float]:
    """Each person's score of the week on 1-4, item difficulty taken out."""
    own: dict[str, list[ScoredAnswer]] = defaultdict(list)
    for answer in answers:
        own[str(answer.person)].append(answer)
    scores = {person: week_score(given, difficulty=difficulty) for person, given in own.items()}
    return {person: value for person, value in scores.items() if value is not None}


def person_weeks(
    rows: Iterable[Presence], *, scores: Mapping[str, float], silent: Collection[PersonId], unit: UnitId, week: IsoWeek
) -> list[PersonWeek]:
    """The detector's rows of one microsystem and week: presence, scores, and the chosen silence as unanswered."""
    by_person = {row.person: row for row in rows}
    weeks = [
        PersonWeek(
            team=unit,
            member=person,
            week=week,
            reachable=row.reached > 0 or person in silent,
            answered=row.heard > 0,
            score=scores.get(person) if row.heard > 0 else None,
        )
        for person, row in by_person.items()
    ]
    weeks += [
        PersonWeek(team=unit, member=person, week=week, reachable=True, answered=False)
        for person in sorted(silent)
        if person not in by_person
    ]
    return weeks
