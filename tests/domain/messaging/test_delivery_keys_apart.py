"""No two makers of delivery keys can give one key, or a message would pass for another that was sent already."""

import inspect
import typing
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import product
from typing import Any

from bot.domain.administration.alerts import AlertKind
from bot.domain.identifiers import (
    ActionId,
    DeliveryKey,
    EpochId,
    FlagId,
    MessageRef,
    NudgeId,
    PersonId,
    PromptId,
    PulseId,
    UnitId,
)
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging import delivery_keys
from bot.domain.messaging.buttons import OnFlag
from bot.domain.messaging.delivery_keys import FollowUp
from bot.domain.messaging.inbound import Inbound, Opened
from bot.domain.nudges.lead_asks import LeadAsk
from bot.domain.organisation.people import Address, Channel, Role
from tests.support.builders import T0
from tests.support.channels import ALL

WEEK = IsoWeek(year=2026, week=10)
DRAWN = ("AAAAAAAAAAAA", "less-often__")
"""Ids that stand for something are twelve characters."""
GIVEN = ("web", "overdue", "pause", "less-often", "rule", "told", "post", "help", "closed", "2026-W10", "1772532000000")
"""Ids that administrators choose may read like anything that stands in a key; they have no colon."""
UPDATES = ("77", "web:77", DRAWN[0])
MAKERS = {name: each for name, each in vars(delivery_keys).items() if name.endswith("_key")}
EVENTS: Sequence[type[Any]] = typing.get_args(FollowUp)
BY_NAME: dict[str, Sequence[str]] = {
    "kind": tuple(AlertKind),
    "when": ("2026-03-03", str(WEEK)),
    "what": tuple(LeadAsk),
    "about": (*GIVEN, *DRAWN),
    "told": DRAWN,
    "member": ("", *GIVEN),
    "update_id": UPDATES,
}
"""What plain texts are."""
CHOICES: dict[Any, Sequence[Any]] = {
    UnitId: GIVEN,
    UnitId | None: (None, *GIVEN),
    PersonId: GIVEN,
    **dict.fromkeys((PulseId, FlagId, ActionId, PromptId, NudgeId), DRAWN),
    EpochId: (str(WEEK),),
    IsoWeek: (WEEK,),
    datetime: (T0,),
    datetime | None: (None, T0),
    Channel: ALL,
    MessageRef: ("7", "1:77", "1772532000000"),
    Role: (Role.MEDICAL_LEAD, Role.NURSING_LEAD),
    OnFlag: (OnFlag.REPLY, OnFlag.HELP_FROM_ABOVE),
    Inbound: [
        Inbound(sender=Address(channel=channel, value="x"), update_id=update, sequence=1, event=Opened())
        for channel, update in product(ALL, UPDATES)
    ],
}


def values(name: str, kind: Any) -> Sequence[Any]:
    if kind is str:
        return BY_NAME.get(name, DRAWN)
    return CHOICES[kind]


def events() -> Iterator[Any]:
    for event in EVENTS:
        hints = typing.get_type_hints(event)
        names = [each.name for each in fields(event)]
        for given in product(*(values(name, hints[name]) for name in names)):
            yield event(**dict(zip(names, given, strict=True)))


def keys_of(maker: Any, *, of_others: Sequence[DeliveryKey]) -> Iterator[DeliveryKey]:
    hints = typing.get_type_hints(maker)
    several = {DeliveryKey: of_others, FollowUp: [*events()]}
    pools = [several.get(hints[name]) or values(name, hints[name]) for name in inspect.signature(maker).parameters]
    for given in product(*pools):
        yield maker(*given)


def test_no_two_makers_give_one_key() -> None:
    ana = PersonId("web")
    of_others = [
        delivery_keys.follow_up_key(delivery_keys.HelpAsked(flag=FlagId(DRAWN[0])), ana),
        delivery_keys.redrawn_help_key(FlagId(DRAWN[0]), ana),
        delivery_keys.late_action_key(ActionId(DRAWN[0]), WEEK),
    ]
    made: dict[DeliveryKey, str] = {}
    for name, maker in MAKERS.items():
        for key in keys_of(maker, of_others=of_others):
            assert made.setdefault(key, name) == name, f"{key} comes of {name}, too"
    assert {*made.values()} == {*MAKERS}


def test_each_event_among_leads_has_a_key_of_its_own() -> None:
    made: dict[DeliveryKey, Any] = {}
    for event in events():
        key = delivery_keys.follow_up_key(event, PersonId("closed"))
        assert made.setdefault(key, event) == event
