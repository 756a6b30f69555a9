"""What asked about a late action asks no more once the action is closed, at whoever else was asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.domain.digests.redrawn.action_text import closed_late
from bot.domain.follow_up.actions import Action
from bot.domain.identifiers import DeliveryKey
from bot.domain.messaging.deliveries import Delivery, Priority
from bot.domain.messaging.delivery_keys import closed_action_key, late_action_key, late_action_told_key
from bot.domain.messaging.notices import notice_to
from bot.domain.organisation.people import LEADS_AND_CHAMPIONS, TeamMember
from bot.domain.programme.wall_clock import local_date
from bot.flows.follow_up.digest_now import newest_digest
from bot.flows.follow_up.lead_messages import LeadContext

LOOKED_BACK: Final = 26
"""Weeks of messages that are closed; older ones say when they are pressed that it is done."""


async def close_late_copies(context: LeadContext, action: Action) -> Sequence[Delivery]:
    """The owner's messages and those of the leads who were told, of every week since it was late, but for the one that
    was pressed: that one is answered in its place."""
    newest = await newest_digest(context.work, context.programme, context.unit, now=context.now)
    if newest is None or action.closed_at is None:
        return []
    asked: dict[DeliveryKey, TeamMember] = {}
    for week in (newest.week - back for back in range(LOOKED_BACK)):
        asked |= {
            late_action_told_key(action.id, week, each.person.id): each
            for each in context.team.values()
            if each.roles & LEADS_AND_CHAMPIONS
        }
        if action.owner is not None and action.owner in context.team:
            asked[late_action_key(action.id, week)] = context.team[action.owner]
    edits = []
    for key, (channel, ref) in (await context.work.deliveries.shown(asked)).items():
        member = asked[key]
        is_own = member.person.id == context.person
        if is_own and (channel, ref) == (context.update.sender.channel, context.update.message):
            continue
        message = closed_late(
            action,
            local_date(action.closed_at, member.person.timezone or context.zone),
            leads=bool(member.roles & LEADS_AND_CHAMPIONS),
            unit_name=context.name,
            locale=context.locale_of(member),
        )
        quiet, zone = context.programme.quiet, context.zone
        edits.append(
            replace(
                context.told(
                    notice_to(member, message, key=closed_action_key(key), at=context.now, quiet=quiet, zone=zone)
                ),
                channel=channel,
                edits=ref,
                due_at=context.now,
                priority=Priority.INTERACTIVE if is_own else Priority.BULK,
            )
        )
    return edits
