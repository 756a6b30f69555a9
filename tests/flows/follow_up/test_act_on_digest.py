"""Leads answer flags, follow actions and tell the team; authority is asked again and replays change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.digests.chart import ChartFigures
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.digests.team_text import write_page
from bot.domain.disclosure.figures import FlagFigure, ShareFigure
from bot.domain.disclosure.gate import recall
from bot.domain.disclosure.periods import WeekPeriod
from bot.domain.disclosure.release_kinds import ReleaseKind
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import (
    Flag,
    FlagResponse,
    flag_id,
)
from bot.domain.follow_up.prompts import Prompt, ReplyWords, TeamWords
from bot.domain.identifiers import MessageRef, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import (
    ActionPress,
    DigestPress,
    DigestRef,
    DuePress,
    FlagPress,
    Intent,
    OnAction,
    OnDigest,
    OnFlag,
    OwnerPress,
)
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.messaging.documents import Picture, Title
from bot.domain.messaging.inbound import (
    Command,
    Commanded,
    Event,
    Inbound,
    Pressed,
    Typed,
)
from bot.domain.messaging.messages import Button, MessageKind
from bot.domain.messaging.notifications import notification_of
from bot.domain.organisation.people import (
    Address,
    Membership,
    Role,
)
from bot.domain.organisation.units import Organisation
from bot.domain.programme.programme import Programme
from bot.ports import Storage
from tests.support.channels import WEB
from tests.support.messages import words_of
from tests.support.ward import lead_flows
from tests.support.weeks import CLINIC, MEDICINE, WARD, the_programme, the_roster

WEEK = IsoWeek.parse("2026-W10")
TUESDAY = datetime(2026, 3, 10, 13, tzinfo=UTC)
NIGHT = datetime(2026, 3, 10, 23, tzinfo=UTC)
FLAG = Flag(
    id=flag_id(WARD, WEEK),
    unit=WARD,
    week=WEEK,
    kind=FlagKind.FEWER_VOICES,
    since=WEEK - 3,
    statistic=2.2,
    threshold=1.9,
)
NURSE, DOCTOR, CHAMPION, MEMBER, BOSS = "ward-nurse", "ward-doctor", "ward-champion", "ward-m1", "boss"


@dataclass
class Leads:
    """The ward's leads with a flagged digest before them."""

    storage: Storage
    now: datetime = TUESDAY
    count: int = 0
    sent: dict[str, Delivery] = field(default_factory=dict)

    async def furnish(self, *, programme: Programme | None = None) -> None:
        async with self.storage.writing() as work:
            await work.programmes.save(programme or the_programme(), at=TUESDAY)
            await work.rosters.save(the_roster({WARD: 6, CLINIC: 2}), at=TUESDAY)
            await work.loop.add_flag(FLAG)
            await work.weeks.add_digests([a_digest((programme or the_programme()).organisation)])

    async def press(self, who: str, intent: Intent, *, update_id: str = "") -> Sequence[Delivery]:
        return await self.does(who, Pressed(intent=intent), update_id=update_id)

    async def writes(self, who: str, text: str) -> Sequence[Delivery]:
        """A reply to whatever asked this person last."""
        return await self.does(who, Typed(text=text))

    async def sends(self, who: str, text: str) -> Sequence[Delivery]:
        """The same, and then "Send" under what was shown."""
        return await self.press(who, labelled(await self.writes(who, text), "Send"))

    async def prompts(self, who: str) -> Sequence[Prompt]:
        async with self.storage.reading() as work:
            return await work.prompts.open_of(PersonId(who), now=self.now)

    async def cancels(self, who: str) -> Sequence[Delivery]:
        """Everything that waits for this person's words, once it has come to their chat."""
        async with self.storage.writing() as work:
            leases = await work.deliveries.lease(WEB, owner="x", now=self.now, lease_until=self.now, limit=999)
            sent = [(lease, MessageRef(str(number))) for number, lease in enumerate(leases, 1)]
            await work.deliveries.mark_many_sent(sent, at=self.now)
            person = await work.rosters.person(PersonId(who))
            assert person is not None
            update = self.update(who, Commanded(command=Command.CANCEL))
            found, closed = await lead_flows(boxes={WEB})[1].cancel(work, person, update, now=self.now)
        assert found is bool(closed)
        return closed

    def update(self, who: str, event: Event, *, update_id: str = "") -> Inbound:
        self.count += 1
        return Inbound(
            sender=Address(channel=WEB, value=f"at-{who}"),
            update_id=update_id or f"u{self.count}",
            sequence=self.count,
            event=event,
            message=MessageRef("pressed"),
        )

    async def does(self, who: str, event: Event, *, update_id: str = "") -> Sequence[Delivery]:
        update = self.update(who, event, update_id=update_id)
        async with self.storage.writing() as work:
            person = await work.rosters.person(PersonId(who))
            assert person is not None
            act, words = lead_flows(boxes={WEB})
            asked = await work.prompts.open_of(person.id, now=self.now)
            deliveries: Sequence[Delivery] = ()
            if not isinstance(event, Typed):
                deliveries = await act(work, person, update, now=self.now)
            elif asked:
                deliveries = await words.written(work, person, update, asked[0], event.text, now=self.now)
            await work.deliveries.add([delivery for delivery in deliveries if delivery.edits is None])
        self.sent |= {delivery.key: delivery for delivery in deliveries}
        return deliveries

    async def on_flag(self, who: str, what: OnFlag, *, update_id: str = "") -> Sequence[Delivery]:
        return await self.press(who, FlagPress(flag=FLAG.id, what=what), update_id=update_id)

    async def on_digest(self, who: str, what: OnDigest, *, unit: UnitId = WARD) -> Sequence[Delivery]:
        return await self.press(who, DigestPress(digest=DigestRef(unit=unit, week=WEEK), what=what))

    async def action(self) -> Action:
        """The one action there is, in whatever state."""
        async with self.storage.reading() as work:
            opened = await work.loop.open_actions([WARD])
            closed = await work.loop.closed_actions([WARD], TUESDAY - timedelta(days=1))
        (found,) = [*opened, *closed]
        return found

    async def proposes(self, *, owner: Role = Role.MEDICAL_LEAD) -> Action:
        """The nurse starts an action and asks a lead to own it within a week."""
        await self.on_digest(NURSE, OnDigest.START_ACTION)
        asked = await self.sends(NURSE, "Second trolley for\nthe night drug round")
        (owners,) = [press.intent for press in buttons(asked) if press.label.lower() == owner.value.replace("_", " ")]
        dates = await self.press(NURSE, owners)
        await self.press(NURSE, buttons(dates)[0].intent)
        return await self.action()


