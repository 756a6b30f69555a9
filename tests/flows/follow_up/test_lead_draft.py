"""A lead's draft is read back as it was written, also that of an earlier version; that of a later one is gone."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.identifiers import MessageRef
from bot.domain.messaging.buttons import OnDigest
from bot.flows.follow_up.lead_draft import LeadDraft, pack, unpack
from tests.support.leads import NURSE, Leads, labelled, texts
from tests.support.memory import MemoryStorage

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
REFS = st.none() | st.from_regex(r"[a-z0-9|.-]{1,20}", fullmatch=True).map(MessageRef)
KEPT = {"v": 2, "words": "The lift is broken", "written_in": "m1"}


@given(st.builds(LeadDraft, words=WORDS, written_in=REFS))
def test_a_draft_is_read_back_as_it_was(draft: LeadDraft) -> None:
    assert unpack(pack(draft)) == draft


def test_each_part_is_kept_under_its_name() -> None:
    assert json.loads(pack(LeadDraft(words="The lift is broken", written_in=MessageRef("m1")))) == KEPT


def test_no_script_makes_a_draft_longer_than_it_is() -> None:
    kept = pack(LeadDraft(words="ŵ" * 600, written_in=None))
    assert len(kept.encode()) < 1300


@pytest.mark.parametrize(
    "kept",
    [{**KEPT, "v": 1}, {**KEPT, "v": 3}, {"v": 2, "words": "The lift is broken"}, {**KEPT, "words": None}, [], "words"],
)
def test_what_no_version_wrote_is_not_read(kept: object) -> None:
    with pytest.raises(ValueError, match="another version"):
        unpack(json.dumps(kept))


async def drafted(leads: Leads, kept: str) -> None:
    """What lies sealed of the draft is this."""
    [prompt] = await leads.prompts(NURSE)
    async with leads.storage.writing() as work:
        sealed = await leads.text(work, kept, bound_to=f"rounds draft 1|{prompt.id}", now=leads.now)
        await work.prompts.forget([prompt.id])
        await work.prompts.open(replace(prompt, draft=sealed))


@pytest.fixture
async def leads() -> Leads:
    held = Leads(MemoryStorage())
    await held.furnish()
    await held.on_digest(NURSE, OnDigest.TELL_TEAM)
    return held


async def test_a_draft_that_waited_for_days_is_sent_as_it_was_written(leads: Leads) -> None:
    shown = await leads.writes(NURSE, "The lift is broken")
    await drafted(leads, "m1\x1fThe lift is broken")
    assert "“The lift is broken”" in texts(await leads.press(NURSE, labelled(shown, "Send")))["ward-m1"]


async def test_a_draft_of_before_is_still_changed_with_its_message(leads: Leads) -> None:
    await leads.writes(NURSE, "The lift is borken")
    await drafted(leads, "m1\x1fThe lift is borken")
    assert "The lift is broken" in texts(await leads.changes(NURSE, "m1", "The lift is broken"))[NURSE]


async def test_nothing_is_sent_of_a_draft_that_a_later_version_wrote(leads: Leads) -> None:
    shown = await leads.writes(NURSE, "The lift is broken", at="m1")
    await drafted(leads, '{"v":3,"text":"The lift is broken"}')
    assert await leads.changes(NURSE, "m1", "The lift is mended") == ()
    said = texts(await leads.press(NURSE, labelled(shown, "Send")))
    assert set(said) == {NURSE}
    assert "nothing left to do here" in said[NURSE]
