"""The bell of a page: what its browser has to know to be rung, and where it says that it may be."""

from collections.abc import Callable, Mapping

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.adapters.bodies import read_fields
from bot.adapters.channels.web.links import address_of, chat_path
from bot.adapters.channels.web.pages import script
from bot.adapters.channels.web.push import LONGEST_ENDPOINT, ServerKey, is_endpoint
from bot.domain.errors import KeyUnavailable
from bot.flows.answering.hang_bell import HangBell

log = structlog.get_logger()


class Bell:
    """Browsers that can be rung are asked for it once, after the first answer; without it nothing is missing."""

    def __init__(self, *, key: ServerKey, hang: HangBell, accepts: Callable[[str], bool] = is_endpoint) -> None:
        """`accepts`: which endpoints may be given; tests let in those of the loopback."""
        self._key, self._hang, self._accepts = key, hang, accepts

    def public_key(self) -> str:
        """For the browser; empty while there is none, so that the page does not ask."""
        try:
            return self._key.public()
        except KeyUnavailable as error:
            log.error("bell_without_key", reason=str(error))
            return ""

    async def change(self, request: Request) -> Response:
        """Hang it up, or with `off` take it down. The caller has looked at the link."""
        fields = await read_fields(request, at_most=2 * LONGEST_ENDPOINT)
        address, endpoint = address_of(request.path_params["token"]), str(fields.get("endpoint") or "")
        if not self._accepts(endpoint):
            return JSONResponse({"error": "no endpoint"}, status_code=400)
        if fields.get("off") is True:
            await self._hang.take_down(address, endpoint)
            return JSONResponse({"hangs": False})
        return JSONResponse({"hangs": await self._hang(address, endpoint)})

    def worker(self, request: Request, locale: str) -> Response:
        """The few lines that a browser keeps to answer a ring with."""
        path = chat_path(request.path_params["token"])
        headers: Mapping[str, str] = {"service-worker-allowed": path, "cache-control": "no-cache"}
        return script("bell.js", locale, headers=headers)
