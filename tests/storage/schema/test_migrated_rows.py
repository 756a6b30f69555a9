"""What earlier programs stored finds its place in the schema of today."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from bot.domain.answers.workings import OrganisationHabits, QuestionSums, TeamBlock, TeamQuarter
from bot.domain.identifiers import EpochId, QuestionId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import Month
from bot.domain.organisation.people import Profession
from bot.domain.organisation.posts import GovernanceSeat
from bot.domain.organisation.unit_tree import ORGANISATION
from bot.domain.programme.programme import OnCron, OnDays, QuietWeek, Weekday
from storage.codecs.revisions import salted_digest
from storage.database import Database
from tests.support.builders import T0

W13 = IsoWeek.parse("2026-W13")


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername="postgresql+psycopg") if "postgresql" in url else parsed)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.mark.drill
async def test_what_was_shown_of_response_times_leaves_the_ledger(empty: Database, url: str) -> None:
    await empty.migrate("0006")
    kinds = ("comments", "latency", "score", "spread")
    with connected(url) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO releases (unit, kind, period, week, shown, people, withheld)"
                " VALUES ('ward', :kind, '2026-W01', '2026-W13', '{}', '[]', '')"
            ),
            [{"kind": kind} for kind in kinds],
        )
    await empty.migrate()
    with connected(url) as connection:
        assert list(connection.scalars(text("SELECT kind FROM releases ORDER BY kind"))) == ["score"]


@pytest.mark.drill
async def test_the_ledger_names_lists_and_forms_of_coupling_by_its_kinds(empty: Database, url: str) -> None:
    await empty.migrate("0007")
    before = {
        ("breadth", "joined/2026-W13"),
        ("breadth", "reach/2026-W01/2"),
        ("coupling", "2026-W01/coupling_strategic"),
        ("score", "2026-W01/2"),
    }
    with connected(url) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO releases (unit, kind, period, week, shown, people, withheld)"
                " VALUES ('ward', :kind, :period, '2026-W13', '{}', '[]', '')"
            ),
            [{"kind": kind, "period": period} for kind, period in sorted(before)],
        )
    await empty.migrate("0008")
    assert ledger_keys(url) == {
        ("joined", "2026-W13"),
        ("could_not_be_asked", "2026-W01/2"),
        ("coupling_strategic", "2026-W01"),
        ("score", "2026-W01/2"),
    }
    await empty.migrate("0007")
    assert ledger_keys(url) == before


OF_FIRST_PROGRAMS = (
    '{"week":%d,"first":null,"people":{},"counted":[],"shown":[],"scores":[],"withheld":false,"block":[],'
    '"block_before":[],"scored_of":[],"not_asked":null,"expected":[],"locks":[],"habits":"+/8="}'
)
"""A unit's state as it was kept before states became rows by week."""


@pytest.mark.drill
async def test_what_lay_under_made_up_units_finds_its_own_place(empty: Database, url: str) -> None:
    await empty.migrate("0010")
    closed, week = W13.index, W13 + 1
    in_part, whole = OF_FIRST_PROGRAMS % week.index, OF_FIRST_PROGRAMS % closed
    states = {
        "icu": ("2026-W14", f"[{in_part},\n{whole}]"),  # the week was closed halfway
        "ward": ("2026-W13", f"[{whole},null]"),  # as it was written before there was a line break
        "*": ("2026-W13", f"[{whole},\nnull]"),
        "*decided": ("2026-W14", "pending"),
    }
    sealed = {"icu": b"\0block", "*quarter/icu": b"\xffquarter", "*": b"habits", "*items": b"questions"}
    with connected(url) as connection, connection.begin():
        connection.execute(
            text("INSERT INTO detector_states (unit, week, state) VALUES (:unit, :week, :state)"),
            [{"unit": unit, "week": at, "state": state.encode()} for unit, (at, state) in states.items()],
        )
        connection.execute(
            text("INSERT INTO workings (epoch, unit, sealed) VALUES ('2026-W02', :unit, :sealed)"),
            [{"unit": unit, "sealed": body} for unit, body in sealed.items()],
        )
        connection.execute(
            text(
                "INSERT INTO releases (unit, kind, period, week, shown, people, withheld)"
                " VALUES (:unit, 'organisation', '2026-W13', '2026-W13', '{}', '[]', '')"
            ),
            [{"unit": unit} for unit in ("*", "icu")],
        )
    before = kept_before(url)
    await empty.migrate()
    icu = UnitId("icu")
    async with empty.reading() as work:
        units = [icu, UnitId("ward")]
        assert {unit: state.week for unit, state in (await work.weeks.unit_states(units, before=week)).items()} == {
            "icu": W13,
            "ward": W13,
        }
        found = await work.weeks.unit_states(units, before=week + 1)
        assert {unit: state.week for unit, state in found.items()} == {"icu": week, "ward": W13}
        assert found[icu].habits == b"\xfb\xff"
        organisation = await work.weeks.organisation_state(before=week)
        assert organisation is not None
        assert organisation.week == W13
        workings = (TeamBlock(unit=icu), TeamQuarter(unit=icu), OrganisationHabits(), QuestionSums())
        assert dict(await work.answers.workings(EpochId("2026-W02"), workings)) == dict(
            zip(workings, sealed.values(), strict=True)
        )
        assert [row.scope for row in await work.weeks.releases(units, W13, W13)] == [icu]
        assert [row.scope for row in await work.weeks.organisation_releases(W13, W13)] == [ORGANISATION]
    with connected(url) as connection:
        [pending] = connection.scalars(text("SELECT body FROM pending_releases")).all()
    assert bytes(pending) == b"pending"
    await empty.migrate("0010")
    assert kept_before(url) == before


