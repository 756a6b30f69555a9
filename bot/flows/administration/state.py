"""The programme and the people as they stand, and as they stood at an earlier revision."""

from bot.domain.administration.revisions import ProgrammeState
from bot.ports import UnitOfWork


async def newest_state(work: UnitOfWork) -> ProgrammeState:
    return ProgrammeState(
        programme=await work.programmes.current(),
        roster=await work.rosters.current(),
        number=await work.revisions.newest(),
    )
