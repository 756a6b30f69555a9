"""Thousands of spoiled updates on the web, with the right secrets, through the whole bot: nothing breaks, nobody
hears a server error, nothing of them is in a log, and whoever answers afterwards is heard."""

import io
import json
import random
from typing import Any
from urllib.parse import urlencode

from tests.acceptance.mutated_updates.storms import WORDS, Judge, call, how_many, pulse_of, storm
from tests.acceptance.test_main_job import TOKEN, Ward
from tests.support.mutations import garbled, mutated
from tests.support.presses import spoilable_buttons


@how_many()
async def test_on_the_web(by_webhook: Ward, log: io.StringIO, updates: int) -> None:
    app, judge = by_webhook.app.graph.web_server().application(), Judge(by_webhook, log)
    presses = spoilable_buttons(await pulse_of(by_webhook, "wren"))

    async def one(number: int, chance: random.Random) -> int:
        act = f"/c/{TOKEN}/act"
        fields = mutated(_fields(number, chance, presses), chance)
        match chance.randrange(10):
            case 0 if chance.randrange(4) == 0:  # what is read costs most, and has one field that can be spoiled
                query = urlencode({"after": str(fields)[:9_000]}, errors="surrogatepass")
                return await call(app, f"/c/{TOKEN}/messages", method="GET", headers={}, query=query)
            case 1:
                body = json.dumps(fields).encode()
                return await call(app, act, garbled(body, chance), headers={"content-type": "application/json"})
            case 2 | 3:
                body = urlencode(fields, errors="surrogatepass").encode()
                headers = {"content-type": "application/x-www-form-urlencoded"}
                return await call(app, act, garbled(body, chance) if chance.randrange(2) else body, headers=headers)
            case 4:
                body = _in_parts(fields)
                headers = {"content-type": "multipart/form-data; boundary=b"}
                return await call(app, act, garbled(body, chance) if chance.randrange(2) else body, headers=headers)
            case _:
                body = json.dumps(fields).encode()
                return await call(app, act, body, headers={"content-type": "application/json"})

    await storm(judge, one, channel="web", updates=updates)
    await judge.says_all_is_well()


def _fields(number: int, chance: random.Random, presses: list[str]) -> dict[str, Any]:
    common = {"id": f"w{number}", "sequence": number, "message": str(chance.randrange(1, 9))}
    what = chance.choice(
        ({"press": chance.choice(presses)}, {"text": chance.choice(WORDS)}, {"command": "pause"}, {"seen": True})
    )
    return what | common


def _in_parts(fields: Any) -> bytes:
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    return ("".join(parts) + "--b--\r\n").encode("utf-8", "surrogatepass")
