"""Who lives through the year: Ward 8 with its leads, two small teams beside it, and those above and outside them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache
from random import Random

from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import CO_LEADS, Address, Channel, Membership, Person, Profession, Role, Roster
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import (
    Contact,
    Guardian,
    OnDays,
    Programme,
    Schedule,
    StaffHelp,
    Weekday,
)
from bot.domain.programme.questions import Competency, Facet, Polarity, Question, Scale
from bot.domain.texts.languages import DEFAULT_LOCALE

ZONE = "Europe/London"
BEGINS = date(2026, 1, 5)
"""A Monday."""
FIRST_WEEK = IsoWeek.of(BEGINS)
HOSPITAL, WARD, PAIN, DIABETES = (UnitId(each) for each in ("medicine", "ward-8", "pain", "diabetes"))
NAMES = {HOSPITAL: "Medicine", WARD: "Ward 8", PAIN: "Pain nurses", DIABETES: "Diabetes nurses"}
TEAMS = (WARD, PAIN, DIABETES)
PAIR = (PAIN, DIABETES)
WELSH = "cy"
KNOWN_BEFORE = timedelta(weeks=4)
TIRED = (IsoWeek.of(date(2026, 4, 20)), IsoWeek.of(date(2026, 6, 1)))
"""In these weeks Ward 8 falls silent: from the first up to the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """One person: where they belong, how they work, and how often they answer."""

    name: str
    units: tuple[UnitId, ...]
    roles: frozenset[Role]
    profession: Profession = Profession.NURSE
    locale: str = DEFAULT_LOCALE
    turn: int | None = None
    """Which of the four weeks of the rota they begin with; None for who is on no rota."""
    office: bool = False
    """On the rota from Monday to Friday by day."""
    came: date = BEGINS
    last_day: date | None = None

    @property
    def id(self) -> PersonId:
        return PersonId(self.name.lower())

    @property
    def reads_digests(self) -> bool:
        return bool(self.roles & (CO_LEADS | {Role.CHAMPION, Role.SPONSOR}))

    @property
    def is_member(self) -> bool:
        return Role.MEMBER in self.roles

    def is_listed(self, day: date) -> bool:
        return self.came <= day and (self.last_day is None or day <= self.last_day)


def _nurse(name: str, turn: int, **more: object) -> Someone:
    return _somebody(name, WARD, {Role.MEMBER}, turn=turn, **more)


def _somebody(name: str, unit: UnitId, roles: Iterable[Role], **more: object) -> Someone:
    return Someone(name=name, units=(unit,), roles=frozenset(roles), **more)  # type: ignore[arg-type]


CHANGE_OVER = date(2026, 8, 5)
"""The first Wednesday in August: doctors in training change over."""
LAST_DAY_OF_TOM = date(2026, 9, 30)
_STAYING = ("Amal", "Bea", "Cai", "Dora", "Emeka", "Fay", "Gwen", "Hal", "Iris", "Jo", "Kit", "Lowri", "Nia", "Priya")
_BEFORE, _AFTER = ("Ravi", "Sana", "Uma", "Viktor"), ("Wanda", "Xavi", "Yara", "Zach")
_DOCTOR = {"office": True, "profession": Profession.DOCTOR}

PEOPLE: Sequence[Someone] = (
    *(_nurse(name, number % 4) for number, name in enumerate(_STAYING)),
    _nurse("Nerys", 2, locale=WELSH),
    _nurse("Tom", 3, last_day=LAST_DAY_OF_TOM),
    *(_somebody(name, WARD, {Role.MEMBER}, last_day=date(2026, 8, 4), **_DOCTOR) for name in _BEFORE),
    *(_somebody(name, WARD, {Role.MEMBER}, came=CHANGE_OVER, **_DOCTOR) for name in _AFTER),
    _somebody("Chloe", WARD, {Role.MEMBER, Role.CHAMPION}, office=True),
    _somebody("Lena", WARD, {Role.NURSING_LEAD}),
    _somebody("Marcus", WARD, {Role.MEDICAL_LEAD}, profession=Profession.DOCTOR),
    _somebody("Olive", WARD, {Role.OPERATIONAL_LEAD}, profession=Profession.OTHER),
    *(_somebody(name, PAIN, {Role.MEMBER}) for name in ("Paul", "Petra", "Pia", "Piotr", "Penny")),
    _somebody("Paula", PAIN, {Role.NURSING_LEAD}),
    *(_somebody(name, DIABETES, {Role.MEMBER}) for name in ("Dan", "Dee", "Della", "Dilys", "Dov")),
    _somebody("Diana", DIABETES, {Role.NURSING_LEAD}),
    _somebody("Susan", HOSPITAL, {Role.SPONSOR}, profession=Profession.DOCTOR),
    _somebody("Gil", HOSPITAL, {Role.GUARDIAN}, profession=Profession.OTHER),
    _somebody("Ada", HOSPITAL, {Role.ADMINISTRATOR}, profession=Profession.OTHER),
)
BY_NAME = {each.name: each for each in PEOPLE}


