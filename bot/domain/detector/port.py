"""What closing a week hands to the drift detector and takes back from it: one call for the whole organisation.

The detector sees all teams of a week at once, because it takes the organisation's own week out of each team's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.indicators.packed_habits import (
    NO_PARTICIPATION_HABITS,
    NO_SCORE_HABITS,
    PackedParticipationHabits,
    PackedScoreHabits,
)
from bot.domain.indicators.person_weeks import PersonWeek
from bot.domain.indicators.windows import LEARNING_WEEKS
from bot.domain.iso_weeks import IsoWeek

if TYPE_CHECKING:
    from bot.domain.detector.live_week import TeamReading


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorMemory:
    """What the detector remembers of a team, or of the organisation around the teams."""

    voices: PackedParticipationHabits = NO_PARTICIPATION_HABITS
    scores: PackedScoreHabits = NO_SCORE_HABITS
    """Of the running block; gone with its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWeek:
    """One team's rows of the closing week, perhaps none, and what the detector remembers of the team."""

    team: UnitId
    rows: Sequence[PersonWeek]
    memory: DetectorMemory
    restart: bool = False
    """The team's baseline begins again this week (merger, new rota)."""
    since: Mapping[PersonId, IsoWeek] = field(default_factory=dict)
    """Of people who may be new in the team and were asked elsewhere before: since when."""
    left_behind: Sequence[PackedParticipationHabits] = ()
    """What was remembered of participation in teams that are gone and that they may have come from."""
    listed: frozenset[PersonId] = frozenset()
    """Who is on the team's list: nothing more is learned of others."""
    earlier: Sequence[PackedScoreHabits] = ()
    """What was remembered of scores in each of the week's `earlier` blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierBlock:
    """A block before the running one whose key lives."""

    first: IsoWeek
    perishes: bool
    """With this week's close: the detector keeps its anchor."""
    organisation: PackedScoreHabits = NO_SCORE_HABITS
    """What was remembered of the organisation's scores since the block began; gone with its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockWeek:
    """The blocks before the running one whose keys live."""

    earlier: Sequence[EarlierBlock] = ()
    """Newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """The statistic has reached its threshold; whether anybody is told is the gate's to decide.

    It is made of sealed answers, so nothing is kept of one that the gate does not tell.
    """

    kind: FlagKind
    since: IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamResult:
    memory: DetectorMemory
    expected: float
    """Answers that the habits of those within reach would have given this week."""
    alarm: Alarm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekResult:
    """One week of all teams: their results in the order given, and what is remembered of the organisation."""

    teams: Sequence[TeamResult]
    organisation: DetectorMemory
    earlier: Mapping[IsoWeek, PackedScoreHabits] = field(default_factory=dict)
    """What is remembered of the organisation's scores under the keys of earlier blocks that live on, by first week."""


class Detector(Protocol):
    """Pure: the same memories and rows give the same results."""

    def __call__(
        self,
        week: IsoWeek,
        teams: Sequence[TeamWeek],
        *,
        organisation: DetectorMemory,
        block: BlockWeek,
        false_flags_per_team_year: float,
        minimum_group: int,
    ) -> WeekResult: ...


def watch(
    week: IsoWeek,
    teams: Sequence[TeamWeek],
    *,
    organisation: DetectorMemory,
    block: BlockWeek,
    false_flags_per_team_year: float,
    minimum_group: int,
) -> WeekResult:
    """The shipped detector (docs/adr/0005-drift-detector.md); numpy is loaded with the first week that is closed.

    It remembers no alarm, and no week after one is silent: whether a flag may be told is decided by the gate alone.
    """
    from bot.domain.detector import live_week, state_codec
    from bot.domain.detector.thresholds import Thresholds
    from bot.domain.detector.weekly_step import Rules
    from bot.domain.indicators.person_weeks import PersonWeekColumns

    kept, readings = live_week.step_one_week(
        state_codec.OrganisationMemory(
            teams={team.team: team.memory.voices for team in teams},
            sealed={team.team: team.memory.scores for team in teams},
            shared=organisation.voices,
            sealed_shared=organisation.scores,
            earlier=[
                state_codec.SealedBlock(
                    name=str(each.first),
                    sealed={team.team: team.earlier[at] for team in teams if team.earlier},
                    shared=each.organisation,
                )
                for at, each in enumerate(block.earlier)
            ],
        ),
        PersonWeekColumns.of(row for team in teams for row in team.rows),
        week=week,
        teams=[team.team for team in teams],
        thresholds=Thresholds.shipped(false_flags_per_team_year),
        rules=Rules(learning_weeks=LEARNING_WEEKS, minimum=minimum_group),
        restarts={team.team for team in teams if team.restart},
        since={(team.team, person): first.index for team in teams for person, first in team.since.items()},
        left_behind=list(dict.fromkeys(kept for team in teams for kept in team.left_behind)),
        listed={team.team: team.listed for team in teams},
        perishing={str(each.first) for each in block.earlier if each.perishes},
    )
    results = [
        TeamResult(
            memory=_memory(kept.teams[team.team], kept.sealed[team.team]),
            expected=readings[team.team].expected,
            alarm=_alarm(readings[team.team], week),
        )
        for team in teams
    ]
    return WeekResult(
        teams=results,
        organisation=_memory(kept.shared, kept.sealed_shared),
        earlier={IsoWeek.parse(each.name): PackedScoreHabits(each.shared) for each in kept.earlier},
    )


def _memory(voices: bytes, scores: bytes) -> DetectorMemory:
    return DetectorMemory(voices=PackedParticipationHabits(voices), scores=PackedScoreHabits(scores))


def _alarm(reading: "TeamReading", week: IsoWeek) -> Alarm | None:
    if reading.flag is None:
        return None
    return Alarm(kind=reading.flag, since=week - max(reading.building_weeks - 1, 0))
