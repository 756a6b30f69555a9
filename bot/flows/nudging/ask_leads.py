"""Questions to co-leads, owners and sponsors about what was begun: each once, on its day, if their week has room."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.attention.budget import Counted
from bot.domain.attention.moments import is_here, is_left_in_peace, next_moment, quiet_from, zone_for
from bot.domain.attention.offers import offer_at_work
from bot.domain.digests.frozen_digest import FrozenDigest, may_tell_of, reads_digest
from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import Flag, FlagReply, FlagResponse
from bot.domain.identifiers import FlagId, UnitId
from bot.domain.messaging.delivery_keys import lead_ask_key
from bot.domain.messaging.messages import Message
from bot.domain.messaging.notices import notice_to
from bot.domain.nudges.lead_ask_text import date_ask, flag_ask, quarter_ask, talk_ask, tell_ask, waiting_ask
from bot.domain.nudges.lead_asks import (
    TELL_AFTER,
    WAITING_AFTER,
    LeadAsk,
    action_asks,
    asked_on,
    asks_sponsors,
    flag_asks,
)
from bot.domain.nudges.nudges import LATE
from bot.domain.organisation.people import CO_LEADS, LEADS_AND_CHAMPIONS, Role, TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import digest_day, local_date, week_of
from bot.domain.rota.shifts import Span
from bot.flows.attention.within_budget import within_budget
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Storage, UnitOfWork

LOOK_EVERY: Final = timedelta(minutes=30)
_ORDER: Final = list(LeadAsk)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """One question: what of, to whom."""

    what: LeadAsk
    about: str
    to: TeamMember
    message: Message


class AskLeads:
    """Ask about flags without an answer, conversations, dates that have come, and what the team was not told.

    - What was answered meanwhile is asked no more, and what is late, or was due before a restore, is left out: the next
      digest says it anyway.
    - Sponsors hear of a team after four weeks, and once a quarter what they made possible.
    - Of a flag nobody is asked for whom no page with it was made: of the team, or, for sponsors, of their unit above.
    - What counts of a question and its message are written in one transaction, each under a key of its own.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage
        self._looked: datetime | None = None

    async def __call__(self, *, now: datetime) -> int:
        """How many were put out. Cheap between two looks."""
        if self._looked is not None and self._looked <= now < self._looked + LOOK_EVERY:
            return 0
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is None:
                return 0
            quiet = await quiet_times(work, programme, now=now)
            restored_at, zones = quiet.restored_at, quiet.tree.zones
            days = {unit: set(asked_on(now, zone, restored_at=restored_at)) for unit, zone in zones.items()}
            asks = await _asks(work, quiet, {unit: each for unit, each in days.items() if each}, now=now)
        sent = await self._send(asks, quiet, now=now) if asks else 0
        self._looked = now
        return sent

    async def _send(self, asks: Sequence[_Ask], quiet: QuietTimes, *, now: datetime) -> int:
        programme = quiet.programme
        async with self._storage.reading() as work:
            rotas = await work.rotas.of({each.to.person.id for each in asks}, Span(starts=now, ends=now + LATE))
        offers = []
        for each in sorted(asks, key=lambda each: _ORDER.index(each.what)):
            member, zone = each.to, zone_for(each.to, quiet)
            if is_left_in_peace(member, now, quiet) or next_moment(member, now, quiet) != now:
                continue
            key = lead_ask_key(each.what, each.about, member.person.id)
            notice = notice_to(member, each.message, key=key, at=now, quiet=programme.quiet, zone=zone)
            offer = offer_at_work(
                Counted.ASK,
                notice,
                member,
                rota=rotas.get(member.person.id),
                until=min(now + LATE, quiet_from(member, now, quiet)),
                quiet=programme.quiet,
                zone=zone,
                now=now,
            )
            if offer is not None:
                offers.append(offer)
        async with self._storage.writing() as work:
            memberships = await work.rosters.members({offer.delivery.person for offer in offers})
            out = await within_budget(work, offers, memberships, programme.budget)
            await work.deliveries.add(out)
        return len(out)


