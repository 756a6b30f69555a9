"""After a week is closed no moment and no platform number of a press is left; whether somebody was heard stays."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.asking.pulses import PulseState
from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId, PulseId
from bot.domain.messaging.buttons import OnPulse, OnSelf
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.inbound import Command, Commanded
from bot.domain.organisation.people import midnight_before
from bot.domain.retention.rules import over_in_every_zone
from bot.flows.operations.tidy import Tidy
from bot.flows.retention.count_overdue import CountOverdue
from bot.flows.week_close.forget_presses import ForgetPresses
from bot.ports import NewWebMessage, Storage
from storage.database import Database
from storage.schema import tables
from tests.support.builders import FAR, a_delivery, a_pulse, a_round, after
from tests.support.channels import TELEGRAM
from tests.support.delivery_states import delivery_states
from tests.support.messages import a_message
from tests.support.records import rows_in
from tests.support.ward import Ward

CHANCE = SystemEntropy().token

SEQUENCE = 7_654_321_000_111
LATER = a_round(opens_at=after(days=7))
LATER_ANA = PulseId("later-ana")


async def busy(storage: Storage, folder: Path) -> Ward:
    """One who answered, one who let it pass, one who put it off, one who asked for help, one who was reminded, one who
    paused; and a week that runs on. All that was put out is sent."""
    ward = Ward(storage, folder)
    await ward.furnish()
    ward.clock.advance(seconds=54.321)
    await ward.do(
        ward.tap("ana", "4", sequence=SEQUENCE),
        ward.on_pulse("ben", OnPulse.SKIP, sequence=SEQUENCE + 1),
        ward.on_pulse("cas", OnPulse.TOMORROW, sequence=SEQUENCE + 2),
        ward.update("dee", Commanded(command=Command.HELP), sequence=SEQUENCE + 3),
        ward.on_self("fay", OnSelf.PAUSE_1_WEEK),
    )
    async with storage.writing() as work:
        await work.deliveries.add(
            [
                a_delivery("eve", key="r:pulse-eve", kind=DeliveryKind.REMINDER),
                a_delivery("eve", key="q:pulse-eve", kind=DeliveryKind.QUESTION),
            ]
        )
    await ward.ask(LATER, [a_pulse("ana", identity=LATER_ANA, round_=LATER)])
    ward.clock.at = LATER.opens_at
    await ward.do(ward.tap("ana", "1", pulse=LATER_ANA, sequence=SEQUENCE + 4))
    async with storage.writing() as work:
        while leases := await work.deliveries.lease(TELEGRAM, owner="t", now=FAR, lease_until=FAR, limit=99):
            for each in leases:
                await work.deliveries.mark_sent(each, None, at=ward.clock.now())
    return ward


async def keys(ward: Ward) -> set[str]:
    """Of all deliveries there are; adding one that is there changes nothing."""
    tried = [f"{kind}:pulse-{who}" for kind in "eqr" for who in ("ana", "ben", "cas", "eve")] + [f"e:{LATER_ANA}"]
    found = set()
    for key in tried:
        async with ward.storage.writing() as work:
            before = sum((await delivery_states(work)).values())
            await work.deliveries.add([a_delivery("ana", key=key, due_at=FAR)])
            if sum((await delivery_states(work)).values()) == before:
                found.add(key)
            else:
                await work.deliveries.expire_keys([a_delivery("ana", key=key).key])
    return found


async def test_pulses_of_a_closed_week_keep_whether_and_not_when(storage: Storage, tmp_path: Path) -> None:
    ward = await busy(storage, tmp_path)
    forget = ForgetPresses(storage=storage)
    await forget()
    assert (await ward.pulse("ana")).sequence == SEQUENCE, "its week is not closed yet"
    before = {who: await ward.pulse(who) for who in ("ana", "ben", "cas", "eve", "fay")}
    await ward.close_weeks(ward.round.week)
    for _ in range(2):
        await forget()
        for who, was in before.items():
            now = await ward.pulse(who)
            assert (now.heard, now.reached) == (was.heard, was.reached)
            assert (now.sequence, now.remind_at, now.reminded, now.excused) == (0, None, False, False)
            assert now.sent_at == (now.closes_at if now.reached else None)
    assert before["ben"].state is PulseState.SKIPPED
    assert (await ward.pulse("ben")).state is PulseState.ANSWERED, "heard, and not how"
    assert before["fay"].excused
    async with storage.reading() as work:
        assert (await work.pulses.many([LATER_ANA]))[LATER_ANA].sequence == SEQUENCE + 4
        assert await work.weeks.not_forgotten() is None


@pytest.mark.drill
async def test_what_brought_their_messages_up_to_date_goes_too(storage: Storage, tmp_path: Path) -> None:
    ward = await busy(storage, tmp_path)
    await ward.close_weeks(ward.round.week)
    await ForgetPresses(storage=storage)()
    assert await keys(ward) == {f"e:{LATER_ANA}"}


@pytest.mark.parametrize("kind", [DeliveryKind.SNOOZED, DeliveryKind.ANSWERING, DeliveryKind.REDRAW])
async def test_so_does_all_else_about_its_question(storage: Storage, tmp_path: Path, kind: DeliveryKind) -> None:
    """What put it again names the time that its person chose, what takes an answer in words that they wrote one."""
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    again = replace(a_delivery("cas", key="z:pulse-cas:1773225000", kind=kind), pulse=PulseId("pulse-cas"))
    async with storage.writing() as work:
        await work.deliveries.add([again])
        (lease,) = await work.deliveries.lease(TELEGRAM, owner="t", now=FAR, lease_until=FAR, limit=9)
        await work.deliveries.mark_sent(lease, MessageRef("7"), at=ward.clock.now())
    await ward.close_weeks(ward.round.week)
    await ForgetPresses(storage=storage)()
    assert await count(storage) == {}


async def test_what_was_said_back_keeps_a_day_and_stays_where_it_is(database: Database, tmp_path: Path) -> None:
    """Words that reply to it are placed by it for as long as it may be replied to, so it cannot go yet."""
    ward = await busy(database, tmp_path)
    await ward.close_weeks(ward.round.week)
    later = ward.update("dee", Commanded(command=Command.HELP))
    ward.clock.at += timedelta(days=1)
    await ward.do(later)

    def replies() -> list[tuple[str, str | None, datetime, datetime | None]]:
        rows = [each for each in rows_in(database, tables.deliveries) if each["key"].startswith("n:")]
        return sorted((each["key"], each["ref"], each["due_at"], each["finished_at"]) for each in rows)

    before = replies()
    assert {each[3] is not None for each in before} == {True, False}
    await ForgetPresses(storage=database)()
    after = replies()
    assert [each[:2] for each in after] == [each[:2] for each in before]
    bound = over_in_every_zone(ward.round.week)
    for (*_, due, ended), (*_, was_due, had_ended) in zip(after, before, strict=True):
        if had_ended is None or was_due >= bound:
            assert (due, ended) == (was_due, had_ended), "it waits still, or its week is open"
        else:
            assert (due, ended) == (midnight_before(was_due), midnight_before(had_ended))


async def test_answers_to_presses_go_when_nobody_can_reply_to_them_any_more(storage: Storage, tmp_path: Path) -> None:
    ward = await busy(storage, tmp_path)

    async def nothing() -> None:
        """Another test's."""

    tidy = Tidy(storage=storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing)
    before = sum((await count(storage)).values())
    await tidy(now=ward.clock.now() + timedelta(days=3))
    kept = sum((await count(storage)).values())
    await tidy(now=ward.clock.now() + timedelta(days=5))
    assert sum((await count(storage)).values()) < kept <= before


