"""What the web calls saved is filed, and what is not filed is never called so."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.callback_text import encode
from bot.domain.identifiers import AnswerCode, PersonId
from bot.domain.messaging.buttons import Answer, OnSelf, SelfPress
from storage.database import Database
from tests.acceptance.test_main_job import ASKED, TOKEN, Ward, ward

NOT_SAVED = "Rounds can take only so much in one minute. This one is not saved: please try again in a minute."


@pytest.fixture
async def icu(sqlite_storage: Database, tmp_path: Path) -> AsyncIterator[Ward]:
    async with ward(sqlite_storage, tmp_path, by_webhook=False) as ready:
        yield ready


@pytest.mark.drill
async def test_the_31st_action_in_a_minute_is_not_called_saved_and_counts_a_minute_later(icu: Ward) -> None:
    await icu.at(ASKED)
    async with icu.app.world.storage.reading() as work:
        (pulse,) = await work.pulses.open_of(PersonId("wren"), now=icu.clock.now())
    for number in range(30):
        act = {"press": encode(SelfPress(what=OnSelf.KEEP)), "id": f"tap-{number}"}
        assert (await icu.browser.post(f"/c/{TOKEN}/act", json=act)).json() == {"said": "", "saved": True}
    answer = {"press": encode(Answer(pulse=pulse.id, code=AnswerCode("3"))), "id": "answer"}
    refused = await icu.browser.post(f"/c/{TOKEN}/act", json=answer)
    assert refused.json() == {"said": NOT_SAVED, "saved": False}
    by_form = await icu.browser.post(f"/c/{TOKEN}/act", data=answer)
    page = await icu.browser.get(by_form.headers["location"])
    assert NOT_SAVED in page.text.split('id="status"')[1]
    assert "Recorded" not in page.text

    icu.clock.jump(icu.clock.now() + timedelta(seconds=61))
    assert (await icu.browser.post(f"/c/{TOKEN}/act", json=answer)).json() == {"said": "", "saved": True}
    await icu.page_says("Recorded")
