"""Clients of servers on the loopback: patient, without a proxy, and without the authorities of TLS, which nobody there
needs and which take longer to read than most tests."""

import ssl
from typing import Any

import httpx

from tests.support.patience import PATIENCE

_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def a_caller(root: str = "", **how: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=root, trust_env=False, timeout=PATIENCE, verify=_NOBODY, **how)
