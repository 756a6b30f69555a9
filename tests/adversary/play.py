"""A history played through the product's own code: weeks are closed, the gate decides, pages are frozen.

Everything is what production does, without storage, sealing and sending. The detector stays silent: what a flag gives
away is bounded apart from cells (`benchmarks.one_silent`).
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.domain.answers.block_sums import NOTHING, ItemSums, PackedSums
from bot.domain.answers.quarter_sums import NO_QUARTER, PackedQuarter
from bot.domain.certificates.certificate import Certificate, WeekLists
from bot.domain.certificates.certify import Certifier, lists_of
from bot.domain.certificates.figures_again import CertifiedWeek, ShownCells
from bot.domain.detector.port import BlockWeek, DetectorMemory, TeamResult, TeamWeek, WeekResult
from bot.domain.digests.build_page import DigestInput, told_above, told_of_team, written
from bot.domain.digests.closed_week import WEEKS_RUNNING, ClosedWeek, FollowUpState
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.quarterly.blocks_told import block_end_of
from bot.domain.disclosure.atoms import BlockAtoms, Insiders
from bot.domain.disclosure.cells import CellDecision, ParticipationCell
from bot.domain.disclosure.ledger import LedgerKey, Release
from bot.domain.disclosure.release_kinds import BLOCK_END_KINDS
from bot.domain.identifiers import UnitId
from bot.domain.indicators.engagement import ScoredAnswer
from bot.domain.indicators.packed_habits import NO_SCORE_HABITS
from bot.domain.indicators.windows import PARTICIPATION_WEEKS
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Listed
from bot.domain.organisation.unit_tree import ORGANISATION, Scope, UnitTree
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import MINIMUM_TEAM, Programme
from bot.domain.week_close.close import WeekOutput, close_week
from bot.domain.week_close.inputs import TeamInput, WeekInput
from bot.domain.week_close.person_week_rows import asked_questions, kind_of
from bot.domain.week_close.presence import Presence
from bot.domain.week_close.unit_state import UnitState
from bot.domain.week_close.week_cells import cut_block
from tests.adversary.blocks import block_at, epoch_at, quarter_at
from tests.adversary.histories import FIRST, History
from tests.adversary.rolls import Rolls

MADE_AT = datetime(2026, 7, 1, tzinfo=UTC)


@dataclass(slots=True)
class Played:
    """All that anybody was shown, and what it was made of."""

    history: History
    tree: UnitTree
    rolls: Rolls
    pages: dict[tuple[UnitId, int], FrozenDigest] = field(default_factory=dict)
    cells: dict[tuple[tuple[UnitId, ...], int], ParticipationCell] = field(default_factory=dict)
    """By teams and week."""
    atoms: dict[int, BlockAtoms] = field(default_factory=dict)
    """As they were cut in each week."""
    insiders: dict[int, Insiders] = field(default_factory=dict)
    """Whom the product took for insiders in each week."""

    lengths: dict[tuple[UnitId, int], int] = field(default_factory=dict)
    """Of what is kept of a team's answers after each week; whoever copies the files sees it without a key."""
    certificates: dict[tuple[UnitId, int], Certificate] = field(default_factory=dict)
    """Of pages, without recipients and the hash of a document; only if they were asked for."""
    lists: dict[int, WeekLists] = field(default_factory=dict)
    rows: list[Release] = field(default_factory=list)
    """The ledger, also of weeks that a restore took back."""
    told: dict[tuple[UnitId, int], tuple[DigestInput, FrozenDigest]] = field(default_factory=dict)
    """What each page was written from, and the page."""

    def is_remembered(self, number: int, week: int) -> bool:
        """Whether what was kept of one week is still there in a later one: a restore forgets some."""
        restored = self.history.restored
        return restored is None or week <= restored[1] or not restored[0] <= number <= restored[1]


class EndedOtherwise(AssertionError):
    """A week that was closed twice told something else the second time."""


def play(history: History, *, certified: bool = False, beside: Played | None = None) -> Played:
    """`beside`: a course that was played already. What is written from the very same is not written again."""
    return _Hospital(history, certified=certified, beside=beside).run()


def silent(
    week: IsoWeek,  # noqa: ARG001 - the port's
    teams: Sequence[TeamWeek],
    *,
    organisation: DetectorMemory,
    block: BlockWeek,  # noqa: ARG001
    false_flags_per_team_year: float,  # noqa: ARG001
    minimum_group: int,  # noqa: ARG001
) -> WeekResult:
    """A detector that remembers nothing and never calls."""
    return WeekResult(teams=[TeamResult(memory=team.memory, expected=0.0) for team in teams], organisation=organisation)


