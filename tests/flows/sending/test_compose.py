"""What a delivery says when it is sent: its own words, and a chart only where one belongs."""

from dataclasses import replace

import pytest

from bot.adapters.channels.registry import longest_text, name_command
from bot.domain.identifiers import DeliveryKey, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestPress, DigestRef, OnDigest
from bot.domain.messaging.deliveries import Delivery, DeliveryKind, Priority
from bot.domain.messaging.documents import Picture
from bot.domain.messaging.messages import Button, Message, MessageKind
from bot.domain.organisation.people import Channel
from bot.domain.rota.shifts import Rota, RotaSource, Shift, ShiftKind, Span
from bot.flows.asking.compose_pulse import ComposePulse
from bot.flows.follow_up.digest_now import ComposeDigest
from bot.flows.sending.compose import ComposeDeliveries
from bot.ports import UnitOfWork
from storage.database import Database
from tests.flows.asking.planning import Hospital, a_hospital, members
from tests.support.builders import T0, a_delivery, after
from tests.support.channels import SLACK, TELEGRAM, WEB
from tests.support.clocks import StillClock
from tests.support.messages import a_message
from tests.support.sealing import seal_messages

ANA = PersonId("ana")
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
        clock=clock,
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


@pytest.mark.parametrize("kind", [MessageKind.NUDGE, MessageKind.LEAD_ASKED, MessageKind.ACTION_LATE])
async def test_a_late_nudge_or_ask_is_not_put_to_anybody_who_is_off_duty(
    compose: ComposeDeliveries, sqlite_storage: Database, kind: MessageKind
) -> None:
    """After an outage, say."""
    night = Shift(starts=after(hours=-14), ends=after(hours=-2), kind=ShiftKind.NIGHT)
    await Hospital(sqlite_storage).applies(a_hospital(), members({"icu": [ANA]}))
    async with sqlite_storage.writing() as work:
        await work.rotas.put(RotaSource.IMPORT, {ANA: Rota.of([night], [Span(starts=T0, ends=after(hours=9))])})
    late = replace(a_delivery(ANA), message=replace(a_message("Words."), kind=kind))
    pressed = replace(late, priority=Priority.INTERACTIVE)
    async with sqlite_storage.reading() as work:
        assert await compose.one(work, late) is None
        assert await compose.one(work, replace(late, person=PersonId("ben"))) is not None
        assert await compose.one(work, pressed) is not None, "it answers something that they did"
