"""What lies in chats on the web has an end, whoever wrote it; and so has who was asked."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.adapters.clock import SystemEntropy
from bot.domain.errors import StorageUnavailable
from bot.domain.follow_up.actions import TeamUpdate
from bot.domain.follow_up.comments import COMMENTS_KEPT_WEEKS, Comment
from bot.domain.identifiers import CommentId, DeliveryKey, MessageRef, PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.delivery_keys import CommentAnswered, follow_up_key
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.domain.retention.tables import CHATS
from bot.flows.answering.read_chat import ReadChat
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.follow_up.digest_now import digests_now
from bot.flows.operations.tidy import SETTLED_AFTER, Tidy
from bot.flows.week_close.forget_presses import ForgetPresses
from bot.ports import NewWebMessage, Storage
from storage.database import Database
from storage.repositories.queries import of_closed_weeks
from tests.support.builders import ICU, a_programme, a_pulse
from tests.support.channels import WEB
from tests.support.messages import a_message, words_of
from tests.support.ward import Ward

CHANCE = SystemEntropy().token

WORDS = "We now swap the trolley at noon, says your nursing lead."


def a_post(words: Message, key: str, *, comment_week: IsoWeek | None = None) -> NewWebMessage:
    return NewWebMessage(person=PersonId("ana"), words=words, key=DeliveryKey(key), comment_week=comment_week)


async def nothing_to_unlink() -> None:
    """Another test's."""


async def chat_of(storage: Storage, ward: Ward) -> list[str]:
    chat = await ReadChat(storage=storage, messages=ward.seal_messages, clock=ward.clock, digests_now=digests_now)(
        Address(channel=WEB, value="at-ana")
    )
    assert chat is not None
    return [words_of(each.message) for each in chat.messages]


async def test_a_leads_words_leave_the_chat_after_half_a_year(storage: Storage, tmp_path: Path) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish(["ana"], channel=WEB)
    tidy = Tidy(storage=storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)
    since = ward.clock.now()
    async with storage.writing() as work:
        await work.web_chats.post_many([a_post(a_message(WORDS), "a")], token=CHANCE)
    await tidy(now=since)
    async with storage.writing() as work:
        await work.web_chats.post_many([a_post(a_message("A digest."), "b")], token=CHANCE)
    await tidy(now=since + CHATS.kept)
    assert await chat_of(storage, ward) == [WORDS, "A digest."], "the second is found only now, as at an upgrade"
    await tidy(now=since + CHATS.kept + timedelta(weeks=1))
    assert await chat_of(storage, ward) == ["A digest."]
    await tidy(now=since + 2 * CHATS.kept + timedelta(weeks=1))
    assert await chat_of(storage, ward) == []


async def test_an_answer_leaves_the_chat_with_the_comment_that_it_quotes(storage: Storage, tmp_path: Path) -> None:
    """Given in the last week in which the comment could be read, it would stay for another half a year."""
    ward = Ward(storage, tmp_path)
    await ward.furnish(["ana"], channel=WEB)
    tidy = Tidy(storage=storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)
    now = ward.clock.now()
    comment = Comment(id=CommentId("c"), unit=ICU, week=IsoWeek.of(now.date()) - COMMENTS_KEPT_WEEKS, words=WORDS)
    key = follow_up_key(CommentAnswered(week=comment.week, told="a"), PersonId("ana"))
    async with storage.writing() as work:
        await work.comments.add([comment])
        await work.web_chats.post_many(
            [a_post(a_message(WORDS), key, comment_week=comment.week), a_post(a_message("A digest."), "b")],
            token=CHANCE,
        )
        lives = now + timedelta(weeks=1)
        sent = [
            Delivery(
                key=each,
                person=PersonId("ana"),
                channel=WEB,
                kind=DeliveryKind.NOTICE,
                comment_week=week,
                message=a_message(WORDS),
                due_at=now,
                expires_at=lives,
            )
            for each, week in ((key, comment.week), (DeliveryKey("b"), None))
        ]
        await work.deliveries.add(sent)
        leases = await work.deliveries.lease(WEB, owner="x", now=now, lease_until=now, limit=9)
        await work.deliveries.mark_many_sent([(each, MessageRef("at")) for each in leases], at=now)
    await tidy(now=now)
    assert await chat_of(storage, ward) == [WORDS, "A digest."]
    async with storage.reading() as work:
        assert set(await work.deliveries.shown([key, DeliveryKey("b")])) == {key, "b"}
    await tidy(now=now + timedelta(weeks=1))
    assert await chat_of(storage, ward) == ["A digest."]
    async with storage.reading() as work:
        assert set(await work.deliveries.shown([key, DeliveryKey("b")])) == {"b"}, "what was sent of it, too"
    async with storage.reading() as work:
        assert await work.comments.comment(comment.id) is None


