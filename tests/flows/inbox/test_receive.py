"""Taking in updates: committed before they are acknowledged, in shared transactions, refused words never written."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from bot.adapters.channels.registry import longest_text
from bot.domain.errors import StorageUnavailable
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Edited,
    Event,
    Inbound,
    Opened,
    Refusal,
    Returned,
    Started,
    Typed,
)
from bot.domain.organisation.people import Address, Channel
from bot.flows.inbox.receive import Receive
from bot.flows.inbox.seal_updates import SealUpdates
from bot.ports import Storage, UnitOfWork
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.clocks import StillClock
from tests.support.locales import OneLocale, nobody
from tests.support.patience import let_others_run
from tests.support.sealed_inbox import seal_with, waiting_updates


class Watched:
    """Real storage whose commits are counted, and which can be told to fail or to wait."""

    def __init__(self, storage: Storage, seal: SealUpdates) -> None:
        self.aside, self.seal = storage, seal
        """For units of work of the test's own, which are not watched."""
        self.commits = 0
        self.is_broken = False
        self.gate = asyncio.Event()
        self.gate.set()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        if self.is_broken:
            raise StorageUnavailable
        async with self.aside.writing() as work:
            await self.gate.wait()
            yield work
        self.commits += 1

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        async with self.aside.reading() as work:
            yield work


class Woken:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def an_update(number: int, event: Commanded | Typed | Edited | None = None) -> Inbound:
    return Inbound(
        sender=Address(channel=TELEGRAM, value=str(number)),
        update_id=str(number),
        sequence=number,
        event=event or Commanded(command=Command.HELP),
    )


@pytest.fixture
def watched(storage: Storage, tmp_path: Path) -> Watched:
    return Watched(storage, seal_with(tmp_path / "keys"))


@pytest.fixture
def woken() -> Woken:
    return Woken()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def receive(watched: Watched, woken: Woken, clock: StillClock) -> Receive:
    return Receive(
        storage=watched,
        clock=clock,
        wake=woken,
        locale_of=OneLocale(),
        names_of=nobody,
        longest_text=longest_text,
        seal=watched.seal,
    )


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def pending(storage: Watched) -> Sequence[Inbound]:
    return await waiting_updates(storage.aside, storage.seal)


async def test_an_update_is_committed_when_its_receipt_comes(receive: Receive, watched: Watched, woken: Woken) -> None:
    (receipt,) = await receive([an_update(1)])
    assert (receipt.update_id, receipt.refused) == ("1", None)
    (kept,) = await pending(watched)
    assert replace(kept, update_id="1") == an_update(1)
    assert woken.times == 1


async def test_the_same_update_counts_once(receive: Receive, watched: Watched) -> None:
    await receive([an_update(1), an_update(1), an_update(2)])
    await receive([an_update(2)])
    assert [update.sequence for update in await pending(watched)] == [1, 2]


async def test_callers_at_the_same_time_share_a_commit(receive: Receive, watched: Watched) -> None:
    watched.gate.clear()
    callers = [asyncio.create_task(receive([an_update(number)])) for number in range(300)]
    await let_others_run()
    watched.gate.set()
    receipts = await asyncio.gather(*callers)
    assert [each[0].update_id for each in receipts] == [str(number) for number in range(300)]
    assert len(await pending(watched)) == 300
    assert watched.commits <= 3


async def test_a_caller_that_gives_up_takes_nobody_with_it(receive: Receive, watched: Watched) -> None:
    watched.gate.clear()
    impatient, patient = (asyncio.create_task(receive([an_update(number)])) for number in (1, 2))
    await let_others_run()
    impatient.cancel()
    await let_others_run()
    watched.gate.set()
    await patient
    assert {update.sequence for update in await pending(watched)} == {1, 2}


async def test_without_storage_nothing_is_acknowledged_and_the_next_try_works(
    receive: Receive, watched: Watched, woken: Woken
) -> None:
    watched.is_broken = True
    for _ in range(2):
        with pytest.raises(StorageUnavailable):
            await receive([an_update(1)])
    watched.is_broken = False
    await receive([an_update(1)])
    assert len(await pending(watched)) == 1
    assert woken.times == 1


async def test_refused_words_are_never_written_or_logged(receive: Receive, watched: Watched, tmp_path: Path) -> None:
    canary = "Mrs Canarybird 9990000018"
    with structlog.testing.capture_logs() as logs:
        (receipt,) = await receive([an_update(1, Typed(text=canary))])
    assert receipt.refused is Refusal.PATIENT_TEXT
    assert "a ten-digit number" in receipt.explanation
    (kept,) = await pending(watched)
    assert kept.event == Typed(text="", refused="health_number")
    said = repr((logs, receipt))
    assert not any(word in said for word in canary.split())
    on_disk = everything_in(tmp_path)
    assert not any(word.encode() in on_disk for word in canary.split())


