"""Health through a real server: one truth with `/readyz` and `/metrics`, and nothing about anybody."""

import json
import re
from dataclasses import replace

from bot.adapters.clock import SystemEntropy
from bot.domain.administration.log import Actor, Author, RevisionSource
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.flows.operations.note_backup import NoteBackup
from tests.support.builders import T0, a_delivery, a_roster, after
from tests.support.channels import WEB
from tests.support.consoles import ROLES, Browser, Hospital

HEALTH = "/admin/health"
SENDING, AWAY = Part(kind=PartKind.SENDING, channel=WEB), Trouble(kind=TroubleKind.UNREACHABLE)


async def downloaded(browser: Browser) -> dict[str, object]:
    answer = await browser.get(f"{HEALTH}/download")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, object] = json.loads(answer.text)
    return found


async def with_messages(hospital: Hospital, count: int, *, failed: int = 0, people: int = 30) -> None:
    """So many messages where so many are on the list."""
    async with hospital.storage.writing() as work:
        roster = await work.rosters.current()
        more = a_roster(
            {f"on-list-{number}": f"{number}" for number in range(people - len(roster.people))}, channel=WEB
        )
        listed = replace(
            roster, people={**roster.people, **more.people}, memberships=roster.memberships | more.memberships
        )
        await work.rosters.save(listed, at=T0)
        await work.deliveries.add([a_delivery("mem", key=f"n:{number}", channel=WEB) for number in range(count)])
        leases = await work.deliveries.lease(WEB, owner="x", now=T0, lease_until=after(days=1), limit=count)
        for number, lease in enumerate(leases):
            if number < failed:
                assert await work.deliveries.mark_failed(lease, "rejected", at=T0)
            else:
                assert await work.deliveries.mark_sent(lease, None, at=T0)


async def test_the_parts_are_those_of_readyz_and_the_overview_leads_there(hospital: Hospital, whole: Browser) -> None:
    parts = (await whole.client.get("/readyz")).json()
    await whole.get("/admin")
    assert f'href="{HEALTH}"' in whole.page.text
    await whole.get(HEALTH)
    for part in parts:
        assert f"<dt>{part}</dt><dd>Well</dd>" in whole.text
    assert (await downloaded(whole))["parts"] == parts
    async with hospital.browser("ivy") as ivy:
        assert HEALTH not in ivy.page.text, "who administers a part is not led where nothing is"


async def test_what_was_wrong_stays_in_words_when_it_is_well_again(hospital: Hospital, whole: Browser) -> None:
    hospital.health.troubled(SENDING, AWAY)
    hospital.real_clock.advance(minutes=5)
    hospital.health.troubled(SENDING, AWAY)
    await whole.get(HEALTH)
    assert "sending on web" in whole.text.partition("<dl")[2].partition("</dl>")[0], "in the line on top"
    hospital.health.well(SENDING)
    await whole.get(HEALTH)
    words = "the platform cannot be reached (from 3 March 2026, 10:00 to 3 March 2026, 10:05)"
    assert f"<dt>sending on web</dt><dd>{words}</dd>" in whole.text
    assert "All is well" in whole.text
    last = (await downloaded(whole))["last_troubles"]
    why = {"why": "the platform cannot be reached", "since": "2026-03-03T10:00:00Z", "until": "2026-03-03T10:05:00Z"}
    assert last == {"sending on web": why}


async def test_messages_are_told_in_tenths_a_day_late_as_for_metrics(hospital: Hospital, whole: Browser) -> None:
    await with_messages(hospital, 40, failed=4)
    await whole.get(HEALTH)
    assert "from the second day after a start" in whole.text
    assert (await downloaded(whole))["deliveries_tenths"] == []
    hospital.clock.advance(days=1)
    await whole.get(HEALTH)
    assert "sent 9 in 10 and failed 1 in 10" in whole.text
    metrics = (await whole.client.get("/metrics")).text
    of_metrics = {
        (channel, state, int(float(tenths)))
        for channel, state, tenths in re.findall(
            r'^rounds_deliveries_tenths\{channel="(.*?)",state="(.*?)"\} (.*)$', metrics, re.MULTILINE
        )
    }
    told = (await downloaded(whole))["deliveries_tenths"]
    assert isinstance(told, list)
    assert {(each["channel"], each["state"], each["tenths"]) for each in told} == of_metrics != set()


async def test_of_few_people_nothing_is_told(hospital: Hospital, whole: Browser) -> None:
    await with_messages(hospital, 40, people=29)
    await whole.get(HEALTH)
    hospital.clock.advance(days=1)
    await whole.get(HEALTH)
    assert "Too few people are on the list" in whole.text
    assert (await downloaded(whole))["deliveries_tenths"] == []


async def test_backup_versions_and_no_name_in_the_file(hospital: Hospital, whole: Browser) -> None:
    await NoteBackup(storage=hospital.storage, entropy=SystemEntropy())(
        at=T0, author=Author(who=Actor.user("root"), source=RevisionSource.SHELL)
    )
    await with_messages(hospital, 40)
    await whole.get(HEALTH)
    hospital.clock.advance(days=1)
    await whole.get(HEALTH)
    assert "<dt>Last backup</dt><dd>3 March 2026, 10:00</dd>" in whole.text
    assert "<dd>10 MB or less</dd>" in whole.text
    assert re.search(r"<li>SQLite 3\.", whole.text)
    found = await downloaded(whole)
    assert found["last_backup"] == "2026-03-03T10:00:00Z"
    assert found["database_bytes"] == 10_000_000
    text = json.dumps(found)
    for word in (*ROLES, "icu", "Willow", "Intensive", "somewhere", "root", "http"):
        assert not re.search(rf"\b{word}\b", text), word
