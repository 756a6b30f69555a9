"""Which messages the demo draws as another channel shows them."""

from bot.demo.page import DRAWN_AT_MOST, drawn_of
from bot.domain.identifiers import DeliveryKey, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.ports import WebMessage
from tests.support.messages import a_message


def test_the_newest_digest_of_each_unit_is_drawn_however_much_has_been_said_since() -> None:
    week = IsoWeek(year=2026, week=10)
    about = {2: "ward", 3: "clinic", 4: "ward"}
    said = [
        WebMessage(
            id=number,
            person=PersonId("ana"),
            message=a_message("Words"),
            change=number,
            key=DeliveryKey(f"k{number}"),
            edited=False,
            digest=DigestRef(unit=UnitId(about[number]), week=week) if number in about else None,
        )
        for number in range(1, 31)
    ]
    assert [each.id for each in drawn_of(said)] == [3, 4, *range(31 - DRAWN_AT_MOST, 31)]
