"""Handing frozen digests to their readers, the page to the team, and reminders of late actions to their owners."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.attention.budget import Counted
from bot.domain.attention.moments import is_here_in
from bot.domain.attention.offers import Offer, offer_at_work
from bot.domain.digests.digest_buttons import how_known_button
from bot.domain.digests.frozen_digest import FrozenDigest, digest_message, team_page_at
from bot.domain.digests.quarterly.comments_text import read_comments_button
from bot.domain.digests.redrawn.action_text import late_to_accountable, late_to_owner
from bot.domain.follow_up.actions import Action, ActionState, accountable_for
from bot.domain.identifiers import DeliveryKey, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.delivery_keys import (
    digest_key,
    late_action_key,
    late_action_told_key,
    superseded_digest_key,
    team_page_key,
)
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.messaging.notices import notice_to, redraw
from bot.domain.organisation.people import (
    LEADS_AND_CHAMPIONS,
    READERS,
    Role,
    TeamMember,
)
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import digest_at, last_complete_week, local_date
from bot.domain.rota.shifts import PersonRota, Span
from bot.domain.texts import choose
from bot.flows.attention.within_budget import within_budget
from bot.flows.digests.report_precision import ReportPrecision
from bot.flows.digests.team_page import team_page_of
from bot.flows.epochs.put_out import put_out
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Storage, UnitOfWork

LIVES = timedelta(days=4)
"""After that a digest is too old to be pushed at anybody; it can still be read."""


class SendDigests:
    """Deliver the digest of the last complete ISO week, once to each reader, at the digest's day and time.

    - Only the newest complete week is delivered; what was frozen while catching up is handed over unsent.
    - Leads get their digest whether or not they take part in questions; nobody gets it in their quiet hours.
    - Leads, champions and sponsors of the unit read it; a person with several roles gets one. They are those who were
      so when it was frozen: who is promoted reads the next one, and who no longer holds the role gets none, nor does
      who has left by the dates on the list. The same holds for the team's page.
    - With it the one that they had before says that a newer one has come; it can still be read.
    - A silent week of learning is sent to nobody; it was frozen, so it can be asked for.
    - The team is sent a page of its own two days later, with its leads' words, unless there was nothing to show or the
      team is still new.
    - Administrators are told once a quarter how often leads recognised what flags said (`ReportPrecision`).
    - What falls due while everything is paused is handed over unsent.
    - The owner of an action past its date is asked once a week whether it is done; whoever answers for it is told,
      also where nobody has said yes to it. Both only if their week has room
      for it.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage, self._tell_administrators = storage, ReportPrecision(storage=storage)
        self._rest: tuple[IsoWeek, datetime, datetime] | None = None
        """The newest closed week at the last look, when that was, and when the next one is worth while."""

    async def __call__(self, *, now: datetime) -> int:
        """How many messages were put out, those put out before included. Cheap while nothing is due."""
        async with self._storage.reading() as work:
            newest = await work.weeks.newest_closed()
            if newest is None or self._rests(newest, now=now):
                return 0
            programme = await work.programmes.current()
            waiting = await work.weeks.undelivered_digests(since=newest - 1)
            if programme is None:
                return 0
            quiet = await quiet_times(work, programme, now=now)
        count = 0
        for digest in waiting:
            count += await self._hand_over(digest, quiet, now=now)
        zone = programme.organisation.timezone
        if not any(quiet.is_halted(None, at) for at in (now, digest_at(newest, programme.digest, zone))):
            count += await self._tell_administrators(newest, quiet, now=now)
        self._rest = newest, now, _next_look(waiting, programme, quiet.tree, now=now)
        return count

    def _rests(self, newest: IsoWeek, *, now: datetime) -> bool:
        return self._rest is not None and self._rest[0] == newest and self._rest[1] <= now < self._rest[2]

    async def _hand_over(self, digest: FrozenDigest, quiet: QuietTimes, *, now: datetime) -> int:
        """One digest in one transaction: for its readers first, two days later for its team, then never again."""
        programme, tree = quiet.programme, quiet.tree
        zone = tree.zones.get(digest.unit)
        if zone is None or digest.week != last_complete_week(now, zone):
            if zone is None or digest.week < last_complete_week(now, zone):
                async with self._storage.writing() as work:
                    await work.weeks.mark_digest_handed_over(digest.unit, digest.week)
            return 0
        due = digest_at(digest.week, programme.digest, zone)
        team_due = team_page_at(digest.week, programme.digest, zone)
        if now < due:
            return 0
        async with self._storage.writing() as work:
            members = (await work.rosters.team([digest.unit])).get(digest.unit, ())
            deliveries: list[Delivery] = []
            stands_still = quiet.is_halted(digest.unit, now)
            readers_may = not (stands_still or quiet.is_halted(digest.unit, due))
            team_may = not (stands_still or quiet.is_halted(digest.unit, team_due))
            if digest.is_for_readers and readers_may:
                newer = _for_readers(digest, members, programme, tree, due=due, now=now)
                deliveries += await _with_older(work, newer, digest)
            if tree.is_microsystem(digest.unit):
                actions = await work.loop.open_actions([digest.unit]) if readers_may else ()
                people = {member.person.id for member in members} if actions else set[PersonId]()
                rotas = await work.rotas.of(people, Span(starts=now, ends=now + LIVES)) if people else {}
                late = _late_actions(digest, actions, members, rotas, programme, tree, due=due, now=now)
                memberships = await work.rosters.members({each.delivery.person for each in late})
                deliveries += await within_budget(work, late, memberships, programme.budget)
                if now >= team_due and digest.team_page is not None and team_may:
                    deliveries += await _for_team(work, digest, members, programme, tree, due=team_due, now=now)
            out = await put_out(work, deliveries)
            if now >= team_due or not tree.is_microsystem(digest.unit):
                await work.weeks.mark_digest_handed_over(digest.unit, digest.week)
        return len(out)


