"""Somebody's chat at another address: it may be another's, so nothing there tells anything of before."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Sequence
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


async def begin_anew(work: UnitOfWork, person: PersonId, channel: Channel, *, now: datetime) -> None:
    """What waits for words goes, and in the chat before nothing changes any more. Open questions come anew, the
    answered ones as well: which were is told nobody.

    What its person has raised is apart from it: see `PartFromNotes`.
    """
    await work.web_chats.begin_anew(person)
    await work.deliveries.leave_chat(person)
    await work.prompts.forget_of(person)
    await work.loop.forget_shown(person)
    asked = await _asked_in_open_rounds(work, person, now=now)
    reminders = [key for each in asked for key in (reminder_key(each.id), snoozed_key(each.id, each.remind_at))]
    await work.deliveries.take_back(reminders)
    await work.pulses.save_many([each.begun_anew() for each in asked])
    first: dict[RoundId, Pulse] = {}
    for each in asked:
        first.setdefault(each.round, each)
    await work.deliveries.add([anew(each, channel, now=now) for each in first.values()])


async def _asked_in_open_rounds(work: UnitOfWork, person: PersonId, *, now: datetime) -> Sequence[Pulse]:
    """All questions of rounds of which one was asked, in their order: how far somebody had come tells what they
    answered."""
    current = await work.pulses.open_of(person, now=now)
    known = await work.pulses.many_locked([each.id for each in current]) if current else {}
    of_round: dict[RoundId, list[Pulse]] = defaultdict(list)
    for each in known.values():
        of_round[each.round].append(each)
    asked = [of for of in of_round.values() if any(each.sent_at is not None or each.heard for each in of)]
    return sorted((each for of in asked for each in of), key=lambda each: (each.due_at, each.round, each.position))
