"""A lead names somebody for a post that nobody holds; whoever runs Rounds there is told, and nothing changes."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.identifiers import PersonId, UnitId, about_unit
from bot.domain.messaging.buttons import AdministrationPress, OnAdministration, OnDigest, PostPress
from bot.domain.messaging.deliveries import Delivery
from bot.domain.organisation.people import Membership, Role
from bot.flows.follow_up.choose_owner import NAMES_ON_PAGE
from bot.ports import Storage
from tests.support.leads import BOSS, MEMBER, MONDAY, NURSE, Leads, buttons
from tests.support.messages import words_of
from tests.support.weeks import MEDICINE, WARD

ADMIN, TOP = PersonId("admin"), PersonId("top-admin")
OPERATIONAL = Role.OPERATIONAL_LEAD


async def set_up(storage: Storage, *where: tuple[PersonId, UnitId]) -> Leads:
    leads = Leads(storage)
    await leads.furnish()
    if where:
        await leads.are_run_by(*where)
    return leads


def said(deliveries: Sequence[Delivery]) -> dict[str, str]:
    return {each.person: words_of(each.message) for each in deliveries if each.message is not None}


async def test_a_colleague_is_named_and_the_nearest_administrators_are_told(storage: Storage) -> None:
    leads = await set_up(storage, (ADMIN, WARD), (TOP, MEDICINE))
    before = await roster_of(leads)
    asked = await leads.on_digest(NURSE, OnDigest.NAME_SOMEBODY)
    assert "Who could be operational lead of Acute medical unit?" in said(asked)[NURSE]
    [choice] = [each for each in buttons(asked) if each.label == MEMBER]
    told = said(await leads.press(NURSE, choice.intent))
    assert told.keys() == {NURSE, ADMIN}
    assert "ward-m1 as operational lead" in told[NURSE]
    line = f"The nursing lead of Acute medical unit suggests {MEMBER} as operational lead."
    assert line in told[ADMIN]
    notice = next(each for each in leads.sent.values() if each.person == ADMIN)
    assert notice.message is not None
    [[way]] = notice.message.buttons
    assert way.intent == AdministrationPress(what=OnAdministration.POSTS, about=about_unit(WARD))
    assert await roster_of(leads) == before, "it is a suggestion"
    count = len(leads.sent)
    await leads.press(NURSE, choice.intent)
    assert [key for key in leads.sent if key.startswith("l:post")] == [notice.key], "once a week"
    assert len(leads.sent) == count + 1, "only the answer to who pressed"


async def roster_of(leads: Leads) -> object:
    async with leads.storage.reading() as work:
        return (await work.rosters.current()).memberships


async def test_those_above_are_told_where_nobody_runs_the_team_itself(storage: Storage) -> None:
    leads = await set_up(storage, (TOP, MEDICINE))
    asked = await leads.on_digest(NURSE, OnDigest.NAME_SOMEBODY)
    elsewhere = buttons(asked)[-1]
    told = said(await leads.press(NURSE, elsewhere.intent))
    assert "Acute medical unit has no operational lead. Its nursing lead asks for somebody from elsewhere." in told[TOP]


async def test_who_names_somebody_hears_that_nobody_can_be_told(storage: Storage) -> None:
    leads = await set_up(storage)
    asked = await leads.on_digest(NURSE, OnDigest.NAME_SOMEBODY)
    told = said(await leads.press(NURSE, buttons(asked)[0].intent))
    assert told == {NURSE: "Nobody who runs Rounds for Acute medical unit can be reached. Please tell them yourself."}


async def test_a_long_list_is_turned_page_by_page(storage: Storage) -> None:
    leads = await set_up(storage)
    first = buttons(await leads.on_digest(NURSE, OnDigest.NAME_SOMEBODY))
    second = buttons(await leads.press(NURSE, PostPress(unit=WARD, role=OPERATIONAL, page=1)))
    names = [each.label for each in (*first, *second) if isinstance(each.intent, PostPress) and each.intent.member]
    assert len([name for name in names if name.startswith("ward-")]) == 9
    assert len(first) == NAMES_ON_PAGE + 2
    assert buttons(await leads.press(NURSE, PostPress(unit=WARD, role=OPERATIONAL, page=9))) == first


async def test_a_post_that_is_filled_by_now_is_not_asked_about(storage: Storage) -> None:
    leads = await set_up(storage, (ADMIN, WARD))
    asked = buttons(await leads.on_digest(NURSE, OnDigest.NAME_SOMEBODY))
    async with storage.writing() as work:
        roster = await work.rosters.current()
        held = roster.memberships | {Membership(person=PersonId(MEMBER), unit=WARD, role=OPERATIONAL)}
        await work.rosters.save(replace(roster, memberships=held), at=MONDAY)
    late = said(await leads.press(NURSE, asked[0].intent))
    assert late == {NURSE: "Somebody is operational lead of Acute medical unit by now."}
    none = said(await leads.on_digest(NURSE, OnDigest.NAME_SOMEBODY))
    assert none == {NURSE: "Acute medical unit has a medical, a nursing and an operational lead by now."}


async def test_two_posts_are_asked_about_one_by_one(storage: Storage) -> None:
    leads = await set_up(storage, (ADMIN, WARD))
    async with storage.writing() as work:
        roster = await work.rosters.current()
        held = frozenset(each for each in roster.memberships if each.role is not Role.MEDICAL_LEAD)
        await work.rosters.save(replace(roster, memberships=held), at=MONDAY)
    roles = buttons(await leads.on_digest(NURSE, OnDigest.NAME_SOMEBODY))
    assert [each.label for each in roles] == ["medical lead", "operational lead"]
    asked = await leads.press(NURSE, roles[0].intent)
    assert "Who could be medical lead" in said(asked)[NURSE]


async def test_only_those_who_lead_the_team_name_somebody(storage: Storage) -> None:
    leads = await set_up(storage, (ADMIN, WARD))
    for who in (MEMBER, BOSS):
        for press in (PostPress(unit=WARD, role=OPERATIONAL), PostPress(unit=WARD, role=OPERATIONAL, member="x")):
            assert said(await leads.press(who, press)).keys() == {who}
    assert not [each for each in leads.sent.values() if each.person == ADMIN]
