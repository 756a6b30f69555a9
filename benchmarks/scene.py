"""One hospital with its people, their habits and what they said, drawn once with a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

import numpy as np

from bot.domain.answers.epochs import Epoch, planned_epoch
from bot.domain.detector.replay import LIVE_BLOCKS
from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import (
    Address,
    Membership,
    Person,
    Role,
    Roster,
)
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import (
    OnDays,
    Programme,
    Schedule,
    Weekday,
)
from bot.domain.programme.quarters import Quarter
from bot.domain.programme.questions import (
    Competency,
    Facet,
    Polarity,
    Question,
    Scale,
)
from tests.support.channels import TELEGRAM

TEAM = 20
TEAMS_A_DIVISION = 100
QUARTER_WEEKS = 13
CLOSING = IsoWeek.parse("2026-W26")
HOSPITAL = UnitId("hospital")
LEADS = (Role.CHAMPION, Role.MEDICAL_LEAD, Role.NURSING_LEAD, Role.OPERATIONAL_LEAD)
"""Of the first members of each team."""

BANK = tuple(
    Question(
        id=QuestionId(f"{competency.value}-{facet.value}-{item}"),
        version=1,
        scale=Scale.LIKERT4,
        polarity=Polarity.POSITIVE,
        text={"en-GB": "How is it going?"},
        competency=competency,
        facet=facet,
    )
    for competency in Competency
    for facet in Facet
    for item in range(3)
)


def asked_in(week: IsoWeek) -> Question:
    return BANK[week.index % len(BANK)]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One hospital: `teams` of `TEAM` people, `behind` weeks of past, and week `of_quarter` of its quarter to close."""

    teams: int
    behind: int
    of_quarter: int
    units: tuple[UnitId, ...]
    reached: "np.ndarray[Any, np.dtype[np.bool_]]"
    """(weeks, people), the closing week last."""
    answered: "np.ndarray[Any, np.dtype[np.bool_]]"
    code: "np.ndarray[Any, np.dtype[np.int8]]"
    """1 to 4 where somebody answered, 0 elsewhere."""

    @classmethod
    def drawn(cls, *, teams: int, behind: int, of_quarter: int, seed: int = 7) -> "Scene":
        chance = np.random.default_rng(seed)
        people, weeks = teams * TEAM, behind + 1
        habit = np.repeat(chance.normal(0.9, 0.7, teams), TEAM) + chance.normal(0, 1.1, people)
        level = np.repeat(chance.normal(2.9, 0.25, teams), TEAM) + chance.normal(0, 0.6, people)
        reached = chance.random((weeks, people), dtype=np.float32) < 0.92
        answered = reached & (chance.random((weeks, people), dtype=np.float32) < 1 / (1 + np.exp(-habit)))
        said = np.clip(np.rint(level + chance.normal(0, 0.6, (weeks, people))), 1, 4).astype(np.int8)
        return cls(
            teams=teams,
            behind=behind,
            of_quarter=of_quarter,
            units=tuple(UnitId(f"unit-{number:05d}") for number in range(teams)),
            reached=reached,
            answered=answered,
            code=np.where(answered, said, 0).astype(np.int8),
        )

    @property
    def epochs(self) -> Sequence[Epoch]:
        """Those whose keys the closing week needs, oldest first."""
        found: list[Epoch] = []
        before = Quarter(first=self.quarter.first - QUARTER_WEEKS, weeks=QUARTER_WEEKS)
        for block in (*before.blocks, *self.quarter.blocks):
            if block.first <= CLOSING:
                found.append(
                    planned_epoch(
                        block.first,
                        before=found[-1] if found else None,
                        start=before.first,
                        after=None,
                        quarter_weeks=QUARTER_WEEKS,
                        live_blocks=LIVE_BLOCKS - 1,
                        weeks_of_life=QUARTER_WEEKS + 1,
                    )
                )
        return found[-LIVE_BLOCKS:]

    @property
    def quarter(self) -> Quarter:
        return Quarter(first=CLOSING - (self.of_quarter - 1), weeks=QUARTER_WEEKS)

    @property
    def in_block(self) -> int:
        """Weeks of the closing week's block that lie behind."""
        return CLOSING - self.quarter.block_of(CLOSING).first

    @property
    def first(self) -> IsoWeek:
        return CLOSING - self.behind

    def person(self, team: int, number: int) -> PersonId:
        return PersonId(f"p{team:05d}-{number:02d}")

    def write_rows(self, file: Path) -> None:
        """Every person-week of the years behind and of the closing week, as a recomputation would read it."""
        import polars as pl

        weeks, people = self.reached.shape
        week = np.repeat(np.arange(weeks, dtype=np.int32) + self.first.index, people)
        member = np.tile(np.arange(people, dtype=np.int32), weeks)
        codes = self.code.ravel()
        questions = np.array([BANK.index(asked_in(self.first + at)) for at in range(weeks)], dtype=np.int16)
        pl.DataFrame(
            {
                "week": week,
                "team": member // TEAM,
                "member": member,
                "question": np.repeat(questions, people),
                "reached": self.reached.ravel(),
                "answered": self.answered.ravel(),
                "value": np.where(codes > 0, (codes - 1) * (10 / 3), np.nan).astype(np.float32),
            }
        ).write_parquet(file, compression="zstd")


def programme(scene: Scene) -> Programme:
    divisions = [UnitId(f"division-{number:03d}") for number in range(-(-scene.teams // TEAMS_A_DIVISION))]
    return Programme(
        organisation=Organisation(
            name="Riverside",
            timezone="Europe/London",
            locale="en-GB",
            units=(
                Unit(id=HOSPITAL, name="Riverside"),
                *(Unit(id=division, name=division, parent=HOSPITAL) for division in divisions),
                *(
                    Unit(id=unit, name=unit, parent=divisions[at // TEAMS_A_DIVISION])
                    for at, unit in enumerate(scene.units)
                ),
            ),
        ),
        questions={question.id: question for question in BANK},
        schedules=(
            Schedule(
                id=ScheduleId("weekly-pulse"),
                units=(HOSPITAL,),
                questions=("core",),
                cadence=OnDays(days=(Weekday.TUE,), at=time(10)),
            ),
        ),
    )


def roster(scene: Scene) -> Roster:
    """Twenty people a team, of whom four read its digest, and one sponsor."""
    names = [scene.person(team, number) for team in range(scene.teams) for number in range(TEAM)]
    held = {
        Membership(person=scene.person(team, number), unit=unit, role=role)
        for team, unit in enumerate(scene.units)
        for number in range(TEAM)
        for role in (Role.MEMBER, *LEADS[number : number + 1])
    }
    sponsor = PersonId("sponsor")
    held.add(Membership(person=sponsor, unit=HOSPITAL, role=Role.SPONSOR))
    everybody = [sponsor, *names]
    return Roster(
        people={name: Person(id=name, name=name, channel=TELEGRAM) for name in everybody},
        memberships=frozenset(held),
        addresses={name: Address(channel=TELEGRAM, value=name) for name in everybody},
    )
