"""Two web pages after a year: that of somebody in a team, and that of a lead."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.asking.pulse_messages import Setting, View, compose_pulse
from bot.domain.digests.frozen_digest import FrozenDigest, Recipients, digest_message
from bot.domain.digests.team_text import write_page
from bot.domain.indicators.flag_kinds import FlagKind
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.organisation.people import Membership, Role
from tests.adapters.channels.web.test_chat import ADA, Site
from tests.domain.digests.test_chart import a_chart
from tests.support.builders import ICU, T0, a_pulse, a_question, a_roster, a_round
from tests.support.channels import WEB
from tests.support.freezing import freeze
from tests.support.messages import a_message
from tests.support.pages import AT, UNANSWERED, WEEK, a_flagged_page, a_page

STATEMENT = "This week I could raise a concern."
WEEKS = 52


async def a_clinician_s_year(site: Site) -> int:
    """A question a week, news now and then, and a question of today that is open; returns the number of that one."""
    number = 0
    for back in reversed(range(WEEKS)):
        site.clock.at = T0 - timedelta(weeks=back)
        if back % 4 == 1:
            await site.put(
                a_message("A second trolley has been ordered.", kind=MessageKind.TOLD_BACK), key=f"told-{back}"
            )
        number = await _ask(site, back)
    return number


async def _ask(site: Site, back: int) -> int:
    round_ = a_round(opens_at=site.clock.at)
    pulse = a_pulse(ADA, identity=f"pulse-{back}", round_=round_)
    async with site.storage.writing() as work:
        await work.pulses.add([pulse])
    setting = Setting(unit_name="Intensive care", locale="en-GB", zone="Europe/London", now=site.clock.at)
    question = replace(a_question(), text={"en-GB": STATEMENT if back == 0 else f"Statement number {back}."})
    view = View.RECORDED if back % 3 > 0 else View.QUESTION
    return await site.put(compose_pulse(view if back else View.QUESTION, pulse, question, setting), key=f"q-{back}")


def lead_s_digests() -> list[tuple[FrozenDigest, Message]]:
    """A year of digests, the oldest first; the newest has a flag."""
    chart = replace(
        a_chart(
            *[7, 7, 6, 7, 8, 7, 7, 6, 7, 7, 8, 7, 6, 7, 7, 7, 8, 7, 6, 5, 4, 4, 3, 3],
            scores=5,
            flags=((WEEK, FlagKind.FEWER_VOICES),),
        ),
        unit="Acute medical unit",
    )
    frozen = []
    for back in reversed(range(WEEKS)):
        page = a_flagged_page() if back == 0 else a_page(earlier=UNANSWERED) if back == 9 else a_page()
        digest = replace(
            write_page(page, at=AT, chart=chart),
            unit=ICU,
            week=WEEK - back,
            recipients=Recipients(readers=frozenset({ADA})),
        )
        frozen.append((digest, digest_message(digest, unit_name="Acute medical unit", locale="en-GB")))
    return frozen


async def a_lead_s_year(site: Site) -> int:
    """The digests of a year; returns the number of the newest message."""
    year = lead_s_digests()
    listed = a_roster(["ada"], channel=WEB)
    lead = frozenset({Membership(person=ADA, unit=ICU, role=Role.NURSING_LEAD)})
    async with site.storage.writing() as work:
        await work.rosters.save(replace(listed, memberships=listed.memberships | lead), at=T0)
        await freeze(work, [digest for digest, _ in year])
    number = 0
    for at, (digest, message) in enumerate(year):
        site.clock.at = T0 - timedelta(weeks=WEEKS - 1 - at)
        number = await site.put(message, key=f"digest-{at}", digest=digest.ref)
    return number
