"""Somebody's own page, with all that it can say, and the words of the file with their data."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from bot.adapters.console.rendering import page
from bot.domain.answers.answer_body import AnswerBody
from bot.domain.identifiers import AnswerCode, PersonId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.rota.own_calendar import CalendarFault
from bot.domain.rota.shifts import ShiftKind
from bot.domain.texts import say
from bot.flows.epochs.living_answers import answer_words
from bot.flows.own_page.read_own import Standing
from bot.flows.own_page.write_own_file import described
from bot.repositories.own_data import KeptTable
from storage.schema.tables import metadata
from tests.support.builders import a_question
from tests.support.consoles import Browser

WEEK = IsoWeek.parse("2026-W10")
STATES = ("every_4_weeks", "on_nights", "pause_1_week", "stop_now")


def own_pages(locale: str, name: str, **who: Any) -> Iterator[tuple[str, bytes]]:
    """As they are for somebody who was asked something, whatever became of it."""
    since = say("me-since", locale, date=name)
    question = a_question(text={locale: name})
    given = AnswerBody(
        person=PersonId("ж"),
        round=RoundId("ж"),
        question=question.ref,
        week=WEEK,
        code=AnswerCode("4"),
        text=name,
    )
    answer = answer_words(question, given, locale)
    asked = [
        {
            "when": name,
            "unit": name,
            "words": name,
            "standing": say(f"me-standing-{each}", locale),
            "answer": answer if each is Standing.HEARD else "",
        }
        for each in Standing
    ]
    ways = dict.fromkeys(("until", "calendar", "details", "answers", "file", "forget"), "/x")
    shown = {**who, "here": "/x", "back": "/x", "action": "/x", "form_token": "x", "since": since}
    shown |= {"nudge_days": [("mon", name)], "nudge_action": "/x"}
    for some in (asked, asked[:1], []):
        yield "own page", bytes(page("me.html", locale, title=name, asked=some, ways=ways, **shown).body)
    more: dict[str, Any]
    for some, can_be_opened in ((asked, True), ([], True), ([], False)):
        title = say("me-answers", locale)
        more = {"asked": some, "can_be_opened": can_be_opened}
        yield "own answers", bytes(page("me_answers.html", locale, title=title, **more, **shown).body)
    yield from own_calendar_pages(locale, name, **shown)
    notes = ("answers", "sealed", "no_key", "sums", "list", "log", "raised", "left_out")
    told = [say(f"me-note-{each}", locale) for each in notes]
    told += [say("me-file_since", locale, date=name), say("me-file_title", locale, name=name)]
    tables = [each for each in metadata.tables if _has_words(each, locale)]
    kept = [described(each, KeptTable(rows=[], is_own=is_own), locale) for each in tables for is_own in (True, False)]
    told += [str(each["what_it_is"]) for each in kept]
    for each in told:
        yield "own file", bytes(page("words.html", locale, title=name, words=each).body)


def own_calendar_pages(locale: str, name: str, **shown: Any) -> Iterator[tuple[str, bytes]]:
    paths = dict.fromkeys(("link_path", "file_path", "wish_path", "end_path"), "/x")
    states = [say("own-none", locale), say("own-never_read", locale)]
    states += [say(f"own-{each}", locale, when=name) for each in ("read", "file_read")]
    hours = say("own-hours", locale, first=name, last=name)
    shifts = [{"day": name, "hours": hours, "kind": say(f"own-kind-{each}", locale)} for each in ShiftKind]
    values: dict[str, Any] = {**shown, **paths, "hours": [(9, name)], "wished": 9, "at": "link", "is_set": True}
    for state in states:
        for fault in CalendarFault:
            told = say(f"own-fault-{fault}", locale)
            for faults in ({"fault": told, "trouble": ""}, {"fault": "", "trouble": told}):
                found = {**values, **faults, "state": state, "shifts": shifts}
                title = say("own-title", locale)
                yield "own calendar", bytes(page("own_calendar.html", locale, title=title, **found).body)


async def own_walk(browser: Browser) -> AsyncIterator[str]:
    for path in ("/me", "/me/calendar", "/me/pause", "/me/details", "/me/forget", "/me/raise"):
        await browser.get(path)
        assert browser.page.status_code == 200, path
        yield path
    for until in ("", "2020-01-01"):
        await browser.get("/me/pause")
        await browser.post("/me/pause", {"until": until})
        yield "a day that is none"
    await browser.get("/me")
    await browser.post("/me/asking", {"what": "pause"})
    yield "the menu of a pause"
    for what in STATES:
        await browser.get("/me")
        await browser.post("/me/asking", {"what": what})
        yield what
        await browser.get("/me")
        yield f"after {what}"


def _has_words(table: str, locale: str) -> bool:
    try:
        return bool(say(f"me-kept-{table}", locale))
    except KeyError:
        return False
