"""Whoever is promoted after a page was made reads the next one: on each channel, by Home and by forged buttons."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.adapters.channels.slack.blocks import home_of
from bot.callback_text import encode
from bot.domain.digests.frozen_digest import FrozenDigest, Recipients, digest_message
from bot.domain.digests.verdict import Verdict
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.messaging.documents import Document, Title
from bot.domain.messaging.messages import Button
from bot.domain.organisation.people import Membership, Person, Role
from storage.database import Database
from tests.acceptance.test_words_on_every_channel import BEFORE, OnSlack, OnTelegram, OnWeb, Scene, scene
from tests.support.builders import ICU, a_programme
from tests.support.channels import WEB
from tests.support.freezing import freeze
from tests.support.patience import until_seen

NURSE, LENA = PersonId("nurse"), PersonId("lena")
OLDER, NEWEST, NEXT = (IsoWeek.parse(f"2026-W{week:02}") for week in (4, 7, 8))


def a_page(week: IsoWeek, *readers: PersonId) -> FrozenDigest:
    press = DigestPress(digest=DigestRef(unit=ICU, week=week), what=OnDigest.DETAILS)
    return FrozenDigest(
        unit=ICU,
        week=week,
        verdict=Verdict.NOTHING,
        document=Document(sections=(Title(words=f"In sight of {week}"),)),
        details=Document(sections=(Title(words=f"Behind {week}"),)),
        made_at=BEFORE,
        buttons=((Button(label="All of it", intent=press),),),
        recipients=Recipients(readers=frozenset(readers)),
    )


@dataclass(slots=True, kw_only=True)
class Presser:
    """The nurse, who can put any button under their own finger."""

    at: Scene

    async def reads(self, week: IsoWeek) -> bool:
        """Whether the details of this week are told to them."""
        before = len([each for each in await self.at.nurse.shown() if each])
        await self._presses(a_page(week))

        async def is_answered() -> bool:
            return len([each for each in await self.at.nurse.shown() if each]) > before

        await until_seen(is_answered)
        return f"Behind {week}" in (await self.at.nurse.shown())[-1]

    async def _presses(self, page: FrozenDigest) -> None:
        nurse, data = self.at.nurse, encode(page.buttons[0][0].intent)
        match nurse:
            case OnWeb():
                await nurse.act({"press": data})
            case OnTelegram():
                nurse.server.tap_stale(101, data, 1)
            case OnSlack():
                shown = home_of([digest_message(page, unit_name="ICU", locale="en-GB")], "en-GB")
                blocks = [{"block_id": str(number), **block} for number, block in enumerate(shown["blocks"])]
                nurse.server.homes.setdefault("U0NURSE", []).append(
                    nurse.server.stamped_view(shown) | {"blocks": blocks}
                )
                assert (await nurse.server.person("U0NURSE").press_at_home("All of it")).acked
            case _:
                raise AssertionError(nurse)

    async def opens_home(self, week: IsoWeek, *, shows: bool) -> None:
        """On Slack, where there is one. What was pressed before may still bring it anew, so the last one counts."""
        assert isinstance(self.at.nurse, OnSlack)
        server = self.at.nurse.server
        homes = server.homes.setdefault("U0NURSE", [])
        before = len(homes)
        await server.person("U0NURSE").opens_home()
        await server.until(lambda: len(homes) > before and (f"In sight of {week}" in str(homes[-1])) is shows)


async def holds(at: Scene, *roles: Role) -> None:
    async with at.storage.writing() as work:
        roster = await work.rosters.current()
        held = {each for each in roster.memberships if each.person != NURSE}
        held |= {Membership(person=NURSE, unit=ICU, role=role) for role in roles}
        await work.rosters.save(replace(roster, memberships=frozenset(held)), at=at.clock.now())


@pytest.mark.drill
@pytest.mark.parametrize("channel", ["telegram", "slack", WEB])
@pytest.mark.parametrize("role", [Role.NURSING_LEAD, Role.CHAMPION, Role.SPONSOR])
async def test_who_is_promoted_reads_the_next_digest_and_none_before(
    sqlite_storage: Database, tmp_path: Path, channel: str, role: Role
) -> None:
    async with scene(sqlite_storage, tmp_path, channel) as at:
        nurse = Presser(at=at)
        async with at.storage.writing() as work:
            roster = await work.rosters.current()
            people = {**roster.people, LENA: Person(id=LENA, name="Lena", channel=WEB)}
            held = roster.memberships | {Membership(person=LENA, unit=ICU, role=Role.NURSING_LEAD)}
            await work.programmes.save(a_programme(), at=BEFORE)
            await work.rosters.save(replace(roster, people=people, memberships=held), at=BEFORE)
            await freeze(work, [a_page(OLDER, LENA), a_page(NEWEST, LENA)])
        assert [await nurse.reads(week) for week in (OLDER, NEWEST)] == [False, False], "a member"

        await holds(at, Role.MEMBER, role)
        assert [await nurse.reads(week) for week in (OLDER, NEWEST)] == [False, False], "promoted since"
        if channel == "slack":
            await nurse.opens_home(NEWEST, shows=False)

        async with at.storage.writing() as work:
            await freeze(work, [a_page(NEXT, LENA, NURSE)])
        assert [await nurse.reads(week) for week in (NEWEST, NEXT)] == [False, True], "the next one"
        if channel == "slack":
            await nurse.opens_home(NEXT, shows=True)

        await holds(at, Role.MEMBER)
        if channel == "slack":
            await nurse.opens_home(NEXT, shows=False)
        assert not await nurse.reads(NEXT), "a member again"
