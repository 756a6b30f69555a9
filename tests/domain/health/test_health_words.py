"""What monitoring hears stays as it is to the letter; what people read is in their language."""

import re
from datetime import date

import pytest

from bot.domain.administration.alerts import AlertKind, alert_of
from bot.domain.health.jobs import RetentionJob
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import LateTable, Trouble, TroubleKind, Troubles, line_of, monitored
from bot.domain.health.words import in_words, part_words, trouble_words
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Channel
from tests.support.screens.troubles import troubled_parts

WEEK, SLACK = IsoWeek.parse("2026-W09"), Channel("slack")
DATABASE, KEYS = Part(kind=PartKind.DATABASE), Part(kind=PartKind.KEYS)
MISSING = Trouble(kind=TroubleKind.KEY_MISSING, week=WEEK, block="7")
LATE = Trouble(kind=TroubleKind.KEY_LATE, week=WEEK, day=date(2026, 6, 1))
CASES: list[tuple[PartKind, Troubles, str]] = [
    (PartKind.DATABASE, [Trouble(kind=TroubleKind.DATABASE_UNREAD)], "cannot be read; check the disk and the server"),
    (
        PartKind.KEYS,
        [LATE, MISSING],
        "the key of the block from 2026-W09 should have been destroyed on 2026-06-01; see what the log says of closing"
        " blocks\nthe key of the block from 2026-W09 is missing; restore the key folder, or, if it is lost for good,"
        " run: rounds abandon-block 7",
    ),
    (
        PartKind.RETENTION,
        [
            Trouble(
                kind=TroubleKind.OVERDUE,
                tables=(
                    LateTable(table="inbox", rows=1000, is_more=True, jobs=(RetentionJob.FILE, RetentionJob.TIDY)),
                    LateTable(table="prompts", rows=10, jobs=(RetentionJob.TIDY,)),
                ),
            )
        ],
        "should have been taken away by now and is still there: inbox (1000 rows or more; filing it, tidying, every"
        " half minute); prompts (up to 10 rows; tidying, every half minute). Look which other part is not well, and in"
        " the log",
    ),
    (
        PartKind.LOG,
        [Trouble(kind=TroubleKind.LOG_SPOILT, detail="entry 3: is gone", count=2)],
        "is not as it was written: entry 3: is gone (and 2 more); keep all as it is and run: rounds verify",
    ),
    (
        PartKind.DELIVERIES,
        [
            Trouble(kind=TroubleKind.NEVER_PUT_OUT),
            Trouble(kind=TroubleKind.STUCK, channel=SLACK),
        ],
        "questions were planned and never put out; messages wait on slack and none leaves",
    ),
    (
        PartKind.CLOCK,
        [Trouble(kind=TroubleKind.CLOCK_JUMPED, days=-400.04)],
        "the system's clock jumped by -400.0 days; Rounds goes on by its own time for an hour; mend the clock, or"
        " restart Rounds if the clock is right",
    ),
    (
        PartKind.TOKEN,
        [Trouble(kind=TroubleKind.NEW_TOKEN_REFUSED, platform="Slack", detail="invalid_auth")],
        "the new token is refused (Slack says invalid_auth); the earlier one goes on",
    ),
]


@pytest.mark.parametrize(("kind", "troubles", "line"), CASES)
def test_monitoring_hears_what_it_always_heard(kind: PartKind, troubles: Troubles, line: str) -> None:
    assert line_of(Part(kind=kind, channel=SLACK), troubles) == line


def test_a_part_of_a_worker_is_another_part_of_the_same_kind() -> None:
    sending = Part(kind=PartKind.SENDING, channel=SLACK)
    of_a_worker = Part(kind=PartKind.SENDING, channel=SLACK, is_of_a_worker=True)
    assert monitored({sending: (), of_a_worker: ()}) == {"sending on slack": "", "worker: sending on slack": ""}


def test_an_english_screen_names_parts_as_monitoring_does() -> None:
    """So that who reads of one finds the other."""
    parts = [Part(kind=kind, channel=SLACK, is_of_a_worker=of) for kind in PartKind for of in (False, True)]
    assert [part_words(part, "en-GB") for part in parts] == [part.name for part in parts]


@pytest.mark.parametrize("locale", ["en-GB", "cy"])
def test_every_part_and_trouble_has_words(locale: str) -> None:
    for name, why in in_words(troubled_parts("ward"), locale).items():
        assert not re.search(r"health-|[{}$]|None", name + why), (name, why)


def test_a_screen_speaks_the_language_of_its_reader() -> None:
    parts = {KEYS: [LATE, MISSING], DATABASE: ()}
    assert in_words(parts, "cy") == {
        "allweddi": "dylai allwedd y bloc o 2026-W09 fod wedi’i dinistrio ar 1 Mehefin 2026; gweler beth mae’r log yn"
        " ei ddweud am gau blociau; mae allwedd y bloc o 2026-W09 ar goll; adferwch ffolder yr allweddi neu, os yw"
        " wedi’i cholli am byth, rhedwch: rounds abandon-block 7",
        "y gronfa ddata": "",
    }


def test_what_others_say_in_english_is_for_the_server_alone() -> None:
    """Only the codes of platforms stand on screens."""
    for kind in (TroubleKind.KEY_UNUSABLE, TroubleKind.KEYS_UNREAD, TroubleKind.LOG_SPOILT):
        assert "no such file" not in trouble_words([Trouble(kind=kind, detail="no such file")], "cy")


@pytest.mark.parametrize(
    ("part", "kind", "alert"),
    [
        (PartKind.KEYS, TroubleKind.KEY_UNUSABLE, AlertKind.KEY_MISSING),
        (PartKind.KEY_FILES, TroubleKind.KEY_UNUSABLE, AlertKind.NOT_WELL),
        (PartKind.KEYS, TroubleKind.KEY_LATE, AlertKind.NOT_WELL),
        (PartKind.LOG, TroubleKind.NO_DATABASE, AlertKind.NOT_WELL),
        (PartKind.LOG, TroubleKind.LOG_SPOILT, AlertKind.LOG_SPOILT),
        (PartKind.TOKEN, TroubleKind.NEW_TOKEN_REFUSED, AlertKind.NOT_WELL),
        (PartKind.TOKEN, TroubleKind.TOKEN_DEAD, AlertKind.CHANNEL_REFUSED),
    ],
)
def test_what_somebody_is_told_goes_by_kinds(part: PartKind, kind: TroubleKind, alert: AlertKind) -> None:
    assert alert_of(Part(kind=part, channel=SLACK), Trouble(kind=kind)) is alert
