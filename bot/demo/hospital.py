"""The demo's hospital: eight microsystems, the people in them and what each team is going through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from random import Random

from bot.adapters.channels.web import WEB
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import (
    Membership,
    Person,
    Profession,
    Role,
    Roster,
)
from bot.domain.organisation.posts import (
    GovernanceSeat,
    LeadershipRole,
    RoleHeld,
    SeatKind,
)
from bot.domain.organisation.units import Organisation, Unit

YOU = PersonId("you")
LEAD = PersonId("surgical-ward-4-lead-nursing")
"""The lead whose chat the page shows: their team is the one that falls silent."""
CHAMPION = PersonId("surgical-ward-4-01")
"""A peer in that team."""
SPONSOR = PersonId("medical-director")
ADMINISTRATOR = PersonId("administrator")
GUARDIAN = PersonId("guardian")
"""Outside the teams: gets what is raised in confidence."""


class Story(Enum):
    """What happens to a team over the weeks of the demo."""

    STEADY = "steady"
    THRIVES = "thrives"
    FALLS_SILENT = "falls silent"
    TURNS_SOUR = "turns sour"
    JUST_STARTED = "just started"
    TOO_SMALL = "too small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    unit: UnitId
    name: str
    parent: UnitId
    size: int
    story: Story
    answering: float
    """Share of questions that its people answer in ordinary weeks."""
    mood: float
    """Where its people stand between 1 (strongly disagree) and 4 (strongly agree)."""


MEDICINE, SURGERY, FAMILY = UnitId("medicine"), UnitId("surgery"), UnitId("family")
DIVISIONS = (
    Unit(id=MEDICINE, name="Medicine"),
    Unit(id=SURGERY, name="Surgery"),
    Unit(id=FAMILY, name="Women and children"),
)


def _team(unit: str, name: str, parent: UnitId, size: int, story: Story, answering: float, mood: float) -> Team:
    return Team(unit=UnitId(unit), name=name, parent=parent, size=size, story=story, answering=answering, mood=mood)


TEAMS = (
    _team("acute-medicine", "Acute medical unit", MEDICINE, 18, Story.STEADY, 0.66, 2.9),
    _team("intensive-care", "Intensive care", MEDICINE, 16, Story.THRIVES, 0.78, 3.2),
    _team("older-people", "Older people's ward", MEDICINE, 16, Story.TURNS_SOUR, 0.72, 3.1),
    _team("diabetes-nurses", "Diabetes specialist nurses", MEDICINE, 4, Story.TOO_SMALL, 0.6, 3.0),
    _team("theatres", "Theatres", SURGERY, 18, Story.THRIVES, 0.74, 3.1),
    _team("surgical-ward-4", "Surgical ward 4", SURGERY, 17, Story.FALLS_SILENT, 0.72, 2.9),
    _team("maternity", "Maternity", FAMILY, 16, Story.STEADY, 0.64, 2.8),
    _team("paediatrics", "Children's ward", FAMILY, 15, Story.JUST_STARTED, 0.7, 3.0),
)
_DOCTOR, _NURSE, _OTHER = Profession.DOCTOR, Profession.NURSE, Profession.OTHER
POSTS = (
    RoleHeld(role=LeadershipRole.CHIEF_EXECUTIVE, profession=_OTHER, since=date(2021, 5, 1)),
    RoleHeld(role=LeadershipRole.CLINICAL_GOVERNANCE_LEAD),
    RoleHeld(role=LeadershipRole.DIVISIONAL_DIRECTOR, unit=MEDICINE, profession=_DOCTOR, since=date(2023, 9, 1)),
    RoleHeld(role=LeadershipRole.DIVISIONAL_DIRECTOR, unit=SURGERY, profession=_DOCTOR, since=date(2019, 2, 1)),
    RoleHeld(role=LeadershipRole.DIVISIONAL_DIRECTOR, unit=FAMILY, profession=_NURSE, since=date(2025, 4, 1)),
)
SEATS = (
    GovernanceSeat(title="Chair", profession=_OTHER, since=date(2020, 1, 1)),
    GovernanceSeat(title="Chief executive", kind=SeatKind.CHIEF_EXECUTIVE, profession=_OTHER, since=date(2021, 5, 1)),
    GovernanceSeat(title="Medical director", kind=SeatKind.ACTIVE_STAFF, profession=_DOCTOR, since=date(2022, 4, 1)),
    GovernanceSeat(title="Chief nurse", kind=SeatKind.MANAGEMENT, profession=_NURSE, since=date(2024, 9, 1)),
    GovernanceSeat(title="Doctor from elsewhere", kind=SeatKind.AT_LARGE),
)
STORIES: Mapping[UnitId, Team] = {team.unit: team for team in TEAMS}

_GIVEN = (
    "Ada Ben Cleo Dev Ella Femi Grace Hugo Ines Jonas Kofi Lena Mia Noor Omar Priya Quinn Rosa Sami Tara Uma Vera "
    "Will Xena Yusuf Zoe"
)
_FAMILY = (
    "Abbot Bright Carter Doyle Evans Fisher Grant Hale Iqbal Jones Khan Lowe Mensah Novak Osei Patel Quigley Reid "
    "Shaw Turner Usher Vance Walsh Young"
)


def organisation() -> Organisation:
    return Organisation(
        name="Riverside University Hospital",
        timezone="Europe/London",
        locale="en-GB",
        units=(*DIVISIONS, *(Unit(id=team.unit, name=team.name, parent=team.parent) for team in TEAMS)),
    )


def roster(*, newcomers_start: IsoWeek, seed: int) -> Roster:
    """Everybody on the web channel; the team that has just started is listed from `newcomers_start` on."""
    people: dict[PersonId, Person] = {}
    memberships: set[Membership] = set()
    chance = Random(f"roster {seed}")  # noqa: S311 - made-up names
    for team in TEAMS:
        starts = newcomers_start.monday() if team.story is Story.JUST_STARTED else None
        for person, roles in _staff(team, chance, starts):
            people[person.id] = person
            memberships.update(Membership(person=person.id, unit=team.unit, role=role) for role in roles)
    people[SPONSOR] = _person(SPONSOR, "Medical director", Profession.DOCTOR)
    memberships.update(Membership(person=SPONSOR, unit=unit.id, role=Role.SPONSOR) for unit in DIVISIONS)
    people[ADMINISTRATOR] = _person(ADMINISTRATOR, "Administrator", Profession.OTHER)
    memberships.update(Membership(person=ADMINISTRATOR, unit=unit.id, role=Role.ADMINISTRATOR) for unit in DIVISIONS)
    people[GUARDIAN] = _person(GUARDIAN, "Grace Obi", Profession.OTHER)
    memberships.update(Membership(person=GUARDIAN, unit=unit.id, role=Role.GUARDIAN) for unit in DIVISIONS)
    return Roster(people=people, memberships=frozenset(memberships))


def _staff(team: Team, chance: Random, starts: date | None) -> Iterator[tuple[Person, tuple[Role, ...]]]:
    professions = (Profession.NURSE, Profession.DOCTOR, Profession.NURSE, Profession.AHP, Profession.OTHER)
    for number in range(team.size):
        mine = team.story is Story.STEADY and team.parent == MEDICINE and number == 1
        identity = YOU if mine else PersonId(f"{team.unit}-{number + 1:02d}")
        name = "You" if mine else f"{chance.choice(_GIVEN.split())} {chance.choice(_FAMILY.split())}"
        roles = (Role.MEMBER, Role.CHAMPION) if number == 0 and team.size > 5 else (Role.MEMBER,)
        yield _person(identity, name, professions[number % len(professions)], starts), roles
    leads = ((Role.MEDICAL_LEAD, Profession.DOCTOR), (Role.NURSING_LEAD, Profession.NURSE))
    operational = ((Role.OPERATIONAL_LEAD, Profession.OTHER),)
    for role, profession in (*leads, *operational) if team.size > 5 else leads[1:]:
        short = role.value.removesuffix("_lead")
        person = _person(
            PersonId(f"{team.unit}-lead-{short}"), f"{short.capitalize()} lead, {team.name}", profession, starts
        )
        yield person, (role,)


def _person(identity: PersonId, name: str, profession: Profession, starts: date | None = None) -> Person:
    return Person(id=identity, name=name, channel=WEB, profession=profession, starts=starts)
