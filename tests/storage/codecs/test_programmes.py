"""Whatever is kept of the programme comes back equal, in the shape that databases hold."""

import json
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import YEARLY, ChangeKind, ChangeOver, Month
from bot.domain.organisation.people import Profession
from bot.domain.organisation.posts import EARLIEST, GovernanceSeat, LeadershipRole, RoleHeld, SeatKind
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
from bot.domain.programme.questions import Audience, Competency, Facet, Kind, Polarity, Question, QuestionRef, Scale
from storage.codecs.programmes import (
    decode_organisation,
    decode_programme,
    decode_question,
    decode_refs,
    decode_schedule,
    encode_programme,
    encode_question,
    encode_refs,
    encode_schedule,
)
from tests.support.presses import WEEKS

WORDS = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
IDS = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)
UNITS = st.lists(IDS.map(UnitId), min_size=1, max_size=3).map(tuple)
LOCALES = st.dictionaries(st.sampled_from(["en-GB", "de", "fr"]), WORDS, min_size=1)
TIMES = st.times(min_value=time(3)).map(lambda at: at.replace(microsecond=0))
CORE = st.builds(
    Question,
    id=IDS.map(QuestionId),
    version=st.integers(1, 99),
    scale=st.sampled_from([Scale.LIKERT4, Scale.YES_NO, Scale.RATING10]),
    polarity=st.sampled_from(Polarity),
    text=LOCALES,
    audience=st.sampled_from(Audience),
    competency=st.sampled_from(Competency),
    facet=st.sampled_from(Facet),
    tags=st.frozensets(IDS, max_size=3),
    none_label=st.none() | LOCALES,
)
SPECIAL = st.builds(
    Question,
    id=IDS.map(QuestionId),
    version=st.integers(1, 99),
    scale=st.sampled_from(Scale),
    polarity=st.sampled_from(Polarity),
    text=LOCALES,
    kind=st.sampled_from([kind for kind in Kind if kind is not Kind.CORE]),
)
CADENCES = st.one_of(
    st.builds(OnCron, expression=WORDS),
    st.builds(
        OnDays,
        days=st.lists(st.sampled_from(Weekday), min_size=1, max_size=7, unique=True).map(tuple),
        at=TIMES,
        every_weeks=st.integers(1, 52),
    ),
)
SCHEDULES = st.builds(
    Schedule,
    id=IDS.map(ScheduleId),
    units=UNITS,
    questions=st.lists(IDS, min_size=1, max_size=3).map(tuple),
    cadence=CADENCES,
    questions_per_round=st.integers(1, 3),
    open_hours=st.integers(49, 672),
    remind_after_hours=st.integers(0, 48),
    paused=st.just(True),
    paused_until=st.none() | st.dates(),
)
HELD = st.tuples(st.sampled_from(Profession), st.dates(min_value=EARLIEST)) | st.just((None, None))
ROLES = st.builds(
    lambda role, unit, held: RoleHeld(role=role, unit=unit, profession=held[0], since=held[1]),
    st.sampled_from(LeadershipRole),
    st.none() | IDS.map(UnitId),
    HELD,
)
SEATS = st.builds(
    lambda title, kind, unit, votes, held: GovernanceSeat(
        title=title, kind=kind, unit=unit, votes=votes, profession=held[0], since=held[1]
    ),
    WORDS,
    st.sampled_from(SeatKind),
    st.none() | IDS.map(UnitId),
    st.booleans(),
    HELD,
)
CHANGES = st.builds(
    ChangeOver, kind=st.sampled_from(sorted(YEARLY)), units=UNITS, reason=WORDS, when=st.sampled_from(Month)
) | st.builds(ChangeOver, kind=st.sampled_from(ChangeKind), units=UNITS, reason=WORDS, when=WEEKS)
PROGRAMMES = st.builds(
    Programme,
    organisation=st.builds(
        Organisation,
        name=WORDS,
        timezone=st.just("Europe/London"),
        locale=st.just("en-GB"),
        units=st.lists(st.builds(Unit, id=IDS.map(UnitId), name=WORDS), max_size=3, unique_by=lambda unit: unit.id).map(
            tuple
        ),
    ),
    questions=st.lists(CORE | SPECIAL, max_size=2).map(lambda bank: {question.id: question for question in bank}),
    schedules=st.lists(SCHEDULES, max_size=2).map(tuple),
    budget=st.builds(Budget, questions_per_week=st.integers(1, 7)),
    quiet=st.builds(QuietHours, starts=TIMES, ends=TIMES),
    digest=st.builds(DigestTime, day=st.sampled_from(Weekday), at=TIMES),
    quiet_weeks=st.lists(st.builds(QuietWeek, week=WEEKS, units=UNITS, reason=WORDS), max_size=2).map(tuple),
    false_flags_per_team_year=st.floats(0.1, 2),
    participation_target=st.none() | st.integers(1, 10),
    privacy=st.builds(
        Privacy,
        minimum_group=st.integers(5, 9),
        minimum_team=st.integers(7, 12),
        minimum_group_comments=st.integers(10, 19),
        quarter_weeks=st.integers(4, 26),
    ),
    change_overs=st.lists(CHANGES, max_size=2).map(tuple),
    leadership_roles=st.lists(ROLES, max_size=2).map(tuple),
    governance_seats=st.lists(SEATS, max_size=2).map(tuple),
    quiet_days=st.lists(st.builds(QuietDay, date=st.dates(), units=UNITS, reason=WORDS), max_size=2).map(tuple),
    rota_hosts=st.lists(WORDS, max_size=2).map(tuple),
    contact=st.none() | st.builds(Contact, name=WORDS, address=WORDS),
    help=st.none() | st.builds(StaffHelp, text=WORDS, link=st.sampled_from(["", "tel:4400"])),
    guardians=st.lists(st.builds(Guardian, person=IDS.map(PersonId), units=UNITS), max_size=2).map(tuple),
)


