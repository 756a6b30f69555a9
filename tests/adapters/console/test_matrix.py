"""Every role, every page of the console, own things and those of others: what is not theirs is not there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.routing import Route

from bot.app.loops import App
from bot.app.world import World
from tests.support.builders import QUESTION
from tests.support.consoles import ROLES, Browser, Hospital

ADMINISTRATORS, EVERYBODY = frozenset({"ada", "ivy", "sid"}), frozenset(ROLES)
READ_THE_LOG = ADMINISTRATORS | {"aud"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A page, or an act, for whom it is there; of everybody else it is a page that is missing."""

    path: str
    who: Collection[str]
    posts: Mapping[str, str] | None = None
    """What is posted to it; None where it is read."""


def read(path: str, who: Collection[str]) -> Cell:
    return Cell(path=path, who=who)


def act(path: str, who: Collection[str], /, **posts: str) -> Cell:
    return Cell(path=path, who=who, posts=posts)


def of_a_schedule(schedule: str, who: Collection[str]) -> list[Cell]:
    path = f"/admin/schedules/{schedule}"
    pages = [read(f"{path}{page}", who) for page in ("", "/pause", "/resume", "/stop")]
    return [*pages, act(f"{path}/test", who)]


def of_a_question(question: str, who: Collection[str]) -> list[Cell]:
    """All of a division share the bank, and only who administers everything changes it: in this hospital nobody."""
    path = f"/admin/questions/{question}"
    return [read(path, who), read(f"{path}/change", ()), read(f"{path}/retire", ())]


def of_a_team(unit: str, who: Collection[str]) -> list[Cell]:
    return [read(f"/admin/teams/{unit}{page}", who) for page in ("", "/merge", "/retire")]


def of_posts(path: str, who: Collection[str]) -> list[Cell]:
    """Of the organisation as a whole only for who administers everything: in this hospital nobody."""
    pages = [read(f"{path}/posts{page}", who) for page in ("", "/new/role", "/new/seat")]
    acts = [read(f"{path}/posts/leadership_role-x-1{page}", ()) for page in ("", "/empty", "/end")]
    return [*pages, *acts, read(f"{path}/posts/new/other", ())]


def of_leads(unit: str, who: Collection[str]) -> list[Cell]:
    path = f"/admin/teams/{unit}/leads"
    return [read(f"{path}/nursing_lead", who), read(f"{path}/champion", ()), read(f"{path}/medical_lead/mem/end", ())]


def of_a_person(person: str, who: Collection[str]) -> list[Cell]:
    path = f"/admin/people/{person}"
    pages = [read(f"{path}{page}", who) for page in ("", "/role", "/move", "/end")]
    return [*pages, act(f"{path}/invite", who, which="invite")]


