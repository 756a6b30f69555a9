"""From a table of a TOML file to its checked form, and from what is wrong with it to faults on the right lines."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.setting_fields import shown
from config.faults import FaultList, did_you_mean, listed
from config.toml_files import TomlFile
from config.toml_lines import Path as KeyPath
from config.toml_schema import Table

AnyTable = TypeVar("AnyTable", bound=Table)
Built = TypeVar("Built")

_KINDS: Mapping[str, str] = {
    "string_type": "must be text in quotes",
    "time_type": "must be a time in quotes",
    "is_instance_of": "must be text in quotes",
    "enum": "must be text in quotes",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "date_type": "must be a date in quotes",
    "finite_number": "must be a finite number",
    "list_type": "must be a list in brackets",
    "dict_type": "must be a table",
}


class TableReader:
    """Reads the tables of one file and collects every fault; `None` stands for a table with faults."""

    def __init__(self, source: TomlFile, faults: FaultList) -> None:
        self.source, self._faults = source, faults

    @property
    def fault_count(self) -> int:
        return len(self._faults)

    def fault(self, path: KeyPath, what: str) -> None:
        key = ".".join(str(step) for step in path if isinstance(step, str))
        self._faults.add(self.source.line(path), key, what, path=path)

    def refuse_unknown_tables(self, known: tuple[str, ...]) -> None:
        for name, value in self.source.tables.items():
            if name in known:
                continue
            near = did_you_mean(name, known)
            if isinstance(value, dict | list):
                others = f"; known tables are {listed(known, last='and')}"
                self.fault((name,), f"unknown table{near or others}")
            else:
                self.fault((name,), f"unknown key{near or '; it stands above every [table], so it belongs to none'}")

    def single(self, name: str, model: type[AnyTable], *, needed: bool = False) -> AnyTable | None:
        """The one table of this name; an absent one that is not needed counts as empty."""
        raw = self.source.tables.get(name)
        if raw is None and needed:
            self.fault((name,), f"missing; write a table [{name}]")
            return None
        if raw is not None and not isinstance(raw, dict):
            self.fault((name,), f"must be one table, written [{name}]")
            return None
        return self.checked(model, raw or {}, (name,))

    def repeated(self, name: str) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
        """Each table of a list of tables with its path."""
        raw = self.source.tables.get(name, [])
        if not isinstance(raw, list):
            self.fault((name,), f"must be a list of tables, each written [[{name}]] with two brackets")
            return
        for index, each in enumerate(raw):
            if isinstance(each, dict):
                yield (name, index), each
            else:
                self.fault((name, index), f"must be a table, written [[{name}]]")

    def checked(self, model: type[AnyTable], raw: Mapping[str, Any], path: KeyPath) -> AnyTable | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            found: dict[KeyPath, ErrorDetails] = {}
            for each in sorted(error.errors(include_url=False), key=_plainness):
                found.setdefault(_place(each["loc"], raw), each)  # a choice of two forms complains once for each
            for place, each in found.items():
                self.fault((*path, *place), _in_words(each, model))
            return None

    def build(self, make: Callable[[], Built], path: KeyPath) -> Built | None:
        """A domain value, or None and the domain's own words as a fault at `path`."""
        try:
            return make()
        except ValueError as error:
            self.fault(path, str(error).removeprefix(f"{path[-1]} "))  # the domain names the field, the fault the key
            return None


def _plainness(error: ErrorDetails) -> int:
    """Sorts what explains itself best to the front."""
    return {"in_words": 0, "string_type": 1}.get(error["type"], 2)


def _place(locale: tuple[int | str, ...], raw: Mapping[str, Any]) -> KeyPath:
    """The part of a pydantic location that stands in the file (it also names forms of a union and "[key]")."""
    place: list[int | str] = []
    inside: Any = raw
    for step in locale:
        if isinstance(inside, dict) and isinstance(step, str) and (step in inside or not place):
            inside = inside.get(step)
        elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
            inside = inside[step]
        else:
            continue
        place.append(step)
    return tuple(place)


def _in_words(error: ErrorDetails, model: type[Table]) -> str:
    known = {field.alias or name: field for name, field in model.model_fields.items()}
    key = error["loc"][0] if error["loc"] else ""
    field = known.get(str(key))
    example = f", like {field.description}" if field and field.description else ""
    context = error.get("ctx", {})
    match error["type"]:
        case "in_words":
            return str(context["what"])
        case "missing":
            return f"missing; write {field.description if field else key}"
        case "extra_forbidden":
            near = did_you_mean(key, known)
            others = f"; known keys are {listed(known, last='and', most=20)}"
            return f"unknown key{near or others}"
        case "greater_than_equal":
            return f"must be at least {context['ge']:g}"
        case "less_than_equal":
            return f"must be at most {context['le']:g}"
        case kind if kind in _KINDS:
            return f"{_KINDS[kind]}{example}"
        case _:
            return f"{shown(error['input'])} cannot be used here{example}"
