"""Statements prepared for a driver."""

from sqlalchemy import create_engine, select

from storage.schema.tables import metadata
from storage.sql.driver.prepared import prepared


def test_what_is_prepared_for_one_engine_serves_every_other_of_its_kind() -> None:
    one, other, elsewhere = (
        create_engine(url).dialect for url in ("sqlite://", "sqlite://", "postgresql+psycopg://nobody@127.0.0.1/none")
    )
    statement = select(*metadata.tables["people"].columns)
    first = prepared(statement, one, ())
    assert first is not None
    assert prepared(statement, other, ()) is first
    assert prepared(statement, elsewhere, ()) is not first
