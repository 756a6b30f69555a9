"""Signed HTTP: the endpoint for Slack's requests where Socket Mode is not wanted."""

import re

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.adapters.bodies import read_body
from bot.cancellation import stop_if_cancelled

log = structlog.get_logger()

BODY_AT_MOST = 1_000_000
"""Bytes. Slack's own payloads stay well below; a stranger's need not be read to their end."""
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)


class SignedRequests:
    """`answer` serves POST `/slack/events`: nothing is parsed before its signature is known to be Slack's."""

    def __init__(self, *, app: AsyncApp, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)

    async def answer(self, request: Request) -> Response:
        body = await read_body(request, at_most=BODY_AT_MOST)
        if not self._is_from_slack(request, body):
            return JSONResponse({"error": "invalid request"}, status_code=401)
        try:
            return to_starlette_response(await self._app.async_dispatch(to_async_bolt_request(request, body)))
        except Exception as error:  # signed, and yet of a shape that the library stumbles over: Slack never sends such
            stop_if_cancelled()
            log.warning("slack_request_unreadable", reason=type(error).__name__)
            return JSONResponse({"error": "invalid request"}, status_code=400)

    def _is_from_slack(self, request: Request, body: bytes) -> bool:
        """Slack's check, hardened: a time that is no number or a signature that is no ASCII is a no, not a crash."""
        stamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not (_SECONDS.fullmatch(stamp) and signature.isascii()):
            return False
        try:
            return self._verifier.is_valid(body.decode(), stamp, signature)
        except UnicodeDecodeError:
            return False
