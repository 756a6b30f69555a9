"""Domain values as JSON text and back: inbound updates, programme parts, records."""

import json
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, assert_never, cast

from bot.callback_text import encode as encode_intent
from bot.domain.identifiers import MessageRef, QuestionId, ScheduleId, UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.inbound import (
    Blocked,
    Command,
    Commanded,
    Event,
    Inbound,
    Opened,
    Pressed,
    Returned,
    Started,
    Typed,
)
from bot.domain.organisation.people import Address, Channel
from bot.domain.programme.programme import (
    Budget,
    Cadence,
    DigestTime,
    OnCron,
    OnDays,
    Privacy,
    QuietHours,
    QuietWeek,
    Schedule,
    Weekday,
)
from bot.domain.programme.questions import (
    Audience,
    Competency,
    Facet,
    Kind,
    Polarity,
    Question,
    QuestionRef,
    Scale,
)
from storage.codecs.buttons import stored_intent

_write = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def dumps(value: object) -> str:
    """JSON without spaces, in the order given."""
    return _write(value)


def loads(text: str) -> Any:
    return json.loads(text)


# --- inbound updates ----------------------------------------------------------------------------------------------


def encode_inbound(update: Inbound) -> str:
    """Everything but the platform and the update id, which have columns of their own."""
    plain = {"from": update.sender.value, "sequence": update.sequence, **_plain_event(update.event)}
    if update.message is not None:
        plain["message"] = update.message
    if update.reply_via:
        plain["reply_via"] = update.reply_via
    return dumps(plain)


def decode_inbound(channel: str, update_id: str, text: str) -> Inbound:
    plain = loads(text)
    return Inbound(
        sender=Address(channel=Channel(channel), value=plain["from"]),
        update_id=update_id,
        sequence=plain["sequence"],
        event=_event(plain),
        message=plain.get("message"),
        reply_via=plain.get("reply_via", ""),
    )


def _plain_event(event: Event) -> dict[str, object]:
    match event:
        case Pressed(intent=intent):
            return {"event": "pressed", "intent": encode_intent(intent)}
        case Typed(text=text, reply_to=reply_to, refused=refused):
            return {"event": "typed", "text": text, "reply_to": reply_to, "refused": refused}
        case Commanded(command=command):
            return {"event": "commanded", "command": command.value}
        case Started(code=code):
            return {"event": "started", "code": code}
        case Blocked():
            return {"event": "blocked"}
        case Returned():
            return {"event": "returned"}
        case Opened():
            return {"event": "opened"}
        case _:
            assert_never(event)


def _event(plain: Mapping[str, Any]) -> Event:
    match plain["event"]:
        case "pressed":
            return Pressed(intent=stored_intent(plain["intent"]))
        case "typed":
            reply_to = plain["reply_to"]
            return Typed(
                text=plain["text"],
                reply_to=None if reply_to is None else MessageRef(reply_to),
                refused=plain["refused"],
            )
        case "commanded":
            return Commanded(command=Command(plain["command"]))
        case "started":
            return Started(code=plain["code"])
        case "blocked":
            return Blocked()
        case "returned":
            return Returned()
        case "opened":
            return Opened()
        case other:
            raise ValueError(f"a stored update of unknown kind: {other!r}")


# --- the programme ------------------------------------------------------------------------------------------------


def encode_question(question: Question) -> str:
    return dumps(
        {
            "scale": question.scale.value,
            "polarity": question.polarity.value,
            "text": dict(question.text),
            "audience": question.audience.value,
            "kind": question.kind.value,
            "competency": question.competency and question.competency.value,
            "facet": question.facet and question.facet.value,
            "tags": sorted(question.tags),
            "none_label": None if question.none_label is None else dict(question.none_label),
        }
    )


