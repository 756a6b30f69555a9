"""Somebody's chat at another address: it may be another's, so nothing there tells anything of before."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.asking.pulse_deliveries import anew
from bot.domain.asking.pulses import Pulse
from bot.domain.identifiers import PersonId, RoundId
from bot.domain.messaging.delivery_keys import reminder_key, snoozed_key
from bot.domain.organisation.people import Channel
from bot.ports import UnitOfWork

PartFromNotes = Callable[[UnitOfWork, Collection[PersonId]], Awaitable[None]]
"""Takes away what people have begun to raise and not sent, and their way back to what they have raised: no row of the
database names either.

Last in a transaction, because files do not come back where it fails. Raises `KeyUnavailable` where notes cannot be
looked for.
"""


async def begin_anew(work: UnitOfWork, moved: Mapping[PersonId, Channel], *, now: datetime) -> None:
    """What waits for words goes, and in the chats before nothing changes any more. Open questions come anew where each
    of these people is now, the answered ones as well: which were is told nobody.

    Their addresses are locked before: see `Rosters.lock_addresses`. What they have raised is apart from it: see
    `PartFromNotes`.
    """
    if not moved:
        return
    people = sorted(moved)
    asked = await _asked_in_open_rounds(work, people, now=now)
    await work.web_chats.begin_anew(people)
    await work.deliveries.leave_chat(people)
    await work.prompts.forget_of(people)
    await work.loop.forget_shown(people)
    reminders = [key for each in asked for key in (reminder_key(each.id), snoozed_key(each.id, each.remind_at))]
    await work.deliveries.take_back(reminders)
    await work.pulses.save_many([each.begun_anew() for each in asked])
    first: dict[tuple[PersonId, RoundId], Pulse] = {}
    for each in asked:
        first.setdefault((each.person, each.round), each)
    await work.deliveries.add([anew(each, moved[each.person], now=now) for each in first.values()])


async def _asked_in_open_rounds(work: UnitOfWork, people: Collection[PersonId], *, now: datetime) -> Sequence[Pulse]:
    """All questions of rounds of which one was asked, person by person in their order: how far somebody had come tells
    what they answered."""
    of_round: dict[tuple[PersonId, RoundId], list[Pulse]] = defaultdict(list)
    for each in await work.pulses.open_locked(people, now=now):
        of_round[each.person, each.round].append(each)
    asked = [of for of in of_round.values() if any(each.sent_at is not None or each.heard for each in of)]
    return sorted(
        (each for of in asked for each in of), key=lambda each: (each.person, each.due_at, each.round, each.position)
    )
