"""Codes as rows of a file: the same from the console and from `rounds enrol`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import Final

from bot.domain.messaging.orders import grouped
from bot.flows.answering.enrol import IssuedCode

COLUMNS: Final = ("person_id", "code", "link", "expires_at", "name", "unit", "channel")


def code_rows(issued: Iterable[IssuedCode]) -> Iterator[Sequence[str]]:
    """The names of the columns, then a row for each code."""
    yield COLUMNS
    for each in issued:
        expires = each.expires_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        person = each.person
        yield person.id, grouped(each.code), each.link, expires, person.name, ", ".join(each.units), person.channel
