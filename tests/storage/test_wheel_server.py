"""The server that tests start ends with the process of the tests, however that ends."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import psycopg
import pytest

from tests.support.patience import until

START = """
from tests.support.databases import wheel_server
with wheel_server() as server:
    print(server.get_uri(), server.pgdata, flush=True)
    input()
"""


@pytest.mark.drill
@pytest.mark.postgres
async def test_a_process_that_is_killed_leaves_no_server_behind() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", START, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    url, data = (await process.stdout.readline()).decode().split()
    with psycopg.connect(url, autocommit=True) as connection:
        process.kill()
        await until(lambda: has_ended(connection))
    await process.wait()
    await until(lambda: not Path(data).parent.exists())


def has_ended(connection: psycopg.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return True
    return False
