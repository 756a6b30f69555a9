"""`rounds send-test`: the next question as a test, on an administrator's own channel."""

from rich.console import Console

from bot.cli.ending import CommandRefused
from bot.cli.schema import require_schema
from bot.domain.identifiers import PersonId, ScheduleId
from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.flows.administration.send_trial import NoTrial, SendTrial
from storage.database import Database


async def run_send_test(
    person: str, schedule: str | None, *, send: SendTrial, database: Database, out: Console
) -> None:
    await require_schema(database)
    try:
        sent = await send(PersonId(person), None if schedule is None else ScheduleId(schedule))
    except NoTrial as error:
        raise CommandRefused(f"{person}: {say(f'console-test-{error.why}', DEFAULT_LOCALE)}") from error
    line = (
        f"A test of {sent.schedule} goes to {person} on {sent.channel} as soon as `rounds run` runs. Nothing is stored."
    )
    out.print(line, highlight=False, markup=False, soft_wrap=True)
