"""Telling administrators, once a quarter, how often leads recognised what flags said."""

from datetime import datetime

from bot.domain.attention.moments import is_here_in
from bot.domain.digests.precision_text import precision_message
from bot.domain.follow_up.flag_precision import WEEKS, flag_counts
from bot.domain.identifiers import EpochId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.delivery_keys import flag_precision_key
from bot.domain.messaging.notices import notice_to
from bot.domain.organisation.people import Role
from bot.domain.programme.quiet_times import QuietTimes
from bot.domain.programme.wall_clock import digest_at, local_date
from bot.flows.epochs.put_out import put_out
from bot.ports import Storage


class ReportPrecision:
    """One silent message to everybody who administers a unit, with the digests of the last week of a quarter.

    - Counts over a year, by kind; a kind is counted only with five flags from three teams, and no team is named.
    - Nothing is sent while there is nothing to count, nothing about quarters that ended longer ago, and nothing
      that was due before a restore.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, week: IsoWeek, quiet: QuietTimes, *, now: datetime) -> int:
        """`week` is the newest closed one. How many messages were put out, those put out before included."""
        programme, organisation = quiet.programme, quiet.programme.organisation
        due = digest_at(week, programme.digest, organisation.timezone)
        if IsoWeek.of(local_date(now, organisation.timezone)) - 1 != week or quiet.was_due_at_restore(due):
            return 0
        async with self._storage.reading() as work:
            epoch = await work.epochs.covering(week)
            if epoch is None or epoch.quarter.last != week:
                return 0
            counts = flag_counts(await work.loop.judged(week - (WEEKS - 1)))
            people = {member.person.id: member for member in await work.rosters.holding(Role.ADMINISTRATOR)}
        if not counts:
            return 0
        deliveries = [
            notice_to(
                member,
                precision_message(counts, weeks=WEEKS, last=week, locale=organisation.locale_for(member.person)),
                key=flag_precision_key(EpochId(str(epoch.quarter.first)), member.person.id),
                at=max(due, now),
                quiet=programme.quiet,
                zone=organisation.timezone,
            )
            for member in people.values()
            if member.address is not None and is_here_in(member, now, organisation.timezone)
        ]
        async with self._storage.writing() as work:
            return len(await put_out(work, deliveries))
