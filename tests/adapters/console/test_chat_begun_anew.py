"""A web chat on a new link: nothing in it tells anything of before."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from httpx import AsyncClient

from bot.adapters.channels.web.links import address_of
from bot.callback_text import encode
from bot.domain.asking.pulse_deliveries import question_of
from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import AnswerCode, PulseId, ScheduleId
from bot.domain.messaging.buttons import Answer, Intent, OnPulse, OnRaise, OnSelf, PulsePress, RaisePress, SelfPress
from bot.domain.messaging.inbound import Event, Inbound, Pressed, Typed
from bot.domain.organisation.people import Address
from bot.flows.answering.enrol import digest_of
from tests.support.builders import T0, a_pulse, a_round, after
from tests.support.channels import WEB
from tests.support.consoles import ICU, Hospital
from tests.support.own_pages import (
    LEO,
    MEM,
    link_chat,
)


class Chat:
    """Somebody's page of the web chat."""

    def __init__(self, hospital: Hospital, token: str) -> None:
        self.hospital, self.token, self._acts = hospital, token, 0

    async def does(self, event: Event) -> None:
        self._acts += 1
        sender, name = address_of(self.token), f"{self.token}-{self._acts}"
        graph = self.hospital.app.graph
        await graph.inbox.receive([Inbound(sender=sender, update_id=name, sequence=self._acts, event=event)])
        await graph.inbox.work_off()
        await graph.post_web.drain()

    async def presses(self, *intents: Intent) -> None:
        for intent in intents:
            await self.does(Pressed(intent=intent))

    async def says(self) -> str:
        """On the page and in what a page that is open asks for."""
        async with self.hospital.browser() as phone:
            page = (await phone.get(f"/c/{self.token}")).text
            return html.unescape(page + (await phone.get(f"/c/{self.token}/messages")).text)


@pytest.mark.drill
@pytest.mark.parametrize("is_answered", [True, False])
async def test_nor_does_the_chat_itself_tell_anything_of_before(
    hospital: Hospital, tmp_path: Path, is_answered: bool
) -> None:
    """Neither what they answered, nor that they pause or have begun to raise something; an open question comes anew and
    says nothing of what became of it."""
    graph, old, around = hospital.app.graph, Chat(hospital, "mem" * 8), a_round(opens_at=after(days=1))
    await link_chat(hospital, MEM, "mem", at=T0)
    hospital.clock.advance(days=1)
    async with hospital.storage.writing() as work:
        await work.rosters.enrol(LEO, Address(channel=WEB, value="at-leo"), at=T0)
        await work.rounds.claim_many([around])
        pulse = replace(a_pulse(MEM, identity="p1", round_=around), sent_at=around.opens_at)
        await work.pulses.add([pulse])
        await work.deliveries.add([question_of(pulse, WEB, due_at=around.opens_at)])
    await graph.post_web.drain()
    if is_answered:
        await old.presses(Answer(pulse=pulse.id, code=AnswerCode("3")), SelfPress(what=OnSelf.ANSWERS))
        await old.presses(SelfPress(what=OnSelf.PAUSE_2_WEEKS))
        await old.presses(RaisePress(what=OnRaise.TO_LEADS, unit=ICU))
        await old.does(Typed(text="The drug fridge alarm is ignored", is_for_note=True))
        told = ("Recorded", "Your answers", "Agree", "Paused until", "fridge")
        before = await old.says()
        assert [each for each in told if each not in before] == []
        assert list((tmp_path / "keys").glob("*.note"))

    code = "ABCD2345"
    async with hospital.storage.writing() as work:
        await work.codes.replace(MEM, digest_of(code), expires_at=after(days=3))
    async with hospital.browser() as finder:
        await finder.post(f"/join/{code}", {}, token=False)
        new = Chat(hospital, finder.page.url.path.removeprefix("/c/"))
    await graph.post_web.drain()
    found = await new.says()
    for words in ("Recorded", "Your answers", "Paused", "fridge", ">Send<", ">Change<", "no more questions"):
        assert words not in found, words
    assert "Not now" not in found, "it would say what became of it"
    assert not list((tmp_path / "keys").glob("*.note"))
    assert "fridge" not in await old.says()
    await new.presses(Answer(pulse=pulse.id, code=AnswerCode("4")))
    assert "Recorded" in await new.says()


