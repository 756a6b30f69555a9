"""Strangers are greeted once, and a flood of them costs little."""

import structlog

from bot.cancellation import going_on
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address, Channel
from bot.flows.inbox.greet_strangers import MOST_A_MINUTE, GreetStrangers
from bot.ports import Unsure
from tests.support.channels import SLACK, TELEGRAM
from tests.support.clocks import StillClock
from tests.support.messages import a_message, words_of
from tests.support.patience import let_others_run

HELLO = a_message("Hello.")


class Listening:
    """A messenger that notes what it is given."""

    def __init__(self, *, fails: bool = False) -> None:
        self.sent: list[Address] = []
        self._fails = fails

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef:
        if self._fails:
            raise Unsure
        assert words_of(message)
        self.sent.append(to)
        return MessageRef(key)


def at(value: str, channel: Channel = TELEGRAM) -> Address:
    return Address(channel=channel, value=value)


async def said(greet: GreetStrangers) -> None:
    """Everything that was wanted is said."""
    async with going_on(greet.run):
        await let_others_run()


async def test_a_stranger_is_greeted_once_an_hour() -> None:
    clock, messenger = StillClock(), Listening()
    greet = GreetStrangers(messengers={TELEGRAM: messenger}, clock=clock)
    for minutes in (0, 1, 58, 2):
        clock.advance(minutes=minutes)
        greet(at("a"), HELLO, key=DeliveryKey("n:1"))
    await said(greet)
    assert messenger.sent == [at("a")] * 2


async def test_a_flood_of_strangers_is_answered_slowly() -> None:
    messenger = Listening()
    greet = GreetStrangers(messengers={TELEGRAM: messenger}, clock=StillClock())
    for number in range(200):
        greet(at(str(number)), HELLO, key=DeliveryKey(f"n:{number}"))
    await said(greet)
    assert len(messenger.sent) == MOST_A_MINUTE


async def test_a_greeting_that_fails_is_let_go() -> None:
    greet = GreetStrangers(messengers={TELEGRAM: Listening(fails=True)}, clock=StillClock())
    with structlog.testing.capture_logs() as logs:
        greet(at("a-secret-handle"), HELLO, key=DeliveryKey("n:1"))
        greet(at("b", SLACK), HELLO, key=DeliveryKey("n:2"))
        await said(greet)
    assert [each["outcome"] for each in logs] == ["Unsure"]
    assert "secret" not in repr(logs)
