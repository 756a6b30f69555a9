"""The work queue of several machines: procrastinate on PostgreSQL, where a job means "this account has something due".

The job carries no message: what is due stands in the deliveries, so a job that comes twice does nothing twice, and one
that is lost is made good by the next tick.
"""

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self, TypeAlias

import psycopg
import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ProcrastinateException
from procrastinate.schema import SchemaManager
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.domain.organisation.people import Channel

log = structlog.get_logger()

QUEUE = "rounds"
DISPATCH, TICK, RETRY_STALLED = "rounds.dispatch", "rounds.tick", "rounds.retry_stalled"
CONNECTIONS = 4
"""One listens, the others fetch, defer and report."""
PATIENCE = 3.0
"""Seconds to wait for a connection."""
LIVELY = "connect_timeout=5 keepalives_idle=10 keepalives_interval=5 keepalives_count=3 tcp_user_timeout=15000"
"""What lets a connection that only listens notice that its server has vanished."""

Prepare: TypeAlias = Callable[[psycopg.AsyncConnection], Awaitable[None]]


async def apply_queue_schema(url: str) -> bool:
    """Create procrastinate's tables in this PostgreSQL database; False if they are there already. Part of `migrate`."""
    async with await psycopg.AsyncConnection.connect(_plain(url), autocommit=False) as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(727304)")  # two migrations at once
        row = await (await connection.execute("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")).fetchone()
        if row is not None and row[0]:
            return False
        await connection.execute(SchemaManager.get_schema())
    return True


class SharedQueue:
    """Satisfies `WorkQueue`. `async with` it, or `open` and `close`."""

    def __init__(self, url: str, *, prepare: Prepare | None = None) -> None:
        """`prepare`: what every connection of the pool goes through first; it leaves no transaction open."""
        self._url = _plain(url)
        self.app = App(
            connector=PsycopgConnector(
                conninfo=self._url, min_size=1, max_size=CONNECTIONS, timeout=PATIENCE, configure=prepare
            )
        )

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        await self.app.open_async()

    async def close(self) -> None:
        await self.app.close_async()

    async def connection_of_its_own(self) -> psycopg.AsyncConnection:
        """A new connection outside the pool, noticed to be dead within seconds; whoever asks closes it."""
        return await psycopg.AsyncConnection.connect(
            make_conninfo(self._url, **conninfo_to_dict(LIVELY)), autocommit=True
        )

    async def wake(self, channel: Channel) -> None:
        """Defer the account's job, on a connection of our own and after the commit that made something due."""
        try:
            await self.app.configure_task(DISPATCH, queue=QUEUE, lock=channel, queueing_lock=channel).defer_async(
                account=channel
            )
        except AlreadyEnqueued:
            return  # one job does for any number of messages
        except ProcrastinateException as error:
            log.warning("job_not_deferred", channel=channel, reason=type(error).__name__)  # the tick makes it good


def _plain(url: str) -> str:
    """The URL as libpq takes it, without a driver's name."""
    scheme, _, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}://{rest}"