@pytest.mark.drill
async def test_what_is_pressed_on_a_question_that_came_anew_does_not_tell_whether_it_was_answered(
    hospital: Hospital,
) -> None:
    """Whatever is pressed or forged there, also late and twice: the same answers as if nobody had answered before."""
    graph, old = hospital.app.graph, Chat(hospital, "mem" * 8)
    await link_chat(hospital, MEM, "mem", at=T0)
    hospital.clock.advance(days=1)
    tried: list[OnPulse | str] = [*OnPulse, "3", "4", "99", "words"]
    names = [(f"a{number}", f"u{number}") for number in range(len(tried))]
    around = {name: a_round(opens_at=after(days=1)) for pair in names for name in pair}
    around = {name: replace(each, schedule=ScheduleId(name)) for name, each in around.items()}
    async with hospital.storage.writing() as work:
        await work.rounds.claim_many(list(around.values()))
        asked = [replace(a_pulse(MEM, identity=n, round_=r), sent_at=r.opens_at) for n, r in around.items()]
        await work.pulses.add(asked)
        await work.deliveries.add([question_of(each, WEB, due_at=each.due_at) for each in asked])
    await graph.post_web.drain()
    for answered, _ in names:
        await old.presses(Answer(pulse=PulseId(answered), code=AnswerCode("3")))
    code = "ABCD2345"
    async with hospital.storage.writing() as work:
        await work.codes.replace(MEM, digest_of(code), expires_at=after(days=3))
    async with hospital.browser() as finder:
        await finder.post(f"/join/{code}", {}, token=False)
        token = finder.page.url.path.removeprefix("/c/")
        await graph.post_web.drain()
        for what, pair in zip(tried, names, strict=True):
            hospital.clock.advance(minutes=2)  # a chat takes only so much in one
            told = [await acted(hospital, finder.client, token, PulseId(name), what) for name in pair]
            assert told[0] == told[1], what
    async with hospital.storage.reading() as work:
        assert await work.pulses.to_remind(now=after(days=4), limit=9) == [], "it would tell which are open"
        kept = await work.pulses.many([PulseId(names[0][0])])
    assert kept[PulseId(names[0][0])].state is PulseState.ANSWERED, "what was said counts until it is said anew"


async def acted(hospital: Hospital, client: AsyncClient, token: str, pulse: PulseId, what: OnPulse | str) -> list[str]:
    """What each of two presses is answered, and what stands on the page of a question then, without its numbers."""
    told, graph = [], hospital.app.graph
    async with hospital.storage.reading() as work:
        number = await work.pulses.message_of(pulse)
    for act in ("1", "2"):
        fields: dict[str, object] = {"id": f"{pulse}-{act}", "sequence": 0, "message": number}
        if isinstance(what, OnPulse):
            fields["press"] = encode(PulsePress(pulse=pulse, what=what))
        elif what == "words":
            fields["text"] = "Some words"
        else:
            fields["press"] = encode(Answer(pulse=pulse, code=AnswerCode(what)))
        answer = await client.post(f"/c/{token}/act", json=fields)
        told.append(answer.text)
        await graph.inbox.work_off()
        await graph.post_web.drain()
        shown = (await client.get(f"/c/{token}/messages")).json()["messages"]
        newest = max(shown, key=lambda each: each["change"])
        drawn = rf"\b{pulse}\b|{newest['id']}|data-state=\"[^\"]*\"|[0-9a-f]{{24}}"
        told.append(re.sub(drawn, "", newest["html"]))
    return told
