"""The keys of deliveries stay what earlier versions wrote, or an upgrade would send things twice."""

from datetime import UTC, datetime

import pytest

from bot.domain.identifiers import ActionId, DeliveryKey, EpochId, FlagId, PersonId, PulseId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import OnFlag
from bot.domain.messaging.delivery_keys import (
    ActionClosed,
    ActionOpened,
    ActionReturned,
    CommentAnswered,
    FlagAnswered,
    FollowUp,
    HelpAsked,
    OwnerAsked,
    OwnerDeclined,
    TeamTold,
    anew_key,
    digest_key,
    flag_precision_key,
    follow_up_key,
    late_action_key,
    late_action_told_key,
    less_often_key,
    pause_key,
    question_key,
    redraw_key,
    reminder_key,
    reply_key,
    snoozed_key,
    team_page_key,
)
from bot.domain.messaging.inbound import Inbound, Opened
from bot.domain.organisation.people import Address
from tests.support.builders import T0
from tests.support.channels import SLACK

PULSE, FLAG, ACTION, ANA, BEN = PulseId("p"), FlagId("f"), ActionId("a"), PersonId("ana"), PersonId("ben")
WARD, WEEK = UnitId("ward"), IsoWeek(year=2026, week=10)
UPDATE = Inbound(sender=Address(channel=SLACK, value="U1"), update_id="77", sequence=1, event=Opened())


@pytest.mark.parametrize(
    ("key", "written"),
    [
        (question_key(PULSE), "q:p"),
        (reminder_key(PULSE), "r:p"),
        (snoozed_key(PULSE, T0), "z:p:1772532000"),
        (snoozed_key(PULSE, None), "z:p:0"),
        (anew_key(PULSE, T0), "pa:p:1772532000"),
        (redraw_key(PULSE), "e:p"),
        (less_often_key(PULSE), "n:less-often:p"),
        (reply_key(UPDATE), "n:slack:77"),
        (digest_key(WARD, WEEK, ANA), "d:ward:2026-W10:ana"),
        (team_page_key(WARD, WEEK, ANA), "t:ward:2026-W10:ana"),
        (late_action_key(ACTION, WEEK), "o:a:2026-W10"),
        (late_action_told_key(ACTION, WEEK, ANA), "o:a:2026-W10:ana"),
        (pause_key(WARD, T0, ANA), "n:pause:ward:1772532000000:ana"),
        (pause_key(None, T0, ANA), "n:pause:*:1772532000000:ana"),
        (flag_precision_key(EpochId("2026-W01"), ANA), "v:2026-W01:ana"),
    ],
)
def test_every_key_is_written_as_it_always_was(key: DeliveryKey, written: str) -> None:
    assert key == written


@pytest.mark.parametrize(
    ("event", "written"),
    [
        (FlagAnswered(flag=FLAG, what=OnFlag.REPLY, by=BEN), "l:f:replying:ben:ana"),
        (FlagAnswered(flag=FLAG, what=OnFlag.KNOWN_REASON, by=BEN), "l:f:known_reason:ben:ana"),
        (FlagAnswered(flag=FLAG, what=OnFlag.NOT_RECOGNISED, by=BEN), "l:f:not_recognised:ben:ana"),
        (FlagAnswered(flag=FLAG, what=OnFlag.HELP_FROM_ABOVE, by=BEN), "l:f:help_from_above:ben:ana"),
        (HelpAsked(flag=FLAG), "l:f:help:ana"),
        (TeamTold(told="t"), "l:told:t:ana"),
        (CommentAnswered(week=WEEK, told="t"), "l:comment:2026-W10:t:ana"),
        (OwnerAsked(action=ACTION, update_id="77"), "l:a:ask:77:ana"),
        (OwnerDeclined(action=ACTION, update_id="77"), "l:a:declined:77:ana"),
        (ActionReturned(action=ACTION, at=datetime(2026, 3, 9, tzinfo=UTC)), "l:a:back:1773014400:ana"),
        (ActionOpened(action=ACTION), "l:a:open:ana"),
        (ActionClosed(action=ACTION), "l:a:closed:ana"),
    ],
)
def test_so_are_those_of_what_leads_tell_each_other(event: FollowUp, written: str) -> None:
    assert follow_up_key(event, ANA) == written
