"""Remembering where to ring when something new lies on somebody's page, and forgetting it."""

from bot.domain.organisation.people import Address
from bot.ports import Storage

BELLS_AT_MOST = 5
"""Browsers of one person."""


class HangBell:
    """For whoever holds the link. Where a browser is rung goes with the link: a new link has no bells."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def __call__(self, address: Address, endpoint: str) -> bool:
        """Whether it hangs now; False for a link that is not in use, and where enough hang."""
        async with self._storage.writing() as work:
            person = await work.rosters.at_address(address)
            if person is None:
                return False
            hanging = await work.web_chats.bells_of([person.id])
            if endpoint not in hanging and len(hanging) >= BELLS_AT_MOST:
                return False
            await work.web_chats.hang_bell(person.id, endpoint)
            return True

    async def take_down(self, address: Address, endpoint: str) -> None:
        """Harmless where it does not hang, or is somebody else's."""
        async with self._storage.writing() as work:
            person = await work.rosters.at_address(address)
            if person is not None and endpoint in await work.web_chats.bells_of([person.id]):
                await work.web_chats.take_down_bells([endpoint])
