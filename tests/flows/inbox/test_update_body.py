"""An update that waits in the inbox comes back equal, and its length tells nothing."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identifiers import MessageRef
from bot.domain.messaging.free_text_guard import LONGEST_TEXT
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Deleted,
    Edited,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
    Wordless,
)
from bot.domain.organisation.people import Address
from bot.flows.inbox.update_body import LENGTHS, pack, unpack
from tests.support import channels
from tests.support.presses import INTENTS

WORDS = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
IDS = st.from_regex(r"[a-z0-9|.-]{1,20}", fullmatch=True)
REFS = st.none() | IDS.map(MessageRef)
EVENTS = st.one_of(
    st.builds(Pressed, intent=INTENTS),
    st.builds(
        Typed,
        text=st.text(max_size=40),
        reply_to=REFS,
        refused=st.sampled_from(["", "phone number"]),
        code=st.sampled_from(["", "KXQ4RT7B"]),
        written_in=REFS,
    ),
    st.builds(Edited, text=st.text(max_size=40), reply_to=REFS, refused=st.sampled_from(["", "phone number"])),
    st.just(Deleted()),
    st.just(Wordless()),
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


@pytest.mark.drill
@settings(max_examples=60)
@given(UPDATES)
def test_an_update_comes_back_as_it_was_written(update: Inbound) -> None:
    packed = pack(update)
    assert unpack(update.sender.channel, update.update_id, packed) == update
    assert len(packed) == LENGTHS[0]


@pytest.mark.parametrize("text", ["x" * LONGEST_TEXT, "\U0001f3e5" * LONGEST_TEXT, '"' * LONGEST_TEXT])
def test_the_longest_text_of_any_kind_has_the_same_length(text: str) -> None:
    update = Inbound(
        sender=Address(channel=channels.SLACK, value="U1"), update_id="1", sequence=1, event=Typed(text=text)
    )
    assert len(pack(update)) == LENGTHS[1]


def test_an_update_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        unpack(channels.TELEGRAM, "1", b'{"from":"1","sequence":1,"event":"danced"}')


def test_an_update_of_the_first_programs_is_read_and_one_of_a_later_version_is_refused() -> None:
    before = Inbound(
        sender=Address(channel=channels.TELEGRAM, value="1"), update_id="1", sequence=1, event=Typed(text="Hello")
    )
    kept = json.loads(pack(before).rstrip(b"\0"))
    assert kept.pop("v") == 1
    assert unpack(channels.TELEGRAM, "1", json.dumps(kept).encode()) == before
    with pytest.raises(ValueError, match="another version"):
        unpack(channels.TELEGRAM, "1", json.dumps(kept | {"v": 2}).encode())
