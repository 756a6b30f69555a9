"""Freezing the digests of a week that is being closed, from releases and the follow-up as it stands now."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.administration.log import AdministrationAct, LogEntry, LogWords
from bot.domain.batches import batches
from bot.domain.certificates.certificate import Certificate, WeekLists
from bot.domain.certificates.certify import Certifier, finished, lists_of
from bot.domain.certificates.figures_again import CertifiedWeek, ShownCells
from bot.domain.certificates.recipients import SALT_LENGTH, Salts
from bot.domain.digests.build_page import DigestInput, told_above, told_of_team, written
from bot.domain.digests.closed_week import WEEKS_RUNNING, ClosedWeek, FollowUpState
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.quarterly.blocks_told import block_end_of
from bot.domain.disclosure.cells import ParticipationCell
from bot.domain.disclosure.ledger import Release
from bot.domain.follow_up.action_figures import LOOP_SHOWN
from bot.domain.follow_up.action_library import WEEKS_UNREPEATED
from bot.domain.follow_up.actions import Action
from bot.domain.follow_up.flags import Flag
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.windows import PARTICIPATION_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Role
from bot.domain.organisation.unit_tree import Scope
from bot.domain.texts import choose
from bot.domain.week_close.close import WeekOutput
from bot.domain.week_close.inputs import WEEKS_LOOKED_BACK, WeekInput
from bot.flows.week_close.count_helped import count_helped
from bot.flows.week_close.hold_week import writing_of
from bot.ports import Entropy, Storage

_Page = tuple[DigestInput, FrozenDigest]


class FreezePages:
    """The pages of every unit that has begun, in chunks: first of the teams, then of the units above them."""

    def __init__(self, *, storage: Storage, entropy: Entropy, chunk: int) -> None:
        self._storage, self._entropy, self._chunk = storage, entropy, chunk

    async def __call__(self, inputs: WeekInput, output: WeekOutput, *, now: datetime) -> None:
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
        certifier = await self._certifier(closed, inputs)
        lists: WeekLists | None = lists_of(closed, block=inputs.block)
        begun = [unit for unit in inputs.tree.microsystems if output.states[unit].first is not None]
        helped = await count_helped(self._storage, begun, output.states, inputs.week)
        parts: list[FollowUpState] = []
        for units in batches(begun, self._chunk):
            parts.append(replace(await self._news(units, inputs, output, now=now), helped=helped))
            pages = await asyncio.to_thread(_pages, told_of_team, closed, units, parts[-1])
            if await self._add_digests(pages, certifier, lists, now=now):
                lists = None
        has_begun, news = frozenset(begun), _joined(parts)
        higher = [unit for unit in inputs.tree.children if inputs.tree.leaves[unit] & has_begun]
        before = await self._organisation_before(inputs.week)
        for units in batches(higher, self._chunk):
            roles = {**news.roles, **await self._roles(units)}
            releases = await self._releases(inputs.tree.with_ancestors(units), inputs)
            languages = await self._languages(units)
            above = replace(news, releases=releases, roles=roles, languages=languages, organisation=before)
            news_above = replace(above, helped=helped)
            pages = await asyncio.to_thread(_pages, told_above, closed, units, news_above)
            if await self._add_digests(pages, certifier, lists, now=now):
                lists = None

    async def _certifier(self, closed: ClosedWeek, inputs: WeekInput) -> Certifier:
        """With the released cells of the four weeks of a share, as they are kept."""
        weeks = [closed.week - back for back in reversed(range(PARTICIPATION_WEEKS))]
        kept: list[CertifiedWeek] = []
        async with self._storage.reading() as work:
            known = await work.certificates.lists(weeks[0], closed.week - 1)
            for week in weeks:
                atoms = inputs.atoms if week >= inputs.atoms.since else await work.cells.atoms(week)
                if atoms is not None:
                    decided = await work.cells.of_week(week, atoms)
                    cells = [each for each in decided.values() if isinstance(each, ParticipationCell)]
                    lists = known.get(week) or WeekLists(week=week, parents=closed.tree.parents)
                    kept.append(CertifiedWeek(week=week, lists=lists, cells=cells))
        recent = await asyncio.to_thread(lambda: {each.week: ShownCells.of(each) for each in kept})
        return Certifier(closed=closed, atoms=inputs.atoms.by_team, recent=recent)

    async def _add_digests(
        self, pages: Mapping[UnitId, _Page], certifier: Certifier, lists: WeekLists | None, *, now: datetime
    ) -> bool:
        """After a crash some are frozen already: the log says it of each once. A page and its certificate are frozen
        together, and with the first of them the lists of the week, which are the same for all; says whether any was.

        All is made before, while nobody waits to write."""
        week, of_pages = certifier.closed.week, {unit: self._entropy.token(SALT_LENGTH) for unit in sorted(pages)}
        digests = {unit: digest for unit, (_, digest) in pages.items()}
        everybody = _recipients(digests.values())
        async with self._storage.reading() as work:
            known = await work.certificates.salts(everybody)
            ready = await work.weeks.ready_digests(list(digests.values()))
            documents = await work.certificates.documents(ready, of_pages)
            new = {person: self._entropy.token(SALT_LENGTH) for person in sorted(everybody - known.keys())}
            salts = {**known, **new}
            made = await asyncio.to_thread(_certificates, pages, certifier, documents, salts)
            certificates = await work.certificates.ready(made)
        async with writing_of(self._storage, week) as work:
            units = await work.weeks.add_digests(ready)
            if units:
                theirs = _recipients(digests[unit] for unit in units)
                await work.certificates.add_salts({person: salt for person, salt in new.items() if person in theirs})
                await work.certificates.add(lists, certificates, {unit: of_pages[unit] for unit in units})
                after = f"{week}, units {', '.join(sorted(units))}"
                entry = LogEntry(
                    at=now,
                    act=AdministrationAct.DIGESTS_FROZEN,
                    author=None,
                    words=LogWords(what="digests frozen", after=after, units=units),
                )
                await work.administration_log.add([entry], token=self._entropy.token)
        return bool(units)

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


def _pages(
    told_of: Callable[[ClosedWeek, UnitId, FollowUpState], DigestInput],
    closed: ClosedWeek,
    units: Sequence[UnitId],
    news: FollowUpState,
) -> Mapping[UnitId, _Page]:
    """Each in its unit's language, and in those that others who read it have asked for."""
    own = closed.tree.locales
    asked = {unit: {choose(each, own[unit]) for each in news.languages.get(unit, ())} - {own[unit]} for unit in units}
    there = {each: closed.in_language(each) for each in frozenset[str]().union(*asked.values())}
    pages: dict[UnitId, _Page] = {}
    for unit in units:
        told = told_of(closed, unit, news)
        others = {each: written(told_of(there[each], unit, news)) for each in sorted(asked[unit])}
        pages[unit] = told, written(told).translated(others)
    return pages


def _certificates(
    pages: Mapping[UnitId, _Page], certifier: Certifier, documents: Mapping[UnitId, str], salts: Salts
) -> Sequence[Certificate]:
    return [
        finished(certifier.draft(told), digest.recipients, document=documents[unit], salts=salts)
        for unit, (told, digest) in pages.items()
    ]


def _recipients(pages: Iterable[FrozenDigest]) -> frozenset[PersonId]:
    return frozenset[PersonId]().union(*(page.recipients.everybody for page in pages))


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
Value = TypeVar("Value")


def _together(parts: Sequence[Mapping[Key, Value]]) -> Mapping[Key, Value]:
    return {key: value for part in parts for key, value in part.items()}
