"""A unit's own pages: each week as it was told, for those who were told it, with what was done since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.digests.build_page import action_line
from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.frozen_digest import FrozenDigest, may_read, reads_digest
from bot.domain.digests.unit_page_text import ClosedAction, what_was_done
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.documents import Document, Section
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import local_date, week_of
from bot.flows.digests.team_page import team_page_of
from bot.ports import Clock, DigestNow, Storage, UnitOfWork

WEEKS_SHOWN: Final = 26
"""As long as digests stay in chats on the web."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    """One week of a unit as one person may read it."""

    unit: UnitId
    name: str
    locale: str
    """Their own, where the digest was made in it; else the unit's."""
    week: IsoWeek
    weeks: Sequence[IsoWeek]
    """All that this person may read, newest first."""
    document: Document
    details: Document | None
    chart: ChartFigures | None
    done: Sequence[Section]
    """What is being done now, and what was done in these weeks."""


class ReadUnit:
    """Shows nobody more than their chat has brought them, or would have: who comes to a unit reads on from there.

    - Readers of a unit see its digest from the moment at which it is due, with what followed.
    - The team sees its own page two days later, with its leads' words; so do its readers of then who read it no more.
    - Whoever has left, or is in the unit neither a reader nor of the team, sees nothing.
    """

    def __init__(self, *, storage: Storage, clock: Clock, digest_now: DigestNow) -> None:
        self._storage, self._clock, self._digest_now = storage, clock, digest_now

    async def __call__(
        self, unit: UnitId, person: PersonId, roles: Collection[Role], *, week: IsoWeek | None = None
    ) -> UnitPage | None:
        """`week` or the newest that they may read; None where there is none. `roles` are theirs in this unit."""
        now = self._clock.now()
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
            if programme is None or unit not in programme.organisation:
                return None
            organisation = programme.organisation
            zone = organisation.zone_of(unit)
            reader = await work.rosters.person(person)
            if reader is None or not reader.is_listed(local_date(now, zone)):
                return None
            frozen = await work.weeks.digests(unit, since=week_of(now, zone) - WEEKS_SHOWN)
            theirs = {each.week: each for each in frozen if may_read(each, person, roles, programme, now=now)}
            newest = max(theirs, default=None)
            digest = theirs.get(week or newest) if newest else None
            if digest is None:
                return None
            shown = await self._as_shown(work, programme, digest, person, roles, now=now)
            opened = await work.loop.open_actions([unit])
            closed = await work.loop.closed_actions([unit], now - timedelta(weeks=WEEKS_SHOWN))
        # Who reads the team's page reads no more than the team, whatever they are by now.
        is_reader = reads_digest(digest, person, roles, programme, now=now)
        done = [
            ClosedAction(
                words=each.words,
                closed=local_date(each.closed_at, zone),
                told=each.told_words,
                cannot=each.cannot,
            )
            for each in reversed(closed)
            if each.closed_at is not None and (is_reader or each.told_at is not None)
        ]
        is_team = UnitTree.of(organisation).is_microsystem(unit)
        return UnitPage(
            unit=unit,
            name=organisation.unit(unit).name,
            locale=shown.locale,
            week=digest.week,
            weeks=sorted(theirs, reverse=True),
            document=shown.document,
            details=shown.details,
            chart=shown.chart,
            done=what_was_done(
                [action_line(each, read_at=now, zone=zone) for each in opened],
                done,
                is_for_readers=is_reader,
                locale=shown.locale,
            )
            if is_team
            else (),
        )

    async def _as_shown(
        self,
        work: UnitOfWork,
        programme: Programme,
        digest: FrozenDigest,
        person: PersonId,
        roles: Collection[Role],
        *,
        now: datetime,
    ) -> FrozenDigest:
        """The digest as readers see it now, or with the team's page in its place."""
        if reads_digest(digest, person, roles, programme, now=now):
            return await self._digest_now(work, programme, digest, person, now=now)
        members = (await work.rosters.team([digest.unit])).get(digest.unit, ())
        organisation = programme.organisation
        reader = next((each.person for each in members if each.person.id == person), None)
        theirs = digest.in_language(organisation.locale_for(reader, [digest.unit]), organisation.locale_of(digest.unit))
        page = await team_page_of(work, theirs, members, locale=theirs.locale)
        return replace(theirs, document=page or theirs.document, details=None, chart=None)
