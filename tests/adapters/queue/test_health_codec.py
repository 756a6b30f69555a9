"""What a worker tells of its troubles arrives as it was, whatever it is, and fits into a notice."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from bot.adapters.queue.health_codec import LONGEST, ROOM, read_news, written_news
from bot.domain.health.jobs import RetentionJob
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import LateTable, Trouble, TroubleKind, monitored
from bot.domain.iso_weeks import IsoWeek
from tests.support.channels import WEB
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


FULL = json.loads(
    written_news(
        "w",
        {
            Part(kind=PartKind.CLOCK, channel=WEB): [
                Trouble(
                    kind=TroubleKind.CLOCK_JUMPED,
                    week=IsoWeek.parse("2026-W10"),
                    day=date(2026, 3, 2),
                    days=1.5,
                    count=3,
                    channel=WEB,
                    platform="web",
                    block="b",
                    folder="f",
                    owner="o",
                    others=("x",),
                    tables=(LateTable(table="pulses", rows=10, is_more=True, jobs=(RetentionJob.TIDY,)),),
                    detail="d",
                )
            ]
        },
    )
)


def spoilt(value: Any, by: Any) -> Iterator[Any]:
    """With another in place of each value, one after another, however deep."""
    yield by
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        for other in spoilt(each, by):
            copied = value.copy()
            copied[key] = other
            yield copied


@pytest.mark.parametrize("by", [["x"], "x", 7], ids=["a list", "a string", "a number"])
def test_whatever_stands_in_place_of_a_value_it_is_unreadable_or_can_be_shown(by: Any) -> None:
    unreadable = 0
    for news in spoilt(FULL, by):
        try:
            _, parts = read_news(json.dumps(news))
        except ValueError:
            unreadable += 1
        else:
            assert all(isinstance(line, str) for line in monitored(parts).values())
            for part, troubles in parts.items():
                for kind in TroubleKind:
                    assert monitored({part: [replace(each, kind=kind) for each in troubles]})
    assert unreadable > 10
