"""A role of PostgreSQL that may work with a database and may set nothing of its server."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import make_url

from tests.support.databases import PostgresServer

ROLE = "plain"


@contextmanager
def plain_role(server: PostgresServer) -> Iterator[tuple[str, psycopg.Connection]]:
    """The URL with which this role comes to a database of its own at head, and a superuser there. All of the role's
    statements are logged, as if they were slow."""
    name = server.create()
    url = make_url(server.url(name))
    with psycopg.connect(server.url(name), autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {ROLE} LOGIN")
        try:
            admin.execute(f"ALTER ROLE {ROLE} SET log_min_duration_statement = 0")
            admin.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {ROLE}")
            yield url.set(username=ROLE).render_as_string(hide_password=False), admin
        finally:
            admin.execute(f"DROP OWNED BY {ROLE}")
            admin.execute(f"DROP ROLE {ROLE}")
    server.drop(name)
