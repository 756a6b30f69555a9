"""How do I know? Asked in a chat by those for whom a page was made, and by others."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.certificates.certificate import WeekLists
from bot.domain.digests.frozen_digest import Recipients
from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.organisation.people import Membership, Role
from bot.ports import Storage
from tests.support.certificates import certificates
from tests.support.freezing import freeze
from tests.support.leads import BOSS, DOCTOR, MEMBER, MONDAY, NURSE, TUESDAY, WEEK, Leads, a_digest, buttons, texts
from tests.support.screens.certifying import CERTIFICATE
from tests.support.weeks import CLINIC, MEDICINE, WARD, the_programme, the_roster

PAGE = DigestRef(unit=WARD, week=WEEK)
CLAIM = "Every share and every word of this week’s digest was made of figures of groups."
NOT_THEIRS = "This is for those for whom the digest was made."
STALE = "There is nothing left to do here: it is done already, or it is no longer open."
MADE_BEFORE = "This was made before you had your present role here"
NOT_NOW = "How this digest was made is not told here now."


@pytest.fixture
async def leads(storage: Storage) -> Leads:
    """The page of the ward lies beside its certificate."""
    held = Leads(storage)
    await held.furnish()
    await certify(held, PAGE)
    return held


async def certify(leads: Leads, page: DigestRef) -> None:
    lists = WeekLists(week=page.week, parents={page.unit: None})
    async with leads.storage.writing() as work:
        ready = await work.certificates.ready([replace(CERTIFICATE, unit=page.unit, week=page.week)])
        await work.certificates.add(lists, ready, {page.unit: b""})


async def asked(leads: Leads, who: str) -> str:
    return texts(await leads.on_digest(who, OnDigest.HOW_KNOWN))[who]


async def test_it_is_one_tap_away_from_a_digest_and_tells_which_groups_and_when(leads: Leads) -> None:
    details = await leads.on_digest(DOCTOR, OnDigest.DETAILS)
    shown = [button for each in details if each.message for row in each.message.buttons for button in row]
    (press,) = [each.intent for each in shown if each.label == "How do I know?"]
    told = texts(await leads.press(DOCTOR, press))[DOCTOR]
    assert told.startswith(f"How do I know?\nAcute medical unit · Week to 8 March 2026\n\n{CLAIM}")
    assert "one group in the week to 1 March 2026 and 2 groups in the week to 8 March 2026" in told
    assert CERTIFICATE.document in told


async def test_with_pages_in_a_browser_it_leads_there_and_the_address_opens_nothing_by_itself(leads: Leads) -> None:
    async with leads.storage.reading() as work:
        told = await certificates("https://rounds.example.org/")(
            work, the_programme(), PAGE, PersonId(DOCTOR), now=TUESDAY, locale="en-GB"
        )
    assert told is not None
    claim, link, address = [getattr(each, "words", "") for each in told[2:]]
    assert claim.startswith(CLAIM)
    assert "sign in" in link
    assert address == f"https://rounds.example.org/units/{WARD}/{WEEK}/certificate"


async def test_the_team_may_ask_once_it_has_its_page(leads: Leads) -> None:
    async with leads.storage.reading() as work:
        digest = await work.weeks.digest(WARD, WEEK)
    assert digest is not None
    assert digest.team_page is not None
    assert await asked(leads, MEMBER) == NOT_THEIRS, "the leads have it two days before"
    leads.now = TUESDAY + timedelta(days=2)
    assert CLAIM in await asked(leads, MEMBER)


async def test_nobody_else_may_not_even_with_a_role_there_that_came_later(leads: Leads) -> None:
    leads.now = TUESDAY + timedelta(days=2)
    roster = the_roster({WARD: 6, CLINIC: 2})
    later = {Membership(person=PersonId("clinic-m0"), unit=WARD, role=Role.NURSING_LEAD)}
    gone = {each for each in roster.memberships if (each.person, each.unit) != (NURSE, WARD)}
    async with leads.storage.writing() as work:
        await work.rosters.save(replace(roster, memberships=frozenset(gone | later)), at=TUESDAY)
    assert (await asked(leads, "clinic-m0")).startswith(MADE_BEFORE)
    for who in ("clinic-m1", BOSS):
        assert await asked(leads, who) == STALE, who
    assert await asked(leads, NURSE) == NOT_NOW, "her role has ended"
    wrong = DigestPress(digest=DigestRef(unit=WARD, week=WEEK + 1), what=OnDigest.HOW_KNOWN)
    assert texts(await leads.press(DOCTOR, wrong))[DOCTOR].startswith(MADE_BEFORE), "no such page"
    leads.now = TUESDAY + timedelta(weeks=40)
    assert await asked(leads, DOCTOR) == NOT_NOW, "its page in the browser is over, too"
    assert await asked(leads, BOSS) == STALE


async def test_whoever_had_it_before_its_hour_was_moved_is_not_told_that_it_is_not_theirs(leads: Leads) -> None:
    leads.now = MONDAY - timedelta(days=1)
    assert [await asked(leads, who) for who in (DOCTOR, MEMBER)] == [NOT_NOW, NOT_THEIRS]


async def test_sponsors_may_ask_about_the_page_of_their_own_unit(leads: Leads) -> None:
    above = replace(
        a_digest(the_programme().organisation),
        unit=MEDICINE,
        recipients=Recipients(readers=frozenset({PersonId(BOSS)})),
    )
    async with leads.storage.writing() as work:
        await freeze(work, [above])
    told = await leads.on_digest(BOSS, OnDigest.HOW_KNOWN, unit=MEDICINE)
    assert "This digest is older than certificates" in texts(told)[BOSS]
    assert buttons(told) == []
    told = await leads.on_digest(DOCTOR, OnDigest.HOW_KNOWN, unit=MEDICINE)
    assert texts(told) == {DOCTOR: STALE}


async def test_privacy_leads_to_the_newest_page_that_each_may_read(leads: Leads) -> None:
    older = replace(a_digest(the_programme().organisation), week=WEEK - 1)
    async with leads.storage.writing() as work:
        await freeze(work, [older])
    tell = certificates()
    async with leads.storage.reading() as work:
        for who, found in ((NURSE, [PAGE]), (MEMBER, [replace(PAGE, week=WEEK - 1)]), ("clinic-m0", []), (BOSS, [])):
            assert await tell.newest(work, the_programme(), PersonId(who), now=TUESDAY) == found, who