def a_digest(organisation: Organisation) -> FrozenDigest:
    from tests.domain.digests.test_page import a_flagged_page

    name, locale = organisation.unit(WARD).name, organisation.locale
    points = tuple((WEEK - back, 6) for back in (4, 3, 2, 1, 0))
    chart = ChartFigures(unit=name, locale=locale, points=points)
    share = recall(WARD, ReleaseKind.PARTICIPATION, WeekPeriod(week=WEEK), WEEK, ShareFigure.of(4, 10, in_tenths=True))
    flag = recall(WARD, ReleaseKind.FLAG, WeekPeriod(week=WEEK), WEEK, FlagFigure(kind=FLAG.kind, since=FLAG.since))
    page = a_flagged_page(name=name, locale=locale, open_actions=(), closed=())
    page = replace(page, unit=WARD, participation=share, flag=flag, flag_id=FLAG.id)
    return write_page(page, at=TUESDAY, chart=chart)


def buttons(deliveries: Sequence[Delivery]) -> list[Button]:
    return [
        button
        for delivery in deliveries[:1]
        if delivery.message is not None
        for row in delivery.message.buttons
        for button in row
    ]


def labelled(deliveries: Sequence[Delivery], label: str) -> Intent:
    (found,) = [button.intent for button in buttons(deliveries) if button.label == label]
    return found


def texts(deliveries: Sequence[Delivery]) -> dict[str, str]:
    return {delivery.person: words_of(delivery.message) for delivery in deliveries if delivery.message is not None}


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


async def test_help_from_above_reaches_the_sponsor_of_the_parent(leads: Leads) -> None:
    said = texts(await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE))
    assert said[BOSS].startswith("Acute medical unit asks for help from above. Last week’s digest said: fewer voices.")
    assert "sponsor" in said[NURSE]


async def test_pressing_again_or_the_same_update_again_stores_and_sends_nothing_more(leads: Leads) -> None:
    first = await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE, update_id="x")
    again = await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE, update_id="x")
    third = await leads.on_flag(NURSE, OnFlag.HELP_FROM_ABOVE)
    assert {each.key for each in again} == {each.key for each in first}
    assert {each.key for each in third[1:]} == {each.key for each in first[1:]}
    assert len(await replies(leads)) == 1


@pytest.mark.parametrize("who", [MEMBER, BOSS, "clinic-nurse"])
async def test_nobody_but_the_units_own_leads_may_act(leads: Leads, who: str) -> None:
    said = [
        *await leads.on_flag(who, OnFlag.REPLY),
        *await leads.on_digest(who, OnDigest.START_ACTION),
        *await leads.on_digest(who, OnDigest.TELL_TEAM),
    ]
    assert {text for delivery in said for text in texts([delivery]).values()} == {
        "Only the leads and champions of Acute medical unit can do this. Nothing was changed."
    }
    assert await replies(leads) == []


