"""Small histories of made-up hospitals: who is listed, who reads, who is on shift, and what they do; seeded.

Small, because the less there is the more may be worked out. Much is drawn at its edges: teams just below and above the
least size, almost everybody silent or heard, shifts that leave the same few people, readers who change again and again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from bot.domain.identifiers import PersonId, QuestionId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.domain.programme.questions import Competency, Facet, Kind, Polarity, Question, Scale

FIRST = IsoWeek.parse("2026-W02")
HOSPITAL = UnitId("hospital")
OTHER_HALF = "other"
"""So begins the id of a question that one half of the staff is asked instead of the week's first."""
SPECIALS = (Kind.INFLUENCE, Kind.TWO_WAY, Kind.ADVOCACY, Kind.FOLLOWERSHIP, Kind.CHANGE)
VALUES = {
    Scale.LIKERT4: tuple(Fraction(10 * step, 3) for step in range(4)),
    Scale.YES_NO: (Fraction(0), Fraction(10)),
    Scale.RATING10: tuple(Fraction(step) for step in range(11)),
    Scale.YES_LITTLE_NO: (Fraction(0), Fraction(5), Fraction(10)),
}
SCHEDULED = tuple(scale for scale in VALUES if scale is not Scale.YES_LITTLE_NO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Somebody on the list of a team, or in a reading role of a unit, for some weeks in a row."""

    person: PersonId
    unit: UnitId
    role: Role
    first: int
    """Weeks count from 0."""
    last: int

    def __contains__(self, week: int) -> bool:
        return self.first <= week <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What somebody did with one question: a value on 0-10, or None for "can't say"."""

    value: Fraction | None


@dataclass(frozen=True, kw_only=True)
class History:
    """All that happened. `plan` is public, as lists and rotas are; `heard` is what nobody may find out."""

    seed: int
    parents: Mapping[UnitId, UnitId | None]
    weeks: int
    spells: Sequence[Spell]
    joined: Mapping[PersonId, int]
    """Since which week."""
    plan: Mapping[tuple[UnitId, int], frozenset[PersonId]]
    """By team and week, who could be asked: on the list, joined, on shift, and chosen for this team."""
    questions: Sequence[Sequence[Question]]
    """Of each week. The first is everybody's, or one half of the staff has it and the other half the second."""
    asked: Mapping[tuple[UnitId, int, QuestionId], frozenset[PersonId]]
    """Who of the plan was planned for each question: a second one a week only goes to some."""
    heard: Mapping[tuple[UnitId, int], Mapping[PersonId, Mapping[QuestionId, Heard]]]
    quiet: frozenset[tuple[PersonId, int]] = frozenset()
    """Who had paused, stopped or pressed "not now" in a week, and so was not asked."""
    restored: tuple[int, int] | None = None
    """Weeks from a backup to its restore, both included: they are never closed."""
    twice: frozenset[int] = frozenset()
    """Weeks whose closing was cut off and done again."""
    names: Mapping[UnitId, str] = field(default_factory=dict)

    @property
    def teams(self) -> Sequence[UnitId]:
        above = set(self.parents.values())
        return [unit for unit in self.parents if unit not in above]

    def at(self, week: int) -> Iterable[Spell]:
        return (spell for spell in self.spells if week in spell)

    def closes(self, week: int) -> bool:
        return self.restored is None or not self.restored[0] <= week <= self.restored[1]


def a_history(seed: int) -> History:
    return _Author(Random(seed), seed).write()


def a_year(seed: int, *, teams: int = 6) -> History:
    """A whole year of a somewhat larger hospital."""
    return _Author(Random(seed), seed, weeks=52, teams=teams).write()


class _Author:
    def __init__(self, chance: Random, seed: int, *, weeks: int | None = None, teams: int | None = None) -> None:
        self.chance, self.seed, self.teams = chance, seed, teams
        self.weeks = weeks or chance.choice((4, 4, 5, 5, 8, 8, 9, 13))
        self.parents: dict[UnitId, UnitId | None] = {HOSPITAL: None}
        self.spells: list[Spell] = []
        self.joined: dict[PersonId, int] = {}
        self.away: dict[PersonId, frozenset[int]] = {}
        self.habits: dict[PersonId, float] = {}
        self.turns: dict[PersonId, tuple[float, float]] = {}
        """Of some, how likely they are heard before and after the middle."""
        self.asks = frozenset(chance.choice((range(self.weeks), range(self.weeks), range(0, self.weeks, 2), (0, 3, 6))))
        """Weeks in which there is a question at all."""
        self.splits = self.teams is None and chance.random() < 0.2
        """Whether doctors and nurses are asked different things in the same week."""
        self.other_half: set[PersonId] = set()
        self.people = 0

    def write(self) -> History:
        chance = self.chance
        for division in range(chance.choice((1, 1, 2))):
            above = UnitId(f"division{division}")
            self.parents[above] = HOSPITAL
            self._readers(above, (Role.SPONSOR,), chance.choice((0, 1, 1, 2)))
            for team in range(self.teams or chance.choice((1, 2, 2, 3) if self.weeks < 9 else (1, 2))):
                unit = UnitId(f"team{division}{team}")
                self.parents[unit] = above
                self._staff(unit)
        self._readers(HOSPITAL, (Role.SPONSOR,), 1)
        self._move()
        questions = self._questions()
        plan = self._plan()
        asked = self._asked(plan, questions)
        quiet = frozenset(
            (person, week)
            for person in self.habits
            if chance.random() < 0.06
            for week in range(chance.randrange(self.weeks), self.weeks)
        )
        restored = None
        if chance.random() < 0.1 and self.weeks > 4:
            start = chance.randrange(1, self.weeks - 1)
            restored = (start, min(start + chance.choice((0, 1)), self.weeks - 2))
        return History(
            seed=self.seed,
            parents=self.parents,
            weeks=self.weeks,
            spells=self.spells,
            joined=self.joined,
            plan=plan,
            questions=questions,
            asked=asked,
            heard=self._heard(plan, questions, asked, quiet),
            quiet=quiet,
            restored=restored,
            twice=frozenset(week for week in range(self.weeks) if chance.random() < 0.1),
            names={unit: str(unit).capitalize() for unit in self.parents},
        )

    def _person(self, habit: float) -> PersonId:
        person = PersonId(f"p{self.people:03}")
        self.people += 1
        self.habits[person] = min(1.0, max(0.0, habit + self.chance.gauss(0, 0.15)))
        self.joined[person] = 0 if self.chance.random() < 0.93 else self.chance.randrange(self.weeks)
        if self.splits and self.chance.random() < 0.4:
            self.other_half.add(person)
        return person

    def _spell(self, person: PersonId, unit: UnitId, role: Role, first: int = 0, last: int | None = None) -> None:
        end = self.weeks - 1 if last is None else last
        if first <= end:
            self.spells.append(Spell(person=person, unit=unit, role=role, first=first, last=end))

    def _readers(self, unit: UnitId, roles: Sequence[Role], count: int) -> None:
        for _ in range(count):
            self._spell(self._person(0.9), unit, self.chance.choice(roles))

    def _staff(self, unit: UnitId) -> None:
        chance = self.chance
        size = chance.choice((3, 4, 5, 6, 7, 7, 7, 8, 8, 9, 10, 12, 15, 20, chance.randrange(3, 41)))
        habit = chance.choice((0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.85, 0.98))
        rota = chance.choice(("all", "all", "some", "halves", "few", "late"))
        members: list[PersonId] = []
        for number in range(size):
            person = self._person(habit)
            first = 0 if chance.random() < 0.93 else chance.randrange(1, self.weeks)
            last = self.weeks - 1 if chance.random() < 0.95 else chance.randrange(first, self.weeks)
            self._spell(person, unit, Role.MEMBER, first, last)
            self.away[person] = self._away(rota, number)
            if rota == "late":
                self.turns[person] = (0.05, 0.95) if number < 5 else (0.5, 0.5)
            members.append(person)
        for role in (Role.MEDICAL_LEAD, Role.NURSING_LEAD, Role.CHAMPION):
            if chance.random() < 0.6:
                self._post(unit, role, members, habit)

    def _post(self, unit: UnitId, role: Role, members: Sequence[PersonId], habit: float) -> None:
        """A reading role that one or several hold one after the other: members, or somebody from outside."""
        chance, week = self.chance, 0
        while week < self.weeks:
            until = self.weeks - 1 if chance.random() < 0.6 else min(self.weeks - 1, week + chance.randrange(3))
            if chance.random() < 0.8:
                holder = chance.choice(members)
            else:
                holder = self._person(habit)
                self._spell(holder, unit, Role.MEMBER)
            self._spell(holder, unit, role, week, until)
            week = until + 1

    def _away(self, rota: str, number: int) -> frozenset[int]:
        chance, weeks = self.chance, range(self.weeks)
        match rota:
            case "some":
                return frozenset(week for week in weeks if chance.random() < 0.2)
            case "halves":  # two shifts that alternate
                return frozenset(week for week in weeks if (week + number) % 2 and chance.random() < 0.9)
            case "few" | "late":  # later only the same few are left
                start = self._middle
                return frozenset(week for week in weeks if week >= start and number >= 5)
            case _:
                return frozenset(week for week in weeks if chance.random() < 0.03)

    @property
    def _middle(self) -> int:
        return min(self.weeks // 2, 2)

    def _move(self) -> None:
        """Some go to another team in the middle of it; some are on two lists."""
        chance = self.chance
        teams = [unit for unit in self.parents if str(unit).startswith("team")]
        if len(teams) < 2:
            return
        for spell in list(self.spells):
            if spell.role is not Role.MEMBER or spell.first == spell.last:
                continue
            draw, other = chance.random(), chance.choice(teams)
            if other == spell.unit or draw > 0.07:
                continue
            if draw < 0.02:
                self._spell(spell.person, other, Role.MEMBER)
                continue
            week = chance.randrange(spell.first + 1, spell.last + 1)
            self.spells.remove(spell)
            self._spell(spell.person, spell.unit, Role.MEMBER, spell.first, week - 1)
            self._spell(spell.person, other, Role.MEMBER, week, spell.last)

    def _questions(self) -> Sequence[Sequence[Question]]:
        chance = self.chance
        scales = chance.choice(((Scale.LIKERT4,), (Scale.RATING10,), (Scale.YES_NO,), SCHEDULED))
        asks_specials = self.teams is not None or chance.random() < 0.3
        weekly: list[Sequence[Question]] = []
        for week in range(self.weeks):
            competency = chance.choice(tuple(Competency))
            asked = [a_question(f"core{week}", chance.choice(scales), competency=competency)]
            if self.splits and chance.random() < 0.6:
                competency = chance.choice(tuple(Competency))
                asked.append(a_question(f"{OTHER_HALF}{week}", chance.choice(scales), competency=competency))
            if asks_specials and chance.random() < 0.5:
                kind = chance.choice(SPECIALS)
                scale = Scale.YES_LITTLE_NO if kind is Kind.CHANGE else chance.choice(scales)
                asked.append(a_question(f"special{week}", scale, kind=kind))
            weekly.append(asked)
        return weekly

    def _plan(self) -> Mapping[tuple[UnitId, int], frozenset[PersonId]]:
        """Who is on several lists is asked for one team a week."""
        chosen: dict[tuple[UnitId, int], set[PersonId]] = {
            (unit, week): set() for unit in self.parents for week in range(self.weeks) if str(unit).startswith("team")
        }
        for week in sorted(self.asks & frozenset(range(self.weeks))):
            lists: dict[PersonId, list[UnitId]] = {}
            for spell in self.spells:
                if week in spell and spell.role is Role.MEMBER:
                    lists.setdefault(spell.person, []).append(spell.unit)
            for person, units in lists.items():
                if self.joined[person] <= week and week not in self.away.get(person, ()):
                    chosen[self.chance.choice(units), week].add(person)
        return {key: frozenset(people) for key, people in chosen.items()}

    def _asked(
        self, plan: Mapping[tuple[UnitId, int], frozenset[PersonId]], questions: Sequence[Sequence[Question]]
    ) -> Mapping[tuple[UnitId, int, QuestionId], frozenset[PersonId]]:
        """Everybody the first question of a week, or one half of them; the other half another one on the same day. A
        special one comes on another day, with other people on shift."""
        asked: dict[tuple[UnitId, int, QuestionId], frozenset[PersonId]] = {}
        for (unit, week), people in plan.items():
            first, others = questions[week][0], questions[week][1:]
            has_halves = any(question.id.startswith(OTHER_HALF) for question in others)
            half = frozenset(person for person in people if has_halves and person in self.other_half)
            asked[unit, week, first.id] = people - half
            for question in others:
                if question.id.startswith(OTHER_HALF):
                    asked[unit, week, question.id] = half
                    continue
                there = self.chance.choice((1.0, 0.8, 0.5))
                chosen = frozenset(person for person in sorted(people) if self.chance.random() < there)
                asked[unit, week, question.id] = chosen
        return asked

    def _heard(
        self,
        plan: Mapping[tuple[UnitId, int], frozenset[PersonId]],
        questions: Sequence[Sequence[Question]],
        asked: Mapping[tuple[UnitId, int, QuestionId], frozenset[PersonId]],
        quiet: frozenset[tuple[PersonId, int]],
    ) -> Mapping[tuple[UnitId, int], Mapping[PersonId, Mapping[QuestionId, Heard]]]:
        chance = self.chance
        moods: dict[UnitId, float] = {}
        cannot = chance.choice((0.0, 0.05, 0.3))
        heard: dict[tuple[UnitId, int], Mapping[PersonId, Mapping[QuestionId, Heard]]] = {}
        for (unit, week), people in plan.items():
            shift = chance.choice((0.0, 0.0, 0.0, -0.4, 0.4))
            if unit not in moods or (week % 4 == 0 and chance.random() < 0.3):
                moods[unit] = chance.random()
            rows: dict[PersonId, Mapping[QuestionId, Heard]] = {}
            for person in sorted(people):
                if (person, week) in quiet:
                    continue
                given = {
                    question.id: self._answer(question, moods[unit], cannot)
                    for question in questions[week]
                    if person in asked[unit, week, question.id] and chance.random() < self._habit(person, week) + shift
                }
                if given:
                    rows[person] = given
            heard[unit, week] = rows
        return heard

    def _habit(self, person: PersonId, week: int) -> float:
        before, after = self.turns.get(person, (self.habits[person],) * 2)
        return before if week < self._middle else after

    def _answer(self, question: Question, mood: float, cannot: float) -> Heard:
        if self.chance.random() < cannot:
            return Heard(value=None)
        values = VALUES[question.scale]
        at = round(self.chance.gauss(mood, 0.25) * (len(values) - 1))
        return Heard(value=values[min(len(values) - 1, max(0, at))])


def a_question(name: str, scale: Scale, *, competency: Competency | None = None, kind: Kind = Kind.CORE) -> Question:
    return Question(
        id=QuestionId(name),
        version=1,
        scale=scale,
        polarity=Polarity.POSITIVE,
        text={"en-GB": f"Wording of {name}."},
        kind=kind,
        competency=competency,
        facet=None if competency is None else Facet.INTELLECTUAL,
        tags=frozenset({"core"}) if competency else frozenset(),
    )
