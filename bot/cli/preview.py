"""`rounds preview`: when a schedule will ask, what, and how many people."""

from rich.console import Console

from bot.cli.ending import CommandRefused
from bot.cli.schema import require_schema
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
) -> None:
    """Print one line for each of the next occurrences and zones."""
    await require_schema(storage)
    try:
        openings = await PreviewSchedule(storage=storage, recurrence=recurrence)(schedule, count=count, now=clock.now())
    except UnknownSchedule as unknown:
        known = listed(unknown.known, is_choice=False) or "none"
        raise CommandRefused(f'preview: no schedule is called "{schedule}"; there are: {known}') from unknown
    if not openings:
        out.print(f"{schedule}: nothing comes any more", highlight=False, markup=False)
    for opening in openings:
        out.print(_line(opening), highlight=False, markup=False)


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