async def test_a_lead_who_left_the_list_may_not_act_any_more(leads: Leads) -> None:
    roster = the_roster({WARD: 6, CLINIC: 2})
    held = frozenset(each for each in roster.memberships if each.person != NURSE)
    moved = Membership(person=PersonId(NURSE), unit=CLINIC, role=Role.NURSING_LEAD)
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=held | {moved}), at=TUESDAY)
    assert "Only the leads" in texts(await leads.on_flag(NURSE, OnFlag.REPLY))[NURSE]


async def test_the_chart_comes_as_a_notice_whose_words_stand_for_the_picture(leads: Leads) -> None:
    (delivery,) = await leads.on_digest(NURSE, OnDigest.CHART)
    assert (delivery.kind, delivery.digest) == (DeliveryKind.CHART, DigestRef(unit=WARD, week=WEEK))
    assert delivery.message is not None
    title, chart = delivery.message.document.sections
    assert isinstance(title, Title)
    assert title.words.startswith("Acute medical unit: week to ")
    assert isinstance(chart, Picture)
    assert chart.alt.startswith("Chart of Acute medical unit")
    assert delivery.message.kind is MessageKind.CHART
    (none,) = await leads.press(BOSS, DigestPress(digest=DigestRef(unit=MEDICINE, week=WEEK), what=OnDigest.CHART))
    assert texts([none])[BOSS] == "Too little has been shown for this unit yet to draw a chart."


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (OnDigest.WHY_NO_FIGURES, "at least 5 people"),
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
    assert owners == {"Medical lead", "Nursing lead", "Champion"}


async def test_only_the_owner_accepts_and_only_once(leads: Leads) -> None:
    action = await leads.proposes()
    for who in (NURSE, CHAMPION):
        said = await leads.press(who, ActionPress(action=action.id, what=OnAction.ACCEPT))
        assert "no longer works" in texts(said)[who]
    await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.ACCEPT))
    again = await leads.press(DOCTOR, ActionPress(action=action.id, what=OnAction.DECLINE))
    assert "no longer works" in texts(again)[DOCTOR]
    assert (await leads.action()).state is ActionState.OPEN


async def test_a_choice_that_was_not_offered_chooses_nobody_and_no_date(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.START_ACTION)
    asked = await leads.sends(NURSE, "Mend the printer")
    intent = buttons(asked)[0].intent
    assert isinstance(intent, OwnerPress)
    said = await leads.press(NURSE, replace(intent, role=Role.SPONSOR))
    assert "nobody with the role sponsor" in texts(said)[NURSE]
    said = await leads.press(NURSE, DuePress(action=intent.action, days=9999))
    assert "no longer works" in texts(said)[NURSE]


async def test_closing_an_action_offers_to_tell_the_team(leads: Leads) -> None:
    action = await leads.proposes(owner=Role.NURSING_LEAD)
    leads.now += timedelta(days=6)
    said = await leads.press(CHAMPION, ActionPress(action=action.id, what=OnAction.CLOSE))
    assert "Closed on day 6." in texts(said)[CHAMPION]
    closed = await leads.action()
    assert (closed.state, closed.closed_at) == (ActionState.CLOSED, leads.now)
    again = await leads.press(CHAMPION, ActionPress(action=action.id, what=OnAction.STILL_OPEN))
    assert "no longer works" in texts(again)[CHAMPION]


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
        news = (await work.loop.news([(PersonId("ward-m1"), WARD)])).get((PersonId("ward-m1"), WARD))
    assert news is not None
    assert news.words == "The trolley arrives on Monday"


async def test_words_without_a_question_are_nobodys(leads: Leads) -> None:
    assert await leads.writes(NURSE, "Hello") == ()


