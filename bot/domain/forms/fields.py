"""The fields of a form: what each takes, and what posted words mean in it.

A field knows how its kind of value is written and nothing of what is allowed: rules belong to what the values are for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final, assert_never

from bot.domain.texts import say
from bot.domain.texts.characters import tidy

FieldValue = str | tuple[str, ...] | date | time | int | bool | None
"""What was filled in; None, or an empty text, where nothing was."""

LONGEST: Final = 2_000
"""Characters of one posted value that are looked at."""
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME: Final = re.compile(r"(\d{2}:\d{2})(:\d{2})?", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?\d{1,9}", re.ASCII)


def plain_value(value: FieldValue) -> str | int | list[str] | None:
    """A value as the administrator's files would have it; None where nothing was filled in."""
    match value:
        case tuple():
            return list(value)
        case bool() | int() | None:
            return value
        case str():
            return value or None
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case _:
            assert_never(value)


def plain_values(values: Mapping[str, FieldValue]) -> Mapping[str, str | int | list[str] | None]:
    """All of a form by their names, as the keys of a table in the files."""
    return {name: plain_value(value) for name, value in values.items()}


class FieldFault(Exception):
    """Why what was posted is no value of a field, in words for whoever filled it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOption:
    value: str
    label: str
    level: int = 0
    """How deep it stands below others, where options are a tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    name: str
    label: str
    help: str = ""
    is_needed: bool = True
    given: tuple[str, ...] = ()
    """What stands in it at first, as it would be posted."""

    def __post_init__(self) -> None:
        if not self.name or not self.label:
            raise ValueError("a field needs a name and a label")

    def one(self, posted: Sequence[str], locale: str) -> str:
        """The one word that was posted, tidied; empty if there was none. Raises FieldFault where one is needed."""
        word = tidy(posted[0][:LONGEST].replace("\r", " ").replace("\n", " ")) if posted else ""
        if not word and self.is_needed:
            raise FieldFault(say("forms-needed", locale))
        return word


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(_Field):
    def read(self, posted: Sequence[str], locale: str) -> str:
        return self.one(posted, locale)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(_Field):
    options: tuple[FieldOption, ...]

    def read(self, posted: Sequence[str], locale: str) -> str:
        word = self.one(posted, locale)
        if word and all(word != option.value for option in self.options):
            raise FieldFault(say("forms-not_in_list", locale))
        return word


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralField(_Field):
    options: tuple[FieldOption, ...]

    def read(self, posted: Sequence[str], locale: str) -> tuple[str, ...]:
        """In the order of the options, each once."""
        wanted = set(posted)
        if wanted - {option.value for option in self.options}:
            raise FieldFault(say("forms-not_in_list", locale))
        if not wanted and self.is_needed:
            raise FieldFault(say("forms-choose_some", locale))
        return tuple(option.value for option in self.options if option.value in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(_Field):
    offered: Sequence[date] = ()
    """Days to choose from where no calendar can be shown and none can be written: the guard of free text takes a date
    for a patient's."""

    def read(self, posted: Sequence[str], locale: str) -> date | None:
        word = self.one(posted, locale)
        if not word:
            return None
        try:
            if not _DATE.fullmatch(word):
                raise ValueError
            return date.fromisoformat(word)
        except ValueError:
            raise FieldFault(say("forms-no_date", locale)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeField(_Field):
    def read(self, posted: Sequence[str], locale: str) -> time | None:
        word = self.one(posted, locale)
        if not word:
            return None
        try:
            found = _TIME.fullmatch(word)
            if found is None:
                raise ValueError
            return time.fromisoformat(found[1])
        except ValueError:
            raise FieldFault(say("forms-no_time", locale)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(_Field):
    def read(self, posted: Sequence[str], locale: str) -> int | None:
        word = self.one(posted, locale)
        if not word:
            return None
        if not _NUMBER.fullmatch(word):
            raise FieldFault(say("forms-no_number", locale))
        return int(word)


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoField(_Field):
    is_needed: bool = False

    def read(self, posted: Sequence[str], locale: str) -> bool:  # noqa: ARG002 - as all fields read
        return bool(posted) and posted[0] == "yes"


FormField = TextField | ChoiceField | SeveralField | DateField | TimeField | NumberField | YesNoField
