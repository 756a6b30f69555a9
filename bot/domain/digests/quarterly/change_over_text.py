"""What a dated step restarted, as one fact of the digest, with the administrator's reason."""

from collections.abc import Sequence

from bot.domain.digests.digest_facts import fact_of, notes_of, one_line
from bot.domain.identifiers import UnitId
from bot.domain.messaging.documents import Fact, SectionPriority
from bot.domain.organisation.change_overs import (
    RESTARTING,
    ChangeKind,
    ChangeOver,
    Restarts,
)
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.texts import say


def change_facts(restarts: Restarts, unit: UnitId, *, tree: UnitTree) -> list[Fact]:
    """One fact for a unit in whose teams something began again in this week; none for the others.

    Of several steps the furthest-reaching says what it means, with the reasons of all.
    """
    locale, teams = tree.locales[unit], tree.leaves[unit]
    changes = list(dict.fromkeys(change for team in sorted(teams) for change in restarts.announced.get(team, ())))
    if not changes:
        return []
    reason = notes_of(dict.fromkeys(one_line(change.reason).rstrip(".") for change in changes), locale)
    if tree.is_microsystem(unit):
        note = say(f"structure-changed-{_meaning(changes)}", locale)
    else:
        note = say(
            "structure-changed_above", locale, count=sum(team in restarts.announced for team in teams), teams=len(teams)
        )
    return [fact_of("structure-changed_label", reason, note, locale=locale, priority=SectionPriority.ADDITIONAL)]


def _meaning(changes: Sequence[ChangeOver]) -> str:
    kinds = {change.kind for change in changes}
    if kinds & RESTARTING:
        return "baseline"
    return "rebase" if ChangeKind.REBASE in kinds else "trainees"
