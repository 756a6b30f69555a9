"""Connections of the web server: how many there may be, and how long one may stay without a whole request."""

import asyncio
import resource
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

CONNECTIONS_AT_MOST = 4_000
"""An open chat page holds one; this many fit into 1 GB."""
BACKLOG = 128
"""Connections that the system holds until they are taken."""
KEPT_FREE = 256
"""Open files for everything else: the database, the platforms, and a backlog that arrives all at once."""
REQUEST_SECONDS = 10.0
"""How long the first line and the headers of a request may take, and the rest of a body that nobody wants."""


def allowed_connections(at_most: int = CONNECTIONS_AT_MOST) -> int:
    """How many connections the limit on open files has room for; it is raised first as far as this process may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = at_most + KEPT_FREE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return at_most if soft == resource.RLIM_INFINITY else min(at_most, max(soft - KEPT_FREE, KEPT_FREE // 8))


class ConnectionRoom:
    """The connections there are. One too many, and the one that has been without a request for longest has to go, so
    that nobody who opens connections and says nothing keeps others out."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._present: set[Connection] = set()
        self._silent: dict[Connection, None] = {}
        """Those that are without a request, in the order in which that began."""

    def enter(self, connection: "Connection") -> None:
        self._present.add(connection)
        self._silent[connection] = None
        if len(self._present) > self._at_most:
            longest = next(iter(self._silent))
            self.leave(longest)
            longest.transport.abort()

    def leave(self, connection: "Connection") -> None:
        self._present.discard(connection)
        self._silent.pop(connection, None)

    def is_asking(self, connection: "Connection") -> None:
        self._silent.pop(connection, None)

    def is_silent(self, connection: "Connection") -> None:
        if connection in self._present and connection not in self._silent:
            self._silent[connection] = None


class Connection(H11Protocol):
    """uvicorn's connection, which is closed when it takes too long over a request."""

    def __init__(self, *arguments: Any, room: ConnectionRoom, seconds: float = REQUEST_SECONDS, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._room, self._seconds = room, seconds
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._be_patient()
        self._room.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._room.leave(self)
        self._end_patience()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()
        if not self._is_asking:
            self._be_patient()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()
        if not self._is_asking and self.conn.their_state is h11.SEND_BODY:
            self._be_patient()

    @property
    def _is_asking(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _look(self) -> None:
        if self._is_asking:
            self._end_patience()
            self._room.is_asking(self)
        else:
            self._room.is_silent(self)

    def _be_patient(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(self._seconds, self.transport.abort)

    def _end_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