async def test_what_was_in_doubt_at_the_close_goes_the_day_after_it_is_known(storage: Storage, tmp_path: Path) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    async with storage.writing() as work:
        await work.deliveries.add([a_delivery("eve", key="q:pulse-eve", kind=DeliveryKind.QUESTION)])
        (lease,) = await work.deliveries.lease(TELEGRAM, owner="t", now=FAR, lease_until=FAR, limit=1)
        await work.deliveries.mark_unsure(lease, at=ward.clock.now())
    await ward.close_weeks(ward.round.week)
    await ForgetPresses(storage=storage)()
    assert await count(storage) == {"unsure": 1}, "what became of it has to be noted still"
    await ward.ask(LATER, [a_pulse("ana", identity=LATER_ANA, round_=LATER)])
    async with storage.writing() as work:
        (lease,) = await work.deliveries.unsure(TELEGRAM, owner="t", now=FAR, lease_until=FAR, limit=1)
        await work.deliveries.mark_sent(lease, MessageRef("7"), at=ward.clock.now())
        await work.pulses.set_messages([(PulseId("pulse-eve"), MessageRef("7")), (LATER_ANA, MessageRef("8"))])
        kept = a_delivery("ana", key=f"q:{LATER_ANA}", kind=DeliveryKind.QUESTION)
        await work.deliveries.add([replace(kept, pulse=LATER_ANA)])
        posts = [(PersonId("eve"), PulseId("pulse-eve")), (PersonId("ana"), LATER_ANA)]
        words = a_message("How was your shift?")
        await work.web_chats.post_many(
            [NewWebMessage(person=who, words=words, key=DeliveryKey(f"x:{who}"), pulse=pulse) for who, pulse in posts],
            token=CHANCE,
        )

    async def nothing() -> None:
        """Another test's."""

    ward.clock.advance(days=1)
    await Tidy(storage=storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing)(now=ward.clock.now())
    async with storage.reading() as work:
        assert [await work.pulses.pulse_at(MessageRef(ref)) for ref in "78"] == [None, LATER_ANA]
        assert [len(await work.web_chats.since(who, 0, limit=9)) for who, _ in posts] == [0, 1]
        found = await CountOverdue(clock=ward.clock, real_clock=ward.clock)(work)
    assert await count(storage) == {"due": 1}
    assert {table: each.rows for table, each in found.items() if each.rows} == {}


async def count(storage: Storage) -> dict[str, int]:
    async with storage.reading() as work:
        return dict(await delivery_states(work))


async def test_no_byte_of_a_number_or_a_moment_is_left(sqlite_storage: Database, tmp_path: Path) -> None:
    ward = await busy(sqlite_storage, tmp_path)
    await ward.close_weeks(ward.round.week)

    async def nothing() -> None:
        """Another test's."""

    def left() -> list[int]:
        assert sqlite_storage.file is not None
        content = sqlite_storage.file.read_bytes()
        numbers = [(SEQUENCE + each).to_bytes(6) for each in range(4)]
        texts = [f"u{SEQUENCE + each}".encode() for each in range(4)]
        return [content.count(each) for each in (*numbers, *texts, b":54.321")]

    await sqlite_storage.forget_deleted()
    assert all(left()[:2])
    await ForgetPresses(storage=sqlite_storage)()
    later = ward.clock.now() + timedelta(days=5)
    await Tidy(storage=sqlite_storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing)(now=later)
    await sqlite_storage.forget_deleted()
    assert left() == [0] * 9
