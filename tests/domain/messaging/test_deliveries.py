"""A delivery is about what its kind says, and about nothing else."""

from dataclasses import replace

import pytest

from bot.domain.identifiers import PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.deliveries import DeliveryKind
from tests.support.builders import a_delivery

PULSE, DIGEST = PulseId("p"), DigestRef(unit=UnitId("ward"), week=IsoWeek(year=2026, week=10))
OF_A_PULSE = {
    DeliveryKind.QUESTION,
    DeliveryKind.REMINDER,
    DeliveryKind.SNOOZED,
    DeliveryKind.ANEW,
    DeliveryKind.ANSWERING,
    DeliveryKind.REDRAW,
}
OF_A_DIGEST = {DeliveryKind.DIGEST, DeliveryKind.DIGEST_REDRAW, DeliveryKind.CHART}


@pytest.mark.parametrize("kind", list(DeliveryKind))
@pytest.mark.parametrize("pulse", [PULSE, None])
@pytest.mark.parametrize("digest", [DIGEST, None])
def test_a_delivery_names_a_pulse_or_a_digest_exactly_where_its_kind_has_one(
    kind: DeliveryKind, pulse: PulseId | None, digest: DigestRef | None
) -> None:
    if (pulse is not None) == (kind in OF_A_PULSE) and (digest is not None) == (kind in OF_A_DIGEST):
        delivery = replace(a_delivery("ana"), kind=kind, pulse=pulse, digest=digest)
        assert delivery.puts_question is (kind in OF_A_PULSE - {DeliveryKind.REDRAW})
    else:
        with pytest.raises(ValueError, match=kind.value):
            replace(a_delivery("ana"), kind=kind, pulse=pulse, digest=digest)