LOOK_AGAIN = timedelta(hours=1)


def _next_look(waiting: Sequence[FrozenDigest], programme: Programme, tree: UnitTree, *, now: datetime) -> datetime:
    """The next time at which one of these falls due; at the latest in an hour, since programmes change."""
    times = [
        at
        for digest in waiting
        if (zone := tree.zones.get(digest.unit)) is not None
        for at in (digest_at(digest.week, programme.digest, zone), team_page_at(digest.week, programme.digest, zone))
    ]
    return min([at for at in times if at > now] + [now + LOOK_AGAIN])


def _for_readers(
    digest: FrozenDigest,
    members: Sequence[TeamMember],
    programme: Programme,
    tree: UnitTree,
    *,
    due: datetime,
    now: datetime,
) -> Sequence[Delivery]:
    zone = tree.zones[digest.unit]
    settled = digest.recipients.readers
    readers = [
        member
        for member in members
        if member.person.id in settled and member.roles & READERS and member.address and is_here_in(member, now, zone)
    ]
    theirs = {
        member.person.id: digest.in_language(_locale_of(member, programme, digest.unit), tree.locales[digest.unit])
        for member in readers
    }
    notices = [
        _notice(
            member,
            digest_message(
                theirs[member.person.id],
                unit_name=tree.names[digest.unit],
                locale=theirs[member.person.id].locale,
            ),
            key=digest_key(digest.unit, digest.week, member.person.id),
            programme=programme,
            zone=zone,
            due=due,
            now=now,
        )
        for member in readers
    ]
    return [replace(each, kind=DeliveryKind.DIGEST, digest=digest.ref) for each in notices]


async def _with_older(work: UnitOfWork, newer: Sequence[Delivery], digest: FrozenDigest) -> Sequence[Delivery]:
    """Before each reader's new digest: that of the week before says that it takes no answers any more."""
    before = DigestRef(unit=digest.unit, week=digest.week - 1)
    keys = {digest_key(before.unit, before.week, each.person): each for each in newer}
    edits = []
    for key, (channel, ref) in (await work.deliveries.shown(keys)).items():
        reader, at = keys[key].person, keys[key].due_at
        edit = redraw(before, reader, channel, ref, now=at, waits=False)
        edits.append(replace(edit, key=superseded_digest_key(before.unit, before.week, reader)))
    return [*edits, *newer]


