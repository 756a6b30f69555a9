"""Closing weeks: presence, indicators, flags, what the gate lets out, and the frozen digests."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

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
from bot.domain.detector.port import Detector
from bot.domain.digests.build_page import page_of, roll_up_of
from bot.domain.digests.closed_week import WEEKS_RUNNING, ClosedWeek, FollowUpState
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.quarterly.blocks_told import block_end_of
from bot.domain.disclosure import pending_releases
from bot.domain.disclosure.ledger import Release
from bot.domain.errors import ProgrammeMissing
from bot.domain.follow_up.action_figures import LOOP_SHOWN
from bot.domain.follow_up.action_library import WEEKS_UNREPEATED
from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import Flag
from bot.domain.identifiers import EpochId, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import Scope, UnitTree
from bot.domain.programme.own_questions import own_questions
from bot.domain.programme.programme import Programme
from bot.domain.programme.wall_clock import end_of_week
from bot.domain.texts import choose
from bot.domain.week_close.close import WeekOutput, close_week
from bot.domain.week_close.inputs import WEEKS_LOOKED_BACK, WeekInput
from bot.domain.week_close.presence import Presence, Snapshot
from bot.domain.week_close.snapshots import snapshot_of
from bot.flows.epochs.open_epoch import HeldEpoch
from bot.flows.operations.young_collections import only_young_collected
from bot.flows.week_close.count_helped import count_helped
from bot.flows.week_close.gather_inputs import (
    CHUNK,
    Gathered,
    GatherWeek,
    PreviousSums,
)
from bot.flows.week_close.release_comments import ReleaseComments
from bot.ports import Entropy, KeyStore, Sealer, Storage

RELEASES_A_TEAM = 3
"""As many as one team's share of a transaction."""

log = structlog.get_logger()


