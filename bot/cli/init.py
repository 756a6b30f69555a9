"""`rounds init`: the files of a new hospital, after a few questions; or those of the invented one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from pydantic_core import PydanticCustomError
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.cli.ending import CommandRefused
from bot.cli.files import DOTENV, write_new
from bot.cli.frame import Ask
from config.bank_holidays import Nation
from config.faults import listed
from config.person_columns import read_particulars
from config.programme import PROGRAMME_FILE
from config.questions import QUESTIONS_FILE
from config.roster import ROSTER_FILE
from config.starting_files import Start, own_programme, own_roster, starter_text
from config.toml_schema import LONGEST_NAME, checked_zone, one_line_of

_ENV: Final = "env"
_HOME_ZONE: Final = "Europe/London"
_checked_name = one_line_of(LONGEST_NAME)


def run_init(directory: Path, *, example: bool, admin: str | None, ask: Ask | None, today: date, out: Console) -> None:
    """Nothing is written when one of the files exists, nor after a wrong flag. `ask`: None without a terminal."""
    texts = {QUESTIONS_FILE: starter_text(QUESTIONS_FILE), DOTENV: starter_text(_ENV)}
    if example:
        texts |= {name: starter_text(name) for name in (PROGRAMME_FILE, ROSTER_FILE)}
        next_step = "The hospital is invented, people and all: try it, and do not apply it to your own database."
    else:
        start = _answered(ask) if ask is not None and admin is None else Start()
        if admin is not None:
            start = _with_admin(start, admin)
        texts |= {PROGRAMME_FILE: own_programme(start, today=today), ROSTER_FILE: own_roster(start)}
        next_step = f"Next: cd {directory}; put your teams into {PROGRAMME_FILE} and your people into {ROSTER_FILE};"
        next_step += " then run: rounds check"
    write_new(directory, texts, out=out)
    out.out(next_step, highlight=False)


def _answered(ask: Ask) -> Start:
    """What is typed; nothing typed takes what stands in brackets."""
    given = Start()

    def one(question: str, usual: str, check: Callable[[str], object]) -> str:
        while True:
            answer = ask(f"{question} [{usual}]: ").strip() or usual
            try:
                check(answer)
            except (PydanticCustomError, CommandRefused, ValueError) as error:
                ask_again = error.message() if isinstance(error, PydanticCustomError) else str(error)
                question = f"{ask_again}\n{question.rpartition(chr(10))[2]}"
            else:
                return answer

    organisation = one("What is your hospital called?", given.organisation, _checked_name)
    timezone = one("In which time zone is it?", given.timezone, checked_zone)
    nation = None
    if timezone == _HOME_ZONE:
        names = listed([each.value for each in Nation])
        nation = Nation(one(f"Whose bank holidays may become quiet days ({names})?", Nation.ENGLAND.value, Nation))
    start = replace(given, organisation=organisation, timezone=timezone, nation=nation)
    usual = f"{given.administrator},{given.administrator_name},{given.channel}"
    admin = one("Who administers Rounds first? Id, name and channel", usual, lambda each: _with_admin(start, each))
    return _with_admin(start, admin)


def _with_admin(start: Start, text: str) -> Start:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 3:
        raise CommandRefused(f'--admin: "{text}" is not ID,NAME,CHANNEL; write it like: a01,Ada Lowe,web')
    cells = dict(zip(("person_id", "name", "channel"), parts, strict=True))
    faults: list[str] = []
    read_particulars(cells, lambda column, what: faults.append(f"--admin: {column}: {what}"), channels=CHANNELS)
    if faults:
        raise CommandRefused(faults[0])
    return replace(start, administrator=parts[0], administrator_name=parts[1], channel=parts[2])
