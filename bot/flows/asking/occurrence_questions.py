"""What one occurrence asks: as it was asked elsewhere already, else what the rotation gives."""

from bot.domain.programme.occurrences import Occurrence
from bot.domain.programme.programme import Programme, Schedule
from bot.domain.programme.questions import Question
from bot.domain.programme.rotation import questions_of
from bot.ports import UnitOfWork


async def occurrence_questions(
    work: UnitOfWork, programme: Programme, schedule: Schedule, occurrence: Occurrence
) -> tuple[Question, ...]:
    """The same for every microsystem, also when the bank changes between the openings of two zones."""
    bank = programme.bank_of(schedule)
    known = {question.ref: question for question in bank}
    asked = await work.rounds.questions_on(schedule.id, occurrence.local_date, occurrence.slot)
    if asked and all(ref in known for ref in asked):
        return tuple(known[ref] for ref in asked)
    previous = await work.rounds.questions_before(schedule.id, occurrence.local_date, occurrence.slot)
    return questions_of(
        schedule.id,
        occurrence.number,
        bank,
        count=schedule.questions_per_round,
        previous={ref.id for ref in previous},
    )
