"""Each reader gets the newest digest once, at its time; the team sees the page two days later."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.disclosure.figures import FlagFigure
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.comments import Comment
from bot.domain.follow_up.flags import FlagReply, FlagResponse
from bot.domain.identifiers import ActionId, CommentId, MessageRef, PersonId, UnitId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.messages import MessageKind
from bot.domain.messaging.notifications import notification_of
from bot.domain.organisation.people import Membership, Role
from bot.domain.programme.halts import Halt
from bot.domain.rota.shifts import Rota, RotaSource, Shift, ShiftKind, Span
from bot.domain.week_close.raise_flag import flag_of
from bot.flows.digests.send_digests import SendDigests
from bot.flows.follow_up.digest_now import ComposeDigest
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.memory import MemoryStorage
from tests.support.messages import words_of
from tests.support.weeks import CLINIC, FIRST, MEDICINE, WARD, Alarming, Weeks, monday_after, the_programme, the_roster

SIZES = {WARD: 14, CLINIC: 6}
READERS = {"ward-doctor", "ward-nurse", "ward-champion"}
OTHERS = [(MEDICINE, "boss"), *((CLINIC, f"clinic-{role}") for role in ("doctor", "nurse", "champion"))]

LATE = Action(
    id=ActionId("a1"),
    unit=WARD,
    raised_by=PersonId("ward-nurse"),
    raised_at=monday_after(FIRST),
    words="Mend the printer",
    owner=PersonId("ward-doctor"),
    owner_role=Role.MEDICAL_LEAD,
    due=date(2026, 1, 19),
    state=ActionState.OPEN,
)


def tuesday(week: IsoWeek, *, hour: int = 12, minute: int = 30) -> datetime:
    """The digest's time: the Tuesday after the week."""
    return monday_after(week, hour=hour) + timedelta(days=1, minutes=minute)


@pytest.fixture
async def weeks(tmp_path: Path) -> Weeks:
    played = Weeks(MemoryStorage(), tmp_path, detector=Alarming(FIRST + 8))
    await played.furnish(SIZES)
    return played


async def sent(weeks: Weeks, now: datetime) -> Mapping[str, Delivery]:
    await SendDigests(storage=weeks.storage)(now=now)
    return await weeks.deliveries()


async def test_nothing_is_sent_before_its_time_and_then_once_to_each_reader(weeks: Weeks) -> None:
    await weeks.run(9)
    send = SendDigests(storage=weeks.storage)
    assert await send(now=tuesday(FIRST + 8, minute=29)) == 0
    for _ in range(2):
        await send(now=tuesday(FIRST + 8))
        await SendDigests(storage=weeks.storage)(now=tuesday(FIRST + 8, hour=13))
    found = await weeks.deliveries()
    ward = {key: each for key, each in found.items() if key.startswith("d:ward:")}
    assert {each.person for each in ward.values()} == READERS
    assert {each.person for key, each in found.items() if key.startswith("d:medicine:")} == {"boss"}
    one = ward[f"d:ward:{FIRST + 8}:ward-nurse"]
    assert (one.kind, one.due_at) == (DeliveryKind.DIGEST, tuesday(FIRST + 8))
    assert one.digest == DigestRef(unit=WARD, week=FIRST + 8)
    assert one.message is not None
    assert words_of(one.message) == words_of(await weeks.digest(WARD))
    assert one.message.buttons
    assert one.message.kind is MessageKind.CONVERSATION_SUGGESTED
    assert not one.message.is_silent
    assert notification_of(one.message) == "Acute medical unit: worth a conversation"


