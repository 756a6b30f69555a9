"""Whom we believe when we call somebody over TLS."""

from functools import cache
from ssl import SSLContext

import httpx


@cache
def trusted() -> SSLContext:
    """From the usual places and variables (SSL_CERT_FILE); read once, for it takes longer than most calls."""
    return httpx.create_ssl_context()