def kept_before(url: str) -> list[object]:
    """All of it as the earlier schema has it."""
    with connected(url) as connection:
        states = connection.execute(text("SELECT unit, week, state FROM detector_states")).all()
        workings = connection.execute(text("SELECT epoch, unit, sealed FROM workings")).all()
        releases = connection.execute(text("SELECT unit, kind, period FROM releases")).all()
    return [
        {row.unit: (row.week, _plain(bytes(row.state))) for row in states},
        {(row.epoch, row.unit): bytes(row.sealed) for row in workings},
        {tuple(row) for row in releases},
    ]


def _plain(state: bytes) -> object:
    return json.loads(state) if state.startswith(b"[") else state


def ledger_keys(url: str) -> set[tuple[str, str]]:
    with connected(url) as connection:
        return {(row.kind, row.period) for row in connection.execute(text("SELECT kind, period FROM releases"))}


OLD_DELIVERIES = [
    # key, kind, subject; and then kind, pulse, unit, week
    ("q:p1", "question", "p1", ("question", "p1", None, None)),
    ("r:p1", "reminder", "p1", ("reminder", "p1", None, None)),
    ("z:p1:1772445600", "reminder", "p1", ("snoozed", "p1", None, None)),
    ("e:p1", "redraw", "p1", ("redraw", "p1", None, None)),
    ("d:a|b:2026-W10:ana", "digest", "a|b|2026-W10", ("digest", None, "a|b", "2026-W10")),
    ("n:web:1", "notice", "chart:ward|2026-W09", ("chart", None, "ward", "2026-W09")),
    ("n:web:2", "notice", "", ("notice", None, None, None)),
    ("n:less-often:p1", "notice", "p1", ("notice", None, None, None)),
]


@pytest.mark.drill
async def test_a_delivery_keeps_what_it_is_about_when_its_subject_becomes_columns(empty: Database, url: str) -> None:
    await empty.migrate("0008")
    with connected(url) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO deliveries (key, person, channel, kind, subject, reply_via, due_at, expires_at, priority,"
                " state, attempts) VALUES (:key, 'ana', 'web', :kind, :subject, '', :at, :at, 5, 'due', 0)"
            ),
            [
                {"key": key, "kind": kind, "subject": subject, "at": "2026-03-02T10:00:00.000000+00:00"}
                for key, kind, subject, _ in OLD_DELIVERIES
            ],
        )
    await empty.migrate()
    async with empty.writing() as work:
        found = await work.deliveries.expire(now=T0)
    with connected(url) as connection:
        rows = connection.execute(text("SELECT key, kind, pulse, unit, week FROM deliveries")).all()
    assert {row[0]: tuple(row[1:]) for row in rows} == {key: about for key, _, _, about in OLD_DELIVERIES}
    assert {each.key for each in found} == {key for key, _, _, _ in OLD_DELIVERIES}
    await empty.migrate("0008")
    with connected(url) as connection:
        back = connection.execute(text("SELECT key, kind, subject FROM deliveries")).all()
    assert {tuple(row) for row in back} == {(key, kind, subject) for key, kind, subject, _ in OLD_DELIVERIES[:-1]} | {
        ("n:less-often:p1", "notice", "")
    }


