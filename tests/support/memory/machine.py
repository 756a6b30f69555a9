"""What is counted of the machine in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryKind, DeliveryState, Priority
from bot.domain.organisation.people import Channel
from bot.domain.retention.rules import RetentionByJob
from bot.repositories.machine import SendTimes
from tests.support.memory.sending import is_untaken
from tests.support.memory.state import Carried, State


class MemoryMachineFigures:
    def __init__(self, state: State) -> None:
        self._state = state

    async def deliveries(self) -> Mapping[tuple[Channel, str], int]:
        rows = self._state.deliveries.values()
        return Counter((row.delivery.channel, row.delivery.state.value) for row in rows)

    async def of_persons(self) -> Mapping[tuple[Channel, str], int]:
        rows = filter(_is_of_its_person, self._state.deliveries.values())
        return Counter((row.delivery.channel, row.delivery.state.value) for row in rows)

    async def send_times(self, limits: Sequence[int]) -> Mapping[Channel, SendTimes]:
        taken: dict[Channel, list[float]] = {}
        for row in self._by_the_clock(DeliveryState.SENT, DeliveryKind.QUESTION):
            if row.finished_at is not None:
                seconds = (row.finished_at - row.delivery.due_at).total_seconds()
                taken.setdefault(row.delivery.channel, []).append(seconds)
        return {
            channel: SendTimes(
                sent=len(all_taken), within=tuple(sum(each <= limit for each in all_taken) for limit in limits)
            )
            for channel, all_taken in taken.items()
        }

    async def oldest_due(self) -> datetime | None:
        kinds = (DeliveryKind.QUESTION, DeliveryKind.DIGEST, DeliveryKind.CHART)
        return min((row.delivery.due_at for row in self._by_the_clock(DeliveryState.DUE, *kinds)), default=None)

    async def listed(self) -> Mapping[Channel, int]:
        people, left = self._state.people, self._state.left
        return Counter(person.channel for identity, person in people.items() if not left[identity])

    async def database_bytes(self) -> int:
        return 1

    async def database_name(self) -> str:
        return "memory 1"

    def _by_the_clock(self, state: DeliveryState, *kinds: DeliveryKind) -> Sequence[Carried]:
        return [
            row
            for row in self._state.deliveries.values()
            if row.delivery.state is state and row.delivery.kind in kinds and row.delivery.priority is Priority.BULK
        ]


def _is_of_its_person(row: Carried) -> bool:
    return row.delivery.state in (DeliveryState.FAILED, DeliveryState.EXPIRED) and not is_untaken(row)


class MemoryOverdueRows:
    """Nothing in memory grows old: what is overdue is a matter of tables."""

    async def count(
        self,
        *,
        at: datetime,  # noqa: ARG002
        real: datetime,  # noqa: ARG002
        shifts_before: datetime,  # noqa: ARG002
        asked_before: IsoWeek | None,  # noqa: ARG002
    ) -> Mapping[RetentionByJob, int]:
        return {}
