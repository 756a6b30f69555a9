"""The programme as JSON: each question, each schedule, and a body with all that has no table of its own.

The JSON has the shape of the domain's values, so that a new key of the programme needs nothing here. Whoever renames or
reshapes a value that is stored raises `VERSION` and migrates what is kept; a test pins the shape.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.domain.identifiers import QuestionId, ScheduleId
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import Programme, Schedule
from bot.domain.programme.questions import Question, QuestionRef
from storage.codecs.json_text import dumps, loads

VERSION = 3
"""Version 1 was written without a number; a migration rewrote it."""


@cache
def _questions() -> TypeAdapter[Question]:
    return TypeAdapter(Question)


@cache
def _schedules() -> TypeAdapter[Schedule]:
    return TypeAdapter(Schedule)


@cache
def _organisations() -> TypeAdapter[Organisation]:
    return TypeAdapter(Organisation)


@cache
def _programmes() -> TypeAdapter[Programme]:
    return TypeAdapter(Programme)


def encode_question(question: Question) -> str:
    """Everything but its id and version, which have columns."""
    plain = _questions().dump_python(question, mode="json", exclude={"id", "version"})
    return versioned({**plain, "tags": sorted(question.tags)})


def decode_question(question_id: QuestionId, version: int, text: str) -> Question:
    return _questions().validate_python({**plain_of(text), "id": question_id, "version": version})


def encode_refs(questions: Iterable[QuestionRef]) -> str:
    return dumps([[question.id, question.version] for question in questions])


def decode_refs(text: str) -> tuple[QuestionRef, ...]:
    return tuple(QuestionRef(id=question_id, version=version) for question_id, version in loads(text))


def encode_schedule(schedule: Schedule) -> str:
    """Everything but its id, which has a column."""
    return versioned(_schedules().dump_python(schedule, mode="json", exclude={"id"}))


def decode_schedule(schedule_id: ScheduleId, text: str) -> Schedule:
    return _schedules().validate_python({**plain_of(text), "id": schedule_id})


def encode_programme(programme: Programme) -> str:
    """Everything but units, questions and schedules."""
    elsewhere: Mapping[str, Any] = {"questions": True, "schedules": True, "organisation": {"units"}}
    return versioned(_programmes().dump_python(programme, mode="json", exclude=elsewhere))


def decode_programme(
    text: str, *, units: Sequence[Unit], questions: Mapping[QuestionId, Question], schedules: Sequence[Schedule]
) -> Programme:
    plain = plain_of(text)
    organisation = {**plain["organisation"], "units": units}
    return _programmes().validate_python(
        {**plain, "organisation": organisation, "questions": questions, "schedules": schedules}
    )


def decode_organisation(text: str, *, units: Sequence[Unit]) -> Organisation:
    """The tree alone, from the body of a programme."""
    return _organisations().validate_python({**plain_of(text)["organisation"], "units": units})


def versioned(plain: Mapping[str, Any]) -> str:
    return dumps({"v": VERSION, **plain})


def plain_of(text: str) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = loads(text)
    if plain.get("v") != VERSION:
        raise ValueError(f"a part of the programme is kept in version {plain.get('v')!r}; this program reads {VERSION}")
    return plain