OLD_QUESTION = {
    "scale": "likert4", "polarity": "+", "text": {"en-GB": "Wörter."}, "audience": "members", "kind": "core",
    "competency": "personal", "facet": "emotional", "tags": ["a"], "none_label": None,
}  # fmt: skip
OLD_SCHEDULE = {
    "units": ["icu"], "questions": ["core"], "days": ["Tue"], "at": "10:00:00", "every_weeks": 2,
    "questions_per_round": 1, "open_hours": 120, "remind_after_hours": 48,
}  # fmt: skip
OLD_CRON = {
    "units": ["icu"], "questions": ["core"], "cron": "0 10 * * tue",
    "questions_per_round": 1, "open_hours": 120, "remind_after_hours": 0,
}  # fmt: skip
OLD_PROGRAMME = {
    "organisation": {"name": "Riverside", "timezone": "Europe/London", "locale": "en-GB"},
    "false_flags_per_team_year": 0.5, "participation_target": None, "budget": {"questions_per_week": 2},
    "quiet": {"starts": "20:00:00", "ends": "09:00:00"}, "digest": {"day": "Tue", "at": "12:30:00"},
    "quiet_weeks": [{"week": "2026-W40", "units": ["icu"], "reason": "Survey"}],
    "privacy": {"minimum_group": 5, "minimum_group_comments": 10, "epoch_weeks": 13},
    "change_overs": [
        {"kind": "trainees", "units": ["icu"], "reason": "August", "month": "August"},
        {"kind": "merger", "units": ["icu"], "reason": "Wards", "week": "2026-W10"},
    ],
    "leadership_roles": [{"role": "clinical_lead", "unit": None, "profession": None, "since": None}],
    "governance_seats": [
        {"title": "Chair", "kind": "other", "votes": True, "unit": "icu", "profession": "nurse", "since": "2020-01-01"}
    ],
}  # fmt: skip


@pytest.mark.drill
async def test_an_older_programme_is_read_as_it_was_saved(empty: Database, url: str) -> None:
    await empty.migrate("0012")
    kept: dict[str, list[object]] = {
        "question_versions": [OLD_QUESTION],
        "schedules": [OLD_SCHEDULE, OLD_CRON],
        "programmes": [OLD_PROGRAMME],
    }
    with connected(url) as connection, connection.begin():
        connection.execute(text("INSERT INTO units (id, name, position) VALUES ('icu', 'Intensive care', 0)"))
        connection.execute(
            text("INSERT INTO question_versions (id, version, body, position) VALUES ('pers-emo-1', 3, :body, 0)"),
            {"body": json.dumps(OLD_QUESTION)},
        )
        connection.execute(
            text("INSERT INTO schedules (id, position, body) VALUES (:id, :position, :body)"),
            [
                {"id": f"s{position}", "position": position, "body": json.dumps(body)}
                for position, body in enumerate([OLD_SCHEDULE, OLD_CRON])
            ],
        )
        connection.execute(
            text("INSERT INTO programmes (id, revision, body, saved_at) VALUES (1, 1, :body, :at)"),
            {"body": json.dumps(OLD_PROGRAMME), "at": "2026-03-09T10:00:00.000000+00:00"},
        )
    await empty.migrate("0013")
    await empty.migrate("0012")
    with connected(url) as connection:
        for table, bodies in kept.items():
            found = [json.loads(body) for body in connection.scalars(text(f"SELECT body FROM {table}"))]  # noqa: S608
            assert _written(found) == _written(bodies)
    await empty.migrate()
    async with empty.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None
    icu = UnitId("icu")
    assert programme.questions[QuestionId("pers-emo-1")].text == {"en-GB": "Wörter."}
    assert [each.cadence for each in programme.schedules] == [
        OnDays(days=(Weekday.TUE,), at=time(10), every_weeks=2),
        OnCron(expression="0 10 * * tue"),
    ]
    assert programme.quiet_weeks == (QuietWeek(week=IsoWeek(year=2026, week=40), units=(icu,), reason="Survey"),)
    assert [each.when for each in programme.change_overs] == [Month.AUGUST, IsoWeek(year=2026, week=10)]
    assert programme.governance_seats == (
        GovernanceSeat(title="Chair", unit=icu, profession=Profession.NURSE, since=date(2020, 1, 1)),
    )


