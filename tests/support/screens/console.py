"""Every page of the console, with all that it can say."""

import html
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.adapters.console.doors import PATHS
from bot.adapters.console.editing import AskedAgain
from bot.adapters.console.filling import drawn
from bot.adapters.console.health import shown_health, shown_spread
from bot.adapters.console.rendering import page, words_page
from bot.adapters.console.teams import counted_words, size_cautions
from bot.domain.administration.calendar_forms import bank_holidays_form
from bot.domain.administration.log import Actor, AdministrationAct, Author, LogEntry, LogWords, RevisionSource
from bot.domain.administration.programme_forms import Administered
from bot.domain.administration.rights import ConsolePage
from bot.domain.attention.spread import AttentionGroup
from bot.domain.certificates.certificate import Certificate, History, Recorded, UsedCell, WeekLists
from bot.domain.digests.frozen_digest import FrozenDigest, Recipients
from bot.domain.digests.team_text import write_page
from bot.domain.disclosure.small_teams import SmallTeam
from bot.domain.follow_up.actions import Action, ActionState
from bot.domain.health.words import in_words
from bot.domain.identifiers import ActionId, PersonId, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryState
from bot.domain.organisation.change_overs import ChangeKind, ChangeOver, Month
from bot.domain.organisation.people import Address, Membership, Profession, Role, Roster
from bot.domain.organisation.posts import GovernanceSeat, LeadershipRole, RoleHeld, SeatKind
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.halts import Halt
from bot.domain.programme.programme import OnCron, OnDays, Privacy, Programme, QuietDay, QuietWeek, Schedule, Weekday
from bot.domain.programme.questions import Kind, Scale
from bot.domain.texts import say
from bot.flows.administration.edits import PlannedEdit
from bot.flows.administration.overview import Overview
from bot.flows.administration.send_trial import WhyNoTrial
from bot.flows.operations.count_totals import EVERYBODY, Totals
from bot.flows.operations.health import LastTrouble
from bot.flows.operations.read_health import HealthNow
from bot.repositories.directory import PeopleCount
from config.bank_holidays import Nation
from storage.database import Database
from tests.support.builders import T0, a_person, a_question, after
from tests.support.channels import SLACK, WEB
from tests.support.consoles import Browser, served
from tests.support.freezing import freeze
from tests.support.pages import CHART, WEEK, a_flagged_page
from tests.support.screens.changes import change_lines
from tests.support.screens.inviting import invitation_pages, invitation_walk
from tests.support.screens.own_page import own_pages, own_walk
from tests.support.screens.raising import raising_pages
from tests.support.screens.troubles import troubled_parts
from tests.support.screens.uploading import rota_pages, upload_pages, upload_walk

WORDS_ALONE = ("needed", "missing", "not_sent", "signed_out", "link_over", "too_large", "too_long", "too_many")
OF_ONESELF = ("not_own", "forgotten", "not_forgotten", "file_comes")
OF_ACCOUNTS = ("account_needed", "account_again", "account_unknown", "account_away")
TOP, TEAM, OTHER, EMPTY = map(UnitId, ("я", "ж", "й", "э"))


_KEY_OF_FILES = re.compile(r"\b[a-z_]+\.[a-z_.]+: ")
"""Where in the files something else is wrong; keys are the same in every language."""


