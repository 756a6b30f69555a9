"""What piles up over the years beside the state that a week is closed from, written by the database itself.

Releases, digests, and earlier sealed answers of the running epoch, in the sizes of the real
ones: closing must not read them, and must not be slowed by them.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection, create_engine, text

from bot.domain.answers.epochs import Epoch
from bot.domain.iso_weeks import IsoWeek
from storage.database import Database

_PILES = (
    """
    INSERT INTO releases (unit, kind, period, week, shown, people, withheld)
    SELECT units.id, 'participation', bench_weeks.week, bench_weeks.week, :shown, :people, ''
    FROM units CROSS JOIN bench_weeks WHERE units.id LIKE 'unit-%' ORDER BY units.id, bench_weeks.week
    """,
    """
    INSERT INTO digests
        (unit, week, document, details, made_at, buttons, chart, recipients, handed_over)
    SELECT units.id, bench_weeks.week, :document, :document, :at, '[]', :chart, :recipients, {yes}
    FROM units CROSS JOIN bench_weeks WHERE units.id LIKE 'unit-%' ORDER BY units.id, bench_weeks.week
    """,
)
_BYTES = {"sqlite": "randomblob({size})", "postgresql": "decode(repeat(md5(random()::text), {size} / 16), 'hex')"}


def pile_up(database: Database, epoch: Epoch, *, first: IsoWeek, behind: int, of_block: int) -> None:
    """Rows of the weeks behind that closing must not read, and must not be slowed by."""
    url = database.url if database.is_embedded else database.url.set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    embedded = database.is_embedded
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if embedded:
            connection.execute(text("PRAGMA synchronous=OFF"))
        connection.execute(text("CREATE TABLE bench_weeks (week text)"))
        weeks = [{"week": str(first + at)} for at in range(behind)]
        connection.execute(text("INSERT INTO bench_weeks (week) VALUES (:week)"), weeks)
        values: dict[str, object] = {
            "shown": '{"part":"two_thirds","tenths":6}',
            "people": "[" + ",".join(['"p00000-00"'] * 20) + "]",
            "document": "x" * 900,
            "chart": "x" * 1200,
            "recipients": '{"readers":[],"members":[]}',
            "at": "2025-01-01T00:00:00.000000+00:00" if embedded else datetime(2025, 1, 1, tzinfo=UTC),
        }
        for pile in _PILES:
            statement = text(pile.format(yes="1" if embedded else "true"))
            connection.execute(statement, {name: values[name] for name in statement.compile().params})
            if embedded:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        for _ in range(min(of_block - 1, behind)):
            _earlier_answers(connection, epoch, "sqlite" if embedded else "postgresql")
        connection.execute(text("DROP TABLE bench_weeks"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if embedded else "ANALYZE"))
    engine.dispose()


def _earlier_answers(connection: Connection, epoch: Epoch, dialect: str) -> None:
    """As many sealed answers as a week leaves, which nobody will open."""
    some = _BYTES[dialect]
    connection.execute(
        text(
            f"INSERT INTO answers (id, epoch, unit, body) "  # noqa: S608 - literals of this file
            f"SELECT {some.format(size=32)}, :epoch, unit, {some.format(size=544)} FROM memberships "
            f"WHERE role = 'member' AND id % 3 < 2"
        ),
        {"epoch": epoch.id},
    )
