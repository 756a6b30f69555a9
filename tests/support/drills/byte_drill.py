"""A crash drill whose people also write words and wishes, and whose bytes are read after every kill."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path

from storage.database import Database
from tests.support.backups import backup
from tests.support.drills.crash_drill import Drill
from tests.support.drills.crash_people import HALF, data_of
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

WORDS = "canary words"
PAUSE = "s~~p1"
OPEN_FORMS = {
    "words that somebody wrote": re.compile(WORDS.encode()),
    "an answer as its button has it": re.compile(rb"a~[\w-]{4,50}~\w"),
    "what somebody did, before it was sealed": re.compile(rb'"event": ?"(?:pressed|typed|commanded|started)"'),
    "who did something, before it was sealed": re.compile(rb'"from": ?"(?:50\d|U0STAFF)'),
    "an answer before it was sealed": re.compile(rb'\["[ts]\d\d","weekly-pulse/'),
}
IN_LOGS_ALONE = {"an address": re.compile(rb"U0STAFF\d\d|chat_id\W{1,4}50\d")}

Read = Callable[[], Iterable[tuple[str, bytes]]]
"""Places and what stands there."""


def found_open(
    places: Iterable[tuple[str, bytes]], *, more: Mapping[str, re.Pattern[bytes]] | None = None
) -> list[str]:
    """What of all that people press and write can be read, and where."""
    forms = {**OPEN_FORMS, **(more or {})}
    return [
        f"{where}: {form}: {match[0]!r}"
        for where, content in places
        for form, pattern in forms.items()
        if (match := pattern.search(content))
    ]


class ByteDrill(Drill):
    """Backups are taken while it writes, too."""

    def __init__(
        self, *, database: Database, keys: Path, telegram: TelegramServer, slack: SlackServer, seed: int, read: Read
    ) -> None:
        super().__init__(
            database=database,
            url=database.url.render_as_string(hide_password=False),
            keys=keys,
            telegram=telegram,
            slack=slack,
            seed=seed,
            logs="DEBUG",
        )
        self._bytes_of, self._backups = database, keys.parent
        self._read, self._numbers = read, count(1)
        self._asked_to_pause = 0
        self.open: list[str] = []
        self.searched = Counter[str]()
        """Bytes read, by place."""
        self.said = Counter[str]()

    def people_answer(self) -> None:
        super().people_answer()
        if self._chance.random() < 0.1:
            self._write()
        for sent in self._telegram.sent[self._asked_to_pause :]:
            if any(PAUSE in row for row in data_of(sent.markup)):
                self._telegram.tap(sent.chat_id, PAUSE, sent.message_id)
                self.said["pauses"] += 1
        self._asked_to_pause = len(self._telegram.sent)

    def _write(self) -> None:
        """Words, wherever they come, and a wish."""
        one, other = self._chance.sample(range(500, 500 + HALF), 2)
        self._telegram.say(one, f"{WORDS} {'long ' * self._chance.randrange(300)}")
        self._telegram.say(other, self._chance.choice(("/pause", "/stop", "/help")))
        self.said["words"] += 1
        self.said["commands"] += 1

    async def is_receiving(self) -> None:
        await super().is_receiving()
        self._write()
        if self._chance.random() < 0.3:
            await self._back_up()

    async def _back_up(self) -> None:
        path = self._backups / f"{next(self._numbers)}.backup"
        await asyncio.to_thread(backup, self._bytes_of, path)
        self._search([("backup", path.read_bytes())])
        path.unlink()
        self.said["backups"] += 1

    async def kill(self) -> None:
        await super().kill()
        self._search(await asyncio.to_thread(lambda: list(self._read())))

    def _search(self, places: list[tuple[str, bytes]]) -> None:
        for where, content in places:
            self.searched[where] += len(content)
        self.open += found_open(each for each in places if each[0] != "log")
        self.open += found_open((each for each in places if each[0] == "log"), more=IN_LOGS_ALONE)
