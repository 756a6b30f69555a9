"""The web chat without a script: plain forms do the same, and words that were not saved come back."""

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.adapters.channels.web.links import address_of, chat_path, new_token
from bot.callback_text import encode
from bot.domain.messaging.inbound import Commanded, Opened, Pressed
from tests.adapters.channels.web.test_chat import AGREE, DRAWN, TOKEN, Site


async def test_a_page_without_a_script_is_seen_by_a_picture_of_its_own(site: Site, browser: httpx.AsyncClient) -> None:
    page = await browser.get(chat_path(TOKEN))
    assert f'<noscript><link rel="stylesheet" href="{chat_path(TOKEN)}/seen.css"></noscript>' in page.text
    assert 'url("seen")' in (await browser.get(f"{chat_path(TOKEN)}/seen.css")).text
    assert (await browser.get(f"{chat_path(TOKEN)}/seen", headers=DRAWN)).status_code == 204
    assert [(each.event, each.sender) for each in site.inbox.updates] == [(Opened(), address_of(TOKEN))]
    assert (await browser.get(f"{chat_path(new_token(bytes(16)))}/seen", headers=DRAWN)).status_code == 404
    assert len(site.inbox.updates) == 1


async def test_whoever_sends_a_plain_form_has_the_page_before_their_eyes(
    site: Site, browser: httpx.AsyncClient
) -> None:
    await browser.post(f"{chat_path(TOKEN)}/act", data={"press": encode(AGREE), "message": "7"})
    await browser.post(f"{chat_path(TOKEN)}/act", data={"command": "help"})
    assert [type(each.event) for each in site.inbox.updates] == [Opened, Pressed, Commanded], "nothing new lies there"
    await site.post("Another one.")
    await browser.post(f"{chat_path(TOKEN)}/act", data={"command": "why"})
    assert [type(each.event) for each in site.inbox.updates[3:]] == [Opened, Commanded]


async def test_without_a_script_a_plain_form_does_the_same(site: Site, browser: httpx.AsyncClient) -> None:
    answer = await browser.post(f"{chat_path(TOKEN)}/act", data={"press": encode(AGREE), "message": "7"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{chat_path(TOKEN)}?said=saved&at=7#m7")
    assert [update.event for update in site.inbox.acts] == [Pressed(intent=AGREE)]


async def test_without_a_script_a_broken_store_is_said_too(site: Site, browser: httpx.AsyncClient) -> None:
    site.inbox.broken = True
    answer = await browser.post(f"{chat_path(TOKEN)}/act", data={"press": encode(AGREE), "message": "7"})
    site.inbox.broken = False  # the page is drawn again when the disk has room again
    page = await browser.get(answer.headers["location"])
    assert "Not saved yet. Please tap again.</p>" in page.text
    assert "patient" not in page.text.split('id="status"')[1].split("</p>")[0]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("site", [0.0], indirect=True)
async def test_a_press_that_finds_no_time_is_told_so_at_its_message(browser: httpx.AsyncClient) -> None:
    answer = await browser.post(f"{chat_path(TOKEN)}/act", data={"press": encode(AGREE), "message": "7"})
    assert answer.headers["location"] == f"{chat_path(TOKEN)}?said=not_saved&at=7#m7"


@pytest.mark.parametrize(
    ("broken", "status", "said"), [(False, 422, "This may identify a patient."), (True, 503, "Not saved yet")]
)
async def test_without_a_script_words_that_were_not_saved_come_back_into_their_box(
    site: Site, browser: httpx.AsyncClient, broken: bool, status: int, said: str
) -> None:
    number = await site.post("What shall the team read?", asks_reply=True)
    await site.post("And why?", key="k2", asks_reply=True)
    words = "Bed 4 <b>& its nurse</b>\nsaid so"
    site.inbox.refuse, site.inbox.broken = not broken, broken
    answer = await browser.post(f"{chat_path(TOKEN)}/act", data={"text": words, "message": str(number)})
    assert (answer.status_code, answer.headers.get("location")) == (status, None)
    boxes = re.findall(r"<textarea([^>]*)>(.*?)</textarea>", answer.text, re.DOTALL)
    assert sorted(unescape(box) for _, box in boxes) == ["", words]
    (own,) = [told for told in answer.text.split('<li class="message')[1:] if f'id="m{number}"' in told]
    assert said in own
    assert "autofocus" in own
    assert "Bed 4" not in (await browser.get(chat_path(TOKEN))).text


async def test_without_a_script_words_that_are_sent_twice_have_one_id(site: Site, browser: httpx.AsyncClient) -> None:
    await site.post("What shall the team read?", asks_reply=True)
    drawings = [await browser.get(chat_path(TOKEN)) for _ in range(2)]
    ids = [re.findall(r'<input type="hidden" name="id" value="(\w+)"', each.text) for each in drawings]
    ((first,), (second,)) = ids
    assert first != second, "what is written later into the same box is no repetition"
    for _ in range(2):
        await browser.post(f"{chat_path(TOKEN)}/act", data={"text": "A second trolley", "message": "1", "id": first})
    once, again = [each.update_id for each in site.inbox.acts]
    assert once == again


def spoil(database: Path) -> None:
    """Its disk went bad."""
    database.write_bytes(b"\xa5" * 9_000)


async def test_words_come_back_even_while_no_page_can_be_read(site: Site, browser: httpx.AsyncClient) -> None:
    await site.storage.close()
    spoil(Path(str(site.storage.url.database)))
    answer = await browser.post(f"{chat_path(TOKEN)}/act", data={"text": "A second trolley", "message": "7"})
    assert answer.status_code == 503
    assert "not saved yet" in answer.text
    assert ">A second trolley</textarea>" in answer.text
