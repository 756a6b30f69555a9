"""Four weeks after an action was done, those who were on the list when it was raised are asked one question."""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.asking.round_plan import RoundPlan
from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.change_rounds import (
    ASKED_AFTER,
    LOOKED_BACK,
    asked_about,
    can_be_told,
    change_occurrences,
    change_schedule,
)
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.own_questions import change_question
from bot.domain.programme.quiet_times import QuietTimes
from bot.flows.asking.plan_rounds import Planned, PlanRounds
from bot.flows.operations.quiet_times import quiet_times
from bot.flows.rota.known_rotas import rotas_during
from bot.ports import Storage

LOOK_AGAIN: Final = timedelta(hours=1)


class AskAboutActions:
    """Did it change anything? A round like any other: in everybody's weekly budget, planned and claimed in one
    transaction, by lists alone.

    - What cannot be done is not asked about, nor what came from a team that a merger has retired: its list is no more.
    - Where too few of those are left who were there, nobody is asked: the gate could release nothing of it.
    - Nothing is asked in quiet times and halts; it is tried in two more weeks, and then no more.
    - For whom the week has no room, it is dropped.
    - What was due before a restore counts as asked.
    """

    def __init__(self, *, storage: Storage, plan: PlanRounds) -> None:
        self._storage, self._plan = storage, plan
        self._looked: datetime | None = None

    async def __call__(self, *, now: datetime) -> Planned:
        if self._looked is not None and self._looked <= now < self._looked + LOOK_AGAIN:
            return Planned()
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            done = await work.loop.done_between(now - LOOKED_BACK, now - ASKED_AFTER)
            tree = None if programme is None else UnitTree.of(programme.organisation)
            quiet = (
                None if programme is None or tree is None else await quiet_times(work, programme, tree=tree, now=now)
            )
        planned = Planned()
        if quiet is not None:
            for action in done:
                if not action.moved and quiet.tree.is_microsystem(action.unit):
                    planned += await self._ask(action, quiet, now)
        self._looked = now
        return planned

    async def _ask(self, action: Action, quiet: QuietTimes, now: datetime) -> Planned:
        schedule, zone = change_schedule(action), quiet.tree.zones[action.unit]
        occurrences = change_occurrences(action, zone)
        if any(self._may_be_asked(each.instant(zone), quiet, action) for each in occurrences):
            return Planned()
        open_for = timedelta(hours=schedule.open_hours)
        due = next(
            (
                each
                for each in occurrences
                if now < each.instant(zone) + open_for and not self._is_quiet(each.instant(zone), quiet, action, now)
            ),
            None,
        )
        if due is None or now < due.instant(zone) or quiet.closed_in(due, [action.unit], now=now):
            return Planned()
        async with self._storage.reading() as work:
            if action.unit in await work.rounds.horizons(schedule.id):
                return Planned()
            team = (await work.rosters.team([action.unit])).get(action.unit, ())
        asked = asked_about(action, team)
        if not can_be_told(asked, quiet.programme.privacy):
            return Planned()
        plan = RoundPlan(
            schedule=schedule,
            occurrence=due,
            questions=(change_question(),),
            microsystems=frozenset({action.unit}),
            quiet=frozenset(),
            action=action.id,
        )
        people, round_ = {each.person.id for each in asked}, plan.round_in(action.unit, zone)
        async with self._storage.reading() as work:
            rotas = await rotas_during(work, people, [round_], now=now)
        return await self._plan.ask(quiet.programme, plan, {action.unit: asked}, rotas, now)

    @staticmethod
    def _may_be_asked(opens_at: datetime, quiet: QuietTimes, action: Action) -> bool:
        """Whether it may have been asked then, and nobody knows since a restore."""
        return quiet.was_due_at_restore(opens_at) and not quiet.is_quiet(action.unit, opens_at)

    @staticmethod
    def _is_quiet(opens_at: datetime, quiet: QuietTimes, action: Action, now: datetime) -> bool:
        """Whether a time that is past was quiet, so that the next one is waited for."""
        return opens_at <= now and quiet.is_quiet(action.unit, opens_at)
