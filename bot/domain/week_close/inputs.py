"""What a week is closed from: each microsystem as it stood before, and what the week itself brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.answers.block_sums import ItemSums, PackedSums
from bot.domain.answers.epochs import Epoch
from bot.domain.answers.quarter_sums import NO_QUARTER, PackedQuarter
from bot.domain.disclosure.atoms import BlockAtoms, Insiders
from bot.domain.disclosure.cells import CellDecision
from bot.domain.disclosure.ledger import LedgerKey, Release
from bot.domain.follow_up.flags import Flag, FlagReply
from bot.domain.identifiers import FlagId, PersonId, UnitId
from bot.domain.indicators.engagement import ScoredAnswer
from bot.domain.indicators.packed_habits import PackedParticipationHabits, PackedScoreHabits
from bot.domain.indicators.score_kinds import ScoreKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import CO_LEADS, Listed
from bot.domain.organisation.unit_tree import UnitTree
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import Programme
from bot.domain.programme.quarters import Block
from bot.domain.week_close.person_week_rows import AskedQuestion
from bot.domain.week_close.presence import Presence
from bot.domain.week_close.unit_state import UnitState

WEEKS_LOOKED_BACK = 18
"""Flags so old may still silence: eight weeks from a known reason that was given in the eight weeks after one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamInput:
    """One microsystem as the week closes. State and sums are those before the week."""

    asked: bool
    """Whether a round of the team closed in the week."""
    within: frozenset[PersonId]
    """Who was within the plan of these rounds, whether or not a message went out."""
    untaken: int = 0
    """Of those, to how many a message was sent that the channel did not take."""
    presence: Sequence[Presence]
    answers: Sequence[ScoredAnswer]
    team: Sequence[Listed]
    state: UnitState
    sums: PackedSums
    questions: Sequence[AskedQuestion] = ()
    """Those of the week's rounds."""
    coupling: Sequence[ScoredAnswer] = ()
    """Answers to questions about coupling, of co-leads and members; they enter nobody's habits."""
    quarter: PackedQuarter = NO_QUARTER
    """What its epoch has of the blocks of the quarter that have ended; read when a block ends, else empty."""
    quarter_before: Sequence[PackedQuarter] = ()
    """What earlier epochs have of the same quarter, oldest first; read when the quarter ends."""
    away: frozenset[PersonId] = frozenset()
    """Whose rota had no time for a question in any of the team's rounds: for the detector alone, and for no cell."""
    habits_before: Sequence[PackedScoreHabits] = ()
    """The score habits of each of the week's `earlier` epochs."""

    def asked_of(self, kind: ScoreKind) -> frozenset[PersonId]:
        """To whom a question of the kind was put."""
        return frozenset[PersonId]().union(*(each.people for each in self.questions if each.kind is kind))

    @property
    def co_leads(self) -> frozenset[PersonId]:
        return frozenset(member.person for member in self.team if member.roles & CO_LEADS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekInput:
    week: IsoWeek
    programme: Programme
    tree: UnitTree
    epoch: Epoch | None
    """The open epoch over the week; None before the first answer and after the epoch has ended."""
    earlier: Sequence[Epoch] = ()
    """Epochs before it whose keys the week still needs, newest first."""
    teams: Mapping[UnitId, TeamInput]
    above: Mapping[UnitId, UnitState]
    """States of the units above microsystems."""
    left_behind: Sequence[PackedParticipationHabits] = ()
    """What the detector remembered of participation in teams that have left the programme lately."""
    items: ItemSums
    organisation_state: UnitState
    """The organisation's own weekly counts and block scores, and what the detector remembers of its participation."""
    organisation_score_habits: PackedScoreHabits
    organisation_habits_before: Sequence[PackedScoreHabits] = ()
    """The organisation's under the keys of each of the `earlier` epochs."""
    flags: Mapping[UnitId, Sequence[Flag]]
    replies: Mapping[FlagId, Sequence[FlagReply]]
    readers: frozenset[PersonId]
    insiders: Insiders
    atoms: BlockAtoms
    """How teams are cut into atoms in this block."""
    cells: Mapping[UnitId, CellDecision]
    """What was decided on this week's cells already, by the first team of each atom."""
    ledger: Mapping[LedgerKey, Release]
    skipped: frozenset[IsoWeek] = frozenset()
    """Weeks of the last quarter that a restore skipped: what was shown of them is not known."""
    halts: Sequence[Halt] = ()
    """When everything was paused, as far back as a round that closes now may have opened."""

    @property
    def has_skipped(self) -> bool:
        """Whether the running block has a week that a restore skipped."""
        running = None if self.epoch is None else self.epoch.block_of(self.week)
        return running is not None and any(running.first <= week <= running.last for week in self.skipped)

    @property
    def block(self) -> Block | None:
        """The block that ends with this week."""
        block = None if self.epoch is None else self.epoch.block_of(self.week)
        return block if block is not None and block.last == self.week else None
