"""What helped elsewhere is counted anew with each closed week, and stands at the top and where a step is suggested."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.domain.follow_up.action_library import suggest
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import Flag, flag_id
from bot.domain.identifiers import ActionId, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.wall_clock import week_bounds
from tests.support.memory import MemoryStorage
from tests.support.messages import details_of
from tests.support.weeks import FIRST, MEDICINE, Weeks, the_programme

TEAMS = [UnitId(f"team{number:02}") for number in range(20)]
TRIED, IDLE = TEAMS[:10], TEAMS[10:]
NOW = FIRST + 1
FLAGGED = FIRST - 8
NEWLY = TEAMS[0]
"""It has a newer flag, that nobody has answered."""


async def test_counts_stand_at_the_top_and_beside_the_step_of_a_flagged_team(tmp_path: Path) -> None:
    weeks = Weeks(MemoryStorage(), tmp_path)
    units = (Unit(id=MEDICINE, name="Medicine"), *(Unit(id=team, name=team, parent=MEDICINE) for team in TEAMS))
    organisation = Organisation(name="Riverside", timezone="Europe/London", locale="en-GB", units=units)
    await weeks.furnish(dict.fromkeys(TEAMS, 10), the_programme(organisation=organisation))
    await weeks.run(1)
    steps = suggest(FlagKind.FEWER_VOICES, lowest=None, unit=NEWLY, recent=(), count=3)
    before = tuple((FLAGGED - back, 7) for back in range(12, 0, -1))
    begun = week_bounds(FLAGGED + 1, "UTC")[0] + timedelta(hours=12)
    async with weeks.storage.writing() as work:
        states = await work.weeks.unit_states(TEAMS, before=NOW)
        back = {*TRIED[:7], *IDLE[:8]}
        await work.weeks.put_unit_states(
            {
                team: replace(state, tenths=(*before, (FIRST, 7 if team in back else 4)))
                for team, state in states.items()
            }
        )
        for team in TEAMS:
            flag = Flag(id=flag_id(team, FLAGGED), unit=team, week=FLAGGED, kind=FlagKind.FEWER_VOICES)
            await work.loop.add_flag(flag)
        newer = Flag(id=flag_id(NEWLY, FIRST), unit=NEWLY, week=FIRST, kind=FlagKind.FEWER_VOICES)
        await work.loop.add_flag(newer)
        for team in TRIED:
            await work.loop.save_action(
                Action(
                    id=ActionId(team), unit=team, raised_by=PersonId(f"{team}-nurse"), raised_at=begun, words="x",
                    state=ActionState.CLOSED, owned_at=begun, closed_at=begun + timedelta(days=9), step=steps[0],
                )
            )  # fmt: skip
    await weeks.run(1, first=NOW)
    counts = "tried by 10 teams, 7 came back; of 10 that tried nothing, 8"
    assert counts in details_of(await weeks.digest(MEDICINE))
    assert counts in details_of(await weeks.digest(NEWLY))
    assert counts not in details_of(await weeks.digest(IDLE[0])), "nothing is suggested to it because of a flag"
