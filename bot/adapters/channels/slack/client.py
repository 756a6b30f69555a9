"""SlackMessenger: sends, edits and finds again the messages of one Slack account."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.channels.slack.blocks import (
    body_of,
    key_in,
    metadata_of,
    place_of,
    ref_of,
)
from bot.adapters.channels.slack.connection import SlackConnection, discreet_logger
from bot.adapters.channels.slack.errors import (
    FAULTS,
    INVALID_BLOCKS,
    PERSON_OR_ACCOUNT,
    code_of,
    failure_of,
    harmless,
    undecided,
)
from bot.adapters.channels.slack.history import CallAllowance
from bot.adapters.channels.slack.pictures import Pictures, share_file
from bot.domain.identifiers import DeliveryKey, MessageRef
from bot.domain.messaging.messages import Message
from bot.domain.organisation.people import Address
from bot.ports import (
    CannotTell,
    ChannelBroken,
    Clock,
    DeliveryFailed,
    Found,
    NotThere,
    Rejected,
    Search,
    Timer,
    Unreachable,
)

log = structlog.get_logger()

CLOCK_SKEW = timedelta(minutes=5)
"""How far our clock and Slack's may lie apart; the key is unique, so looking further back costs nothing."""
PAGE, PAGES = 15, 10
"""Messages a page (all that some apps are given) and pages looked through before nothing is claimed."""
PICTURE_PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between tries while Slack still works on an upload (slackapi/bolt-python#1251)."""


class SlackMessenger:
    """Satisfies `Messenger`. `real_clock` is unshifted: Slack's history knows no other time."""

    def __init__(self, *, connection: SlackConnection, timer: Timer, real_clock: Clock, history_rate: int = 50) -> None:
        self._connection, self._client = connection, connection.client
        self._timer, self._real_clock = timer, real_clock
        self._allowance = CallAllowance(per_minute=history_rate, timer=timer)
        self._pictures = Pictures(connection.client)

    async def send(self, to: Address, message: Message, *, key: DeliveryKey) -> MessageRef:
        """Post to the person, which opens the direct message by itself; the key travels as opaque metadata."""
        arguments = {
            "channel": to.value,
            "metadata": metadata_of(key),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        answer = await self._write("chat.postMessage", arguments, message)
        return ref_of(str(answer["channel"]), str(answer["ts"]))

    async def edit(
        self,
        to: Address,  # noqa: ARG002 - a Slack message is found by its place alone
        ref: MessageRef,
        message: Message,
        *,
        reply_via: str = "",
    ) -> None:
        """Give a message a new form, by the link of the press while that lives, else by its place."""
        if reply_via and message.picture is None and await self._replace(reply_via, message):
            return
        try:
            channel, ts = place_of(ref)
        except ValueError as error:
            raise Rejected(str(error)) from None
        await self._write("chat.update", {"channel": channel, "ts": ts}, message)

    async def send_file(self, to: Address, *, name: str, body: bytes, words: str) -> None:
        """Upload it and share it in the direct message, and nowhere else."""
        try:
            channel = await self._open(to)
            await share_file(self._client, channel=channel, name=name, body=body, words=words)
        except FAULTS as error:
            raise await self._judged(error) from None

    async def find_sent(self, to: Address, *, key: DeliveryKey, since: datetime, near: MessageRef | None) -> Search:
        """Look through the direct message for the key; `CannotTell` when the bot may not read it."""
        is_shifted = since > self._real_clock.now() + CLOCK_SKEW  # a drill's clock says nothing about Slack's
        oldest = 0.0 if is_shifted else (since - CLOCK_SKEW).timestamp()
        try:
            channel = place_of(near)[0] if near else await self._open(to)
            async for message in self._history(channel, oldest):
                if key_in(message) == key:
                    return Found(ref=ref_of(channel, str(message["ts"])))
        except LookupError:
            return CannotTell()
        except FAULTS as error:
            if code_of(error) in {"missing_scope", "not_allowed_token_type"}:
                log.warning("slack_history_unreadable", slack_error=code_of(error))
                return CannotTell()
            raise undecided(await self._judged(error)) from None
        return NotThere()

    async def check(self) -> None:
        """Ask Slack whether it knows this account; raises a `DeliveryFailed` that says why not."""
        try:
            await self._connection.know_workspace()
        except FAULTS as error:
            raise harmless(failure_of(error)) from None

    async def _write(self, method: str, arguments: dict[str, Any], message: Message) -> Mapping[str, Any]:
        """Post or update; while the picture is being worked on, Slack refuses the blocks and nothing is written."""
        picture = await self._pictures.upload(message.picture) if message.picture is not None else ""
        for pause in (*PICTURE_PAUSES, None):
            try:
                return await self._call(method, arguments | body_of(message, picture=picture))
            except FAULTS as error:
                if not picture or code_of(error) != INVALID_BLOCKS:
                    raise await self._judged(error) from None
            if pause is not None:
                await self._timer.sleep(pause)
        log.warning("slack_picture_left_out", method=method)
        if message.picture is not None:
            self._pictures.forget(message.picture)
        try:
            return await self._call(method, arguments | body_of(message))
        except FAULTS as error:
            raise await self._judged(error) from None

    async def _call(self, method: str, arguments: dict[str, Any]) -> Mapping[str, Any]:
        answer = await self._client.api_call(method, json=arguments)
        return answer.data if isinstance(answer.data, dict) else {}

    async def _replace(self, link: str, message: Message) -> bool:
        """Use the response_url of a press; False when it is spent, old or out of reach, and the other way is open."""
        session, proxy = self._client.session, self._client.proxy
        client = AsyncWebhookClient(
            link, session=session, proxy=proxy, retry_handlers=[], logger=discreet_logger(), ssl=self._client.ssl
        )
        try:
            answer = await client.send_dict(body_of(message) | {"replace_original": True})
        except FAULTS:
            return False
        return answer.status_code == 200

    async def _open(self, to: Address) -> str:
        answer = await self._client.conversations_open(users=to.value)
        return str((answer.get("channel") or {})["id"])

    async def _history(self, channel: str, oldest: float) -> AsyncIterator[Mapping[str, Any]]:
        """Messages since `oldest` (epoch seconds), newest first; LookupError when there are too many to be sure."""
        cursor: str | None = None
        for _ in range(PAGES):
            await self._allowance.take()
            answer = await self._client.conversations_history(
                channel=channel, oldest=f"{oldest:.6f}", limit=PAGE, include_all_metadata=True, cursor=cursor
            )
            for message in answer.get("messages") or []:
                yield message
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
        raise LookupError("too many messages")

    async def _judged(self, error: Exception) -> DeliveryFailed:
        """The meaning of a fault; for the one code that may be about either side, Slack is asked which it is."""
        failure = failure_of(error)
        if code_of(error) != PERSON_OR_ACCOUNT:
            return failure
        try:
            await self.check()
        except ChannelBroken as broken:
            return broken
        except DeliveryFailed as unclear:
            return unclear
        return Unreachable(PERSON_OR_ACCOUNT)
