"""Whatever names when a question closes names it by its reader's own clock and in their language."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.identifiers import DeliveryKey, MessageRef, PersonId
from bot.domain.messaging.buttons import OnPulse
from bot.domain.messaging.deliveries import DeliveryKind
from bot.domain.messaging.inbound import Deleted, Typed
from bot.domain.organisation.people import Roster
from bot.domain.programme.questions import Kind, Question, Scale
from bot.ports import Storage
from tests.support.builders import a_delivery, a_programme, a_question, a_roster
from tests.support.messages import words_of
from tests.support.ward import Ward

HERE, THERE = "Sunday 10:00", "Sunday 6:00"
"""On the day on which clocks change in New York."""


def abroad() -> Roster:
    """Ana is read to by American clocks; Ben by those of the ward."""
    roster = a_roster({name: f"at-{name}" for name in ("ana", "ben")})
    ana = replace(roster.people[PersonId("ana")], timezone="America/New_York", locale="en-US")
    return replace(roster, people={**roster.people, ana.id: ana})


async def a_ward(storage: Storage, folder: Path, question: Question | None = None) -> Ward:
    ward = Ward(storage, folder)
    programme = a_programme(questions=[question or a_question()])
    await ward.furnish(["ana", "ben"], roster=abroad(), programme=programme)
    return ward


@pytest.mark.parametrize(
    "kind", [DeliveryKind.QUESTION, DeliveryKind.REMINDER, DeliveryKind.SNOOZED, DeliveryKind.REDRAW]
)
async def test_of_what_is_sent(storage: Storage, tmp_path: Path, kind: DeliveryKind) -> None:
    ward = await a_ward(storage, tmp_path)
    sent = [replace(a_delivery(who, kind=kind, key=f"k-{who}"), message=None) for who in ("ana", "ben")]
    async with storage.reading() as work:
        composed = await ward.compose(work, sent)
    said = {who: words_of(message) for who in ("ana", "ben") if (message := composed[DeliveryKey(f"k-{who}")])}
    assert THERE in said["ana"]
    assert "10:00" not in said["ana"]
    assert HERE in said["ben"]


@pytest.mark.parametrize("what", [None, OnPulse.SKIP, OnPulse.TOMORROW])
async def test_of_what_a_tap_shows(storage: Storage, tmp_path: Path, what: OnPulse | None) -> None:
    ward = await a_ward(storage, tmp_path)
    for who, until in (("ana", THERE), ("ben", HERE)):
        await ward.do(ward.tap(who, "4") if what is None else ward.on_pulse(who, what))
        assert f"until {until}" in words_of(await ward.shown(who))
    for who, until in (("ana", THERE), ("ben", HERE)):
        await ward.do(ward.on_pulse(who, OnPulse.CHANGE))
        assert f"Open until {until}" in words_of(await ward.shown(who))


async def test_of_words_that_are_written_and_taken_back(storage: Storage, tmp_path: Path) -> None:
    in_words = a_question(scale=Scale.TEXT, kind=Kind.INFLUENCE, competency=None, facet=None)
    ward = await a_ward(storage, tmp_path, in_words)
    for who, until in (("ana", THERE), ("ben", HERE)):
        words = Typed(text="The lift is slow", reply_to=MessageRef(f"m-{who}"), written_in=MessageRef(f"w-{who}"))
        await ward.do(ward.update(who, words, message=f"m-{who}"))
        assert f"change it until {until}" in await ward.said()
        await ward.do(ward.update(who, Deleted(), message=f"w-{who}"))
        assert f"write another until {until}" in await ward.said()