def console_pages(locale: str, name: str) -> Iterator[tuple[str, str]]:
    """Pages that need no hospital, each with its HTML; `name` stands for all that people and programmes give."""
    for each in WORDS_ALONE:
        yield each, _text(words_page(each, locale, status=200).body)
    for each in OF_ONESELF:
        yield each, _text(words_page(each, locale, status=200).body)
    for each in OF_ACCOUNTS:
        way = "/x", say("console-account_start", locale)
        yield each, _text(words_page(each, locale, status=200, way=way).body)
    yield "account", _text(page("account.html", locale, title=name, start="/x").body)
    way = "/x", say("console-account_sign_out", locale)
    yield "signed out of an account", _text(words_page("signed_out", locale, status=200, way=way).body)
    titles = {"over": "console-too_many_tries", "in": "console-sign_in_title"}
    yield "too many", _text(page("words.html", locale, title=name, words=say(titles["over"], locale)).body)
    yield "sign in", _text(page("sign_in.html", locale, title=say(titles["in"], locale)).body)
    who: dict[str, Any] = {"who": _Who(name), "form_token": "x", "pages": [], "here": PATHS[ConsolePage.OVERVIEW]}
    people = PeopleCount(listed=3, joined=2, refused=1)
    overview = Overview(now=T0, troubles={}, rounds=(), people=people)
    rounds = [{"when": name, "schedule": name, "questions": [name], "people": people}]
    backup = say("console-last_backup", locale, at=name)
    shown: dict[str, Any] = {
        "health": "/x",
        "overview": overview,
        "troubles": in_words(troubled_parts(name), locale),
        "rounds": rounds,
        "version": "1",
        "backup": backup,
        **who,
    }
    yield "overview", _text(page("overview.html", locale, title=name, **shown).body)
    by = say("console-log_by", locale, who=say("console-log_erased", locale), source=name)
    entry = {"at": "", "when": name, "by": by, "words": say("console-log_no_words", locale)}
    log: dict[str, Any] = {"entries": [entry], "older": "/x", "sources": [], **who}
    yield "log", _text(page("log.html", locale, title=name, **log).body)
    yield "questions of a part", _text(page("questions.html", locale, title=name, **who).body)
    quiet = {"what": name, "note": say("calendar-halted", locale)}
    weeks: dict[str, Any] = {"weeks": [{"name": name, "entries": [quiet]}, {"name": name, "entries": ()}], **who}
    yield "no schedules", _text(page("schedules.html", locale, title=name, **weeks).body)
    between = {"earlier": "/x", "later": "/x", "first": 101, "last": 200, "count": 400}
    yield "many units", _text(page("teams.html", locale, title=name, units=[], pieces=between, **who).body)
    ada = Administered(person=a_person("ada"), held={}, programme=console_programme(locale, name), locale=locale)
    for nation in Nation:
        holidays = drawn(bank_holidays_form(ada, nation.value, [(T0.date(), name)]).blank())
        yield "bank holidays", _text(page("form.html", locale, title=name, **holidays, **who).body)
    row = {"when": name, "about": name, "path": ""}
    nothing = [(table, ()) for table in ("quiet_day", "change_over", "quiet_week")]
    of_others: dict[str, Any] = {"lists": [("quiet_week", [row]), *nothing], "none_left": True, **who}
    yield "calendar of a part", _text(page("calendar.html", locale, title=name, **of_others).body)
    for each, health in _healths(locale, name):
        yield each, _text(page("health.html", locale, title=name, **health, **who).body)
    changes: dict[str, Any] = {"carried": [], "action": "/x", "back": "/x", "may_change": True, "moved": True}
    for plan in (plan_of(name), PlannedEdit(changes=(), cautions=())):
        yield "plan", _text(page("plan.html", locale, title=name, plan=plan, **changes, **who).body)
    past = [say("calendar-begins_in_past", locale)]
    yield (
        "a past day",
        _text(page("plan.html", locale, title=name, plan=plan_of(name), told=past, **changes, **who).body),
    )
    yield (
        "split",
        _text(page("plan.html", locale, title=name, plan=plan_of(name), **_split(locale, name), **changes, **who).body),
    )
    lines = PlannedEdit(changes=tuple(change_lines(locale, name)), cautions=())
    yield "changes", _text(page("plan.html", locale, title=name, plan=lines, **changes, **who).body)
    small = [
        counted_words(UnitId(name), SmallTeam(left=1, others=others), Privacy(), {UnitId(name): name}, locale)
        for others in ((), (UnitId(name), UnitId(name)))
    ]
    yield "small teams", _text(page("words.html", locale, title=name, words=" ".join(small)).body)
    listed = say("split-listed", locale, count=200)
    yield "a part of a list", _text(page("words.html", locale, title=name, words=listed).body)
    invitation = say("console-invitation_title", locale, name=name)
    for each, body in (
        *upload_pages(locale, name, who=who["who"], pages=[]),
        *rota_pages(locale, name, who=who["who"], pages=[]),
        *raising_pages(locale, name, who=who["who"], pages=[]),
    ):
        yield f"upload, {each}", body.decode()
    for each, body in invitation_pages(locale, name, who=who["who"], pages=[]):
        yield f"invitations, {each}", body.decode()
    for each, body in own_pages(locale, name, who=who["who"], pages=[]):
        yield each, body.decode()
    yield "invitation", _text(page("invitation.html", locale, title=invitation, until=name, link="x", **who).body)


