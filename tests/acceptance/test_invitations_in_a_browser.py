"""Invitations in a real browser: made without a script, for everybody's eyes, and on paper."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Membership, Role
from tests.acceptance.test_demo_in_a_browser import CHROMIUM
from tests.acceptance.test_pages_in_a_browser import SCREEN, picture
from tests.acceptance.test_upload_in_a_browser import hospital, looked_at, signed_in
from tests.support.builders import T0, a_person
from tests.support.channels import WEB
from tests.support.consoles import WARD, Hospital, a_hospital_s_roster

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="Debian's chromium is not installed; apt-get install chromium",
    ),
]
__all__ = ["hospital"]
LONGEST = "Doctor Alexandra Maria Featherstonehaugh-Cholmondeley of the Night Team"
A4_IN_POINTS = (595, 842)


async def test_slips_are_made_and_printed_eight_on_a_sheet(hospital: Hospital) -> None:
    roster = a_hospital_s_roster()
    more = {PersonId(f"n{n:02}"): a_person(f"n{n:02}", channel=WEB, name=f"Person {n:02}") for n in range(15)}
    more[PersonId("n03")] = replace(more[PersonId("n03")], name=LONGEST)
    members = {Membership(person=each, unit=WARD, role=Role.MEMBER) for each in more}
    async with hospital.storage.writing() as work:
        many = replace(roster, people={**roster.people, **more}, memberships=roster.memberships | members)
        await work.rosters.save(many, at=T0)
    async with signed_in(hospital) as (browser, page):
        await page.get_by_role("link", name="Invitations").click()
        await looked_at(browser, page, "invitations")
        await page.get_by_label("For whom").select_option(label="Willow Ward")
        await page.get_by_role("button", name="Slips to print").click()
        await page.get_by_role("heading", name="16 slips").wait_for()
        await looked_at(browser, page, "slips")
        assert await page.locator(".slip svg").count() == 16
        await page.set_viewport_size({"width": SCREEN[0], "height": SCREEN[1]})
        await page.emulate_media(media="print")
        await picture(page, "slips-print")
        for slip in await page.locator(".slip").all():
            assert await slip.evaluate("each => each.scrollHeight <= each.clientHeight + 1"), "all of it is on paper"
        printed = await page.pdf(prefer_css_page_size=True, print_background=True)
        assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 2
        if folder := os.environ.get("ROUNDS_PICTURES"):
            (Path(folder) / "slips.pdf").write_bytes(printed)
        await page.emulate_media(media="screen")
        await page.goto("/admin/invitations/choose")
        await looked_at(browser, page, "choose")
        await page.goto("/admin/invitations/letter")
        await looked_at(browser, page, "letter")
        await page.goto("/admin/invitations/poster?unit=ward")
        await looked_at(browser, page, "poster")
        await page.emulate_media(media="print")
        printed = await page.pdf(prefer_css_page_size=True)
        assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
        if folder := os.environ.get("ROUNDS_PICTURES"):
            (Path(folder) / "poster.pdf").write_bytes(printed)
