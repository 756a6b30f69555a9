"""An uploaded list between two pages: sealed by the secret of its session, which is kept nowhere."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from bot.domain.administration.upload.columns import UploadColumn, UploadedRow, UploadedTable
from bot.domain.administration.upload.scope import UploadChoices, UploadPlan
from bot.domain.answers.epochs import EpochKey, KeyDerivation
from bot.domain.errors import KeyUnavailable
from bot.domain.fixed_lengths import filled_up
from bot.domain.identifiers import UnitId
from bot.domain.organisation.people import Channel, Role
from bot.ports import Clock, Sealer, UnitOfWork

LIVES: Final = timedelta(minutes=30)
_LENGTHS: Final = (8_192, 65_536, 524_288)
"""Bytes of what is sealed: a short list of one ward and a long one look alike."""
_VERSION: Final = 1
"""Of what is sealed. What has another one is taken for a list whose time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedUpload:
    """What was chosen, and what came of it."""

    choices: UploadChoices
    plan: UploadPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadySaved:
    revision: int


class HeldUpload:
    """The one list of a session. Whoever has the database alone cannot read it, and it ends with the session."""

    def __init__(self, session: str, *, sealer: Sealer, clock: Clock, of: str = "") -> None:
        """`session`: its secret. `of`: what it is a list of, if not of people; nobody takes one for another."""
        self._of = of.encode()
        self._secret, self._sealer, self._clock = session.encode("utf-8", "replace"), sealer, clock
        self._digest = sha256(self._secret).digest()

    async def begin(self, work: UnitOfWork, sealed_table: bytes) -> None:
        await work.uploads.begin(self._digest, sealed_table, expires_at=self._clock.now() + LIVES)

    def sealed_table(self, table: UploadedTable) -> bytes:
        rows = [[row.line, *row.cells] for row in table.rows]
        return self._seal("table", {"headings": table.headings, "rows": rows})

    async def table(self, work: UnitOfWork) -> UploadedTable | None:
        sealed = await work.uploads.table(self._digest, at=self._clock.now())
        read = None if sealed is None else self._unseal("table", sealed)
        if read is None:
            return None
        rows = tuple(UploadedRow(line=line, cells=tuple(cells)) for line, *cells in read["rows"])
        return UploadedTable(headings=tuple(read["headings"]), rows=rows)

    async def note(self, work: UnitOfWork, looked: ComparedUpload) -> None:
        choices, plan = self._seal("choices", asdict(looked.choices)), self._seal("plan", asdict(looked.plan))
        await work.uploads.note(self._digest, choices=choices, plan=plan)

    async def looked(self, work: UnitOfWork) -> ComparedUpload | AlreadySaved | None:
        """None where nothing is held, or nothing was chosen yet."""
        held = await work.uploads.plan(self._digest, at=self._clock.now())
        if held is None:
            return None
        if held.saved_as is not None:
            return AlreadySaved(revision=held.saved_as)
        choices, plan = self._unseal("choices", held.choices), self._unseal("plan", held.plan)
        if choices is None or plan is None:
            return None
        try:
            return ComparedUpload(choices=_choices(choices), plan=UploadPlan(**plan))
        except (KeyError, TypeError, ValueError):
            return None

    async def note_saved(self, work: UnitOfWork, revision: int) -> None:
        await work.uploads.note_saved(self._digest, revision)

    async def end(self, work: UnitOfWork) -> None:
        await work.uploads.end(self._digest)

    def _seal(self, part: str, value: Mapping[str, Any]) -> bytes:
        text = json.dumps({"v": _VERSION, **value}, ensure_ascii=False, separators=(",", ":"))
        body = filled_up(zlib.compress(text.encode("utf-8", "replace")), _LENGTHS)
        return self._sealer.seal(self._key, body=body, bound_to=self._digest + self._of + part.encode())

    def _unseal(self, part: str, sealed: bytes) -> dict[str, Any] | None:
        if not sealed:
            return None
        try:
            body = self._sealer.unseal(self._key, sealed=sealed, bound_to=self._digest + self._of + part.encode())
        except KeyUnavailable:
            return None
        found: dict[str, Any] = json.loads(zlib.decompressobj().decompress(body))
        return found if found.pop("v", None) == _VERSION else None

    @property
    def _key(self) -> EpochKey:
        secret = sha256(b"rounds upload 1 " + self._secret).digest()
        return EpochKey(secret=secret, derivation=KeyDerivation.HKDF_EXPAND)


def _choices(read: Mapping[str, Any]) -> UploadChoices:
    unit = read["unit"]
    known = {
        "columns": tuple(None if each is None else UploadColumn(each) for each in read["columns"]),
        "unit": None if unit is None else UnitId(unit),
        "role": Role(read["role"]),
        "channel": Channel(read["channel"]),
    }
    return UploadChoices(**{**read, **known})
