"""Questions whose time is over: they expire without a word, and after four in a row we ask less often."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.asking.consent_changes import after_silence
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.attention.moments import is_here
from bot.domain.identifiers import PersonId
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.delivery_keys import less_often_key, question_key, reminder_key
from bot.domain.messaging.notices import notice_to
from bot.domain.organisation.people import TeamMember
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.texts import choose
from bot.flows.epochs.put_out import put_out
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.operations.quiet_times import quiet_times
from bot.ports import Storage, UnitOfWork

BATCH_SIZE = 200
PATIENCE = 4
"""So many questions in a row without an answer, and we ask less often."""
SELDOM = 4
"""Weeks between questions from then on."""
_KEPT = timedelta(days=7)
"""How long the word about it may wait, for example for a platform that is down."""


class ExpirePulses:
    """Close every unanswered question whose round is over.

    - Nothing is sent or edited for it: an old message says that it has closed when it is tapped.
    - What was still to be sent for it is given up.
    - A question that arrived and was not excused counts as unanswered, unless all was paused while it was open, or
      Rounds was restored from a backup meanwhile: an answer may be lost. After four in a row the person is asked only
      every four weeks and told so once, with buttons to undo it or to stop.
    """

    def __init__(self, *, storage: Storage, seal: SealMessages) -> None:
        self._storage, self._seal = storage, seal

    async def __call__(self, *, now: datetime) -> int:
        """How many pulses expired."""
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            more = bool(await work.pulses.to_expire(now=now, limit=1))
            if programme is None or not more:
                return 0
            quiet = await quiet_times(work, programme, now=now)
        expired = 0
        while more:
            async with self._storage.writing() as work:
                found = await work.pulses.to_expire(now=now, limit=BATCH_SIZE)
                held = await work.pulses.many_locked([pulse.id for pulse in found])
                over = [pulse for pulse in found if held.get(pulse.id) == pulse]  # others may be at it, too
                await work.pulses.set_state([pulse.id for pulse in over], PulseState.EXPIRED)
                await work.deliveries.expire_keys(
                    [key for pulse in over for key in (question_key(pulse.id), reminder_key(pulse.id))]
                )
                words = await _count(work, [pulse for pulse in over if _is_silence(pulse, quiet)], quiet, now)
                await put_out(work, await self._seal(work, words, now=now))
            expired += len(over)
            more = len(found) == BATCH_SIZE
        return expired


async def _count(work: UnitOfWork, unanswered: Sequence[Pulse], quiet: QuietTimes, now: datetime) -> Sequence[Delivery]:
    """Note the silence of those who are still there, and ask the silent ones less often; what to tell these."""
    memberships = await work.rosters.members({pulse.person for pulse in unanswered})
    silences = Counter(pulse.person for pulse in unanswered if memberships.get(pulse.person))
    newest = {pulse.person: pulse for pulse in unanswered}
    slower: dict[PersonId, TeamMember] = {}
    for person, times in silences.items():
        member = memberships[person][0]
        if member.consent.unanswered + times >= PATIENCE and member.consent.weeks_between < SELDOM:
            slower[person] = member
    for turn in range(1, max(silences.values(), default=0) + 1):
        again = [person for person, times in silences.items() if times >= turn and person not in slower]
        await work.rosters.count_unanswered(again)
    # The row begins again, so whoever wants it weekly again is met with as much patience as before.
    await work.rosters.ask_less_often(slower, weeks_between=SELDOM)
    return [
        _word(newest[person], member, quiet, now)
        for person, member in slower.items()
        if member.consent.accepts(now=now) and is_here(member, now, quiet)
    ]


def _is_silence(pulse: Pulse, quiet: QuietTimes) -> bool:
    is_known = not quiet.was_due_at_restore(pulse.due_at)
    return pulse.reached and is_known and not quiet.was_halted(pulse.unit, pulse.due_at, pulse.closes_at)


def _word(pulse: Pulse, member: TeamMember, quiet: QuietTimes, now: datetime) -> Delivery:
    programme, tree = quiet.programme, quiet.tree
    locale = choose(member.person.locale, tree.locales.get(member.unit, programme.organisation.locale))
    return notice_to(
        member,
        after_silence(count=PATIENCE, weeks=SELDOM, locale=locale),
        key=less_often_key(pulse.id),
        at=now,
        quiet=programme.quiet,
        zone=tree.zones.get(member.unit, programme.organisation.timezone),
        lives=_KEPT,
    )