def listed_on_ward(day: date) -> Sequence[Someone]:
    """Who is on the list of Ward 8."""
    return [each for each in PEOPLE if WARD in each.units and each.is_listed(day)]


def of_ward(day: date) -> int:
    """How many people that is."""
    return len(listed_on_ward(day))


BY_CODE = frozenset({"Amal", "Lena", "Chloe", "Paul", "Susan", "Wanda"})
"""Those who join with a code; the list has the addresses of all others, as a hospital on Slack may have them."""


def roster(channel: Channel, address: Callable[[PersonId], Address], *, day: date) -> Roster:
    """The list as it is on that day; of last days it has those of the next four weeks, and of the past."""
    known = [each for each in PEOPLE if each.came <= day]
    return Roster(
        people={
            each.id: Person(
                id=each.id,
                name=each.name,
                channel=channel,
                profession=each.profession,
                locale=each.locale,
                starts=each.came,
                ends=each.last_day if each.last_day and each.last_day <= day + KNOWN_BEFORE else None,
            )
            for each in known
        },
        memberships=frozenset(
            Membership(person=each.id, unit=unit, role=role)
            for each in known
            for unit in each.units
            for role in each.roles
        ),
        addresses={each.id: address(each.id) for each in known if each.name not in BY_CODE},
    )


def _question(number: int, words: str, welsh: str, competency: Competency, facet: Facet) -> Question:
    return Question(
        id=QuestionId(f"core-{number}"),
        version=1,
        scale=Scale.LIKERT4,
        polarity=Polarity.POSITIVE,
        text={DEFAULT_LOCALE: words, WELSH: welsh},
        competency=competency,
        facet=facet,
        tags=frozenset({"core"}),
    )


QUESTIONS = (
    _question(
        1,
        "This week I could work out what was best here.",
        "Yr wythnos hon gallwn weld beth oedd orau yma.",
        Competency.PERSONAL,
        Facet.INTELLECTUAL,
    ),
    _question(
        2,
        "This week I cared about how our service ran.",
        "Yr wythnos hon roedd ots gennyf sut roedd ein gwasanaeth yn rhedeg.",
        Competency.PERSONAL,
        Facet.EMOTIONAL,
    ),
    _question(
        3,
        "This week my lead asked for our views.",
        "Yr wythnos hon gofynnodd fy arweinydd am ein barn.",
        Competency.SUPERVISORY,
        Facet.INTERPERSONAL,
    ),
    _question(
        4,
        "This week I knew where our service is going.",
        "Yr wythnos hon roeddwn yn gwybod i ble mae ein gwasanaeth yn mynd.",
        Competency.STRATEGIC,
        Facet.INTELLECTUAL,
    ),
)


def programme(**more: object) -> Programme:
    given = Programme(
        organisation=Organisation(
            name="Riverside",
            timezone=ZONE,
            locale=DEFAULT_LOCALE,
            units=tuple(
                Unit(id=unit, name=name, parent=None if unit == HOSPITAL else HOSPITAL) for unit, name in NAMES.items()
            ),
        ),
        questions={each.id: each for each in QUESTIONS},
        schedules=(
            Schedule(
                id=ScheduleId("weekly"),
                units=(HOSPITAL,),
                questions=("core",),
                cadence=OnDays(days=(Weekday.TUE,), at=time(10)),
            ),
        ),
        contact=Contact(name="Digital team", address="rounds@example.org"),
        help=StaffHelp(text="Staff support, extension 4400"),
        guardians=(Guardian(person=BY_NAME["Gil"].id, units=(HOSPITAL,)),),
    )
    return replace(given, **more)  # type: ignore[arg-type]


@cache
def answers(name: str, week: IsoWeek) -> float | None:
    """How much somebody agrees with what is asked in a week, from 0 to 1; None where they leave it."""
    chance = Random(f"{name} in {week}")
    someone = BY_NAME[name]
    is_tired = WARD in someone.units and TIRED[0] <= week < TIRED[1]
    if chance.random() > (0.25 if is_tired else 0.9):
        return None
    return min(max(chance.gauss(0.35 if is_tired else 0.65, 0.2), 0.001), 0.999)
