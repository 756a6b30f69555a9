"""Statements as their driver takes them: compiled by SQLAlchemy once, then run without its machinery.

What SQLAlchemy does around a statement every time costs several times what the database needs to run a small one, and
half a dozen of those stand between a tap and its edit. Only statements that are kept (constants of a module, or cached)
are worth it, so a statement is prepared when it is seen for the second time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import WeakSet

from sqlalchemy import Dialect, Executable
from sqlalchemy.engine import IteratorResult, Result
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import ReturnsRows
from sqlalchemy.types import TypeEngine

_KEPT = 1000
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Parameter:
    name: str
    """As the statement has it."""
    key: str
    """As whoever runs it gives it."""
    own: Any
    """What stands in the statement itself, where nothing is given."""
    convert: Convert | None

    def value(self, given: Mapping[str, Any]) -> Any:
        value = given.get(self.key, self.own)
        return value if self.convert is None else self.convert(value)


_UNDESCRIBED = SimpleResultMetaData(())


@dataclass(slots=True)
class Prepared:
    """One statement for one driver; it can be run with any values for the same names."""

    sql: str
    is_positional: bool
    parameters: Sequence[_Parameter]
    returns: Sequence[Convert | None] | None
    """How each column of its rows is read; None where nothing is known about them."""
    has_rows: bool = False
    _columns: SimpleResultMetaData = field(default=_UNDESCRIBED)

    def bound(self, given: Mapping[str, Any]) -> Any:
        if self.is_positional:
            return tuple([each.value(given) for each in self.parameters])
        return {each.name: each.value(given) for each in self.parameters}

    @property
    def is_described(self) -> bool:
        return self._columns is not _UNDESCRIBED

    def describe(self, names: Sequence[str]) -> None:
        """What the columns of its rows are called, known since it ran; none where it has no rows."""
        converts: Any = self.returns if self.returns is not None and len(self.returns) == len(names) else None
        self._columns, self.has_rows = SimpleResultMetaData(list(names), _processors=converts), bool(names)

    def result(self, rows: Sequence[Any]) -> Result[*tuple[Any, ...]]:
        """Rows of the driver as SQLAlchemy would give them; it has been described."""
        return IteratorResult(self._columns, iter(rows))


_seen: WeakSet[Executable] = WeakSet()


def prepared(
    statement: Executable, dialect: Dialect, names: tuple[str, ...], *, at_once: bool = False
) -> Prepared | None:
    """None where SQLAlchemy has to run it. `names`: the parameters that will be given; `at_once`: it is a kept one."""
    if not at_once and statement not in _seen:
        _seen.add(statement)
        return None
    return _prepared(statement, dialect, names)


@lru_cache(maxsize=_KEPT)
def _prepared(statement: Executable, dialect: Dialect, names: tuple[str, ...]) -> Prepared | None:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))  # type: ignore[attr-defined]
    if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params or compiled.literal_execute_params:
        return None  # its text depends on the values
    order = compiled.bind_names.values() if compiled.positiontup is None else compiled.positiontup
    return Prepared(
        sql=str(compiled),
        is_positional=compiled.positiontup is not None,
        parameters=[
            _Parameter(
                name=name,
                key=compiled.binds[name].key,
                own=compiled.binds[name].effective_value,
                convert=compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect),
            )
            for name in order
        ],
        returns=_reading(statement, dialect),
    )


def _reading(statement: Executable, dialect: Dialect) -> Sequence[Convert | None] | None:
    if not isinstance(statement, ReturnsRows):
        return None

    def of(kind: TypeEngine[Any]) -> Convert | None:
        return kind.dialect_impl(dialect).result_processor(dialect, None)

    return [of(column.type) for column in statement.exported_columns]
