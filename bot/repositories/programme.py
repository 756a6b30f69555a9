"""Programme."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.identifiers import (
    UnitId,
)
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question, QuestionRef


class Programmes(Protocol):
    async def current(self) -> Programme | None: ...

    async def save(self, programme: Programme, *, at: datetime) -> None:
        """Make this the programme; earlier question versions and retired units stay for history."""

    async def unit_name(self, unit: UnitId) -> str:
        """The name of a unit, also of a retired one."""

    async def retired_since(self, at: datetime) -> Sequence[UnitId]:
        """Units that have left the programme at or after this time and have not come back, by id."""

    async def moved(self) -> Mapping[UnitId, datetime]:
        """When standing units came under the parent that they have, of those that had another one before."""

    async def wordings(self, questions: Collection[QuestionRef]) -> Mapping[QuestionRef, Question]:
        """These very versions, also of questions that have since been reworded or retired."""