async def test_no_byte_of_them_is_left(sqlite_storage: Database, tmp_path: Path) -> None:
    ward = Ward(sqlite_storage, tmp_path)
    await ward.furnish(["ana"], channel=WEB)
    tidy = Tidy(storage=sqlite_storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)
    assert sqlite_storage.file is not None
    async with sqlite_storage.writing() as work:
        await work.web_chats.post_many([a_post(a_message(WORDS), "a")], token=CHANCE)
    for passed in (timedelta(0), CHATS.kept + timedelta(weeks=1)):
        await tidy(now=ward.clock.now() + passed)
        await sqlite_storage.forget_deleted()
        left = sum(each.read_bytes().count(b"swap the trolley") for each in tmp_path.parent.rglob("*.db*"))
        assert bool(left) is not bool(passed)


async def test_that_somebody_was_asked_is_kept_as_long_as_answers_live(storage: Storage, tmp_path: Path) -> None:
    """Then an old button finds nothing, and says so."""
    ward = Ward(storage, tmp_path)
    await ward.furnish(["ana"])
    await ward.do(ward.tap("ana", "2"))
    tidy = Tidy(storage=storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)
    last = ward.round.week + a_programme().weeks_of_life
    await tidy(now=_monday(last + 1) + timedelta(days=1))
    assert (await ward.pulse("ana")).heard, "its week is not closed"
    await ward.close_weeks(ward.round.week)
    await ForgetPresses(storage=storage)()
    await tidy(now=_monday(last + 1) - timedelta(hours=1))
    assert await ward.answers(), "its key may live"
    assert (await ward.pulse("ana")).heard, "by this their own answer is found"
    ward.clock.at = _monday(last + 1)
    await ward.close_epoch()
    assert not await ward.answers()
    await tidy(now=_monday(last + 1) + timedelta(days=1))
    async with storage.reading() as work:
        assert await work.own_data.pulses_of(PersonId("ana")) == []
    await ward.do(ward.tap("ana", "4"))
    assert "it is no longer stored, so nothing was recorded" in await ward.said()


async def test_who_was_shown_what_a_team_was_told_is_kept_as_long_as_answers_live(
    storage: Storage, tmp_path: Path
) -> None:
    """Longer it would tell for ever who has been heard since; and whoever is heard then is not shown it again."""
    ward = Ward(storage, tmp_path)
    await ward.furnish(["ana", "ben"])
    told = TeamUpdate(id="t1", unit=ICU, words="The trolley arrives.", at=ward.clock.now())
    places = {(PersonId(each), ICU) for each in ("ana", "ben")}
    week = IsoWeek.of(told.at.date())
    async with storage.writing() as work:
        await work.loop.add_told(told)
    await ward.do(ward.tap("ana", "2"))
    tidy = Tidy(storage=storage, inbox_keys=ward.inbox_keys, unlink_answers=nothing_to_unlink)

    async def unseen() -> set[str]:
        async with storage.reading() as work:
            return {person for person, _ in await work.loop.news(places, since=week)}

    last = week + a_programme().weeks_of_life
    end = _monday(last + 1)
    for at, left in ((end - timedelta(hours=1), {"ben"}), (end + timedelta(days=1), {"ana", "ben"})):
        for _ in range(2):  # a start leaves some of it to the next tick
            await tidy(now=at)
        assert await unseen() == left
    ward.clock.at = end + timedelta(days=1)
    later = replace(ward.round, opens_at=ward.clock.at, closes_at=ward.clock.at + timedelta(days=3), week=last + 1)
    later = replace(later, local_date=ward.clock.at.date())
    await ward.ask(later, [a_pulse(each, identity=f"pulse-{each}2", round_=later) for each in ("ana", "ben")])
    for who in ("ana", "ben"):
        await ward.do(ward.tap(who, "3", pulse=f"pulse-{who}2"))
        assert "trolley" not in await ward.said()


