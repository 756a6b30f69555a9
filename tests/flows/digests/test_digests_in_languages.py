"""A digest goes to each reader in the language that they asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.identifiers import PersonId
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.messaging.deliveries import Delivery
from bot.domain.messaging.inbound import Inbound, Pressed
from bot.domain.messaging.messages import MessageKind
from bot.domain.messaging.notifications import notification_of
from bot.domain.organisation.people import Address, Role
from bot.flows.digests.send_digests import SendDigests
from bot.flows.follow_up.digest_now import ComposeDigest, digest_now
from bot.flows.follow_up.explain_digest import ExplainDigest
from bot.flows.follow_up.lead_messages import LeadContext
from tests.support.channels import WEB
from tests.support.clocks import StillClock
from tests.support.memory import MemoryStorage
from tests.support.messages import words_of
from tests.support.weeks import CLINIC, FIRST, WARD, Alarming, Weeks, monday_after, the_roster

NURSE = PersonId("ward-nurse")
SIZES = {WARD: 14, CLINIC: 6}
TUESDAY = monday_after(FIRST + 8, hour=12) + timedelta(days=1, minutes=30)


async def sent(weeks: Weeks, now: datetime) -> Mapping[str, Delivery]:
    await SendDigests(storage=weeks.storage)(now=now)
    return await weeks.deliveries()


async def test_each_reads_the_same_digest_in_their_own_language(tmp_path: Path) -> None:
    weeks = Weeks(MemoryStorage(), tmp_path, detector=Alarming(FIRST + 8))
    await weeks.furnish(SIZES)
    roster, nurse, doctor = the_roster(SIZES), PersonId("ward-nurse"), PersonId("ward-doctor")
    members = {each.person for each in roster.memberships if (each.unit, each.role) == (WARD, Role.MEMBER)}
    welsh = {nurse, min(members), PersonId("boss")}
    people = {each.id: replace(each, locale="cy") if each.id in welsh else each for each in roster.people.values()}
    async with weeks.storage.writing() as work:
        await work.rosters.save(replace(roster, people=people), at=monday_after(FIRST - 2))
    await weeks.run(9)
    found = await sent(weeks, TUESDAY)
    hers, his = (found[f"d:ward:{FIRST + 8}:{who}"].message for who in (nurse, doctor))
    assert hers is not None
    assert his is not None
    assert (hers.locale, notification_of(hers)) == ("cy", "Acute medical unit: werth cael sgwrs")
    assert (his.locale, notification_of(his)) == ("en-GB", "Acute medical unit: worth a conversation")
    assert "ymhlith yr un bobl" in words_of(hers)
    assert [each.intent for row in hers.buttons for each in row] == [each.intent for row in his.buttons for each in row]
    above = found[f"d:medicine:{FIRST + 8}:boss"].message
    assert above is not None
    assert above.locale == "cy"
    async with weeks.storage.reading() as work:
        shown = await ComposeDigest(clock=StillClock(TUESDAY))(work, found[f"d:ward:{FIRST + 8}:{nurse}"])
    assert shown == hers, "and so when it is sent"
    team = await sent(weeks, TUESDAY + timedelta(days=2))
    pages = {
        key: each.message for key, each in team.items() if each.message and each.message.kind is MessageKind.TEAM_PAGE
    }
    languages = {message.locale for key, message in pages.items() if key.endswith(f":{min(members)}")}
    assert languages == {"cy"}
    assert {message.locale for message in pages.values()} == {"cy", "en-GB"}


async def test_a_page_keeps_the_language_that_it_was_frozen_in(tmp_path: Path) -> None:
    """All of it: what is redrawn, its details and the team's page are in the language of the words that stand there."""
    weeks = Weeks(MemoryStorage(), tmp_path, detector=Alarming(FIRST + 8))
    await weeks.furnish(SIZES)
    await weeks.run(9)
    async with weeks.storage.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None
    async with weeks.storage.writing() as work:
        organisation = replace(programme.organisation, locale="cy")
        await work.programmes.save(replace(programme, organisation=organisation), at=TUESDAY)
    found = await sent(weeks, TUESDAY)
    message = found[f"d:ward:{FIRST + 8}:ward-nurse"].message
    assert message is not None
    assert (message.locale, notification_of(message)) == ("en-GB", "Acute medical unit: worth a conversation")
    async with weeks.storage.reading() as work:
        digest = await work.weeks.digest(WARD)
        assert digest is not None
        shown = await digest_now(work, replace(programme, organisation=organisation), digest, NURSE, now=TUESDAY)
    assert (shown.locale, shown.chart and shown.chart.locale) == ("en-GB", "en-GB")
    team = await sent(weeks, TUESDAY + timedelta(days=2))
    assert {each.message.locale for each in team.values() if each.message} == {"en-GB"}


async def test_who_chose_a_language_later_reads_the_whole_page_in_one_and_why(tmp_path: Path) -> None:
    """It was frozen before: the digest, the team's page, and what stands behind the digest."""
    weeks = Weeks(MemoryStorage(), tmp_path, detector=Alarming(FIRST + 8))
    await weeks.furnish(SIZES)
    await weeks.run(9)
    nurse, roster = PersonId("ward-nurse"), the_roster(SIZES)
    people = {each.id: replace(each, locale="cy") for each in roster.people.values()}
    async with weeks.storage.writing() as work:
        await work.rosters.save(replace(roster, people=people), at=TUESDAY - timedelta(hours=1))
    found = await sent(weeks, TUESDAY)
    digest = found[f"d:ward:{FIRST + 8}:{nurse}"].message
    assert digest is not None
    found = await sent(weeks, TUESDAY + timedelta(days=2))
    pages = [each.message for each in found.values() if each.message and each.message.kind is MessageKind.TEAM_PAGE]
    assert pages
    for message in (digest, *pages):
        assert message.locale == "en-GB"
        assert words_of(message).count("Cafodd hwn ei wneud cyn i chi ddewis eich iaith") == 1
    async with weeks.storage.reading() as work:
        programme = await work.programmes.current()
        assert programme is not None
        update = Inbound(
            sender=Address(channel=WEB, value=f"at-{nurse}"),
            update_id="1",
            sequence=1,
            event=Pressed(intent=DigestPress(digest=DigestRef(unit=WARD, week=FIRST + 8), what=OnDigest.DETAILS)),
        )
        context = await LeadContext.load(work, programme, WARD, nurse, update, now=TUESDAY)
        assert context is not None
        page = await context.page(FIRST + 8)
        assert page is not None
        details = [each.message for each in await ExplainDigest().details(context, page)][-1]
    assert details is not None
    assert "Building up: Since about" in words_of(details)
    assert details.locale == "en-GB", "what reads it aloud reads English"
