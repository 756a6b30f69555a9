from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.asking.eligibility import (
    AskHistory,
    Candidate,
    DueQuestions,
    Unasked,
    admit,
    candidate,
    held_back,
    questions_for,
    reminder_at,
    rotating_team,
)
from bot.domain.identifiers import PersonId, QuestionId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import (
    Address,
    Consent,
    Person,
    Role,
    TeamMember,
)
from bot.domain.programme.programme import QuietHours
from bot.domain.programme.questions import (
    Audience,
    Kind,
    Polarity,
    Question,
    Scale,
)
from bot.domain.programme.quiet_hours import is_quiet
from tests.support.channels import WEB

OPENS = datetime(2026, 3, 3, 10, tzinfo=UTC)  # a Tuesday
CLOSES = OPENS + timedelta(hours=120)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
LONDON = "Europe/London"


def question(audience: Audience, name: str = "q") -> Question:
    return Question(
        id=QuestionId(name),
        version=1,
        scale=Scale.LIKERT4,
        polarity=Polarity.POSITIVE,
        text={"en-GB": "How is it going?"},
        audience=audience,
        kind=Kind.TWO_WAY,
    )


TO_MEMBERS = question(Audience.MEMBERS)
NURSE = TeamMember(
    person=Person(id=PersonId("n1"), name="Ada", channel=WEB),
    unit=UnitId("icu"),
    roles=frozenset({Role.MEMBER}),
    address=Address(channel=WEB, value="n1"),
    consent=Consent(joined_at=LONG_AGO),
    since=LONG_AGO,
)


def decide(
    member: TeamMember,
    *,
    now: datetime = OPENS,
    questions: tuple[Question, ...] = (TO_MEMBERS,),
    quiet: QuietHours = QuietHours(),  # noqa: B008 - frozen
    closes_at: datetime = CLOSES,
) -> Candidate | Unasked:
    return candidate(
        member,
        questions_for(member.roles, questions),
        opens_at=OPENS,
        closes_at=closes_at,
        now=now,
        quiet=quiet,
        unit_zone=LONDON,
    )


def with_person(**changes: object) -> TeamMember:
    return replace(NURSE, person=replace(NURSE.person, **changes))  # type: ignore[arg-type]


def with_consent(**changes: object) -> TeamMember:
    return replace(NURSE, consent=replace(NURSE.consent, **changes))  # type: ignore[arg-type]


def test_a_member_is_asked_when_the_round_opens() -> None:
    found = decide(NURSE)
    assert isinstance(found, Candidate)
    assert (found.due_at, found.questions, found.zone) == (OPENS, (TO_MEMBERS,), LONDON)
    assert found.week == IsoWeek.parse("2026-W10")


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (replace(NURSE, roles=frozenset({Role.CHAMPION})), Unasked.OTHER_AUDIENCE),
        (replace(NURSE, roles=frozenset({Role.MEDICAL_LEAD})), Unasked.OTHER_AUDIENCE),
        (with_person(starts=date(2026, 3, 4)), Unasked.NOT_LISTED),
        (with_person(ends=date(2026, 3, 2)), Unasked.NOT_LISTED),
        (with_consent(joined_at=None), Unasked.NOT_JOINED),
    ],
)
def test_who_is_not_within_the_plan_and_why(member: TeamMember, why: Unasked) -> None:
    assert decide(member) is why


def planned(member: TeamMember, **already: object) -> DueQuestions:
    """Within the plan, whatever the person has chosen."""
    found = decide(member)
    assert isinstance(found, Candidate)
    ask = admit(found, AskHistory(**already), questions_per_week=2)  # type: ignore[arg-type]
    assert isinstance(ask, DueQuestions)
    return ask


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (NURSE, None),
        (replace(NURSE, address=None), Unasked.NO_ADDRESS),
        (with_consent(stopped_at=LONG_AGO), Unasked.STOPPED),
        (with_consent(paused_until=OPENS + timedelta(minutes=1)), Unasked.PAUSED),
        (with_consent(away_until=OPENS + timedelta(minutes=1)), Unasked.AWAY),
    ],
)
def test_what_somebody_chose_holds_the_message_back_and_leaves_them_in_the_plan(
    member: TeamMember, why: Unasked | None
) -> None:
    assert held_back(planned(member), None) is why


