"""The reverse of reading: programme, questions and roster as the files that an administrator keeps."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any, assert_never

import tomlkit
from tomlkit.items import Table

from bot.channel_port import Channels
from bot.domain.identifiers import PersonId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import ChangeOver
from bot.domain.organisation.people import (
    Membership,
    Role,
    Roster,
)
from bot.domain.organisation.posts import GovernanceSeat, RoleHeld
from bot.domain.programme.programme import (
    OnCron,
    OnDays,
    Programme,
    Schedule,
)
from bot.domain.programme.questions import Question
from config.roster_rows import COLUMNS
from config.spreadsheets import escape_formula

_ROLE_ORDER = {role: place for place, role in enumerate(Role)}


def programme_toml(programme: Programme, *, revision: int | None = None) -> str:
    """`programme.toml`, with every key written out; `revision` is the one that it was read from."""
    about = "Written by `rounds export programme`; docs/programme.md explains each key."
    return _written(about, _programme(programme, revision))


def programme_tables(programme: Programme) -> Mapping[str, Any]:
    """What `programme.toml` holds, as plain tables."""
    return _programme(programme)


def _programme(programme: Programme, revision: int | None = None) -> dict[str, Any]:
    organisation = programme.organisation
    document: dict[str, Any] = {}
    document["organisation"] = _table(
        name=organisation.name, timezone=organisation.timezone, locale=organisation.locale, revision=revision
    )
    document["unit"] = [
        _table(id=unit.id, name=unit.name, parent=unit.parent, timezone=unit.timezone, locale=unit.locale)
        for unit in organisation.units
    ]
    if programme.schedules:
        document["schedule"] = [_schedule(schedule) for schedule in programme.schedules]
    document["budget"] = _table(questions_per_week=programme.budget.questions_per_week)
    document["quiet"] = _table(**{"from": f"{programme.quiet.starts:%H:%M}", "to": f"{programme.quiet.ends:%H:%M}"})
    document["digest"] = _table(day=programme.digest.day.value, at=f"{programme.digest.at:%H:%M}")
    if programme.quiet_weeks:
        document["quiet_week"] = [
            _table(week=str(quiet.week), units=_list(quiet.units), reason=quiet.reason)
            for quiet in programme.quiet_weeks
        ]
    if programme.quiet_days:
        document["quiet_day"] = [
            _table(date=quiet.date.isoformat(), units=_list(quiet.units), reason=quiet.reason)
            for quiet in programme.quiet_days
        ]
    if programme.change_overs:
        document["change_over"] = [_change_over(change) for change in programme.change_overs]
    if programme.leadership_roles:
        document["leadership_role"] = [
            _table(role=role.role.value, **_post(role)) for role in programme.leadership_roles
        ]
    if programme.governance_seats:
        document["governance_seat"] = [
            _table(title=seat.title, kind=seat.kind.value, **_post(seat), votes=seat.votes)
            for seat in programme.governance_seats
        ]
    document["flags"] = _table(false_flags_per_team_year=programme.false_flags_per_team_year)
    if programme.participation_target is not None:
        document["chart"] = _table(participation_target=programme.participation_target)
    if programme.contact is not None:
        document["contact"] = _table(name=programme.contact.name, address=programme.contact.address)
    if programme.rota_hosts:
        document["rota"] = _table(hosts=_list(programme.rota_hosts))
    if programme.help is not None:
        document["help"] = _table(text=programme.help.text, link=programme.help.link or None)
    if programme.guardians:
        document["guardian"] = [_table(person=each.person, units=_list(each.units)) for each in programme.guardians]
    document["privacy"] = _table(
        minimum_group=programme.privacy.minimum_group,
        minimum_team=programme.privacy.minimum_team,
        minimum_group_comments=programme.privacy.minimum_group_comments,
        quarter_weeks=programme.privacy.quarter_weeks,
        answers_live_blocks=programme.privacy.answers_live_blocks,
    )
    return document


def with_revision(text: str, revision: int) -> str:
    """The text of a `programme.toml`, as it was written, with this number in it."""
    document = tomlkit.parse(text)
    organisation = document["organisation"]
    if not isinstance(organisation, Table):
        raise TypeError("[organisation] is a table")
    organisation["revision"] = revision
    return tomlkit.dumps(document)


def questions_tables(questions: Iterable[Question]) -> Mapping[str, Any]:
    """What `questions.toml` holds, as plain tables."""
    return {"question": [_question(question) for question in questions]}


def questions_toml(questions: Iterable[Question]) -> str:
    """`questions.toml`: the newest version of each question in use."""
    about = "A changed wording needs a higher version and starts a new baseline."
    return _written(about, questions_tables(questions))


def roster_csv(roster: Roster, *, channels: Channels) -> str:
    """`roster.csv`: one row per person and role. Addresses that could not be read again are left empty."""
    roles: dict[str, list[Membership]] = {}
    for membership in roster.memberships:
        roles.setdefault(membership.person, []).append(membership)
    text = StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for person in roster.people.values():
        particulars = particulars_of(roster, person.id, channels=channels)
        for membership in sorted(roles.get(person.id, ()), key=lambda each: (each.unit, _ROLE_ORDER[each.role])):
            cells = {**particulars, "unit": membership.unit, "role": membership.role.value}
            rows.writerow([escape_formula(cells[column]) for column in COLUMNS])
    return text.getvalue()


def particulars_of(roster: Roster, person: PersonId, *, channels: Channels) -> Mapping[str, str]:
    """The cells that are alike in every row of a person."""
    who, address = roster.people[person], roster.addresses.get(person)
    own = address.value if address and address.channel == who.channel else ""
    described = next(channel for channel in channels if channel.id == who.channel)
    return {
        "person_id": who.id,
        "name": who.name,
        "channel": who.channel,
        "group": who.profession.value if who.profession else "",
        "address": "" if described.address_fault(own) else own,
        "timezone": who.timezone or "",
        "locale": who.locale or "",
        "starts": who.starts.isoformat() if who.starts else "",
        "ends": who.ends.isoformat() if who.ends else "",
    }


def _schedule(schedule: Schedule) -> dict[str, Any]:
    match schedule.cadence:
        case OnDays(days=days, at=at, every_weeks=every_weeks):
            cadence = {"days": _list(day.value for day in days), "at": f"{at:%H:%M}", "every_weeks": every_weeks}
        case OnCron(expression=expression):
            cadence = {"cron": expression}
        case _:
            assert_never(schedule.cadence)
    return _table(
        id=schedule.id,
        units=_list(schedule.units),
        questions=_list(schedule.questions),
        questions_per_round=schedule.questions_per_round,
        **cadence,
        open_hours=schedule.open_hours,
        remind_after_hours=schedule.remind_after_hours,
        paused=schedule.paused or None,
        paused_until=schedule.paused_until.isoformat() if schedule.paused_until else None,
    )


def _change_over(change: ChangeOver) -> dict[str, Any]:
    in_one_week = isinstance(change.when, IsoWeek)
    return _table(
        kind=change.kind.value,
        week=str(change.when) if in_one_week else None,
        month=None if in_one_week else str(change.when),
        units=_list(change.units),
        reason=change.reason,
    )


def _post(post: RoleHeld | GovernanceSeat) -> Mapping[str, str | bool | None]:
    return {
        "unit": post.unit,
        "profession": post.profession and post.profession.value,
        "since": post.since.isoformat() if post.since else None,
        "vacant": True if post.since is None else None,
    }


def _question(question: Question) -> dict[str, Any]:
    table = _table(
        id=question.id,
        version=question.version,
        kind=question.kind.value,
        scale=question.scale.value,
        polarity=question.polarity.value,
        audience=question.audience.value,
        competency=question.competency.value if question.competency else None,
        facet=question.facet.value if question.facet else None,
        tags=_list(sorted(question.tags)) if question.tags else None,
    )
    if question.none_label is not None:
        table["none_label"] = _table(**question.none_label)
    table["text"] = _table(**question.text)
    return table


def _table(**values: Any) -> dict[str, Any]:
    """A table of the keys that have a value."""
    return {key: value for key, value in values.items() if value is not None}


def _list(values: Iterable[str]) -> list[str]:
    return [str(value) for value in values]


def _written(about: str, tables: Mapping[str, Any]) -> str:
    """A file with one line above that says what it is. Only here tables become TOML: it takes much longer than all
    else, and pages of the console need the tables alone."""
    document = tomlkit.document()
    document.add(tomlkit.comment(about))
    for name, value in tables.items():
        document[name] = _item(value)
    return tomlkit.dumps(document)


def _item(value: Any) -> Any:
    match value:
        case dict():
            table = tomlkit.table()
            for key, inner in value.items():
                table[key] = _item(inner)
            return table
        case [dict(), *_]:
            tables = tomlkit.aot()
            for each in value:
                tables.append(_item(each))
            return tables
        case list():
            array = tomlkit.array()
            array.extend(value)
            return array
        case _:  # a value that TOML writes as it is
            return value