CELLS = [
    read("/console", EVERYBODY),
    *(read(f"/admin{page}", ADMINISTRATORS) for page in ("", "/pause", "/schedules", "/new-schedule")),
    *(
        read(f"/admin{page}", ADMINISTRATORS)
        for page in ("/people", "/new-person", "/questions", "/teams", "/new-team")
    ),
    *of_a_team("icu", {"ada", "ivy"}),
    *of_a_team("ward", {"ada"}),
    *of_a_team("theatre", {"sid"}),
    *of_a_team("surgery", ()),
    *of_a_team("nothing", ()),
    *(
        read(f"/admin/calendar{page}", ADMINISTRATORS)
        for page in ("", "/quiet_week", "/quiet_day", "/change_over", "/bank-holidays/wales")
    ),
    read("/admin/calendar/nothing", ()),
    read("/admin/calendar/bank-holidays/nothing", ()),
    read("/admin/calendar/quiet_week/nothing", ()),
    read("/admin/teams/icu/split", {"ada"}),
    read("/admin/teams/ward/split", {"ada"}),
    read("/admin/teams/theatre/split", ()),
    read("/admin/teams/medicine/split", ()),
    *of_posts("/admin", ()),
    *of_posts("/admin/teams/icu", {"ada", "ivy"}),
    *of_posts("/admin/teams/ward", {"ada"}),
    *of_posts("/admin/teams/nothing", ()),
    *(read(f"/admin/guardians{page}", ()) for page in ("", "/help", "/new", "/nothing/end")),
    *of_leads("icu", {"ada", "ivy"}),
    *of_leads("theatre", {"sid"}),
    read("/admin/teams/icu/leads/medical_lead/leo/end", {"ada", "ivy"}),
    read("/admin/new-question", ()),
    *of_a_question(QUESTION, ADMINISTRATORS),
    *of_a_question("nothing", ()),
    *of_a_schedule("weekly-pulse", {"ada"}),
    *of_a_schedule("theatre-pulse", ()),
    *of_a_schedule("nothing", ()),
    *of_a_person("mem", {"ada", "ivy"}),
    *of_a_person("wim", {"ada"}),
    *of_a_person("tom", {"sid"}),
    *of_a_person("nobody", ()),
    act("/admin/resume", {"ada", "ivy"}, unit="icu"),
    act("/admin/resume", {"sid"}, unit="theatre"),
    act("/admin/resume", (), unit="surgery"),
    act("/admin/resume", (), unit="*"),
    *(
        read(f"/admin/upload-people{page}", ADMINISTRATORS)
        for page in ("", "/columns", "/changes", "/saving", "/saved", "/faults")
    ),
    act("/admin/upload-people/cancel", ADMINISTRATORS),
    *(read(f"/admin/rota{page}", ADMINISTRATORS) for page in ("", "/changes")),
    read("/admin/rota/hosts", ()),
    act("/admin/rota/cancel", ADMINISTRATORS),
    *(read(f"/admin/invitations{page}", ADMINISTRATORS) for page in ("", "/choose", "/poster", "/letter")),
    act("/admin/invitations/make", ADMINISTRATORS, who="chosen"),
    read("/units", {"leo", "cha", "mem", "spo", "wim", "tom"}),
    read("/units/icu", {"leo", "cha", "mem"}),
    read("/units/ward", {"wim"}),
    read("/units/theatre", {"tom"}),
    read("/units/medicine", {"spo"}),
    read("/units/surgery", ()),
    read("/units/nothing", ()),
    read("/units/icu/2026-W10/certificate", ()),
    *(read(f"/me{page}", EVERYBODY) for page in ("", "/pause", "/details", "/forget", "/raise")),
    read("/me/calendar", EVERYBODY),
    *(act(f"/me/calendar/{each}", EVERYBODY) for each in ("link", "wish", "end")),
    act("/me/asking", EVERYBODY, what="pause"),
    act("/me/nudge-day", EVERYBODY, what="none"),
    act("/me/language", EVERYBODY, language="en-GB"),
    act("/me/answers", EVERYBODY),
    act("/me/file", EVERYBODY),
    read("/admin/health", ()),
    read("/admin/health/download", ()),
    read("/admin/log", READ_THE_LOG),
    act("/admin/log/export", READ_THE_LOG),
    read("/admin/undo/1", ()),
    read("/admin/undo/nothing", ()),
]
NOBODY_S_OWN = ("/signin/{secret}", "/signout", "/static/likenesses.css")
"""Where everybody comes in and goes out, and a style sheet."""


@dataclass(slots=True)
class Visit:
    """One browser; the token of its forms is that of its first page."""

    browser: Browser
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.token = self.browser.hidden().get("form", "")

    async def tries(self, cell: Cell) -> httpx.Response:
        self.browser.client.follow_redirects = False
        if cell.posts is None:
            return await self.browser.get(cell.path)
        return await self.browser.post(cell.path, {**cell.posts, "form": self.token}, token=False)


@pytest.mark.drill
@pytest.mark.parametrize("person", ROLES)
async def test_each_role_finds_its_own_pages_and_of_others_nothing(hospital: Hospital, person: str) -> None:
    async with hospital.browser(person) as browser:
        visit = Visit(browser)
        for cell in CELLS:
            answer = await visit.tries(cell)
            is_there = answer.status_code not in (403, 404)
            assert is_there is (person in cell.who), (person, cell, answer.status_code)
            assert is_there or answer.status_code == 404, "what is not theirs looks like what is not there"
            policy = answer.headers.get("content-security-policy", "")
            assert "default-src 'none'" in policy, cell
            assert "frame-ancestors 'none'" in policy, cell
            assert "unsafe" not in policy, cell
            assert "<script" not in answer.text, cell


@pytest.mark.drill
async def test_whoever_is_not_signed_in_is_asked_to(hospital: Hospital) -> None:
    async with hospital.browser() as stranger:
        for cell in CELLS:
            stranger.client.follow_redirects = False
            how = stranger.client.get if cell.posts is None else stranger.client.post
            assert (await how(cell.path)).status_code == 403, cell


async def test_no_page_is_left_out(hospital: Hospital, tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World(storage=hospital.storage, keys_folder=tmp_path_factory.mktemp("keys"), clock=hospital.clock)
    routes = [each for each in App(world).graph.console.routes() if isinstance(each, Route)]
    assert len(routes) > 15
    missed = [
        each.path
        for each in routes
        if each.path not in NOBODY_S_OWN and not any(each.path_regex.match(cell.path) for cell in CELLS)
    ]
    assert missed == []
