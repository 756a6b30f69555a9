"""A frozen digest with what followed it, for one of its readers; and the edits that bring copies in sight to it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.digests.build_page import action_line, leading_role
from bot.domain.digests.frozen_digest import FrozenDigest, digest_message, team_page_at
from bot.domain.digests.redrawn.follow_up_shown import ActionShown, FlagAnswer, FollowUpShown, HelpAnswer
from bot.domain.digests.redrawn.redraw import redrawn
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.identifiers import FlagId, PersonId, UnitId
from bot.domain.messaging.buttons import DigestRef, FlagPress, HelpPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import digest_key
from bot.domain.messaging.messages import Message
from bot.domain.messaging.notices import redraw
from bot.domain.organisation.people import CO_LEADS, LEADS_AND_CHAMPIONS, READERS, Role
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
        """None when there is nothing to say any more; only reads."""
        ref, programme = delivery.digest, await work.programmes.current()
        frozen = None if ref is None else await work.weeks.digest(ref.unit, ref.week)
        if frozen is None or programme is None or frozen.unit not in programme.organisation:
            return delivery.message
        organisation = programme.organisation
        shown = await digest_now(work, programme, frozen, delivery.person, now=self._clock.now())
        name, locale = organisation.unit(frozen.unit).name, organisation.locale_of(frozen.unit)
        return digest_message(shown, unit_name=name, locale=locale)


async def digest_now(
    work: UnitOfWork, programme: Programme, digest: FrozenDigest, reader: PersonId, *, now: datetime
) -> FrozenDigest:
    """The digest as this person sees it now; its unit is in the programme."""
    organisation, unit = programme.organisation, digest.unit
    members = {each.person.id: each for each in (await work.rosters.team([unit])).get(unit, ())}
    member = members.get(reader)
    roles = frozenset[Role]() if member is None else member.roles
    zone = (member and member.person.timezone) or organisation.zone_of(unit)
    asked, helped = _flags_in(digest)
    replies = await work.loop.replies_to(asked) if asked else {}
    help_replies = await work.loop.help_replies_to(asked | helped) if asked | helped else {}
    flags = [flag for each in sorted(asked & replies.keys()) if (flag := await work.loop.flag(each)) is not None]
    teams = {each: await work.loop.flag(each) for each in sorted(helped & help_replies.keys())}
    opened = await work.loop.open_actions([unit])
    actions = [
        *(each for each in opened if each.raised_at >= digest.made_at),
        *await work.loop.closed_actions([unit], digest.made_at),
    ]
    since = FollowUpShown(
        flags={flag.id: flag for flag in flags},
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
            for flag, given in replies.items()
        },
        help_answers={
            flag: [
                HelpAnswer(role=each.role, response=each.response, on=local_date(each.at, zone), words=each.words)
                for each in given
            ]
            for flag, given in help_replies.items()
        },
        teams={
            each: organisation.unit(flag.unit).name
            for each, flag in teams.items()
            if flag is not None and flag.unit in organisation
        },
        actions=[_action(each, zone) for each in actions],
        open_actions=[action_line(each, read_at=now, zone=zone) for each in opened],
        is_team_served=now >= team_page_at(digest.week, programme.digest, organisation.zone_of(unit)),
        is_superseded=await is_superseded(work, programme, digest.ref, now=now),
        may_act=bool(roles & LEADS_AND_CHAMPIONS),
        may_help=bool(roles & MAY_HELP),
    )
    return redrawn(digest, since, unit_name=organisation.unit(unit).name, locale=organisation.locale_of(unit))


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
