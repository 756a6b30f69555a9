"""An update that waits in the inbox comes back equal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import MessageRef
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
)
from bot.domain.organisation.people import Address
from storage.codecs.inbound import decode_inbound, encode_inbound
from tests.support import channels
from tests.support.presses import INTENTS

WORDS = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
IDS = st.from_regex(r"[a-z0-9|.-]{1,20}", fullmatch=True)
REFS = st.none() | IDS.map(MessageRef)
EVENTS = st.one_of(
    st.builds(Pressed, intent=INTENTS),
    st.builds(Typed, text=st.text(max_size=40), reply_to=REFS, refused=st.sampled_from(["", "phone number"])),
    st.builds(Commanded, command=st.sampled_from(Command)),
    st.builds(Started, code=st.text(max_size=22)),
    st.just(Blocked()),
    st.just(Returned()),
    st.just(Opened()),
)
UPDATES = st.builds(
    Inbound,
    sender=st.builds(Address, channel=st.sampled_from(channels.ALL), value=IDS),
    update_id=IDS,
    sequence=st.integers(0, 2**62),
    event=EVENTS,
    message=REFS,
    reply_via=st.text(max_size=40),
)


@settings(max_examples=60)
@given(UPDATES)
def test_an_update_comes_back_as_it_was_written(update: Inbound) -> None:
    text = encode_inbound(update)
    assert decode_inbound(update.sender.channel, update.update_id, text) == update


def test_an_update_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        decode_inbound("telegram", "1", '{"from":"1","sequence":1,"event":"danced"}')
