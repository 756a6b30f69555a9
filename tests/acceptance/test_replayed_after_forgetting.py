"""Whoever is forgotten or erased comes back by nothing that platforms bring again: no row, no line of the log."""

import copy
from collections.abc import Awaitable, Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.adapters.clock import SystemEntropy
from bot.adapters.recurrence import CronRecurrence
from bot.cli.person import run_person_erase
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Address
from storage.database import Database
from tests.support.both_platforms import ON_SLACK, ON_TELEGRAM, Hospital, hospital, pressed
from tests.support.channels import TELEGRAM
from tests.support.patience import until
from tests.support.slack.people import labels

CANARY = "orange-canary"


def on_disk(folder: Path) -> bytes:
    """The database with its log."""
    return b"".join(each.read_bytes() for each in folder.glob("rounds.db*"))


Goes = Callable[[Hospital, Database, Path], Awaitable[None]]


async def erased(alive: Hospital, database: Database, folder: Path) -> None:
    for person in (ON_SLACK, ON_TELEGRAM):
        await _erase(alive, database, folder, person)


async def _erase(alive: Hospital, database: Database, folder: Path, person: PersonId) -> None:
    await run_person_erase(
        person,
        confirmed=person,
        ask=None,
        keys=folder / "keys",
        database=database,
        clock=alive.clock,
        entropy=SystemEntropy(),
        recurrence=CronRecurrence(),
        out=Console(file=StringIO()),
    )


async def forgotten(alive: Hospital, _database: Database, _folder: Path) -> None:
    person = alive.slack.person(alive.users[ON_SLACK])
    await alive.commands_on_slack(person, "forget")
    asked = person.inbox[-1]
    await pressed(person, "Forget me now", on=asked)
    await until(lambda: "It is done" in str(asked.blocks))
    chat = alive.chats[ON_TELEGRAM]
    await alive.asked_on_telegram(chat, "forget")
    question = alive.telegram.shown_in(chat)[-1]
    alive.telegram.tap(chat, question.data("Forget me now"), question.message_id)
    await until(lambda: "It is done" in alive.telegram.shown_in(chat)[-1].text)


async def they_do_much(alive: Hospital) -> None:
    person, chat = alive.slack.person(alive.users[ON_SLACK]), alive.chats[ON_TELEGRAM]
    asked, question = person.inbox[-1], alive.telegram.shown_in(chat)[-1]
    await pressed(person, "More", on=asked)
    await person.choose("Ask me less often")
    await person.choose("Every 2 weeks")
    await until(lambda: "at most every 2 weeks" in str(asked.blocks))
    await pressed(person, "Back to the question", on=asked)
    await until(lambda: "Agree" in labels(asked.blocks))
    await pressed(person, "Agree", on=asked)
    await until(lambda: "Recorded" in str(asked.blocks))
    alive.telegram.tap(chat, question.data("Agree"), question.message_id)
    await until(lambda: "Recorded" in question.text)
    assert (await person.says(f"{CANARY} on Slack")).acked
    alive.telegram.say(chat, f"{CANARY} on Telegram", reply_to=question.message_id)
    await person.opens_home()
    for command in ("help", "privacy", "team", "mydata", "pause"):
        await alive.commands_on_slack(person, command)
        await alive.asked_on_telegram(chat, command)
    await alive.settled()


@pytest.mark.drill
@pytest.mark.parametrize("go", [forgotten, erased])
async def test_nothing_that_platforms_bring_again_brings_anybody_back(
    sqlite_storage: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str], go: Goes
) -> None:
    async with hospital(sqlite_storage, tmp_path) as alive:
        slack, telegram = alive.slack, alive.telegram
        on_slack, on_telegram = list[tuple[Any, Any]](), list[dict[str, Any]]()
        deliver, push = slack.events.deliver, telegram.push

        async def delivered(kind: Any, payload: Any, **how: Any) -> Any:
            on_slack.append((kind, copy.deepcopy(payload)))
            return await deliver(kind, payload, **how)

        def pushed(update: Any) -> int:
            on_telegram.append({**copy.deepcopy(dict(update)), "update_id": push(update)})
            return int(on_telegram[-1]["update_id"])

        slack.events.deliver, telegram.push = delivered, pushed  # type: ignore[method-assign]
        await alive.at(0, 1, 10)
        await alive.at(0, 1, 10, 1)
        await they_do_much(alive)
        user, chat = alive.users[ON_SLACK], alive.chats[ON_TELEGRAM]
        places = [each.ts for each in slack.sent_to(user)]
        sought = [each.encode() for each in (user, slack.channel_of(user), *places, CANARY)]
        assert {sought[0], sought[1], sought[2]} <= {each for each in sought if each in on_disk(tmp_path)}
        await go(alive, sqlite_storage, tmp_path)
        await alive.at(0, 1, 11)
        said_on_slack, said_on_telegram = len(slack.messages), len(telegram.sent)
        capfd.readouterr()

        for kind, payload in on_slack:
            assert (await deliver(kind, payload)).acked
        for update in on_telegram:
            push(update)
        await until(lambda: not telegram.unconfirmed)
        await alive.settled()
        assert len(telegram.sent) == said_on_telegram, "each is known, and nobody is answered again"
        news = slack.messages[said_on_slack:]  # what only looked was never filed, and is a stranger's press now
        assert [each.to for each in news if "not on a team list" not in str(each.blocks)] == []
        assert {each.to for each in news} <= {user}
        assert "".join(capfd.readouterr()) == ""
        assert [each for each in sought if each in on_disk(tmp_path)] == []

        for update in on_telegram:  # as updates of their own, like a tap on a screen that is out of date
            push({**update, "update_id": telegram.next_update_id()})
        await until(lambda: not telegram.unconfirmed)
        await alive.settled()
        await until(lambda: "not on a team list" in telegram.shown_in(chat)[-1].text)
        async with sqlite_storage.reading() as work:
            assert await work.rosters.at_address(Address(channel=TELEGRAM, value=str(chat))) is None