def decode_question(question_id: str, version: int, text: str) -> Question:
    plain = loads(text)
    return Question(
        id=QuestionId(question_id),
        version=version,
        scale=Scale(plain["scale"]),
        polarity=Polarity(plain["polarity"]),
        text=plain["text"],
        audience=Audience(plain["audience"]),
        kind=Kind(plain["kind"]),
        competency=Competency(plain["competency"]) if plain["competency"] else None,
        facet=Facet(plain["facet"]) if plain["facet"] else None,
        tags=frozenset(plain["tags"]),
        none_label=plain["none_label"],
    )


def encode_refs(questions: Iterable[QuestionRef]) -> str:
    return dumps([[question.id, question.version] for question in questions])


def decode_refs(text: str) -> tuple[QuestionRef, ...]:
    return tuple(QuestionRef(id=question_id, version=version) for question_id, version in loads(text))


def encode_schedule(schedule: Schedule) -> str:
    return dumps(
        {
            "units": schedule.units,
            "questions": schedule.questions,
            **_plain_cadence(schedule.cadence),
            "questions_per_round": schedule.questions_per_round,
            "open_hours": schedule.open_hours,
            "remind_after_hours": schedule.remind_after_hours,
        }
    )


def decode_schedule(schedule_id: str, text: str) -> Schedule:
    plain = loads(text)
    return Schedule(
        id=ScheduleId(schedule_id),
        units=tuple(UnitId(unit) for unit in plain["units"]),
        questions=tuple(plain["questions"]),
        cadence=_cadence(plain),
        questions_per_round=plain["questions_per_round"],
        open_hours=plain["open_hours"],
        remind_after_hours=plain["remind_after_hours"],
    )


def _plain_cadence(cadence: Cadence) -> dict[str, object]:
    match cadence:
        case OnDays(days=days, at=at, every_weeks=every_weeks):
            return {"days": [day.value for day in days], "at": at.isoformat(), "every_weeks": every_weeks}
        case OnCron(expression=expression):
            return {"cron": expression}
        case _:
            assert_never(cadence)


def _cadence(plain: Mapping[str, Any]) -> Cadence:
    if "cron" in plain:
        return OnCron(expression=plain["cron"])
    return OnDays(
        days=tuple(Weekday(day) for day in plain["days"]),
        at=time.fromisoformat(plain["at"]),
        every_weeks=plain["every_weeks"],
    )


def plain_settings(
    budget: Budget, quiet: QuietHours, digest: DigestTime, quiet_weeks: Iterable[QuietWeek], privacy: Privacy
) -> dict[str, object]:
    """The programme's small tables as plain values; `settings` reads them back."""
    return {
        "budget": {"questions_per_week": budget.questions_per_week},
        "quiet": {"starts": quiet.starts.isoformat(), "ends": quiet.ends.isoformat()},
        "digest": {"day": digest.day.value, "at": digest.at.isoformat()},
        "quiet_weeks": [
            {"week": str(quiet_week.week), "units": quiet_week.units, "reason": quiet_week.reason}
            for quiet_week in quiet_weeks
        ],
        "privacy": {
            "minimum_group": privacy.minimum_group,
            "minimum_group_comments": privacy.minimum_group_comments,
            "epoch_weeks": privacy.epoch_weeks,
        },
    }


def settings(plain: Mapping[str, Any]) -> tuple[Budget, QuietHours, DigestTime, tuple[QuietWeek, ...], Privacy]:
    quiet, digest = plain["quiet"], plain["digest"]
    return (
        Budget(**plain["budget"]),
        QuietHours(starts=time.fromisoformat(quiet["starts"]), ends=time.fromisoformat(quiet["ends"])),
        DigestTime(day=Weekday(digest["day"]), at=time.fromisoformat(digest["at"])),
        tuple(
            QuietWeek(
                week=IsoWeek.parse(quiet_week["week"]),
                units=tuple(cast(list[UnitId], quiet_week["units"])),
                reason=quiet_week["reason"],
            )
            for quiet_week in plain["quiet_weeks"]
        ),
        Privacy(**plain["privacy"]),
    )
