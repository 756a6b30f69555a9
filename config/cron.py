"""Which cron expressions a schedule may have: five fields, weekdays by name, no slot while clocks may change."""

import re
from datetime import date
from typing import Final

from bot.domain.programme.programme import refuse_small_hours
from bot.ports import Recurrence
from bot.setting_fields import shown

MOST_A_DAY: Final = 4
_FIELDS: Final = ("minute", "hour", "day of the month", "month", "weekday")
_EVERY_DAY: Final = ("0", "10", "*", "*", "*")
_MONDAY: Final = date(2024, 1, 1)
_LONGEST: Final = 100


def cron_fault(expression: str, recurrence: Recurrence) -> str | None:
    """What is wrong with an expression and the mend, in words; None if it can be used."""
    fields = expression.split()
    if len(fields) != len(_FIELDS) or len(expression) > _LONGEST:
        return f'{shown(expression)} needs five parts (minute, hour, day, month, weekday), like "0 10 * * tue"'
    minute, hour, day, _, weekday = fields
    if re.search(r"\d", weekday):
        return f"the weekday {shown(weekday)} has a number, which means different days elsewhere; use names, like tue"
    if day != "*" and weekday != "*":
        return "day of the month and weekday together can be read in two ways; keep one and write * for the other"
    for place, (name, field) in enumerate(zip(_FIELDS, fields, strict=True)):
        if not _is_readable((*_EVERY_DAY[:place], field, *_EVERY_DAY[place + 1 :]), recurrence):
            return f'the {name} {shown(field)} cannot be read; a whole expression looks like "0 10 * * tue"'
    return _slots_fault(f"{minute} {hour} * * *", recurrence) or _never_fault(expression, recurrence)


def _is_readable(fields: tuple[str, ...], recurrence: Recurrence) -> bool:
    try:
        recurrence.times(" ".join(fields), _MONDAY, _MONDAY)
    except ValueError:
        return False
    return True


def _slots_fault(every_day: str, recurrence: Recurrence) -> str | None:
    slots = [slot for _, slot in recurrence.times(every_day, _MONDAY, _MONDAY)]
    try:
        for slot in slots:
            refuse_small_hours(slot)
    except ValueError as error:
        return str(error)
    if len(slots) > MOST_A_DAY:
        return f"asks {len(slots)} times a day; name one minute and at most {MOST_A_DAY} hours"
    return None


def _never_fault(expression: str, recurrence: Recurrence) -> str | None:
    for last in (date(2024, 12, 31), date(2052, 12, 31)):  # nearly all answer in the first year
        if recurrence.times(expression, _MONDAY, last):
            return None
    return "never comes; there is no such day in any year"
