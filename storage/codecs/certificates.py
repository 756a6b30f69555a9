"""Certificates and the lists that those of a week share, as JSON text; what cannot be read is a ValueError."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter

from bot.domain.certificates.canonical import canonical_text
from bot.domain.certificates.certificate import Certificate, History, Recorded, UsedCell, WeekLists
from bot.domain.identifiers import Json, UnitId
from bot.domain.iso_weeks import IsoWeek
from storage.codecs.json_text import loads


@cache
def _recorded() -> TypeAdapter[Recorded]:
    return TypeAdapter(Recorded)


@cache
def _history() -> TypeAdapter[History]:
    return TypeAdapter(History)


@cache
def _cells() -> TypeAdapter[tuple[tuple[UnitId, str, int, int, int], ...]]:
    return TypeAdapter(tuple[tuple[UnitId, str, int, int, int], ...])


def encode_certificate(certificate: Certificate) -> str:
    return canonical_text(
        {
            "v": 1,
            "made_at": certificate.made_at.isoformat(),
            "document": certificate.document,
            "facts": certificate.facts,
            "cells": [[each.team, each.week, each.n, each.low, each.high] for each in certificate.cells],
            "recorded": _recorded().dump_python(certificate.recorded, mode="json", exclude_defaults=True),
            "history": _plain_history(certificate.history),
            "readers": certificate.readers,
            "members": certificate.members,
        }
    )


def decode_certificate(unit: UnitId, week: IsoWeek, text: str) -> Certificate:
    """The inverse of `encode_certificate`."""
    match loads(text):
        case {"v": 1, "made_at": str(made_at), "document": str(document), "facts": dict(facts), **rest}:
            cells = _cells().validate_python(rest.get("cells"))
            return Certificate(
                unit=unit,
                week=week,
                made_at=datetime.fromisoformat(made_at),
                document=document,
                facts=facts,
                cells=tuple(UsedCell(team=team, week=at, n=n, low=low, high=high) for team, at, n, low, high in cells),
                recorded=_recorded().validate_python(rest.get("recorded")),
                history=_history().validate_python(rest.get("history")),
                readers=_texts(rest.get("readers")),
                members=_texts(rest.get("members")),
            )
        case _:
            raise ValueError("a certificate of another version")


def encode_lists(lists: WeekLists) -> str:
    return canonical_text(
        {
            "v": 1,
            "parents": [[unit, parent] for unit, parent in lists.parents.items()],
            "asked": sorted(lists.asked),
            "block": lists.block,
            "quarter": lists.quarter,
            "scores": _plain_history(lists.scores),
        }
    )


def decode_lists(week: IsoWeek, text: str) -> WeekLists:
    """The inverse of `encode_lists`."""
    match loads(text):
        case {"v": 1, "parents": list(parents), "asked": list(asked), **rest}:
            block, quarter = rest.get("block"), rest.get("quarter")
            return WeekLists(
                week=week,
                parents=_parents(parents),
                asked=frozenset(map(UnitId, asked)),
                block=None if block is None else _block(block),
                quarter=None if quarter is None else str(quarter),
                scores=_history().validate_python(rest.get("scores")),
            )
        case _:
            raise ValueError("lists of another version")


def _parents(kept: list[object]) -> Mapping[UnitId, UnitId | None]:
    found: dict[UnitId, UnitId | None] = {}
    for each in kept:
        match each:
            case [str(unit), str() | None as parent]:
                found[UnitId(unit)] = None if parent is None else UnitId(parent)
            case _:
                raise ValueError("a tree of units is kept as pairs")
    return found


def _block(kept: object) -> tuple[str, str, str]:
    match kept:
        case [str(period), str(first), str(last)]:
            return period, first, last
        case _:
            raise ValueError("a block is kept as three texts")


def _texts(kept: object) -> tuple[str, ...]:
    if not isinstance(kept, list) or not all(isinstance(each, str) for each in kept):
        raise ValueError("digests are kept as texts")
    return tuple(kept)


def _plain_history(history: History) -> Json:
    plain: Json = _history().dump_python(history, mode="json", exclude_defaults=True)
    return plain
