"""Telling administrators what needs them: facts are gathered, the domain decides, messages go the way of all others."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.administration.alerts import RED_FOR, AlertFacts, AlertKind, alert_message, alert_of, alerts_for
from bot.domain.administration.rights import ConsolePage, units_open
from bot.domain.asking.eligibility import microsystems_of
from bot.domain.disclosure.figure_json import from_json
from bot.domain.disclosure.quarter_figures import OrganisationFigure, WeekComparison
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.health.parts import Part
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import alert_key
from bot.domain.messaging.notices import notice_to
from bot.domain.organisation.people import CO_LEADS, Role, TeamMember
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import last_complete_week, local_date
from bot.flows.epochs.put_out import put_out
from bot.flows.operations.check_readiness import RETENTION, Readiness
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Storage, UnitOfWork

EVERY: Final = timedelta(minutes=1)
PEOPLE_EVERY: Final = timedelta(hours=1)
"""Lists and the programme change slowly; looking at them costs more than asking the parts."""
KEPT: Final = timedelta(days=7)
"""How long a message may wait, and its key be known: as long as the longest time in which one is enough."""


class RaiseAlerts:
    """A day, or for slow matters a week, brings one message of a kind to an administrator, whatever happens between:
    its key says so in the database. For how long a part has been in trouble is known in memory alone; after a start the
    ten minutes begin anew.
    """

    def __init__(self, *, storage: Storage, check: Callable[[], Awaitable[Readiness]]) -> None:
        self._storage, self._check = storage, check
        self._red: dict[Part, datetime] = {}
        self._looked_at: datetime | None = None
        self._people_looked_at: datetime | None = None

    async def __call__(self, *, now: datetime) -> int:
        """How many messages were put out, those put out before included. Raises `StorageUnavailable`."""
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < EVERY:
            return 0
        found = await self._check()
        red = [part for part, troubles in found.parts.items() if troubles]
        self._red = {part: self._red.get(part, now) for part in red}
        looks_at_people = self._people_looked_at is None or not (
            timedelta(0) <= now - self._people_looked_at < PEOPLE_EVERY
        )
        deliveries: Sequence[Delivery] = ()
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is not None:
                deliveries = await self._due(work, programme, found, now=now, looks_at_people=looks_at_people)
        if deliveries:
            async with self._storage.writing() as work:
                deliveries = await put_out(work, deliveries)
        self._looked_at = now
        if looks_at_people:
            self._people_looked_at = now
        return len(deliveries)

    async def _due(
        self, work: UnitOfWork, programme: Programme, found: Readiness, *, now: datetime, looks_at_people: bool
    ) -> list[Delivery]:
        organisation, tree = programme.organisation, UnitTree.of(programme.organisation)
        held: defaultdict[PersonId, list[TeamMember]] = defaultdict(list)
        for member in await work.rosters.holding(Role.ADMINISTRATOR):
            if member.unit in organisation:
                held[member.person.id].append(member)
        if not held:
            return []
        facts = await self._facts(work, programme, tree, found, held, now=now, looks_at_people=looks_at_people)
        due: list[Delivery] = []
        for person, posts in held.items():
            member = posts[0]
            if member.address is None:
                continue
            own = units_open(ConsolePage.OVERVIEW, {each.unit: each.roles for each in posts}, tree)
            locale = organisation.locale_for(member.person, [each.unit for each in posts])
            zone = organisation.zone_of(member.unit)
            today = local_date(now, member.person.timezone or zone)
            due += [
                notice_to(
                    member,
                    alert_message(alert, locale),
                    key=alert_key(alert.kind, alert.told_once_in(today), person),
                    at=now,
                    quiet=programme.quiet,
                    zone=zone,
                    lives=KEPT,
                )
                for alert in alerts_for(facts, own, tree)
                if member.person.is_listed(today)
            ]
        return due

    async def _facts(
        self,
        work: UnitOfWork,
        programme: Programme,
        tree: UnitTree,
        found: Readiness,
        held: Mapping[PersonId, Sequence[TeamMember]],
        *,
        now: datetime,
        looks_at_people: bool,
    ) -> AlertFacts:
        quiet = await quiet_times(work, programme, now=now, tree=tree)
        kinds = {part: {alert_of(part, each) for each in troubles} for part, troubles in found.parts.items()}
        told = {part for part, told in kinds.items() if told - {AlertKind.NOT_WELL}}
        wrong = set[AlertKind]().union(*kinds.values())
        refused = {part.channel for part, told in kinds.items() if AlertKind.CHANNEL_REFUSED in told}
        is_long_overdue = now - self._red.get(RETENTION, now) >= RED_FOR
        machine = AlertFacts(
            now=now,
            red_since={part: since for part, since in self._red.items() if part not in told},
            refused=frozenset(channel for channel in refused if channel is not None),
            is_key_missing=AlertKind.KEY_MISSING in wrong,
            overdue=frozenset(table for table, each in found.overdue.items() if each.rows and is_long_overdue),
            is_log_spoilt=AlertKind.LOG_SPOILT in wrong,
            last_backup=found.last_backup,
            began=min(member.since for posts in held.values() for member in posts),
            halted=frozenset(unit for unit in tree.parents if quiet.is_halted(unit, now)),
        )
        return await _with_people(work, programme, tree, machine) if looks_at_people else machine


async def _with_people(work: UnitOfWork, programme: Programme, tree: UnitTree, machine: AlertFacts) -> AlertFacts:
    now, zone = machine.now, programme.organisation.timezone
    asked = {unit for schedule in programme.schedules for unit in microsystems_of(schedule, tree)}
    led = await work.rosters.holders_since(CO_LEADS, now)
    tomorrow = local_date(now, zone) + timedelta(days=1)
    codes = await work.codes.waiting(at=now)
    ending = [person for person, until in codes.items() if local_date(until, zone) == tomorrow]
    teams = await work.rosters.members(ending) if ending else {}
    return replace(
        machine,
        is_answering_low=await _is_answering_low(work, now=now, zone=zone),
        without_lead=frozenset(unit for unit in asked if not led.get(unit)),
        without_question={each.id: each.units for each in programme.schedules if not programme.bank_of(each)},
        ending={person: frozenset[UnitId](each.unit for each in held) for person, held in teams.items() if held},
    )


async def _is_answering_low(work: UnitOfWork, *, now: datetime, zone: str) -> bool:
    """Nothing but what was released of the newest week: the top of the organisation is told the same by its digest."""
    week = await work.weeks.newest_closed()
    if week is None or week != last_complete_week(now, zone):
        return False
    for release in await work.weeks.organisation_releases(week, week):
        if release.kind is ReleaseKind.ORGANISATION and not release.withheld:
            figure = from_json(release.kind, release.shown)
            if isinstance(figure, OrganisationFigure):
                return figure.swing is WeekComparison.LOWER and not figure.lasting
    return False