@pytest.mark.parametrize("is_note", [True, False])
@pytest.mark.parametrize("event", [Typed(text="@U07QK2XBP shouts"), Edited(text="@U07QK2XBP shouts")])
async def test_a_mention_is_given_back_and_stays_in_the_chat_but_in_what_is_raised(
    watched: Watched, woken: Woken, clock: StillClock, event: Typed | Edited, is_note: bool
) -> None:
    async def may_name(_: Inbound) -> bool:
        return is_note

    receive = Receive(
        storage=watched,
        clock=clock,
        wake=woken,
        locale_of=OneLocale(),
        names_of=nobody,
        longest_text=longest_text,
        seal=watched.seal,
        may_name=may_name,
    )
    (receipt,) = await receive([an_update(1, event)])
    assert receipt.refused is (None if is_note else Refusal.PATIENT_TEXT)
    assert receipt.may_stay is not is_note
    (kept,) = await pending(watched)
    assert isinstance(kept.event, Typed | Edited)
    assert kept.event.text == (event.text if is_note else "")


@pytest.mark.parametrize(("channel", "longest"), [(SLACK, 3000), (TELEGRAM, 4000), (WEB, 4000)])
async def test_words_that_are_too_long_for_their_channel_are_refused_kindly(
    receive: Receive, watched: Watched, channel: Channel, longest: int
) -> None:
    sender = Address(channel=channel, value="ann")
    texts = ("a" * longest, "a" * (longest + 1))
    fits, too_long = await receive(
        [replace(an_update(number, Typed(text=text)), sender=sender) for number, text in enumerate(texts, 1)]
    )
    assert fits.refused is None
    assert (too_long.refused, too_long.may_stay) == (Refusal.TOO_LONG, True)
    assert f"{longest:,}" in too_long.explanation
    kept = [len(update.event.text) for update in await pending(watched) if isinstance(update.event, Typed)]
    assert kept == [longest, 0]


async def test_clean_words_lose_only_what_cannot_be_seen(receive: Receive, watched: Watched) -> None:
    await receive([an_update(1, Typed(text=" More\u200b tea,\u202e please\ud800. "))])
    (kept,) = await pending(watched)
    assert isinstance(kept.event, Typed)
    assert kept.event.text == "More tea, please."


async def test_nothing_to_take_in_is_no_transaction(receive: Receive, watched: Watched) -> None:
    assert await receive([]) == []
    assert watched.commits == 0


async def test_orders_are_read_before_anything_is_kept(receive: Receive, watched: Watched) -> None:
    code = "AbC_-9abcdefghijklmnop"
    await receive([an_update(n, Typed(text=text)) for n, text in enumerate(("Stop.", f"join {code}", "join us"), 1)])
    kept = [update.event for update in await pending(watched)]
    assert kept == [Commanded(command=Command.STOP), Started(code=code), Typed(text="join us")]


def a_tap(number: int, *, event: Event | None = None) -> Inbound:
    """One of many of one person."""
    return replace(
        an_update(1), update_id=f"tap-{number}", sequence=number, event=event or Commanded(command=Command.HELP)
    )


@pytest.mark.parametrize("event", [Commanded(command=Command.WHY), Typed(text="A trolley."), Started(code="")])
async def test_the_31st_action_in_a_minute_is_refused_and_not_written(
    receive: Receive, watched: Watched, event: Event
) -> None:
    assert {each.refused for each in await receive([a_tap(number) for number in range(30)])} == {None}
    receipts = await receive([a_tap(31, event=event), an_update(2), a_tap(32, event=event)])
    assert [each.refused for each in receipts] == [Refusal.TOO_MANY, None, Refusal.TOO_MANY]
    assert [each.is_told for each in receipts] == [False, False, True]
    assert {each.explanation for each in receipts if each.refused} == {
        "Rounds can take only so much in one minute. This one is not saved: please try again in a minute."
    }
    assert [update.sequence for update in await pending(watched)] == [*range(30), 2]


async def test_what_comes_again_counts_once_and_the_minute_ends(
    receive: Receive, watched: Watched, clock: StillClock
) -> None:
    for _ in range(2):
        receipts = await receive([a_tap(number) for number in range(30)])
        assert {each.refused for each in receipts} == {None}
    (refused,) = await receive([a_tap(31)])
    assert refused.refused is Refusal.TOO_MANY
    (opened,) = await receive([a_tap(32, event=Opened())])
    assert opened.refused is None, "to look at a page is no action"
    clock.advance(seconds=61)
    (again,) = await receive([a_tap(31)])
    assert again.refused is None
    assert len(await pending(watched)) == 32


@pytest.mark.parametrize("event", [Opened(), Blocked(), Returned()])
async def test_what_is_no_action_is_taken_in_thirty_times_a_minute_beside_them(
    receive: Receive, watched: Watched, clock: StillClock, event: Event
) -> None:
    looks = [replace(a_tap(number, event=event), update_id=f"look-{number}") for number in range(1000)]
    taken = await receive(looks)
    assert [each.refused for each in taken] == [None] * 30 + [Refusal.TOO_MANY] * 970
    assert {each.refused for each in await receive([a_tap(number) for number in range(30)])} == {None}
    assert len(await pending(watched)) == 60
    clock.advance(seconds=61)
    (again,) = await receive(looks[-1:])
    assert again.refused is None
