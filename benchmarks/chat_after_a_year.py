"""A lead's page on the web after a year: what followed its digests is read unit by unit, beside digest by digest.

    python -m benchmarks.chat_after_a_year [--times 5]

Both read the same 52 digests from one SQLite file; drawing the page comes on top and is the same for both.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from datetime import datetime
from statistics import median

from benchmarks.hospital import fresh_database
from bot.adapters.channels.web.links import address_of
from bot.adapters.channels.web.pages import show_message
from bot.domain.digests.frozen_digest import FrozenDigest
from bot.domain.identifiers import PersonId
from bot.domain.programme.programme import Programme
from bot.flows.answering.read_chat import Chat, ReadChat
from bot.flows.follow_up.digest_now import digest_now, digests_now
from bot.ports import UnitOfWork
from tests.adapters.channels.web.test_chat import ADA, TOKEN, Site
from tests.support.builders import T0, a_programme, a_roster
from tests.support.channels import WEB
from tests.support.sealing import seal_messages
from tests.support.web_year import a_lead_s_year


async def _one_by_one(
    work: UnitOfWork, programme: Programme, digests: Sequence[FrozenDigest], reader: PersonId, *, now: datetime
) -> Sequence[FrozenDigest]:
    return [await digest_now(work, programme, each, reader, now=now) for each in digests]


async def _timed(read: ReadChat) -> tuple[float, Chat]:
    began = time.process_time()
    chat = await read(address_of(TOKEN))
    taken = time.process_time() - began
    assert chat is not None
    return taken, chat


async def _compare(times: int) -> None:
    async with fresh_database("sqlite") as storage:
        async with storage.writing() as work:
            await work.programmes.save(a_programme(), at=T0)
            await work.rosters.save(a_roster(["ada"], channel=WEB), at=T0)
            await work.rosters.enrol(ADA, address_of(TOKEN), at=T0)
        site = Site(storage)
        await a_lead_s_year(site)
        shared = {"storage": storage, "messages": seal_messages(), "clock": site.clock}
        ways = {way: ReadChat(**shared, digests_now=way) for way in (_one_by_one, digests_now)}  # type: ignore[arg-type]
        taken: dict[object, list[float]] = {way: [] for way in ways}
        drawn: list[float] = []
        messages = 0
        for _ in range(times + 1):
            for way, read in ways.items():
                seconds, chat = await _timed(read)
                taken[way].append(seconds)
                messages = len(chat.page)
                if way is digests_now:
                    drawn.append(_drawing(chat))
        apart, together = (median(taken[way][1:]) for way in ways)
        print(f"{messages} digests, read one by one {apart:.3f} s, unit by unit {together:.3f} s of CPU")
        print(f"one by one / unit by unit: {apart / together:.1f}; drawing the page adds {median(drawn[1:]):.3f} s")


def _drawing(chat: Chat) -> float:
    began = time.process_time()
    for each in chat.in_order():
        show_message(each, locale=chat.locale, path="/c/x")
    return time.process_time() - began


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    asyncio.run(_compare(parser.parse_args().times))
