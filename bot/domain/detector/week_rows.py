"""One week of person-weeks laid out against the members of a batch of teams."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class WeekRows:
    """The rows of one ISO week, parallel arrays (rows,).

    `team` and `member` are positions in the batch, `score` is on 1-4 and nan where nothing was scored.
    `unit_of_team` (teams,) is the group whose week effect is shared, `week` the `IsoWeek.index`.
    """

    week: int
    team: "NDArray[np.int64]"
    member: "NDArray[np.int64]"
    reachable: "NDArray[np.bool_]"
    answered: "NDArray[np.bool_]"
    score: "NDArray[np.float64]"
    unit_of_team: "NDArray[np.int64]"
    units: int

    @property
    def teams(self) -> int:
        return len(self.unit_of_team)

    def per_team(self, values: "NDArray[np.float64] | NDArray[np.bool_]") -> "NDArray[np.float64]":
        """Sum over the rows of each team, (teams,)."""
        return np.asarray(np.bincount(self.team, weights=values, minlength=self.teams), dtype=np.float64)

    def per_unit(self, values: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Sum over the teams of each unit, (units,)."""
        return np.asarray(np.bincount(self.unit_of_team, weights=values, minlength=self.units), dtype=np.float64)
