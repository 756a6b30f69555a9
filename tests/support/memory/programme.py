"""The programme in memory."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.identifiers import UnitId
from bot.domain.programme.own_questions import own_questions
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question, QuestionRef
from tests.support.memory.state import State


class MemoryProgrammes:
    def __init__(self, state: State) -> None:
        self._state = state

    async def current(self) -> Programme | None:
        return self._state.programme.get("current")

    async def save(self, programme: Programme, *, at: datetime) -> None:
        state = self._state
        state.programme["current"] = programme
        state.newest_revision["current"] = state.newest_revision.get("current", 0) + 1
        parents = {unit.id: unit.parent for unit in programme.organisation.units}
        for moved in {unit for unit, parent in parents.items() if state.parents.get(unit, parent) != parent}:
            state.moved[moved] = at
        state.parents.update(parents)
        now = {unit.id: unit.name for unit in programme.organisation.units}
        state.unit_names.update(now)
        for unit in state.unit_names:
            if unit in now:
                state.retired.pop(unit, None)
            else:
                state.retired.setdefault(unit, at)
        state.wordings.update({question.ref: question for question in programme.questions.values()})

    async def unit_name(self, unit: UnitId) -> str:
        return self._state.unit_names[unit]

    async def retired_since(self, at: datetime) -> Sequence[UnitId]:
        return sorted(unit for unit, when in self._state.retired.items() if when >= at)

    async def moved(self) -> Mapping[UnitId, datetime]:
        return {unit: at for unit, at in self._state.moved.items() if unit not in self._state.retired}

    async def wordings(self, questions: Collection[QuestionRef]) -> Mapping[QuestionRef, Question]:
        known = {**self._state.wordings, **own_questions()}
        return {ref: known[ref] for ref in questions if ref in known}
