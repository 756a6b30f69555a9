"""Strangers are greeted once, and a flood of them costs little."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.cancellation import going_on
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.messages import Message, MessageKind
from bot.domain.organisation.people import Address, Channel
from bot.flows.inbox.greet_strangers import GreetStrangers, Sends
from bot.flows.inbox.pace_answers import MOST_A_MINUTE, PaceAnswers
from bot.ports import Rejected, Unsure
from tests.support.builders import T0
from tests.support.channels import SLACK, TELEGRAM
from tests.support.clocks import StillClock, VirtualTimer
from tests.support.messages import a_message, words_of
from tests.support.patience import let_others_run

HELLO = a_message("Hello.", kind=MessageKind.WELCOME)


class Listening:
    """A messenger that notes what it is given."""

    def __init__(self, *, fails: bool = False) -> None:
        self.sent: list[Address] = []
        self.said: list[str] = []
        self.edited: list[tuple[MessageRef, str]] = []
        self.is_gone = False
        """Whether the message is that is to be edited."""
        self._fails = fails

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef:
        if self._fails:
            raise Unsure
        self.said.append(words_of(message))
        self.sent.append(to)
        return MessageRef(key)

    async def edit(self, to: Address, ref: MessageRef, message: Message, *, reply_via: str = "") -> None:
        assert (to.value, reply_via) == ("a", "")
        if self.is_gone:
            raise Rejected
        self.edited.append((ref, words_of(message)))


def a_greeter(*, messengers: Mapping[Channel, Sends], clock: StillClock, timer: VirtualTimer) -> GreetStrangers:
    return GreetStrangers(messengers=messengers, clock=clock, timer=timer, pace=PaceAnswers(token=bytes))


def at(value: str, channel: Channel = TELEGRAM) -> Address:
    return Address(channel=channel, value=value)


async def said(greet: GreetStrangers) -> None:
    """Everything that was wanted is said."""
    async with going_on(greet.run):
        await let_others_run()


async def test_a_stranger_is_greeted_once_a_minute() -> None:
    clock, messenger = StillClock(), Listening()
    greet = a_greeter(messengers={TELEGRAM: messenger}, clock=clock, timer=VirtualTimer())
    for seconds in (0, 1, 58, 2):
        clock.advance(seconds=seconds)
        greet(at("a"), HELLO, key=DeliveryKey("n:1"))
    await said(greet)
    assert messenger.sent == [at("a")] * 2


async def test_a_flood_of_strangers_is_answered_slowly() -> None:
    messenger = Listening()
    greet = GreetStrangers(
        messengers={TELEGRAM: messenger}, clock=StillClock(), timer=VirtualTimer(), pace=PaceAnswers(token=bytes)
    )
    for number in range(200):
        greet(at(str(number)), HELLO, key=DeliveryKey(f"n:{number}"))
    await said(greet)
    assert len(messenger.sent) == MOST_A_MINUTE


NOT_VALID, TOO_MANY = a_message("No such code."), a_message("Too many tries.")


async def test_each_wrong_code_is_answered_and_a_chat_at_most_once_a_minute() -> None:
    clock, messenger, timer = StillClock(), Listening(), VirtualTimer()
    greet = a_greeter(messengers={TELEGRAM: messenger}, clock=clock, timer=timer)
    greet(at("a"), HELLO, key=DeliveryKey("n:hello"))
    for seconds, words in ((0, NOT_VALID), (10, NOT_VALID), (40, TOO_MANY), (61, NOT_VALID), (300, NOT_VALID)):
        clock.at = T0 + timedelta(seconds=seconds)
        greet(at("a"), words, key=DeliveryKey(f"n:{seconds}"))
        if seconds != 10:  # the code at 40 seconds finds the answer to that at 10 still waiting
            await said(greet)
    assert messenger.said == ["Hello.", "No such code.", "Too many tries.", "No such code.", "No such code."]
    assert timer.slept == [50.0, 59.0], "until a minute after the first, and until a minute after that"


async def test_a_flood_of_wrong_codes_is_answered_slowly_and_wholly() -> None:
    messenger, timer = Listening(), VirtualTimer()
    greet = a_greeter(messengers={TELEGRAM: messenger}, clock=StillClock(), timer=timer)
    for number in range(5 * MOST_A_MINUTE):
        greet(at(str(number)), NOT_VALID, key=DeliveryKey(f"n:{number}"))
    await said(greet)
    assert len(set(messenger.sent)) == 5 * MOST_A_MINUTE
    assert Counter(timer.slept) == dict.fromkeys((60.0, 120.0, 180.0, 240.0), MOST_A_MINUTE)


async def test_a_greeting_that_fails_is_let_go() -> None:
    greet = GreetStrangers(
        messengers={TELEGRAM: Listening(fails=True)},
        clock=StillClock(),
        timer=VirtualTimer(),
        pace=PaceAnswers(token=bytes),
    )
    with structlog.testing.capture_logs() as logs:
        greet(at("a-secret-handle"), HELLO, key=DeliveryKey("n:1"))
        greet(at("b", SLACK), HELLO, key=DeliveryKey("n:2"))
        await said(greet)
    assert [each["outcome"] for each in logs] == ["Unsure"]
    assert "secret" not in repr(logs)


async def test_what_a_press_did_is_said_in_its_place_at_once_whatever_else_is_said() -> None:
    messenger, timer = Listening(), VirtualTimer()
    greet = a_greeter(messengers={TELEGRAM: messenger}, clock=StillClock(), timer=timer)
    for number in range(3):
        greet(at("a"), a_message("Wrong code.", kind=MessageKind.ANSWER), key=DeliveryKey(f"n:{number}"))
    done = a_message("Done.", kind=MessageKind.ANSWER)
    greet(at("a"), done, key=DeliveryKey("n:4"), edits=MessageRef("m"))
    await said(greet)
    assert messenger.edited == [(MessageRef("m"), words_of(done))]
    assert messenger.said == ["Wrong code."], "it takes the place of no other line"
    messenger.is_gone = True
    greet(at("a"), done, key=DeliveryKey("n:5"), edits=MessageRef("m"))
    await said(greet)
    assert messenger.said[-1] == words_of(done)
