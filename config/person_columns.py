"""What a row of the roster says about the person: name, channel, address, zone, language and dates."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from pydantic_core import PydanticCustomError

from bot.channel_port import ChannelDescription, Channels
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import (
    Address,
    Person,
    Profession,
)
from bot.domain.texts.sentences import Sentence, Wording
from bot.setting_fields import said_by, shown
from config.faults import unknown
from config.toml_schema import LONGEST_NAME, checked_day, checked_locale, checked_zone, one_line_of

Complain = Callable[[str, Wording], None]
"""Takes a column and what is wrong with it."""

LONGEST_PERSON_ID: Final = 64
_PERSON_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*")
_checked_name = one_line_of(LONGEST_NAME)
Choice = TypeVar("Choice")


def read_particulars(
    cells: Mapping[str, str], complain: Complain, *, channels: Channels
) -> tuple[Person, Address | None] | None:
    """The person of a row and the address it gives; None once something was complained about."""
    complaints = 0

    def wrong(column: str, what: Wording) -> None:
        nonlocal complaints
        complaints += 1
        complain(column, what)

    def checked(column: str, check: Callable[[str], str]) -> str | None:
        try:
            return check(cells[column]) if cells.get(column) else None
        except PydanticCustomError as error:
            wrong(column, said_by(error))
            return None

    person_id, name = cells["person_id"], cells["name"]
    if not _PERSON_ID.fullmatch(person_id) or len(person_id) > LONGEST_PERSON_ID:
        said = Sentence.of("fault-person_id", id=shown(person_id), most=str(LONGEST_PERSON_ID))
        wrong("person_id", said)
    if not name:
        wrong("name", Sentence.of("fault-empty_name"))
    elif ";" in name:
        wrong("name", Sentence.of("fault-semicolon"))
    checked("name", _checked_name)
    channel = _one_of({each.id: each for each in channels}, "channel", cells["channel"], wrong)
    group = cells.get("group")
    profession = _one_of({each.value: each for each in Profession}, "group", group, wrong) if group else None
    zone, locale = checked("timezone", checked_zone), checked("locale", checked_locale)
    starts, ends = (_day(column, cells.get(column, ""), wrong) for column in ("starts", "ends"))
    address = _address(channel, cells.get("address", ""), wrong)
    if starts and ends and ends < starts:
        wrong("ends", Sentence.of("fault-ends_first", ends=str(ends), starts=str(starts)))
    if complaints or channel is None:
        return None
    person = Person(
        id=PersonId(person_id),
        name=name,
        channel=channel.id,
        profession=profession,
        timezone=zone,
        locale=locale,
        starts=starts,
        ends=ends,
    )
    return person, address


def _one_of(choices: Mapping[str, Choice], column: str, value: str, wrong: Complain) -> Choice | None:
    if value not in choices:
        wrong(column, unknown(value, choices))
    return choices.get(value)


def _day(column: str, value: str, wrong: Complain) -> date | None:
    if not value:
        return None
    try:
        return checked_day(value)
    except PydanticCustomError as error:
        wrong(column, said_by(error))
        return None


def _address(channel: ChannelDescription[Any] | None, value: str, wrong: Complain) -> Address | None:
    if not value or channel is None:
        return None
    if fault := channel.address_fault(value):
        wrong("address", fault)
        return None
    return Address(channel=channel.id, value=value)
