"""A note as bytes, all of one length, and back: this is what is sealed into its file."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.answers.answer_body import AnswerPart
from bot.domain.fixed_lengths import filled_up
from bot.domain.identifiers import DeliveryKey, MessageRef, NoteId, PersonId, PromptId, UnitId
from bot.domain.raising.notes import MOST_BYTES, AskedNote, Letter, LetterKind, Note, Readers

_VERSION = 1
_write = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def pack(note: Note) -> bytes:
    plain = {
        "v": _VERSION,
        "writer": note.writer,
        "unit": note.unit,
        "readers": note.readers,
        "to": note.to.value,
        "guardians": note.guardians,
        "last_at": note.last_at.isoformat(),
        "letters": [_plain_letter(each) for each in note.letters],
        "asks": [_plain_ask(each) for each in note.asks],
        "seen_at": None if note.seen_at is None else note.seen_at.isoformat(),
        "runs_from": None if note.runs_from is None else note.runs_from.isoformat(),
        "parted": sorted(note.parted),
    }
    return filled_up(_write(plain).encode(), (MOST_BYTES,))


def unpack(identity: NoteId, packed: bytes) -> Note | None:
    """None for what another version wrote."""
    try:
        plain = json.loads(packed.rstrip(b"\0"))
        if plain["v"] != _VERSION:
            return None
        return Note(
            id=identity,
            writer=PersonId(plain["writer"]),
            unit=UnitId(plain["unit"]),
            readers=tuple(map(PersonId, plain["readers"])),
            to=Readers(plain["to"]),
            guardians=tuple(map(PersonId, plain["guardians"])),
            last_at=datetime.fromisoformat(plain["last_at"]),
            letters=tuple(_letter(each) for each in plain["letters"]),
            asks=tuple(_ask(each) for each in plain["asks"]),
            seen_at=_moment(plain.get("seen_at")),  # not written by earlier versions
            runs_from=_moment(plain.get("runs_from")),
            parted=frozenset(map(PersonId, plain.get("parted", ()))),
        )
    except (ValueError, LookupError, TypeError):
        return None


def _moment(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)


def _plain_letter(letter: Letter) -> Mapping[str, object]:
    return {
        "id": letter.id,
        "kind": letter.kind.value,
        "to": letter.to,
        "due_at": letter.due_at.isoformat(),
        "words": letter.words,
        "by": letter.by,
        "numbers": dict(letter.numbers),
        "given": sorted(letter.given),
    }


def _letter(plain: Mapping[str, Any]) -> Letter:
    return Letter(
        id=plain["id"],
        kind=LetterKind(plain["kind"]),
        to=tuple(map(PersonId, plain["to"])),
        due_at=datetime.fromisoformat(plain["due_at"]),
        words=plain["words"],
        by=None if plain["by"] is None else PersonId(plain["by"]),
        numbers={PersonId(person): number for person, number in plain["numbers"].items()},
        given=frozenset(map(PersonId, plain["given"])),
    )


def _plain_ask(ask: AskedNote) -> Mapping[str, object]:
    return {
        "prompt": ask.prompt,
        "person": ask.person,
        "shown_in": ask.shown_in,
        "asked_in": ask.asked_in,
        "asked_at": ask.asked_at.isoformat(),
        "parts": [(each.text, each.sequence, each.written_in) for each in ask.parts],
    }


def _ask(plain: Mapping[str, Any]) -> AskedNote:
    parts = plain.get("parts")
    if parts is None:  # an earlier version kept one message
        parts = [(plain["words"], 0, plain["written_in"])] if plain["words"] else []
    return AskedNote(
        prompt=PromptId(plain["prompt"]),
        person=PersonId(plain["person"]),
        shown_in=DeliveryKey(plain["shown_in"]),
        asked_in=DeliveryKey(plain["asked_in"]),
        asked_at=datetime.fromisoformat(plain["asked_at"]),
        parts=tuple(
            AnswerPart(text=text, sequence=sequence, written_in=None if ref is None else MessageRef(ref))
            for text, sequence, ref in parts
        ),
    )
