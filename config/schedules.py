"""The schedules of `programme.toml`: who is asked what, on which days, and for how long a round stays open."""

from collections.abc import Callable, Iterable, Mapping
from datetime import time
from functools import partial
from typing import Any, Final

from bot.domain.identifiers import ScheduleId, UnitId
from bot.domain.programme.programme import (
    Cadence,
    OnCron,
    OnDays,
    Schedule,
    Weekday,
)
from bot.domain.texts.sentences import Sentence
from bot.ports import Recurrence
from config.cron import cron_fault
from config.table_reader import TableReader
from config.toml_lines import Path as KeyPath
from config.toml_schema import ScheduleTable

NameCheck = Callable[[Iterable[object], KeyPath], bool]
"""Whether every name in the list at a path is known; it reports those that are not."""

_NOON: Final = OnDays(days=(Weekday.MON,), at=time(12, 0))


class ScheduleReader:
    def __init__(
        self, tables: TableReader, check_units: NameCheck, check_questions: NameCheck, recurrence: Recurrence
    ) -> None:
        self._tables, self._recurrence = tables, recurrence
        self._check_units, self._check_questions = check_units, check_questions

    def schedules(self) -> tuple[Schedule, ...]:
        """The sound ones, in file order."""
        found: list[Schedule] = []
        first_lines: dict[str, int] = {}
        for path, raw in self._tables.repeated("schedule"):
            name = raw.get("id")
            if isinstance(name, str) and name in first_lines:
                self._tables.id_twice(path, name, "schedule", first_lines[name])
                continue
            if isinstance(name, str):
                first_lines[name] = self._tables.source.line((*path, "id"))
            table = self._tables.checked(ScheduleTable, raw, path)
            if table is None:
                self._check_what_is_left(raw, path)
            elif (schedule := self._schedule(table, path)) is not None:
                found.append(schedule)
        return tuple(found)

    def _check_what_is_left(self, raw: Mapping[str, Any], path: KeyPath) -> None:
        """A table with faults is no schedule; its names and its cron are checked all the same."""
        for key, check in (("units", self._check_units), ("questions", self._check_questions)):
            names = raw.get(key)
            if isinstance(names, list):
                check(names, (*path, key))
        if isinstance(raw.get("cron"), str) and (fault := cron_fault(raw["cron"], self._recurrence)):
            self._tables.fault((*path, "cron"), fault)

    def _schedule(self, table: ScheduleTable, path: KeyPath) -> Schedule | None:
        names = [
            self._check_units(table.units, (*path, "units")),
            self._check_questions(table.questions, (*path, "questions")),
        ]
        cadence = self._cadence(table, path)
        rules = self._rules(table, path)
        if not all(names) or cadence is None or rules is None:
            return None
        units = tuple(UnitId(unit) for unit in table.units)
        return self._tables.build(
            lambda: Schedule(
                id=ScheduleId(table.id), units=units, questions=tuple(table.questions), cadence=cadence, **rules
            ),
            path,
        )

    def _rules(self, table: ScheduleTable, path: KeyPath) -> dict[str, Any] | None:
        """The keys with defaults, each tried on an otherwise empty schedule so that a fault names the key at fault."""
        tried: dict[str, Any] = {"remind_after_hours": 0}
        sound = True
        for key in ("questions_per_round", "open_hours", "remind_after_hours", "paused", "paused_until"):
            value = getattr(table, key)
            if value is None and key == "remind_after_hours" and sound:
                value = _reminder_within(_empty(**tried).open_hours)
            if value is None:
                continue
            attempt = {**tried, key: value}
            if self._tables.build(partial(_empty, **attempt), (*path, key)) is None:
                sound = False
            else:
                tried = attempt
        return tried if sound else None

    def _cadence(self, table: ScheduleTable, path: KeyPath) -> Cadence | None:
        if table.cron is not None:
            return self._on_cron(table, table.cron, path)
        if table.days is None:
            self._tables.fault((*path, "days"), Sentence.of("fault-missing_days", example=_example("days")))
        if table.at is None:
            self._tables.fault((*path, "at"), Sentence.of("fault-missing", example=_example("at")))
        parts: dict[str, Any] = {"days": _NOON.days, "at": _NOON.at}
        sound = table.days is not None and table.at is not None
        given = {"days": table.days and tuple(table.days), "at": table.at, "every_weeks": table.every_weeks}
        for key, value in given.items():
            if value is None:
                continue
            attempt = {**parts, key: value}
            if self._tables.build(partial(OnDays, **attempt), (*path, key)) is None:
                sound = False
            else:
                parts = attempt
        return OnDays(**parts) if sound else None

    def _on_cron(self, table: ScheduleTable, expression: str, path: KeyPath) -> OnCron | None:
        surplus = [key for key in ("days", "at", "every_weeks") if getattr(table, key) is not None]
        for key in surplus:
            self._tables.fault((*path, key), Sentence.of("fault-cron_alone"))
        fault = cron_fault(expression, self._recurrence)
        if fault is not None:
            self._tables.fault((*path, "cron"), fault)
        return OnCron(expression=expression) if not surplus and fault is None else None


def _example(key: str) -> str:
    return str(ScheduleTable.model_fields[key].description)


def _empty(**rules: Any) -> Schedule:
    return Schedule(id=ScheduleId("x"), units=(UnitId("x"),), questions=("x",), cadence=_NOON, **rules)


def _reminder_within(open_hours: int) -> int:
    """The default reminder, or none where a round is too short for it."""
    default = _empty().remind_after_hours
    return default if default < open_hours else 0
