"""Somebody who wanders through the console and means no good: follows any link, fills forms in with anything, presses
any button, and asks for pages by made-up names."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from urllib.parse import quote, urlencode

import httpx

from tests.support.consoles import ROLES, Browser, Hospital

NASTY: Sequence[str] = (
    *(
        "",
        " ",
        "x" * 3000,
        "\x00",
        "\u200b\u202e",
        "💥",
        "\ud7ff",
        "a\r\nb",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
    ),
    *("-1", "0", "9" * 30, "1e9", "nan", "2026-02-30", "2026-W99", "9999-12-31", "25:61", "02:30", "* * * * *"),
    *("../../etc/passwd", "%00", "'; drop table people; --", "=1+1", "*", "new", "theatre", "tom", "ada", "surgery"),
    *("icu", "ward", "wim", "mem", "weekly-pulse", "pers-int-1", "member", "administrator", "yes", "save", "look"),
)
FILES: Sequence[bytes] = (
    b"",
    b"person_id,name,unit,role,channel\nzed,Zed,icu,member,web\n",
    b"id;name;ward\nWIM;Wim;Willow Ward\nzoe;Zo\xeb;Intensive care\n",
    b"PK\x03\x04",
    b"\x00" * 2000,
    b"a,b\n" + b",\n" * 500,
)
PEOPLE = ["ada"] * 6 + list(ROLES)
_PROOFS = frozenset({"form", "seen"})
"""What a form carries so that it is taken for one of ours, and for one that was looked at."""
NAMED: Mapping[str, Sequence[str]] = {
    "unit": ("icu", "ward", "medicine", "theatre"),
    "person": ("wim", "mem", "ada", "tom"),
    "schedule": ("weekly-pulse", "theatre-pulse"),
    "question": ("pers-int-1",),
    "revision": ("1", "2", "3"),
}


@dataclass(slots=True)
class FoundForm:
    """A form of a page, and what it would send: names, each with its values and those to choose from."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class FoundOnPage(HTMLParser):
    """The links and forms of a page, as a browser has them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[FoundForm] = []
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name = given.get("name", "")
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(FoundForm(action=given.get("action", ""), method=given.get("method", "get")))
        if not self.forms:
            return
        form = self.forms[-1]
        if tag == "select":
            self._select = name
        elif tag == "option":
            form.options.setdefault(self._select, []).append(given.get("value", ""))
            if "selected" in given:
                form.values.append((self._select, given.get("value", "")))
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and given.get("type") == "file":
            form.files.append(name)
        elif tag == "input" and name:
            value = given.get("value", "")
            if given.get("type") in ("checkbox", "radio"):
                form.options.setdefault(name, []).append(value)
                if "checked" not in given:
                    return
            form.values.append((name, value))


@dataclass(slots=True, kw_only=True)
class Wanderer:
    """One session after another of whoever is in this hospital; every step is drawn by `chance`."""

    hospital: Hospital
    chance: Random
    answers: Counter[int] = field(default_factory=Counter)
    """How often each code came back."""
    posts: int = 0

    async def wander(self, *, posts: int) -> None:
        """Until so many more forms were sent. Raises AssertionError for an answer that is a fault of ours."""
        until = self.posts + posts
        while self.posts < until:
            async with self.hospital.storage.reading() as work:
                listed = {each.person for each in (await work.rosters.current()).memberships}
            person = self.chance.choice([each for each in PEOPLE if each in listed])
            async with self.hospital.browser(person) as browser:
                for _ in range(self.chance.randint(5, 60)):
                    await self._step(browser)
                    if browser.page.status_code == httpx.codes.FORBIDDEN or self.posts == until:
                        break  # signed out, or off the list

    async def _step(self, browser: Browser) -> None:
        found = FoundOnPage(browser.page.text if "html" in browser.page.headers.get("content-type", "") else "")
        dice = self.chance.random()
        forms = [each for each in found.forms if each.action != "/signout" or self.chance.random() < 0.03]
        if forms and dice < 0.65:
            await self._send(browser, self.chance.choice(forms))
        elif found.links and dice < 0.8:
            await self._get(browser, self.chance.choice(found.links))
        else:
            await self._get(browser, self._made_up())

    async def _get(self, browser: Browser, path: str) -> None:
        await browser.get(path)
        self._answered(browser, f"GET {path}")

    async def _send(self, browser: Browser, form: FoundForm) -> None:
        """What the form would send, spoilt here and there; now and then without the proof that it is of our page."""
        posted: dict[str, list[str]] = {}
        for name, value in form.values:
            posted.setdefault(name, []).append(value)
        # what was looked at is mostly saved as it is: else nothing would ever be
        is_agreed = "seen" in posted and self.chance.random() < 0.8
        names = [] if is_agreed else sorted({*posted, *form.options})
        for name in names:
            if name in _PROOFS and self.chance.random() < 0.98:
                continue
            dice = self.chance.random()
            if dice < 0.65:
                continue
            if dice < 0.85 and form.options.get(name):
                posted[name] = self.chance.sample(form.options[name], 1)
            elif dice < 0.95:
                posted[name] = [self.chance.choice(NASTY) for _ in range(self.chance.choice([1, 1, 1, 2]))]
            else:
                posted.pop(name, None)
        if form.buttons:
            is_first = is_agreed or self.chance.random() < 0.8
            name, value = form.buttons[0] if is_first else self.chance.choice(form.buttons)
            posted[name] = [value if self.chance.random() < 0.95 else self.chance.choice(NASTY)]
        if self.chance.random() < 0.05:
            posted[self.chance.choice(NASTY)] = [self.chance.choice(NASTY)]
        if form.method != "post":
            query = [(name, each) for name, values in _sent(posted).items() for each in values]
            await self._get(browser, f"{form.action}?{urlencode(query)}")
            return
        self.posts += 1
        await self.hospital.app.world.timer.sleep(1.0)  # nobody sends more than a form a second
        action = form.action or browser.page.url.raw_path.decode()
        if form.files:
            file = (self.chance.choice(["a.csv", "b.xlsx", "../c.exe"]), self.chance.choice(FILES))
            browser.page = await browser.client.post(action, data=_sent(posted), files={form.files[0]: file})
        else:
            browser.page = await browser.client.post(action, data=_sent(posted))
        self._answered(browser, f"POST {action} {posted}")

    def _made_up(self) -> str:
        """A page of the console, of somebody or something that may be there."""
        route = self.chance.choice(self.hospital.paths)
        for name in re.findall("{([a-z]+)}", route):
            value = self.chance.choice([*NAMED.get(name, ()), self.chance.choice(NASTY)])
            route = route.replace(f"{{{name}}}", quote(_clean(value), safe="") or "x")
        query = {"q": self.chance.choice(NASTY), "before": self.chance.choice(NASTY), "kind": self.chance.choice(NASTY)}
        return route if self.chance.random() < 0.7 else f"{route}?{urlencode({k: _clean(v) for k, v in query.items()})}"

    def _answered(self, browser: Browser, what: str) -> None:
        code = browser.page.status_code
        self.answers[code] += 1
        assert code < 500, (code, what)


def _sent(posted: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {_clean(name): [_clean(each) for each in values] for name, values in posted.items()}


def _clean(text: str) -> str:
    """No client can send half a character."""
    return text.encode("utf-8", "replace").decode()
