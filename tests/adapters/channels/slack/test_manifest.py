"""The manifest asks for no more than the adapter needs, and for no less."""

import re
from pathlib import Path

import pytest

from bot.adapters.clock import SystemClock
from bot.domain.identifiers import DeliveryKey
from bot.domain.messaging.documents import Picture
from bot.ports import CannotTell, ChannelBroken, Found, NotThere
from tests.support.messages import a_message
from tests.support.slack.harness import SlackHarness

MANIFEST = Path(__file__).parents[4] / "docs" / "slack-manifest.yaml"
NURSE = "U0NURSE001"
DIGEST = a_message("Nothing needs you.", picture=Picture(png=b"png", alt="Steady."))


def scopes_asked_for() -> set[str]:
    _, _, after = MANIFEST.read_text(encoding="utf-8").partition("    bot:\n")
    return set(re.findall(r"^      - ([a-z:]+)", after.partition("\nsettings:")[0], re.MULTILINE))


async def test_everything_works_with_the_scopes_of_the_manifest(at: SlackHarness) -> None:
    at.slack.scopes = scopes_asked_for()
    ref = await at.messenger.send(at.address(NURSE), DIGEST, key=DeliveryKey("k"))
    await at.messenger.edit(at.address(NURSE), ref, DIGEST)
    (sent,) = at.slack.messages
    assert any(block["type"] == "image" for block in sent.blocks)
    began = SystemClock().now()
    found = await at.messenger.find_sent(at.address(NURSE), key=DeliveryKey("k"), since=began, near=None)
    assert found == Found(ref=ref)
    missed = await at.messenger.find_sent(at.address(NURSE), key=DeliveryKey("k2"), since=began, near=ref)
    assert missed == NotThere()
    assert not [call for call in at.slack.calls if call.outcome != "ok"]


async def test_no_scope_of_the_manifest_can_be_spared(at: SlackHarness) -> None:
    wanted = scopes_asked_for()
    ref = await at.messenger.send(at.address(NURSE), a_message("?"), key=DeliveryKey("k"))
    at.slack.scopes = wanted - {"chat:write"}
    with pytest.raises(ChannelBroken):
        await at.messenger.send(at.address(NURSE), a_message("?"), key=DeliveryKey("k2"))
    for spared, near in (("im:history", ref), ("im:write", None)):
        at.slack.scopes = wanted - {spared}
        began = SystemClock().now()
        looked = await at.messenger.find_sent(at.address(NURSE), key=DeliveryKey("k"), since=began, near=near)
        assert looked == CannotTell()
    at.slack.scopes = wanted - {"files:write"}
    await at.messenger.send(at.address(NURSE), DIGEST, key=DeliveryKey("k3"))
    assert [block["type"] for block in at.slack.messages[-1].blocks] == ["section", "section"]
    assert wanted - {"commands"} == {"chat:write", "files:write", "im:history", "im:write"}, "commands needs itself"
