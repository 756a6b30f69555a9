"""Every page of the console, with all that it can say."""

from collections.abc import Iterator
from typing import Any

from bot.adapters.console.doors import PATHS
from bot.adapters.console.rendering import page, words_page
from bot.domain.texts import say
from bot.flows.administration.overview import Overview
from bot.repositories.directory import PeopleCount
from tests.support.builders import T0, a_person

WORDS_ALONE = ("needed", "missing", "not_sent", "signed_out", "link_over")


def console_pages(locale: str, name: str) -> Iterator[tuple[str, str]]:
    """Each page with its HTML; `name` stands for all that people and programmes give."""
    for each in WORDS_ALONE:
        yield each, _text(words_page(each, locale, status=200).body)
    titles = {"over": "console-too_many_tries", "in": "console-sign_in_title", "home": "console-page-home"}
    yield "too many", _text(page("words.html", locale, title=name, words=say(titles["over"], locale)).body)
    yield "sign in", _text(page("sign_in.html", locale, title=say(titles["in"], locale)).body)
    who: dict[str, Any] = {"who": _Who(name), "form_token": "x"}
    pages = [("/x", say(f"console-page-{each}", locale)) for each in PATHS]
    for ways in ([], pages):
        title = say(titles["home"], locale)
        yield "home", _text(page("home.html", locale, title=title, pages=ways, here="/console", **who).body)
    people = PeopleCount(listed=3, joined=2, refused=1)
    shown = {"when": name, "schedule": name, "questions": [name], "people": people}
    for troubles, rounds in (({name: name}, [shown]), ({}, [])):
        overview = Overview(now=T0, troubles=troubles, rounds=(), people=people)
        values: dict[str, Any] = {
            "overview": overview,
            "rounds": rounds,
            "version": "1",
            "pages": pages,
            "here": "/x",
            **who,
        }
        yield "overview", _text(page("overview.html", locale, title=name, **values).body)


class _Who:
    """What a page asks of a person who is signed in."""

    def __init__(self, name: str) -> None:
        self.person = a_person("ada", name=name)


def _text(body: bytes | memoryview) -> str:
    return bytes(body).decode()