async def _asks(work: UnitOfWork, quiet: QuietTimes, days: Mapping[UnitId, set[date]], *, now: datetime) -> list[_Ask]:
    """`days`: those whose questions are asked now, by unit; only units in which any are."""
    teams = [unit for unit in days if quiet.tree.is_microsystem(unit)]
    flags = await _flags(work, quiet, teams, days, now=now)
    pages = {flag.id: await _pages_of(work, flag, quiet.programme) for flag, _, _ in flags}
    actions = await _actions(work, quiet, teams, days, now=now)
    sponsors = await work.rosters.holding(Role.SPONSOR)
    above = {unit for flag, asks, _ in flags if LeadAsk.WAITING in asks for unit in _above(quiet.programme, flag.unit)}
    concerned = {flag.unit for flag, _, _ in flags} | {action.unit for action, _ in actions} | above
    teams_of = await work.rosters.team(concerned) if concerned else {}
    members = {unit: [each for each in team if is_here(each, now, quiet)] for unit, team in teams_of.items()}
    return [
        *_about_flags(flags, members, pages, quiet, now=now),
        *_about_actions(actions, members, quiet, now=now),
        *_about_the_quarter(sponsors, days, quiet, now=now),
    ]


async def _flags(
    work: UnitOfWork, quiet: QuietTimes, teams: Sequence[UnitId], days: Mapping[UnitId, set[date]], *, now: datetime
) -> list[tuple[Flag, frozenset[LeadAsk], Sequence[FlagReply]]]:
    """Flags of which something is asked now, with what was said to them."""
    if not teams:
        return []
    programme, zones = quiet.programme, quiet.tree.zones
    since = week_of(now, programme.organisation.timezone) - (WAITING_AFTER // 7 + 3)
    found = await work.loop.flags(teams, since)
    replies = await work.loop.replies_to([flag.id for flag in found]) if found else {}
    asked = []
    for flag in found:
        told_on = digest_day(flag.week, programme.digest, zones[flag.unit])
        said = replies.get(flag.id, ())
        asks = flag_asks(flag.kind, said, told_on=told_on, days=days[flag.unit])
        if asks:
            asked.append((flag, asks, said))
    return asked


async def _pages_of(work: UnitOfWork, flag: Flag, programme: Programme) -> Sequence[FrozenDigest]:
    """Those that tell of a flag: the team's, also its later ones, and above it those of teams that wait."""
    own = [each for each in await work.weeks.digests(flag.unit, since=flag.week) if may_tell_of(each, flag)]
    waits = flag.week + WAITING_AFTER // 7
    above = [await work.weeks.digest(unit, waits) for unit in _above(programme, flag.unit)]
    return [*own, *(each for each in above if each is not None)]


async def _actions(
    work: UnitOfWork, quiet: QuietTimes, teams: Sequence[UnitId], days: Mapping[UnitId, set[date]], *, now: datetime
) -> list[tuple[Action, frozenset[LeadAsk]]]:
    """Actions of which something is asked now."""
    if not teams:
        return []
    zones = quiet.tree.zones
    closed = await work.loop.closed_actions(teams, now - timedelta(days=TELL_AFTER + 3))
    asked = []
    for action in (*await work.loop.open_actions(teams), *closed):
        raised_on = local_date(action.raised_at, zones[action.unit])
        asks = action_asks(action, raised_on=raised_on, days=days[action.unit])
        if asks:
            asked.append((action, asks))
    return asked


def _about_flags(
    flags: Iterable[tuple[Flag, frozenset[LeadAsk], Sequence[FlagReply]]],
    members: Mapping[UnitId, Sequence[TeamMember]],
    pages: Mapping[FlagId, Sequence[FrozenDigest]],
    quiet: QuietTimes,
    *,
    now: datetime,
) -> Iterator[_Ask]:
    programme, organisation = quiet.programme, quiet.programme.organisation
    for flag, asks, replies in flags:
        told = {
            unit: [
                each
                for each in members.get(unit, ())
                if any(
                    page.unit == unit and reads_digest(page, each.person.id, each.roles, programme, now=now)
                    for page in pages[flag.id]
                )
            ]
            for unit in (flag.unit, *_above(programme, flag.unit))
        }
        name, leads = organisation.unit(flag.unit).name, _reachable(told[flag.unit], CO_LEADS)
        takers = {each.person for each in replies if each.response is FlagResponse.REPLYING}
        taking = [each for each in _reachable(told[flag.unit], LEADS_AND_CHAMPIONS) if each.person.id in takers]
        for each in leads if LeadAsk.FLAG in asks else ():
            locale = organisation.locale_for(each.person, [flag.unit])
            message = flag_ask(flag, unit_name=name, locale=locale)
            yield _Ask(what=LeadAsk.FLAG, about=flag.id, to=each, message=message)
        for each in (taking or leads) if LeadAsk.TALK in asks else ():
            locale = organisation.locale_for(each.person, [flag.unit])
            message = talk_ask(flag, unit_name=name, locale=locale)
            yield _Ask(what=LeadAsk.TALK, about=flag.id, to=each, message=message)
        for each in _sponsors_above(flag.unit, told, programme) if LeadAsk.WAITING in asks else ():
            locale = organisation.locale_for(each.person, [each.unit])
            message = waiting_ask(flag, unit_name=name, locale=locale)
            yield _Ask(what=LeadAsk.WAITING, about=flag.id, to=each, message=message)


def _about_actions(
    actions: Iterable[tuple[Action, frozenset[LeadAsk]]],
    members: Mapping[UnitId, Sequence[TeamMember]],
    quiet: QuietTimes,
    *,
    now: datetime,
) -> Iterator[_Ask]:
    organisation = quiet.programme.organisation
    for action, asks in actions:
        name = organisation.unit(action.unit).name
        able = {each.person.id: each for each in _reachable(members.get(action.unit, ()), LEADS_AND_CHAMPIONS)}
        answers = next((able[each] for each in (action.owner, action.raised_by) if each in able), None)
        if answers is None:
            continue
        locale = organisation.locale_for(answers.person, [action.unit])
        if LeadAsk.DATE in asks and action.owner == answers.person.id:
            due = action.due or local_date(now, quiet.tree.zones[action.unit])
            message = date_ask(action, due, unit_name=name, locale=locale)
            yield _Ask(what=LeadAsk.DATE, about=f"{action.id}:{due}", to=answers, message=message)
        if LeadAsk.TELL in asks:
            message = tell_ask(action, unit_name=name, locale=locale)
            yield _Ask(what=LeadAsk.TELL, about=action.id, to=answers, message=message)


def _about_the_quarter(
    sponsors: Sequence[TeamMember], days: Mapping[UnitId, set[date]], quiet: QuietTimes, *, now: datetime
) -> Iterator[_Ask]:
    """Each sponsor once, wherever they are one."""
    able = [each for each in sponsors if each.unit in days and each.address is not None and is_here(each, now, quiet)]
    theirs = {each.person.id: each for each in reversed(able)}
    for each in theirs.values():
        week = week_of(now, zone_for(each, quiet))
        if asks_sponsors(week, days[each.unit]):
            locale = quiet.programme.organisation.locale_for(each.person, [each.unit])
            yield _Ask(what=LeadAsk.QUARTER, about=str(week), to=each, message=quarter_ask(locale))


def _reachable(members: Iterable[TeamMember], roles: frozenset[Role]) -> list[TeamMember]:
    return [each for each in members if each.roles & roles and each.address is not None]


def _above(programme: Programme, unit: UnitId) -> Sequence[UnitId]:
    return list(programme.organisation.ancestors(unit))


def _sponsors_above(
    unit: UnitId, members: Mapping[UnitId, Sequence[TeamMember]], programme: Programme
) -> Sequence[TeamMember]:
    """Those of the nearest unit above that has any who can be reached."""
    for above in _above(programme, unit):
        sponsors = _reachable(members.get(above, ()), frozenset({Role.SPONSOR}))
        if sponsors:
            return sponsors
    return []
