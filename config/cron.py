"""Which cron expressions a schedule may have: five fields, weekdays by name, no slot while clocks may change."""

import re
from datetime import date
from typing import Final

from bot.domain.programme.programme import refuse_small_hours
from bot.domain.texts.refusals import Refused
from bot.domain.texts.sentences import Sentence
from bot.ports import Recurrence
from bot.setting_fields import shown

MOST_A_DAY: Final = 4
_FIELDS: Final = ("minute", "hour", "day", "month", "weekday")
_EVERY_DAY: Final = ("0", "10", "*", "*", "*")
_MONDAY: Final = date(2024, 1, 1)
_LONGEST: Final = 100


def cron_fault(expression: str, recurrence: Recurrence) -> Sentence | None:
    """What is wrong with an expression and the mend, in words; None if it can be used."""
    fields = expression.split()
    if len(fields) != len(_FIELDS) or len(expression) > _LONGEST:
        return Sentence.of("fault-cron_parts", expression=shown(expression))
    minute, hour, day, _, weekday = fields
    if re.search(r"\d", weekday):
        return Sentence.of("fault-cron_numbered", weekday=shown(weekday))
    if day != "*" and weekday != "*":
        return Sentence.of("fault-cron_two_days")
    for place, (name, field) in enumerate(zip(_FIELDS, fields, strict=True)):
        if not _is_readable((*_EVERY_DAY[:place], field, *_EVERY_DAY[place + 1 :]), recurrence):
            part = Sentence.of(f"fault-cron_part-{name}")
            return Sentence.of("fault-cron_unread", part=part, field=shown(field))
    return _slots_fault(f"{minute} {hour} * * *", recurrence) or _never_fault(expression, recurrence)


def _is_readable(fields: tuple[str, ...], recurrence: Recurrence) -> bool:
    try:
        recurrence.times(" ".join(fields), _MONDAY, _MONDAY)
    except ValueError:
        return False
    return True


def _slots_fault(every_day: str, recurrence: Recurrence) -> Sentence | None:
    slots = [slot for _, slot in recurrence.times(every_day, _MONDAY, _MONDAY)]
    try:
        for slot in slots:
            refuse_small_hours(slot)
    except Refused as refused:
        return refused.said
    if len(slots) > MOST_A_DAY:
        return Sentence.of("fault-cron_often", times=str(len(slots)), most=str(MOST_A_DAY))
    return None


def _never_fault(expression: str, recurrence: Recurrence) -> Sentence | None:
    for last in (date(2024, 12, 31), date(2052, 12, 31)):  # nearly all answer in the first year
        if recurrence.times(expression, _MONDAY, last):
            return None
    return Sentence.of("fault-cron_never")
