"""Files on Slack. Pictures are uploaded unshared, so that the message that shows them stays the only message."""

import hashlib
from collections import OrderedDict

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.channels.slack.errors import (
    FAULTS,
    code_of,
    failure_of,
    harmless,
)
from bot.adapters.channels.slack.words import escaped, visible
from bot.domain.messaging.documents import Picture
from bot.ports import NotSent, RateLimited

log = structlog.get_logger()

REMEMBERED = 64
"""Uploads kept in mind, so that the readers of one digest share one file."""


class Pictures:
    """Turns a picture into the id of a Slack file; an empty id when Slack refuses files, and words must do."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: OrderedDict[str, str] = OrderedDict()

    async def upload(self, picture: Picture) -> str:
        """Raises `NotSent` or `RateLimited`: the message itself has certainly not been posted."""
        mark = hashlib.sha256(picture.png).hexdigest()
        if mark not in self._known:
            identity = await self._upload(picture)
            if not identity:
                return ""
            self._known[mark] = identity
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known[mark]

    def forget(self, picture: Picture) -> None:
        """The file is of no use: upload it afresh next time."""
        self._known.pop(hashlib.sha256(picture.png).hexdigest(), None)

    async def _upload(self, picture: Picture) -> str:
        try:
            ticket = await self._client.files_getUploadURLExternal(
                filename="chart.png", length=len(picture.png), alt_txt=picture.alt[:1000]
            )
            await _put(self._client, str(ticket["upload_url"]), picture.png)
            await self._client.files_completeUploadExternal(files=[{"id": ticket["file_id"], "title": "Chart"}])
        except FAULTS as error:
            failure = harmless(failure_of(error))
            if isinstance(failure, RateLimited) or not isinstance(error, SlackApiError):
                raise failure from None
            log.warning("slack_picture_refused", slack_error=code_of(error))
            return ""
        return str(ticket["file_id"])


async def share_file(client: AsyncWebClient, *, channel: str, name: str, body: bytes, words: str) -> None:
    """Upload a file for one channel; it is there for its members once the last of the three calls is made. Raises what
    the client raises, or `NotSent`."""
    ticket = await client.files_getUploadURLExternal(filename=name, length=len(body))
    await _put(client, str(ticket["upload_url"]), body)
    await client.files_completeUploadExternal(
        files=[{"id": ticket["file_id"], "title": name}], channel_id=channel, initial_comment=escaped(visible(words))
    )


async def _put(client: AsyncWebClient, url: str, body: bytes) -> None:
    session = client.session
    if session is None:
        raise NotSent("the connection is not open")
    async with session.post(url, data=body, proxy=client.proxy, ssl=client.ssl or True) as answer:
        if answer.status != 200:
            raise NotSent(f"upload answered HTTP {answer.status}")
