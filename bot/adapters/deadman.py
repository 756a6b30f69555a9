"""The dead man's switch: a watcher outside expects to hear from us, and raises the alarm when it does not."""

import httpx
import structlog

from bot.adapters.trust import trusted

log = structlog.get_logger()

PATIENCE = 10.0


class Deadman:
    """Pings one address. The address is a secret: whoever knows it could silence the alarm; it is never logged."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def __call__(self) -> None:
        """Say that all is well; failing to say so is itself the alarm, so it is logged and nothing more."""
        try:
            async with httpx.AsyncClient(timeout=PATIENCE, verify=trusted()) as client:
                answer = await client.get(self._url)
        except httpx.HTTPError as error:
            log.warning("deadman_not_reached", reason=type(error).__name__)
            return
        if not answer.is_success:
            log.warning("deadman_refused", status=answer.status_code)
