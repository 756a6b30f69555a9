"""The inbox: every update acted upon once, in any order and number, and none holding up the others."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.registry import longest_text
from bot.domain.errors import KeyUnavailable
from bot.domain.identifiers import EpochId, MessageRef, PersonId
from bot.domain.messaging.buttons import (
    FlagPress,
    OnFlag,
    OnPulse,
    OnSelf,
)
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Event,
    Inbound,
    Opened,
    Refusal,
    Returned,
    Started,
    Typed,
)
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import (
    Person,
    Profession,
)
from bot.flows.inbox.batch import InboxBatch
from bot.flows.inbox.process import ProcessInbox
from bot.ports import Storage
from storage.database import Database
from tests.support.builders import T0, a_programme, a_pulse, a_roster
from tests.support.channels import TELEGRAM, WEB
from tests.support.memory import MemoryStorage
from tests.support.messages import words_of
from tests.support.ward import Ward


@pytest.fixture
async def ward(storage: Storage, tmp_path: Path) -> Ward:
    ward = Ward(storage, tmp_path)
    await ward.furnish()
    return ward


async def test_what_was_acted_upon_leaves_no_payload(ward: Ward) -> None:
    await ward.do(ward.tap("ana", "4"), ward.words("ben", "Hello"))
    async with ward.storage.writing() as work:
        assert len(await work.inbox.pending(limit=1_000)) == 0
        assert await work.inbox.pending(limit=10) == []


async def test_an_update_that_comes_again_changes_nothing(ward: Ward) -> None:
    update = ward.tap("ana", "4")
    await ward.do(update)
    before = await ward.raw_rows(EpochId("2026-W10"))
    await ward.do(update, update)
    assert await ward.raw_rows(EpochId("2026-W10")) == before


async def test_one_poisonous_update_does_not_stop_the_rest(ward: Ward) -> None:
    class Poisoned:
        async def __call__(self, batch: InboxBatch, update: Inbound) -> Message | None:
            if update.sequence == 666:
                await batch.work.rosters.mark_unreachable(update.sender, at=batch.now)
                raise RuntimeError("canary-in-an-error")
            return await ward.route(batch, update)

    handle = ProcessInbox(
        storage=ward.storage,
        clock=ward.clock,
        queue=ward.seen,
        route=Poisoned(),
        greet=ward.seen.greet,
        seal=ward.seal,
        seal_messages=ward.seal_messages,
        longest_text=longest_text,
        health=ward.health,
    )
    await ward.receive([ward.tap("ana", "4"), ward.tap("ben", "1", sequence=666), ward.tap("cas", "2")])
    with structlog.testing.capture_logs() as logs:
        await handle()
    assert await ward.codes() == {"ana": "4", "cas": "2"}
    assert [each["event"] for each in logs].count("update_failed") == 1
    assert "canary" not in repr(logs)
    async with ward.storage.reading() as work:
        assert len(await work.inbox.pending(limit=1_000)) == 0
        assert await work.rosters.address_of(PersonId("ben")) is not None


async def test_what_fails_after_the_batch_takes_nothing_of_the_others_along(ward: Ward) -> None:
    done: list[PersonId] = []

    class ActsAfterwards:
        async def __call__(self, batch: InboxBatch, update: Inbound) -> Message | None:
            person = batch.people[update.sender].id

            async def act() -> None:
                if person == "ana":
                    raise RuntimeError("canary-in-an-error")
                done.append(person)

            batch.afterwards.append(act)
            return None

    handle = ProcessInbox(
        storage=ward.storage,
        clock=ward.clock,
        queue=ward.seen,
        route=ActsAfterwards(),
        greet=ward.seen.greet,
        seal=ward.seal,
        seal_messages=ward.seal_messages,
        longest_text=longest_text,
        health=ward.health,
    )
    await ward.receive([ward.tap("ana", "4"), ward.tap("ben", "1")])
    with structlog.testing.capture_logs() as logs:
        await handle()
    assert done == ["ben"]
    assert "canary" not in repr(logs)


async def test_without_the_epochs_key_everything_waits_and_nothing_is_said(ward: Ward, tmp_path: Path) -> None:
    await ward.do(ward.tap("ana", "4"))
    key_file = tmp_path / "keys" / "2026-W10.key"
    kept = key_file.read_bytes()
    for broken in (None, bytes(32)):
        key_file.unlink(missing_ok=True)
        if broken is not None:
            key_file.write_bytes(broken)
        await ward.receive([ward.tap("ben", "4")])
        with pytest.raises(KeyUnavailable, match="2026-W10"):
            await ward.handle()
        assert "e:pulse-ben" not in await ward.deliveries()
    key_file.write_bytes(kept)
    await ward.handle()
    assert await ward.codes() == {"ana": "4", "ben": "4"}


async def test_thirty_actions_a_minute_are_enough_for_one_person(ward: Ward) -> None:
    await ward.receive([ward.tap("ana", "4") for _ in range(30)])
    refused = await ward.receive([ward.tap("ana", "1") for _ in range(5)])
    assert {each.refused for each in refused} == {Refusal.TOO_MANY}
    await ward.receive([ward.tap("ben", "2")])
    await ward.handle()
    assert await ward.codes() == {"ana": "4", "ben": "2"}
    ward.clock.advance(seconds=61)
    await ward.do(ward.tap("ana", "1"))
    assert (await ward.codes())["ana"] == "1"


async def test_a_stranger_gets_one_kind_line_and_leaves_no_trace(ward: Ward) -> None:
    await ward.do(ward.tap("nobody", "4", pulse="pulse-ana"), ward.update("nobody", Opened()))
    assert [words_of(message)[:30] for _, message in ward.seen.greeted] == ["Hello, this is Rounds. You are"]
    assert await ward.deliveries() == {}
    assert await ward.codes() == {}


async def test_a_code_goes_to_enrolment_and_its_answer_to_the_newcomer(ward: Ward) -> None:
    roster = a_roster({"ana": "at-ana"})
    new = a_roster(["new"])
    both = replace(roster, people={**roster.people, **new.people}, memberships=roster.memberships | new.memberships)
    async with ward.storage.writing() as work:
        await work.rosters.save(both, at=T0)
    await ward.do(ward.update("newcomer", Started(code="wrong")), ward.update("newcomer", Started(code="right")))
    assert ward.seen.joined == ["wrong", "right"]
    assert [words_of(message) for _, message in ward.seen.greeted] == ["No such code."]
    assert await ward.said() == "Welcome."
    await ward.do(ward.update("newcomer", Started(code="")))
    assert "Rounds asks Intensive care" in await ward.said()


async def test_wrong_codes_of_somebody_on_a_list_are_answered_once_a_minute_and_never_in_silence(ward: Ward) -> None:
    began, moments = ward.clock.now(), (0, 10, 40, 50, 130)
    for since, at in pairwise((0, *moments)):
        ward.clock.advance(seconds=at - since)
        await ward.do(ward.update("ana", Started(code="wrong")), ward.update("ana", Started(code="wrong, too")))
        await ward.do(ward.update("ana", Commanded(command=Command.HELP)))
    assert len(ward.seen.joined) == 2 * len(moments)
    waiting = (await ward.deliveries()).values()
    found = [each for each in waiting if each.message and "No such" in words_of(each.message)]
    assert sorted(each.due_at for each in found) == [began + timedelta(seconds=at) for at in (0, 60, 130, 190)]
    ward.clock.advance(seconds=1)
    await ward.do(ward.update("ben", Started(code="wrong")))
    mine = [each for each in (await ward.deliveries()).values() if each.person == "ben"]
    assert [each.due_at for each in mine] == [ward.clock.now()], "nobody waits for another's codes"


@pytest.mark.drill
async def test_a_blocked_bot_marks_the_address_until_the_person_returns(ward: Ward) -> None:
    await ward.do(ward.update("ana", Blocked()))
    async with ward.storage.reading() as work:
        (team,) = await work.rosters.memberships_of(PersonId("ana"))
        assert team.address is None
    await ward.do(ward.update("ana", Returned()))
    async with ward.storage.reading() as work:
        (team,) = await work.rosters.memberships_of(PersonId("ana"))
        assert team.address is not None


async def test_opening_the_page_delivers_what_waits_on_it(storage: Storage, tmp_path: Path) -> None:
    ward = Ward(storage, tmp_path)
    await ward.furnish(["ana"], channel=WEB)
    unseen, unposted = (
        replace(a_pulse("ana", identity=each), position=number) for number, each in ((1, "x"), (2, "y"))
    )
    async with storage.writing() as work:
        await work.pulses.add([unseen, unposted])
        await work.pulses.set_message(unseen.id, MessageRef("7"))
    await ward.do(ward.update("ana", Opened(), channel=WEB))
    async with storage.reading() as work:
        found = await work.pulses.many([unseen.id, unposted.id])
    assert [found[each.id].sent_at is not None for each in (unseen, unposted)] == [True, False]


async def test_what_leads_do_goes_to_the_loop(ward: Ward) -> None:
    press = ward.press("ana", FlagPress(flag="f1", what=OnFlag.REPLY))  # type: ignore[arg-type]
    await ward.do(press)
    assert ward.seen.led == [await ward.taken_in(press)]


@pytest.mark.postgres
async def test_two_processes_share_one_inbox(postgres_storage: Storage, tmp_path: Path) -> None:
    ward = Ward(postgres_storage, tmp_path, batch_size=5)
    await ward.furnish()
    acted: list[str] = []

    class Counted:
        async def __call__(self, batch: InboxBatch, update: Inbound) -> Message | None:
            acted.append(update.update_id)
            return await ward.route(batch, update)

    one, other = (
        ProcessInbox(
            storage=postgres_storage,
            clock=ward.clock,
            queue=ward.seen,
            route=Counted(),
            greet=ward.seen.greet,
            seal=ward.seal,
            seal_messages=ward.seal_messages,
            longest_text=longest_text,
            health=ward.health,
            batch_size=5,
        )
        for _ in range(2)
    )
    people = ("ana", "ben", "cas", "dee", "eve", "fay")
    await ward.receive([ward.tap(who, code) for code in ("4", "1", "3", "2") for who in people])
    await asyncio.gather(one(), other())
    assert len(set(acted)) == len(acted) == 24
    assert await ward.codes() == dict.fromkeys(people, "2")


# --- laws ---------------------------------------------------------------------------------------------------------


def a_history(ward: Ward) -> list[Inbound]:
    """A week of one team: answers, changed minds, skips and wishes of different people."""
    return [
        ward.tap("ana", "4"),
        ward.tap("ana", "1"),
        ward.tap("ben", "cs"),
        ward.on_pulse("ben", OnPulse.SKIP),
        ward.on_pulse("cas", OnPulse.SKIP),
        ward.tap("cas", "2"),
        ward.on_pulse("dee", OnPulse.MORE),
        ward.tap("dee", "3"),
        ward.update("eve", Commanded(command=Command.HELP)),
        ward.on_self("fay", OnSelf.EVERY_4_WEEKS),
        ward.tap("nobody", "3", pulse="pulse-eve"),
    ]


async def outcome(ward: Ward) -> Mapping[str, object]:
    pulses = {who: await ward.pulse(who) for who in ("ana", "ben", "cas", "dee", "eve", "fay")}
    async with ward.storage.reading() as work:
        consents = {who: await work.rosters.consent(PersonId(who)) for who in pulses}
    return {
        "codes": {who: code for who, code in (await ward.codes()).items() if pulses[who].state == "answered"},
        "pulses": pulses,
        "consents": consents,
    }


async def play(ward: Ward, *, copies: Sequence[int] = (), seed: int = 0) -> Mapping[str, object]:
    """The history as it was, or shuffled with so many copies of each update, and what it ends in."""
    await ward.furnish()
    updates, chance = a_history(ward), Random(seed)
    if copies:
        updates = [update for update, times in zip(updates, copies, strict=True) for _ in range(times)]
        chance.shuffle(updates)
    while updates:
        size = chance.randint(1, 9)
        await asyncio.gather(*(ward.receive([update]) for update in updates[:size]))
        updates = updates[size:]
        await ward.handle()
    return await outcome(ward)


@pytest.mark.drill
@given(copies=st.lists(st.integers(1, 5), min_size=11, max_size=11), seed=st.integers(0, 10_000))
@settings(max_examples=25)
def test_any_order_and_number_of_deliveries_ends_in_the_same_state(copies: list[int], seed: int) -> None:
    with TemporaryDirectory() as here, TemporaryDirectory() as there:
        shuffled = Ward(MemoryStorage(), Path(here), batch_size=7)
        plain = Ward(MemoryStorage(), Path(there))
        assert asyncio.run(play(shuffled, copies=copies, seed=seed)) == asyncio.run(play(plain))


async def test_the_same_holds_on_a_real_database(
    sqlite_storage: Database, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copies = (5, 1, 2, 4, 3, 5, 1, 2, 3, 4, 5)
    shuffled = await play(Ward(sqlite_storage, tmp_path, batch_size=7), copies=copies, seed=7)
    assert shuffled == await play(Ward(MemoryStorage(), tmp_path_factory.mktemp("plain")))


async def test_neither_names_nor_answers_nor_words_reach_the_logs(storage: Storage, tmp_path: Path) -> None:
    ward = Ward(storage, tmp_path)
    roster = a_roster({"ana": "at-ana"})
    named = Person(id=PersonId("ana"), name="Canary Surname", channel=TELEGRAM, profession=Profession.NURSE)
    programme = a_programme()
    await ward.furnish(["ana"], programme=programme, roster=replace(roster, people={named.id: named}))
    with structlog.testing.capture_logs() as logs:
        await ward.do(ward.tap("ana", "4"), ward.words("ana", "canary words"), ward.words("ana", "Mrs Canary"))
        await ward.do(ward.on_self("ana", OnSelf.STOP_NOW))
    assert "anary" not in repr(logs)
    assert "'4'" not in repr(logs)


@pytest.mark.parametrize("event", [Typed(text="help"), Commanded(command=Command.WHY), Started(code="")])
async def test_whoever_writes_can_be_reached(ward: Ward, event: Event) -> None:
    address = ward.update("ana", event).sender
    async with ward.storage.writing() as work:
        await work.rosters.mark_unreachable(address, at=ward.clock.now())
    await ward.do(ward.update("ana", event))
    async with ward.storage.reading() as work:
        assert (await work.rosters.memberships_of(PersonId("ana")))[0].address == address


async def test_whoever_shuts_the_bot_out_is_out_of_reach(ward: Ward) -> None:
    await ward.do(ward.update("ana", Blocked()))
    async with ward.storage.reading() as work:
        assert (await work.rosters.memberships_of(PersonId("ana")))[0].address is None
