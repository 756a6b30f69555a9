"""Another course of events that gives the same cells: nobody may be shown anything else in it.

Every week of every group is drawn anew: any count of the same band, of any colleagues, who say anything that gives the
same words. Whoever is in no cell does as they like. So this also says that readers' own answers, and weeks without a
cell, are in nothing that is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from bot.domain.identifiers import PersonId, QuestionId, UnitId
from bot.domain.indicators.score_words import Agreement, Vocabulary
from tests.adversary.attack import NOBODY
from tests.adversary.histories import VALUES, Heard, History
from tests.adversary.known import counted_in
from tests.adversary.known_scores import SeenScore
from tests.adversary.play import Played, play

Given = dict[tuple[UnitId, int], dict[PersonId, dict[QuestionId, Heard]]]
NOTHING_TO_SAY = Heard(value=None)
AIMS = {
    Vocabulary.THREE: {Agreement.DISAGREE: 0.2, Agreement.MIXED: 0.5, Agreement.AGREE: 0.8},
    Vocabulary.FIVE: {
        Agreement.STRONGLY_DISAGREE: 0.1,
        Agreement.DISAGREE: 0.3,
        Agreement.MIXED: 0.5,
        Agreement.AGREE: 0.7,
        Agreement.STRONGLY_AGREE: 0.9,
    },
}
"""The middles of words, as a share of the scale."""


def another_course(played: Played, scores: Sequence[SeenScore], chance: Random) -> History:
    history = played.history
    heard: Given = {}
    for number in range(history.weeks):
        counted, chosen = NOBODY, NOBODY
        for own, counts in _cells(played, number):
            counted |= own
            chosen |= frozenset(chance.sample(sorted(own), chance.choice(counts)))
        for team in history.teams:
            plan = history.plan[team, number]
            free = frozenset(person for person in sorted(plan - counted) if chance.random() < 0.5)
            rows = {person: _unable(history, team, number, person) for person in sorted((plan & chosen) | free)}
            heard[team, number] = {person: said for person, said in rows.items() if said}
    for score in scores:
        if score.word is not None:
            _say(score, heard)
    return replace(history, heard=heard, quiet=frozenset())


def _unable(history: History, team: UnitId, number: int, person: PersonId) -> dict[QuestionId, Heard]:
    asked = [each.id for each in history.questions[number] if person in history.asked[team, number, each.id]]
    return dict.fromkeys(asked, NOTHING_TO_SAY)


def _cells(played: Played, number: int) -> Iterator[tuple[frozenset[PersonId], range]]:
    """Who is counted in each cell of a week, and the counts of its band."""
    for (teams, week), cell in played.cells.items():
        if week == number:
            plan = NOBODY.union(*(played.history.plan[team, week] for team in teams))
            yield counted_in(played, cell.atom, week, plan), range(cell.band.low, cell.band.high + 1)


def _say(score: SeenScore, heard: Given) -> None:
    """Everybody who can contributes, so many at either side of the word's middle that the mean lies there."""
    places: dict[PersonId, list[tuple[UnitId, int, QuestionId]]] = {}
    for week, own in score.asked.items():
        for question, people in own.items():
            for team in score.teams:
                for person in sorted(people & heard[team, week].keys()):
                    if question in heard[team, week][person]:
                        places.setdefault(person, []).append((team, week, question))
    assert score.word is not None
    aim, owed = AIMS[score.word.vocabulary][score.word.agreement], 0.0
    for person in sorted(places):
        owed += aim
        values = VALUES[score.questions[places[person][0][2]].scale]
        at = (0 if owed < 0.5 else len(values) - 1) if score.cell.is_wide else round(owed * (len(values) - 1))
        at = min(len(values) - 1, max(0, at))
        owed -= at / (len(values) - 1)
        for team, week, question in places[person]:
            # On another scale the same place: nothing is lost if it is none, for the cells are compared afterwards.
            choices = VALUES[score.questions[question].scale]
            heard[team, week][person][question] = Heard(
                value=choices[round(at * (len(choices) - 1) / (len(values) - 1))]
            )


def differing(
    played: Played, scores: Sequence[SeenScore], chance: Random, *, word_by_word: bool = False
) -> Iterator[tuple[UnitId, int]] | None:
    """Pages that tell another course from this one, though both have the same cells; None if they do not have them.

    All that the pages of the other course are written from is found out anew. With `word_by_word` they are written
    again also where that is the same.
    """
    other = play(another_course(played, scores, chance), beside=None if word_by_word else played)
    if other.cells != played.cells:
        raise AssertionError("the same bands make other cells")
    if _score_cells(other) != _score_cells(played):
        return None
    if other.lengths != played.lengths:
        raise AssertionError("the length of what is kept tells one course from another")
    return (key for key in played.pages.keys() | other.pages.keys() if played.pages.get(key) != other.pages.get(key))


def _score_cells(played: Played) -> Mapping[object, object]:
    return {(row.scope, row.kind, row.period, row.week): row.shown for row in played.rows if "cells" in row.shown}
