"""More and Not now on Slack, from the tap to what stands in the chat: real libraries, real HTTP, a real database."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.adapters.channels.slack.channel import CHANNEL as SLACK
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import PersonId
from storage.database import Database
from tests.support.builders import a_programme, a_roster
from tests.support.channels import unpaced
from tests.support.patience import until
from tests.support.slack.blockkit import visible_text
from tests.support.slack.people import Person
from tests.support.slack.server import SlackServer

BEFORE = datetime(2026, 3, 3, 9, 58, tzinfo=UTC)
ASKED = datetime(2026, 3, 3, 10, 0, 5, tzinfo=UTC)


@pytest.fixture
async def nurse(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody who was just asked."""
    clock = ShiftedClock(start=BEFORE)
    app = App(World(storage=sqlite_storage, keys_folder=tmp_path / "keys", clock=clock))
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackServer())
        tokens = {"bot_token": SecretStr(slack.bot_token), "app_token": SecretStr(slack.app_token)}
        await app.open_channel(unpaced(SLACK), SlackSettings(**tokens, api_url=slack.api_url, rate=200), stack)
        async with sqlite_storage.writing() as work:
            await work.programmes.save(a_programme(), at=BEFORE)
            await work.rosters.save(a_roster({PersonId("ann"): "U0ANN"}, channel=SLACK.id), at=BEFORE)
        await stack.enter_async_context(app.running(tick_every=3600))
        clock.jump(ASKED)
        await app.tick()
        person = slack.person("U0ANN")
        await until(lambda: bool(person.inbox))
        yield person


async def test_each_menu_is_one_tap_away_and_leaves_the_question_where_it_is(nurse: Person) -> None:
    (question,) = nurse.inbox
    asked = visible_text(question.blocks)

    assert (await nurse.press("Not now")).acked
    assert nurse.modal is not None
    assert "When shall we ask again?" in visible_text(nurse.modal["blocks"])
    assert visible_text(question.blocks) == asked
    await nurse.choose("Tomorrow")
    await until(lambda: "We will ask again" in visible_text(question.blocks))
    assert nurse.modal is None

    await nurse.press("Answer now")
    await until(lambda: "More" in str(question.blocks))
    asked = visible_text(question.blocks)
    await nurse.press("More")
    await nurse.choose("Who sees what?")
    assert nurse.modal is not None
    assert "What we cannot promise" in visible_text(nurse.modal["blocks"])
    assert visible_text(question.blocks) == asked

    await nurse.press("More", trigger_id="1.spent")
    await until(lambda: "What would you like?" in visible_text(question.blocks))
    await nurse.press("Back to the question")
    await until(lambda: visible_text(question.blocks) == asked)

    await nurse.press("More")
    await nurse.choose("Pause")
    await nurse.choose("2 weeks")
    await until(lambda: "Paused until" in visible_text(question.blocks))
    assert nurse.inbox == [question]
