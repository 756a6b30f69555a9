"""Which nudge a team's champion is offered: by what is released, the team's season, and what it has not tried."""

from collections.abc import Sequence
from random import Random

from bot.domain.follow_up.action_library import ActionKind, component_of, wanted_for
from bot.domain.identifiers import UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.nudges.library import NUDGES
from bot.domain.nudges.nudges import Nudge, NudgeOutcome
from bot.domain.nudges.seasons import Season


def choose_nudge(
    kind: FlagKind | None, *, lowest: ScoreKind | None, season: Season, unit: UnitId, tried: Sequence[Nudge]
) -> str:
    """The code of an item that suits the season: one that the team has not had, or the one it had longest ago.

    `kind`: of the newest flag its readers know of. `tried`: what the team was offered, oldest first; what somebody
    there did not want comes last of all. Where items are alike each unit has an order of its own.
    """
    last_had = {code: number for number, nudge in enumerate(tried) for code in nudge.codes}
    unwanted = {each.code for each in tried if each.outcome is NudgeOutcome.NOT_FOR_ME}
    components = {component_of(code) for code in last_had}
    unflagged = (ActionKind.ROOM_FROM_ABOVE,) if kind is None else ()
    wanted = {each.value for each in (*wanted_for(kind), *unflagged)}
    codes = [code for code, item in NUDGES.items() if not item.seasons or season in item.seasons]
    Random(unit).shuffle(codes)  # noqa: S311 - variety, not secrecy

    def place(code: str) -> tuple[bool | int, ...]:
        item = NUDGES[code]
        return (
            code in unwanted,
            code in last_had,
            last_had.get(code, 0),
            not wanted & {*item.suits},
            item.helps is not lowest,
            not item.seasons,
            component_of(code) in components,
        )

    return min(codes, key=place)
