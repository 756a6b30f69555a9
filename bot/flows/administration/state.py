"""The programme and the people as they stand, and as they stood at an earlier revision."""

from bot.domain.administration.revisions import ProgrammeState, turned_back
from bot.ports import UnitOfWork


async def newest_state(work: UnitOfWork) -> ProgrammeState:
    return ProgrammeState(
        programme=await work.programmes.current(),
        roster=await work.rosters.current(),
        number=await work.revisions.newest(),
    )


async def state_at(work: UnitOfWork, number: int, *, newest: ProgrammeState) -> ProgrammeState | None:
    """As it was at a revision; None if what was changed since is not recorded."""
    state = newest
    while state.number > number:
        parts = await work.revisions.parts(state.number)
        if parts is None:
            return None
        state = turned_back(state, parts)
    return state
