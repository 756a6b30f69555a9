"""Where the value of each ROUNDS_ variable comes from: the environment, `.env`, or a file that a ..._FILE names."""

import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import Final

from dotenv.parser import parse_stream

from bot.setting_fields import shown
from config.faults import Fault, InputWrong, did_you_mean
from config.files import read_text

PREFIX: Final = "ROUNDS_"
IN_FILE: Final = "_FILE"
ENVIRONMENT: Final = "environment"
_LARGEST: Final = 64 * 1024
FAULTS_SHOWN: Final = 20
"""Of what is wrong with the variables; whoever mends these sees the rest at the next check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a variable was set; an environment has no lines."""

    file: str = ENVIRONMENT
    line: int | None = None

    def fault(self, key: str, what: str) -> Fault:
        return Fault(file=self.file, line=self.line, key=key, what=what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    value: str
    origin: Origin


@dataclass(slots=True)
class Variables:
    """Every ROUNDS_ variable that is set, with what was wrong or worth a warning on the way."""

    found: dict[str, Variable] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def origin(self, name: str) -> Origin:
        return self.found[name].origin if name in self.found else Origin()


def gather(
    environ: Mapping[str, str], directory: Path, *, known: Collection[str], secrets: Collection[str]
) -> Variables:
    """Read `.env` of the directory, let the environment win, and put the contents of secret files in their place.

    An empty value counts as unset. Unknown ROUNDS_ names become faults, with the nearest known name.
    """
    variables = Variables()
    for name, variable in _dotenv(directory / ".env", variables):
        variables.found[name] = variable
    for name, value in sorted(environ.items()):
        if name.startswith(PREFIX) and value.strip():
            variables.found[name] = Variable(value=value.strip(), origin=Origin())
    allowed = [*known, *(name + IN_FILE for name in secrets)]
    unknown = [name for name in variables.found if name not in allowed]
    for name in unknown[:FAULTS_SHOWN]:
        near = did_you_mean(name, allowed) or "; the names are listed in the .env that `rounds init` writes"
        variables.faults.append(variables.origin(name).fault(name, f"unknown variable{near}"))
    for name in unknown[FAULTS_SHOWN:]:
        variables.faults.append(variables.origin(name).fault(name, "unknown variable"))
    for name in unknown:
        del variables.found[name]
    _look_at_dotenv(directory / ".env", secrets, variables)
    for name in sorted(secrets):
        if name + IN_FILE in variables.found:
            _read_secret(name, directory, variables)
    _shorten(variables)
    return variables


def _shorten(variables: Variables) -> None:
    """A few faults, and how many more there are: nobody reads thousands."""
    more = variables.faults[FAULTS_SHOWN:]
    if more:
        variables.faults[FAULTS_SHOWN:] = [
            replace(more[0], what=f"{more[0].what}; and {len(more) - 1} more like these")
        ]


def _dotenv(path: Path, variables: Variables) -> Iterator[tuple[str, Variable]]:
    if not path.exists():
        return
    try:
        text = read_text(path, most=_LARGEST)
    except InputWrong as error:
        variables.faults += error.faults
        return
    lines: dict[str, int] = {}
    for binding in parse_stream(StringIO(text)):
        written = binding.original.string
        blank = written[: len(written) - len(written.lstrip())]
        origin = Origin(file=str(path), line=binding.original.line + blank.count("\n"))
        name = binding.key or ""
        if binding.error:
            variables.faults.append(origin.fault("syntax", "cannot be read; write NAME=value, and close every quote"))
        elif not name.startswith(PREFIX):
            continue
        elif name in lines:
            what = f"is set on line {lines[name]} already; keep one of the two"
            variables.faults.append(origin.fault(name, what))
        elif binding.value is None:
            variables.faults.append(origin.fault(name, f"needs a value; write {name}=value"))
        else:
            lines[name] = origin.line or 0
            if binding.value.strip():
                yield name, Variable(value=binding.value.strip(), origin=origin)


def _read_secret(name: str, directory: Path, variables: Variables) -> None:
    """Put the contents of the file in the place of the variable that names it."""
    by_file = name + IN_FILE
    variable = variables.found.pop(by_file)

    def fault(what: str) -> None:
        variables.faults.append(variable.origin.fault(by_file, what))

    if name in variables.found:
        fault(f"is set beside {name}; keep one of the two")
        return
    path = directory / variable.value
    try:
        secret = read_text(path, most=_LARGEST).rstrip("\r\n")
    except InputWrong as error:  # what is named here may be the secret itself, set by mistake: it is not quoted
        fault(f"what it names {error.faults[0].what.partition(';')[0]}; name a file that Rounds may read")
        return
    if not secret.strip() or any(letter.isspace() for letter in secret.strip()):
        fault(f"{shown(variable.value)} must hold the secret alone, on one line")
        return
    mode = path.stat().st_mode
    if mode & stat.S_IROTH:
        fault(f"{shown(variable.value)} can be read by everybody on this machine; `chmod 600` closes it")
        return
    if mode & stat.S_IRGRP:
        what = f"{shown(variable.value)} can be read by its group; `chmod 600` closes it"
        variables.warnings.append(variable.origin.fault(by_file, what))
    variables.found[name] = Variable(value=secret.strip(), origin=variable.origin)


def _look_at_dotenv(path: Path, secrets: Collection[str], variables: Variables) -> None:
    """Secrets in `.env` are refused where everybody may read it; the address of a SQLite file is none."""
    named = [
        name
        for name in sorted(secrets)
        if variables.origin(name).file == str(path) and not variables.found[name].value.startswith("sqlite:")
    ]
    mode = path.stat().st_mode if named else 0
    who = "everybody on this machine" if mode & stat.S_IROTH else "its group" if mode & stat.S_IRGRP else ""
    if who:
        found = variables.faults if mode & stat.S_IROTH else variables.warnings
        what = f"is in a file that {who} can read; `chmod 600` closes it"
        found.append(variables.origin(named[0]).fault(named[0], what))
