"""What a worker tells of its troubles arrives as it was, whatever it is, and fits into a notice."""

import json
from dataclasses import fields, replace

import pytest

from bot.adapters.queue.health_codec import LONGEST, ROOM, read_news, written_news
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind, monitored
from tests.support.screens.troubles import troubled_parts


def test_every_part_and_trouble_arrives_as_it_was() -> None:
    for part, troubles in troubled_parts("ward").items():
        own = replace(part, is_of_a_worker=False)
        for trouble in troubles:
            assert all(getattr(trouble, field.name) for field in fields(Trouble)), "all that there is to be written"
            assert read_news(written_news("w", {own: [trouble]})) == ("w", {own: [trouble]})


def test_what_is_well_is_not_told() -> None:
    assert read_news(written_news("w", {Part(kind=PartKind.CLOCK): ()})) == ("w", {})


def test_whatever_is_wrong_fits_into_a_notice() -> None:
    long = Trouble(kind=TroubleKind.KEY_UNUSABLE, detail="é" * 9_000)
    parts = {Part(kind=kind): [long] * 99 for kind in PartKind}
    said = written_news("w", parts)
    assert len(said.encode()) <= ROOM
    _, told = read_news(said)
    assert told
    assert all(len(line.split("\n")[0]) <= LONGEST for line in monitored(told).values())


@pytest.mark.parametrize(
    "said",
    [
        json.dumps({"worker": "w", "troubles": {"database": "cannot be read"}}),
        json.dumps({"worker": "w", "parts": [{"kind": "TOMORROW", "channel": None, "troubles": [{"kind": "X"}]}]}),
        json.dumps([]),
        "{",
    ],
)
def test_what_another_version_tells_is_no_fault_of_the_connection(said: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_news(said)
