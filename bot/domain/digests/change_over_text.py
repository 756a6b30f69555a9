"""What a dated step restarted, in one line of the digest, with the administrator's reason."""

from collections.abc import Sequence

from bot.domain.identifiers import UnitId
from bot.domain.organisation.change_overs import (
    RESTARTING,
    ChangeKind,
    ChangeOver,
    Restarts,
)
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.texts import say


def change_lines(restarts: Restarts, unit: UnitId, *, tree: UnitTree) -> list[str]:
    """One line for a unit in whose teams something began anew in this week; none for the others.

    Of several steps the furthest-reaching says what it means, with the reasons of all.
    """
    loc, teams = tree.locales[unit], tree.leaves[unit]
    changes = list(dict.fromkeys(change for team in sorted(teams) for change in restarts.announced.get(team, ())))
    if not changes:
        return []
    reason = "; ".join(dict.fromkeys(change.reason.strip().rstrip(".") for change in changes))
    if tree.is_microsystem(unit):
        return [say(f"structure-changed_{_meaning(changes)}", loc, reason=reason)]
    count = sum(team in restarts.announced for team in teams)
    return [say("structure-changed_above", loc, reason=reason, count=count, teams=len(teams))]


def _meaning(changes: Sequence[ChangeOver]) -> str:
    kinds = {change.kind for change in changes}
    if kinds & RESTARTING:
        return "baseline"
    return "rebase" if ChangeKind.REBASE in kinds else "trainees"
