"""Closing weeks: indicators, flags, what the gate lets out, and the frozen digests."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

import structlog

from bot.domain.administration.log import AdministrationAct, LogEntry, LogWords
from bot.domain.answers import block_sums
from bot.domain.answers.block_sums import NO_BLOCK
from bot.domain.answers.quarter_sums import NO_QUARTER
from bot.domain.answers.workings import (
    OrganisationHabits,
    QuestionSums,
    SealedWorking,
    TeamBlock,
    TeamQuarter,
    Working,
    bound_to,
    of_one_length,
)
from bot.domain.batches import batches
from bot.domain.certificates.kept_week import week_evidence
from bot.domain.detector.port import Detector
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import EpochId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.own_questions import own_questions
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import end_of_week
from bot.domain.week_close.close import WeekOutput, close_week
from bot.flows.epochs.open_epoch import HeldEpoch
from bot.flows.operations.young_collections import only_young_collected
from bot.flows.week_close.freeze_pages import FreezePages
from bot.flows.week_close.gather_inputs import CHUNK, Gathered, GatherWeek
from bot.flows.week_close.hold_week import ClosedByAnother, writing_of
from bot.flows.week_close.release_comments import ReleaseComments
from bot.ports import Entropy, KeyStore, Sealer, Storage

RELEASES_A_TEAM = 3
"""As many as one team's share of a transaction."""

log = structlog.get_logger()