async def test_years_of_questions_go_batch_by_batch_and_not_at_a_start(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    """As at the first start after an upgrade."""
    ward = Ward(sqlite_storage, tmp_path)
    await ward.furnish(["ana"])
    async with sqlite_storage.writing() as work:
        asked = [a_pulse("ana", identity=f"old-{number}") for number in range(of_closed_weeks.BATCH_SIZE + 1)]
        await work.pulses.add(asked)
    await ward.close_weeks(ward.round.week)
    await ForgetPresses(storage=sqlite_storage)()
    unlinked: list[datetime] = []

    async def unlink() -> None:
        unlinked.append(now)

    tidy = Tidy(storage=sqlite_storage, inbox_keys=ward.inbox_keys, unlink_answers=unlink, batches=1)
    now = _monday(ward.round.week + a_programme().weeks_of_life + 2)

    async def left() -> int:
        async with sqlite_storage.reading() as work:
            return len(await work.own_data.pulses_of(PersonId("ana")))

    found = [await left()]
    for _ in range(3):
        await tidy(now=now)
        found.append(await left())
    everything = found[0]
    assert everything > of_closed_weeks.BATCH_SIZE
    assert found == [everything, everything, everything - of_closed_weeks.BATCH_SIZE, 0]
    assert unlinked == [], "nothing else of the daily work is done again"


async def test_what_fails_after_the_daily_work_is_tried_again_without_it(storage: Storage, tmp_path: Path) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish(["ana"])
    done: list[str] = []

    class Keys(InboxKeys):
        async def destroy_old(self, storage: Storage, *, now: datetime) -> None:
            done.append("daily")
            await super().destroy_old(storage, now=now)

    async def unlink() -> None:
        done.append("unlink")
        if done.count("unlink") < 3:
            raise StorageUnavailable("locked")

    tidy = Tidy(storage=storage, inbox_keys=Keys(keys=ward.keys, sealer=ward.sealer), unlink_answers=unlink)
    now = ward.clock.now()
    await tidy(now=now)
    assert done == ["daily"]
    for _ in range(2):
        with pytest.raises(StorageUnavailable):
            await tidy(now=now + timedelta(days=1))
    for _ in range(2):
        await tidy(now=now + timedelta(days=1))
    assert done == ["daily", "daily", "unlink", "unlink", "unlink"]


async def test_a_process_that_is_stopped_every_night_unlinks_answers_every_day(
    storage: Storage, tmp_path: Path
) -> None:
    """It never sees a day change; and a start has no time for it."""
    ward = Ward(storage, tmp_path)
    await ward.furnish(["ana"])
    unlinked: list[datetime] = []

    async def unlink() -> None:
        unlinked.append(now)

    morning = datetime.combine(ward.clock.now().date(), time(0, 20), tzinfo=UTC)
    for day in range(3):
        tidy = Tidy(storage=storage, inbox_keys=ward.inbox_keys, unlink_answers=unlink)
        started = morning + timedelta(days=day)
        ticks = (timedelta(0), timedelta(seconds=30), SETTLED_AFTER - timedelta(seconds=30), SETTLED_AFTER)
        for passed in (*ticks, timedelta(hours=23)):
            now = started + passed
            await tidy(now=now)
    assert unlinked == [morning + timedelta(days=day) + SETTLED_AFTER for day in range(3)]


async def test_one_that_runs_on_unlinks_answers_once_a_day(storage: Storage, tmp_path: Path) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish(["ana"])
    unlinked: list[datetime] = []

    async def unlink() -> None:
        unlinked.append(now)

    tidy = Tidy(storage=storage, inbox_keys=ward.inbox_keys, unlink_answers=unlink)
    started = datetime.combine(ward.clock.now().date(), time(23, 55), tzinfo=UTC)
    for passed in (timedelta(0), timedelta(minutes=6), SETTLED_AFTER, timedelta(hours=12), timedelta(days=1)):
        now = started + passed
        await tidy(now=now)
    now = started + timedelta(days=1, minutes=5)
    await tidy(now=now)
    assert unlinked == [started + SETTLED_AFTER, now], "midnight fell between start and then"


def _monday(week: IsoWeek) -> datetime:
    return datetime.combine(week.monday(), time(12), tzinfo=UTC)
