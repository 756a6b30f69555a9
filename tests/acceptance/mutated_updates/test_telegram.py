"""Thousands of spoiled updates on Telegram, with the right secrets, through the whole bot: nothing breaks, nobody
hears a server error, nothing of them is in a log, and whoever answers afterwards is heard."""

import io
import json
import random
from typing import Any

from tests.acceptance.mutated_updates.storms import BATCH_SIZE, WORDS, Judge, call, how_many, pulse_of, storm
from tests.acceptance.test_main_job import Ward
from tests.support.mutations import CANARY, garbled, mutated
from tests.support.presses import spoilable_buttons


def _telegram_update(ready: Ward, number: int, chance: random.Random, presses: list[str]) -> dict[str, Any]:
    telegram = ready.telegram
    person = {"id": 101, "is_bot": False, "first_name": CANARY, "username": CANARY}
    chat = {"id": 101, "type": "private", "first_name": CANARY}
    shown = telegram.as_message(telegram.shown_in(101)[0])
    match chance.randrange(5):
        case 0 | 1:
            query = {"id": str(number), "from": person, "message": shown, "chat_instance": "1"}
            return {"callback_query": query | {"data": chance.choice(presses)}}
        case 2:
            bot = {"id": 700001, "is_bot": True, "first_name": "Rounds"}
            was, now = {"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}
            change = {"chat": chat, "from": person, "date": 1, "old_chat_member": was, "new_chat_member": now}
            return {"my_chat_member": change}
        case _:
            message = {"message_id": number + 1, "date": 1_772_532_000, "text": chance.choice(WORDS)}
            more = {"reply_to_message": shown} if chance.randrange(2) else {}
            return {"message": message | {"chat": chat, "from": person} | more}


@how_many(ways=2)
async def test_on_telegram_by_webhook(by_webhook: Ward, log: io.StringIO, updates: int) -> None:
    app, judge = by_webhook.app.graph.web_server().application(), Judge(by_webhook, log)
    presses = spoilable_buttons(await pulse_of(by_webhook, "tess"))

    async def one(number: int, chance: random.Random) -> int:
        update = mutated(
            {"update_id": 90_000_000 + number, **_telegram_update(by_webhook, number, chance, presses)}, chance
        )
        body = json.dumps(update).encode()
        headers = {"x-telegram-bot-api-secret-token": "a-secret-of-the-ward", "content-type": "application/json"}
        if chance.randrange(10) == 0:
            body = garbled(body, chance)
        return await call(app, "/telegram/webhook", body, headers=headers)

    await storm(judge, one, channel="telegram", updates=updates)
    await judge.says_all_is_well()


@how_many(ways=2)
async def test_on_telegram_by_polling(by_polling: Ward, log: io.StringIO, updates: int) -> None:
    judge, telegram = Judge(by_polling, log), by_polling.telegram
    presses = spoilable_buttons(await pulse_of(by_polling, "tess"))
    for first in range(0, updates, BATCH_SIZE):
        await judge.later()
        for number in range(first, min(first + BATCH_SIZE, updates)):
            chance = random.Random(f"polling {number}")
            telegram.push(mutated(_telegram_update(by_polling, number, chance, presses), chance))
        await telegram.until(lambda: not telegram.unconfirmed)
    await judge.says_all_is_well()