@settings(max_examples=60)
@given(CORE | SPECIAL)
def test_a_question_comes_back_as_it_was_written(question: Question) -> None:
    assert decode_question(question.id, question.version, encode_question(question)) == question


@pytest.mark.drill
@settings(max_examples=60)
@given(SCHEDULES)
def test_a_schedule_comes_back_as_it_was_written(schedule: Schedule) -> None:
    assert decode_schedule(schedule.id, encode_schedule(schedule)) == schedule


@pytest.mark.drill
@settings(max_examples=60)
@given(PROGRAMMES)
def test_a_programme_comes_back_as_it_was_written(programme: Programme) -> None:
    text, units = encode_programme(programme), programme.organisation.units
    read = decode_programme(text, units=units, questions=programme.questions, schedules=programme.schedules)
    assert read == programme
    assert decode_organisation(text, units=units) == programme.organisation


@pytest.mark.drill
@given(st.lists(st.builds(QuestionRef, id=IDS.map(QuestionId), version=st.integers(1, 9)), max_size=3).map(tuple))
def test_references_come_back_as_they_were_written(refs: tuple[QuestionRef, ...]) -> None:
    assert decode_refs(encode_refs(refs)) == refs


# --- the shape that is kept -----------------------------------------------------------------------------------------

QUESTION = Question(
    id=QuestionId("pers-int-1"),
    version=2,
    scale=Scale.LIKERT4,
    polarity=Polarity.NEGATIVE,
    text={"en-GB": "Words."},
    audience=Audience.BOTH,
    competency=Competency.PERSONAL,
    facet=Facet.INTELLECTUAL,
    tags=frozenset({"b", "a"}),
    none_label={"en-GB": "None"},
)
SCHEDULE = Schedule(
    id=ScheduleId("weekly"),
    units=(UnitId("medicine"),),
    questions=("core",),
    cadence=OnDays(days=(Weekday.TUE,), at=time(10)),
)
PROGRAMME = Programme(
    organisation=Organisation(
        name="Riverside",
        timezone="Europe/London",
        locale="en-GB",
        units=(Unit(id=UnitId("icu"), name="Intensive care"),),
    ),
    questions={QUESTION.id: QUESTION},
    schedules=(SCHEDULE,),
    quiet_weeks=(QuietWeek(week=IsoWeek(year=2026, week=40), units=(UnitId("icu"),), reason="Survey"),),
    quiet_days=(QuietDay(date=date(2026, 12, 25), units=(UnitId("icu"),), reason="Christmas"),),
    participation_target=7,
    change_overs=(
        ChangeOver(kind=ChangeKind.TRAINEES, units=(UnitId("icu"),), reason="August", when=Month.AUGUST),
        ChangeOver(kind=ChangeKind.MERGER, units=(UnitId("icu"),), reason="Wards", when=IsoWeek(year=2026, week=10)),
    ),
    leadership_roles=(
        RoleHeld(role=LeadershipRole.CLINICAL_LEAD, profession=Profession.DOCTOR, since=date(2020, 1, 1)),
    ),
    governance_seats=(GovernanceSeat(title="Chair", kind=SeatKind.MANAGEMENT, votes=False),),
    contact=Contact(name="Digital team", address="rounds@example.org"),
    rota_hosts=("rota.example.org",),
    help=StaffHelp(text="Staff support line", link="https://staff.example.org"),
    guardians=(Guardian(person=PersonId("g01"), units=(UnitId("icu"),)),),
)
KEPT_QUESTION = {
    "v": 3,
    "scale": "likert4",
    "polarity": "-",
    "text": {"en-GB": "Words."},
    "audience": "both",
    "kind": "core",
    "competency": "personal",
    "facet": "intellectual",
    "tags": ["a", "b"],
    "none_label": {"en-GB": "None"},
}
KEPT_SCHEDULE = {
    "v": 3,
    "units": ["medicine"],
    "questions": ["core"],
    "cadence": {"days": ["Tue"], "at": "10:00:00", "every_weeks": 1},
    "questions_per_round": 1,
    "open_hours": 120,
    "remind_after_hours": 48,
    "paused": False,
    "paused_until": None,
}
KEPT_PROGRAMME = {
    "v": 3,
    "organisation": {"name": "Riverside", "timezone": "Europe/London", "locale": "en-GB"},
    "budget": {"questions_per_week": 2},
    "quiet": {"starts": "20:00:00", "ends": "09:00:00"},
    "digest": {"day": "Tue", "at": "12:30:00"},
    "quiet_weeks": [{"week": {"year": 2026, "week": 40}, "units": ["icu"], "reason": "Survey"}],
    "quiet_days": [{"date": "2026-12-25", "units": ["icu"], "reason": "Christmas"}],
    "false_flags_per_team_year": 0.5,
    "participation_target": 7,
    "privacy": {
        "minimum_group": 5,
        "minimum_team": 7,
        "minimum_group_comments": 10,
        "quarter_weeks": 13,
        "answers_live_blocks": 2,
    },
    "change_overs": [
        {"kind": "trainees", "units": ["icu"], "reason": "August", "when": "August"},
        {"kind": "merger", "units": ["icu"], "reason": "Wards", "when": {"year": 2026, "week": 10}},
    ],
    "leadership_roles": [{"role": "clinical_lead", "unit": None, "profession": "doctor", "since": "2020-01-01"}],
    "governance_seats": [
        {"title": "Chair", "kind": "management", "unit": None, "profession": None, "since": None, "votes": False}
    ],
    "contact": {"name": "Digital team", "address": "rounds@example.org"},
    "rota_hosts": ["rota.example.org"],
    "help": {"text": "Staff support line", "link": "https://staff.example.org"},
    "guardians": [{"person": "g01", "units": ["icu"]}],
}


def test_databases_hold_this_shape_until_its_version_is_raised() -> None:
    assert json.loads(encode_question(QUESTION)) == KEPT_QUESTION
    assert json.loads(encode_schedule(SCHEDULE)) == KEPT_SCHEDULE
    assert json.loads(encode_programme(PROGRAMME)) == KEPT_PROGRAMME


def test_what_this_version_did_not_write_is_refused() -> None:
    for body in ({**KEPT_QUESTION, "v": 2}, {key: value for key, value in KEPT_QUESTION.items() if key != "v"}):
        with pytest.raises(ValueError, match="this program reads 3"):
            decode_question(QUESTION.id, QUESTION.version, json.dumps(body))
    with pytest.raises(ValueError, match="scale"):
        decode_question(QUESTION.id, QUESTION.version, json.dumps({**KEPT_QUESTION, "scale": "rating11"}))
    with pytest.raises(ValueError, match="between 1 and 672"):
        decode_schedule(SCHEDULE.id, json.dumps({**KEPT_SCHEDULE, "open_hours": 0}))
