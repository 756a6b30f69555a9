"""What a delivery says when it is sent: its own words, and a chart only where one belongs."""

from dataclasses import replace

import pytest

from bot.adapters.channels.registry import longest_text, name_command
from bot.domain.identifiers import DeliveryKey, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.messaging.deliveries import Delivery, DeliveryKind
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.messages import Button, Message
from bot.domain.organisation.people import Channel
from bot.flows.asking.compose_pulse import ComposePulse
from bot.flows.follow_up.digest_now import ComposeDigest
from bot.flows.sending.compose import ComposeDeliveries
from bot.ports import UnitOfWork
from storage.database import Database
from tests.support.builders import after
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.clocks import StillClock
from tests.support.messages import a_message
from tests.support.sealing import seal_messages

DIGEST = DigestRef(unit=UnitId("icu"), week=IsoWeek.parse("2026-W10"))
CHART_PICTURE = Picture(png=b"png", alt="Six weeks, steady.")
ROWS = (
    (Button(label="Start an action", intent=DigestPress(digest=DIGEST, what=OnDigest.START_ACTION)),),
    (Button(label="Chart", intent=DigestPress(digest=DIGEST, what=OnDigest.DETAILS)),),
)


async def draw(work: UnitOfWork, digest: DigestRef, locale: str) -> Picture | None:  # noqa: ARG001 - the protocol names it
    return CHART_PICTURE if digest == DIGEST else None


def a_digest(channel: Channel) -> Delivery:
    return Delivery(
        key=DeliveryKey("d:icu"),
        person=PersonId("lead"),
        channel=channel,
        kind=DeliveryKind.DIGEST,
        digest=DIGEST,
        message=a_message("Intensive care", buttons=ROWS),
        due_at=after(),
        expires_at=after(days=4),
    )


def with_a_place(channel: Channel) -> Delivery:
    delivery = a_digest(channel)
    return replace(delivery, message=a_message("Intensive care", buttons=ROWS, picture=Picture(alt="Six weeks.")))


@pytest.fixture
def compose() -> ComposeDeliveries:
    clock = StillClock()
    return ComposeDeliveries(
        pulses=ComposePulse(clock=clock, longest_text=longest_text, name_command=name_command),
        digests=ComposeDigest(clock=clock),
        draw=draw,
        messages=seal_messages(),
    )


async def said(compose: ComposeDeliveries, storage: Database, delivery: Delivery) -> Message:
    async with storage.reading() as work:
        message = await compose.one(work, delivery)
    assert message is not None
    return message


@pytest.mark.parametrize("channel", [SLACK, TELEGRAM, WEB])
@pytest.mark.parametrize("kind", [DeliveryKind.DIGEST, DeliveryKind.CHART])
async def test_a_chart_is_drawn_into_the_place_kept_for_it(
    compose: ComposeDeliveries, sqlite_storage: Database, channel: Channel, kind: DeliveryKind
) -> None:
    message = await said(compose, sqlite_storage, replace(with_a_place(channel), kind=kind))
    assert message.document.sections[1:] == (CHART_PICTURE,)
    assert message.buttons == ROWS


async def test_a_digest_that_keeps_no_place_has_no_picture(
    compose: ComposeDeliveries, sqlite_storage: Database
) -> None:
    message = await said(compose, sqlite_storage, a_digest(SLACK))
    assert message.picture is None


async def test_without_anything_to_draw_the_words_stand_in_its_place(
    compose: ComposeDeliveries, sqlite_storage: Database
) -> None:
    early = replace(with_a_place(SLACK), digest=DigestRef(unit=DIGEST.unit, week=DIGEST.week - 9))
    message = await said(compose, sqlite_storage, early)
    assert message.picture is None
    assert message == early.message
