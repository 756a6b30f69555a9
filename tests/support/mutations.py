"""Payloads as a platform, or somebody with its secret, might spoil them: the same ones for the same seed."""

import copy
import random
from collections.abc import Iterator
from typing import Any

CANARY = "CANARY-kingfisher"
"""Stands in every text of a payload; nothing of a payload may come into a log."""

_NUMBERS = (0, -1, 1, 7, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**30, 10**400, 1.5, 1e308, float("inf"), float("nan"))
_TEXTS = (
    "",
    " ",
    "0",
    "-1",
    "9" * 5_000,
    "1" * 40,
    "\uff17\uff18",
    f"{CANARY}\u0000",
    f"\ud800{CANARY}",
    f"{CANARY}\udfff",
    f"\u202e{CANARY}\u200b\u2066",
    f"<{CANARY}|!channel> & <@U0> \ufeff",
    f"{CANARY} " * 600,
    CANARY * 4_000,
    f"'; DROP TABLE inbox; -- {CANARY}",
    f"%s %(x)s {{0}} {CANARY}",
    f"/start {CANARY}",
    f"join {CANARY}",
    f"a~{CANARY}~3",
    "a~~",
    "x~\u0000~c",
    "d~icu|2026-W99~c",
    "p" * 64,
    "1700000000.000100",
    f"http://{CANARY}.invalid/",
    "file:///etc/passwd",
)
_SHAPES: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], {"id": None}, {CANARY: CANARY}, [CANARY] * 50)
_DEPTH = 400


def mutated(sane: Any, chance: random.Random) -> Any:
    """The payload with one to three places spoiled."""
    spoiled = copy.deepcopy(sane)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        places = list(_places(spoiled))
        if not places:
            return spoiled
        holder, key = chance.choice(places)
        _spoil(holder, key, chance)
    return spoiled


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        yield value, key
        yield from _places(value[key])


def _spoil(holder: Any, key: Any, chance: random.Random) -> None:
    match chance.randrange(8):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[chance.choice(_TEXTS)] = holder.pop(key)
        case 2:
            holder[key] = copy.deepcopy(chance.choice(_SHAPES))
        case 3:
            holder[key] = chance.choice(_NUMBERS)
        case 4:
            holder[key] = [holder[key]]
        case 5 if chance.randrange(20) == 0:
            for _ in range(_DEPTH):
                holder[key] = [holder[key]] if chance.randrange(2) else {"a": holder[key]}
        case 6 if isinstance(holder[key], str) and holder[key]:
            at = chance.randrange(len(holder[key]))
            holder[key] = holder[key][:at] + chance.choice(_TEXTS)[:60] + holder[key][at:]
        case _:
            holder[key] = chance.choice(_TEXTS)


def garbled(body: bytes, chance: random.Random) -> bytes:
    """Bytes with a piece lost, doubled or changed."""
    at, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    match chance.randrange(3):
        case 0:
            return body[:at] + body[end:]
        case 1:
            return body[:end] + body[at:end] + body[end:]
        case _:
            return body[:at] + chance.randbytes(min(end - at, 8)) + body[end:]
