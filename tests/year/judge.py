"""What must be true of a whole year: attention, rest, silence after leaving, secrets, and every figure."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path
from statistics import median

import psycopg
from psycopg import sql

from bot.domain.attention.budget import WeekAllowance
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import CO_LEADS, Role
from bot.domain.programme.quiet_hours import is_quiet
from bot.domain.programme.wall_clock import local_date, week_of
from bot.domain.texts.languages import DEFAULT_LOCALE
from storage.database import Database
from tests.year import rota
from tests.year.kinds import COUNTED, Came, kind_of
from tests.year.life import Arrival
from tests.year.ward import BY_NAME, PEOPLE, ZONE, Someone, programme

NIGHT_REST = timedelta(hours=11)


def too_many(came: Sequence[Arrival]) -> Iterator[str]:
    """Who got more in a week than the budget of attention has for them."""
    weeks: dict[tuple[str, IsoWeek], list[Arrival]] = defaultdict(list)
    for each in came:
        if each.kind in COUNTED:
            weeks[each.to, week_of(each.at, ZONE)].append(each)
    asked = programme().budget.questions_per_week
    for (name, week), got in weeks.items():
        is_owner = any(each.kind is Came.ASK for each in got)
        allowance = WeekAllowance.of(BY_NAME[name].roles, questions_per_week=asked, is_owner=is_owner)
        if len(got) > allowance.in_all:
            yield f"{name} in {week}: {[each.kind for each in got]}"


def ill_timed(came: Sequence[Arrival]) -> Iterator[str]:
    """What counts comes inside shifts, and where there is no rota, as everything else does, outside quiet hours."""
    quiet = programme().quiet
    for each in came:
        someone, day = BY_NAME[each.to], local_date(each.at, ZONE)
        if each.kind in COUNTED and _has_rota(someone, day):
            around = list(rota.duties(someone, day - timedelta(days=2), day))
            if not any(duty.has_question_at(each.at) for duty in around):
                yield f"off duty: {each}"
            if any(duty.is_night and duty.span[1] <= each.at < duty.span[1] + NIGHT_REST for duty in around):
                yield f"after a night: {each}"
            if rota.is_on_leave(someone, day):
                yield f"on leave: {each}"
        elif is_quiet(each.at, quiet, ZONE):
            yield f"in quiet hours: {each}"


def in_english(came: Sequence[Arrival]) -> Iterator[str]:
    """What came to somebody in another language than their own."""
    for each in came:
        locale = BY_NAME[each.to].locale
        if locale != DEFAULT_LOCALE and kind_of(each.shown.words, locale, only=True) is not each.kind:
            yield str(each)


def doubled(came: Sequence[Arrival]) -> Iterator[str]:
    """The same to the same person in one week, and more than one question of a kind or digest of a week."""
    seen = Counter((each.to, week_of(each.at, ZONE), each.kind, each.shown.words) for each in came)
    yield from (f"{times} times: {what}" for what, times in seen.items() if times > 1)


def after_leaving(came: Sequence[Arrival]) -> Iterator[str]:
    for each in came:
        last = BY_NAME[each.to].last_day
        if last is not None and local_date(each.at, ZONE) > last:
            yield str(each)


def found_in(database: Database, folder: Path, words: Sequence[str]) -> Iterator[str]:
    """Where any of these words stands in readable form: in a row of the database, or in a file of its folder."""
    for place, value in _rows(database):
        if any(each in value for each in words):
            yield f"a row of {place}"
    for file in sorted(folder.rglob("*")):
        if file.is_file() and any(each.encode() in file.read_bytes() for each in words):
            yield file.name


def a_month(came: Sequence[Arrival], *, ends: date) -> Mapping[str, str]:
    """Messages a person and month, by role: what counts, and all; each as median and 95th percentile."""
    got: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for someone in PEOPLE:
        if someone.came > ends:
            continue
        here = [each for each in came if each.to == someone.name]
        days = (min(someone.last_day or ends, ends) - someone.came).days + 1
        counted = sum(each.kind in COUNTED for each in here)
        got[role_of(someone)].append((counted / days * 365.25 / 12, len(here) / days * 365.25 / 12))
    return {
        role: f"{_spread(each for each, _ in rates)} that count, {_spread(each for _, each in rates)} in all"
        for role, rates in sorted(got.items())
    }


def _spread(rates: Iterable[float]) -> str:
    ordered = sorted(rates)
    return f"{median(ordered):.1f} and {ordered[ceil(0.95 * len(ordered)) - 1]:.1f}"


def answered_on_shift(came: Sequence[Arrival], answered: Collection[tuple[str, datetime]]) -> str:
    """Of questions to those with a rota, how many were answered while their person was at work."""
    asked = sum(each.kind is Came.QUESTION and _has_rota(BY_NAME[each.to], each.at.date()) for each in came)
    given = [(BY_NAME[name], at) for name, at in answered if rota.is_on_rota(BY_NAME[name])]
    at_work = sum(_is_at_work(someone, at) for someone, at in given)
    return f"{asked} asked, {len(given)} presses of answers, {at_work} of these during a shift"


def _is_at_work(someone: Someone, at: datetime) -> bool:
    day = local_date(at, ZONE)
    duties = rota.duties(someone, day - timedelta(days=1), day)
    return any(starts <= at < ends for starts, ends in (each.span for each in duties))


def kinds_of(came: Sequence[Arrival]) -> Mapping[str, Mapping[Came, int]]:
    """How many messages of which kind came over the year, by role."""
    found: dict[str, Counter[Came]] = defaultdict(Counter)
    for each in came:
        found[role_of(BY_NAME[each.to])][each.kind] += 1
    return found


def role_of(someone: Someone) -> str:
    if someone.roles & CO_LEADS:
        return "lead"
    for role in (Role.CHAMPION, Role.MEMBER, Role.SPONSOR, Role.ADMINISTRATOR):
        if role in someone.roles:
            return role.value
    return "guardian"


def _has_rota(someone: Someone, day: date) -> bool:
    return rota.is_on_rota(someone) and day >= someone.came


def _rows(database: Database) -> Iterator[tuple[str, str]]:
    if database.is_embedded:
        with closing(sqlite3.connect(str(database.url.database))) as file:
            names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in names:
                yield from ((name, _text(row)) for row in file.execute(f'SELECT * FROM "{name}"'))  # noqa: S608
        return
    with psycopg.connect(database.url.render_as_string(hide_password=False).replace("+psycopg", "")) as server:
        found = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in found:
            rows = server.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name)))
            yield from ((name, _text(row)) for row in rows)


def _text(row: Sequence[object]) -> str:
    return "\n".join(
        bytes(each).decode("utf-8", "replace") if isinstance(each, bytes | memoryview) else str(each) for each in row
    )
