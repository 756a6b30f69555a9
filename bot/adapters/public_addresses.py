"""Which addresses may be called on behalf of somebody who chose them: public ones, and no way into the hospital."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence

Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""All addresses of a name; none where it is not known, which may be so for a while only."""
_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that is given out for the public net. What lies outside is translated, old, local or not given to anybody."""


async def system_addresses(name: str) -> Sequence[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # the second where a part of the name is longer than names may be
        return ()
    return [str(each[4][0]) for each in found]


def is_public(address: str) -> bool:
    """Neither of this machine or its network, nor a way around into one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None and found not in _UNICAST:
            return False
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None and not inner.is_global:
            return False
    return found.is_global and not found.is_multicast


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
