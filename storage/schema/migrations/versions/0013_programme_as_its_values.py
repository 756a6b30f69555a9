"""The programme's JSON takes the shape of the values that it stands for, and says its version."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

Body = Mapping[str, Any]


def upgrade() -> None:
    _rewrite("question_versions", _numbered)
    _rewrite("schedules", lambda body: _numbered(_nested_cadence(body)))
    _rewrite("programmes", lambda body: _numbered(_weeks_in_two_numbers(body)))


def downgrade() -> None:
    _rewrite("question_versions", _without_number)
    _rewrite("schedules", lambda body: _flat_cadence(_without_number(body)))
    _rewrite("programmes", lambda body: _weeks_in_words(_without_number(body)))


def _rewrite(table: str, change: Callable[[Body], Body]) -> None:
    connection = op.get_bind()
    bodies = connection.scalars(sa.text(f"SELECT DISTINCT body FROM {table}")).all()  # noqa: S608 - a name of ours
    for body in bodies:
        written = json.dumps(change(json.loads(body)), separators=(",", ":"), ensure_ascii=False)
        connection.execute(
            sa.text(f"UPDATE {table} SET body = :new WHERE body = :old"),  # noqa: S608 - a name of ours
            {"new": written, "old": body},
        )


def _numbered(body: Body) -> Body:
    return {"v": 2, **body}


def _without_number(body: Body) -> Body:
    return {key: value for key, value in body.items() if key != "v"}


def _nested_cadence(body: Body) -> Body:
    rest = {key: value for key, value in body.items() if key not in ("cron", "days", "at", "every_weeks")}
    if "cron" in body:
        return {**rest, "cadence": {"expression": body["cron"]}}
    return {**rest, "cadence": {key: body[key] for key in ("days", "at", "every_weeks")}}


def _flat_cadence(body: Body) -> Body:
    rest = {key: value for key, value in body.items() if key != "cadence"}
    cadence = body["cadence"]
    return {**rest, **({"cron": cadence["expression"]} if "expression" in cadence else cadence)}


def _weeks_in_two_numbers(body: Body) -> Body:
    quiet = [{**each, "week": _two_numbers(each["week"])} for each in body["quiet_weeks"]]
    changes = [
        {
            **{key: value for key, value in each.items() if key not in ("month", "week")},
            "when": each["month"] if "month" in each else _two_numbers(each["week"]),
        }
        for each in body.get("change_overs", ())
    ]
    return {**body, "quiet_weeks": quiet, "change_overs": changes}


def _weeks_in_words(body: Body) -> Body:
    quiet = [{**each, "week": _in_words(each["week"])} for each in body["quiet_weeks"]]
    changes = []
    for each in body["change_overs"]:
        when = each["when"]
        rest = {key: value for key, value in each.items() if key != "when"}
        changes.append({**rest, **({"month": when} if isinstance(when, str) else {"week": _in_words(when)})})
    return {**body, "quiet_weeks": quiet, "change_overs": changes}


def _two_numbers(week: str) -> dict[str, int]:
    """From 2026-W40."""
    return {"year": int(week[:4]), "week": int(week[6:])}


def _in_words(week: Mapping[str, int]) -> str:
    return f"{week['year']:04}-W{week['week']:02}"