class CloseWeek:
    """Close every ISO week that has ended in every unit's zone and has no round open any more, in order.

    - A week is claimed, worked off in chunks of microsystems, and finished; after a crash it is taken up again and ends
      the same, because every unit keeps the state from before the week until the next one is closed.
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
            if not is_skipped:
                with only_young_collected():
                    await self._close(week, programme, tree, now=now)
            await self._finish(week)
            closed.append(week)
            log.info("week_closed", week=str(week))
        return closed

    async def _claim(self, tree: UnitTree, *, now: datetime) -> IsoWeek | None:
        """The next week to close: one left unfinished, or the one after the newest closed, if its time has come."""
        async with self._storage.writing() as work:
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
            await self._freeze(inputs, output, now=now)
        await asyncio.to_thread(gathered.let_go)

    async def _finish(self, week: IsoWeek) -> None:
        async with self._storage.writing() as work:
            await work.weeks.drop_pending_releases(week)
            await work.rounds.drop_shadow_plans(week)
            await work.weeks.finish(week)

    async def _write_releases(self, week: IsoWeek, output: WeekOutput) -> None:
        """Too many for one transaction are kept whole first, then written in parts."""
        releases, batch_size = output.decision.releases, RELEASES_A_TEAM * self._chunk
        if len(releases) > batch_size:
            packed = await asyncio.to_thread(pending_releases.pack, week, releases)
            async with self._storage.writing() as work:
                await work.weeks.put_pending_releases(week, packed)
        parts = list(batches(releases, batch_size))
        for number, part in enumerate(parts, start=1):
            async with self._storage.writing() as work:
                await work.weeks.add_releases(part)
                if number == len(parts):
                    for flag in output.flags:
                        await work.loop.add_flag(flag)

    async def _write_teams(self, gathered: Gathered, output: WeekOutput) -> None:
        inputs, week = gathered.inputs, gathered.inputs.week
        for units in batches(inputs.tree.microsystems, self._chunk):
            blocks = [TeamBlock(unit=unit) for unit in units]
            previous = await self._gather.previous_sums(week, gathered.held, blocks)
            ready = await asyncio.to_thread(self._made_ready, gathered, output, units, previous)
            async with self._storage.writing() as work:
                await work.cells.add(week, {unit: output.cells[unit] for unit in units if unit in output.cells})
                await work.weeks.add_presence(ready.presence)
                await work.weeks.put_snapshots(ready.snapshots)
                await work.weeks.put_unit_states({unit: output.states[unit] for unit in units})
                if gathered.held is not None:
                    await work.answers.put_workings(gathered.held.epoch.id, ready.workings)
        higher = [unit for unit in inputs.tree.bottom_up if not inputs.tree.is_microsystem(unit)]
        for units in batches(higher, self._chunk):
            async with self._storage.writing() as work:
                await work.weeks.put_unit_states({unit: output.states[unit] for unit in units})
        workings = await self._of_organisation(gathered, output)
        async with self._storage.writing() as work:
            await work.weeks.put_organisation_state(output.organisation_state)
            for epoch, sealed in workings.items():
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
            previous = await self._gather.previous_sums(inputs.week, held, [working])
            sums = block_sums.pack(inputs.week, block=NO_BLOCK, habits=after[held.epoch.first])
            bodies: dict[Working, tuple[bytes, int]] = {
                working: (block_sums.resumable(sums, previous[working]), len(inputs.teams))
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

    def _made_ready(
        self, gathered: Gathered, output: WeekOutput, units: Sequence[UnitId], previous: PreviousSums
    ) -> "_Ready":
        inputs = gathered.inputs
        bodies: dict[Working, bytes] = {}
        for unit in units:
            sums, block = output.sums[unit], TeamBlock(unit=unit)
            people = len(inputs.teams[unit].team)
            bodies[block] = of_one_length(
                block_sums.resumable(sums.packed(inputs.week), previous[block]), people=people
            )
            if sums.quarter != NO_QUARTER:
                bodies[TeamQuarter(unit=unit)] = of_one_length(sums.quarter, people=people)
        started = [unit for unit in units if inputs.teams[unit].asked or inputs.teams[unit].state.first is not None]
        return _Ready(
            presence=[row for unit in units for row in inputs.teams[unit].presence],
            snapshots=[snapshot_of(inputs, output, unit) for unit in started],
            workings={} if gathered.held is None else self._sealed(gathered.held, bodies),
        )

    def _sealed(self, held: HeldEpoch, bodies: Mapping[Working, bytes]) -> Mapping[Working, SealedWorking]:
        bound = [(body, bound_to(held.epoch, working)) for working, body in bodies.items()]
        sealed = [SealedWorking(each) for each in self._sealer.seal_many(held.key, bound)]
        return dict(zip(bodies, sealed, strict=True))

    async def _freeze(self, inputs: WeekInput, output: WeekOutput, *, now: datetime) -> None:
        """Make the digests of every unit that has begun, from releases and the loop as it stands now."""
        closed = ClosedWeek(
            week=inputs.week,
            programme=inputs.programme,
            tree=inputs.tree,
            epoch=inputs.epoch,
            decision=output.decision,
            asked=frozenset(unit for unit, team in inputs.teams.items() if team.asked),
            together={team: atom.together for team, atom in inputs.atoms.by_team.items()},
            states=output.states,
            made_at=now,
            organisation_state=output.organisation_state,
            restarts=output.restarts,
            skipped=inputs.skipped,
            halts=inputs.halts,
        )
        begun = [unit for unit in inputs.tree.microsystems if output.states[unit].first is not None]
        helped = await count_helped(self._storage, begun, output.states, inputs.week)
        parts: list[FollowUpState] = []
        for units in batches(begun, self._chunk):
            parts.append(replace(await self._news(units, inputs, output, now=now), helped=helped))
            pages = await asyncio.to_thread(_pages, page_of, closed, units, parts[-1])
            await self._add_digests(inputs.week, pages, now=now)
        has_begun, news = frozenset(begun), _joined(parts)
        higher = [unit for unit in inputs.tree.children if inputs.tree.leaves[unit] & has_begun]
        before = await self._organisation_before(inputs.week)
        for units in batches(higher, self._chunk):
            roles = {**news.roles, **await self._roles(units)}
            releases = await self._releases(inputs.tree.with_ancestors(units), inputs)
            languages = await self._languages(units)
            above = replace(news, releases=releases, roles=roles, languages=languages, organisation=before)
            news_above = replace(above, helped=helped)
            pages = await asyncio.to_thread(_pages, roll_up_of, closed, units, news_above)
            await self._add_digests(inputs.week, pages, now=now)

    async def _add_digests(self, week: IsoWeek, pages: Sequence[FrozenDigest], *, now: datetime) -> None:
        """After a crash some are frozen already: the log says it of each once."""
        async with self._storage.writing() as work:
            units = await work.weeks.add_digests(pages)
            if units:
                after = f"{week}, units {', '.join(sorted(units))}"
                entry = LogEntry(
                    at=now,
                    act=AdministrationAct.DIGESTS_FROZEN,
                    author=None,
                    words=LogWords(what="digests frozen", after=after, units=units),
                )
                await work.administration_log.add([entry], token=self._entropy.token)

    async def _news(
        self, units: Sequence[UnitId], inputs: WeekInput, output: WeekOutput, *, now: datetime
    ) -> FollowUpState:
        scores = [output.states[unit].scores[-1] for unit in units if output.states[unit].scores]
        async with self._storage.reading() as work:
            suggested = await work.weeks.steps_suggested(units, since=inputs.week - WEEKS_UNREPEATED)
            questions = (
                await work.rounds.questions_of(
                    units, min(each.first for each in scores), max(each.last for each in scores)
                )
                if scores
                else {}
            )
            flags = await work.loop.flags(units, inputs.week - WEEKS_LOOKED_BACK)
            replies = await work.loop.replies_to([flag.id for flag in flags])
            help_replies = await work.loop.help_replies_to([flag.id for flag in flags])
            open_actions = await work.loop.open_actions(units)
            comments = await work.comments.told_in(units, inputs.week)
            closed_actions = await work.loop.closed_actions(units, now - LOOP_SHOWN - timedelta(days=7))
        roles: dict[UnitId, Mapping[PersonId, frozenset[Role]]] = {
            unit: {member.person: member.roles for member in inputs.teams[unit].team} for unit in units
        }
        return FollowUpState(
            flags=_by_unit(flags),
            replies=replies,
            help_replies=help_replies,
            open_actions=_by_unit(open_actions),
            closed_actions=_by_unit(closed_actions),
            roles=roles,
            languages=await self._languages(units),
            suggested=suggested,
            comments=comments,
            questions=questions,
            releases=await self._releases(inputs.tree.with_ancestors(units), inputs),
        )

    async def _roles(self, units: Sequence[UnitId]) -> Mapping[UnitId, Mapping[PersonId, frozenset[Role]]]:
        async with self._storage.reading() as work:
            listed = await work.rosters.listed(units)
        return {unit: {member.person: member.roles for member in members} for unit, members in listed.items()}

    async def _languages(self, units: Sequence[UnitId]) -> Mapping[UnitId, frozenset[str]]:
        async with self._storage.reading() as work:
            return await work.rosters.languages(units)

    async def _organisation_before(self, week: IsoWeek) -> Sequence[Release]:
        async with self._storage.reading() as work:
            return await work.weeks.organisation_releases(week - WEEKS_RUNNING, week - 1)

    async def _releases(self, units: Sequence[UnitId], inputs: WeekInput) -> Mapping[Scope, Sequence[Release]]:
        week = block_end_of(inputs.epoch, inputs.week)
        if week is None:
            return {}
        async with self._storage.reading() as work:
            found: dict[Scope, list[Release]] = defaultdict(list)
            for release in await work.weeks.released_in(units, week):
                found[release.scope].append(release)
            return found


def _has_ended(week: IsoWeek, tree: UnitTree, *, now: datetime) -> bool:
    return all(now >= end_of_week(week, zone) for zone in set(tree.zones.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """What one transaction writes of some microsystems."""

    presence: Sequence[Presence]
    snapshots: Sequence[Snapshot]
    workings: Mapping[Working, SealedWorking]


def _pages(
    page: Callable[[ClosedWeek, UnitId, FollowUpState], FrozenDigest],
    closed: ClosedWeek,
    units: Sequence[UnitId],
    news: FollowUpState,
) -> Sequence[FrozenDigest]:
    """Each in its unit's language, and in those that others who read it have asked for."""
    own = closed.tree.locales
    asked = {unit: {choose(each, own[unit]) for each in news.languages.get(unit, ())} - {own[unit]} for unit in units}
    there = {each: closed.in_language(each) for each in frozenset[str]().union(*asked.values())}
    return [
        page(closed, unit, news).translated({each: page(there[each], unit, news) for each in sorted(asked[unit])})
        for unit in units
    ]


Of = TypeVar("Of", Flag, Action)


def _by_unit(values: Sequence[Of]) -> Mapping[UnitId, Sequence[Of]]:
    found: dict[UnitId, list[Of]] = defaultdict(list)
    for value in values:
        found[value.unit].append(value)
    return found


def _joined(parts: Sequence[FollowUpState]) -> FollowUpState:
    return FollowUpState(
        flags=_together([part.flags for part in parts]),
        replies=_together([part.replies for part in parts]),
        help_replies=_together([part.help_replies for part in parts]),
        open_actions=_together([part.open_actions for part in parts]),
        closed_actions=_together([part.closed_actions for part in parts]),
        roles=_together([part.roles for part in parts]),
    )


Key = TypeVar("Key")
Held = TypeVar("Held")


def _together(parts: Sequence[Mapping[Key, Held]]) -> Mapping[Key, Held]:
    return {key: value for part in parts for key, value in part.items()}
