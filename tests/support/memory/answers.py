"""Sealed answers and epochs in memory."""

from collections.abc import Collection, Mapping, Sequence

from bot.domain.answers.answer_body import LONGEST_OF_A_BUTTON
from bot.domain.answers.epochs import SETTLED_STATES, Epoch
from bot.domain.answers.workings import SealedWorking, Working
from bot.domain.identifiers import EpochId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.ports import SealedAnswer
from tests.support.memory.state import State


class MemoryAnswers:
    def __init__(self, state: State) -> None:
        self._state = state

    async def put_many(self, answers: Sequence[SealedAnswer]) -> None:
        self._state.answers.update({answer.id: answer for answer in answers})

    async def many(self, ids: Collection[bytes]) -> Mapping[bytes, bytes]:
        return {each: self._state.answers[each].body for each in ids if each in self._state.answers}

    async def in_words(self, epoch: EpochId, units: Collection[UnitId]) -> Mapping[UnitId, Mapping[bytes, bytes]]:
        found: dict[UnitId, dict[bytes, bytes]] = {}
        for each in self._state.answers.values():
            if each.epoch == epoch and each.unit in units and len(each.body) > LONGEST_OF_A_BUTTON:
                found.setdefault(each.unit, {})[each.id] = each.body
        return found

    async def delete_epoch(self, epoch: EpochId) -> int:
        gone = [answer.id for answer in self._state.answers.values() if answer.epoch == epoch]
        for each in gone:
            del self._state.answers[each]
        for place in [place for place in self._state.workings if place[0] == epoch]:
            del self._state.workings[place]
        return len(gone)

    async def put_workings(self, epoch: EpochId, sealed: Mapping[Working, SealedWorking]) -> None:
        self._state.workings.update({(epoch, working): each for working, each in sealed.items()})

    async def workings(self, epoch: EpochId, wanted: Collection[Working]) -> Mapping[Working, SealedWorking]:
        kept = self._state.workings
        return {working: kept[epoch, working] for working in wanted if (epoch, working) in kept}


class MemoryEpochs:
    def __init__(self, state: State) -> None:
        self._state = state

    async def covering(self, week: IsoWeek) -> Epoch | None:
        found = [epoch for epoch in self._state.epochs.values() if week in epoch]
        return max(found, key=lambda epoch: epoch.first, default=None)

    async def neighbours(self, week: IsoWeek) -> tuple[Epoch | None, Epoch | None]:
        known = self._state.epochs.values()
        before = max((each for each in known if each.last < week), key=lambda each: each.first, default=None)
        return before, min((each for each in known if each.first > week), key=lambda each: each.first, default=None)

    async def save(self, epoch: Epoch) -> None:
        self._state.epochs[epoch.id] = epoch

    async def not_closed(self) -> Sequence[Epoch]:
        found = [epoch for epoch in self._state.epochs.values() if epoch.state not in SETTLED_STATES]
        return sorted(found, key=lambda epoch: epoch.first)