def plan_of(name: str) -> PlannedEdit:
    return PlannedEdit(changes=(name,), cautions=(name,))


def _split(locale: str, name: str) -> dict[str, Any]:
    """What stands beside the changes of a split."""
    told = [
        say("split-of_team", locale, team=name, caution=each)
        for size in (1, 8)
        for each in size_cautions(size, Privacy(), locale)
    ]
    moves = say("split-moves", locale, name=name, id=name, team=name)
    asked = AskedAgain(words=say("split-asked", locale, count=11), names=[moves])
    return {"told": told, "asked": asked, "fault": say("console-asked_count_wrong", locale, count=11)}


async def console_walk(locale: str, name: str, folder: Path) -> AsyncIterator[tuple[str, str]]:
    """Every page that shows a hospital, as an administrator comes to it."""
    database = Database(f"sqlite:///{folder / 'console.db'}")
    await database.migrate()
    async with database.writing() as work:
        await work.programmes.save(console_programme(locale, name), at=T0)
        await work.rosters.save(console_roster(name), at=T0)
        await work.codes.replace(PersonId("у"), b"x", expires_at=after(days=3))
        author = Author(who=Actor.user(name), source=RevisionSource.CONSOLE)
        entry = LogEntry(at=T0, act=AdministrationAct.PROGRAMME, author=author, words=LogWords(what=name), revision=1)
        await work.administration_log.add([entry], token=bytes)
        await freeze(work, [_digest(unit, locale, name) for unit in (TEAM, OTHER)])
        await freeze(work, [_digest(TEAM, locale, name, week=WEEK - 3)])
        ready = await work.certificates.ready([_certificate(WEEK - 2), _certificate(None)])
        await work.certificates.add(WeekLists(week=WEEK - 2, parents={}), ready, {TEAM: b"", OTHER: b""})
        for action in _actions(name):
            await work.loop.save_action(action)
        for unit, until in ((None, None), (TEAM, after(days=3))):
            await work.halts.add(Halt(unit=unit, since=T0, until=until, reason=name))
    async with served(database, folder, channels_off=[SLACK]) as hospital, hospital.browser("а") as browser:
        yield "overview", browser.page.text
        async for each in _pages(browser, name):
            yield each, _KEY_OF_FILES.sub("", browser.page.text)
    await database.close()


async def _pages(browser: Browser, name: str) -> AsyncIterator[str]:
    """Of the log only what `name` did: entries keep the words in which they were written."""
    for path in (
        *("/admin/pause", "/admin/schedules?saved=1", "/admin/new-schedule", "/admin/schedules/д"),
        *(
            "/admin/schedules/к",
            "/admin/schedules/к/pause",
            "/admin/people",
            "/admin/people?q=ъ",
            "/admin/new-person",
        ),
        *(f"/admin/log?q={quote(name)}", "/admin/log?q=ъ"),
        *(f"/admin/schedules?test={each}" for each in ("sent", *WhyNoTrial)),
        *("/admin/people/а", "/admin/people/у", "/admin/people/у/move", "/admin/people/у/role"),
        *("/units", "/units/ж", "/units/й", "/units/я"),
        *(f"/units/{each}/certificate" for each in (f"ж/{WEEK - 2}", f"ж/{WEEK - 3}", f"й/{WEEK - 2}")),
        *(f"/admin/calendar{each}" for each in ("?saved=1", "/quiet_week", "/quiet_day", "/change_over")),
        *("/admin/teams?saved=1", "/admin/teams/ж", "/admin/teams/ж/merge", "/admin/new-team", "/admin/teams/ж/split"),
        *("/admin/posts?saved=1", "/admin/posts/new/seat", "/admin/teams/ж/posts", "/admin/teams/й/posts/new/role"),
        *("/admin/teams/ж/leads/nursing_lead", "/admin/teams/й/posts"),
        *(f"/admin/guardians{each}" for each in ("?saved=1", "/new", "/help")),
        *("/admin/questions?saved=1", "/admin/questions/щ", "/admin/questions/ы"),
        *("/admin/questions/щ/change", "/admin/new-question"),
    ):
        await browser.get(path)
        assert browser.page.status_code == 200, path
        yield path
    await browser.get("/admin/new-schedule")
    for fields in ({}, {"units": "x", "days": "x", "at": "x", "every_weeks": "x"}):
        await browser.post("/admin/new-schedule", fields)
        yield "faults"
    whole: dict[str, str] = {"id": "з з", "units": TEAM, "questions": "щ", "days": "Mon", "at": "10:00"}
    wrong = {"at": "01:30", "every_weeks": "99", "open_hours": "999", "questions_per_round": "9"}
    for fields in (wrong, {"at": "10:00", "open_hours": "9", "remind_after_hours": "99"}):
        await browser.post("/admin/new-schedule", {**whole, **fields})
        assert browser.page.status_code == 422, "what only the rules of the files refuse"
        yield "faults by the rules of the files"
    await browser.get("/admin/pause")
    await browser.post("/admin/pause", {"unit": TEAM, "until": "2020-01-01", "reason": name})
    yield "a pause that ended long ago"
    await browser.get("/admin/new-person")
    await browser.post("/admin/new-person", {"starts": "x"})
    yield "faults of a person"
    odd = {"person_id": "з з", "name": f"{name};", "unit": TEAM, "role": "member", "channel": WEB}
    await browser.post("/admin/new-person", {**odd, "starts": "2026-03-02", "ends": "2026-03-01"})
    yield "faults of a person by the rules of the files"
    somebody = {"person_id": "ы", "name": name, "unit": TEAM, "role": "member", "channel": SLACK, "invite": "yes"}
    await browser.post("/admin/new-person", somebody)
    yield "somebody on a channel that is off"
    async for each in _splitting(browser, name):
        yield each
    path = "/admin/teams/ж/leads/nursing_lead"
    for named in ({}, {"other": "ъ"}):
        await browser.get(path)
        await browser.post(path, named)
        yield "faults of a lead"
    await browser.get("/admin/teams/й/posts")
    for way in sorted(set(re.findall(r'href="(/admin/teams/[^"]+/posts/[^"]+-1)"', browser.page.text))):
        await browser.get(html.unescape(way))
        yield "a post"
    async for each in upload_walk(browser):
        yield f"upload, {each}"
    async for each in invitation_walk(browser):
        yield each
    async for each in own_walk(browser):
        yield each


