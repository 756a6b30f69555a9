"""What candidates were asked already, read in bulk: the same view for planning and for its preview."""

from collections import defaultdict
from collections.abc import Sequence

from bot.domain.asking.eligibility import (
    AskHistory,
    Candidate,
    rotating_team,
    weeks_looked_back,
)
from bot.domain.asking.round_plan import RoundPlan
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.ports import UnitOfWork

_NEVER_ASKED = AskHistory()


async def ask_histories(work: UnitOfWork, plan: RoundPlan, candidates: Sequence[Candidate]) -> list[AskHistory]:
    """The history of each candidate of a round plan, in their order; a handful of queries for any number of people."""
    if not candidates:
        return []
    by_week: dict[IsoWeek, list[PersonId]] = defaultdict(list)
    for each in candidates:
        by_week[each.week].append(each.member.person.id)
    planned = {week: await work.pulses.planned_in(week, people) for week, people in by_week.items()}
    several = await work.rosters.in_several_units([each.member.person.id for each in candidates])
    seldom = [each for each in candidates if each.member.consent.weeks_between > 1]
    last = (
        await work.pulses.last_due([each.member.person.id for each in seldom], weeks_looked_back(seldom))
        if seldom
        else {}
    )
    microsystems, asked = plan.microsystems, plan.asked
    found: list[AskHistory] = []
    for each in candidates:
        person = each.member.person.id
        so_far = planned[each.week].get(person)
        if so_far is None and person not in several and person not in last:
            found.append(_NEVER_ASKED)
            continue
        team = (
            rotating_team(
                person, several[person], plan.questions, microsystems=microsystems, asked=asked, week=plan.week
            )
            if person in several
            else None
        )
        found.append(
            AskHistory(
                this_week=sum(so_far.values()) if so_far else 0,
                by_schedule=so_far.get(plan.schedule.id, 0) if so_far else 0,
                last_asked=last.get(person),
                team=team,
            )
        )
    return found
