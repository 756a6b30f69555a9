"""What those who run Rounds fill in about the calendar.

Fields are named like the keys of the files, so that what the rules say against a key stands at its field.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from bot.domain.administration.programme_forms import Administered, unit_options
from bot.domain.forms.fields import ChoiceField, DateField, FieldOption, FormField, SeveralField, TextField
from bot.domain.forms.form import Form
from bot.domain.organisation.change_overs import YEARLY, ChangeKind, Month
from bot.domain.texts import say
from bot.domain.texts.dates import day_and_year, full_month_name, listed, weekday

LAST: Final = "last"
DAYS: Final = "days"


def quiet_weeks_form(administered: Administered) -> Form:
    """From a day to a day: the whole weeks in which they lie."""
    return _form(administered, "quiet_week", _from_to("week", administered.locale))


def quiet_days_form(administered: Administered) -> Form:
    return _form(administered, "quiet_day", _from_to("date", administered.locale))


def bank_holidays_form(administered: Administered, nation: str, holidays: Sequence[tuple[date, str]]) -> Form:
    """`holidays`: those to choose from, all of them ticked; their names become the reasons."""
    locale = administered.locale
    options = tuple(FieldOption(value=on.isoformat(), label=_holiday(on, name, locale)) for on, name in holidays)
    ticked = tuple(option.value for option in options)
    days = SeveralField(name=DAYS, label=say("calendar-field-days", locale), options=options, given=ticked)
    return Form(
        id="bank_holidays",
        title=say("calendar-add_holidays", locale, nation=say(f"calendar-nation-{nation}", locale)),
        help=say("calendar-words-bank_holidays", locale),
        submit=say("console-look", locale),
        fields=(days, _units(administered)),
    )


def change_over_form(administered: Administered) -> Form:
    locale = administered.locale
    kinds = tuple(FieldOption(value=each.value, label=say(f"calendar-kind-{each}", locale)) for each in ChangeKind)
    months = tuple(FieldOption(value=each.value, label=month_words(each, locale)) for each in Month)
    yearly = [say(f"calendar-short-{each}", locale) for each in ChangeKind if each in YEARLY]
    return _form(
        administered,
        "change_over",
        [
            ChoiceField(**_words("kind", locale), options=kinds),
            DateField(**_words("week", locale, "change_over-week"), is_needed=False),
            ChoiceField(
                name="month",
                label=say("calendar-field-month", locale),
                help=say("calendar-month_help", locale, kinds=listed(yearly, locale)),
                options=months,
                is_needed=False,
            ),
        ],
    )


def month_words(month: Month, locale: str) -> str:
    return full_month_name(date(2024, month.number, 1), locale)


def _form(administered: Administered, table: str, fields: Sequence[FormField]) -> Form:
    """With the units that it is for, and why."""
    locale = administered.locale
    reason = TextField(**_words("reason", locale, f"{table}-reason"))
    return Form(
        id=table,
        title=say(f"calendar-add-{table}", locale),
        help=say(f"calendar-words-{table}", locale),
        submit=say("console-look", locale),
        fields=(*fields, _units(administered), reason),
    )


def _from_to(first: str, locale: str) -> Sequence[FormField]:
    """The first day has the name of the table's own key."""
    return [
        DateField(name=first, label=say("calendar-field-first", locale)),
        DateField(**_words(LAST, locale), is_needed=False),
    ]


def _units(administered: Administered) -> SeveralField:
    options = unit_options(administered)
    given = (options[0].value,) if len(options) == 1 else ()
    return SeveralField(**_words("units", administered.locale), options=options, given=given)


def _words(name: str, locale: str, key: str = "") -> dict[str, Any]:
    key = key or name
    return {
        "name": name,
        "label": say(f"calendar-field-{key}", locale),
        "help": say(f"calendar-help-{key}", locale),
    }


def _holiday(on: date, name: str, locale: str) -> str:
    return say("calendar-holiday", locale, day=weekday(on, locale), date=day_and_year(on, locale), name=name)
