"""What one person presses in Telegram or Slack changes no byte that these platforms are given for anybody else, nor
the order of calls for them, nor what they find who look: home, menus, forms and what an administrator may look at.

Real libraries, real HTTP, two weeks; `tests/adversary/test_toggles.py` goes through every button and wish on the web.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.both_platforms import ON_SLACK, ON_TELEGRAM, RUNS_IT, Hospital, hospital, pressed
from tests.support.databases import sqlite_copy
from tests.support.patience import until

TICKS = ((1, 10, 0), (1, 10, 1), (3, 12, 0), (6, 10, 1), (7, 0, 1))
WEEKS = 2
Toggle = Callable[[Hospital], Awaitable[None]]


async def nothing(_hospital: Hospital) -> None:
    """What would be without it."""


async def on_telegram(hospital: Hospital) -> None:
    """An answer and another one, a pause and back, a stop."""
    telegram, chat = hospital.telegram, hospital.chats[ON_TELEGRAM]
    question = telegram.shown_in(chat)[-1]

    async def tap(label: str) -> None:
        before = len(question.edits)
        telegram.tap(chat, question.data(label), question.message_id)
        await until(lambda: len(question.edits) > before)

    async def say(command: str) -> None:
        before = len(telegram.shown_in(chat))
        telegram.say(chat, command)
        await until(lambda: len(telegram.shown_in(chat)) > before)

    await tap("Agree")
    await say("/pause")
    asked = telegram.shown_in(chat)[-1]
    telegram.tap(chat, asked.data("2 weeks"), asked.message_id)
    await until(lambda: "Paused until" in asked.text)
    await say("/resume")
    await say("/stop")
    assert "no more questions" in telegram.shown_in(chat)[-1].text


async def on_slack(hospital: Hospital) -> None:
    """Nights, and back; less often; a pause that stays."""
    person = hospital.slack.person(hospital.users[ON_SLACK])

    async def command(text: str) -> None:
        before = len(person.inbox)
        assert (await person.command(text)).acked
        await until(lambda: len(person.inbox) > before)

    async def press(label: str, then: str) -> None:
        asked = person.inbox[-1]
        await pressed(person, label, on=asked)
        await until(lambda: then in str(asked.blocks))

    asked = person.inbox[-1]
    await pressed(person, "More", on=asked)
    await person.choose("Ask me less often")
    await person.choose("Every 2 weeks")
    await until(lambda: "at most every 2 weeks" in str(asked.blocks))
    await command("pause")
    await press("4 weeks", "Paused until")
    await command("resume")
    await command("pause")
    await press("1 week", "Paused until")


async def answers_on_slack(hospital: Hospital) -> None:
    """An answer at the end of the scale, and words with it."""
    person = hospital.slack.person(hospital.users[ON_SLACK])
    asked = person.inbox[-1]
    await pressed(person, "Strongly disagree", on=asked)
    await until(lambda: "Recorded" in str(asked.blocks))
    assert (await person.says("The lift was out of order again")).acked


async def lived(template: Path, folder: Path, toggle: Toggle) -> Hospital:
    async with sqlite_copy(template, folder) as database, hospital(database, folder) as alive:
        for week in range(WEEKS):
            for day, hour, minute in TICKS:
                await alive.at(week, day, hour, minute)
                if (day, hour, minute) == TICKS[0]:
                    if week == 0:
                        await toggle(alive)
                    await alive.everybody_answers()
        await alive.at(WEEKS, 1, 14)
        await alive.at(WEEKS, 3, 14)
        await alive.everybody_looks()
        return alive


@pytest.mark.drill
async def test_nobody_else_is_given_another_byte_by_telegram_or_slack(sqlite_template: Path, tmp_path: Path) -> None:
    before = await lived(sqlite_template, tmp_path, nothing)
    assert any("nothing needs you" in each for messages in before.given(but=ON_SLACK).values() for each in messages)
    assert any("Who has joined" in each for each in before.given(but=ON_SLACK)[RUNS_IT])
    for person, other, toggle in (
        (ON_TELEGRAM, ON_SLACK, on_telegram),
        (ON_SLACK, ON_TELEGRAM, on_slack),
        (ON_SLACK, ON_TELEGRAM, answers_on_slack),
    ):
        after = await lived(sqlite_template, tmp_path, toggle)
        assert after.given(but=other)[person] != before.given(but=other)[person], "this person saw what they pressed"
        assert after.given(but=person) == before.given(but=person)
