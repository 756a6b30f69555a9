"""What people change about being asked: less often, nights, a pause, a stop, and back again."""

from bot.domain.asking.consent_changes import (
    NOT_AWAITED,
    AnyWish,
    PauseThrough,
    apply_change,
    confirmation,
)
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Person
from bot.flows.inbox.batch import InboxBatch


class ChangeConsent:
    """A wish counts at once, is the person's alone, and is shown to nobody. Whoever pauses, stops or is on nights is
    not waited for: their open questions leave reach.
    """

    async def __call__(self, batch: InboxBatch, person: Person, wish: AnyWish) -> Message:
        """Store the wish and say what to tell the person."""
        await batch.flush()
        zone, locale = await batch.zone_and_locale(person)
        before = await batch.work.rosters.consent(person.id)
        after = apply_change(before, wish, now=batch.now, zone=zone)
        if isinstance(wish, PauseThrough) or wish in NOT_AWAITED:
            await batch.work.pulses.excuse(person.id, now=batch.now)
            batch.reread([pulse.id for pulse in batch.pulses.values() if pulse.person == person.id])
        if after != before:  # people's rows are changed last, by whoever else changes both as well
            await batch.work.rosters.set_consent(person.id, after)
        return confirmation(before, after, wish, now=batch.now, zone=zone, locale=locale)