async def _splitting(browser: Browser, name: str) -> AsyncIterator[str]:
    path, few = "/admin/teams/ж/split", {"id-1": "ю", "name-1": name, "people-1": "у"}
    await browser.get(path)
    await browser.post(path, few)
    yield "faults of a split"


def console_programme(locale: str, name: str) -> Programme:
    units = (
        Unit(id=TOP, name=name),
        Unit(id=TEAM, name=name, parent=TOP),
        Unit(id=OTHER, name=name, parent=TOP),
        Unit(id=EMPTY, name=name, parent=TOP),
    )
    question = a_question("щ", text={locale: name}, tags=frozenset({"ц"}))
    in_words = replace(question, id=QuestionId("ы"), scale=Scale.TEXT, kind=Kind.INFLUENCE, competency=None, facet=None)
    plain = Schedule(
        id=ScheduleId("д"),
        units=(OTHER,),
        questions=("щ",),
        cadence=OnDays(days=(Weekday.MON, Weekday.TUE), at=time(10), every_weeks=2),
    )
    return Programme(
        organisation=Organisation(name=name, timezone="Europe/London", locale=locale, units=units),
        questions={QuestionId("щ"): question, QuestionId("ы"): in_words},
        schedules=(
            plain,
            replace(plain, id=ScheduleId("к"), cadence=OnCron(expression="0 10 * * *")),
            replace(plain, id=ScheduleId("ю"), paused=True),
            replace(plain, id=ScheduleId("я"), paused=True, paused_until=date(2026, 9, 1)),
        ),
        quiet_weeks=(QuietWeek(week=WEEK + 1, units=(TEAM,), reason=name),),
        quiet_days=(QuietDay(date=T0.date(), units=(TOP,), reason=name),),
        change_overs=(
            *(ChangeOver(kind=kind, units=(TEAM,), reason=name, when=WEEK) for kind in ChangeKind),
            *(ChangeOver(kind=ChangeKind.TRAINEES, units=(OTHER,), reason=name, when=month) for month in Month),
        ),
        leadership_roles=tuple(
            RoleHeld(role=role, unit=OTHER, profession=profession, since=T0.date())
            for role, profession in zip(LeadershipRole, (*Profession, *[Profession.OTHER] * 99), strict=False)
        ),
        governance_seats=(
            *(GovernanceSeat(title=name, kind=kind, votes=False) for kind in SeatKind),
            GovernanceSeat(title=name, unit=OTHER),
        ),
    )


