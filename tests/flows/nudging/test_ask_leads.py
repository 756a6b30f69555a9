"""Questions to leads and sponsors, from their day to what is pressed, on three storages."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.digests.frozen_digest import FrozenDigest, Recipients
from bot.domain.digests.team_text import write_page
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import Flag, FlagReply, FlagResponse, flag_id
from bot.domain.follow_up.prompts import TeamWords
from bot.domain.identifiers import ActionId, MessageRef, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import ConversationPress, Intent, OnConversation
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.messaging.messages import MessageKind
from bot.domain.organisation.people import Address, Membership, Person, Role, Roster
from bot.domain.programme.wall_clock import digest_at
from bot.domain.rota.shifts import Rota, RotaSource, Shift, ShiftKind, Span
from bot.flows.nudging.ask_leads import AskLeads
from bot.ports import Storage
from tests.flows.asking.planning import Hospital, a_hospital
from tests.support.builders import T0
from tests.support.channels import TELEGRAM
from tests.support.freezing import freeze
from tests.support.messages import words_of
from tests.support.pages import a_flagged_page
from tests.support.ward import lead_flows

ICU, MEDICINE = UnitId("icu"), UnitId("medicine")
ADA, BEN, DORA = PersonId("ada"), PersonId("ben"), PersonId("dora")
WEEK = IsoWeek.parse("2026-W10")
PROGRAMME = a_hospital()
FLAG = Flag(id=flag_id(ICU, WEEK), unit=ICU, week=WEEK, kind=FlagKind.FEWER_VOICES)
TOLD = digest_at(WEEK, PROGRAMME.digest, "Europe/London")
ROSTER = Roster(
    people={each: Person(id=each, name=each.title(), channel=TELEGRAM) for each in (ADA, BEN, DORA)},
    memberships=frozenset(
        {
            Membership(person=ADA, unit=ICU, role=Role.NURSING_LEAD),
            Membership(person=BEN, unit=ICU, role=Role.MEDICAL_LEAD),
            Membership(person=DORA, unit=MEDICINE, role=Role.SPONSOR),
        }
    ),
    addresses={each: Address(channel=TELEGRAM, value=f"at-{each}") for each in (ADA, BEN, DORA)},
)


NEW_LEAD = Membership(person=PersonId("late"), unit=ICU, role=Role.NURSING_LEAD)


async def furnished(storage: Storage, *replies: tuple[PersonId, FlagResponse]) -> Storage:
    await Hospital(storage).applies(PROGRAMME, ROSTER, at=T0)
    async with storage.writing() as work:
        await work.loop.add_flag(FLAG)
        await freeze(work, [a_page_of(ICU, WEEK, ADA, BEN), a_page_of(MEDICINE, WEEK + 4, DORA)])
        for person, response in replies:
            await work.loop.put_reply(FlagReply(flag=FLAG.id, person=person, response=response, at=TOLD))
    return storage


def a_page_of(unit: UnitId, week: IsoWeek, *readers: PersonId) -> FrozenDigest:
    written = write_page(replace(a_flagged_page(), unit=unit, week=week), at=T0)
    return replace(written, recipients=Recipients(readers=frozenset(readers)))


async def asked(storage: Storage, at: datetime) -> dict[str, Delivery]:
    """What is put out at that time, by its key, with the flag's or action's id left out."""
    before = set(await put_out(storage))
    await AskLeads(storage=storage)(now=at)
    return {key: each for key, each in (await put_out(storage)).items() if key not in before}


async def put_out(storage: Storage) -> dict[str, Delivery]:
    late = TOLD + timedelta(days=900)
    async with storage.writing() as work:
        leases = await work.deliveries.lease(TELEGRAM, owner="t", now=late, lease_until=late, limit=1000)
    return {each.delivery.key: each.delivery for each in leases}


def key(what: str, person: PersonId, about: str = FLAG.id) -> str:
    return f"j:{what}:{about}:{person}"


async def test_a_flag_without_an_answer_is_asked_about_once_the_day_after_its_second_digest(storage: Storage) -> None:
    await furnished(storage)
    assert not await asked(storage, TOLD + timedelta(days=7))
    out = await asked(storage, TOLD + timedelta(days=8))
    assert set(out) == {key("flag", ADA), key("flag", BEN)}
    message = out[key("flag", ADA)].message
    assert message is not None
    assert message.kind is MessageKind.LEAD_ASKED
    assert [button.label for row in message.buttons for button in row] == [
        "I will reply to the team",
        "There is a known reason",
        "I do not recognise this",
    ]
    assert not await asked(storage, TOLD + timedelta(days=8, hours=1)), "once"
    assert not await asked(storage, TOLD + timedelta(days=9))


async def leaves(storage: Storage, *people: PersonId, ends: date) -> None:
    changed = {each: replace(ROSTER.people[each], ends=ends) for each in people}
    async with storage.writing() as work:
        await work.rosters.save(replace(ROSTER, people={**ROSTER.people, **changed}), at=T0)


async def test_who_has_left_or_not_begun_is_asked_nothing(storage: Storage) -> None:
    await furnished(storage)
    day = (TOLD + timedelta(days=8)).date()
    await leaves(storage, ADA, ends=day - timedelta(days=1))
    assert set(await asked(storage, TOLD + timedelta(days=8))) == {key("flag", BEN)}
    async with storage.writing() as work:
        await work.loop.put_reply(FlagReply(flag=FLAG.id, person=ADA, response=FlagResponse.REPLYING, at=TOLD))
    talk = await asked(storage, TOLD + timedelta(days=15))
    assert set(talk) == {key("talk", BEN)}, "nor is the one asked who took it and has left"
    late = Person(id=BEN, name="Ben", channel=TELEGRAM, starts=day + timedelta(days=90))
    async with storage.writing() as work:
        await work.rosters.save(replace(ROSTER, people={**ROSTER.people, BEN: late}), at=T0)
        await work.loop.save_action(
            Action(id=ActionId("a3"), unit=ICU, raised_by=BEN, raised_at=TOLD, words="Mend it", state=ActionState.OPEN)
        )
    assert not await asked(storage, TOLD + timedelta(days=30))


async def has_joined(storage: Storage, *held: Membership) -> None:
    people = {each.person: Person(id=each.person, name=each.person, channel=TELEGRAM) for each in held}
    addresses = {each: Address(channel=TELEGRAM, value=f"at-{each}") for each in people}
    joined = replace(
        ROSTER,
        people={**ROSTER.people, **people},
        memberships=ROSTER.memberships | set(held),
        addresses={**ROSTER.addresses, **addresses},
    )
    async with storage.writing() as work:
        await work.rosters.save(joined, at=TOLD)


async def test_who_leads_only_since_the_page_is_not_asked_about_its_flag(storage: Storage) -> None:
    """Nor is a sponsor above told of a team that waits for whom the page that says so was not made."""
    await furnished(storage)
    chief = Membership(person=PersonId("chief"), unit=MEDICINE, role=Role.SPONSOR)
    await has_joined(storage, *(replace(NEW_LEAD, role=role) for role in (Role.MEMBER, NEW_LEAD.role)), chief)
    assert {each.person for each in (await asked(storage, TOLD + timedelta(days=8))).values()} == {ADA, BEN}
    assert {each.person for each in (await asked(storage, TOLD + timedelta(days=29))).values()} == {DORA}


@pytest.mark.parametrize("weeks", [1, 2])
async def test_who_leads_only_since_is_asked_once_a_digest_of_theirs_tells_of_the_flag(
    storage: Storage, weeks: int
) -> None:
    await furnished(storage)
    await has_joined(storage, NEW_LEAD)
    async with storage.writing() as work:
        await freeze(work, [a_page_of(ICU, WEEK + weeks, ADA, BEN, NEW_LEAD.person)])
    told = {each.person for each in (await asked(storage, TOLD + timedelta(days=8))).values()}
    assert told == {ADA, BEN} | ({NEW_LEAD.person} if weeks == 1 else set())


async def test_on_leave_nothing_is_asked_and_an_own_calendar_changes_no_count(storage: Storage) -> None:
    await furnished(storage)
    at = TOLD + timedelta(days=8)
    span = Span(starts=at - timedelta(days=1), ends=at + timedelta(days=2))
    away = Rota.of([Shift(starts=span.starts, ends=span.ends, kind=ShiftKind.LEAVE)], [span])
    async with storage.writing() as work:
        await work.rotas.put(RotaSource.IMPORT, {ADA: away})
        await work.rotas.put(RotaSource.OWN, {BEN: away})
    assert not await asked(storage, at)
    async with storage.reading() as work:
        noted = await work.attention.noted(IsoWeek.of(at.date()), [ADA, BEN])
    assert {each.person for each in noted} == {BEN}


@pytest.mark.drill
async def test_a_sponsor_who_has_left_hears_of_nothing(storage: Storage) -> None:
    await furnished(storage)
    await leaves(storage, DORA, ends=TOLD.date())
    out: dict[str, Delivery] = {}
    for days in range(16, 107):
        out |= await asked(storage, TOLD + timedelta(days=days))
    assert not [each for each in out.values() if each.person == DORA]


async def test_whoever_took_it_is_asked_whether_the_conversation_happened(storage: Storage) -> None:
    await furnished(storage, (BEN, FlagResponse.REPLYING))
    assert not await asked(storage, TOLD + timedelta(days=8))
    out = await asked(storage, TOLD + timedelta(days=15))
    assert set(out) == {key("talk", BEN)}
    message = out[key("talk", BEN)].message
    assert message is not None
    labels = [button.label for row in message.buttons for button in row]
    assert labels == ["Yes, here is what we heard", "Not yet", "Not needed"]


async def test_sponsors_hear_of_a_team_after_four_weeks(storage: Storage) -> None:
    await furnished(storage)
    assert not await asked(storage, TOLD + timedelta(days=28))
    out = await asked(storage, TOLD + timedelta(days=29))
    assert set(out) == {key("waiting", DORA)}
    message = out[key("waiting", DORA)].message
    assert message is not None
    assert "ICU" in words_of(message)


@pytest.mark.drill
async def test_nothing_is_asked_of_a_known_reason(storage: Storage) -> None:
    await furnished(storage, (ADA, FlagResponse.KNOWN_REASON))
    for days in range(40):
        assert not await asked(storage, TOLD + timedelta(days=days))


async def test_the_date_of_an_action_and_that_the_team_was_not_told(storage: Storage) -> None:
    await furnished(storage, (ADA, FlagResponse.KNOWN_REASON))
    due = date(2026, 4, 1)
    action = Action(
        id=ActionId("a1"),
        unit=ICU,
        raised_by=BEN,
        raised_at=T0,
        words="Mend the printer",
        owner=ADA,
        owner_role=Role.NURSING_LEAD,
        due=due,
        state=ActionState.OPEN,
    )
    async with storage.writing() as work:
        await work.loop.save_action(action)
    noon = datetime(2026, 4, 1, 12, tzinfo=T0.tzinfo)
    out = await asked(storage, noon)
    assert set(out) == {key("date", ADA, f"a1:{due}")}
    out = await asked(storage, noon + timedelta(days=1))
    assert not out, "the week's room for one more went to the date"
    async with storage.writing() as work:
        await work.loop.save_action(replace(action, owner=None, due=None))
    assert not await asked(storage, noon + timedelta(days=3))


async def test_an_action_the_team_was_not_told_of(storage: Storage) -> None:
    await furnished(storage, (ADA, FlagResponse.KNOWN_REASON))
    raised = datetime(2026, 3, 9, 10, tzinfo=T0.tzinfo)
    action = Action(
        id=ActionId("a2"), unit=ICU, raised_by=BEN, raised_at=raised, words="Mend it", state=ActionState.OPEN
    )
    async with storage.writing() as work:
        await work.loop.save_action(action)
    at = datetime(2026, 4, 8, 12, tzinfo=T0.tzinfo)
    assert set(await asked(storage, at)) == {key("tell", BEN, "a2")}


@pytest.mark.drill
async def test_sponsors_are_asked_once_a_quarter_what_they_made_possible(storage: Storage) -> None:
    await furnished(storage, (ADA, FlagResponse.KNOWN_REASON))
    out: dict[str, Delivery] = {}
    for days in range(91):
        out |= await asked(storage, TOLD + timedelta(days=days))
    (only,) = out.values()
    assert only.person == DORA
    assert only.message is not None
    assert "this quarter" in words_of(only.message)


async def presses(storage: Storage, intent: Intent, person: PersonId = ADA) -> list[Delivery]:
    update = Inbound(
        update_id="1",
        sequence=1,
        sender=Address(channel=TELEGRAM, value=f"at-{person}"),
        message=MessageRef("1:2"),
        event=Pressed(intent=intent),
    )
    act, _ = lead_flows()
    async with storage.writing() as work:
        who = await work.rosters.person(person)
        assert who is not None
        return list(await act(work, who, update, now=TOLD + timedelta(days=15)))


async def test_what_was_heard_goes_to_the_team_after_its_writer_has_seen_it(storage: Storage) -> None:
    await furnished(storage)
    (ask,) = await presses(storage, ConversationPress(flag=FLAG.id, what=OnConversation.HAPPENED))
    assert ask.message is not None
    assert ask.message.asks_reply
    async with storage.reading() as work:
        (prompt,) = await work.prompts.open_of(ADA, now=TOLD + timedelta(days=15))
    assert prompt.subject == TeamWords(unit=ICU)


async def test_not_yet_and_not_needed_put_the_question_away(storage: Storage) -> None:
    await furnished(storage)
    for what, words in ((OnConversation.NOT_YET, "small start"), (OnConversation.NOT_NEEDED, "not be asked about it")):
        (said,) = await presses(storage, ConversationPress(flag=FLAG.id, what=what))
        assert said.edits == MessageRef("1:2")
        assert said.message is not None
        assert words in words_of(said.message)
        assert not said.message.buttons


async def test_nobody_else_answers_for_a_conversation(storage: Storage) -> None:
    await furnished(storage)
    (said,) = await presses(storage, ConversationPress(flag=FLAG.id, what=OnConversation.HAPPENED), person=DORA)
    assert said.message is not None
    assert not said.message.asks_reply
