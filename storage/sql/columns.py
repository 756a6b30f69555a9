"""Column types that mean the same on SQLite and PostgreSQL, strict on both sides."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import TIMESTAMP, BigInteger, Boolean, Date, Dialect, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.domain.iso_weeks import IsoWeek
from storage.codecs.json_text import dumps

_Value = TypeVar("_Value")

Wide: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")
"""64-bit integers: update ids and microseconds do not fit PostgreSQL's `integer`."""

week_of = lru_cache(maxsize=4096)(IsoWeek.parse)
# The thousands of rows of one round share a handful of instants.
_read = lru_cache(maxsize=1024)(datetime.fromisoformat)


@lru_cache(maxsize=1024)
def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


class _Bare(TypeDecorator[_Value]):
    """A type whose own conversion is all there is: drivers take and give the result as it is, so rows of a bulk insert
    or of a whole team need not pass through the conversion of `impl` as well."""

    __abstract__ = True

    def bind_processor(self, dialect: Dialect) -> Callable[[_Value | None], Any]:
        convert = self.process_bind_param
        return lambda value: None if value is None else convert(value, dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], _Value | None]:  # noqa: ARG002
        convert = self.process_result_value
        return lambda value: None if value is None else convert(value, dialect)


class UtcDateTime(_Bare[datetime]):
    """An aware instant in UTC. On SQLite a text of fixed width, so that comparing texts compares instants."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = TIMESTAMP(timezone=True) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone cannot be stored")
        return value.astimezone(UTC) if dialect.name == "postgresql" else _written(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return _read(value)
        instant: datetime = value.astimezone(UTC)
        return instant


class Day(_Bare[date]):
    """A calendar day."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = Date() if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        return value.isoformat() if value is not None and dialect.name != "postgresql" else value

    def process_result_value(self, value: Any, _dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


class Week(_Bare[IsoWeek]):
    """An ISO week as `2026-W10`, whose order as text is its order in time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: IsoWeek | None, _dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> IsoWeek | None:
        return None if value is None else week_of(value)


class Switch(_Bare[bool]):
    """Yes or no; strict SQLite tables know no BOOLEAN."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = Boolean() if dialect.name == "postgresql" else Integer()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        return int(value) if value is not None and dialect.name != "postgresql" else value

    def process_result_value(self, value: Any, _dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class TextList(TypeDecorator[list[str]]):
    """Many texts as one parameter: JSON on SQLite, an array on PostgreSQL (never a column)."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = ARRAY(Text()) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> Any:
        return dumps(value) if value is not None and dialect.name != "postgresql" else value


class NumberList(TypeDecorator[list[int]]):
    """Many whole numbers as one parameter, as `TextList` for texts."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = ARRAY(BigInteger()) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> Any:
        return dumps(value) if value is not None and dialect.name != "postgresql" else value