async def _for_team(
    work: UnitOfWork,
    digest: FrozenDigest,
    members: Sequence[TeamMember],
    programme: Programme,
    tree: UnitTree,
    *,
    due: datetime,
    now: datetime,
) -> Sequence[Delivery]:
    """Members who are no readers, are here, can be reached and have not stopped."""
    zone, own, name = tree.zones[digest.unit], tree.locales[digest.unit], tree.names[digest.unit]
    has_comments = digest.unit in await work.comments.told_in([digest.unit], digest.week)
    written: dict[str, Message] = {}
    for locale in {_locale_of(member, programme, digest.unit) for member in members}:
        theirs = digest.in_language(locale, own)
        page = await team_page_of(work, theirs, members, locale=theirs.locale)
        if page is None:
            return ()
        written[locale] = Message(
            kind=MessageKind.TEAM_PAGE,
            locale=theirs.locale,
            document=page,
            unit_name=name,
            buttons=(
                *(((read_comments_button(digest.ref, theirs.locale),),) if has_comments else ()),
                (how_known_button(digest.ref, theirs.locale),),
            ),
        )
    return [
        _notice(
            member,
            written[_locale_of(member, programme, digest.unit)],
            key=team_page_key(digest.unit, digest.week, member.person.id),
            programme=programme,
            zone=zone,
            due=due,
            now=now,
        )
        for member in members
        if member.address is not None
        and member.person.id in digest.recipients.members
        and Role.MEMBER in member.roles
        and not member.roles & LEADS_AND_CHAMPIONS
        and member.consent.stopped_at is None
        and is_here_in(member, now, zone)
    ]


def _locale_of(member: TeamMember, programme: Programme, unit: UnitId) -> str:
    return programme.organisation.locale_for(member.person, [unit])


def _late_actions(
    digest: FrozenDigest,
    actions: Sequence[Action],
    members: Sequence[TeamMember],
    rotas: Mapping[PersonId, PersonRota],
    programme: Programme,
    tree: UnitTree,
    *,
    due: datetime,
    now: datetime,
) -> Sequence[Offer]:
    """To the owners, and to whoever answers for what somebody else owns or was asked to own."""
    zone, locale, name = tree.zones[digest.unit], tree.locales[digest.unit], tree.names[digest.unit]
    today = local_date(now, zone)
    owners = {member.person.id: member for member in members if member.address is not None}
    found: list[Offer] = []

    def tell(member: TeamMember, message: Message, key: DeliveryKey, *, is_owner: bool) -> None:
        if not is_here_in(member, now, zone):
            return
        ask = _notice(member, message, key=key, programme=programme, zone=zone, due=due, now=now)
        offer = offer_at_work(
            Counted.ASK,
            ask,
            member,
            rota=rotas.get(member.person.id),
            until=ask.expires_at,
            quiet=programme.quiet,
            zone=member.person.timezone or zone,
            now=now,
            is_owner=is_owner,
        )
        if offer is not None:
            found.append(offer)

    for action in actions:
        if action.due is None or action.due >= today:
            continue
        owner = owners.get(action.owner) if action.owner is not None else None
        if owner is not None and action.state is ActionState.OPEN:
            theirs = late_to_owner(
                action, owner, members, unit_name=name, locale=choose(owner.person.locale, locale), today=today
            )
            tell(owner, theirs, late_action_key(action.id, digest.week), is_owner=True)
        accountable = accountable_for(action, members, today=today)
        if accountable is None or accountable.address is None or accountable.person.id == action.owner:
            continue
        message = late_to_accountable(
            action, members, unit_name=name, locale=choose(accountable.person.locale, locale), today=today
        )
        tell(accountable, message, late_action_told_key(action.id, digest.week, accountable.person.id), is_owner=False)
    return found


def _notice(
    member: TeamMember,
    message: Message,
    *,
    key: DeliveryKey,
    programme: Programme,
    zone: str,
    due: datetime,
    now: datetime,
) -> Delivery:
    notice = notice_to(member, message, key=key, at=max(due, now), quiet=programme.quiet, zone=zone)
    return replace(notice, expires_at=max(due + LIVES, notice.due_at + timedelta(hours=12)))
