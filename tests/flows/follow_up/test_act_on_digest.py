"""Leads answer flags, follow actions and tell the team; authority is asked again and replays change nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.digests.frozen_digest import Recipients
from bot.domain.digests.team_text import write_page
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import (
    FlagResponse,
    flag_id,
)
from bot.domain.identifiers import FlagId, PersonId, UnitId
from bot.domain.messaging.buttons import (
    ActionPress,
    DigestPress,
    DigestRef,
    DuePress,
    FlagPress,
    OnAction,
    OnDigest,
    OnFlag,
    OwnerPress,
)
from bot.domain.messaging.deliveries import DeliveryKind, Priority
from bot.domain.messaging.delivery_keys import lead_ask_key
from bot.domain.messaging.documents import Picture, Title
from bot.domain.messaging.messages import MessageKind
from bot.domain.messaging.notifications import notification_of
from bot.domain.nudges.lead_asks import LeadAsk
from bot.domain.organisation.people import (
    Address,
    Membership,
    Role,
)
from bot.ports import Storage
from tests.support.builders import a_delivery
from tests.support.channels import WEB
from tests.support.freezing import freeze
from tests.support.leads import BOSS, CHAMPION, DOCTOR, FLAG, MEMBER, NIGHT, NURSE, TUESDAY, WEEK, Leads, buttons, texts
from tests.support.messages import words_of
from tests.support.pages import CHART, a_page
from tests.support.weeks import CLINIC, MEDICINE, WARD, the_roster


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    held = Leads(storage)
    await held.furnish()
    return held


async def replies(leads: Leads) -> list[tuple[str, FlagResponse, str]]:
    async with leads.storage.reading() as work:
        return [(each.person, each.response, each.words) for each in await work.loop.replies(FLAG.id)]


async def test_the_first_lead_to_reply_takes_the_flag_and_the_others_see_it(leads: Leads) -> None:
    said = texts(await leads.on_flag(NURSE, OnFlag.REPLY))
    assert set(said) == {NURSE, DOCTOR, CHAMPION}
    assert "You have taken this" in said[NURSE]
    assert said[DOCTOR] == (
        "Acute medical unit: the nursing lead will reply to the team about the digest to 8 March (fewer voices)."
    )
    late = texts(await leads.on_flag(DOCTOR, OnFlag.REPLY))
    assert late == {
        DOCTOR: "The nursing lead has already taken this for Acute medical unit. You can still start an action."
    }
    await leads.sends(NURSE, "We will talk at both handovers")
    assert await replies(leads) == [(NURSE, FlagResponse.REPLYING, "We will talk at both handovers")]


async def test_everybody_is_told_in_their_own_language(leads: Leads) -> None:
    roster = the_roster({WARD: 6, CLINIC: 2})
    people = {each.id: replace(each, locale="de-AT") if each.id == DOCTOR else each for each in roster.people.values()}
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(roster, people=people), at=TUESDAY)
    said = texts(await leads.on_flag(NURSE, OnFlag.REPLY))
    assert said[NURSE].startswith("Thank you")
    assert said[DOCTOR] == "Acute medical unit: Von nursing lead beantwortet, Stand 8. März (fewer voices)."
    assert said[CHAMPION].endswith("the digest to 8 March (fewer voices).")
    assert texts(await leads.on_flag(DOCTOR, OnFlag.NOT_RECOGNISED))[DOCTOR].startswith("Thank you"), "no German yet"


async def test_a_known_reason_is_stored_at_the_press_and_its_words_join_it(leads: Leads) -> None:
    (answer, *_) = await leads.on_flag(DOCTOR, OnFlag.KNOWN_REASON)
    assert answer.message is not None
    assert answer.message.asks_reply
    assert await replies(leads) == [(DOCTOR, FlagResponse.KNOWN_REASON, "")]
    await leads.writes(DOCTOR, "Half the team moved to the new building")
    assert await replies(leads) == [(DOCTOR, FlagResponse.KNOWN_REASON, "")], "not before its writer has seen it"
    await leads.sends(DOCTOR, "Half the team moved to the new building")
    assert await replies(leads) == [(DOCTOR, FlagResponse.KNOWN_REASON, "Half the team moved to the new building")]


async def test_not_recognising_a_flag_is_noted_with_it(leads: Leads) -> None:
    await leads.on_flag(CHAMPION, OnFlag.NOT_RECOGNISED)
    assert await replies(leads) == [(CHAMPION, FlagResponse.NOT_RECOGNISED, "")]


async def test_another_answer_of_a_lead_is_told_in_the_place_of_the_first(leads: Leads) -> None:
    """Help from above goes with taking the flag, so that it is told beside it; another answer replaces both."""

    async def told_by(*pressed: OnFlag) -> list[tuple[str, str]]:
        for what in pressed:
            await leads.on_flag(NURSE, what)
        went = [each for each in await leads.goes_out() if each.person == DOCTOR and each.kind is DeliveryKind.NOTICE]
        said = [(each.edits or "new", words_of(each.message).partition(": ")[2]) for each in went if each.message]
        return [(place, words.partition(" the digest")[0].removesuffix(" the team about")) for place, words in said]

    will, helped = "the nursing lead will reply to", "the nursing lead has asked for help from above about"
    reason, strange = "the nursing lead gave a known reason for", "the nursing lead does not recognise"
    assert await told_by(OnFlag.NOT_RECOGNISED, OnFlag.REPLY) == [("new", will)], "what waits is not sent any more"
    (place,) = [each.key for each in leads.went if each.person == DOCTOR and each.kind is DeliveryKind.NOTICE]
    assert await told_by(OnFlag.KNOWN_REASON) == [(f"at:{place}", reason)]
    assert await told_by(OnFlag.REPLY) == [(f"at:{place}", will)], "and back"
    assert await told_by(OnFlag.HELP_FROM_ABOVE) == [("new", helped)]
    assert [words for _, words in await told_by(OnFlag.NOT_RECOGNISED)] == [strange, strange]


async def test_a_sponsor_is_not_told_that_nobody_has_answered_once_somebody_has(leads: Leads) -> None:
    waiting = a_delivery(BOSS, channel=WEB, key=lead_ask_key(LeadAsk.WAITING, FLAG.id, PersonId(BOSS)), due_at=TUESDAY)
    async with leads.storage.writing() as work:
        await work.deliveries.add([waiting])
    await leads.on_flag(NURSE, OnFlag.REPLY)
    assert waiting.key not in {each.key for each in await leads.goes_out()}


async def test_help_from_above_reaches_the_sponsor_of_the_parent(leads: Leads) -> None:
    said = texts(await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE))
    assert said[BOSS].startswith("Acute medical unit asks for help from above\n\nIts digest said: fewer voices.")
    assert "sponsor" in said[NURSE]


async def test_pressing_again_or_the_same_update_again_stores_and_sends_nothing_more(leads: Leads) -> None:
    first = await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE, update_id="x")
    again = await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE, update_id="x")
    third = await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    assert {each.key for each in again} == {each.key for each in first}
    assert {each.key for each in third[1:]} == {each.key for each in first[1:]}
    assert len(await replies(leads)) == 1


MADE_BEFORE = "made before you had your present role here, or it is over by now"


@pytest.mark.parametrize("who", [MEMBER, BOSS, "clinic-nurse"])
async def test_nobody_but_the_units_own_leads_may_act(leads: Leads, who: str) -> None:
    on_flag, on_none = [
        texts(await leads.press(who, FlagPress(flag=flag, what=OnFlag.REPLY))) for flag in (FLAG.id, FlagId("unknown"))
    ]
    assert on_flag == on_none, "as if there were none"
    assert ("nothing left to do here" if who == MEMBER else MADE_BEFORE) in on_flag[who]
    said = [
        *await leads.on_digest(who, OnDigest.START_ACTION),
        *await leads.on_digest(who, OnDigest.TELL_TEAM),
    ]
    of_member = "Only the leads and champions of Acute medical unit can do this. Nothing was changed."
    of_others = "There is nothing left to do here: it is done already, or it is no longer open."
    told = {text for delivery in said for text in texts([delivery]).values()}
    assert told == {of_member if who == MEMBER else of_others}
    assert await replies(leads) == []


async def test_a_lead_who_left_the_list_may_not_act_any_more(leads: Leads) -> None:
    roster = the_roster({WARD: 6, CLINIC: 2})
    held = frozenset(each for each in roster.memberships if each.person != NURSE)
    moved = Membership(person=PersonId(NURSE), unit=CLINIC, role=Role.NURSING_LEAD)
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=held | {moved}), at=TUESDAY)
    assert MADE_BEFORE in texts(await leads.on_flag(NURSE, OnFlag.REPLY))[NURSE]


async def test_more_brings_the_details_and_what_else_may_be_done(leads: Leads) -> None:
    (details,) = await leads.on_digest(NURSE, OnDigest.DETAILS)  # the chart stands in the digest itself
    assert details.message is not None
    assert words_of(details.message).startswith("Acute medical unit: details")
    assert "Need help from above" in [button.label for button in buttons([details])]
    (none,) = await leads.press(BOSS, DigestPress(digest=DigestRef(unit=MEDICINE, week=WEEK), what=OnDigest.DETAILS))
    assert MADE_BEFORE in texts([none])[BOSS], "there is none at all"


async def test_a_chart_that_is_not_in_sight_comes_before_the_details(leads: Leads) -> None:
    steady = write_page(replace(a_page(), unit=WARD, week=WEEK - 1), at=TUESDAY, chart=CHART)
    steady = replace(steady, recipients=Recipients(readers=frozenset({PersonId(NURSE)})))
    async with leads.storage.writing() as work:
        await freeze(work, [steady])
    press = DigestPress(digest=steady.ref, what=OnDigest.DETAILS)
    chart, details = await leads.press(NURSE, press)
    assert (chart.kind, chart.digest) == (DeliveryKind.CHART, steady.ref)
    assert chart.message is not None
    title, picture = chart.message.document.sections
    assert isinstance(title, Title)
    assert title.words.startswith("Ward: week to "), "all teams that the chart is of"
    assert isinstance(picture, Picture)
    assert picture.alt.startswith("Chart from ")
    assert chart.message.kind is MessageKind.CHART
    assert texts([details])[NURSE].startswith("Acute medical unit: details")
    assert chart.key != details.key


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (OnDigest.WHY_NO_FIGURES, "at least 5 people"),
        (OnDigest.WHY_NO_FIGURES, "needs 7 colleagues on its list"),
        (OnDigest.WHY_NO_FIGURES, "Where twenty or more could be asked it takes at least ten."),
        (OnDigest.WHY_NO_FIGURES, "With yes/no questions it mostly takes at least six."),
        (OnDigest.WHY_NO_FIGURES, "Nor is a score told that would settle whether somebody took part."),
        (OnDigest.HANDOVER_WORDS, "I cannot see what you answer"),
        (OnDigest.TEAM_LIST, "has 6 people on its list."),
    ],
)
async def test_explanations_change_nothing(leads: Leads, what: OnDigest, words: str) -> None:
    assert words in texts(await leads.on_digest(NURSE, what))[NURSE]


async def test_an_action_goes_from_words_to_owner_to_date_to_acceptance(leads: Leads) -> None:
    proposed = await leads.proposes()
    assert proposed == Action(
        id=proposed.id,
        unit=WARD,
        raised_by=PersonId(NURSE),
        raised_at=TUESDAY,
        words="Second trolley for the night drug round",
        owner=PersonId(DOCTOR),
        owner_role=Role.MEDICAL_LEAD,
        due=date(2026, 3, 17),
        state=ActionState.PROPOSED,
        flag=FLAG.id,
    )
    (asked,) = [each for each in leads.sent.values() if each.person == DOCTOR]
    assert [button.label for button in buttons([asked])] == ["I take this", "Cannot"]
    assert asked.message is not None
    assert notification_of(asked.message) == "An action was proposed to you"
    taken = await leads.press(DOCTOR, buttons([asked])[0].intent)
    assert (await leads.action()).state is ActionState.OPEN
    assert texts(taken)[NURSE] == (
        "Acute medical unit: the medical lead owns this action, by 17 March.\n\n"
        "“Second trolley for the night drug round”"
    )


async def test_taking_an_action_oneself_opens_it_at_once(leads: Leads) -> None:
    action = await leads.proposes(owner=Role.NURSING_LEAD)
    assert (action.state, action.owner) == (ActionState.OPEN, NURSE)


async def test_an_owner_may_decline_and_somebody_else_is_asked(leads: Leads) -> None:
    action = await leads.proposes()
    said = await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.DECLINE))
    assert "The medical lead cannot take it. Who else will own it?" in texts(said)[NURSE]
    again = [delivery for delivery in said if delivery.person == NURSE]
    owners = {button.label for button in buttons(again)}
    asked = {"Medical lead", "Nursing lead", "Champion", "Somebody on the team’s list"}
    assert owners == asked | {"Cannot, and here is why"}


async def test_only_the_owner_accepts_and_only_once(leads: Leads) -> None:
    action = await leads.proposes()
    for who in (NURSE, CHAMPION):
        said = await leads.press(who, ActionPress(action=action.id, what=OnAction.ACCEPT))
        assert "the medical lead has already been asked to own this action" in texts(said)[who]
    await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.ACCEPT))
    again = await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.DECLINE))
    assert "the medical lead already owns this action" in texts(again)[DOCTOR]
    assert (await leads.action()).state is ActionState.OPEN


async def test_a_choice_that_was_not_offered_chooses_nobody_and_no_date(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.START_ACTION)
    asked = await leads.sends(NURSE, "Mend the printer")
    intent = buttons(asked)[0].intent
    assert isinstance(intent, OwnerPress)
    said = await leads.press(NURSE, replace(intent, role=Role.SPONSOR))
    assert "nobody with the role sponsor" in texts(said)[NURSE]
    said = await leads.press(NURSE, DuePress(action=intent.action, days=9999))
    assert "nothing left to do here" in texts(said)[NURSE]


async def test_closing_an_action_offers_to_tell_the_team(leads: Leads) -> None:
    action = await leads.proposes(owner=Role.NURSING_LEAD)
    leads.now += timedelta(days=6)
    said = await leads.press(CHAMPION, ActionPress(action=action.id, what=OnAction.CLOSE))
    assert "This action is done." in texts(said)[CHAMPION]
    closed = await leads.action()
    assert (closed.state, closed.closed_at) == (ActionState.CLOSED, leads.now)
    again = await leads.press(CHAMPION, ActionPress(action=action.id, what=OnAction.STILL_OPEN))
    assert texts(again)[CHAMPION].endswith("this action was done on 16 March.")


async def test_telling_the_team_reaches_every_member_who_can_be_reached_and_has_not_stopped(leads: Leads) -> None:
    action = await leads.proposes(owner=Role.NURSING_LEAD)
    async with leads.storage.writing() as work:
        stopped = PersonId("ward-m0")
        consent = await work.rosters.consent(stopped)
        await work.rosters.set_consent(stopped, replace(consent, stopped_at=TUESDAY))
        await work.rosters.mark_unreachable(Address(channel=WEB, value="at-ward-m2"), at=TUESDAY)
    leads.now = NIGHT
    await leads.press(NURSE, ActionPress(action=action.id, what=OnAction.TELL))
    told = await leads.sends(NURSE, "The trolley arrives on Monday")
    assert set(texts(told)) == {NURSE, DOCTOR, CHAMPION, "ward-m1", "ward-m3", "ward-m4", "ward-m5"}
    assert texts(told)["ward-m1"] == "Acute medical unit. You said, we did.\n\n“The trolley arrives on Monday”"
    assert {notification_of(each.message) for each in told[1:] if each.message} == {"You said, we did"}
    waits = {delivery.due_at for delivery in told[1:]}
    assert waits == {datetime(2026, 3, 11, 9, tzinfo=UTC)}
    assert told[0].priority is Priority.INTERACTIVE
    kept = await leads.action()
    assert (kept.told_at, kept.told_words) == (NIGHT, "The trolley arrives on Monday")
    async with leads.storage.reading() as work:
        place = PersonId("ward-m1"), WARD
        news = (await work.loop.news([place], since=WEEK)).get(place)
    assert news is not None
    assert news.words == "The trolley arrives on Monday"


async def test_buttons_of_things_that_are_gone_say_so(leads: Leads) -> None:
    gone = FlagPress(flag=flag_id(WARD, WEEK - 9), what=OnFlag.REPLY)
    assert MADE_BEFORE in texts(await leads.press(NURSE, gone))[NURSE]
    nowhere = DigestPress(digest=DigestRef(unit=UnitId("nowhere"), week=WEEK), what=OnDigest.DETAILS)
    assert texts(await leads.press(NURSE, nowhere))[NURSE].startswith("There is nothing left to do here")
