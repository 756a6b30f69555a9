"""The people of a crash drill: one team on two channels, asked every day, and the buttons that they see."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.callback_text import decode
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import Answer
from bot.domain.organisation.people import (
    Address,
    Membership,
    Person,
    Role,
    Roster,
)
from bot.domain.programme.programme import (
    Budget,
    OnDays,
    Weekday,
)
from storage.database import Database
from tests.support.builders import ICU, a_programme
from tests.support.channels import SLACK, TELEGRAM

OPENS = datetime(2026, 1, 5, 10, tzinfo=UTC)
"""A Monday in winter, when London has UTC; there is a round every day at ten, open for twenty hours."""
REMINDED_AFTER = timedelta(hours=4)
HALF = 10
"""People on each channel."""


async def prepare(database: Database) -> None:
    """One team of twenty on two channels, asked one question every day."""
    people = {f"t{n:02}": Address(channel=TELEGRAM, value=str(500 + n)) for n in range(HALF)}
    people |= {f"s{n:02}": Address(channel=SLACK, value=f"U0STAFF{n:02}") for n in range(HALF)}
    programme = a_programme()
    daily = replace(
        programme.schedules[0],
        cadence=OnDays(days=tuple(Weekday), at=time(10)),
        open_hours=20,
        remind_after_hours=int(REMINDED_AFTER.total_seconds() // 3600),
    )
    roster = Roster(
        people={
            PersonId(name): Person(id=PersonId(name), name=name, channel=address.channel)
            for name, address in people.items()
        },
        memberships=frozenset(Membership(person=PersonId(name), unit=ICU, role=Role.MEMBER) for name in people),
        addresses={PersonId(name): address for name, address in people.items()},
    )
    async with database.writing() as work:
        start = OPENS - timedelta(hours=1)
        await work.programmes.save(
            replace(programme, schedules=(daily,), budget=Budget(questions_per_week=7)), at=start
        )
        await work.rosters.save(roster, at=start)
        for name, address in people.items():
            await work.rosters.enrol(PersonId(name), address, at=start)
        await work.rounds.set_horizon(daily.id, [ICU], start)


def answer_of(data: str) -> Answer | None:
    intent = decode(data)
    return intent if isinstance(intent, Answer) else None


def data_of(markup: dict[str, object] | None) -> list[list[str]]:
    rows: list[list[dict[str, str]]] = (markup or {}).get("inline_keyboard", [])  # type: ignore[assignment]
    return [[button.get("callback_data", "") for button in row] for row in rows]


def labels_of(blocks: list[dict[str, object]]) -> dict[str, str]:
    """The labels and values of the answer buttons of a Slack message."""
    found: dict[str, str] = {}
    for block in blocks:
        for element in block.get("elements", []):  # type: ignore[attr-defined]
            value = str(element.get("value", ""))
            if element.get("type") == "button" and answer_of(value):
                found[element["text"]["text"]] = value
    return found
