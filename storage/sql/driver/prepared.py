"""Statements as their driver takes them: compiled by SQLAlchemy once, then run without its machinery."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Executable
from sqlalchemy.engine import IteratorResult, Result
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.selectable import ReturnsRows
from sqlalchemy.types import TypeEngine

_KEPT = 1000
_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parameter:
    name: str
    """As the statement has it."""
    key: str
    """As the caller names it."""
    default: Any
    """What stands in the statement itself, where the caller gives nothing."""
    convert: _Convert | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One statement for one driver; it can be run with any values for the same names."""

    sql: str
    is_positional: bool
    parameters: Sequence[_Parameter]
    columns: Sequence[str]
    """Empty where it has no rows."""
    converts: Sequence[_Convert | None] | None
    """How each column of its rows is read; None where the driver's values are right already."""

    def bound(self, given: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        values = [
            given.get(each.key, each.default)
            if each.convert is None
            else each.convert(given.get(each.key, each.default))
            for each in self.parameters
        ]
        if self.is_positional:
            return tuple(values)
        return {each.name: value for each, value in zip(self.parameters, values, strict=True)}

    def result(self, rows: Sequence[Sequence[Any]]) -> Result[*tuple[Any, ...]]:
        """Rows of the driver as SQLAlchemy would give them."""
        if self.converts is not None:
            places = [(place, convert) for place, convert in enumerate(self.converts) if convert is not None]
            rows = [_read(places, row) for row in rows]
        return IteratorResult(SimpleResultMetaData(self.columns), iter(rows))


def _read(converts: Sequence[tuple[int, _Convert]], row: Sequence[Any]) -> tuple[Any, ...]:
    values = list(row)
    for place, convert in converts:
        values[place] = convert(values[place])
    return tuple(values)


def prepared(statement: Executable, dialect: Dialect, names: tuple[str, ...]) -> Prepared | None:
    """The statement for a driver, with the parameters that will be given; None where SQLAlchemy has to run it."""
    return _prepared(statement, _Speech(dialect), names)


class _Speech:
    """A dialect as far as a statement depends on it: every engine has a dialect of its own, and most speak alike."""

    __slots__ = ("_key", "dialect")

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._key = (type(dialect), dialect.server_version_info)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Speech) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=_KEPT)
def _prepared(statement: Executable, speech: _Speech, names: tuple[str, ...]) -> Prepared | None:
    dialect = speech.dialect
    if not isinstance(statement, ReturnsRows):
        return None  # SQL as text: nothing is known about its rows
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.post_compile_params or compiled.literal_execute_params:
        return None  # its SQL depends on the values
    order = compiled.bind_names.values() if compiled.positiontup is None else compiled.positiontup
    converts = [_reader(column.type, dialect) for column in statement.exported_columns]
    return Prepared(
        sql=str(compiled),
        is_positional=compiled.positiontup is not None,
        parameters=[
            _Parameter(
                name=name,
                key=compiled.binds[name].key,
                default=compiled.binds[name].effective_value,
                convert=compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect),
            )
            for name in order
        ],
        columns=statement.exported_columns.keys(),
        converts=converts if any(converts) else None,
    )


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> _Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
