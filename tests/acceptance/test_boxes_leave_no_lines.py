"""A lead who writes, changes their mind, cancels and forgets, for weeks: no line is left of a box that is done with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.channels.web import WEB
from bot.adapters.channels.web.links import address_of, new_token
from bot.adapters.clock import ShiftedClock
from bot.app.loops import App
from bot.app.world import World
from bot.domain.digests.frozen_digest import Recipients
from bot.domain.identifiers import MessageRef, PersonId
from bot.domain.messaging.buttons import (
    DigestPress,
    DigestRef,
    FlagPress,
    Intent,
    OnDigest,
    OnFlag,
    OnPrompt,
    PromptPress,
)
from bot.domain.messaging.inbound import Event, Inbound, Pressed, Typed
from bot.domain.organisation.people import Membership, Person, Role, Roster
from bot.flows.answering.read_chat import Chat, PageMessage, Place
from storage.database import Database
from tests.support.freezing import freeze
from tests.support.leads import FLAG, MONDAY, WEEK, a_digest
from tests.support.messages import words_of
from tests.support.weeks import WARD, the_programme

WEEKS = 5
START = datetime(2026, 3, 10, 13, tzinfo=UTC)
LINK = address_of(new_token(bytes([1] * 16)))
NELL = PersonId("nell")


class Lead:
    """Nell on her page of the web chat."""

    def __init__(self, storage: Database, folder: Path) -> None:
        self.clock = ShiftedClock(start=START, speed=0)
        self.app = App(World(storage=storage, keys_folder=folder / "keys", clock=self.clock))
        self._acts = 0

    async def page(self) -> Chat:
        chat = await self.app.graph.read_chat(LINK)
        assert chat is not None
        return chat

    async def does(self, event: Event, *, at: int = 0) -> PageMessage:
        """What this changed last on the page."""
        self._acts += 1
        update = Inbound(
            sender=LINK,
            update_id=f"u{self._acts}",
            sequence=self._acts,
            event=event,
            message=MessageRef(str(at)) if at else None,
        )
        await self.app.graph.inbox.receive([update])
        await self.app.graph.inbox.work_off()
        await self.app.graph.post_web.drain()
        return max((await self.page()).page, key=lambda each: each.message.change)

    async def press(self, intent: Intent, *, at: int = 0) -> PageMessage:
        return await self.does(Pressed(intent=intent), at=at)

    async def ask(self, what: OnDigest) -> PageMessage:
        return await self.press(DigestPress(digest=DigestRef(unit=WARD, week=WEEK), what=what))

    async def write(self, box: PageMessage, words: str) -> PageMessage:
        number = box.message.id
        return await self.does(Typed(text=words, reply_to=MessageRef(str(number))), at=number)

    async def then(self, draft: PageMessage, what: OnPrompt) -> PageMessage:
        intents = (button.intent for row in draft.message.message.buttons for button in row)
        intent = next(each for each in intents if isinstance(each, PromptPress) and each.what is what)
        return await self.press(intent, at=draft.message.id)


@pytest.mark.drill
async def test_a_lead_of_several_weeks_finds_one_message_for_each_thing_done(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    programme = the_programme()
    digest = replace(a_digest(programme.organisation), recipients=Recipients(readers=frozenset({NELL})))
    roster = Roster(
        people={NELL: Person(id=NELL, name="nell", channel=WEB)},
        memberships=frozenset({Membership(person=NELL, unit=WARD, role=Role.NURSING_LEAD)}),
        addresses={NELL: LINK},
    )
    async with sqlite_storage.writing() as work:
        await work.programmes.save(programme, at=MONDAY)
        await work.rosters.save(roster, at=MONDAY)
        await work.loop.add_flag(FLAG)
        await freeze(work, [digest])
    lead = Lead(sqlite_storage, tmp_path)
    for week in range(WEEKS):
        lead.clock.jump(START + timedelta(weeks=week))
        draft = await lead.write(await lead.ask(OnDigest.TELL_TEAM), "The lift is brokne")
        again = await lead.then(draft, OnPrompt.CHANGE)
        sent = await lead.then(await lead.write(again, "The lift is broken"), OnPrompt.SEND)
        assert "Sent to everybody" in words_of(sent.message.message)
        await lead.press(FlagPress(flag=FLAG.id, what=OnFlag.REPLY))
        reason = await lead.press(FlagPress(flag=FLAG.id, what=OnFlag.KNOWN_REASON))
        kept = await lead.then(await lead.write(reason, "The lift again"), OnPrompt.SEND)
        assert "The reason now stands" in words_of(kept.message.message)
        await lead.then(await lead.write(await lead.ask(OnDigest.START_ACTION), "Mend it"), OnPrompt.CANCEL)
        left = [await lead.ask(OnDigest.TELL_TEAM), await lead.ask(OnDigest.TELL_TEAM)]  # and is called away
        page = await lead.page()
        waiting = [each.message.id for each in page.page if each.place is Place.FIRST]
        assert waiting == [left[-1].message.id], "one box of those that were opened"
        assert len(page.page) == 3 * (week + 1) + 1
    lead.clock.jump(START + timedelta(weeks=WEEKS))
    page = await lead.page()
    assert [each.message.id for each in page.page if each.place is Place.FIRST] == []
    assert len(page.page) == 3 * WEEKS, "sent, noted, cancelled"