async def test_words_come_once_and_empty_ones_are_asked_for_again(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    assert "no words" in texts(await leads.writes(NURSE, "   "))[NURSE]
    assert len(await leads.sends(NURSE, "Not now, because the lift is broken")) > 1
    assert await leads.writes(NURSE, "Not now, because the lift is broken") == ()


async def test_what_goes_to_the_team_is_shown_to_its_writer_first(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    shown = await leads.writes(NURSE, "The lift is broken")
    assert texts(shown) == {
        NURSE: "This goes to the 8 people of Acute medical unit, as far as they can be reached:\n\n“The lift is broken”"
    }
    assert [button.label for button in buttons(shown)] == ["Send", "Change", "Cancel"]
    told = await leads.press(NURSE, labelled(shown, "Send"))
    assert len(told) == 1 + 8
    assert texts(told[:1])[NURSE].startswith("Sent to everybody in Acute medical unit")
    again = await leads.press(NURSE, labelled(shown, "Send"))
    assert "no longer works" in texts(again)[NURSE]
    assert len(again) == 1


async def test_nobody_can_count_who_has_stopped(leads: Leads) -> None:
    async with leads.storage.writing() as work:
        consent = await work.rosters.consent(PersonId("ward-m0"))
        await work.rosters.set_consent(PersonId("ward-m0"), replace(consent, stopped_at=TUESDAY))
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    assert "the 8 people of" in texts(await leads.writes(NURSE, "The lift is broken"))[NURSE]


async def test_only_the_words_above_a_button_are_sent_by_it(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    first = await leads.writes(NURSE, "The lift is broken")
    second = await leads.writes(NURSE, "The lift is mended")
    assert "no longer works" in texts(await leads.press(NURSE, labelled(first, "Send")))[NURSE]
    told = await leads.press(NURSE, labelled(second, "Send"))
    assert "“The lift is mended”" in texts(told)["ward-m1"]


async def test_a_draft_may_be_changed_or_thrown_away(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    shown = await leads.writes(NURSE, "The lift is brokne")
    again = await leads.press(NURSE, labelled(shown, "Change"))
    assert "“The lift is brokne”" in texts(again[:1])[NURSE]
    shown = await leads.writes(NURSE, "The lift is broken")
    said = await leads.press(NURSE, labelled(shown, "Cancel"))
    assert texts(said) == {NURSE: "Cancelled. Nothing was sent."}
    assert await leads.prompts(NURSE) == []


async def test_a_prompt_says_how_much_may_be_written_and_nothing_is_cut(leads: Leads) -> None:
    for ask, longest in ((OnDigest.TELL_TEAM, 600), (OnDigest.START_ACTION, 200)):
        (asked, *_) = await leads.on_digest(NURSE, ask)
        assert asked.message is not None
        assert (asked.message.asks_reply, asked.message.longest_reply) == (True, longest)
        assert f"At most {longest} characters." in words_of(asked.message)
        too_long = "ab " * (longest // 3) + "end of it"
        back = texts(await leads.writes(NURSE, too_long))[NURSE]
        assert (f"{len(too_long)} characters" in back, "end of it" in back) == (True, True)
        fits = "y" * longest
        shown = await leads.writes(NURSE, fits)
        assert fits in texts(shown)[NURSE]
        await leads.press(NURSE, labelled(shown, "Cancel"))


async def test_a_prompt_belongs_to_its_subject(leads: Leads) -> None:
    """A newer one about something else does not take its words, and a newer one about the same takes its place."""
    await leads.on_flag(NURSE, OnFlag.REPLY)
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    assert {type(each.subject) for each in await leads.prompts(NURSE)} == {TeamWords, ReplyWords}
    assert len(await leads.prompts(NURSE)) == 2


async def test_boxes_that_are_used_or_replaced_are_gone(leads: Leads) -> None:
    await leads.on_flag(NURSE, OnFlag.REPLY)
    await leads.on_digest(NURSE, OnDigest.START_ACTION)
    closed = await leads.cancels(NURSE)
    assert {each.message.asks_reply for each in closed if each.message} == {False}
    assert {words_of(each.message) for each in closed if each.message} == {
        "This takes no more words: your reply to the team of Acute medical unit.",
        "This takes no more words: an action for Acute medical unit.",
    }
    assert len({each.edits for each in closed}) == 2
    assert await leads.prompts(NURSE) == []
    assert await leads.cancels(NURSE) == []


async def test_a_lead_who_left_meanwhile_sends_nothing(leads: Leads) -> None:
    await leads.on_digest(NURSE, OnDigest.TELL_TEAM)
    shown = await leads.writes(NURSE, "The lift is broken")
    roster = the_roster({WARD: 6, CLINIC: 2})
    held = frozenset(each for each in roster.memberships if each.person != NURSE)
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=held), at=TUESDAY)
    said = await leads.press(NURSE, labelled(shown, "Send"))
    assert set(texts(said)) == {NURSE}
    assert "Only the leads" in texts(said)[NURSE]
    assert await leads.prompts(NURSE) == []


async def test_buttons_of_things_that_are_gone_say_so(leads: Leads) -> None:
    for intent in (
        FlagPress(flag=flag_id(WARD, WEEK - 9), what=OnFlag.REPLY),
        DigestPress(digest=DigestRef(unit=UnitId("nowhere"), week=WEEK), what=OnDigest.CHART),
    ):
        assert texts(await leads.press(NURSE, intent))[NURSE].startswith("This button no longer works")
