"""An action may be what the digest suggests: its words and its code are those of the library."""

from dataclasses import replace
from datetime import timedelta

import pytest
from telegram import InlineKeyboardMarkup

from bot.adapters.channels.telegram.keyboards import markup_of
from bot.domain.digests.frozen_digest import DigestWords
from bot.domain.digests.quarterly.helped_text import helped_sections
from bot.domain.follow_up.action_library import step
from bot.domain.follow_up.actions import ActionState
from bot.domain.follow_up.helped_elsewhere import HelpedElsewhere
from bot.domain.follow_up.prompts import Box
from bot.domain.identifiers import PersonId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.documents import Document, document
from bot.domain.texts import say
from bot.ports import Storage
from tests.support.freezing import freeze
from tests.support.leads import DOCTOR, NURSE, TUESDAY, Leads, a_digest, buttons, labelled, texts
from tests.support.weeks import WARD, the_programme

TAKE = "Take that"
COUNTS = "tried by 12 teams, 7 came back; of 15 that tried nothing, 8"


@pytest.mark.parametrize("box", Box)
async def test_the_step_is_taken_in_place_of_own_words(storage: Storage, box: Box) -> None:
    leads = Leads(storage, box=box)
    await leads.furnish()
    *_, offer = asked = await leads.on_digest(NURSE, OnDigest.START_ACTION)
    if box is Box.REPLIED_TO:
        assert [has_keyboard(each) for each in asked] == [False, True], "Telegram shows a box or buttons, never both"
    else:
        assert len(asked) == 1, "one message for each thing done"
    assert step("6.4", "en-GB") in texts([offer])[NURSE]
    press = labelled([offer], TAKE)
    owners = await leads.press(NURSE, press)
    assert not await leads.prompts(NURSE), "no words are awaited any more"
    dates = await leads.press(
        NURSE, next(each.intent for each in buttons(owners) if each.label.lower() == "nursing lead")
    )
    await leads.press(NURSE, buttons(dates)[0].intent)
    action = await leads.action()
    assert (action.words, action.step, action.state) == (step("6.4", "en-GB"), "6.4", ActionState.OPEN)
    again = await leads.press(NURSE, press)
    assert texts(again)[NURSE] != texts(owners)[NURSE]
    assert await leads.action() == action


def has_keyboard(delivery: Delivery) -> bool:
    assert delivery.message is not None
    return isinstance(markup_of(delivery.message), InlineKeyboardMarkup)


async def test_own_words_are_no_step_of_the_library(storage: Storage) -> None:
    leads = Leads(storage)
    await leads.furnish()
    await leads.proposes()
    assert (await leads.action()).step == ""


async def test_nobody_takes_the_step_for_somebody_else_s_draft(storage: Storage) -> None:
    leads = Leads(storage)
    await leads.furnish()
    press = labelled(await leads.on_digest(NURSE, OnDigest.START_ACTION), TAKE)
    await leads.press(DOCTOR, press)
    async with storage.reading() as work:
        assert not await work.loop.open_actions([WARD])
    assert await leads.prompts(NURSE)


async def test_what_helped_elsewhere_stands_where_an_action_is_begun(storage: Storage) -> None:
    leads = Leads(storage, now=TUESDAY + timedelta(weeks=1))
    await leads.furnish()
    counts = {"tried": 12, "came_back": 7, "untried": 15, "back_alone": 8}
    helped = [
        HelpedElsewhere(kind=FlagKind.FEWER_VOICES, component=component, **counts) for component in ("6.4", "1.2")
    ]
    digest = a_digest(the_programme().organisation)
    assert digest.details is not None
    details = Document(sections=(*digest.details.sections, *helped_sections(helped, "en-GB")))
    async with storage.writing() as work:
        await freeze(work, [replace(digest, week=digest.week + 1, details=details)])
    newer = DigestPress(digest=DigestRef(unit=WARD, week=digest.week + 1), what=OnDigest.START_ACTION)
    told = texts(await leads.press(NURSE, newer))[NURSE]
    assert told.count(COUNTS) == 1, "of what is suggested, and of nothing else"
    assert f"“{step('6.4', 'en-GB')}” (fewer voices)" in told


async def test_it_stands_there_in_the_language_of_whoever_begins_it(storage: Storage) -> None:
    leads = Leads(storage, now=TUESDAY + timedelta(weeks=1))
    await leads.furnish()
    counts = {"tried": 12, "came_back": 7, "untried": 15, "back_alone": 8}
    helped = [HelpedElsewhere(kind=FlagKind.FEWER_VOICES, component="6.4", **counts)]
    digest = a_digest(the_programme().organisation)
    newer = replace(
        digest,
        week=digest.week + 1,
        translations={"cy": DigestWords(document=digest.document, details=document(*helped_sections(helped, "cy")))},
    )
    async with storage.writing() as work:
        roster = await work.rosters.current()
        nurse = replace(roster.people[PersonId(NURSE)], locale="cy")
        await work.rosters.save(replace(roster, people={**roster.people, nurse.id: nurse}), at=TUESDAY)
        await freeze(work, [newer])
    press = DigestPress(digest=newer.ref, what=OnDigest.START_ACTION)
    told = say("digest-helped_note", "cy", tried=12, back=7, untried=15, alone=8)
    assert told in texts(await leads.press(NURSE, press))[NURSE]
