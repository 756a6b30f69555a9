"""A unit's own pages through a real server: each week as it was told, to those who were told it and to nobody else."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.certificates.certificate import Certificate, History, Recorded, UsedCell, WeekLists
from bot.domain.digests.frozen_digest import FrozenDigest, Recipients, team_page_at
from bot.domain.digests.team_text import write_page
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.follow_up.flags import Flag, FlagReply, FlagResponse, flag_id
from bot.domain.identifiers import ActionId, PersonId
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Membership, Role
from bot.domain.programme.programme import DigestTime
from tests.support.builders import after
from tests.support.consoles import ICU, Hospital, a_hospital_s_roster
from tests.support.freezing import freeze
from tests.support.pages import AT, a_flagged_page, a_page

NEWEST = IsoWeek.parse("2026-W10")
READERS, TEAM = frozenset(map(PersonId, ("leo", "cha"))), frozenset({PersonId("mem")})
READERS_DUE = after(days=7, hours=3)
"""Within the hour after the digest is due, and two days before the team's page is."""


def a_week(back: int = 0, **changes: object) -> FrozenDigest:
    page = a_page() if back else replace(a_flagged_page(), flag_id=flag_id(ICU, NEWEST))
    digest = replace(
        write_page(replace(page, unit=ICU, week=NEWEST - back), at=AT),
        recipients=Recipients(readers=READERS, members=TEAM),
    )
    return replace(digest, **changes)  # type: ignore[arg-type]


async def told(hospital: Hospital, *digests: FrozenDigest) -> None:
    async with hospital.storage.writing() as work:
        await freeze(work, digests)
    hospital.clock.at = READERS_DUE


async def seen_by(hospital: Hospital, person: str, path: str = "/units/icu") -> tuple[int, str]:
    async with hospital.browser(person) as browser:
        page = await browser.get(path)
        return page.status_code, browser.text


async def test_a_lead_reads_the_newest_digest_with_its_details_and_earlier_weeks(hospital: Hospital) -> None:
    await told(hospital, a_week(), a_week(1))
    async with hospital.browser("leo") as leo:
        assert leo.page.url.path == "/units/icu", "the first page of somebody who has no other"
        assert "worth a conversation" in leo.text
        assert "How sure is this?" in leo.text
        assert "Week to 8 March 2026" in leo.text
        await leo.get("/units/icu?week=2026-W09")
        assert "nothing needs you" in leo.text
        assert "worth a conversation" not in leo.text


@pytest.mark.drill
async def test_nobody_reads_what_was_not_for_them(hospital: Hospital) -> None:
    await told(hospital, a_week(), a_week(1, recipients=Recipients(readers=frozenset({PersonId("cha")}))))
    assert (await seen_by(hospital, "leo"))[0] == 200
    assert (await seen_by(hospital, "leo", "/units/icu?week=2026-W09"))[0] == 404, "leo came later"
    assert (await seen_by(hospital, "cha", "/units/icu?week=2026-W09"))[0] == 200
    for person in ("spo", "ada", "ivy", "aud", "wim", "tom"):
        status, text = await seen_by(hospital, person)
        assert status == 404, person
        assert "worth a conversation" not in text
    async with hospital.browser() as nobody:
        assert (await nobody.get("/units/icu")).status_code == 403


@pytest.mark.drill
async def test_a_page_leads_to_its_certificate_which_tells_no_more_than_the_page(hospital: Hospital) -> None:
    await told(hospital, a_week(), a_week(1, recipients=Recipients(readers=frozenset({PersonId("cha")}))))
    cells = [
        UsedCell(team=ICU, week=str(NEWEST - back), n=number, low=low, high=high)
        for back, number, low, high in ((1, 71, 62, 63), (0, 72, 64, 65))
    ]
    certificate = Certificate(
        unit=ICU,
        week=NEWEST,
        made_at=AT,
        document="5e55ed" * 8,
        facts={"said": None},
        cells=tuple(cells),
        recorded=Recorded(),
        history=History(tenths=(("2026-W09", 7),)),
        readers=("0dd",),
        members=(),
    )
    async with hospital.storage.writing() as work:
        ready = await work.certificates.ready([certificate])
        await work.certificates.add(WeekLists(week=NEWEST, parents={ICU: None}), ready, {ICU: b""})
    at = "/units/icu/2026-W10/certificate"
    async with hospital.browser("leo") as leo:
        assert f'href="{at}">How do I know?</a>' in leo.text
        await leo.get(at)
        assert "one group in the week to 1 March 2026 and one group in the week to 8 March 2026" in leo.text
        assert "5e55ed" * 8 in leo.text
        words = re.sub(r"<[^>]*>", " ", leo.text)
        assert not [each for each in ("71", "72", "62", "63", "64", "65", "0dd") if each in words]
    older = "/units/icu/2026-W09/certificate"
    assert (await seen_by(hospital, "leo", older))[0] == 404, "leo came later"
    assert "older than certificates" in (await seen_by(hospital, "cha", older))[1]
    for person in ("mem", "spo", "ada", "aud", "wim"):
        assert (await seen_by(hospital, person, at))[0] == 404, person
    for path in ("/units/icu/2026-W60/certificate", "/units/icu/x/certificate", "/units/ward/2026-W10/certificate"):
        assert (await seen_by(hospital, "leo", path))[0] == 404, path