async def test_the_digest_before_says_once_that_a_newer_one_has_come(weeks: Weeks) -> None:
    await weeks.run(9)
    await sent(weeks, tuesday(FIRST + 8))
    async with weeks.storage.writing() as work:
        now = tuesday(FIRST + 8)
        leases = await work.deliveries.lease(WEB, owner="x", now=now, lease_until=now, limit=999)
        places = [(each, MessageRef(f"at:{each.delivery.key}")) for each in leases]
        await work.deliveries.mark_many_sent(places, at=now)
    await weeks.run(1, first=FIRST + 9)
    await sent(weeks, tuesday(FIRST + 9))
    found = await sent(weeks, tuesday(FIRST + 9, hour=14))
    edits = {each.edits: each for each in found.values() if each.kind is DeliveryKind.DIGEST_REDRAW}
    assert set(edits) == {MessageRef(f"at:d:ward:{FIRST + 8}:{reader}") for reader in READERS} | {
        MessageRef(f"at:d:{unit}:{FIRST + 8}:{reader}") for unit, reader in OTHERS
    }
    older = edits[MessageRef(f"at:d:ward:{FIRST + 8}:ward-nurse")]
    assert (older.digest, older.due_at) == (DigestRef(unit=WARD, week=FIRST + 8), tuesday(FIRST + 9))
    async with weeks.storage.reading() as work:
        shown = await ComposeDigest(clock=StillClock(tuesday(FIRST + 9)))(work, older)
    assert shown is not None
    assert "A newer digest has come." in words_of(shown)
    assert [button.label for row in shown.buttons for button in row] == ["More"]


async def test_a_person_with_several_roles_gets_one(weeks: Weeks) -> None:
    roster = the_roster(SIZES)
    nurse = PersonId("ward-nurse")
    extra = {Membership(person=nurse, unit=WARD, role=role) for role in (Role.CHAMPION, Role.MEMBER)}
    async with weeks.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=roster.memberships | extra), at=monday_after(FIRST - 2))
    await weeks.run(9)
    found = await sent(weeks, tuesday(FIRST + 8))
    assert [each.kind for each in found.values() if each.person == nurse] == [DeliveryKind.DIGEST]


async def test_leads_who_stopped_questions_still_get_their_digest_but_not_at_night(weeks: Weeks) -> None:
    async with weeks.storage.writing() as work:
        consent = await work.rosters.consent(PersonId("ward-nurse"))
        await work.rosters.set_consent(PersonId("ward-nurse"), replace(consent, stopped_at=monday_after(FIRST)))
    await weeks.run(4)
    found = await sent(weeks, tuesday(FIRST + 3, hour=22))
    assert found[f"d:ward:{FIRST + 3}:ward-nurse"].due_at == tuesday(FIRST + 3, hour=9, minute=0) + timedelta(days=1)


async def test_a_silent_week_of_learning_is_frozen_and_sent_to_nobody(weeks: Weeks) -> None:
    await weeks.run(2)
    assert not [key for key in await sent(weeks, tuesday(FIRST + 1)) if key.startswith("d:ward:")]
    assert "Week 2 of 8" in words_of(await weeks.digest(WARD, FIRST + 1))


async def test_after_an_outage_only_the_last_complete_week_is_delivered(weeks: Weeks) -> None:
    for step in range(4):
        await weeks.play(FIRST + step)
    await weeks.close(now=monday_after(FIRST + 3))
    found = await sent(weeks, tuesday(FIRST + 3))
    assert {each.digest.week for each in found.values() if each.digest is not None} == {FIRST + 3}
    assert await SendDigests(storage=weeks.storage)(now=tuesday(FIRST + 4)) == 0


async def test_the_team_sees_the_page_on_thursday_with_its_leads_words(weeks: Weeks) -> None:
    await weeks.run(9)
    await sent(weeks, tuesday(FIRST + 8))
    async with weeks.storage.writing() as work:
        (flag,) = await work.loop.flags([WARD], FIRST)
        for who, response, words in (
            ("ward-nurse", FlagResponse.REPLYING, "We talk on Friday"),
            ("ward-doctor", FlagResponse.KNOWN_REASON, "New building"),
        ):
            reply = FlagReply(flag=flag.id, person=PersonId(who), response=response, at=tuesday(FIRST + 8), words=words)
            await work.loop.put_reply(reply)
    wednesday = await sent(weeks, tuesday(FIRST + 8) + timedelta(days=1))
    assert not [key for key in wednesday if key.startswith("t:")]
    thursday = await sent(weeks, tuesday(FIRST + 8) + timedelta(days=2))
    pages = {each.person: each for key, each in thursday.items() if key.startswith("t:ward:")}
    assert set(pages) == {f"ward-m{number}" for number in range(14)}
    message = pages[PersonId("ward-m0")].message
    assert message is not None
    assert "From the nursing lead: “We talk on Friday”" in words_of(message)
    assert "New building" not in words_of(message)
    assert words_of(message).startswith("Acute medical unit: your week\nFour weeks to ")
    assert "One thing this week" not in words_of(message)
    assert [button.label for row in message.buttons for button in row] == ["How do I know?"]
    assert await SendDigests(storage=weeks.storage)(now=tuesday(FIRST + 8) + timedelta(days=3)) == 0


