"""The frozen figures of one microsystem and week, as they were computed; nobody is shown them."""

from bot.domain.identifiers import Json, UnitId
from bot.domain.indicators.participation import breadth_of, participation_of
from bot.domain.indicators.values import Share, TooFew
from bot.domain.indicators.windows import BREADTH_WEEKS, PARTICIPATION_WEEKS
from bot.domain.organisation.people import Role
from bot.domain.week_close.close import WeekOutput
from bot.domain.week_close.inputs import WeekInput
from bot.domain.week_close.presence import Snapshot


def snapshot_of(inputs: WeekInput, output: WeekOutput, unit: UnitId) -> Snapshot:
    """Participation as it was counted; nothing that is made of answers."""
    state = output.states[unit]
    listed = frozenset(member.person for member in inputs.teams[unit].team if Role.MEMBER in member.roles)
    reached = state.reached_within(PARTICIPATION_WEEKS)
    answered, reachable = state.person_weeks_within(PARTICIPATION_WEEKS)
    figures: dict[str, object] = {
        "participation": _figure(participation_of(answered, reachable, people=len(reached))),
    }
    for weeks in BREADTH_WEEKS:
        figures[f"breadth_{weeks}"] = _figure(breadth_of(state.heard_within(weeks), listed=listed))
    return Snapshot(unit=unit, week=inputs.week, figures=figures)


def _figure(value: Share | TooFew) -> Json:
    if isinstance(value, TooFew):
        return {"too_few": value.because.value, "found": value.found, "needed": value.needed}
    return {"hits": value.hits, "trials": value.trials, "low": round(value.low, 4), "high": round(value.high, 4)}
