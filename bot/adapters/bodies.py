"""Bodies of requests: read into memory, up to a limit in bytes and in seconds, and never into a file."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

BODY_SECONDS = 10.0
"""How long a body may take to arrive; ours are a few hundred bytes, those of platforms a few thousand."""
FIELDS_AT_MOST = 20


async def read_body(request: Request, *, at_most: int, seconds: float = BODY_SECONDS) -> bytes:
    """The whole body. Raises HTTPException: 413 as soon as it is too long, 408 when it takes too long, 400 when its
    sender is gone."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and (len(announced) > len(str(at_most)) or int(announced) > at_most):
        raise HTTPException(413)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > at_most:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(body)


async def read_away(request: Request, *, seconds: float) -> None:
    """Take what is left of a body and keep nothing of it: a browser reads no answer before it has sent everything, and
    says that the connection was reset instead."""
    with suppress(TimeoutError, ClientDisconnect, RuntimeError):  # the last where all has been read already
        async with asyncio.timeout(seconds):
            async for _ in request.stream():
                pass


async def read_fields(request: Request, *, at_most: int) -> dict[str, object]:
    """The fields of a JSON object or of a form. Raises HTTPException, also 400 for what is neither."""
    body = await read_body(request, at_most=at_most)
    if not is_json(request):
        return dict(await _form(request, body))
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(fields, dict):
        raise HTTPException(400)
    return fields


def is_json(request: Request) -> bool:
    return "application/json" in request.headers.get("content-type", "")


async def read_posted(request: Request, *, at_most: int, fields_at_most: int) -> Mapping[str, Sequence[str]]:
    """The fields of a form by name, each with all of its values. Raises HTTPException."""
    form = await _form(request, await read_body(request, at_most=at_most), fields_at_most=fields_at_most)
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        found.setdefault(name, []).append(str(value))
    if sum(map(len, found.values())) > fields_at_most:
        raise HTTPException(413)
    return found


class _InMemory(MultiPartParser):
    spool_max_size = 2**31  # nothing of a file is ever written: the body is in memory already


async def read_posted_file(
    request: Request, *, at_most: int, seconds: float
) -> tuple[Mapping[str, Sequence[str]], bytes | None]:
    """The fields of a form with a file, and the file; None where there is none. Raises HTTPException."""
    body = await read_body(request, at_most=at_most, seconds=seconds)

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(400)
    try:
        form = await _InMemory(request.headers, stream(), max_files=1, max_fields=FIELDS_AT_MOST).parse()
    except (MultiPartException, KeyError, ValueError):
        raise HTTPException(400) from None
    found: dict[str, list[str]] = {}
    file: bytes | None = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            file = await value.read()
        else:
            found.setdefault(name, []).append(value)
    await form.close()
    return found, file


async def _form(request: Request, body: bytes, *, fields_at_most: int = FIELDS_AT_MOST) -> FormData:
    """A form that is in memory already; files are refused, so that none lands in the temporary folder."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return await Request(request.scope, receive).form(max_files=0, max_fields=fields_at_most)
