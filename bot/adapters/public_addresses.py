"""Which addresses may be called on behalf of somebody who chose them: public ones, and no way into the hospital."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence

Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""All addresses of a name; none where it is not known, which may be so for a while only."""
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses of the older kind, as a translator between both writes them."""


async def system_addresses(name: str) -> Sequence[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # the second where a part of the name is longer than names may be
        return ()
    return [str(each[4][0]) for each in found]


def is_public(address: str) -> bool:
    """Neither of this machine or its network, nor a way around into one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    is_translated = isinstance(found, ipaddress.IPv6Address) and found in _TRANSLATED
    return bool(found.is_global and inner.is_global and not found.is_multicast and not is_translated)


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
