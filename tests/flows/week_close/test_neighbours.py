"""Two histories in which one person's choice or silence differs within a band give everybody else the same pages."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.asking.pulses import ShadowPlan, pulse_id
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.bands import band_of
from bot.domain.disclosure.cells import CellDecision
from bot.domain.disclosure.withholding import Withheld, Withholding
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import UNREACHABLE, Delivery, DeliveryKind
from bot.domain.messaging.delivery_keys import question_key
from tests.support.channels import WEB
from tests.support.memory import MemoryStorage
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Weeks, monday_after

UNITS, WEEKS = (WARD, CLINIC, MEDICINE), 5
CANT_SAY, SILENT = "cs", ""
Heard = Mapping[UnitId, list[int]]
"""How many of each team are heard in each week; they all say that they cannot say."""


async def lived(folder: Path, heard: Heard, sizes: Mapping[UnitId, int]) -> object:
    """All that anybody is shown, and the cells that it is made of."""
    weeks = Weeks(MemoryStorage(), folder)
    await weeks.furnish(sizes)

    def says(unit: UnitId) -> object:
        return lambda week, number: CANT_SAY if number < heard[unit][week - FIRST] else SILENT

    await weeks.run(WEEKS, {unit: says(unit) for unit in sizes})  # type: ignore[misc]
    return await everything_shown(weeks)


async def everything_shown(weeks: Weeks) -> tuple[list[FrozenDigest], list[Mapping[UnitId, CellDecision]]]:
    digests = [await weeks.digest(unit, FIRST + step) for unit in UNITS for step in range(WEEKS)]
    async with weeks.storage.reading() as work:
        atoms = await work.cells.atoms(FIRST + WEEKS)
        assert atoms is not None
        return digests, [await work.cells.of_week(FIRST + step, atoms) for step in range(WEEKS)]


@pytest.mark.drill
@pytest.mark.parametrize("outcome", ["blocked for good", "blocked and came back", "paused while the channel was down"])
async def test_one_person_who_shuts_the_channel_out_changes_no_byte(tmp_path: Path, outcome: str) -> None:
    """A team of seven, so that one call in seven would be more than one in ten; a fault of the channel does count."""

    async def shown(name: str) -> object:
        weeks = Weeks(MemoryStorage(), tmp_path / name.replace(" ", "-"))
        await weeks.furnish({WARD: 7, CLINIC: 12})
        for step in range(WEEKS):
            await weeks.play(FIRST + step)
            await carried(weeks, FIRST + step, name, who=0)
            await weeks.close(now=monday_after(FIRST + step))
        return await everything_shown(weeks)

    assert await shown(outcome) == await shown("all is well")
    assert await shown("the channel was down") != await shown("all is well")


@pytest.mark.parametrize("who", [0, 1])
async def test_whether_a_call_in_doubt_was_answered_changes_no_cell_s_presence(tmp_path: Path, who: int) -> None:
    """The first of the ward is silent, the second answers."""
    weeks = Weeks(MemoryStorage(), tmp_path)
    await weeks.furnish({WARD: 7, CLINIC: 12})
    await weeks.play(FIRST)
    await carried(weeks, FIRST, "in doubt", who=who)
    await weeks.close(now=monday_after(FIRST))
    async with weeks.storage.reading() as work:
        atoms = await work.cells.atoms(FIRST)
        assert atoms is not None
        assert (await work.cells.of_week(FIRST, atoms))[WARD] == Withheld(because=Withholding.UNDELIVERED)


async def carried(weeks: Weeks, week: IsoWeek, outcome: str, *, who: int) -> None:
    """The questions of the ward went out; what became of that of one person."""
    now = monday_after(week)
    async with weeks.storage.writing() as work:
        (asked,) = await work.rounds.closing_in(week, [WARD])
        pulses = sorted(await work.pulses.of_rounds([asked.id]), key=lambda pulse: pulse.person)
        ids = [pulse_id(pulse.round, pulse.person, 0) for pulse in pulses]
        questions = [
            Delivery(
                key=question_key(identity), person=pulse.person, channel=WEB, kind=DeliveryKind.QUESTION,
                pulse=identity, due_at=pulse.due_at, expires_at=pulse.closes_at,
            )
            for identity, pulse in zip(ids, pulses, strict=True)
        ]  # fmt: skip
        await work.deliveries.add(questions)
        leases = await work.deliveries.lease(WEB, owner="test", now=now, lease_until=now, limit=99)
        for lease in leases:
            await work.deliveries.mark_sending(lease, at=now)
            if lease.delivery.key != questions[who].key or outcome == "all is well":
                await work.deliveries.mark_sent(lease, None, at=now)
            elif outcome == "in doubt":
                await work.deliveries.mark_unsure(lease, at=now)
            elif outcome == "blocked for good":
                await work.deliveries.mark_failed(lease, UNREACHABLE, at=now)
            else:
                await work.deliveries.put_back(lease, due_at=now, refused=outcome == "blocked and came back")
                withdrawn = outcome == "paused while the channel was down"
                await work.deliveries.expire_keys([lease.delivery.key], withdrawn=withdrawn)


@pytest.mark.drill
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), ward=st.integers(7, 14), clinic=st.integers(7, 9))
async def test_one_person_heard_within_a_band_changes_no_byte(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, ward: int, clinic: int
) -> None:
    sizes = {WARD: ward, CLINIC: clinic}
    heard = {unit: [data.draw(st.integers(0, size)) for _ in range(WEEKS)] for unit, size in sizes.items()}
    unit, week = data.draw(st.sampled_from(sorted(sizes))), data.draw(st.integers(0, WEEKS - 1))
    band = band_of(heard[unit][week], sizes[unit])
    other = {each: list(counts) for each, counts in heard.items()}
    other[unit][week] = data.draw(st.integers(band.low, band.high))
    folder = tmp_path_factory.mktemp("neighbours")
    assert await lived(folder / "one", heard, sizes) == await lived(folder / "other", other, sizes)


@pytest.mark.parametrize("answers", ["", "-"], ids=["silent", "out of reach"])
async def test_a_pause_or_leave_entered_late_changes_no_byte(tmp_path: Path, answers: str) -> None:
    """Who is within the plan and gets no message counts like who got one and was silent, or was excused later."""
    sizes = {WARD: 12, CLINIC: 8}

    def says(week: IsoWeek, number: int) -> str:
        return CANT_SAY if number % 2 else answers if number == 0 and week == FIRST + 2 else SILENT

    def silent(_week: IsoWeek, number: int) -> str:
        return CANT_SAY if number % 2 else SILENT

    asked, chose = (Weeks(MemoryStorage(), tmp_path / name) for name in ("asked", "chose"))
    for weeks in (asked, chose):
        await weeks.furnish(sizes)
    await asked.run(WEEKS, dict.fromkeys(sizes, says))
    for step in range(WEEKS):
        await chose.play(FIRST + step, dict.fromkeys(sizes, silent))
        await take_back(chose, FIRST + step)
        await chose.close(now=monday_after(FIRST + step))
    assert await everything_shown(asked) == await everything_shown(chose)


async def take_back(weeks: Weeks, week: IsoWeek) -> None:
    """The first of the ward has paused: within the plan, and no message went out."""
    async with weeks.storage.writing() as work:
        (round_,) = await work.rounds.closing_in(week, [WARD])
        pulse = next(each for each in await work.pulses.of_rounds([round_.id]) if each.person == f"{WARD}-m0")
        await work.pulses.save_many([replace(pulse, person=PersonId("nobody"))])
        shadow = ShadowPlan(round=round_.id, unit=WARD, person=pulse.person, questions=1, week=week, budget_week=week)
        await work.rounds.add_shadow_plans([shadow])
