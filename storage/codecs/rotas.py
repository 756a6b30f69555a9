"""A rota as JSON text that its person can read: moments in UTC by the minute, so that their order is that of texts."""

from datetime import UTC, datetime, timedelta

from bot.domain.rota.shifts import Rota, Shift, ShiftKind, Span
from storage.codecs.json_text import dumps, loads

_KINDS = {kind.value: kind for kind in ShiftKind}
_NEAR = timedelta(days=1)
"""What is over for less than this still counts: the rest after a night."""


def encode_rota(rota: Rota) -> str:
    return dumps(
        {
            "known": [[_written(span.starts), _written(span.ends)] for span in rota.known],
            "shifts": [[_written(each.starts), _written(each.ends), each.kind.value] for each in rota.shifts],
        }
    )


def decode_rota(text: str, within: Span | None = None) -> Rota:
    """`within`: only what lies in a time, or was over for less than a day when it began."""
    read = loads(text)
    first, last = ("", "~") if within is None else (_written(within.starts - _NEAR), _written(within.ends))
    return Rota(
        shifts=tuple(
            Shift(starts=_read(starts), ends=_read(ends), kind=_KINDS[kind])
            for starts, ends, kind in read["shifts"]
            if starts < last and first < ends
        ),
        known=tuple(
            Span(starts=_read(starts), ends=_read(ends))
            for starts, ends in read["known"]
            if starts < last and first < ends
        ),
    )


def _written(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)
