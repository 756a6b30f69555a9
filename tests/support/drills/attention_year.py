"""A year of attention: what Rounds starts by itself for simulated people, on the storage in memory, and what of it was
too much, in quiet hours, in somebody's sleep after a night, or doubled."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random
from statistics import median, quantiles

from bot.domain.asking.pulses import PulseState
from bot.domain.attention.budget import Counted, WeekAllowance
from bot.domain.attention.spread import AttentionGroup, group_of
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import Flag, FlagReply, FlagResponse, flag_id
from bot.domain.identifiers import ActionId, DeliveryKey, MessageRef, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.messages import MessageKind
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import OnDays, Programme, Weekday
from bot.domain.programme.quiet_hours import is_quiet
from bot.domain.programme.wall_clock import week_of
from bot.domain.rota.moments import is_off_duty
from bot.domain.rota.shifts import Rota, RotaSource, Shift, ShiftKind, Span
from bot.flows.asking.close_rounds import CloseRounds
from bot.flows.asking.expire_pulses import ExpirePulses
from bot.flows.asking.plan_rounds import PlanRounds
from bot.flows.asking.remind import RemindUnanswered
from bot.flows.nudging.ask_leads import AskLeads
from bot.flows.nudging.send_nudges import SendNudges
from tests.flows.asking.planning import SEAL, NoCron, a_hospital, a_weekly
from tests.support.builders import T0
from tests.support.channels import TELEGRAM
from tests.support.memory import MemoryStorage

TEAM = 20
ON_NIGHTS = 4
"""Every fourth has a rota: two days, two nights and four days off."""
KEPT = timedelta(weeks=5)
"""What closed longer ago is forgotten. The longest of its schedules asks every three weeks."""
ZONES = ("Europe/London", "Europe/London", "Europe/London", "Europe/Athens", "Atlantic/Azores")
TICKS = (time(5, 30), time(8), time(10), time(11, 30), time(12, 30), time(13, 30), time(16), time(19, 30), time(22))
"""UTC; some of them lie in quiet hours, and each zone has one in the hours in which nudges and questions come."""
FAR = T0 + timedelta(days=4000)
_COUNTED = {
    DeliveryKind.QUESTION: Counted.QUESTION,
    DeliveryKind.REMINDER: Counted.REMINDER,
}
_NOTICES = {MessageKind.NUDGE: Counted.NUDGE, MessageKind.LEAD_ASKED: Counted.ASK}


@dataclass
class AttentionYear:
    """`live` plays it; what it found stands in the other fields."""

    people: int
    days: int
    seed: int = 7
    questions_allowed: int | None = None
    """What the judge takes as allowed, instead of what the programme says."""
    too_many: list[str] = field(default_factory=list)
    in_quiet_hours: list[str] = field(default_factory=list)
    in_sleep: list[str] = field(default_factory=list)
    """To who was off duty by their rota, or rested after a night."""
    doubled: list[str] = field(default_factory=list)
    got: dict[PersonId, Counter[Counted]] = field(default_factory=lambda: defaultdict(Counter))

    def __post_init__(self) -> None:
        self.chance, self.storage = Random(self.seed), MemoryStorage()
        self.units = [UnitId(f"u{number}") for number in range(max(1, self.people // TEAM))]
        self.programme = self._programme()
        self.roles: dict[PersonId, set[Role]] = defaultdict(set)
        self.home: dict[PersonId, UnitId] = {}
        self.zones = UnitTree.of(self.programme.organisation).zones
        self.rotas: dict[PersonId, Rota] = {}
        self._weeks: dict[tuple[PersonId, IsoWeek], Counter[Counted]] = defaultdict(Counter)
        self._seen: set[DeliveryKey] = set()

    async def live(self) -> None:
        roster = self._roster()
        async with self.storage.writing() as work:
            await work.programmes.save(self.programme, at=T0 - timedelta(days=2))
            await work.rosters.save(roster, at=T0 - timedelta(days=2))
        start = T0.replace(hour=0) - timedelta(days=T0.weekday())
        plan, remind = PlanRounds(storage=self.storage, recurrence=NoCron()), RemindUnanswered(storage=self.storage)
        expire, close = ExpirePulses(storage=self.storage, seal=SEAL), CloseRounds(storage=self.storage)
        ask, nudge = AskLeads(storage=self.storage), SendNudges(storage=self.storage)
        for day in range(self.days):
            morning = start + timedelta(days=day)
            await self._happens(morning)
            for at in TICKS:
                now = datetime.combine(morning.date(), at, tzinfo=T0.tzinfo)
                await expire(now=now)
                await close(now=now)
                await plan(now=now)
                await remind(now=now)
                await ask(now=now)
                await nudge(now=now)
                await self._goes_out(now)

    def monthly(self) -> dict[AttentionGroup, tuple[float, float]]:
        """Median and 95th percentile of messages a person and month, by role."""
        by_group: dict[AttentionGroup, list[float]] = defaultdict(list)
        for person, roles in self.roles.items():
            group = group_of(roles)
            if group is not None:
                by_group[group].append(self.got[person].total() / self.days * 365.25 / 12)
        return {
            group: (median(counts), quantiles(counts, n=20)[-1] if len(counts) > 1 else counts[0])
            for group, counts in by_group.items()
        }

    def kinds(self) -> dict[AttentionGroup, Counter[Counted]]:
        found: dict[AttentionGroup, Counter[Counted]] = defaultdict(Counter)
        for person, roles in self.roles.items():
            group = group_of(roles)
            if group is not None:
                found[group] += self.got[person]
        return found

    # --- the hospital -------------------------------------------------------------------------------------------------

    def _programme(self) -> Programme:
        zones: dict[str, str] = {unit: ZONES[number % len(ZONES)] for number, unit in enumerate(self.units)}
        schedules = [
            a_weekly("weekly"),
            replace(a_weekly("second"), cadence=OnDays(days=(Weekday.THU,), at=time(11), every_weeks=2)),
            replace(a_weekly("third"), cadence=OnDays(days=(Weekday.FRI,), at=time(11), every_weeks=3)),
        ]
        return a_hospital(*self.units, schedules=schedules, zones=zones)

    def _roster(self) -> Roster:
        memberships = {Membership(person=PersonId("boss"), unit=UnitId("medicine"), role=Role.SPONSOR)}
        for number in range(self.people):
            person, unit = PersonId(f"p{number}"), self.units[number % len(self.units)]
            place = number // len(self.units)
            held = {0: {Role.CHAMPION, Role.MEMBER}, 1: {Role.MEDICAL_LEAD}, 2: {Role.NURSING_LEAD, Role.MEMBER}}
            for role in held.get(place, {Role.MEMBER}):
                memberships.add(Membership(person=person, unit=unit, role=role))
        for each in memberships:
            self.roles[each.person].add(each.role)
            self.home[each.person] = each.unit
        names = sorted(self.roles)
        return Roster(
            people={each: Person(id=each, name=each, channel=TELEGRAM) for each in names},
            memberships=frozenset(memberships),
            addresses={each: Address(channel=TELEGRAM, value=f"at-{each}") for each in names},
        )

    # --- what happens in it -------------------------------------------------------------------------------------------

    async def _happens(self, morning: datetime) -> None:
        """Flags and what leads say to them, actions with dates, pauses."""
        week, chance = IsoWeek.of(morning.date()), self.chance
        if morning.weekday() == 0:
            await self.storage.forget(before=morning - KEPT)
            self.rotas = {
                person: _rota(number, morning)
                for number, person in enumerate(sorted(self.home))
                if number % ON_NIGHTS == 0
            }
        async with self.storage.writing() as work:
            if morning.weekday() == 0:
                await work.rotas.put(RotaSource.IMPORT, self.rotas)
            for unit in self.units:
                if morning.weekday() == 0 and chance.random() < 0.1:
                    flag = Flag(
                        id=flag_id(unit, week - 1), unit=unit, week=week - 1, kind=chance.choice(list(FlagKind))
                    )
                    await work.loop.add_flag(flag)
                    if chance.random() < 0.4:
                        lead = chance.choice(self._leads(unit))
                        response = chance.choice(list(FlagResponse))
                        await work.loop.put_reply(FlagReply(flag=flag.id, person=lead, response=response, at=morning))
                if chance.random() < 0.02:
                    lead = chance.choice(self._leads(unit))
                    await work.loop.save_action(
                        Action(
                            id=ActionId(f"{unit}-{morning:%j%y}"),
                            unit=unit,
                            raised_by=lead,
                            raised_at=morning,
                            words="Mend it",
                            owner=lead,
                            due=morning.date() + timedelta(days=chance.choice((7, 14, 28))),
                            state=ActionState.OPEN,
                        )
                    )
            if morning.weekday() == 0:
                for person in self.roles:
                    if chance.random() < 0.03:
                        consent = await work.rosters.consent(person)
                        until = morning + timedelta(weeks=chance.choice((1, 2, 4)))
                        await work.rosters.set_consent(person, replace(consent, paused_until=until, weeks_between=1))

    def _leads(self, unit: UnitId) -> list[PersonId]:
        leading = {Role.MEDICAL_LEAD, Role.NURSING_LEAD}
        return sorted(each for each, roles in self.roles.items() if self.home[each] == unit and roles & leading)

    async def _goes_out(self, now: datetime) -> None:
        async with self.storage.writing() as work:
            leases = await work.deliveries.lease(TELEGRAM, owner="t", now=FAR, lease_until=FAR, limit=100_000)
            for kind, delivery in self._counted([each.delivery for each in leases]):
                if kind is Counted.QUESTION and delivery.pulse is not None:
                    await work.pulses.mark_sent([delivery.pulse], channel=TELEGRAM, at=delivery.due_at)
                    if self.chance.random() < 0.45:
                        await work.pulses.set_state([delivery.pulse], PulseState.ANSWERED)
            sent = [(each, MessageRef(f"{now:%s}:{number}")) for number, each in enumerate(leases)]
            await work.deliveries.mark_many_sent(sent, at=now)
            await work.deliveries.forget_passed(before=now - timedelta(days=3))

    def _counted(self, deliveries: list[Delivery]) -> Iterator[tuple[Counted, Delivery]]:
        for each in deliveries:
            kind = _COUNTED.get(each.kind) or _NOTICES.get(each.message.kind if each.message else MessageKind.HELP)
            if kind is None:
                continue
            zone = self.zones[self.home[each.person]]
            if each.key in self._seen:
                self.doubled.append(each.key)
            self._seen.add(each.key)
            rota = self.rotas.get(each.person)
            if rota is not None and is_off_duty(rota, each.due_at):
                self.in_sleep.append(each.key)
            if rota is None and is_quiet(each.due_at, self.programme.quiet, zone):
                self.in_quiet_hours.append(each.key)
            self._count(each.person, week_of(each.due_at, zone), kind)
            yield kind, each

    def _count(self, person: PersonId, week: IsoWeek, kind: Counted) -> None:
        used, said = self._weeks[person, week], self.programme.budget.questions_per_week
        budget = said if self.questions_allowed is None else self.questions_allowed
        used[kind] += 1
        self.got[person][kind] += 1
        if used.total() > WeekAllowance.of(self.roles[person], questions_per_week=budget).in_all:
            self.too_many.append(f"{person} in {week}: {dict(used)}")


def _rota(number: int, monday: datetime) -> Rota:
    """From a week before to six weeks ahead. `number` moves its beginning, so that people are not all off together."""
    first = monday - timedelta(days=7)
    days = [first + timedelta(days=each) for each in range(49)]
    turns = {each: (each - T0.replace(hour=0)).days + number // ON_NIGHTS for each in days}
    shifts = []
    for day, turn in turns.items():
        if turn % 8 < 2:
            shifts.append(Shift(starts=day.replace(hour=8), ends=day.replace(hour=20), kind=ShiftKind.DAY))
        elif turn % 8 < 4:
            starts = day.replace(hour=20)
            shifts.append(Shift(starts=starts, ends=starts + timedelta(hours=12), kind=ShiftKind.NIGHT))
    return Rota.of(shifts, [Span(starts=first, ends=days[-1] + timedelta(days=1))])
