"""What a row of the roster says about the person: name, channel, address, zone, language and dates."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar, assert_never

from pydantic_core import PydanticCustomError

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import (
    Address,
    Channel,
    Person,
    Profession,
)
from config.faults import did_you_mean, listed, shown
from config.toml_schema import LONGEST_NAME, checked_day, checked_locale, checked_zone, one_line_of

Complain = Callable[[str, str], None]
"""Takes a column and what is wrong with it."""

LONGEST_PERSON_ID: Final = 64
_PERSON_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*")
_SLACK_USER: Final = re.compile(r"[UW][A-Z0-9]{2,}", re.ASCII)
_TELEGRAM_CHAT: Final = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_ENROL: Final = "leave it empty and let the person enrol with a code (`rounds enrol`)"
_checked_name = one_line_of(LONGEST_NAME)
Choice = TypeVar("Choice", bound=StrEnum)


def read_particulars(cells: Mapping[str, str], complain: Complain) -> tuple[Person, Address | None] | None:
    """The person of a row and the address it gives; None once something was complained about."""
    complaints = 0

    def wrong(column: str, what: str) -> None:
        nonlocal complaints
        complaints += 1
        complain(column, what)

    def checked(column: str, check: Callable[[str], str]) -> str | None:
        try:
            return check(cells[column]) if cells.get(column) else None
        except PydanticCustomError as error:
            wrong(column, error.message())
            return None

    person_id, name = cells["person_id"], cells["name"]
    if not _PERSON_ID.fullmatch(person_id) or len(person_id) > LONGEST_PERSON_ID:
        what = f"{shown(person_id)} is no id; use up to {LONGEST_PERSON_ID} letters, digits and . _ - @ +"
        wrong("person_id", f"{what}, starting with a letter or digit")
    if not name:
        wrong("name", "is empty; write the person's name")
    elif ";" in name:
        wrong("name", "holds a semicolon, at which some spreadsheets part cells; leave it out")
    checked("name", _checked_name)
    channel = _one_of(Channel, "channel", cells["channel"], wrong)
    group = cells.get("group")
    profession = _one_of(Profession, "group", group, wrong) if group else None
    zone, locale = checked("timezone", checked_zone), checked("locale", checked_locale)
    starts, ends = (_day(column, cells.get(column, ""), wrong) for column in ("starts", "ends"))
    address = _address(channel, cells.get("address", ""), wrong)
    if starts and ends and ends < starts:
        wrong("ends", f"{ends} lies before the start on {starts}; correct one of the two")
    if complaints or channel is None:
        return None
    person = Person(
        id=PersonId(person_id),
        name=name,
        channel=channel,
        profession=profession,
        timezone=zone,
        locale=locale,
        starts=starts,
        ends=ends,
    )
    return person, address


def _one_of(choices: type[Choice], column: str, value: str, wrong: Complain) -> Choice | None:
    try:
        return choices(value)
    except ValueError:
        words = [choice.value for choice in choices]
        wrong(column, f"{shown(value)} is not known here{did_you_mean(value, words) or f'; choose {listed(words)}'}")
        return None


def _day(column: str, value: str, wrong: Complain) -> date | None:
    if not value:
        return None
    try:
        return checked_day(value)
    except PydanticCustomError as error:
        wrong(column, error.message())
        return None


def _address(channel: Channel | None, value: str, wrong: Complain) -> Address | None:
    if not value or channel is None:
        return None
    fault = _address_fault(channel, value)
    if fault:
        wrong("address", fault)
        return None
    return Address(channel=channel, value=value)


def _address_fault(channel: Channel, value: str) -> str:
    """Why nobody can be reached there; empty for a good address."""
    match channel:
        case Channel.WEB:
            return f"a web address comes from enrolment; {_ENROL}"
        case Channel.SLACK:
            what = f"{shown(value)} is no Slack user id like U024BE7LH; copy it from the profile or {_ENROL}"
            return "" if _SLACK_USER.fullmatch(value) else what
        case Channel.TELEGRAM:
            what = f"{shown(value)} is no numeric chat id of a person; {_ENROL}"
            return "" if _TELEGRAM_CHAT.fullmatch(value) else what
        case _:
            assert_never(channel)
