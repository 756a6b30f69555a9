"""What is known of people's shifts while some rounds are open."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.asking.pulses import Round
from bot.domain.identifiers import PersonId
from bot.domain.rota.shifts import PersonRota, Span
from bot.ports import UnitOfWork


async def rotas_during(
    work: UnitOfWork, people: Collection[PersonId], rounds: Sequence[Round], *, now: datetime | None = None
) -> Mapping[PersonId, PersonRota]:
    """From `now` on, if that is given, else from when the first of them opened. One query, or two."""
    if not rounds or not people:
        return {}
    starts = min(round_.opens_at for round_ in rounds)
    starts = starts if now is None else max(starts, now)
    ends = max(round_.closes_at for round_ in rounds)
    return await work.rotas.of(people, Span(starts=starts, ends=ends)) if starts < ends else {}