async def test_team_and_leads_come_to_what_people_wrote(weeks: Weeks) -> None:
    await weeks.run(9)
    async with weeks.storage.writing() as work:
        comment = Comment(id=CommentId("c" * 16), unit=WARD, week=FIRST + 8, words="More light.")
        await work.comments.add([comment])
    await sent(weeks, tuesday(FIRST + 8))
    thursday = await sent(weeks, tuesday(FIRST + 8) + timedelta(days=2))
    pages = [each.message for key, each in thursday.items() if key.startswith("t:ward:")]
    read = DigestPress(digest=DigestRef(unit=WARD, week=FIRST + 8), what=OnDigest.READ_COMMENTS)
    assert pages
    for page in pages:
        assert page is not None
        assert [button.intent for row in page.buttons for button in row] == [
            read,
            replace(read, what=OnDigest.HOW_KNOWN),
        ]


async def test_a_new_or_small_team_is_not_sent_a_page_without_figures(weeks: Weeks) -> None:
    await weeks.run(3)
    thursday = await sent(weeks, tuesday(FIRST + 2) + timedelta(days=2))
    assert not [key for key in thursday if key.startswith("t:")]


async def test_the_owner_of_a_late_action_is_asked_once_a_week(weeks: Weeks) -> None:
    await weeks.run(2)
    async with weeks.storage.writing() as work:
        await work.loop.save_action(LATE)
    found = await sent(weeks, tuesday(FIRST + 1))
    late = found[f"o:a1:{FIRST + 1}"]
    assert late.person == "ward-doctor"
    assert late.message is not None
    assert "was to be done by 19 January" in words_of(late.message)
    assert [button.label for row in late.message.buttons for button in row] == [
        "It is done",
        "Still open",
        "Tell the team",
        "Cannot, and here is why",
    ]
    told = found[f"o:a1:{FIRST + 1}:ward-nurse"]
    assert told.message is not None
    assert "the medical lead was to finish this action by 19 January" in words_of(told.message)


@pytest.mark.parametrize("wish", ["stopped_at", "paused_until"])
async def test_a_pause_holds_back_what_is_asked_of_a_late_action_and_it_counts_all_the_same(
    weeks: Weeks, wish: str
) -> None:
    doctor, nurse, now = PersonId("ward-doctor"), PersonId("ward-nurse"), tuesday(FIRST + 1)
    await weeks.run(2)
    async with weeks.storage.writing() as work:
        await work.loop.save_action(LATE)
        for person in (doctor, nurse):
            consent = await work.rosters.consent(person)
            until = now + timedelta(days=1)
            changed = (
                replace(consent, stopped_at=until) if wish == "stopped_at" else replace(consent, paused_until=until)
            )
            await work.rosters.set_consent(person, changed)
    assert not [key for key in await sent(weeks, now) if key.startswith("o:")]
    async with weeks.storage.reading() as work:
        noted = await work.attention.noted(FIRST + 2, [doctor, nurse])
    assert {each.about for each in noted} == {f"o:a1:{FIRST + 1}", f"o:a1:{FIRST + 1}:ward-nurse"}


