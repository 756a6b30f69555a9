"""The one reminder of a question: sent by the machine alone, to everybody who has not answered, and never listed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.domain.asking.pulse_deliveries import reminder_of
from bot.domain.asking.pulses import Pulse
from bot.domain.attention.budget import Counted
from bot.domain.attention.moments import has_paused, is_left_in_peace, zone_for
from bot.domain.attention.offers import Offer
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import TeamMember
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import week_of
from bot.domain.rota.moments import first_moment
from bot.domain.rota.shifts import PersonRota, Span
from bot.flows.attention.within_budget import within_budget
from bot.flows.epochs.put_out import put_out
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Storage, UnitOfWork

BATCH_SIZE = 200


class RemindUnanswered:
    """Remind once of every question whose time for it has come, and look at each question once.

    - Not in quiet times: what falls due in them is never sent.
    - Not after an answer or a skip, not inside the person's quiet hours, not when the round closes before they end.
      Who has a rota is reminded on a shift, and not at all if none is left.
    - Not when the person has paused, stopped, gone on nights or left since: then there is no reminder later either.
    - Not when the week of its person has no room for it: one reminder a week is enough.
    - A question that may never have arrived is healed by its reminder, which repeats it and so takes no more room.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, *, now: datetime) -> int:
        """How many reminders were written."""
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            more = bool(await work.pulses.to_remind(now=now, limit=1))
            if programme is None or not more:
                return 0
            quiet = await quiet_times(work, programme, now=now)
        written = 0
        while more:
            async with self._storage.writing() as work:
                await work.attention.hold()  # before any question, as whoever else holds both
                found = await work.pulses.to_remind(now=now, limit=BATCH_SIZE)
                held = await work.pulses.many_locked([pulse.id for pulse in found])
                waiting = [pulse for pulse in found if held.get(pulse.id) == pulse]  # others may be at it, too
                memberships = await work.rosters.members({pulse.person for pulse in waiting})
                rotas = await _rotas(work, waiting, now)
                offers = list(_reminders(waiting, memberships, rotas, quiet, now))
                unsure = {pulse.id for pulse in waiting if pulse.sent_at is None}
                healing = [each.delivery for each in offers if each.delivery.pulse in unsure]
                others = [each for each in offers if each.delivery.pulse not in unsure]
                reminders = [*healing, *await within_budget(work, others, memberships, programme.budget)]
                reminders = list(await put_out(work, reminders))
                await work.pulses.set_reminded([pulse.id for pulse in waiting])
            written += len(reminders)
            more = len(found) == BATCH_SIZE
        return written


async def _rotas(work: UnitOfWork, pulses: Sequence[Pulse], now: datetime) -> Mapping[PersonId, PersonRota]:
    if not pulses:
        return {}
    span = Span(starts=now, ends=max(pulse.closes_at for pulse in pulses))
    return await work.rotas.of({pulse.person for pulse in pulses}, span)


def _reminders(
    pulses: Sequence[Pulse],
    memberships: Mapping[PersonId, Sequence[TeamMember]],
    rotas: Mapping[PersonId, PersonRota],
    quiet: QuietTimes,
    now: datetime,
) -> Iterator[Offer]:
    for pulse in pulses:
        member = next(
            (candidate for candidate in memberships.get(pulse.person, ()) if candidate.unit == pulse.unit), None
        )
        if member is None or member.address is None:
            continue
        zone, rota = zone_for(member, quiet), rotas.get(pulse.person)
        span = Span(starts=now, ends=pulse.closes_at)
        due_at = first_moment(None if rota is None else rota.both, span, quiet=quiet.programme.quiet, zone=zone)
        if due_at is None:
            continue
        moments = (now, due_at) if pulse.remind_at is None else (pulse.remind_at, now, due_at)
        if any(is_left_in_peace(member, at, quiet) for at in moments):
            continue
        if not has_paused(member, now):
            reminder = reminder_of(pulse, member.address.channel, due_at=due_at)
            yield Offer(kind=Counted.REMINDER, delivery=reminder, week=week_of(due_at, zone))