class CloseWeek:
    """Close every ISO week that has ended in every unit's zone and has no round open any more, in order.

    - A week is claimed, worked off in chunks of microsystems, and finished; after a crash it is taken up again and ends
      the same, because every unit keeps the state from before the week until the next one is closed. Two processes that
      close it at once end in what one would; the later one leaves what is finished alone.
    - Answers are opened in memory, for this week only. What stays of them is sealed again under the key of the block
      that the week lies in; what is needed of earlier blocks is read under theirs, while these live.
    - All releases of a week are decided by one call of the gate, and written, or at least kept, in one transaction.
    - A week without a round gives no point; a block that ends in it is still released.
    - Of a week that a restore skipped nothing is made: neither a cell, nor a point, nor anything for the detector.
    - Digests are frozen for each closed week and never revised. Delivering the newest is another flow's work.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        keys: KeyStore,
        sealer: Sealer,
        detector: Detector,
        entropy: Entropy,
        chunk: int = CHUNK,
    ) -> None:
        self._storage, self._sealer, self._detector, self._chunk = storage, sealer, detector, chunk
        self._entropy = entropy
        self._freeze_pages = FreezePages(storage=storage, entropy=entropy, chunk=chunk)
        self._comments = ReleaseComments(storage=storage, sealer=sealer, entropy=entropy, chunk=chunk)
        self._gather = GatherWeek(storage=storage, keys=keys, sealer=sealer, chunk=chunk)

    async def __call__(self, *, now: datetime) -> Sequence[IsoWeek]:
        """The weeks that were closed. Raises `KeyUnavailable` if answers of a week cannot be opened."""
        closed: list[IsoWeek] = []
        async with self._storage.reading() as work:
            programme = await work.programmes.current()
        if programme is None:
            raise ProgrammeMissing
        tree = UnitTree.of(programme.organisation)
        while (week := await self._claim(tree, now=now)) is not None:
            async with self._storage.reading() as work:
                is_skipped = week in await work.weeks.skipped(week, week)
            try:
                if not is_skipped:
                    with only_young_collected():
                        await self._close(week, programme, tree, now=now)
                await self._finish(week, await self._evidence(week), now=now)
            except ClosedByAnother:
                log.info("week_closed_by_another", week=str(week))
                continue
            closed.append(week)
            log.info("week_closed", week=str(week))
        return closed

    async def _claim(self, tree: UnitTree, *, now: datetime) -> IsoWeek | None:
        """The next week to close: one left unfinished, or the one after the newest closed, if its time has come."""
        async with self._storage.writing() as work:
            await work.revisions.claim()  # whoever is being erased is erased before, or after the close
            unfinished = await work.weeks.unfinished()
            if unfinished is not None:
                return unfinished
            newest = await work.weeks.newest_closed()
            week = newest + 1 if newest is not None else await work.weeks.oldest_open_week()
            if week is None or not _has_ended(week, tree, now=now) or await work.rounds.open_in_week(week):
                return None
            return week if await work.weeks.claim(week, at=now) else None

    async def _close(self, week: IsoWeek, programme: Programme, tree: UnitTree, *, now: datetime) -> None:
        gathered = await self._gather(week, programme, tree)
        inputs = gathered.inputs
        any_asked = any(team.asked for team in inputs.teams.values())
        newest = _has_ended(week, tree, now=now) and not _has_ended(week + 1, tree, now=now)
        if any_asked or inputs.block is not None or newest:
            output = await asyncio.to_thread(close_week, inputs, detector=self._detector)
            await self._write_releases(week, output)
            if any_asked or inputs.block is not None:
                await self._write_teams(gathered, output)
                await self._comments(gathered, output.decision.comments)
            await self._freeze_pages(inputs, output, now=now)
        await asyncio.to_thread(gathered.let_go)

    async def _evidence(self, week: IsoWeek) -> bytes:
        """Of all that anybody is shown of the week, for the log: changes are found later. Empty of nothing."""
        async with self._storage.reading() as work:
            kept = await work.certificates.released(week)
        return await asyncio.to_thread(week_evidence, kept) if kept.is_anything else b""

    async def _finish(self, week: IsoWeek, evidence: bytes, *, now: datetime) -> None:
        words = LogWords(what="week closed", after=str(week))
        entry = LogEntry(at=now, act=AdministrationAct.WEEK_CLOSED, author=None, words=words, evidence=evidence)
        async with writing_of(self._storage, week) as work:
            await work.administration_log.add([entry], token=self._entropy.token)
            await work.weeks.drop_pending_releases(week)
            await work.rounds.drop_shadow_plans(week)
            await work.weeks.finish(week)

    async def _write_releases(self, week: IsoWeek, output: WeekOutput) -> None:
        """Too many for one transaction are kept whole first, then written in parts."""
        releases, batch_size = output.decision.releases, RELEASES_A_TEAM * self._chunk
        if len(releases) > batch_size:
            async with self._storage.reading() as work:
                ready = await work.weeks.ready_to_wait(releases)
            async with writing_of(self._storage, week) as work:
                await work.weeks.put_pending_releases(week, ready)
        parts = list(batches(releases, batch_size))
        for number, part in enumerate(parts, start=1):
            async with writing_of(self._storage, week) as work:
                await work.weeks.add_releases(part)
                if number == len(parts):
                    for flag in output.flags:
                        await work.loop.add_flag(flag)

    async def _write_teams(self, gathered: Gathered, output: WeekOutput) -> None:
        inputs, week = gathered.inputs, gathered.inputs.week
        for units in batches(inputs.tree.microsystems, self._chunk):
            workings = await asyncio.to_thread(self._of_teams, gathered, output, units)
            async with writing_of(self._storage, week) as work:
                await work.cells.add(week, {unit: output.cells[unit] for unit in units if unit in output.cells})
                await work.weeks.put_unit_states({unit: output.states[unit] for unit in units})
                if gathered.held is not None:
                    await work.answers.put_workings(gathered.held.epoch.id, workings)
        gone = {team: cell for team, cell in output.cells.items() if team not in inputs.teams}
        if gone:  # atoms that bear the name of a team which has been merged since
            async with writing_of(self._storage, week) as work:
                await work.cells.add(week, gone)
        higher = [unit for unit in inputs.tree.bottom_up if not inputs.tree.is_microsystem(unit)]
        for units in batches(higher, self._chunk):
            async with writing_of(self._storage, week) as work:
                await work.weeks.put_unit_states({unit: output.states[unit] for unit in units})
        of_organisation = await self._of_organisation(gathered, output)
        async with writing_of(self._storage, week) as work:
            await work.weeks.put_organisation_state(output.organisation_state)
            for epoch, sealed in of_organisation.items():
                await work.answers.put_workings(epoch, sealed)

    async def _of_organisation(
        self, gathered: Gathered, output: WeekOutput
    ) -> Mapping[EpochId, Mapping[Working, SealedWorking]]:
        """The organisation's workings under each key that lives on: what rests on answers of several blocks goes under
        the key of the oldest."""
        if gathered.held is None:
            return {}
        inputs, found = gathered.inputs, dict[EpochId, Mapping[Working, SealedWorking]]()
        after = {gathered.held.epoch.first: output.organisation_score_habits, **output.organisation_habits_before}
        for held in (gathered.held, *gathered.earlier):
            if held.epoch.first not in after:
                continue
            working = OrganisationHabits()
            previous = await self._gather.sums_of_organisation(inputs.week, held)
            sums = block_sums.pack(inputs.week, block=NO_BLOCK, habits=after[held.epoch.first])
            bodies: dict[Working, tuple[bytes, int]] = {
                working: (block_sums.resumable(sums, previous), len(inputs.teams))
            }
            if held is gathered.held:
                items = block_sums.pack_items(output.items, inputs.items)
                bodies[QuestionSums()] = items, len(inputs.programme.questions) + len(own_questions())
            found[held.epoch.id] = await asyncio.to_thread(self._filled_and_sealed, held, bodies)
        return found

    def _filled_and_sealed(
        self, held: HeldEpoch, bodies: Mapping[Working, tuple[bytes, int]]
    ) -> Mapping[Working, SealedWorking]:
        """Bodies of the organisation, each with how many teams or questions its length may tell of."""
        return self._sealed(held, {of: of_one_length(body, people=many) for of, (body, many) in bodies.items()})

    def _of_teams(
        self, gathered: Gathered, output: WeekOutput, units: Sequence[UnitId]
    ) -> Mapping[Working, SealedWorking]:
        if gathered.held is None:
            return {}
        inputs, bodies = gathered.inputs, dict[Working, bytes]()
        for unit in units:
            team, sums = inputs.teams[unit], output.sums[unit]
            people = len(team.team)
            bodies[TeamBlock(unit=unit)] = of_one_length(
                block_sums.resumable(sums.packed(inputs.week), team.sums), people=people
            )
            if sums.quarter != NO_QUARTER:
                bodies[TeamQuarter(unit=unit)] = of_one_length(sums.quarter, people=people)
        return self._sealed(gathered.held, bodies)

    def _sealed(self, held: HeldEpoch, bodies: Mapping[Working, bytes]) -> Mapping[Working, SealedWorking]:
        bound = [(body, bound_to(held.epoch, working)) for working, body in bodies.items()]
        sealed = [SealedWorking(each) for each in self._sealer.seal_many(held.key, bound)]
        return dict(zip(bodies, sealed, strict=True))


def _has_ended(week: IsoWeek, tree: UnitTree, *, now: datetime) -> bool:
    return all(now >= end_of_week(week, zone) for zone in set(tree.zones.values()))
