"""A platform that never answers holds up nobody on another channel: filing awaits the database and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.callback_text import encode
from bot.domain.identifiers import AnswerCode, PersonId
from bot.domain.messaging.buttons import Answer
from storage.database import Database
from tests.acceptance.test_main_job import ASKED, TOKEN, Ward, ward
from tests.support.patience import PATIENCE, until, until_seen
from tests.support.telegram.records import Call, Fault, Late

STRANGERS = 12
"""Each greeting waits ten seconds for its answer; one after the other they would take longer than patience lasts."""


@pytest.fixture(params=[False, True], ids=["polling", "webhook"])
async def icu(request: pytest.FixtureRequest, sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Ward]:
    async with ward(sqlite_storage, tmp_path, by_webhook=request.param) as ready:
        yield ready
        await ready.telegram.down()  # a stop would wait for the answers as long as anybody does


@pytest.mark.drill
async def test_five_taps_on_the_web_are_filed_while_telegram_never_answers(icu: Ward) -> None:
    await icu.at(ASKED)
    await until(lambda: bool(icu.telegram.shown_in(101)))
    storage = icu.app.world.storage
    async with storage.reading() as work:
        (pulse,) = await work.pulses.open_of(PersonId("wren"), now=icu.clock.now())
    icu.telegram.judge = never_answers
    for number in range(STRANGERS):
        icu.telegram.say(900 + number, "hello")
    await until(
        lambda: any(call.method == "sendMessage" and call.params["chat_id"] >= 900 for call in icu.telegram.calls)
    )
    for code in ("1", "2", "3", "4", "3"):
        press = encode(Answer(pulse=pulse.id, code=AnswerCode(code)))
        answer = await icu.browser.post(f"/c/{TOKEN}/act", json={"press": press, "id": f"tap-{code}"})
        assert answer.json() == {"said": "", "saved": True}

    async def is_filed() -> bool:
        async with storage.reading() as work:
            return len(await work.inbox.pending(limit=10_000)) == 0

    await until_seen(is_filed)
    await icu.page_says("Recorded")


def never_answers(call: Call) -> Fault | None:
    return Late(seconds=10 * PATIENCE) if call.method in {"sendMessage", "editMessageText"} else None
