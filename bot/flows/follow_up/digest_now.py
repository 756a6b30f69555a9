"""A frozen digest with what followed it, for one of its readers; and the edits that bring copies in sight to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.digests.build_page import action_line, leading_role
from bot.domain.digests.frozen_digest import FrozenDigest, digest_message, is_reader, team_page_at
from bot.domain.digests.redrawn.follow_up_shown import ActionShown, FlagAnswer, FollowUpShown, HelpAnswer
from bot.domain.digests.redrawn.redraw import redrawn
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import Flag, FlagReply, HelpReply
from bot.domain.identifiers import FlagId, PersonId, UnitId
from bot.domain.messaging.buttons import DigestRef, FlagPress, HelpPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import digest_key
from bot.domain.messaging.messages import Message
from bot.domain.messaging.notices import redraw
from bot.domain.organisation.people import CO_LEADS, LEADS_AND_CHAMPIONS, READERS, Role, TeamMember
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import digest_at, local_date
from bot.ports import Clock, UnitOfWork

LOOKED_BACK = 9
"""Digests that are looked through for one that was for its readers: all weeks of learning, and one."""
MAY_HELP = CO_LEADS | {Role.SPONSOR}
"""Who may answer teams below that ask for help."""


class ComposeDigest:
    """What a digest says to one of its readers when it is sent, or sent anew."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def __call__(self, work: UnitOfWork, delivery: Delivery) -> Message | None:
        """None when there is nothing to say any more, or nothing to this reader; only reads."""
        ref, programme = delivery.digest, await work.programmes.current()
        frozen = None if ref is None else await work.weeks.digest(ref.unit, ref.week)
        if frozen is None or programme is None or frozen.unit not in programme.organisation:
            return delivery.message
        organisation = programme.organisation
        today = local_date(self._clock.now(), organisation.zone_of(frozen.unit))
        held = await work.rosters.memberships_of(delivery.person)
        roles = next((each.roles_on(today) for each in held if each.unit == frozen.unit), ())
        if not is_reader(frozen, delivery.person, roles):
            return None  # it waited, for the end of a night maybe, and they have lost the role since
        shown = await digest_now(work, programme, frozen, delivery.person, now=self._clock.now())
        return digest_message(shown, unit_name=organisation.unit(frozen.unit).name, locale=shown.locale)


async def digest_now(
    work: UnitOfWork, programme: Programme, digest: FrozenDigest, reader: PersonId, *, now: datetime
) -> FrozenDigest:
    """The digest as this person sees it now, in their language where it was made in it; its unit is in the
    programme."""
    (shown,) = await digests_now(work, programme, [digest], reader, now=now)
    return shown


