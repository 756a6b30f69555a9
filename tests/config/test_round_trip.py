"""What is written can be read, and reads as what was written."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.registry import CHANNELS
from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import (
    YEARLY,
    ChangeKind,
    ChangeOver,
    Month,
)
from bot.domain.organisation.people import (
    Address,
    Membership,
    Person,
    Profession,
    Role,
    Roster,
)
from bot.domain.organisation.posts import (
    EARLIEST,
    GovernanceSeat,
    LeadershipRole,
    RoleHeld,
    SeatKind,
)
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import (
    Budget,
    Contact,
    DigestTime,
    Guardian,
    OnCron,
    OnDays,
    Privacy,
    Programme,
    QuietDay,
    QuietHours,
    QuietWeek,
    Schedule,
    StaffHelp,
    Weekday,
)
from bot.domain.programme.questions import (
    OWN_KINDS,
    OWN_SCALES,
    Audience,
    Competency,
    Facet,
    Kind,
    Polarity,
    Question,
    Scale,
)
from config.writers import programme_toml, questions_toml, roster_csv
from tests.support import channels
from tests.support.channels import SLACK, WEB
from tests.support.programme_files import Files

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
_LETTERS = st.characters(categories=("L", "N", "P", "S"))
WORDS = st.lists(st.text(_LETTERS, min_size=1, max_size=8), min_size=1, max_size=3).map(" ".join)
ZONES = st.sampled_from(["Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"])
LOCALES = st.sampled_from(["en-GB", "de", "zh-Hant-TW"])
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
SLOTS = st.builds(time, st.integers(3, 23), st.integers(0, 59))
DAYS = st.lists(st.sampled_from(Weekday), min_size=1, max_size=7, unique=True).map(tuple)
CADENCES = st.builds(OnDays, days=DAYS, at=SLOTS, every_weeks=st.integers(1, 52)) | st.sampled_from(
    [OnCron(expression=each) for each in ("0 10 * * tue", "30 9 1 * *", "15 3 * feb mon-fri", "0 9,17 * * *")]
)


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    units: list[Unit] = []
    for unit_id in draw(st.lists(IDS, min_size=1, max_size=6, unique=True)):
        above = draw(st.none() | st.sampled_from([unit.id for unit in units])) if units else None
        units.append(
            Unit(
                id=UnitId(unit_id),
                name=draw(WORDS),
                parent=above,
                timezone=draw(st.none() | ZONES),
                locale=draw(st.none() | LOCALES),
            )
        )
    return Organisation(name=draw(WORDS), timezone=draw(ZONES), locale=draw(LOCALES), units=tuple(units))


@st.composite
def questions(draw: st.DrawFn, question_id: str) -> Question:
    kind = draw(st.sampled_from([each for each in Kind if each not in OWN_KINDS]))
    is_core = kind is Kind.CORE
    scale = draw(
        st.sampled_from([each for each in Scale if each not in OWN_SCALES and not (is_core and each is Scale.TEXT)])
    )
    texts = st.dictionaries(LOCALES, WORDS, min_size=1)
    return Question(
        id=QuestionId(question_id),
        version=draw(st.integers(1, 99)),
        scale=scale,
        polarity=draw(st.sampled_from(Polarity)),
        text=draw(texts),
        audience=draw(st.sampled_from(Audience)),
        kind=kind,
        competency=draw(st.sampled_from(Competency)) if is_core else None,
        facet=draw(st.sampled_from(Facet)) if is_core else None,
        tags=frozenset(draw(st.lists(IDS, max_size=2))),
        none_label=None if scale is Scale.TEXT else draw(st.none() | texts),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    organisation = draw(organisations())
    bank = {
        QuestionId(each): draw(questions(each)) for each in draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    }
    units = st.lists(st.sampled_from([unit.id for unit in organisation.units]), min_size=1, unique=True).map(tuple)
    names = sorted({name for each in bank.values() for name in (each.id, *each.all_tags)})
    schedules = []
    for schedule_id in draw(st.lists(IDS, max_size=2, unique=True)):
        open_hours = draw(st.integers(1, 672))
        paused = draw(st.booleans())
        schedules.append(
            Schedule(
                id=ScheduleId(schedule_id),
                units=draw(units),
                questions=draw(st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)),
                cadence=draw(CADENCES),
                questions_per_round=draw(st.integers(1, 3)),
                open_hours=open_hours,
                remind_after_hours=draw(st.integers(0, open_hours - 1)),
                paused=paused,
                paused_until=draw(st.none() | st.dates()) if paused else None,
            )
        )
    weeks = st.builds(IsoWeek.from_index, st.integers(105_000, 106_000))
    changes = st.builds(
        ChangeOver, kind=st.sampled_from(ChangeKind), units=units, reason=WORDS, when=weeks
    ) | st.builds(
        ChangeOver, kind=st.sampled_from(sorted(YEARLY)), units=units, reason=WORDS, when=st.sampled_from(Month)
    )
    anywhere = st.none() | st.sampled_from([unit.id for unit in organisation.units])
    holders = st.none() | st.tuples(st.sampled_from(Profession), st.dates(EARLIEST))

    def role(held: tuple[Profession, date] | None, which: LeadershipRole, unit: UnitId | None) -> RoleHeld:
        profession, since = held or (None, None)
        return RoleHeld(role=which, unit=unit, profession=profession, since=since)

    def seat(
        held: tuple[Profession, date] | None, title: str, kind: SeatKind, unit: UnitId | None, votes: bool
    ) -> GovernanceSeat:
        profession, since = held or (None, None)
        return GovernanceSeat(title=title, kind=kind, unit=unit, profession=profession, since=since, votes=votes)

    roles = st.builds(role, holders, st.sampled_from(LeadershipRole), anywhere)
    seats = st.builds(seat, holders, WORDS, st.sampled_from(SeatKind), anywhere, st.booleans())
    return Programme(
        organisation=organisation,
        questions=bank,
        schedules=tuple(schedules),
        budget=Budget(questions_per_week=draw(st.integers(1, 7))),
        quiet=QuietHours(starts=draw(MINUTES), ends=draw(MINUTES)),
        digest=DigestTime(day=draw(st.sampled_from(Weekday)), at=draw(SLOTS)),
        quiet_weeks=tuple(draw(st.lists(st.builds(QuietWeek, week=weeks, units=units, reason=WORDS), max_size=2))),
        quiet_days=tuple(draw(st.lists(st.builds(QuietDay, date=st.dates(), units=units, reason=WORDS), max_size=2))),
        change_overs=tuple(draw(st.lists(changes, max_size=3))),
        leadership_roles=tuple(draw(st.lists(roles, max_size=3))),
        governance_seats=tuple(draw(st.lists(seats, max_size=3))),
        false_flags_per_team_year=draw(st.floats(0.1, 5)),
        participation_target=draw(st.none() | st.integers(1, 9)),
        rota_hosts=draw(st.sampled_from([(), ("rota.example.org",), ("10.0.0.7", "rota-2.local")])),
        help=draw(st.none() | st.builds(StaffHelp, text=WORDS, link=st.sampled_from(["", "https://a.example.org/"]))),
        contact=draw(st.none() | st.just(Contact(name="Digital team", address="rounds@example.org"))),
        privacy=Privacy(
            minimum_group=draw(st.integers(5, 30)),
            minimum_team=draw(st.integers(7, 30)),
            minimum_group_comments=draw(st.integers(10, 30)),
            quarter_weeks=draw(st.integers(4, 26)),
        ),
    )


@st.composite
def rosters(draw: st.DrawFn, organisation: Organisation) -> Roster:
    people: dict[PersonId, Person] = {}
    memberships: set[Membership] = set()
    addresses: dict[PersonId, Address] = {}
    leaves = [unit.id for unit in organisation.microsystems]
    everywhere = [unit.id for unit in organisation.units]
    names = WORDS.map(lambda text: text.replace(";", ",")) | st.sampled_from(
        ["=1+1", "'=1+1", "@x", "-", "Lowe, Ada", '"A"']
    )
    for number, each in enumerate(draw(st.lists(IDS, max_size=4, unique=True))):
        person = PersonId(each)
        channel = draw(st.sampled_from(channels.ALL))
        starts, ends = sorted(draw(st.tuples(st.dates(date(2020, 1, 1)), st.dates(date(2020, 1, 1)))))
        people[person] = Person(
            id=person,
            name=draw(names),
            channel=channel,
            profession=draw(st.none() | st.sampled_from(Profession)),
            timezone=draw(st.none() | ZONES),
            locale=draw(st.none() | LOCALES),
            starts=draw(st.sampled_from([None, starts])),
            ends=draw(st.sampled_from([None, ends])),
        )
        for role in draw(st.lists(st.sampled_from(Role), min_size=1, max_size=3, unique=True)):
            unit = draw(st.sampled_from(leaves if role is Role.MEMBER else everywhere))
            memberships.add(Membership(person=person, unit=unit, role=role))
        if channel != WEB and draw(st.booleans()):
            value = f"U{number}AB" if channel == SLACK else str(4711 + number)
            addresses[person] = Address(channel=channel, value=value)
    return Roster(people=people, memberships=frozenset(memberships), addresses=addresses)


@pytest.mark.drill
@given(st.data())
@settings(max_examples=40)
def test_reading_what_was_written_gives_the_same(data: st.DataObject) -> None:
    programme = data.draw(programmes())
    roster = data.draw(rosters(programme.organisation))
    if roster.people:
        everywhere = tuple(unit.id for unit in programme.organisation.units)
        named = data.draw(st.lists(st.sampled_from(sorted(roster.people)), max_size=2, unique=True))
        guardians = tuple(Guardian(person=each, units=everywhere) for each in named)
        programme = replace(programme, guardians=guardians)
    with TemporaryDirectory() as folder:
        files = Files(Path(folder))
        files.write("programme.toml", programme_toml(programme))
        files.write("questions.toml", questions_toml(programme.questions.values()))
        files.write("roster.csv", roster_csv(roster, channels=CHANNELS))
        assert files.faults() == []
        found = files.read()
    assert found.programme == programme
    assert list(found.programme.questions) == list(programme.questions)
    assert found.roster == roster


def test_an_address_that_only_enrolment_gives_is_not_written() -> None:
    ada = Person(id=PersonId("p1"), name="Ada", channel=WEB)
    roster = Roster(
        people={ada.id: ada},
        memberships=frozenset({Membership(person=ada.id, unit=UnitId("icu"), role=Role.MEMBER)}),
        addresses={ada.id: Address(channel=WEB, value="f00d")},
    )
    assert roster_csv(roster, channels=CHANNELS).splitlines()[1] == "p1,Ada,icu,member,web,,,,,,"
