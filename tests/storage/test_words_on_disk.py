"""Drafts of leads, and what Rounds says back to a press, stand unsealed in no file of a database, at no moment; and
once their time is over nothing of them stands there at all."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.messaging.buttons import (
    DigestPress,
    DigestRef,
    Intent,
    OnDigest,
    OnPrompt,
    OnSelf,
    PromptPress,
    SelfPress,
)
from bot.domain.messaging.inbound import Event, Inbound, Pressed, Typed
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from storage.database import Database
from tests.storage.test_bytes_on_disk import files
from tests.support.channels import WEB
from tests.support.databases import POSTGRES_BY_DRILLS
from tests.support.freezing import freeze
from tests.support.leads import TUESDAY, WEEK, a_digest
from tests.support.messages import words_of
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

__all__ = ["files"]
pytestmark = POSTGRES_BY_DRILLS

Opener = Callable[[], AbstractAsyncContextManager[Database]]
DRAFT, AGAIN = "canarydraft the night trolley", "canarysecond the night trolley"
STOPPED, PAUSED = "You will get no more questions", "Paused until"
LEAD, MEMBER, OTHER = "ward-nurse", "ward-m1", "ward-m2"


@dataclass(slots=True)
class Chats:
    """People in their web chats, in the whole bot on a real database."""

    database: Database
    app: App
    clock: ShiftedClock
    count: int = 0

    async def does(self, who: str, event: Event, *, message: str = "") -> None:
        self.count += 1
        update = Inbound(
            sender=Address(channel=WEB, value=f"at-{who}"),
            update_id=f"canary-{self.count}",
            sequence=self.count,
            event=event,
            message=MessageRef(message) if message else None,
        )
        await self.app.graph.inbox.receive([update])
        await self.app.graph.inbox.work_off()
        await self.app.graph.post_web.drain()

    async def press(self, who: str, intent: Intent) -> None:
        await self.does(who, Pressed(intent=intent))

    async def chat(self, who: str) -> Sequence[tuple[int, Message]]:
        shown = await self.app.graph.read_chat(Address(channel=WEB, value=f"at-{who}"), limit=99)
        assert shown is not None
        return [(each.id, each.message) for each in shown.messages]

    async def said(self, who: str) -> str:
        return "\n".join(words_of(message) for _, message in await self.chat(who))

    async def draft(self, words: str) -> PromptPress:
        """The lead writes to the whole team, and is shown it before it goes; what is pressed under it to cancel."""
        await self.press(LEAD, DigestPress(digest=DigestRef(unit=WARD, week=WEEK), what=OnDigest.TELL_TEAM))
        asked, _ = (await self.chat(LEAD))[-1]
        await self.does(LEAD, Typed(text=words, reply_to=MessageRef(str(asked))), message=str(asked))
        assert words in await self.said(LEAD)
        async with self.database.reading() as work:
            newest = (await work.prompts.open_of(PersonId(LEAD), now=self.clock.now()))[0]
        return PromptPress(prompt=newest.id, what=OnPrompt.CANCEL)


@pytest.fixture
async def chats(open_database: Opener, tmp_path: Path) -> AsyncIterator[Chats]:
    async with open_database() as database:
        async with database.writing() as work:
            await work.programmes.save(the_programme(), at=TUESDAY)
            await work.rosters.save(the_roster({WARD: 6, CLINIC: 2}), at=TUESDAY)
            await freeze(work, [a_digest(the_programme().organisation)])
        clock = ShiftedClock(start=TUESDAY, speed=0)
        app = App(World(storage=database, keys_folder=tmp_path / "keys", clock=clock))
        yield Chats(database=database, app=app, clock=clock)


def found(content: bytes) -> list[str]:
    return [words for words in (DRAFT, AGAIN, STOPPED, PAUSED) if words.encode() in content]


async def test_drafts_and_confirmations_are_never_in_the_open(chats: Chats, files: Callable[[Database], bytes]) -> None:
    cancel = await chats.draft(DRAFT)
    assert found(files(chats.database)) == [], "shown, and not sent"
    await chats.press(LEAD, cancel)
    await chats.draft(AGAIN)
    await chats.press(MEMBER, SelfPress(what=OnSelf.STOP_NOW))
    await chats.press(OTHER, SelfPress(what=OnSelf.PAUSE_2_WEEKS))
    assert found(files(chats.database)) == [], "said back"
    assert (STOPPED in await chats.said(MEMBER), PAUSED in await chats.said(OTHER)) == (True, True), "they can be read"


@pytest.mark.drill
async def test_once_their_time_is_over_nothing_of_them_is_kept(
    chats: Chats, files: Callable[[Database], bytes]
) -> None:
    await chats.draft(DRAFT)
    await chats.press(MEMBER, SelfPress(what=OnSelf.STOP_NOW))
    sealed = await kept(chats)
    assert len(sealed) >= 3
    assert all(each in files(chats.database) for each in sealed), "sealed, while they wait"
    for days in (4, 9, 14):
        chats.clock.jump(TUESDAY + timedelta(days=days))
        await chats.app.tick()
    assert await kept(chats) == []
    assert STOPPED not in await chats.said(MEMBER)
    if chats.database.file is not None:  # PostgreSQL's free space and log keep it, under a key that is destroyed
        assert [each for each in sealed if each in files(chats.database)] == []


async def kept(chats: Chats) -> list[bytes]:
    """How whatever lies sealed of the lead's draft, and of what was said to the member, begins: the rest may lie on
    other pages."""
    async with chats.database.reading() as work:
        prompts = await work.prompts.open_of(PersonId(LEAD), now=TUESDAY)
        shown = [
            each.words for who in (LEAD, MEMBER) for each in await work.web_chats.since(PersonId(who), 0, limit=99)
        ]
    drafts = [each.draft for each in prompts if each.draft is not None]
    return [each.body[:28] for each in [*drafts, *(each for each in shown if not isinstance(each, Message))]]
