"""Whoever brings wrong codes has to wait, and nobody with a right one waits for them."""

import pytest

from bot.adapters.channels.registry import name_command
from bot.domain.organisation.people import Address, Channel
from bot.flows.answering.enrol import TRIES_AN_HOUR, TRIES_AN_HOUR_OF_ALL, RedeemCode
from storage.database import Database
from tests.flows.answering.test_enrol import (
    ELSEWHERE,
    HERE,
    CountedEntropy,
    a_hospital,
    given_a_short_code,
    issue,
    redeem,
)
from tests.support.builders import a_roster, no_notes
from tests.support.channels import SLACK, TELEGRAM
from tests.support.clocks import StillClock


async def test_after_five_failed_tries_an_address_waits_an_hour(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    for _ in range(5):
        assert (await redeem(sqlite_storage, "wrong", HERE, clock)).startswith("This code does not work")
    assert (await redeem(sqlite_storage, issued.code, HERE, clock)).startswith("There were too many tries")
    assert (await redeem(sqlite_storage, "wrong", ELSEWHERE, clock)).startswith("This code does not work")
    clock.advance(hours=1, seconds=1)
    assert (await redeem(sqlite_storage, issued.code, HERE, clock)).startswith("Welcome")


async def test_codes_tried_as_plain_words_by_somebody_who_has_joined_count_as_tries(sqlite_storage: Database) -> None:
    clock, join = StillClock(), RedeemCode(name_command=name_command, part_from_notes=no_notes)
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    wrong = [code for code in (f"A234567{sign}" for sign in "23456789") if code != issued.code]
    async with sqlite_storage.writing() as work:
        assert await join.knows(work, HERE, issued.code, now=clock.now())
        assert not any([await join.knows(work, HERE, code, now=clock.now()) for code in wrong[:TRIES_AN_HOUR]])
        assert not await join.knows(work, HERE, issued.code, now=clock.now()), "one who guesses has to wait"
        assert await join.knows(work, ELSEWHERE, issued.code, now=clock.now()), "others have not"
        clock.advance(seconds=3601)
        assert await join.knows(work, HERE, issued.code, now=clock.now())


async def failed(storage: Database, clock: StillClock, count: int, *, channel: Channel) -> None:
    """So many failed tries, each of another account."""
    async with storage.writing() as work:
        for number in range(count):
            await work.codes.note_attempt(Address(channel=channel, value=f"{number}"), at=clock.now())


@pytest.mark.drill
async def test_hundreds_of_strangers_who_try_do_not_make_a_colleague_wait(sqlite_storage: Database) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (issued,) = await issue(sqlite_storage, clock)
    await failed(sqlite_storage, clock, 1_000, channel=TELEGRAM)
    assert (await redeem(sqlite_storage, "wrong", HERE, clock)).startswith("This code does not work")
    assert (await redeem(sqlite_storage, issued.code, HERE, clock)).startswith("Welcome")


@pytest.mark.drill
async def test_after_thousands_of_failed_tries_short_codes_wait_on_that_channel_and_right_long_ones_do_not(
    sqlite_storage: Database,
) -> None:
    clock = StillClock()
    await a_hospital(sqlite_storage, a_roster(["ada", "ben"]), clock)
    await given_a_short_code(sqlite_storage, "ada", clock)
    (second,) = await issue(sqlite_storage, clock)
    await failed(sqlite_storage, clock, TRIES_AN_HOUR_OF_ALL - 1, channel=TELEGRAM)
    assert (await redeem(sqlite_storage, "wrong", ELSEWHERE, clock)).startswith("This code does not work")
    for code in ("wrong", "KXQ4RT7B"):
        assert (await redeem(sqlite_storage, code, HERE, clock)).startswith("There were too many tries")
    join = RedeemCode(name_command=name_command, part_from_notes=no_notes)
    async with sqlite_storage.writing() as work:
        assert not await join.knows(work, HERE, "KXQ4RT7B", now=clock.now())
        assert await join.knows(work, HERE, second.code, now=clock.now())
    async with sqlite_storage.reading() as work:
        assert await work.codes.recent_attempts(TELEGRAM, at=clock.now()) == TRIES_AN_HOUR_OF_ALL
    assert (await redeem(sqlite_storage, second.code, HERE, clock)).startswith("Welcome")
    in_slack = Address(channel=SLACK, value="U0ADA")
    assert (await redeem(sqlite_storage, "KXQ4RT7B", in_slack, clock)).startswith("Welcome")


@pytest.mark.drill
async def test_a_right_code_is_taken_while_all_have_to_wait_and_a_wrong_one_learns_nothing(
    sqlite_storage: Database,
) -> None:
    clock, entropy = StillClock(), CountedEntropy()
    await a_hospital(sqlite_storage, a_roster(["ada"]), clock)
    (ada,) = await issue(sqlite_storage, clock, entropy)
    await redeem(sqlite_storage, ada.code, HERE, clock)
    await failed(sqlite_storage, clock, TRIES_AN_HOUR_OF_ALL, channel=TELEGRAM)
    (renewed,) = await issue(sqlite_storage, clock, entropy, person="ada")
    wrong = [f"KXQ4RT7BMN2{sign}" for sign in "2345"]
    tries = ["KXQ4RT7B", "wrong", ada.code, *wrong, renewed.code]
    for address in (ELSEWHERE, HERE):  # a stranger, and somebody who has joined
        answers = [await redeem(sqlite_storage, each, address, clock) for each in tries]
        assert len(set(answers)) == 1, "also of a code that was used, and of the right one after five wrong ones"
        assert answers[0].startswith("There were too many tries")
        async with sqlite_storage.reading() as work:
            assert await work.codes.recent_attempts(address, at=clock.now()) == TRIES_AN_HOUR
    third = Address(channel=TELEGRAM, value="9999")
    assert (await redeem(sqlite_storage, renewed.code, third, clock)).startswith("Welcome")