@pytest.mark.parametrize(
    "member",
    [
        with_person(starts=date(2026, 3, 3), ends=date(2026, 3, 3)),
        with_consent(paused_until=OPENS),
        with_consent(away_until=OPENS),
        replace(NURSE, roles=frozenset({Role.CHAMPION, Role.MEMBER})),
    ],
)
def test_the_first_and_the_last_day_and_the_end_of_a_pause_are_inside(member: TeamMember) -> None:
    assert held_back(planned(member), None) is None


def test_audiences_follow_roles_and_who_is_both_gets_both() -> None:
    members, leads, both = (question(audience, audience.value) for audience in Audience)
    every = (members, leads, both)
    assert questions_for({Role.MEMBER}, every) == (members, both)
    assert questions_for({Role.NURSING_LEAD, Role.CHAMPION}, every) == (leads, both)
    assert questions_for({Role.MEMBER, Role.OPERATIONAL_LEAD}, every) == every
    assert questions_for({Role.CHAMPION, Role.SPONSOR, Role.ADMINISTRATOR}, every) == ()


def test_quiet_hours_are_those_of_the_persons_own_zone() -> None:
    found = decide(with_person(timezone="America/New_York"))  # 05:00 there
    assert isinstance(found, Candidate)
    assert found.due_at == datetime(2026, 3, 3, 14, tzinfo=UTC)


def test_nobody_is_asked_whose_quiet_hours_last_until_the_round_closes() -> None:
    overseas = with_person(timezone="America/New_York")
    assert decide(overseas, closes_at=OPENS + timedelta(hours=4)) is Unasked.NO_TIME_LEFT
    assert isinstance(decide(overseas, closes_at=OPENS + timedelta(hours=4, seconds=1)), Candidate)


def test_a_round_that_is_found_late_is_sent_now() -> None:
    found = decide(NURSE, now=OPENS + timedelta(hours=3))
    assert isinstance(found, Candidate)
    assert found.due_at == OPENS + timedelta(hours=3)


def test_the_budget_counts_every_schedule_and_leaves_what_it_leaves() -> None:
    found = decide(NURSE, questions=(TO_MEMBERS, question(Audience.BOTH, "r")))
    assert isinstance(found, Candidate)
    whole = admit(found, AskHistory(), questions_per_week=2)
    part = admit(found, AskHistory(this_week=1), questions_per_week=2)
    assert isinstance(whole, DueQuestions)
    assert isinstance(part, DueQuestions)
    assert (len(whole.questions), part.questions) == (2, (TO_MEMBERS,))
    assert admit(found, AskHistory(this_week=2), questions_per_week=2) is Unasked.BUDGET


@pytest.mark.parametrize(
    ("weeks_between", "days_ago", "is_asked"),
    [(1, 0, True), (2, 7, False), (2, 14, True), (4, 21, False), (4, 28, True), (4, 22, True), (4, -400, True)],
)
def test_a_wish_to_be_asked_less_often_counts_calendar_weeks(weeks_between: int, days_ago: int, is_asked: bool) -> None:
    outcome = held_back(planned(with_consent(weeks_between=weeks_between)), OPENS - timedelta(days=days_ago))
    # 22 days before a Tuesday is a Monday, still three weeks ago.
    assert outcome is (None if is_asked and days_ago != 22 else Unasked.LESS_OFTEN)


def test_in_several_teams_only_the_one_in_turn_asks_and_only_once() -> None:
    found = decide(NURSE)
    assert isinstance(found, Candidate)
    assert isinstance(admit(found, AskHistory(team=UnitId("icu")), questions_per_week=2), DueQuestions)
    assert admit(found, AskHistory(team=UnitId("amu")), questions_per_week=2) is Unasked.OTHER_TEAM
    again = AskHistory(team=UnitId("icu"), by_schedule=1, this_week=1)
    assert admit(found, again, questions_per_week=2) is Unasked.OTHER_TEAM


@pytest.mark.drill
@given(
    person=st.text(min_size=1, max_size=6).map(PersonId),
    teams=st.sets(st.text(min_size=1, max_size=4).map(UnitId), min_size=2, max_size=5),
    first=st.integers(1, 3000),
)
def test_teams_take_turns_equally(person: PersonId, teams: set[UnitId], first: int) -> None:
    roles = {team: frozenset({Role.MEMBER}) for team in teams}
    start = first * len(teams)
    turns = [
        rotating_team(
            person, roles, [TO_MEMBERS], microsystems=teams, asked=teams, week=IsoWeek.from_index(start + place)
        )
        for place in range(3 * len(teams))
    ]
    assert Counter(turns) == dict.fromkeys(teams, 3)


