"""What was kept of exact participation leaves the database, and digests that wait know their readers."""

import pytest
from sqlalchemy import text

from storage.database import Database
from tests.storage.schema.test_migrated_rows import connected


@pytest.mark.drill
async def test_what_lists_and_habits_told_leaves_ledger_and_flags(empty: Database, url: str) -> None:
    await empty.migrate("0014")
    with connected(url) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO releases (unit, kind, period, week, shown, people, withheld)"
                " VALUES ('ward', :kind, '2026-W13', '2026-W13', '{}', '[]', '')"
            ),
            [{"kind": kind} for kind in ("joined", "could_not_be_asked", "flag")],
        )
        connection.execute(
            text(
                "INSERT INTO flags (id, unit, week, kind, since, statistic, threshold, expected_tenths)"
                " VALUES ('f', 'ward', '2026-W13', 'both', '2026-W09', 4.1, 3.7, 6)"
            )
        )
    await empty.migrate()
    with connected(url) as connection:
        assert list(connection.scalars(text("SELECT kind FROM releases"))) == ["flag"]
        flag = connection.execute(text("SELECT * FROM flags")).mappings().one()
    assert dict(flag) == {"id": "f", "unit": "ward", "week": "2026-W13", "kind": "both"}


@pytest.mark.drill
async def test_exact_participation_leaves_the_ledger_and_waiting_digests_know_their_readers(
    empty: Database, url: str
) -> None:
    await empty.migrate("0019")
    with connected(url) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO releases (unit, kind, period, week, shown, people, withheld)"
                " VALUES ('ward', :kind, '2026-W13', '2026-W13', :shown, '[\"ana\"]', '')"
            ),
            [
                {"kind": "participation", "shown": '{"part":"half","tenths":5}'},
                {"kind": "flag", "shown": '{"kind":"both","since":"2026-W09"}'},
            ],
        )
        connection.execute(
            text("INSERT INTO people (id, name, channel) VALUES ('ana', 'Ana', 'web'), ('ben', 'B', 'web')")
        )
        connection.execute(
            text(
                "INSERT INTO memberships (person, unit, role, since, in_unit_since) VALUES"
                " ('ana', 'ward', 'member', :at, :at), ('ben', 'ward', 'nursing_lead', :at, :at)"
            ),
            {"at": "2026-01-05T00:00:00.000000+00:00"},
        )
        connection.execute(
            text(
                "INSERT INTO digests (unit, week, document, for_the_team, needs_conversation, made_at, buttons, chart,"
                " handed_over) VALUES ('ward', :week, '[]', :yes, :no, :at, '[]', 'null', :done)"
            ),
            [
                {"week": "2026-W12", "yes": True, "no": False, "at": "2026-03-24T00:00:00.000000+00:00", "done": True},
                {"week": "2026-W13", "yes": True, "no": False, "at": "2026-03-31T00:00:00.000000+00:00", "done": False},
            ],
        )
    await empty.migrate()
    with connected(url) as connection:
        kept = connection.execute(text("SELECT kind, shown, people FROM releases")).fetchall()
        assert kept == [("flag", '{"kind":"both","since":"2026-02-01"}', "[]")]
        recipients = list(connection.scalars(text("SELECT recipients FROM digests ORDER BY week")))
    assert recipients == ['{"readers":[],"members":[]}', '{"readers":["ben"],"members":["ana"]}']
