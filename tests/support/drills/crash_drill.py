"""A hospital that answers while its bot is killed again and again, judged by what the platforms themselves recorded."""

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.clock import SystemEntropy
from bot.adapters.keys import FileKeys
from bot.adapters.sealer import AesSealer
from bot.domain.answers.answer_body import unpack
from bot.domain.asking.pulses import Pulse, PulseState
from bot.domain.identifiers import EpochId, RoundId, ScheduleId
from storage.database import Database
from tests.support.builders import ICU
from tests.support.channels import SLACK, TELEGRAM
from tests.support.delivery_states import delivery_states
from tests.support.drills.crash_life import POINTS, Life
from tests.support.drills.crash_people import OPENS, REMINDED_AFTER, answer_of, data_of, labels_of
from tests.support.drills.crash_report import DrillReport
from tests.support.records import sealed_answers
from tests.support.slack.server import SlackServer
from tests.support.telegram.server import TelegramServer

LONGEST_LIFE = 0.7
PATIENCE = 1.0
"""How long a life may take to come to its point; one that does not is killed wherever it is."""


class Drill:
    """One database, one pair of platforms, many lives."""

    def __init__(
        self,
        *,
        database: Database,
        url: str,
        keys: Path,
        telegram: TelegramServer,
        slack: SlackServer,
        seed: int,
        points: Sequence[str] = ("", *POINTS),
        fault: str = "",
        logs: str = "",
    ) -> None:
        """Lives end at one of these points, "" being anywhere; with a fault planted, the verdict has to be bad."""
        self._points = points
        self._database, self._keys = database, keys
        self._telegram, self._slack = telegram, slack
        self._chance = random.Random(seed)
        self._life = Life(
            database=url,
            keys=str(keys),
            telegram_root=telegram.root,
            telegram_token=telegram.token,
            slack_url=slack.api_url,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            at=OPENS.isoformat(),
            fault=fault,
            logs=logs,
        )
        self.decided = DrillReport()
        self._program: Process | None = None
        self._ended = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._pid = self._calls_before = 0
        self._presses: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        """By pulse: (code, certainly taken in) in the order of pressing."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._seen_telegram = self._seen_slack = 0

    # --- lives ----------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def lives(self, log: Path) -> AsyncIterator[None]:
        with log.open("ab") as errors:
            self._program = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.support.drills.crash_life", stdin=PIPE, stdout=PIPE, stderr=errors
            )
            try:
                yield
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)
                with suppress(ProcessLookupError):
                    if self._pid and not self._ended.is_set():  # 0 would be the whole process group
                        os.kill(self._pid, signal.SIGKILL)
                assert self._program.stdin is not None
                self._program.stdin.close()
                await self._program.wait()

    async def _begin(self, life: Life) -> None:
        assert self._program is not None
        assert self._program.stdin is not None
        self._program.stdin.write(f"{life.as_line()}\n".encode())
        self._calls_before = len(self._telegram.calls)
        self._pid = int((await self._answer()).split()[1])
        self._ended = asyncio.Event()
        self._watching = task = asyncio.create_task(self._watch(self._ended))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def is_receiving(self) -> None:
        """Returns when the life asks for updates, or is over before."""
        async with asyncio.timeout(90):
            while not self._ended.is_set():
                if any(call.method == "getUpdates" for call in self._telegram.calls[self._calls_before :]):
                    return
                await asyncio.sleep(0.01)

    async def _watch(self, ended: asyncio.Event) -> None:
        status = int((await self._answer()).split()[1])
        assert os.WIFSIGNALED(status), f"a life ended by itself: {status}"
        ended.set()

    async def _answer(self) -> str:
        assert self._program is not None
        assert self._program.stdout is not None
        line = await self._program.stdout.readline()
        assert line, "the program that starts the lives is gone"
        return line.decode()

    async def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        assert self._watching is not None
        await self._watching  # fails, instead of waiting for ever, where nobody is left to tell of the end

    async def _short_life(self, at: datetime) -> None:
        """Begins, works, and dies at a named point, or wherever it is after a while."""
        point = self._chance.choice(self._points)
        longest = PATIENCE if point else self._chance.uniform(0.0, LONGEST_LIFE)
        await self._begin(replace(self._life, at=at.isoformat(), point=point, number=self._passings(point)))
        await self.is_receiving()
        try:
            await asyncio.wait_for(self._people_answer_until(self._ended), longest)
        except TimeoutError:
            point = ""
        await self.kill()
        self.decided.kills += 1
        self.decided.by_point[point or "anywhere"] += 1

    def _passings(self, point: str) -> int:
        """At which passing of its point a life ends: mostly an early one, so that it comes to it in its short time."""
        return 1 if point.endswith("search") else self._chance.choice((1, 1, 2, 3, 5, 8))

    async def _quiet_life(self, at: datetime) -> None:
        """Lives until everything is done that can be done, then dies too."""
        await self._begin(replace(self._life, at=at.isoformat(), point=""))
        async with asyncio.timeout(180):
            await self.is_receiving()
            assert not self._ended.is_set(), "a life without a fault died"
            calm = 0
            while calm < 3:
                self.people_answer()
                calm = calm + 1 if await self._is_calm(at) else 0
                assert not self._ended.is_set(), "a life without a fault died"
                await asyncio.sleep(0.1)
        await self.kill()

    async def _is_calm(self, at: datetime) -> bool:
        if self._tasks_of_people() or self._telegram.unconfirmed:
            return False
        async with self._database.writing() as work:  # what waits is locked when it is read
            states = await delivery_states(work)
            waiting = len(await work.inbox.pending(limit=10_000))
            to_remind = await work.pulses.to_remind(now=at, limit=1)
            planned = await work.rounds.questions_on(ScheduleId("weekly-pulse"), at.date(), "10:00")
            due = [await work.deliveries.next_due_at(channel) for channel in (TELEGRAM, SLACK)]
        overdue = [moment for moment in due if moment is not None and moment <= at + timedelta(minutes=1)]
        return bool(planned) and not (waiting or overdue or to_remind or states.get("sending"))

    # --- people ---------------------------------------------------------------------------------------------------

    async def _people_answer_until(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            self.people_answer()
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), 0.03)

    def people_answer(self) -> None:
        """Most of those who were asked since the last look press something; some press again later."""
        for sent in self._telegram.sent[self._seen_telegram :]:
            if answers := [data for row in data_of(sent.markup) for data in row if answer_of(data)]:
                for _ in range(self._chance.choice((0, 1, 1, 1, 2))):
                    self._press_telegram(sent.chat_id, self._chance.choice(answers), sent.message_id)
        self._seen_telegram = len(self._telegram.sent)
        for message in self._slack.messages[self._seen_slack :]:
            labels = labels_of(message.blocks)
            if labels and self._chance.random() < 0.8:
                task = asyncio.create_task(self._press_slack(message.to, labels, message.ts))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        self._seen_slack = len(self._slack.messages)

    def _press_telegram(self, chat: int, data: str, message: int) -> None:
        answer = answer_of(data)
        assert answer is not None
        with suppress(LookupError):  # the buttons may have gone with the first press
            self._telegram.tap(chat, data, message)
            self._presses[answer.pulse].append((answer.code, True))

    async def _press_slack(self, user: str, labels: dict[str, str], ts: str) -> None:
        person = self._slack.person(user)
        for _ in range(4):  # nobody is told that it was taken in: they press again
            message = next(each for each in self._slack.messages if each.ts == ts)
            label, value = self._chance.choice(sorted(labels.items()))
            answer = answer_of(value)
            assert answer is not None
            pressed = len(self._presses[answer.pulse])
            self._presses[answer.pulse].append((answer.code, False))
            try:
                receipt = await person.press(label, on=message)
            except TimeoutError:
                continue
            except AssertionError:  # the message has moved on: the press before was taken in after all
                return
            if receipt.acked:
                self._presses[answer.pulse][pressed] = (answer.code, True)
                return

    def _tasks_of_people(self) -> bool:
        return len(self._tasks) > 1  # one of them watches the life

    # --- rounds ---------------------------------------------------------------------------------------------------

    async def rounds(
        self, log: Path, *, kills: int, a_round: int, until: Callable[[DrillReport], bool] = lambda _: False
    ) -> DrillReport:
        """So many kills, `a_round` of them in each day's round; fewer where the report says what was looked for."""
        async with self.lives(log):
            number = 0
            while self.decided.kills < kills and not until(self.decided):
                await self.round(number, kills=min(a_round, kills - self.decided.kills))
                number += 1
        return self.decided

    async def round(self, number: int, *, kills: int) -> None:
        """A day: the bot is killed while it asks and is answered; then it gets an hour, and the reminders."""
        for calls in (self._telegram.calls, self._slack.calls):
            calls.clear()  # by the thousand, and judged are the messages
        opens = OPENS + timedelta(days=number)
        round_id = _round_on(opens)
        began = self._seen_telegram, self._seen_slack
        for life in range(kills):
            await self._short_life(opens + timedelta(seconds=2 * life))
        await self._quiet_life(opens + timedelta(minutes=5))
        asked = self._questions_since(*began)
        pulses = await self._pulses(round_id)
        self._judge_asking(opens, pulses, asked, kills)
        before_reminders = self._seen_telegram, self._seen_slack
        await self._quiet_life(opens + REMINDED_AFTER + timedelta(minutes=5))
        reminded = self._questions_since(*before_reminders)
        for pulse in pulses:
            if reminded[pulse.id] > 1:
                self.decided.asked_twice.append(f"{opens.date()} {pulse.person}: {reminded[pulse.id]} reminders")
            if not asked[pulse.id] and reminded[pulse.id] != 1:
                self.decided.never_asked.append(f"{opens.date()} {pulse.person}: {reminded[pulse.id]} reminders")
        await self._judge_answers(opens, round_id)
        self.decided.rounds += 1

    def _questions_since(self, telegram: int, slack: int) -> dict[str, int]:
        """How many messages the platforms accepted that ask each pulse."""
        count: dict[str, int] = defaultdict(int)
        for sent in self._telegram.sent[telegram:]:
            for pulse in {
                answer.pulse
                for row in data_of(sent.params.get("reply_markup"))
                for data in row
                if (answer := answer_of(data))
            }:
                count[pulse] += 1
        for message in self._slack.messages[slack:]:
            blocks = message.arguments.get("blocks") or message.blocks
            for pulse in {answer.pulse for value in labels_of(blocks).values() if (answer := answer_of(value))}:
                count[pulse] += 1
        return count

    def _judge_asking(self, opens: datetime, pulses: list[Pulse], asked: dict[str, int], kills: int) -> None:
        left = 0
        for pulse in pulses:
            what = f"{opens.date()} {pulse.person}: asked {asked[pulse.id]} times"
            if asked[pulse.id] > 1:
                self.decided.asked_twice.append(what)
            if not asked[pulse.id]:
                left += 1
                if pulse.person.startswith("s"):
                    self.decided.never_asked.append(what)
        self.decided.left_to_reminder += left
        if left > kills:
            self.decided.too_many_left.append(f"{opens.date()}: {left} questions after {kills} kills")

    async def _judge_answers(self, opens: datetime, round_id: RoundId) -> None:
        sealer, keys = AesSealer(entropy=SystemEntropy()), FileKeys(self._keys, entropy=SystemEntropy())
        pulses = await self._pulses(round_id)
        async with self._database.reading() as work:
            epoch = await work.epochs.covering(pulses[0].week) if pulses else None
        filed = {} if epoch is None else _filed_codes(self._database, epoch.id, sealer, keys, round_id)
        for pulse in pulses:
            presses = self._presses.pop(pulse.id, [])
            sure = [place for place, (_, taken_in) in enumerate(presses) if taken_in]
            codes = filed.get(pulse.person, [])
            self.decided.answers += len(codes)
            what = f"{opens.date()} {pulse.person}: pressed {presses}, filed {codes}"
            if len(codes) > 1:
                self.decided.doubled.append(what)
            if sure and (not codes or codes[0] not in {code for code, _ in presses[sure[-1] :]}):
                self.decided.lost.append(what)
            if bool(codes) != (pulse.state is PulseState.ANSWERED):
                self.decided.lost.append(f"{what}, but {pulse.state}")

    async def _pulses(self, round_id: RoundId) -> list[Pulse]:
        async with self._database.reading() as work:
            return list(await work.pulses.of_rounds([round_id]))


def _filed_codes(
    database: Database, epoch: EpochId, sealer: AesSealer, keys: FileKeys, round_id: RoundId
) -> dict[str, list[str]]:
    """Every sealed answer to a round, by person."""
    found: dict[str, list[str]] = defaultdict(list)
    key = keys.load(epoch)
    assert key is not None
    for answer in sealed_answers(database, epoch):
        body = unpack(sealer.unseal(key, sealed=answer.body, bound_to=answer.id))
        if body.round == round_id:
            found[body.person].append(body.code)
    return found


def _round_on(at: datetime) -> RoundId:
    return RoundId(f"weekly-pulse/{at.date().isoformat()}/10:00/{ICU}")
