"""Whoever tries many wrong codes or links has to wait, and others have not. Over real connections."""

import asyncio

import httpx
import pytest
from starlette.requests import Request

from bot.adapters.channels.web.chat import WRONG_LINKS
from bot.adapters.channels.web.links import chat_path
from bot.adapters.channels.web.server import WRONG_CODES, WRONG_CODES_OF_ALL, WRONG_CODES_OF_CUSTOMER
from bot.adapters.channels.web.throttle import WrongTries
from tests.adapters.channels.web.test_chat import GOOD_CODE, TOKEN
from tests.support.clocks import VirtualTimer

ACT = f"{chat_path(TOKEN)}/act"


async def join(browser: httpx.AsyncClient, code: str, *, address: str) -> int:
    return (await browser.post(f"/join/{code}", headers={"x-forwarded-for": address})).status_code


async def test_whoever_tries_many_codes_has_to_wait_and_others_have_not(browser: httpx.AsyncClient) -> None:
    tries = [await join(browser, "wrong", address="192.0.2.1") for _ in range(WRONG_CODES)]
    assert set(tries) == {410}
    assert await join(browser, "good-code", address="192.0.2.1") == 429
    assert await join(browser, "good-code", address="192.0.2.2") == 303


async def test_a_network_of_addresses_is_one_of_those_who_try(browser: httpx.AsyncClient) -> None:
    tries = [await join(browser, "wrong", address=f"2001:db8:1:2::{number}") for number in range(WRONG_CODES)]
    assert set(tries) == {410}
    assert await join(browser, "good-code", address="2001:db8:1:2:ffff::1") == 429
    assert await join(browser, "good-code", address="2001:db8:1:3::1") == 303


async def test_one_customer_cannot_use_up_what_all_may_try(browser: httpx.AsyncClient) -> None:
    tries = [await join(browser, "wrong", address=f"2001:db8:1:{number:x}::1") for number in range(320)]
    assert tries == [410] * WRONG_CODES_OF_CUSTOMER + [429] * (320 - WRONG_CODES_OF_CUSTOMER)
    assert await join(browser, "good-code", address="2001:db8:1:ffff::1") == 429
    assert await join(browser, "good-code", address="2001:db8:2::1") == 303


@pytest.mark.drill
async def test_those_who_try_from_many_networks_do_not_make_a_colleague_wait(browser: httpx.AsyncClient) -> None:
    tries = [
        await join(browser, "wrong", address=f"2001:db8:{number // 10:x}:{number % 10}::1") for number in range(400)
    ]
    tries += [await join(browser, "wrong", address=f"192.0.2.{number}") for number in range(200)]
    assert set(tries) == {410}
    assert await join(browser, "good-code", address="198.51.100.1") == 303


@pytest.mark.drill
async def test_a_right_long_code_is_taken_while_all_have_to_wait(browser: httpx.AsyncClient) -> None:
    for number in range(WRONG_CODES_OF_ALL // WRONG_CODES):
        at = f"192.0.{number // 200}.{number % 200}"
        assert {await join(browser, "wrong", address=at) for _ in range(WRONG_CODES)} == {410}
    codes = ("wrong", "good-code", "KXQ4RT7B", "KXQ4RT7BMN2P")
    assert {await join(browser, code, address="198.51.100.1") for code in codes} == {429}, "wrong ones tell nothing"
    assert await join(browser, GOOD_CODE, address="198.51.100.1") == 303
    for _ in range(WRONG_CODES):
        assert await join(browser, "KXQ4RT7BMN2P", address="198.51.100.2") == 429
    assert await join(browser, GOOD_CODE, address="198.51.100.2") == 429, "it has used up what one address may try"


async def test_wrong_codes_that_come_at_once_are_no_more_than_others(browser: httpx.AsyncClient) -> None:
    tries = await asyncio.gather(*[join(browser, f"wrong-{number}", address="192.0.2.1") for number in range(40)])
    assert sorted(tries) == [410] * WRONG_CODES + [429] * (40 - WRONG_CODES)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8::1", "2001:db8::ffff:0:0:2"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8::", "2001:DB8:0::9")],
)
async def test_an_address_is_the_same_however_it_is_written(one: str, other: str) -> None:
    tries = WrongTries(timer=VirtualTimer(), per_address=1, overall=50, seconds=600)
    tries.note(caller(one))
    assert tries.are_too_many(caller(other))


def caller(host: str) -> Request:
    return Request({"type": "http", "client": (host, 1), "headers": []})


async def test_many_who_try_a_little_each_have_to_wait_together_and_not_for_ever() -> None:
    timer = VirtualTimer()
    tries = WrongTries(timer=timer, per_address=2, overall=50, seconds=600)
    for number in range(50):
        assert not tries.are_too_many(caller(f"192.0.2.{number}"))
        tries.note(caller(f"192.0.2.{number}"))
        await timer.sleep(1)
    assert tries.are_too_many(caller("198.51.100.1"))
    await timer.sleep(551)
    assert not tries.are_too_many(caller("198.51.100.1"))


async def test_a_flood_keeps_no_more_than_ten_times_what_all_may_try() -> None:
    timer = VirtualTimer()
    tries = WrongTries(timer=timer, per_address=2, overall=5, seconds=600)
    for number in range(52):
        tries.note(caller(f"192.0.2.{number // 2}"))
    assert tries.are_of_all_too_many()
    assert not tries.are_of_caller_too_many(caller("192.0.2.0")), "the oldest are forgotten"
    assert tries.are_of_caller_too_many(caller("192.0.2.1"))
    await timer.sleep(601)
    assert not tries.are_too_many(caller("192.0.2.25"))


async def test_whoever_tries_many_links_has_to_wait_and_right_links_go_on(browser: httpx.AsyncClient) -> None:
    tries = [(await browser.get(f"/c/guess-{number}")).status_code for number in range(WRONG_LINKS + 3)]
    assert tries == [404] * WRONG_LINKS + [429] * 3
    assert (await browser.get(chat_path(TOKEN))).status_code == 200
    assert (await browser.post(ACT, json={"command": "help"})).status_code == 200
