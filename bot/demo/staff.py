"""Made-up staff at work: they open their own pages and press buttons through the web chat's public addresses."""

import heapq
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

import httpx
import structlog

from bot.adapters.channels.web.links import chat_path
from bot.callback_text import decode
from bot.cancellation import side_by_side, stop_if_cancelled
from bot.demo.behaviour import Staff
from bot.demo.hospital import YOU
from bot.domain.identifiers import AnswerCode, PersonId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.buttons import Answer
from bot.domain.programme.questions import (
    CANT_SAY,
    Polarity,
    Question,
)
from bot.domain.programme.wall_clock import to_utc
from bot.ports import Clock, Timer

log = structlog.get_logger()

_PRESS = re.compile(r'name="press" value="([^"]+)"')
_MESSAGE = re.compile(r'data-id="(\d+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A question as it stands on somebody's page."""

    message: str
    answers: Mapping[AnswerCode, str]
    turned: bool


def shown_question(messages: Sequence[Mapping[str, object]], questions: Sequence[Question]) -> Shown | None:
    """The newest question on a page that can be answered, read from its HTML as a browser would."""
    for entry in reversed(messages):
        text = html.unescape(str(entry["html"]))
        presses = _PRESS.findall(text)
        answers = {intent.code: press for press in presses if isinstance(intent := decode(press), Answer)}
        asked = next((each for each in questions if each.wording("en-GB") in text), None)
        number = _MESSAGE.search(text)
        if answers and asked and number:
            return Shown(message=number[1], answers=answers, turned=asked.polarity is Polarity.NEGATIVE)
    return None


def answer_code(staff: Staff, person: PersonId, unit: UnitId, week: IsoWeek, shown: Shown) -> AnswerCode:
    codes = tuple(code for code in shown.answers if code != CANT_SAY)
    return staff.answer(person, unit, week, (*codes, CANT_SAY), turned=shown.turned)


@dataclass(order=True, slots=True)
class _Due:
    at: datetime
    person: PersonId = field(compare=False)
    unit: UnitId = field(compare=False)
    week: IsoWeek = field(compare=False)


class LiveStaff:
    """Visits everybody's page twice a week at that person's own time and answers as their habits say."""

    def __init__(
        self,
        *,
        root: str,
        tokens: Mapping[PersonId, str],
        teams: Mapping[PersonId, UnitId],
        questions: Sequence[Question],
        staff: Staff,
        clock: Clock,
        timer: Timer,
    ) -> None:
        self._root, self._tokens, self._teams, self._questions = root, tokens, teams, questions
        self._staff, self._clock, self._timer = staff, clock, timer
        self._planned: IsoWeek | None = None
        self._visits: list[_Due] = []

    async def run(self) -> None:
        """Live on until cancelled."""
        limits = httpx.Limits(max_connections=8)
        async with httpx.AsyncClient(base_url=self._root, limits=limits, timeout=20, trust_env=False) as browser:
            while True:
                stop_if_cancelled()
                self._plan(self._clock.now())
                now = self._clock.now()
                due: list[_Due] = []
                while self._visits and self._visits[0].at <= now and len(due) < 8:
                    due.append(heapq.heappop(self._visits))
                _ = await side_by_side(*(self._visit(browser, each) for each in due))
                if not due:
                    await self._timer.sleep(0.1)

    def _plan(self, now: datetime) -> None:
        week = IsoWeek.of(now.date())
        if week == self._planned:
            return
        self._planned = week
        asked_at = first_question_of(week)
        for person, unit in self._teams.items():
            if person == YOU:
                continue
            visit = self._staff.visit(person, unit, week)
            for days_later in (0, 2):  # some weeks another schedule asks on Thursday
                at = asked_at + timedelta(days=days_later, hours=min(visit.after_hours, 60), minutes=5)
                if at >= now - timedelta(hours=6):
                    heapq.heappush(self._visits, _Due(at=at, person=person, unit=unit, week=week))

    async def _visit(self, browser: httpx.AsyncClient, due: _Due) -> None:
        path = chat_path(self._tokens[due.person])
        try:
            await browser.post(f"{path}/act", json={"seen": True})
            if not self._staff.visit(due.person, due.unit, due.week).answers:
                return
            answer = await browser.get(f"{path}/messages")
            if answer.status_code != httpx.codes.OK:  # the server ends, or cannot read at the moment
                return
            shown = shown_question(answer.json()["messages"], self._questions)
            if shown is None:
                return
            code = answer_code(self._staff, due.person, due.unit, due.week, shown)
            act = {
                "press": shown.answers[code],
                "message": shown.message,
                "id": f"{due.person}-{due.week}-{Random(str(due.at)).randrange(10**6)}",  # noqa: S311
                "sequence": int(due.at.timestamp() * 1000),
            }
            await browser.post(f"{path}/act", json=act)
        except httpx.HTTPError as error:
            log.warning("demo_visit_failed", reason=type(error).__name__)


def first_question_of(week: IsoWeek) -> datetime:
    """Tuesday 10:00 in London: when the starter's weekly schedule asks."""
    return to_utc(week.monday() + timedelta(days=1), time(10), "Europe/London")
