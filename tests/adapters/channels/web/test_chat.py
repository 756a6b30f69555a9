"""The web chat through a real server on the loopback: pages, presses, words, joining and live updates."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry

from bot.adapters.channels.web.bell import Bell
from bot.adapters.channels.web.chat import ChatPages
from bot.adapters.channels.web.hub import Hub
from bot.adapters.channels.web.links import (
    address_of,
    chat_path,
    new_token,
)
from bot.adapters.channels.web.push import ServerKey
from bot.adapters.channels.web.server import WebServer
from bot.adapters.channels.web.serving import AddressTaken, serving
from bot.adapters.clock import SystemEntropy, SystemTimer
from bot.callback_text import encode
from bot.domain.errors import StorageUnavailable
from bot.domain.health.parts import Part
from bot.domain.health.troubles import LateTable, Parts, Trouble, TroubleKind, Troubles, monitored
from bot.domain.identifiers import AnswerCode, DeliveryKey, MessageRef, PersonId, PulseId
from bot.domain.messaging.buttons import Answer, DigestRef
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.inbound import (
    Command,
    Commanded,
    Inbound,
    Opened,
    Pressed,
    Receipt,
    Refusal,
    Typed,
)
from bot.domain.messaging.messages import Button, Message
from bot.domain.organisation.people import Address
from bot.flows.answering.hang_bell import HangBell
from bot.flows.answering.read_chat import Chat, ReadChat
from bot.flows.follow_up.digest_now import digests_now
from bot.flows.operations.check_readiness import DATABASE, LOG, RETENTION
from bot.ports import NewWebMessage
from storage.database import Database
from tests.support.builders import T0, a_roster
from tests.support.channels import WEB
from tests.support.clocks import StillClock, VirtualTimer
from tests.support.locales import OneLocale, nobody_is_listed
from tests.support.messages import a_message
from tests.support.patience import PATIENCE, until
from tests.support.sealing import seal_messages

TOKEN = new_token(bytes(range(16)))
GOOD_CODE = "KXQ4RT7BMN3Q"
ADA = PersonId("ada")
AGREE = Answer(pulse=PulseId("p1"), code=AnswerCode("3"))


class Inbox:
    """Takes what the page sends; refuses or fails when told to."""

    def __init__(self) -> None:
        self.updates: list[Inbound] = []
        self.broken = False
        self.refuse = False
        self.is_open = asyncio.Event()
        """While it is not set, the database takes its time."""
        self.is_open.set()
        self.then: Callable[[Sequence[Inbound]], Awaitable[None]] | None = None
        """What follows once something was taken."""

    async def __call__(self, updates: Sequence[Inbound]) -> Sequence[Receipt]:
        if self.broken:
            raise StorageUnavailable("the disk is full")
        await self.is_open.wait()
        self.updates += updates
        if self.then is not None:
            await self.then(updates)
        why = Refusal.PATIENT_TEXT if self.refuse else None
        explanation = "This may identify a patient." if self.refuse else ""
        return [Receipt(update_id=each.update_id, refused=why, explanation=explanation) for each in updates]

    @property
    def acts(self) -> list[Inbound]:
        return [update for update in self.updates if not isinstance(update.event, Opened)]


class Site:
    """A running server with one enrolled person, Ada."""

    def __init__(self, storage: Database, *, told_within: float = PATIENCE) -> None:
        self.storage, self.inbox, self.hub, self.clock = storage, Inbox(), Hub(), StillClock(T0)
        self.timer = VirtualTimer()
        folder = Path(str(storage.url.database)).parent / "keys"
        self.key, self.accepts = ServerKey(folder, entropy=SystemEntropy()), set[str]()
        """Endpoints that its pages take, beside which none is one."""
        self.codes = {"good-code": ADA, GOOD_CODE: ADA}
        self.troubles: dict[Part, Troubles] = {DATABASE: ()}
        self._read = ReadChat(storage=storage, messages=seal_messages(), clock=self.clock, digests_now=digests_now)
        self.long_pages_are_read = asyncio.Event()
        """While it is not set, more than one message takes its time to be read."""
        self.long_pages_are_read.set()
        self.app = WebServer(
            locale_of=OneLocale(),
            chats=ChatPages(
                read=self._read_slowly,  # type: ignore[arg-type]  # called in the same way
                receive=self.inbox,
                locale_of=OneLocale(),
                hub=self.hub,
                entropy=SystemEntropy(),
                timer=self.timer,
                bell=Bell(key=self.key, hang=HangBell(storage=storage), accepts=self.accepts.__contains__),
                offer_console=nobody_is_listed,
                told_within=told_within,
            ),
            join=self._join,
            readiness=self._readiness,
            metrics=CollectorRegistry(),
            entropy=SystemEntropy(),
            timer=SystemTimer(),
        ).application()

    async def _read_slowly(self, address: Address, *, after: int = 0, limit: int = 60) -> Chat | None:
        if limit > 1:
            await self.long_pages_are_read.wait()
        return await self._read(address, after=after, limit=limit)

    async def _join(self, code: str, address: Address) -> str:
        async with self.storage.writing() as work:
            person = self.codes.pop(code, None)
            if person is None:
                return "This code is not valid any more."
            await work.rosters.enrol(person, address, at=T0)
        return ""

    async def _readiness(self) -> Parts:
        return self.troubles

    async def post(self, text: str, key: str = "k1", **more: object) -> int:
        return await self.put(a_message(text, **more), key)  # type: ignore[arg-type]

    async def put(self, message: Message, key: str = "k1", digest: DigestRef | None = None) -> int:
        new = NewWebMessage(person=ADA, words=message, key=DeliveryKey(key), posted_at=self.clock.now(), digest=digest)
        async with self.storage.writing() as work:
            (number,) = await work.web_chats.post_many([new], token=SystemEntropy().token)
        await self.hub.announce([ADA])
        return number

    async def edit(self, number: int, message: Message) -> None:
        async with self.storage.writing() as work:
            assert await work.web_chats.edit(ADA, MessageRef(str(number)), message)
        await self.hub.announce([ADA])


DRAWN = {"sec-fetch-dest": "image", "sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors"}
"""What a browser says of a picture that it draws on a page of ours."""
NOT_DRAWN = ({"sec-purpose": "prefetch;prerender"}, {"sec-fetch-dest": "document"}, {"sec-fetch-site": "cross-site"})
QUESTION_BUTTONS = ((Button(label="Agree", intent=AGREE),),)


async def test_a_page_shows_the_question_with_its_buttons(site: Site, browser: httpx.AsyncClient) -> None:
    number = await site.post("One question, one tap.\n\nDo you agree?", buttons=QUESTION_BUTTONS)
    page = await browser.get(chat_path(TOKEN))
    assert page.status_code == 200
    assert "<p>Do you agree?</p>" in page.text
    assert f'<button name="press" value="{encode(AGREE)}">Agree</button>' in page.text
    assert f'id="m{number}"' in page.text


async def test_only_the_page_in_use_says_that_a_person_has_seen_it(site: Site, browser: httpx.AsyncClient) -> None:
    await site.post("One question, one tap.")
    for method, path in (("GET", ""), ("HEAD", ""), ("GET", "/messages?after=0"), ("HEAD", "/messages"), ("GET", "")):
        assert (await browser.request(method, f"{chat_path(TOKEN)}{path}")).status_code == 200
    for method, headers in (("GET", {}), ("HEAD", DRAWN), *(("GET", DRAWN | each) for each in NOT_DRAWN)):
        assert (await browser.request(method, f"{chat_path(TOKEN)}/seen", headers=headers)).status_code == 204
    async with browser.stream("GET", f"{chat_path(TOKEN)}/events?after=0") as stream:
        await next_data(stream.aiter_lines())
    assert site.inbox.updates == []
    answer = await browser.post(f"{chat_path(TOKEN)}/act", json={"seen": True, "id": "s1"})
    assert answer.json() == {"said": "", "saved": True}
    assert [(each.event, each.sender) for each in site.inbox.updates] == [(Opened(), address_of(TOKEN))]


async def test_a_press_reaches_the_inbox_with_its_order_and_message(site: Site, browser: httpx.AsyncClient) -> None:
    fields = {"press": encode(AGREE), "message": "7", "id": "u1", "sequence": 42}
    answer = await browser.post(f"{chat_path(TOKEN)}/act", json=fields)
    assert answer.json() == {"said": "", "saved": True}
    (update,) = site.inbox.acts
    assert (update.event, update.sequence, update.message) == (Pressed(intent=AGREE), 42, "7")


async def test_what_two_chats_call_by_one_id_is_two_things(site: Site, browser: httpx.AsyncClient) -> None:
    other = new_token(bytes(16))
    async with site.storage.writing() as work:
        await work.rosters.save(a_roster(["ada", "ben"], channel=WEB), at=T0)
        await work.rosters.enrol(PersonId("ben"), address_of(other), at=T0)
    for token in (TOKEN, other, TOKEN):
        await browser.post(f"{chat_path(token)}/act", json={"press": encode(AGREE), "message": "7", "id": "u1"})
    first, of_other, again = [update.update_id for update in site.inbox.acts]
    assert first == again != of_other


async def test_a_page_that_takes_long_to_read_holds_up_no_press_on_it(site: Site, browser: httpx.AsyncClient) -> None:
    site.long_pages_are_read.clear()
    answer = await browser.post(f"{chat_path(TOKEN)}/act", json={"press": encode(AGREE), "message": "7", "id": "u1"})
    assert answer.json() == {"said": "", "saved": True}
    assert [update.event for update in site.inbox.acts] == [Pressed(intent=AGREE)]


async def test_words_that_are_too_long_stay_in_their_box_and_go_nowhere(site: Site, browser: httpx.AsyncClient) -> None:
    number = await site.put(replace(a_message("What will be done?", asks_reply=True), longest_reply=20))
    fields = {"text": "A second trolley for the night", "message": str(number)}
    said = "That has 30 characters, and 20 fit. Nothing was saved. Please shorten it and send it again."
    answer = await browser.post(f"{chat_path(TOKEN)}/act", json=fields)
    assert answer.json() == {"said": said, "saved": False}
    page = await browser.post(f"{chat_path(TOKEN)}/act", data=fields)
    assert page.status_code == 422
    assert said in page.text
    assert ">A second trolley for the night</textarea>" in page.text
    assert site.inbox.acts == []
    await browser.post(f"{chat_path(TOKEN)}/act", json=fields | {"text": "A second\n\n  trolley"})
    assert len(site.inbox.acts) == 1


async def test_words_and_commands_are_taken(site: Site, browser: httpx.AsyncClient) -> None:
    await browser.post(f"{chat_path(TOKEN)}/act", json={"text": "A second trolley.", "message": "9"})
    await browser.post(f"{chat_path(TOKEN)}/act", json={"command": "pause"})
    typed, commanded = (update.event for update in site.inbox.acts)
    assert isinstance(typed, Typed)
    assert (typed.text, typed.reply_to) == ("A second trolley.", "9")
    assert commanded == Commanded(command=Command.PAUSE)


async def test_refused_words_are_explained_at_once(site: Site, browser: httpx.AsyncClient) -> None:
    site.inbox.refuse = True
    answer = await browser.post(f"{chat_path(TOKEN)}/act", json={"text": "943 476 5919"})
    assert answer.json() == {"said": "This may identify a patient.", "saved": False}


@pytest.mark.parametrize("site", [2.0], indirect=True)
async def test_a_store_that_takes_too_long_is_said_too_and_the_tap_counts_in_the_end(
    site: Site, browser: httpx.AsyncClient
) -> None:
    site.inbox.is_open.clear()
    answer = await browser.post(f"{chat_path(TOKEN)}/act", json={"press": encode(AGREE)})
    assert (answer.status_code, answer.json()["said"]) == (503, "Not saved yet. Please tap again.")
    site.inbox.is_open.set()
    await until(lambda: site.inbox.acts)


async def test_a_broken_store_is_said_and_not_papered_over(site: Site, browser: httpx.AsyncClient) -> None:
    site.inbox.broken = True
    answer = await browser.post(f"{chat_path(TOKEN)}/act", json={"press": encode(AGREE)})
    assert answer.status_code == 503
    assert answer.json()["said"] == "Not saved yet. Please tap again."


@pytest.mark.parametrize(
    "fields", [{}, {"press": "nonsense"}, {"command": "drop tables"}, {"text": "   "}], ids=lambda each: str(each)
)
async def test_what_makes_no_sense_is_refused(site: Site, browser: httpx.AsyncClient, fields: dict[str, str]) -> None:
    assert (await browser.post(f"{chat_path(TOKEN)}/act", json=fields)).status_code == 400
    assert site.inbox.acts == []


async def test_broken_json_and_huge_bodies_are_refused(site: Site, browser: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    assert (await browser.post(f"{chat_path(TOKEN)}/act", content="{", headers=headers)).status_code == 400
    assert (await browser.post(f"{chat_path(TOKEN)}/act", json={"text": "x" * 20000})).status_code == 413
    assert (await browser.post(f"{chat_path(TOKEN)}/act", json=["press"])).status_code == 400
    assert site.inbox.acts == []


@pytest.mark.parametrize("path", ["", "/messages", "/events"])
async def test_an_unknown_link_shows_nothing(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(f"/c/not-a-token{path}")).status_code == 404


async def test_an_unknown_link_cannot_act(site: Site, browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/c/not-a-token/act", json={"command": "help"})).status_code == 404
    assert site.inbox.updates == []


async def test_peoples_words_appear_as_text_only(site: Site, browser: httpx.AsyncClient) -> None:
    await site.post('<script>alert(1)</script> & "quoted"')
    page = (await browser.get(chat_path(TOKEN))).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page


async def test_a_picture_carries_its_words(site: Site, browser: httpx.AsyncClient) -> None:
    await site.post("The chart.", picture=Picture(png=b"\x89PNG", alt="Six weeks, steady."))
    page = (await browser.get(chat_path(TOKEN))).text
    assert 'alt="Six weeks, steady."' in page


@pytest.mark.parametrize("hostile", ["7\u0000", "\ud800", "7\u200b", "\uff17", "7 ", "x" * 129, ["7"], {"a": 1}])
async def test_an_id_of_no_plain_form_is_refused_at_the_door(
    site: Site, browser: httpx.AsyncClient, hostile: object
) -> None:
    body = json.dumps({"press": encode(AGREE), "id": hostile})
    answer = await browser.post(f"{chat_path(TOKEN)}/act", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert site.inbox.updates == []


@pytest.mark.parametrize("hostile", ["abc", "-7", "7\u0000", "0x7", "9" * 40, "\uff17"])
async def test_a_message_number_of_no_plain_form_names_no_message(
    site: Site, browser: httpx.AsyncClient, hostile: str
) -> None:
    await browser.post(f"{chat_path(TOKEN)}/act", json={"press": encode(AGREE), "id": "u1", "message": hostile})
    assert [update.message for update in site.inbox.updates] == [None]


async def test_pages_forbid_scripts_from_elsewhere_and_keep_the_link_secret(browser: httpx.AsyncClient) -> None:
    headers = (await browser.get(chat_path(TOKEN))).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


async def test_an_open_page_hears_of_new_and_edited_messages(site: Site, browser: httpx.AsyncClient) -> None:
    async with browser.stream("GET", f"{chat_path(TOKEN)}/events?after=0") as stream:
        lines = stream.aiter_lines()
        number = await site.post("First words.")
        assert "First words." in await next_data(lines)
        async with site.storage.writing() as work:
            await work.web_chats.edit(ADA, MessageRef(str(number)), a_message("Thank you. Recorded."))
        await site.hub.announce([ADA])
        assert "Thank you. Recorded." in await next_data(lines)


async def next_data(lines: AsyncIterator[str]) -> str:
    async with asyncio.timeout(PATIENCE):
        async for line in lines:
            if line.startswith("data:"):
                return line
    raise AssertionError("the stream ended")


async def test_a_code_opens_a_personal_page_once(browser: httpx.AsyncClient) -> None:
    for method in ("HEAD", "GET", "HEAD", "GET"):  # previews and scanners must not use the code up
        look = await browser.request(method, "/join/good-code")
        assert (look.status_code, "Join" in look.text) == (200, method == "GET")
    joined = await browser.post("/join/good-code")
    assert joined.status_code == 303
    assert (await browser.get(joined.headers["location"])).status_code == 200
    again = await browser.post("/join/good-code")
    assert (again.status_code, "not valid any more" in again.text) == (410, True)


async def test_health_says_what_is_wrong(site: Site, browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/healthz")).text == "ok\n"
    assert (await browser.get("/readyz")).json() == {"database": "ok"}
    site.troubles[DATABASE] = [Trouble(kind=TroubleKind.DATABASE_UNREAD)]
    red = await browser.get("/readyz")
    assert (red.status_code, red.json()) == (503, {"database": "cannot be read; check the disk and the server"})
    spoilt = [Trouble(kind=TroubleKind.LOG_SPOILT, detail="entry 3")]
    late = [Trouble(kind=TroubleKind.OVERDUE, tables=(LateTable(table="inbox", rows=10),))]
    site.troubles = {DATABASE: (), RETENTION: late, LOG: spoilt, replace(LOG, is_of_a_worker=True): spoilt}
    told = await browser.get("/readyz")
    assert (told.status_code, told.json()) == (200, {**monitored(site.troubles), "database": "ok"}), (
        "said, and pages stay in service"
    )


async def test_a_taken_port_is_one_clear_error(site: Site) -> None:
    async with serving(site.app, host="127.0.0.1", port=0) as root:
        port = int(re.sub(r".*:", "", root))
        with pytest.raises(AddressTaken, match="choose another port"):
            async with serving(site.app, host="127.0.0.1", port=port):
                pass
