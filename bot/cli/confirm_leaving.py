"""Asking again before one change ends many people: by count and by names, and by a number that has to be typed."""

import re
from collections.abc import Sequence

from rich.console import Console

from bot.cli.ending import CommandFailed, CommandRefused
from bot.cli.frame import Ask
from bot.domain.organisation.leaving import Leaving
from bot.domain.organisation.people import Person

_YES = re.compile(r"--yes-(\d+)-leave")
_MOST_NAMED = 12


def agreed_number(arguments: Sequence[str], *, command: str = "apply") -> int | None:
    """The number in `--yes-N-leave`; raises `CommandRefused` for whatever else was typed."""
    found: int | None = None
    for argument in arguments:
        match = _YES.fullmatch(argument)
        if match is None:
            raise CommandRefused(f"{argument}: is no option of this command; see: rounds {command} --help")
        found = int(match.group(1))
    return found


def refuse_unasked(leaving: Leaving, *, agreed: int | None, ask: Ask | None, command: str = "apply") -> None:
    """Raises `CommandFailed` where many leave, nobody has said so, and nobody can be asked."""
    number = len(leaving.people)
    if leaving.asks_again and agreed != number and ask is None:
        raise CommandFailed(f"{command}: {_said(leaving)}; if that is meant: rounds {command} --yes-{number}-leave")


def say_leaving(leaving: Leaving, *, err: Console, where: str = "roster.csv: ") -> None:
    """Who has an id like somebody known, and, where it is to be asked about, who leaves; `where` it says so."""
    for new, known in leaving.alike.items():
        what = f'"{new}" is taken for somebody new, and "{known}" is known; is it the same person?'
        err.out(f"warning: {where}person_id: {what}", highlight=False)
    if leaving.asks_again:
        err.out(f"warning: {where}{_said(leaving)}", highlight=False)


def confirm_leaving(leaving: Leaving, *, agreed: int | None, ask: Ask | None, command: str = "apply") -> int | None:
    """How many may leave; raises `CommandFailed` where nobody says so."""
    number = len(leaving.people)
    if not leaving.asks_again or agreed == number:
        return number
    if ask is None or ask(f"Type {number} if all of them are to leave: ").strip() != str(number):
        raise CommandFailed(f"{command}: nothing was written")
    return number


def _said(leaving: Leaving) -> str:
    number = len(leaving.people)
    who = "1 person leaves" if number == 1 else f"{number} people leave"
    teams = "".join(f"; {unit} loses {lost} of {of}" for unit, (lost, of) in leaving.large_teams.items())
    gone = {person.id for person in leaving.people}
    alike = "".join(f'; "{new}" comes in place of "{old}"' for new, old in leaving.alike.items() if old in gone)
    return f"{who}: {_names(leaving.people)}{teams}{alike if len(leaving.alike) <= _MOST_NAMED else ''}"


def _names(people: Sequence[Person]) -> str:
    named = [f"{person.id} {person.name}" for person in people[:_MOST_NAMED]]
    more = len(people) - len(named)
    return ", ".join([*named, f"and {more} more"] if more else named)