def _written(bodies: list[object]) -> list[str]:
    return sorted(json.dumps(body, sort_keys=True) for body in bodies)


@pytest.mark.drill
async def test_a_programme_saved_before_there_were_posts_is_read_without_any(empty: Database, url: str) -> None:
    await empty.migrate("0012")
    oldest = {
        key: value
        for key, value in OLD_PROGRAMME.items()
        if key not in ("change_overs", "leadership_roles", "governance_seats", "participation_target")
    }
    with connected(url) as connection, connection.begin():
        connection.execute(
            text("INSERT INTO programmes (id, revision, body, saved_at) VALUES (1, 1, :body, :at)"),
            {"body": json.dumps(oldest), "at": "2026-03-09T10:00:00.000000+00:00"},
        )
    await empty.migrate()
    async with empty.reading() as work:
        programme = await work.programmes.current()
    assert programme is not None
    assert (programme.change_overs, programme.leadership_roles, programme.governance_seats) == ((), (), ())
    assert programme.participation_target is None


@pytest.mark.drill
async def test_a_week_that_a_restore_had_skipped_is_known_as_skipped(empty: Database, url: str) -> None:
    await empty.migrate("0034")
    with connected(url) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO closed_weeks (week, claimed_at, finished, forgotten, skipped)"
                " VALUES (:week, '2026-03-30T00:00:00.000000+00:00', 1 = 1, 1 = 1, :skipped)"
            ),
            [{"week": str(W13 - back), "skipped": back == 1} for back in range(3)],
        )
    await empty.migrate()
    async with empty.reading() as work:
        assert await work.weeks.skipped(W13 - 9, W13) == {W13 - 1}
        assert await work.weeks.newest_closed() == W13


@pytest.mark.drill
async def test_who_was_shown_which_digest_stays_in_the_log_under_a_number(empty: Database, url: str) -> None:
    await empty.migrate("0039")
    rows = [{"at": T0, "who": who, "week": week} for who, week in (("root", "2026-W10"), ("zoë", "2026-W11"))]
    with connected(url) as connection, connection.begin():
        for row in rows:
            connection.execute(
                text(
                    "INSERT INTO administration_log (at, who, act, unit, week)"
                    " VALUES (:at, :who, 'digest_shown', 'icu', :week)"
                ),
                {**row, "at": T0.isoformat(timespec="microseconds")},
            )
    await empty.migrate()
    async with empty.reading() as work:
        kept = await work.administration_log.entries()
    assert [(each.at, each.author and each.author.who.name, str(each.words)) for each in kept] == [
        (T0, "root", "digest shown: icu 2026-W10"),
        (T0, "zoë", "digest shown: icu 2026-W11"),
    ]
    with connected(url) as connection:
        log = connection.execute(
            text("SELECT l.digest, w.salt, w.words FROM administration_log AS l, log_words AS w WHERE l.id = w.entry")
        ).all()
    assert [salted_digest(bytes(row.salt), row.words) == bytes(row.digest) for row in log] == [True, True]


@pytest.mark.drill
async def test_who_has_had_a_question_is_known_where_they_are_reached(empty: Database, url: str) -> None:
    at = "2026-03-03T10:00:00.000000+00:00"
    await empty.migrate("0042")
    with connected(url) as connection, connection.begin():
        for name, sent in (("ann", at), ("bob", None), ("cat", at)):
            values = {"name": name, "sent": sent, "at": at, "week": "2026-W10"}
            connection.execute(text("INSERT INTO people (id, name, channel) VALUES (:name, :name, 'slack')"), values)
            connection.execute(
                text(
                    "INSERT INTO pulses (id, round, unit, person, question, version, position, due_at, closes_at, week,"
                    " budget_week, state, sent_at, reminded, excused, sequence) VALUES"
                    " (:name, 'r', 'icu', :name, 'q', 1, 0, :at, :at, :week, :week, 'sent', :sent, 1 = 0, 1 = 0, 0)"
                ),
                values,
            )
            if name != "cat":
                reached = "INSERT INTO addresses (person, channel, value) VALUES (:name, 'slack', :name)"
                connection.execute(text(reached), values)
    await empty.migrate()
    with connected(url) as connection:
        assert list(connection.execute(text("SELECT person, channel FROM introductions"))) == [("ann", "slack")]