async def test_nothing_is_asked_of_late_actions_of_who_has_left_by_their_date(weeks: Weeks) -> None:
    await weeks.run(2)
    roster, now = the_roster(SIZES), tuesday(FIRST + 1)
    people = {
        each: replace(person, ends=now.date() - timedelta(days=1)) if each in ("ward-doctor", "ward-nurse") else person
        for each, person in roster.people.items()
    }
    async with weeks.storage.writing() as work:
        await work.rosters.save(replace(roster, people=people), at=now)
        await work.loop.save_action(LATE)
    asked = {each.person for key, each in (await sent(weeks, now)).items() if key.startswith("o:")}
    assert not asked & {"ward-doctor", "ward-nurse"}


async def test_who_has_left_by_their_date_is_sent_neither_digest_nor_page(weeks: Weeks) -> None:
    """Though they stay on the list until their row is taken out."""
    await weeks.run(9)
    now = tuesday(FIRST + 8) + timedelta(days=2)
    roster, yesterday = the_roster(SIZES), now.date() - timedelta(days=1)
    people = {
        each: replace(person, ends=yesterday) if each in ("ward-doctor", "ward-m1") else person
        for each, person in roster.people.items()
    }
    async with weeks.storage.writing() as work:
        await work.rosters.save(replace(roster, people=people), at=now)
    found = await sent(weeks, now)
    got = {kind: {each.person for key, each in found.items() if key.startswith(f"{kind}:ward:")} for kind in "dt"}
    assert got["d"] == READERS - {"ward-doctor"}
    assert "ward-m2" in got["t"]
    assert "ward-m1" not in got["t"]


async def test_late_actions_are_asked_about_on_a_shift_and_not_on_leave(weeks: Weeks) -> None:
    await weeks.run(2)
    now = tuesday(FIRST + 1)
    known = Span(starts=now - timedelta(days=1), ends=now + timedelta(days=10))
    begins = now + timedelta(hours=19)
    shift = Shift(starts=begins, ends=begins + timedelta(hours=8), kind=ShiftKind.DAY)
    away = Shift(starts=known.starts, ends=known.ends, kind=ShiftKind.LEAVE)
    async with weeks.storage.writing() as work:
        await work.loop.save_action(LATE)
        await work.rotas.put(
            RotaSource.IMPORT,
            {PersonId("ward-doctor"): Rota.of([shift], [known]), PersonId("ward-nurse"): Rota.of([away], [known])},
        )
    asked = {each.person: each.due_at for key, each in (await sent(weeks, now)).items() if key.startswith("o:")}
    assert asked == {"ward-doctor": begins + timedelta(hours=1)}


async def test_whoever_answers_for_an_action_is_told_that_nobody_has_said_yes(weeks: Weeks) -> None:
    await weeks.run(2)
    action = Action(
        id=ActionId("a1"),
        unit=WARD,
        raised_by=PersonId("ward-champion"),
        raised_at=monday_after(FIRST),
        words="Mend the printer",
        owner=PersonId("ward-m1"),
        owner_role=Role.MEMBER,
        due=date(2026, 1, 19),
        state=ActionState.PROPOSED,
    )
    async with weeks.storage.writing() as work:
        await work.loop.save_action(action)
    late = {key: each for key, each in (await sent(weeks, tuesday(FIRST + 1))).items() if key.startswith("o:")}
    assert {each.person for each in late.values()} == {"ward-doctor"}, "the first co-lead, and not who was asked"
    (told,) = late.values()
    assert told.message is not None
    assert "the team member has not said yes to this action" in words_of(told.message)
    assert "Somebody on the team’s list" in [button.label for row in told.message.buttons for button in row]


async def test_a_lead_whose_last_day_is_past_is_not_told_of_a_late_action(weeks: Weeks) -> None:
    await weeks.run(2)
    action = Action(
        id=ActionId("a1"),
        unit=WARD,
        raised_by=PersonId("ward-nurse"),
        raised_at=monday_after(FIRST),
        words="Mend the printer",
        owner=PersonId("ward-m1"),
        owner_role=Role.MEMBER,
        due=date(2026, 1, 19),
        state=ActionState.PROPOSED,
    )
    roster = the_roster(SIZES)
    nurse = replace(roster.people[PersonId("ward-nurse")], ends=date(2026, 1, 18))
    async with weeks.storage.writing() as work:
        await work.loop.save_action(action)
        await work.rosters.save(replace(roster, people={**roster.people, nurse.id: nurse}), at=monday_after(FIRST))
    late = [each for key, each in (await sent(weeks, tuesday(FIRST + 1))).items() if key.startswith("o:")]
    assert {each.person for each in late} == {"ward-doctor"}


