"""The columns of an uploaded list as they are chosen on its page, and what is wrong there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.administration.upload.columns import UploadColumn, UploadedTable
from bot.domain.administration.upload.scope import UploadChoices, UploadPlan
from bot.domain.forms.form import FilledForm
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Channel, Role
from bot.domain.texts import say

FEW: Final = 20
"""Of each kind of change on the first page of them, and of the lines that are named for one cause."""


def examples(table: UploadedTable, place: int, locale: str) -> str:
    found = table.examples(place)
    return say("upload-examples", locale, words="; ".join(found)) if found else say("upload-no_examples", locale)


def with_column_faults(filled: FilledForm, table: UploadedTable, locale: str) -> FilledForm:
    """Each column once, and whoever is meant has to be told."""
    faults: dict[str, str] = {}
    first: dict[object, str] = {}
    for place, heading in enumerate(table.headings):
        column = filled.values[f"column-{place}"]
        if column and column in first:
            faults[f"column-{place}"] = say("upload-column_twice", locale, heading=first[column])
        elif column:
            first[column] = heading
    if UploadColumn.PERSON_ID not in first:
        faults[""] = say("upload-needs_id", locale)
    elif UploadColumn.NAME in first and {UploadColumn.FIRST_NAME, UploadColumn.LAST_NAME} & first.keys():
        faults[""] = say("upload-name_twice", locale)
    return FilledForm(form=filled.form, posted=filled.posted, values=filled.values, faults=faults)


def choices_made(filled: FilledForm, table: UploadedTable) -> UploadChoices:
    columns = [str(filled.values[f"column-{place}"] or "") for place in range(len(table.headings))]
    return UploadChoices(
        columns=tuple(UploadColumn(each) if each else None for each in columns),
        unit=UnitId(str(filled.values["unit"])) if filled.values["unit"] else None,
        role=Role(str(filled.values["role"])),
        channel=Channel(str(filled.values["channel"])),
        missing_leave=bool(filled.values["missing_leave"]),
        leave_out=bool(filled.values["leave_out"]),
    )


def with_answers(choices: UploadChoices, answers: Mapping[str, bool | None]) -> UploadChoices:
    return replace(choices, same_named=answers["same_named"], same_renamed=answers["same_renamed"])


def causes(plan: UploadPlan, locale: str) -> Sequence[str]:
    """One line a cause, with the lines of the file where it was found."""
    lines: dict[tuple[str, str], list[str]] = {}
    for line, column, what in plan.faults:
        lines.setdefault((str(column), str(what)), []).append(str(line))
    return [
        say("upload-cause", locale, count=len(on), lines=", ".join(on[:FEW]), column=column, what=what)
        for (column, what), on in lines.items()
    ]
