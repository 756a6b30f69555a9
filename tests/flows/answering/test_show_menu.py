"""Menus that stand beside the chat: what they offer, and what is filed instead."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.channels.registry import longest_text
from bot.domain.asking.presses import is_look
from bot.domain.identifiers import MessageRef, PulseId
from bot.domain.messaging.buttons import Intent, OnPulse, OnSelf, PulsePress, SelfPress
from bot.domain.messaging.messages import Message
from bot.flows.answering.show_menu import ShowMenu
from bot.flows.answering.wishes.explain import Explain
from bot.ports import Storage
from tests.support.certificates import certificates
from tests.support.messages import words_of
from tests.support.ward import Ward

MOST_CHOICES = 10
"""Choices of one kind that Slack shows."""


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    return ward


async def looked(ward: Ward, intent: Intent, *, who: str = "ana", message: str | None = None) -> Message | None:
    show = ShowMenu(
        storage=ward.storage,
        clock=ward.clock,
        explain=Explain(pages=certificates()),
        own=ward.own,
        seal=ward.seal_messages,
        longest_text=longest_text,
    )
    return await show(ward.press(who, intent, message=message))


def on_pulse(what: OnPulse, who: str = "ana") -> PulsePress:
    return PulsePress(pulse=PulseId(f"pulse-{who}"), what=what)


def choices(message: Message | None) -> list[str]:
    assert message is not None
    return [button.label for row in message.buttons for button in row]


async def test_a_menu_offers_what_the_message_would_but_no_way_back(ward: Ward) -> None:
    for what in (OnPulse.MORE, OnPulse.NOT_NOW, OnPulse.WHY):
        beside = await looked(ward, on_pulse(what))
        assert beside is not None
        await ward.do(ward.on_pulse("ana", what))
        filed = await ward.shown("ana")
        assert words_of(beside) == words_of(filed)
        assert [*choices(beside), "Back to the question"] == choices(filed)
    assert choices(await looked(ward, on_pulse(OnPulse.MORE)))[:4] == [
        "Ask me less often",
        "I am on nights this week",
        "Pause",
        "Stop",
    ]
    assert len(choices(await looked(ward, on_pulse(OnPulse.MORE)))) <= MOST_CHOICES


@pytest.mark.parametrize(
    ("what", "offers"),
    [
        (OnSelf.PAUSE, ["1 week", "2 weeks", "4 weeks"]),
        (OnSelf.LESS_OFTEN, ["Every 2 weeks", "Every 4 weeks"]),
        (OnSelf.STOP, ["Stop", "Pause instead"]),
        (OnSelf.PRIVACY, []),
        (OnSelf.TEAM, []),
        (OnSelf.ANSWERS, []),
    ],
)
async def test_what_a_menu_leads_to(ward: Ward, what: OnSelf, offers: list[str]) -> None:
    assert choices(await looked(ward, SelfPress(what=what))) == offers


async def test_what_leads_to_languages_says_so_in_each_of_them(ward: Ward) -> None:
    *others, last = choices(await looked(ward, SelfPress(what=OnSelf.ME)))
    assert others == ["Show my answers", "Pause", "My data as a file", "Forget me"]
    assert last.startswith("Language / Iaith")
    offered = choices(await looked(ward, SelfPress(what=OnSelf.LANGUAGE)))
    assert {"Cymraeg (not yet read by a native speaker)", "English (United Kingdom)"} <= set(offered)


async def test_looking_writes_nothing(ward: Ward) -> None:
    before = await ward.pulse("ana")
    intents: list[Intent] = [on_pulse(what) for what in OnPulse]
    for intent in [*intents, *(SelfPress(what=what) for what in OnSelf)]:
        shown = await looked(ward, intent)
        assert (shown is None) or is_look(intent)
    assert await ward.deliveries() == {}
    assert await ward.pulse("ana") == before


async def test_whatever_is_no_plain_look_is_left_to_be_filed(ward: Ward) -> None:
    more, not_now = on_pulse(OnPulse.MORE), on_pulse(OnPulse.NOT_NOW)
    assert await looked(ward, on_pulse(OnPulse.SKIP)) is None
    assert await looked(ward, SelfPress(what=OnSelf.STOP_NOW)) is None
    assert await looked(ward, more, who="ben") is None, "somebody else's question"
    assert await looked(ward, more, who="nobody") is None
    await ward.do(ward.tap("ana", "3"))
    assert await looked(ward, not_now) is None, "it was answered"
    assert await looked(ward, more) is not None
    ward.clock.at = ward.round.closes_at
    assert await looked(ward, more) is None, "it has closed"


async def test_a_question_that_stands_again_further_down_is_left_to_be_filed(ward: Ward) -> None:
    pulse = await ward.pulse("ana")
    async with ward.storage.writing() as work:
        await work.pulses.save_many([replace(pulse, reminded=True)])
        await work.pulses.set_message(pulse.id, MessageRef("m-again"))
    assert await looked(ward, on_pulse(OnPulse.MORE)) is None
    assert await looked(ward, on_pulse(OnPulse.MORE), message="m-again") is not None


async def test_whoever_was_given_up_as_unreachable_is_filed_and_so_reachable_again(ward: Ward) -> None:
    press = ward.on_pulse("ana", OnPulse.MORE)
    async with ward.storage.writing() as work:
        await work.rosters.mark_unreachable(press.sender, at=ward.clock.now())
    assert await looked(ward, on_pulse(OnPulse.MORE)) is None
    await ward.do(press)
    assert await looked(ward, on_pulse(OnPulse.MORE)) is not None


async def test_without_a_programme_there_is_nothing_to_show(storage: Storage, tmp_path: Path) -> None:
    assert await looked(Ward(storage, tmp_path), SelfPress(what=OnSelf.PAUSE)) is None