@dataclass(slots=True)
class _Memory:
    """What is carried from one closed week to the next; a backup takes all of it."""

    states: dict[UnitId, UnitState] = field(default_factory=dict)
    sums: dict[UnitId, PackedSums] = field(default_factory=dict)
    quarters: dict[UnitId, tuple[PackedQuarter, ...]] = field(default_factory=dict)
    """What the quarter's blocks that have ended left, each under its own key."""
    items: ItemSums = field(default_factory=lambda: ItemSums(week=FIRST - 1))
    organisation: UnitState = field(default_factory=lambda: UnitState(week=FIRST - 1))
    atoms: BlockAtoms | None = None
    launched: IsoWeek | None = None
    ledger: dict[LedgerKey, Release] = field(default_factory=dict)
    cells: dict[UnitId, CellDecision] = field(default_factory=dict)
    """What was decided on the week that is being closed."""
    recent: dict[IsoWeek, ShownCells] = field(default_factory=dict)
    """Released cells, as certificates name them."""

    def saved(self) -> "_Memory":
        kept = copy(self)
        for name in ("states", "sums", "quarters", "ledger", "cells", "recent"):
            setattr(kept, name, dict(getattr(self, name)))
        return kept


class _Hospital:
    def __init__(self, history: History, *, certified: bool, beside: Played | None) -> None:
        self.history, self.certified, self.beside = history, certified, beside
        units = tuple(
            Unit(id=unit, name=history.names[unit], parent=parent) for unit, parent in history.parents.items()
        )
        organisation = Organisation(name="Riverside", timezone="Europe/London", locale="en-GB", units=units)
        self.programme = Programme(
            organisation=organisation,
            questions={question.id: question for asked in history.questions for question in asked},
            schedules=(),
        )
        self.tree = UnitTree.of(organisation)
        rolls = Rolls(history) if beside is None else beside.rolls
        self.played = Played(history=history, tree=self.tree, rolls=rolls)
        self.memory = _Memory()

    def run(self) -> Played:
        """Weeks that a restore took back were shown before it, and are never closed again."""
        restored = self.history.restored
        backup = self.memory
        for number in range(self.history.weeks):
            if restored is not None and number == restored[0]:
                backup = self.memory.saved()
            self._close(number)
            if restored is not None and number == restored[1]:
                self.memory = backup
        return self.played

    def _close(self, number: int) -> None:
        week, memory = FIRST + number, self.memory
        memory.cells = {}
        if block_at(number).first == week:
            memory.sums = {}
        if quarter_at(number).first == week:
            memory.quarters = {}
        pages, output = self._closed(number)
        if number in self.history.twice:
            memory.cells = dict(output.cells)
            memory.ledger |= {(row.scope, row.kind, row.period): row for row in output.decision.releases}
            again, output = self._closed(number)
            if again != pages:
                raise EndedOtherwise(f"week {number} of history {self.history.seed}")
        self._carry(output)
        self.played.pages |= {(unit, number): page for unit, page in pages.items()}
        for cell in output.cells.values():
            if isinstance(cell, ParticipationCell):
                self.played.cells[cell.atom.teams, week - FIRST] = cell
        if memory.atoms is not None:
            self.played.atoms[number] = memory.atoms

    def _closed(self, number: int) -> tuple[Mapping[UnitId, FrozenDigest], WeekOutput]:
        inputs = self._inputs(number)
        output = close_week(inputs, detector=silent)
        rows = {(row.scope, row.kind, row.period): row for row in output.decision.releases}
        return self._pages(inputs, output, self.memory.ledger | rows), output

    def _carry(self, output: WeekOutput) -> None:
        memory = self.memory
        memory.ledger |= {(row.scope, row.kind, row.period): row for row in output.decision.releases}
        self.played.rows += output.decision.releases
        memory.states |= output.states
        memory.items, memory.organisation = output.items, output.organisation_state
        for unit, sums in output.sums.items():
            memory.sums[unit] = sums.packed(output.items.week)
            self.played.lengths[unit, output.items.week - FIRST] = len(memory.sums[unit]) + len(sums.quarter)
            if sums.quarter != NO_QUARTER:
                memory.quarters[unit] = (*memory.quarters.get(unit, ()), sums.quarter)

    def _inputs(self, number: int) -> WeekInput:
        week, tree, memory = FIRST + number, self.tree, self.memory
        roll = self.played.rolls.of(number)
        teams = {unit: self._team(unit, number, roll.listed[unit]) for unit in tree.microsystems}
        higher = [unit for unit in tree.bottom_up if not tree.is_microsystem(unit)]
        self.played.insiders[number] = roll.insiders
        return WeekInput(
            week=week,
            programme=self.programme,
            tree=tree,
            epoch=epoch_at(number),
            teams=teams,
            above={unit: self._state(unit, week) for unit in higher},
            items=memory.items,
            organisation_state=memory.organisation,
            organisation_score_habits=NO_SCORE_HABITS,
            flags={},
            replies={},
            readers=roll.readers,
            insiders=roll.insiders,
            atoms=self._atoms(week, {unit: roll.listed[unit] for unit in teams}, roll.insiders),
            cells=memory.cells,
            ledger={key: row for key, row in memory.ledger.items() if row.week == week},
        )

    def _atoms(self, week: IsoWeek, lists: Mapping[UnitId, Sequence[Listed]], insiders: Insiders) -> BlockAtoms:
        """Cut when a block begins, as the flow does before it closes the first week of one."""
        memory, begins = self.memory, block_at(week - FIRST).first
        if memory.atoms is None or memory.atoms.since < begins:
            since = week if memory.atoms is None else begins
            memory.atoms = cut_block(
                since, self.tree, lists, insiders, launched=memory.launched, minimum_team=MINIMUM_TEAM
            )
            memory.launched = memory.launched or since
        return memory.atoms

    def _state(self, unit: UnitId, week: IsoWeek) -> UnitState:
        return self.memory.states.get(unit) or UnitState(week=week - 1)

    def _team(self, unit: UnitId, number: int, listed: Sequence[Listed]) -> TeamInput:
        history, week = self.history, FIRST + number
        ends = quarter_at(number).last == week
        heard, plan = history.heard[unit, number], history.plan[unit, number]
        questions = {question.id: question for question in history.questions[number]}
        asked = {
            person: sum(person in history.asked[unit, number, question] for question in questions) for person in plan
        }
        return TeamInput(
            asked=bool(plan),
            within=plan,
            presence=[
                Presence(
                    unit=unit,
                    person=person,
                    week=week,
                    asked=asked[person],
                    reached=asked[person],
                    heard=len(heard.get(person, ())),
                )
                for person in sorted(plan)
                if (person, number) not in history.quiet
            ],
            answers=[
                ScoredAnswer(
                    question=f"{question}:1",
                    person=person,
                    value=float(said.value),
                    kind=kind_of(questions[question]),
                )
                for person, given in sorted(heard.items())
                for question, said in sorted(given.items())
                if said.value is not None
            ],
            team=listed,
            state=self._state(unit, week),
            sums=self.memory.sums.get(unit, NOTHING),
            questions=[
                each
                for question in questions.values()
                for each in asked_questions([question], people=history.asked[unit, number, question.id])
            ],
            quarter_before=self.memory.quarters.get(unit, ()) if ends else (),
        )

    def _pages(
        self, inputs: WeekInput, output: WeekOutput, ledger: Mapping[LedgerKey, Release]
    ) -> Mapping[UnitId, FrozenDigest]:
        tree = self.tree
        closed = ClosedWeek(
            week=inputs.week,
            programme=self.programme,
            tree=tree,
            epoch=epoch_at(inputs.week - FIRST),
            decision=output.decision,
            asked=frozenset(unit for unit, team in inputs.teams.items() if team.asked),
            together={team: atom.together for team, atom in inputs.atoms.by_team.items()},
            states=output.states,
            made_at=MADE_AT,
            organisation_state=output.organisation_state,
            restarts=output.restarts,
        )
        ended = block_end_of(closed.epoch, inputs.week)
        repeated: dict[Scope, list[Release]] = {}
        for row in ledger.values():
            if row.week == ended and row.kind in BLOCK_END_KINDS and not row.withheld and row.scope is not ORGANISATION:
                repeated.setdefault(row.scope, []).append(row)
        before = [
            row for row in ledger.values() if row.scope is ORGANISATION and 0 < inputs.week - row.week <= WEEKS_RUNNING
        ]
        news = FollowUpState(
            roles=self.played.rolls.of(inputs.week - FIRST).roles, releases=repeated, organisation=before
        )
        begun = {unit for unit in tree.microsystems if output.states[unit].first is not None}
        above = [unit for unit in tree.children if tree.leaves[unit] & begun]
        told = {unit: told_of_team(closed, unit, news) for unit in tree.microsystems if unit in begun}
        told |= {unit: told_above(closed, unit, news) for unit in above}
        if self.certified:
            self._certify(inputs, output, closed, told.values())
        return {unit: self._written(unit, inputs.week - FIRST, each) for unit, each in told.items()}

    def _written(self, unit: UnitId, number: int, told: DigestInput) -> FrozenDigest:
        """What is the same is not written again: in a week that is closed twice, or in a course beside this one."""
        known = (each.told.get((unit, number)) for each in (self.played, self.beside) if each is not None)
        page = next((each[1] for each in known if each is not None and each[0] == told), None) or written(told)
        self.played.told[unit, number] = told, page
        return page

    def _certify(
        self,
        inputs: WeekInput,
        output: WeekOutput,
        closed: ClosedWeek,
        pages: Iterable[DigestInput],
    ) -> None:
        number, memory = inputs.week - FIRST, self.memory
        lists = self.played.lists[number] = lists_of(closed, block=inputs.block)
        cells = [each for each in output.cells.values() if isinstance(each, ParticipationCell)]
        memory.recent[inputs.week] = ShownCells.of(CertifiedWeek(week=inputs.week, lists=lists, cells=cells))
        memory.recent = {week: each for week, each in memory.recent.items() if inputs.week - week < PARTICIPATION_WEEKS}
        certifier = Certifier(closed=closed, atoms=inputs.atoms.by_team, recent=memory.recent)
        for told in pages:
            self.played.certificates[told.page.unit, number] = certifier.draft(told)
