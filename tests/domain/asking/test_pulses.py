"""Ids of pulses: drawn from what makes each one of its kind, and together in an index for what is planned together."""

from hypothesis import given
from hypothesis.strategies import integers, text

from bot.domain.asking.pulses import pulse_id
from bot.domain.identifiers import PersonId, RoundId

ROUND = RoundId("weekly-pulse/2026-03-03/10:00/icu")
WARD = RoundId("weekly-pulse/2026-03-03/10:00/ward")
NEXT = RoundId("weekly-pulse/2026-03-10/10:00/icu")
ANN = PersonId("ann")


@given(person=text(min_size=1), position=integers(0, 9))
def test_an_id_fits_into_any_button(person: str, position: int) -> None:
    found = pulse_id(ROUND, PersonId(person), position)
    assert len(found) == 12
    assert set(found) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_ids_differ_by_round_person_and_position() -> None:
    people = [PersonId(f"p{number}") for number in range(5_000)]
    ids = {pulse_id(round_, person, place) for round_ in (ROUND, WARD, NEXT) for person in people for place in (0, 1)}
    assert len(ids) == 3 * 5_000 * 2


def test_what_is_planned_together_begins_alike() -> None:
    here, beside, later = (pulse_id(round_, ANN, 0) for round_ in (ROUND, WARD, NEXT))
    assert pulse_id(ROUND, PersonId("bob"), 0)[:4] == here[:4]
    assert beside[:2] == here[:2]
    assert beside[2:4] != here[2:4]
    assert later[:2] != here[:2]
