"""What is kept of a form between two steps comes back as it was; what another version kept is gone."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.follow_up.prompts import FormWords, Prompt
from bot.domain.identifiers import DeliveryKey, PersonId, PromptId
from bot.domain.messaging.buttons import AdministrationPress, OnAdministration
from bot.flows.administration.in_chat.form_draft import FormDraft, pack, unpack
from bot.flows.administration.in_chat.steps import KeepDrafts
from tests.support.builders import T0
from tests.support.memory import MemoryStorage
from tests.support.sealing import seal_text

DRAFTS = st.builds(
    FormDraft,
    press=st.builds(AdministrationPress, what=st.sampled_from(OnAdministration), about=st.text(max_size=8)),
    posted=st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=3).map(tuple), max_size=3),
    place=st.integers(0, 30),
    page=st.integers(0, 9),
    is_writing=st.booleans(),
    seen=st.text(max_size=8),
)
DRAFT = FormDraft(press=AdministrationPress(what=OnAdministration.NEW_SCHEDULE), posted={"name": ("Ward 8",)}, place=1)
KEPT = json.loads(pack(DRAFT))
EARLIER = [["new_schedule", ""], {"name": ["Ward 8"]}, 1, 0, False, ""]
"""By its places and without a version, as it was kept before."""
SPOILT = [
    EARLIER,
    {**KEPT, "v": 2},
    {name: value for name, value in KEPT.items() if name != "v"},
    {name: value for name, value in KEPT.items() if name != "page"},
    {**KEPT, "what": "dance"},
    {**KEPT, "place": "first"},
    {**KEPT, "posted": {"name": "Ward 8"}},
    {**KEPT, "posted": {"name": [8]}},
    None,
]


@given(DRAFTS)
def test_a_draft_is_read_back_as_it_was(draft: FormDraft) -> None:
    assert unpack(pack(draft)) == draft


def test_each_part_is_kept_under_its_name() -> None:
    assert {
        "v": 1,
        "what": OnAdministration.NEW_SCHEDULE.value,
        "about": "",
        "posted": {"name": ["Ward 8"]},
        "place": 1,
        "page": 0,
        "is_writing": False,
        "seen": "",
    } == KEPT


@pytest.mark.parametrize("kept", SPOILT)
async def test_what_another_version_kept_is_gone(kept: object) -> None:
    seal, storage, identity = seal_text(), MemoryStorage(), PromptId("p1")
    with pytest.raises(ValueError, match=r"version|dance|texts"):
        unpack(json.dumps(kept))
    async with storage.writing() as work:
        sealed = await seal(work, json.dumps(kept), bound_to=f"rounds form 1|{identity}", now=T0)
        prompt = Prompt(
            id=identity,
            person=PersonId("ada"),
            subject=FormWords(awaited=False),
            shown_in=DeliveryKey("k"),
            asked_at=T0 - timedelta(minutes=1),
            draft=sealed,
        )
        assert await KeepDrafts(seal=seal).opened(work, prompt) is None
