"""A page and all that is made of it are read by those it was made for, while they hold the role, once it has come."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.disclosure.gate import WEEKS_BETWEEN_FLAGS
from bot.domain.follow_up.comments import Comment
from bot.domain.follow_up.flags import flag_id
from bot.domain.identifiers import CommentId, FlagId, PersonId
from bot.domain.messaging.buttons import (
    ConversationPress,
    DigestPress,
    DigestRef,
    FlagPress,
    Intent,
    OnConversation,
    OnDigest,
    OnFlag,
)
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.documents import Title, document
from bot.domain.organisation.people import Address, Membership, Role, Roster
from bot.flows.answering.show_home import ShowHome
from bot.flows.digests.read_unit import ReadUnit, UnitPage
from bot.flows.follow_up.digest_now import ComposeDigest, digest_now, newest_digest
from bot.ports import Storage
from tests.support.builders import a_delivery
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.freezing import freeze
from tests.support.leads import DOCTOR, FLAG, MEMBER, NURSE, TUESDAY, WEEK, Leads, a_digest, labelled, texts
from tests.support.weeks import CLINIC, WARD, the_programme, the_roster

OLDER, TO_COME = WEEK - 1, WEEK + 1
REFUSED = (
    "This is for those for whom the digest was made",
    "This was made before you had your present role here",
    "There is nothing left to do here",
    "for those who were in the team when they were shown",
    "Only the leads and champions",
    "is not told here now",
)
ROSTER = the_roster({WARD: 6, CLINIC: 2})


def promoted(role: Role) -> Roster:
    """A member when the pages were made."""
    return replace(ROSTER, memberships=ROSTER.memberships | {Membership(person=PersonId(MEMBER), unit=WARD, role=role)})


def elsewhere() -> Roster:
    held = frozenset(each for each in ROSTER.memberships if each.person != NURSE)
    return replace(ROSTER, memberships=held | {Membership(person=PersonId(NURSE), unit=CLINIC, role=Role.NURSING_LEAD)})


def instead(person: str, role: Role) -> Roster:
    """They hold this role in place of every other."""
    held = frozenset(each for each in ROSTER.memberships if each.person != person)
    return replace(ROSTER, memberships=held | {Membership(person=PersonId(person), unit=WARD, role=role)})


def off_the_list() -> Roster:
    nurse = replace(ROSTER.people[PersonId(NURSE)], ends=(TUESDAY - timedelta(days=1)).date())
    return replace(ROSTER, people={**ROSTER.people, nurse.id: nurse})


HISTORIES: Mapping[str, tuple[str, Roster]] = {
    "reader then and now": (NURSE, ROSTER),
    "lead since": (MEMBER, promoted(Role.NURSING_LEAD)),
    "champion since": (MEMBER, promoted(Role.CHAMPION)),
    "sponsor since": (MEMBER, promoted(Role.SPONSOR)),
    "member since": (NURSE, instead(NURSE, Role.MEMBER)),
    "lead of another team since": (NURSE, elsewhere()),
    "off the list since": (NURSE, off_the_list()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    leads: Leads
    person: PersonId

    async def presses(self, intent: Intent) -> bool:
        """Whether they are answered, and not refused."""
        said = texts(await self.leads.press(self.person, intent))[self.person]
        return not any(each in said for each in REFUSED)

    async def opens_home(self, page: FrozenDigest) -> bool:
        home = ShowHome(storage=self.leads.storage, clock=StillClock(TUESDAY), newest_digest=newest_digest)
        shown = await home(Address(channel=WEB, value=f"at-{self.person}"))
        return page.document in [each.document for each in shown]

    async def opens_unit(self, page: FrozenDigest) -> bool:
        return await self.unit_page(page) is not None

    async def unit_page(self, page: FrozenDigest) -> UnitPage | None:
        read = ReadUnit(storage=self.leads.storage, clock=StillClock(self.leads.now), digest_now=digest_now)
        async with self.leads.storage.reading() as work:
            held = await work.rosters.memberships_of(self.person)
        roles = next((each.roles for each in held if each.unit == WARD), frozenset[Role]())
        return await read(WARD, self.person, roles, week=page.week)


Way = Callable[[Reader, FrozenDigest], Awaitable[bool]]


def on_digest(what: OnDigest) -> Way:
    return lambda reader, page: reader.presses(DigestPress(digest=DigestRef(unit=WARD, week=page.week), what=what))


def on_flag(what: OnFlag) -> Way:
    return lambda reader, page: reader.presses(FlagPress(flag=flag_id(WARD, page.week), what=what))


def on_conversation(what: OnConversation) -> Way:
    return lambda reader, page: reader.presses(ConversationPress(flag=flag_id(WARD, page.week), what=what))


WAYS: Mapping[str, Way] = {
    **{each.name: on_digest(each) for each in OnDigest},
    **{each.name: on_flag(each) for each in OnFlag},
    **{each.name: on_conversation(each) for each in OnConversation},
    "HOME": Reader.opens_home,
    "UNIT": Reader.opens_unit,
}


@pytest.mark.parametrize("history", HISTORIES)
async def test_a_page_is_read_by_those_it_was_made_for_and_by_nobody_else(storage: Storage, history: str) -> None:
    """Each page in each way. The team has no page of its own here, which members would read."""
    person, roster = HISTORIES[history]
    leads = Leads(storage)
    await leads.furnish(pages=())
    newest = a_digest(the_programme().organisation)
    others = (replace(newest, week=week, document=document(Title(words=str(week)))) for week in (OLDER, TO_COME))
    pages = [replace(each, team_page=None) for each in (newest, *others)]
    comments = [Comment(id=CommentId(f"{each.week}"), unit=WARD, week=each.week, words="So.") for each in pages]
    reader = Reader(leads=leads, person=PersonId(person))
    async with storage.writing() as work:
        await freeze(work, pages)
        await work.comments.add(comments)
        for each in pages:
            await work.loop.add_flag(replace(FLAG, id=flag_id(WARD, each.week), week=each.week))
        await work.rosters.save(roster, at=TUESDAY)
    read = {(name, page.week) for name, way in WAYS.items() for page in pages if await way(reader, page)}
    reads = history == "reader then and now"
    expected = {(name, week) for name in WAYS for week in (OLDER, WEEK)} - {("HOME", OLDER)} if reads else set()
    assert read == expected


OF_THE_TEAM = {OnDigest.READ_COMMENTS.name, OnDigest.FIRST_COMMENTS.name, OnDigest.HOW_KNOWN.name, "UNIT"}
ANSWERS = {OnDigest.ANSWER_COMMENT.name}
TEAM_HISTORIES: Mapping[str, tuple[str, Roster, set[str]]] = {
    "member then and now": (MEMBER, ROSTER, OF_THE_TEAM),
    "lead in place of member": (MEMBER, instead(MEMBER, Role.NURSING_LEAD), OF_THE_TEAM | ANSWERS),
    "sponsor in place of member": (MEMBER, instead(MEMBER, Role.SPONSOR), OF_THE_TEAM),
    "member in place of lead": (NURSE, instead(NURSE, Role.MEMBER), OF_THE_TEAM),
    "administrator in place of member": (MEMBER, instead(MEMBER, Role.ADMINISTRATOR), set()),
    "administrator in place of lead": (NURSE, instead(NURSE, Role.ADMINISTRATOR), set()),
    "lead of another team since": (NURSE, elsewhere(), set()),
    "off the list since": (NURSE, off_the_list(), set()),
}


@pytest.mark.parametrize("history", TEAM_HISTORIES)
async def test_a_change_of_roles_takes_the_teams_page_from_nobody_and_tells_no_more(
    storage: Storage, history: str
) -> None:
    """Two days later, with its comments and the answers to them, as all members read it."""
    person, roster, expected = TEAM_HISTORIES[history]
    page = a_digest(the_programme().organisation)
    leads = Leads(storage)
    await leads.furnish(pages=[page])
    async with storage.writing() as work:
        await work.comments.add([Comment(id=CommentId("c"), unit=WARD, week=WEEK, words="So.")])
        await work.rosters.save(roster, at=TUESDAY)
    reader, member = [Reader(leads=leads, person=PersonId(each)) for each in (person, "ward-m2")]
    assert not {name for name, way in WAYS.items() if await way(reader, page)}, "it has not come"
    leads.now = TUESDAY + timedelta(days=2)
    assert {name for name, way in WAYS.items() if await way(reader, page)} == expected
    assert await reader.unit_page(page) == (await member.unit_page(page) if expected else None)
    shown = await leads.on_digest(DOCTOR, OnDigest.READ_COMMENTS)
    await leads.press(DOCTOR, labelled(shown, "Answer 1"))
    assert (person in texts(await leads.sends(DOCTOR, "It is mended."))) == bool(expected)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.NURSING_LEAD])
async def test_the_teams_page_of_a_week_that_was_not_for_readers_is_read_by_the_team_alone(
    storage: Storage, role: Role
) -> None:
    page = replace(a_digest(the_programme().organisation), is_for_readers=False)
    leads = Leads(storage, now=TUESDAY + timedelta(days=2))
    await leads.furnish(pages=[page])
    async with storage.writing() as work:
        await work.rosters.save(instead(NURSE, role), at=TUESDAY)
    assert not await Reader(leads=leads, person=PersonId(NURSE)).opens_unit(page)
    assert await Reader(leads=leads, person=PersonId(MEMBER)).opens_unit(page)


async def test_who_leads_only_since_hears_nothing_of_its_flag(storage: Storage) -> None:
    leads = Leads(storage)
    await leads.furnish()
    async with storage.writing() as work:
        await work.rosters.save(promoted(Role.NURSING_LEAD), at=TUESDAY)
    told = texts(await leads.on_flag(NURSE, OnFlag.REPLY))
    assert DOCTOR in told
    assert MEMBER not in told


async def with_a_new_lead(storage: Storage, *, weeks: int) -> Leads:
    """So many weeks ago a flag was raised that nobody has answered. A lead has come since, and reads the newest digest
    alone."""
    leads = Leads(storage, now=TUESDAY + timedelta(weeks=weeks))
    first = a_digest(the_programme().organisation)
    readers = first.recipients.readers | {PersonId(MEMBER)}
    newest = replace(first, week=WEEK + weeks, recipients=replace(first.recipients, readers=readers))
    await leads.furnish(pages=[first, newest])
    async with storage.writing() as work:
        await work.rosters.save(promoted(Role.NURSING_LEAD), at=TUESDAY)
    return leads


@pytest.mark.parametrize("weeks", [1, WEEKS_BETWEEN_FLAGS])
async def test_a_new_lead_answers_an_earlier_flag_on_their_own_digest(storage: Storage, weeks: int) -> None:
    leads = await with_a_new_lead(storage, weeks=weeks)
    press = FlagPress(flag=FLAG.id, what=OnFlag.REPLY, week=WEEK + weeks)
    told = texts(await leads.press(MEMBER, press))
    assert not any(each in told[MEMBER] for each in REFUSED)
    assert {NURSE, DOCTOR} <= told.keys()
    talked = ConversationPress(flag=FLAG.id, what=OnConversation.HAPPENED)
    assert await Reader(leads=leads, person=PersonId(MEMBER)).presses(talked)


async def test_a_new_lead_hears_what_others_say_to_an_earlier_flag(storage: Storage) -> None:
    leads = await with_a_new_lead(storage, weeks=1)
    told = texts(await leads.press(NURSE, FlagPress(flag=FLAG.id, what=OnFlag.REPLY, week=WEEK + 1)))
    assert MEMBER in told


async def test_a_flag_that_stands_on_no_digest_of_a_new_lead_is_not_told_to_them(storage: Storage) -> None:
    """It is so old that another could have been raised."""
    leads = await with_a_new_lead(storage, weeks=WEEKS_BETWEEN_FLAGS + 1)
    reader = Reader(leads=leads, person=PersonId(MEMBER))
    assert not await reader.presses(FlagPress(flag=FLAG.id, what=OnFlag.REPLY))


@pytest.mark.parametrize("role", [Role.NURSING_LEAD, Role.CHAMPION, Role.SPONSOR])
async def test_who_leads_only_since_is_told_so_and_never_whether_there_was_anything(
    storage: Storage, role: Role
) -> None:
    """An earlier page with a flag, and a week without either, are answered alike."""
    leads = Leads(storage)
    await leads.furnish()
    async with storage.writing() as work:
        await work.rosters.save(promoted(role), at=TUESDAY)
    there, nowhere = DigestRef(unit=WARD, week=WEEK), DigestRef(unit=WARD, week=WEEK - 3)
    pairs: list[tuple[Intent, Intent]] = [
        (DigestPress(digest=there, what=what), DigestPress(digest=nowhere, what=what))
        for what in OnDigest
        if what.name not in OF_THE_TEAM | ANSWERS
    ]
    known = OnDigest.HOW_KNOWN
    pairs.append((DigestPress(digest=there, what=known), DigestPress(digest=nowhere, what=known)))
    other = flag_id(WARD, WEEK - 3)
    for what in OnFlag:
        pairs.append((FlagPress(flag=FLAG.id, what=what), FlagPress(flag=other, what=what)))
    for talk in OnConversation:
        pairs.append((ConversationPress(flag=FLAG.id, what=talk), ConversationPress(flag=other, what=talk)))
    for pair in pairs:
        first, second = [texts(await leads.press(MEMBER, each))[MEMBER] for each in pair]
        assert first == second, pair
        assert first.startswith("This was made before you had your present role here, or it is over by now."), pair
        assert "on your newest digest" in first


async def test_who_presses_late_on_a_digest_of_their_own_is_not_told_that_it_was_made_before(storage: Storage) -> None:
    leads = Leads(storage)
    await leads.furnish()
    places = await leads.have_it()
    press = FlagPress(flag=FlagId("unknown"), what=OnFlag.REPLY)
    assert "nothing left to do here" in texts(await leads.press(NURSE, press, on=places[NURSE]))[NURSE]


@pytest.mark.parametrize("history", HISTORIES)
async def test_a_digest_that_waited_is_sent_to_its_readers_of_today(storage: Storage, history: str) -> None:
    """For the end of a night, maybe; the same holds for what stands in a chat and is brought up to date."""
    person, roster = HISTORIES[history]
    leads = Leads(storage)
    await leads.furnish()
    async with storage.writing() as work:
        await work.rosters.save(roster, at=TUESDAY)
    for kind in (DeliveryKind.DIGEST, DeliveryKind.DIGEST_REDRAW):
        waits = replace(a_delivery(person, channel=WEB), kind=kind, digest=DigestRef(unit=WARD, week=WEEK))
        async with storage.reading() as work:
            said = await ComposeDigest(clock=StillClock(TUESDAY))(work, waits)
        assert (said is not None) == (history == "reader then and now")