def _certificate(told: IsoWeek | None) -> Certificate:
    """Of a page with figures, or of one without any."""
    cells = [UsedCell(team=TEAM, week=str(told), n=9, low=0, high=2)] if told else []
    return Certificate(
        unit=TEAM,
        week=told or WEEK - 3,
        made_at=T0,
        document="0123456789",
        facts={"said": {"last": str(told)}} if told else {},
        cells=tuple(cells),
        recorded=Recorded(),
        history=History(),
        readers=(),
        members=(),
    )


def _digest(unit: UnitId, locale: str, name: str, *, week: IsoWeek = WEEK - 2) -> FrozenDigest:
    page = a_flagged_page(unit=unit, name=name, locale=locale, week=week, open_actions=(), closed=(), questions=())
    written = write_page(page, at=T0, chart=replace(CHART, unit=name, locale=locale))
    return replace(written, recipients=Recipients(readers=frozenset({PersonId("а")})))


def _actions(name: str) -> Iterator[Action]:
    """One that is asked for, one that is late, one that is done, one that cannot be."""
    plain = Action(
        id=ActionId("1"),
        unit=TEAM,
        raised_by=PersonId("а"),
        raised_at=after(days=-30),
        words=name,
        owner=PersonId("а"),
        owner_role=Role.CHAMPION,
        state=ActionState.PROPOSED,
    )
    late = {"due": T0.date() - timedelta(days=3), "state": ActionState.OPEN, "told_at": T0}
    done = {"state": ActionState.CLOSED, "closed_at": T0, "told_at": T0, "told_words": name}
    yield plain
    yield replace(plain, id=ActionId("2"), **late)  # type: ignore[arg-type]
    yield replace(plain, id=ActionId("3"), **done)  # type: ignore[arg-type]
    yield replace(plain, id=ActionId("4"), cannot=True, **done)  # type: ignore[arg-type]


def console_roster(name: str) -> Roster:
    """An administrator, somebody who has joined, and many who have not."""
    people = [a_person("а", channel=WEB, name=name), a_person("у", channel=WEB, name=name)]
    people += [a_person(f"щ{number}", channel=WEB, name=name) for number in range(60)]
    members = {Membership(person=each.id, unit=TEAM, role=Role.MEMBER) for each in people}
    own = ((TOP, Role.ADMINISTRATOR), (TOP, Role.SPONSOR), (TEAM, Role.CHAMPION), (OTHER, Role.MEDICAL_LEAD))
    more = (Role.NURSING_LEAD, Role.OPERATIONAL_LEAD, Role.AUDITOR)
    members |= {Membership(person=PersonId("у"), unit=OTHER, role=role) for role in more}
    return Roster(
        people={each.id: each for each in people},
        memberships=frozenset(members | {Membership(person=PersonId("а"), unit=unit, role=role) for unit, role in own}),
        addresses={PersonId("а"): Address(channel=WEB, value="x")},
    )


def _healths(locale: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    states = {(at, state.value): 1 for at in (EVERYBODY, name) for state in DeliveryState}
    totals = Totals(deliveries=states, sent_within={}, enrolled_tenths=5, database_bytes=20_000_000, flags=())
    parts = troubled_parts(name)
    lasts = {part: LastTrouble(troubles=troubles, since=T0, until=T0) for part, troubles in parts.items()}
    bad = HealthNow(now=T0, parts=parts, last_troubles=lasts, versions={name: "1"})
    few = replace(totals, deliveries={})
    good = HealthNow(
        now=T0, parts=dict.fromkeys(parts, ()), waits=timedelta(0), last_backup=T0, last_tick=T0, totals=few
    )
    late = replace(good, waits=timedelta(minutes=12), last_closed=WEEK, totals=totals)
    for each, found in (("bad", bad), ("good", good), ("late", late)):
        told = (WEEK, dict.fromkeys(AttentionGroup, (10, 0, 5, 0, 0))) if each == "late" else None
        shown = shown_health(found, {}, zone="Europe/London", locale=locale)
        yield f"health, {each}", {**shown, "attention": shown_spread(told, locale)}


class _Who:
    """What a page asks of a person who is signed in."""

    def __init__(self, name: str) -> None:
        self.person = a_person("ada", name=name)


def _text(body: bytes | memoryview) -> str:
    return bytes(body).decode()