@pytest.mark.parametrize("week", ["2026-W11", "2026-W08", "x", "2026-W60", "%00"])
async def test_a_week_that_is_not_there_is_a_page_that_is_not_there(hospital: Hospital, week: str) -> None:
    await told(hospital, a_week())
    assert (await seen_by(hospital, "leo", f"/units/icu?week={week}"))[0] == 404


async def test_nothing_is_read_before_it_is_due(hospital: Hospital) -> None:
    await told(hospital, a_week())
    hospital.clock.at = after(days=7)
    status, text = await seen_by(hospital, "leo")
    assert (status, "There is nothing to read yet" in text) == (200, True)


async def test_the_team_reads_its_own_page_two_days_later_with_its_leads_words(hospital: Hospital) -> None:
    flag = flag_id(ICU, NEWEST)
    await told(hospital, a_week())
    async with hospital.storage.writing() as work:
        await work.loop.add_flag(Flag(id=flag, unit=ICU, week=NEWEST, kind=FlagKind.FEWER_VOICES))
        for person, response, words in (
            ("leo", FlagResponse.REPLYING, "We will meet on Friday."),
            ("cha", FlagResponse.KNOWN_REASON, "Half of us were on a course."),
        ):
            await work.loop.put_reply(
                FlagReply(flag=flag, person=PersonId(person), response=response, words=words, at=after(days=7))
            )
    assert "There is nothing to read yet" in (await seen_by(hospital, "mem"))[1]
    hospital.clock.at = team_page_at(NEWEST, DigestTime(), "Europe/London")
    _, text = await seen_by(hospital, "mem")
    assert "We will meet on Friday." in text
    assert "on a course" not in text
    assert "How sure is this?" not in text
    assert "on a course" in (await seen_by(hospital, "leo"))[1]


async def test_who_is_a_lead_no_more_reads_no_digest(hospital: Hospital) -> None:
    await told(hospital, a_week())
    roster = a_hospital_s_roster()
    leo = PersonId("leo")
    others = frozenset(each for each in roster.memberships if each.person != leo)
    async with hospital.browser("leo") as browser:
        assert (await browser.get("/units/icu")).status_code == 200
        moved = others | {Membership(person=leo, unit=ICU, role=Role.MEMBER)}
        async with hospital.storage.writing() as work:
            await work.rosters.save(replace(roster, memberships=moved), at=after(days=7))
        await browser.get("/units/icu")
        assert "There is nothing to read yet" in browser.text


async def test_leads_see_every_action_and_the_team_what_was_taken_on_and_told(hospital: Hospital) -> None:
    def an_action(name: str, state: ActionState, **more: object) -> Action:
        plain = Action(
            id=ActionId(name), unit=ICU, raised_by=PersonId("leo"), raised_at=after(days=-9), words=f"Do {name}",
            owner=PersonId("cha"), owner_role=Role.CHAMPION, state=state,
        )  # fmt: skip
        return replace(plain, **more)  # type: ignore[arg-type]

    done = after(days=2)
    actions = [
        an_action("asked", ActionState.PROPOSED),
        an_action("taken", ActionState.OPEN),
        an_action("quietly", ActionState.CLOSED, closed_at=done),
        an_action("openly", ActionState.CLOSED, closed_at=done, told_at=done, told_words="There is a second trolley."),
    ]
    await told(hospital, a_week())
    async with hospital.storage.writing() as work:
        for action in actions:
            await work.loop.save_action(action)
    hospital.clock.at = READERS_DUE + timedelta(days=2)
    _, to_lead = await seen_by(hospital, "leo")
    _, to_team = await seen_by(hospital, "mem")
    for name, is_told in (("asked", False), ("taken", True), ("quietly", False), ("openly", True)):
        assert f"Do {name}" in to_lead
        assert (f"Do {name}" in to_team) is is_told, name
    assert "owner: champion" in to_lead
    assert "owner" not in to_team
    assert "There is a second trolley." in to_team
