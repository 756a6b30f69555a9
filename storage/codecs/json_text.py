"""JSON text as it is written everywhere: without spaces, in the order given."""

import json
from typing import Any

_write = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def dumps(value: object) -> str:
    return _write(value)


def loads(text: str) -> Any:
    return json.loads(text)
