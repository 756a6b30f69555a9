"""What every storage promises about the programme: what was applied, and the words of the past."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.identifiers import QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import (
    ChangeKind,
    ChangeOver,
    Month,
)
from bot.domain.organisation.people import (
    Address,
    Channel,
    Profession,
)
from bot.domain.organisation.posts import (
    GovernanceSeat,
    LeadershipRole,
    RoleHeld,
    SeatKind,
)
from bot.domain.organisation.units import Unit
from bot.domain.programme.programme import (
    Budget,
    DigestTime,
    OnCron,
    Privacy,
    Programme,
    QuietDay,
    QuietHours,
    QuietWeek,
    Schedule,
    Weekday,
)
from bot.domain.programme.questions import Kind, QuestionRef
from bot.ports import Storage
from tests.support.builders import ICU, T0, a_programme, a_question, after
from tests.support.channels import TELEGRAM

WARD = UnitId("ward")


class Undone(Exception):
    """Ends a transaction that is to be rolled back."""


def at(value: str, channel: Channel = TELEGRAM) -> Address:
    return Address(channel=channel, value=value)


async def test_there_is_no_programme_at_first(storage: Storage) -> None:
    async with storage.reading() as work:
        assert await work.programmes.current() is None


async def test_a_programme_comes_back_as_it_was_saved(storage: Storage) -> None:
    programme = replace(
        a_programme(
            units=[("icu", "Intensive care"), ("ward", "Ward 7")],
            questions=[
                a_question("second", text={"en-GB": "B?", "de": "B auf Deutsch?"}),
                a_question("first", none_label={"en-GB": "I raised nothing"}, tags=frozenset({"x", "y"})),
                a_question("voice", kind=Kind.INFLUENCE, competency=None, facet=None),
            ],
        ),
        budget=Budget(questions_per_week=3),
        quiet=QuietHours(starts=time(21, 30), ends=time(8)),
        digest=DigestTime(day=Weekday.THU, at=time(9, 15)),
        quiet_weeks=(QuietWeek(week=IsoWeek.parse("2026-W40"), units=(WARD,), reason="Survey opens"),),
        quiet_days=(QuietDay(date=date(2026, 12, 25), units=(WARD,), reason="Christmas Day"),),
        change_overs=(
            ChangeOver(kind=ChangeKind.TRAINEES, units=(WARD, ICU), reason="Intake", when=Month.AUGUST),
            ChangeOver(kind=ChangeKind.REBASE, units=(ICU,), reason="New chat", when=IsoWeek.parse("2026-W40")),
        ),
        leadership_roles=(
            RoleHeld(role=LeadershipRole.CHIEF_EXECUTIVE, profession=Profession.OTHER, since=date(2023, 5, 1)),
            RoleHeld(role=LeadershipRole.CLINICAL_LEAD, unit=ICU),
        ),
        governance_seats=(
            GovernanceSeat(title="Chair", profession=Profession.OTHER, since=date(2020, 2, 29)),
            GovernanceSeat(title="Doctor at large", kind=SeatKind.AT_LARGE, unit=WARD, votes=False),
        ),
        false_flags_per_team_year=0.75,
        participation_target=6,
        privacy=Privacy(minimum_group=6, quarter_weeks=12),
    )
    by_cron = Schedule(
        id=ScheduleId("by-cron"), units=(WARD,), questions=("core",), cadence=OnCron(expression="0 10 * * tue")
    )
    programme = replace(programme, schedules=(by_cron, *programme.schedules))

    async with storage.writing() as work:
        await work.programmes.save(programme, at=T0)
    async with storage.reading() as work:
        found = await work.programmes.current()

    assert found == programme
    assert found is not None
    assert list(found.questions) == ["second", "first", "voice"]


async def test_the_newest_programme_stands_and_the_past_keeps_its_words(storage: Storage) -> None:
    first = a_programme(units=[("icu", "Intensive care"), ("ward", "Ward 7")])
    reworded = a_question(version=2, text={"en-GB": "Better words."})
    second = a_programme(units=[("icu", "Critical care")], questions=[reworded])
    async with storage.writing() as work:
        await work.programmes.save(first, at=T0)
        assert await work.programmes.current() == first
        await work.programmes.save(second, at=after(days=1))
        assert await work.programmes.current() == second

    async with storage.reading() as work:
        assert await work.programmes.current() == second
        assert await work.programmes.unit_name(ICU) == "Critical care"
        assert await work.programmes.unit_name(WARD) == "Ward 7"
        refs = [QuestionRef(id=reworded.id, version=version) for version in (1, 2, 3)]
        assert await work.programmes.wordings(refs) == {refs[0]: a_question(), refs[1]: reworded}
        with pytest.raises(KeyError):
            await work.programmes.unit_name(UnitId("nowhere"))
        assert await work.programmes.retired_since(after(days=1)) == [WARD]
        assert await work.programmes.retired_since(after(days=1, seconds=1)) == []
    async with storage.writing() as work:
        await work.programmes.save(first, at=after(days=2))
        assert await work.programmes.retired_since(T0) == []


async def test_a_unit_is_known_to_have_moved_since_its_parent_became_another(storage: Storage) -> None:
    def under(parent: UnitId | None, *, name: str = "Ward 7") -> Programme:
        tops = [Unit(id=UnitId(top), name=top) for top in ("medicine", "surgery")]
        organisation = replace(a_programme().organisation, units=(*tops, Unit(id=WARD, name=name, parent=parent)))
        return replace(a_programme(), organisation=organisation)

    moved: list[Mapping[UnitId, datetime]] = []
    steps = [
        under(UnitId("medicine")), under(UnitId("medicine"), name="Ward Seven"), under(UnitId("surgery")),
        under(UnitId("surgery"), name="Ward 7"), under(None), a_programme(), under(None), under(UnitId("medicine")),
    ]  # fmt: skip
    for day, step in enumerate(steps):
        async with storage.writing() as work:
            await work.programmes.save(step, at=after(days=day))
            moved.append(await work.programmes.moved())
    at = [None if not each else (each[WARD] - T0).days for each in moved]
    assert at == [None, None, 2, 2, 4, None, 4, 7]


async def test_a_programme_that_was_not_committed_is_never_seen(storage: Storage) -> None:
    first, second = a_programme(), a_programme(units=[("icu", "Another name")])
    third = a_programme(units=[("icu", "A third name")])
    async with storage.writing() as work:
        await work.programmes.save(first, at=T0)

    async def save_and_fail() -> None:
        async with storage.writing() as work:
            await work.programmes.save(second, at=T0)
            assert await work.programmes.current() == second
            raise Undone

    with pytest.raises(Undone):
        await save_and_fail()

    async with storage.reading() as work:
        assert await work.programmes.current() == first
    async with storage.writing() as work:
        await work.programmes.save(third, at=T0)
    async with storage.reading() as work:
        assert await work.programmes.current() == third


async def test_questions_of_a_bank_may_change_their_order(storage: Storage) -> None:
    one, two = a_question("one"), a_question("two")
    async with storage.writing() as work:
        await work.programmes.save(a_programme(questions=[one, two]), at=T0)
        await work.programmes.save(a_programme(questions=[two, one]), at=T0 + timedelta(days=1))
        current = await work.programmes.current()
    assert current is not None
    assert list(current.questions) == [QuestionId("two"), QuestionId("one")]


async def test_units_keep_the_order_and_the_settings_of_the_file(storage: Storage) -> None:
    programme = a_programme(units=[("zeta", "Z"), ("alpha", "A")])
    unit = Unit(id=UnitId("beta"), name="B", parent=UnitId("medicine"), timezone="Asia/Kolkata", locale="hi")
    organisation = replace(programme.organisation, units=(*programme.organisation.units, unit))
    async with storage.writing() as work:
        await work.programmes.save(replace(programme, organisation=organisation), at=T0)
        current = await work.programmes.current()
    assert current is not None
    assert current.organisation == organisation
