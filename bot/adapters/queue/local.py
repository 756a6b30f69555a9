"""The work queue of a single process: it wakes the loops that send."""

from collections.abc import Callable, Mapping

from bot.domain.people import Channel


class LocalQueue:
    """Satisfies `WorkQueue`; an account that is off has no loop and needs none."""

    def __init__(self, loops: Mapping[Channel, Callable[[], None]]) -> None:
        """`loops` may still be filled after this."""
        self._loops = loops

    async def wake(self, channel: Channel) -> None:
        if wake := self._loops.get(channel):
            wake()