def test_a_fortnightly_schedule_reaches_every_team_of_a_person_too() -> None:
    roles = {UnitId(team): frozenset({Role.MEMBER}) for team in ("amu", "icu")}
    turns = Counter(
        rotating_team(
            PersonId("p"), roles, [TO_MEMBERS], microsystems=roles, asked=roles, week=IsoWeek.from_index(100_000 + week)
        )
        for week in range(0, 400, 2)
    )
    assert min(turns.values()) > 70


def test_only_teams_that_would_ask_take_turns() -> None:
    amu, ed, icu, lab = (UnitId(unit) for unit in ("amu", "ed", "icu", "lab"))
    roles = {
        amu: frozenset({Role.MEMBER}),
        ed: frozenset({Role.MEDICAL_LEAD}),
        icu: frozenset({Role.CHAMPION}),
        lab: frozenset({Role.MEMBER}),
    }

    def turn(microsystems: set[UnitId], asked: set[UnitId]) -> UnitId | None:
        week = IsoWeek.parse("2026-W10")
        return rotating_team(PersonId("p"), roles, [TO_MEMBERS], microsystems=microsystems, asked=asked, week=week)

    assert turn({amu, icu}, {amu, icu}) is None, "as a champion nobody is asked, so this is one team"
    assert turn({amu, ed}, {amu, ed}) == amu, "the question is not for leads"
    assert turn({amu, lab}, {lab}) == lab, "the other has a quiet week, and once a week is still the rule"
    assert turn({amu, lab}, {amu, lab}) in {amu, lab}


@settings(max_examples=100)
@given(
    minutes_late=st.integers(0, 120 * 60),
    starts=st.times(),
    ends=st.times(),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    after_hours=st.integers(1, 119),
    month=st.integers(1, 12),
)
def test_no_question_and_no_reminder_falls_into_quiet_hours_or_after_closing(
    minutes_late: int, starts: time, ends: time, zone: str, after_hours: int, month: int
) -> None:
    opens_at = OPENS.replace(month=month, day=28)
    closes_at = opens_at + timedelta(hours=120)
    quiet = QuietHours(starts=starts, ends=ends)
    found = candidate(
        with_person(timezone=zone),
        (TO_MEMBERS,),
        opens_at=opens_at,
        closes_at=closes_at,
        now=opens_at + timedelta(minutes=minutes_late),
        quiet=quiet,
        unit_zone=LONDON,
    )
    if isinstance(found, Candidate):
        assert not is_quiet(found.due_at, quiet, zone)
        assert found.due_at < closes_at
        at = reminder_at(found.due_at, after_hours=after_hours, closes_at=closes_at, quiet=quiet, zone=zone)
        assert at is None or (
            not is_quiet(at, quiet, zone) and found.due_at + timedelta(hours=after_hours) <= at < closes_at
        )
    else:
        assert found is Unasked.NO_TIME_LEFT


def test_no_reminder_where_the_schedule_wants_none() -> None:
    assert reminder_at(OPENS, after_hours=0, closes_at=CLOSES, quiet=QuietHours(), zone=LONDON) is None


@given(
    budget=st.integers(1, 7),
    wishes=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 3)), max_size=40),
    zone=st.sampled_from(["Europe/London", "Pacific/Auckland", "Asia/Kolkata"]),
)
def test_no_set_of_schedules_exceeds_the_weekly_budget(budget: int, wishes: list[tuple[int, int]], zone: str) -> None:
    person = with_person(timezone=zone)
    planned: list[DueQuestions] = []
    for days, count in sorted(wishes):
        at = OPENS + timedelta(days=days, hours=days % 24)
        found = candidate(
            person,
            tuple(question(Audience.MEMBERS, f"q{n}") for n in range(count)),
            opens_at=at,
            closes_at=at + timedelta(hours=48),
            now=at,
            quiet=QuietHours(),
            unit_zone=LONDON,
        )
        assert isinstance(found, Candidate)
        this_week = sum(len(ask.questions) for ask in planned if week_in(ask) == found.week)
        outcome = admit(found, AskHistory(this_week=this_week), questions_per_week=budget)
        if isinstance(outcome, DueQuestions):
            planned.append(outcome)
        else:
            assert this_week == budget
    spent: Counter[IsoWeek] = Counter()
    for ask in planned:
        spent[week_in(ask)] += len(ask.questions)
    assert all(questions <= budget for questions in spent.values())


def week_in(ask: DueQuestions) -> IsoWeek:
    return IsoWeek.of(ask.due_at.astimezone(ZoneInfo(ask.zone)).date())
