"""Blocks that were there before their life was kept with them."""

import json

from sqlalchemy import create_engine, make_url, text

from storage.database import Database


async def test_keys_that_are_there_keep_the_life_that_the_programme_in_force_gives(empty: Database, url: str) -> None:
    await empty.migrate("0063")
    programme = {"v": 3, "privacy": {"quarter_weeks": 13, "answers_live_blocks": 3}}
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername="postgresql+psycopg") if "postgresql" in url else parsed)
    with engine.connect() as connection, connection.begin():
        connection.execute(
            text("INSERT INTO programmes (id, revision, body, saved_at) VALUES (1, 1, :body, :at)"),
            {"body": json.dumps(programme), "at": "2026-03-09T10:00:00.000000+00:00"},
        )
        connection.execute(
            text("INSERT INTO schedules (id, position, body) VALUES (:id, 0, :body)"),
            [{"id": str(hours), "body": json.dumps({"v": 3, "open_hours": hours})} for hours in (48, 121)],
        )
        connection.execute(
            text(
                "INSERT INTO epochs (id, first, last, weeks, fingerprint, state, quarter, quarter_weeks, number,"
                " lives_through) VALUES ('2026-W10', '2026-W10', '2026-W13', 4, '', 'open', '2026-W10', 13, 0,"
                " '2026-W26')"
            )
        )
    engine.dispose()
    await empty.migrate()
    async with empty.reading() as work:
        (epoch,) = await work.epochs.not_closed()
    assert epoch.weeks_of_life == 20