async def digests_now(
    work: UnitOfWork, programme: Programme, digests: Sequence[FrozenDigest], reader: PersonId, *, now: datetime
) -> Sequence[FrozenDigest]:
    """The same of many, in the same order: what followed is read once for each unit, not once for each digest."""
    buttons = [_flags_in(each) for each in digests]
    asked, helped = (frozenset[FlagId]().union(*some) for some in zip(*buttons, strict=True)) if buttons else ((), ())
    followed = await _Followed.read(work, asked=frozenset(asked), helped=frozenset(helped))
    oldest = dict[UnitId, datetime]()
    for each in digests:
        oldest[each.unit] = min(each.made_at, oldest.get(each.unit, each.made_at))
    of_unit = {unit: await _UnitNow.read(work, programme, unit, since=at, now=now) for unit, at in oldest.items()}
    return [
        _shown_now(programme, each, reader, of_unit[each.unit], followed, flags=flags, now=now)
        for each, flags in zip(digests, buttons, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnitNow:
    """What is the same for all digests of a unit."""

    members: Mapping[PersonId, TeamMember]
    opened: Sequence[Action]
    closed: Sequence[Action]
    newest: FrozenDigest | None

    @classmethod
    async def read(
        cls, work: UnitOfWork, programme: Programme, unit: UnitId, *, since: datetime, now: datetime
    ) -> "_UnitNow":
        return cls(
            members={each.person.id: each for each in (await work.rosters.team([unit])).get(unit, ())},
            opened=await work.loop.open_actions([unit]),
            closed=await work.loop.closed_actions([unit], since),
            newest=await newest_digest(work, programme, unit, now=now),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Followed:
    """What leads, and those above them, have said to flags."""

    flags: Mapping[FlagId, Flag]
    replies: Mapping[FlagId, Sequence[FlagReply]]
    help_replies: Mapping[FlagId, Sequence[HelpReply]]

    @classmethod
    async def read(cls, work: UnitOfWork, *, asked: frozenset[FlagId], helped: frozenset[FlagId]) -> "_Followed":
        replies = await work.loop.replies_to(asked) if asked else {}
        help_replies = await work.loop.help_replies_to(asked | helped) if asked | helped else {}
        answered = sorted((asked & replies.keys()) | (helped & help_replies.keys()))
        found = [flag for each in answered if (flag := await work.loop.flag(each)) is not None]
        return cls(flags={flag.id: flag for flag in found}, replies=replies, help_replies=help_replies)


def _shown_now(
    programme: Programme,
    digest: FrozenDigest,
    reader: PersonId,
    unit_now: _UnitNow,
    followed: _Followed,
    *,
    flags: tuple[frozenset[FlagId], frozenset[FlagId]],
    now: datetime,
) -> FrozenDigest:
    organisation, unit, members = programme.organisation, digest.unit, unit_now.members
    asked, helped = flags
    member = members.get(reader)
    roles = frozenset[Role]() if member is None else member.roles
    zone = (member and member.person.timezone) or organisation.zone_of(unit)
    wish = organisation.locale_for(None if member is None else member.person, [unit])
    digest = digest.in_language(wish, organisation.locale_of(unit))
    actions = [
        *(each for each in unit_now.opened if each.raised_at >= digest.made_at),
        *(each for each in unit_now.closed if each.closed_at is not None and each.closed_at >= digest.made_at),
    ]
    since = FollowUpShown(
        flags={each: flag for each, flag in followed.flags.items() if each in asked and each in followed.replies},
        answers={
            flag: [
                FlagAnswer(
                    role=leading_role(members[each.person].roles if each.person in members else frozenset()),
                    response=each.response,
                    on=local_date(each.at, zone),
                    words=each.words,
                    is_own=each.person == reader,
                )
                for each in given
            ]
            for flag, given in followed.replies.items()
            if flag in asked
        },
        help_answers={
            flag: [
                HelpAnswer(role=each.role, response=each.response, on=local_date(each.at, zone), words=each.words)
                for each in given
            ]
            for flag, given in followed.help_replies.items()
            if flag in asked | helped
        },
        teams={
            each: organisation.unit(flag.unit).name
            for each, flag in followed.flags.items()
            if each in helped and each in followed.help_replies and flag.unit in organisation
        },
        actions=[_action(each, zone) for each in actions],
        open_actions=[action_line(each, read_at=now, zone=zone) for each in unit_now.opened],
        is_team_served=now >= team_page_at(digest.week, programme.digest, organisation.zone_of(unit)),
        is_superseded=unit_now.newest is not None and digest.week < unit_now.newest.week,
        may_act=bool(roles & LEADS_AND_CHAMPIONS),
        may_help=bool(roles & MAY_HELP),
    )
    return redrawn(digest, since, unit_name=organisation.unit(unit).name, locale=digest.locale)


def _flags_in(digest: FrozenDigest) -> tuple[frozenset[FlagId], frozenset[FlagId]]:
    """The flags that leads are asked about by its buttons, and those for which help is asked from its readers."""
    intents = [each.intent for row in (*digest.buttons, *digest.further_buttons) for each in row]
    return (
        frozenset(each.flag for each in intents if isinstance(each, FlagPress)),
        frozenset(each.flag for each in intents if isinstance(each, HelpPress)),
    )


def _action(action: Action, zone: str) -> ActionShown:
    return ActionShown(
        action=action.id,
        words=action.words,
        owner=action.owner_role,
        accepted=action.state is not ActionState.PROPOSED,
        due=action.due,
        closed=None if action.closed_at is None else local_date(action.closed_at, zone),
        cannot=action.cannot,
    )


async def newest_digest(work: UnitOfWork, programme: Programme, unit: UnitId, *, now: datetime) -> FrozenDigest | None:
    """The newest that its readers have been sent, or could have been."""
    digest, zone = await work.weeks.digest(unit), programme.organisation.zone_of(unit)
    for _ in range(LOOKED_BACK):
        if digest is None or (digest.is_for_readers and digest_at(digest.week, programme.digest, zone) <= now):
            return digest
        digest = await work.weeks.digest(unit, digest.week - 1)
    return None


async def is_superseded(work: UnitOfWork, programme: Programme, digest: DigestRef, *, now: datetime) -> bool:
    newest = await newest_digest(work, programme, digest.unit, now=now)
    return newest is not None and digest.week < newest.week


async def redraw_copies(
    work: UnitOfWork, programme: Programme, unit: UnitId, *, by: PersonId, now: datetime
) -> Sequence[Delivery]:
    """Bring every reader's copy of a unit's newest digest to its latest state; that of whoever has pressed first."""
    digest = await newest_digest(work, programme, unit, now=now)
    if digest is None:
        return []
    members = (await work.rosters.team([unit])).get(unit, ())
    readers = {each.person.id for each in members if each.roles & READERS} & digest.recipients.readers
    keys = {digest_key(unit, digest.week, reader): reader for reader in sorted(readers)}
    shown = await work.deliveries.shown(keys)
    return [
        redraw(digest.ref, reader, *shown[key], now=now, waits=reader == by)
        for key, reader in keys.items()
        if key in shown
    ]
