"""How the made-up staff behave: who opens, who answers, when and what; pure and seeded."""

import math
from dataclasses import dataclass
from random import Random

from bot.demo.hospital import STORIES, YOU, Story, Team
from bot.domain.identifiers import AnswerCode, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.questions import CANT_SAY

WRITES = 0.45
"""Share of answers to which somebody adds words."""
WORDS = (
    "Handover starts on time since last month, and it shows.",
    "The second trolley helped. Please keep it.",
    "We hear of changes on the day they begin.",
    "The discharge letters still wait until the evening.",
    "Thank you for the protected break.",
    "Nobody told us what became of the idea about the store room.",
    "The new form asks for the same thing twice.",
    "It would help if somebody from theatres joined our huddle.",
    "Nights are thin. Two of us cannot be everywhere.",
    "I like that we talk about what went well now.",
    "The lift has been slow for weeks.",
    "We need a second hoist.",
    "Please let us choose the day of our training.",
    "The rota comes too late to plan anything at home.",
    "Our ideas are asked for, and then we wait.",
    "The weekend team feels cut off from the rest.",
    "It is easier to speak up than it was.",
    "The pharmacy round clashes with breakfast.",
)
DRIFT_WEEKS = 8
"""A drift builds up over this many weeks, as in the detector's benchmark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one person does with one question: opens the chat after a while, and may answer."""

    after_hours: float
    answers: bool
    chance: float
    """Between 0 and 1; picks the answer once the buttons are seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Everybody's habits. `drift_starts` is when two of the teams begin to change."""

    seed: int
    drift_starts: IsoWeek

    def visit(self, person: PersonId, unit: UnitId, week: IsoWeek) -> Visit:
        team = STORIES[unit]
        habits = Random(f"{self.seed} habits {person}")  # noqa: S311 - made-up staff
        chance = Random(f"{self.seed} {person} {week}")  # noqa: S311
        leaning = math.log(team.answering / (1 - team.answering)) + habits.gauss(0, 0.8)
        if person == YOU:
            leaning += 6  # the visitor's past self was reliable, so that the visitor is asked every week
        if team.story is Story.FALLS_SILENT:
            leaning -= 2.6 * self._drifted(week)
        return Visit(
            after_hours=min(chance.expovariate(1 / (8 + 20 * habits.random())), 110.0),
            answers=chance.random() < 1 / (1 + math.exp(-leaning)),
            chance=chance.random(),
        )

    def answer(
        self, person: PersonId, unit: UnitId, week: IsoWeek, codes: tuple[AnswerCode, ...], *, turned: bool
    ) -> AnswerCode:
        """One of the codes offered; `turned` questions are answered the other way round."""
        team = STORIES[unit]
        visit = self.visit(person, unit, week)
        if visit.chance < 0.04 and CANT_SAY in codes:
            return CANT_SAY
        agreement = self._agreement(person, team, week, visit.chance)
        if turned:
            agreement = 1 - agreement
        scored = [code for code in codes if code != CANT_SAY and code != "nr"]
        ordered = sorted(scored, key=_height)
        return ordered[min(int(agreement * len(ordered)), len(ordered) - 1)]

    def words(self, person: PersonId, week: IsoWeek) -> str:
        """What somebody adds to an answer; mostly nothing."""
        chance = Random(f"{self.seed} words {person} {week}")  # noqa: S311 - made-up staff
        return chance.choice(WORDS) if chance.random() < WRITES else ""

    def _agreement(self, person: PersonId, team: Team, week: IsoWeek, chance: float) -> float:
        """Between 0 and 1: the team's mood, the person's own, and the day's."""
        own = Random(f"{self.seed} mood {person}").gauss(0, 0.45)  # noqa: S311
        day = Random(f"{self.seed} day {person} {week} {chance}").gauss(0, 0.5)  # noqa: S311
        mood = team.mood + own + day
        if team.story is Story.TURNS_SOUR:
            mood -= 1.3 * self._drifted(week)
        if team.story is Story.THRIVES:
            mood += 0.1
        return min(max((mood - 0.5) / 4, 0.0), 0.999)

    def _drifted(self, week: IsoWeek) -> float:
        return min(max((week - self.drift_starts) / DRIFT_WEEKS, 0.0), 1.0)


def _height(code: AnswerCode) -> int:
    """Codes from the least to the most agreement: numbers as they are, no before a little before yes."""
    words = {"n": 0, "l": 1, "y": 2}
    return words[code] if code in words else int(code)