async def test_each_unit_is_served_in_its_own_zone(tmp_path: Path) -> None:
    programme = the_programme()
    units = tuple(
        replace(unit, timezone="America/New_York") if unit.id == CLINIC else unit
        for unit in programme.organisation.units
    )
    weeks = Weeks(MemoryStorage(), tmp_path)
    await weeks.furnish(SIZES, replace(programme, organisation=replace(programme.organisation, units=units)))
    await weeks.play(FIRST)
    await weeks.close(now=monday_after(FIRST, hour=6))
    send = SendDigests(storage=weeks.storage)
    await send(now=tuesday(FIRST))
    units_served = {key.split(":")[1] for key in await weeks.deliveries()}
    assert units_served == {WARD, MEDICINE}
    await send(now=tuesday(FIRST, hour=17))
    assert {key.split(":")[1] for key in await weeks.deliveries()} == {WARD, MEDICINE, CLINIC}


def test_the_digests_time_is_a_wall_time() -> None:
    assert tuesday(FIRST) == datetime(2026, 1, 13, 12, 30, tzinfo=UTC)


async def test_administrators_are_told_once_a_quarter_how_leads_judged_the_flags(weeks: Weeks) -> None:
    roster, admin = the_roster(SIZES), PersonId("boss")
    left = replace(roster.people[PersonId("ward-m1")], ends=monday_after(FIRST).date())
    extra = {Membership(person=each, unit=MEDICINE, role=Role.ADMINISTRATOR) for each in (admin, left.id)}
    roster = replace(roster, people={**roster.people, left.id: left}, memberships=roster.memberships | extra)
    async with weeks.storage.writing() as work:
        await work.rosters.save(roster, at=monday_after(FIRST - 2))
        for number in range(6):
            flag = flag_of(
                UnitId(f"team-{number % 3}"),
                FIRST - 1 - number,
                FlagFigure(kind=FlagKind.BOTH, since=date(2025, 11, 1)),
            )
            await work.loop.add_flag(flag)
            reply = FlagReply(
                flag=flag.id, person=PersonId("gone"), response=FlagResponse.REPLYING, at=monday_after(FIRST - number)
            )
            await work.loop.put_reply(reply)
    await weeks.run(12)
    assert not any(key.startswith("v:") for key in await sent(weeks, tuesday(FIRST + 11)))
    await weeks.run(1, first=FIRST + 12)
    await sent(weeks, tuesday(FIRST + 12))
    found = [each for key, each in (await sent(weeks, tuesday(FIRST + 12))).items() if key.startswith("v:")]
    assert [each.person for each in found] == [admin]
    message = found[0].message
    assert message is not None
    assert "Fewer voices and lower score: of 7 flags, 6 answered, 6 recognised" in words_of(message)
    assert "team-0" not in words_of(message)


@pytest.mark.parametrize(("begins", "ends", "for_readers", "for_team"), [(-1, 1, False, True), (24, 72, True, False)])
async def test_what_falls_due_while_everything_is_paused_is_never_sent(
    weeks: Weeks, begins: int, ends: int, for_readers: bool, for_team: bool
) -> None:
    await weeks.run(9)
    due = tuesday(FIRST + 8)
    halt = Halt(unit=MEDICINE, since=due + timedelta(hours=begins), until=due + timedelta(hours=ends), reason="Flood")
    async with weeks.storage.writing() as work:
        await work.halts.add(halt)
    send = SendDigests(storage=weeks.storage)
    for hours in (0, 2, 48, 49, 73):
        await send(now=due + timedelta(hours=hours))
    found = await weeks.deliveries()
    assert any(key.startswith("d:ward:") for key in found) is for_readers
    assert any(key.startswith("d:medicine:") for key in found) is for_readers
    assert any(key.startswith("t:ward:") for key in found) is for_team
