"""What cannot be done is closed with the reason, which its writer sees first and the whole team reads."""

import pytest

from bot.domain.follow_up.actions import ActionState
from bot.domain.messaging.buttons import ActionPress, OnAction, OnDigest
from bot.domain.organisation.people import Role
from bot.ports import Storage
from tests.support.leads import CHAMPION, DOCTOR, MEMBER, NURSE, TUESDAY, Leads, labelled, texts

CANNOT, WORDS, REASON = "Cannot, and here is why", "A second porter at night", "There is no money for it before April"


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    held = Leads(storage)
    await held.furnish()
    return held


async def test_what_a_team_asked_for_is_closed_with_the_reason(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.START_ACTION)
    asked = await leads.sends(NURSE, WORDS)
    prompt = await leads.press(NURSE, labelled(asked, CANNOT))
    assert "why can this not be done?" in texts(prompt)[NURSE]
    shown = await leads.writes(NURSE, REASON)
    assert texts(shown)[NURSE] == (
        "This goes to the 8 people of Acute medical unit, as far as they can be reached:\n\n“" + REASON + "”"
    )
    sent = await leads.press(NURSE, labelled(shown, "Send"))
    assert texts(sent)[MEMBER] == (
        "Acute medical unit. This was asked for, and it cannot be done now.\n\n"
        f"“{WORDS}”\n\nHere is why:\n\nAcute medical unit, from the nursing lead: “{REASON}”"
    )
    action = await leads.action()
    assert (action.state, action.cannot, action.told_words) == (ActionState.CLOSED, True, REASON)
    assert action.closed_at == action.told_at == action.first_told_at == TUESDAY


async def test_an_action_under_way_ends_so_whoever_owns_it(leads: Leads) -> None:
    action = await leads.proposes(owner=Role.MEDICAL_LEAD)
    await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.ACCEPT))
    await leads.press(CHAMPION, ActionPress(action=action.id, what=OnAction.CANNOT))
    await leads.sends(CHAMPION, REASON)
    assert (await leads.action()).cannot
    for what in OnAction:
        late = await leads.press(DOCTOR, ActionPress(action=action.id, what=what))
        if what is not OnAction.TELL:
            assert "the team was told on 10 March why this cannot be done" in texts(late)[DOCTOR]


async def test_nothing_is_closed_before_it_is_sent_nor_twice(leads: Leads) -> None:
    action = await leads.proposes(owner=Role.NURSING_LEAD)
    await leads.press(NURSE, ActionPress(action=action.id, what=OnAction.CANNOT))
    shown = await leads.writes(NURSE, REASON)
    assert (await leads.action()).state is ActionState.OPEN
    await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.CLOSE))
    late = await leads.press(NURSE, labelled(shown, "Send"))
    assert "Nothing was sent." in texts(late)[NURSE]
    assert set(texts(late)) == {NURSE}
    assert not (await leads.action()).cannot
