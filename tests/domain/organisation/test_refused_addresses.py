"""One refusal is not for ever: an address is tried again before it is given up."""

from datetime import timedelta

from bot.domain.organisation.refused_addresses import WAITS, RefusedAddress
from tests.support.builders import T0, after


def test_the_third_refusal_gives_an_address_up() -> None:
    refused, at, waits = RefusedAddress(), T0, []
    for _ in range(3):
        refused = refused.once_more(at)
        waits.append(refused.wait)
        at += refused.wait or timedelta(0)
    assert waits == [*WAITS, None]
    assert at - T0 == timedelta(hours=7)


def test_several_messages_at_once_are_one_refusal() -> None:
    refused = RefusedAddress()
    for minute in range(10):
        refused = refused.once_more(after(minutes=minute))
    assert refused == RefusedAddress(times=1, newest=T0)


def test_an_old_refusal_is_forgotten_and_a_monthly_one_is_not() -> None:
    twice = RefusedAddress(times=2, newest=T0)
    assert twice.once_more(after(days=57)).times == 1
    assert twice.once_more(after(days=28)).wait is None
