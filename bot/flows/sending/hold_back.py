"""In a halt no question, reminder, digest or nudge goes out, and what fell due in it is never sent later.

What answers somebody goes out, what a person wrote, and what somebody has to know and is told once: that they are asked
less often, or that a new rule holds for their answers.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import PersonId, PulseId, UnitId
from bot.domain.messaging.deliveries import HALTED, Delivery, DeliveryKind, Lease, Priority
from bot.domain.messaging.messages import MessageKind
from bot.domain.organisation.people import TeamMember
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.quiet_times import QuietTimes
from bot.flows.operations.quiet_times import recent_halts
from bot.ports import UnitOfWork

_QUESTIONS = frozenset({DeliveryKind.QUESTION, DeliveryKind.REMINDER, DeliveryKind.SNOOZED, DeliveryKind.ANEW})
_DIGESTS = frozenset({DeliveryKind.DIGEST, DeliveryKind.CHART})
_OF_ROUNDS = frozenset(
    {
        MessageKind.TEAM_PAGE,
        MessageKind.ACTION_LATE,
        MessageKind.FLAG_PRECISION,
        MessageKind.ALERT,
        MessageKind.NUDGE,
        MessageKind.LEAD_ASKED,
    }
)
"""Notices that follow from rounds, digests and lists: nobody has pressed or written for them."""


async def without_halted(work: UnitOfWork, leases: Sequence[Lease], *, now: datetime) -> Sequence[Lease]:
    """Those that may go out; the others are given up."""
    own = [lease for lease in leases if _is_held_back(lease.delivery)]
    halts = await recent_halts(work, now=now) if own else ()
    programme = await work.programmes.current() if halts else None
    if programme is None:
        return leases
    quiet = QuietTimes(programme=programme, tree=UnitTree.of(programme.organisation), halts=halts)
    pulses = await work.pulses.many({pulse for lease in own if (pulse := lease.delivery.pulse) is not None})
    notices = {lease.delivery.person for lease in own if lease.delivery.kind is DeliveryKind.NOTICE}
    teams = await work.rosters.members(notices) if notices else {}
    held = [
        lease
        for lease in own
        if (units := _units(lease.delivery, pulses, teams))
        and all(quiet.is_halted(unit, now) or quiet.is_halted(unit, lease.delivery.due_at) for unit in units)
    ]
    for lease in held:
        await work.deliveries.mark_failed(lease, HALTED, at=now)
    keys = {lease.delivery.key for lease in held}
    return [lease for lease in leases if lease.delivery.key not in keys]


def _is_held_back(delivery: Delivery) -> bool:
    """Whether it stays away in a halt."""
    if delivery.edits is not None or delivery.priority is Priority.INTERACTIVE:
        return False
    is_notice = delivery.kind is DeliveryKind.NOTICE
    return delivery.kind in _QUESTIONS | _DIGESTS or (
        is_notice and delivery.message is not None and delivery.message.kind in _OF_ROUNDS
    )


def _units(
    delivery: Delivery, pulses: Mapping[PulseId, Pulse], teams: Mapping[PersonId, Sequence[TeamMember]]
) -> Sequence[UnitId]:
    """What it is about; of a notice all units of its person."""
    if delivery.pulse is not None:
        return [pulses[delivery.pulse].unit] if delivery.pulse in pulses else []
    if delivery.digest is not None:
        return [delivery.digest.unit]
    return [member.unit for member in teams.get(delivery.person, ())]
