"""`rounds preview`: when a schedule will ask, what, and how many people."""

from rich.console import Console

from bot.cli.schema import schema_fault
from bot.domain.programme.questions import Audience
from bot.flows.asking.preview_schedule import (
    Opening,
    PreviewSchedule,
    UnknownSchedule,
)
from bot.ports import Clock, Recurrence
from config.faults import listed
from storage.database import Database


async def run_preview(
    schedule: str,
    *,
    count: int,
    storage: Database,
    recurrence: Recurrence,
    clock: Clock,
    out: Console,
    err: Console,
) -> int:
    """Print one line for each of the next occurrences and zones; 2 if there is no such schedule."""
    fault = await schema_fault(storage)
    if fault:
        err.print(str(fault), highlight=False, markup=False)
        return 1
    try:
        openings = await PreviewSchedule(storage=storage, recurrence=recurrence)(schedule, count=count, now=clock.now())
    except UnknownSchedule as unknown:
        known = listed(unknown.known, last="and") or "none"
        err.print(f'preview: no schedule is called "{schedule}"; there are: {known}', highlight=False, markup=False)
        return 2
    if not openings:
        out.print(f"{schedule}: nothing comes any more", highlight=False, markup=False)
    for opening in openings:
        out.print(_line(opening), highlight=False, markup=False)
    return 0


def _line(opening: Opening) -> str:
    occurrence = opening.occurrence
    where = f"{_counted(opening.people, 'person', 'people')} in {_counted(opening.microsystems, 'team', 'teams')}"
    return "  ".join(
        (
            f"{occurrence.local_date:%a %Y-%m-%d} {occurrence.slot} {opening.zone}",
            f"{opening.opens_at:%Y-%m-%d %H:%M} UTC",
            where if opening.microsystems else "quiet week",
            *(_question(question.id, question.audience, question.wording("en-GB")) for question in opening.questions),
        )
    )


def _question(identity: str, audience: Audience, wording: str) -> str:
    return f"{identity}: {wording}" + (" (co-leads)" if audience is Audience.CO_LEADS else "")


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
