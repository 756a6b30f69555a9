"""Changes as they are filled into forms of the console and the chat; for laws."""

from datetime import date

from hypothesis import strategies as st

from bot.domain.identifiers import PersonId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeKind, Month
from bot.domain.organisation.people import Role, Roster
from bot.domain.programme.programme import Programme
from bot.flows.administration.calendar_edits import QUIET_DAY, QUIET_WEEK, change_over, quiet_time
from bot.flows.administration.changing_teams.posts import PostPlace, PutPost, Register, holder_keys
from bot.flows.administration.changing_teams.split_unit import NewTeam, SplitUnit
from bot.flows.administration.edits import (
    CHANGE_OVER,
    AddEntries,
    MergeUnits,
    PauseSchedule,
    PutSchedule,
    StopSchedule,
    TakeOutEntry,
    resume_schedule,
)
from bot.flows.administration.edits import Edit as ProgrammeEdit
from bot.programme_rules import ProgrammeRules
from tests.support.builders import ICU

WHEN = st.fixed_dictionaries(
    {
        "days": st.lists(st.sampled_from(["Mon", "Tue", "Sat"]), min_size=1, max_size=2),
        "at": st.sampled_from(["08:30", "10:00", "02:15"]),
    },
    optional={
        "every_weeks": st.sampled_from([1, 2, 99, None]),
        "open_hours": st.sampled_from([24, 120, None]),
        "remind_after_hours": st.sampled_from([0, 48, None]),
        "units": st.lists(st.sampled_from(["icu", "medicine", "gone"]), min_size=1, max_size=2),
    },
)
NAMED = st.sampled_from(["weekly-pulse", "nights", "Third one"])
REASONS = st.sampled_from(["Survey", "", "Move"])
UNITS = st.lists(st.sampled_from(["icu", "medicine", "gone"]), max_size=2)
DATES = st.sampled_from([date.min, date(2026, 3, 2), date(2026, 12, 25), date(2027, 1, 1), date.max])


def quiet(table: str, first: date, last: date | None, units: list[str], reason: str) -> ProgrammeEdit:
    day = "week" if table == QUIET_WEEK else "date"
    return quiet_time(table, {day: first, "last": last, "units": tuple(units), "reason": reason})


def step(kind: ChangeKind, day: date | None, month: Month | None, units: list[str], reason: str) -> ProgrammeEdit:
    def edit(programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        every = "" if month is None else month.value
        values = {"kind": kind.value, "week": day, "month": every, "units": tuple(units), "reason": reason}
        return change_over(values)(programme, roster, rules)

    return edit


def take_out(table: str, number: int) -> ProgrammeEdit:
    """Any entry of a list that is there then."""

    def edit(programme: Programme, roster: Roster, rules: ProgrammeRules, /) -> tuple[Programme, Roster]:
        entries = rules.entries(programme, table)
        if not entries:
            return programme, roster
        fewer, _ = TakeOutEntry(table=table, entry=entries[number % len(entries)])(programme, roster, rules)
        assert len(rules.entries(fewer, table)) == len(entries) - 1
        return fewer, roster

    return edit


HOLDERS = st.builds(
    lambda unit, profession, since: {"unit": unit, **holder_keys(profession, since)},
    st.sampled_from([None, "icu", "gone"]),
    st.sampled_from(["", "doctor", "nobody"]),
    st.sampled_from(["", "2024-09-01", "1024-09-01"]),
)
PLACES = st.builds(
    lambda named, unit, number: PostPlace(register=named[0], name=named[1], unit=unit, number=number),
    st.sampled_from([(Register.ROLES, "clinical_lead"), (Register.SEATS, "Safety")]),
    st.sampled_from([None, ICU]),
    st.integers(1, 2),
)
SOMEBODY = [PersonId("ada"), PersonId("gone")]
FORMS: st.SearchStrategy[ProgrammeEdit] = st.one_of(
    st.builds(
        lambda name, keys: PutSchedule(id=None, keys={"units": ["icu"], "questions": ["core"], **keys, "id": name}),
        NAMED,
        WHEN,
    ),
    st.builds(lambda keys: PutSchedule(id=ScheduleId("weekly-pulse"), keys=keys), WHEN),
    st.builds(lambda name: StopSchedule(id=ScheduleId(name)), NAMED),
    st.builds(
        lambda name, until: PauseSchedule(id=ScheduleId(name), until=until, today=date(2026, 3, 3)),
        NAMED,
        st.none() | DATES,
    ),
    st.builds(lambda name: resume_schedule(ScheduleId(name)), NAMED),
    st.builds(
        lambda week, reason: AddEntries(
            table="quiet_week", entries=({"week": week, "units": ["icu"], "reason": reason},)
        ),
        st.sampled_from(["2026-W40", "2026-W41", "2026-W99"]),
        REASONS,
    ),
    st.builds(quiet, st.sampled_from([QUIET_WEEK, QUIET_DAY]), DATES, st.none() | DATES, UNITS, REASONS),
    st.builds(step, st.sampled_from(ChangeKind), st.none() | DATES, st.none() | st.sampled_from(Month), UNITS, REASONS),
    st.builds(take_out, st.sampled_from([QUIET_WEEK, QUIET_DAY, CHANGE_OVER, *Register]), st.integers(0, 40)),
    st.builds(
        lambda keys: AddEntries(table=Register.ROLES, entries=({"role": "clinical_lead", **keys},)),
        HOLDERS,
    ),
    st.builds(
        lambda keys: AddEntries(table=Register.SEATS, entries=({"title": "Safety", "votes": False, **keys},)),
        HOLDERS,
    ),
    st.builds(lambda place, keys: PutPost(place=place, keys=keys), PLACES, HOLDERS),
    st.builds(
        lambda name, people, lead: SplitUnit(
            id=ICU,
            teams=(NewTeam(id=UnitId(name), name=name, people=people, leads=frozenset({(lead, Role.MEDICAL_LEAD)})),),
            week=IsoWeek.parse("2026-W12"),
            reason="Two floors",
        ),
        st.sampled_from(["hdu", "a b", "icu"]),
        st.frozensets(st.sampled_from(SOMEBODY), max_size=2),
        st.sampled_from(SOMEBODY),
    ),
    st.builds(
        lambda unit: MergeUnits(id=UnitId(unit), into=ICU, week=IsoWeek.parse("2026-W13"), reason="One floor"),
        st.sampled_from(["hdu", "icu"]),
    ),
)
"""What is filled in: much of it is refused by the rules of the files."""
