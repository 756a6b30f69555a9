"""From a table of a TOML file to its checked form, and from what is wrong with it to faults on the right lines."""

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.domain.texts.refusals import Refused
from bot.domain.texts.sentences import Sentence, Wording
from bot.setting_fields import shown
from config.faults import FaultList, did_you_mean, listed, nearest
from config.toml_files import TomlFile
from config.toml_lines import Path as KeyPath
from config.toml_schema import Table

AnyTable = TypeVar("AnyTable", bound=Table)
Built = TypeVar("Built")

_KINDS: Mapping[str, str] = {
    "string_type": "fault-kind-text",
    "time_type": "fault-kind-time",
    "is_instance_of": "fault-kind-text",
    "enum": "fault-kind-text",
    "int_type": "fault-kind-whole",
    "int_from_float": "fault-kind-whole",
    "float_type": "fault-kind-number",
    "bool_type": "fault-kind-truth",
    "date_type": "fault-kind-date",
    "finite_number": "fault-kind-finite",
    "list_type": "fault-kind-list",
    "dict_type": "fault-kind-table",
}
"""What a value must be, by the name that pydantic has for its fault."""


class TableReader:
    """Reads the tables of one file and collects every fault; `None` stands for a table with faults."""

    def __init__(self, source: TomlFile, faults: FaultList) -> None:
        self.source, self._faults = source, faults
        self._meant = set[str | None]()

    @property
    def fault_count(self) -> int:
        return len(self._faults)

    def fault(self, path: KeyPath, what: Wording) -> None:
        key = ".".join(str(step) for step in path if isinstance(step, str))
        self._faults.add(self.source.line(path), key, what, path=path)

    def id_twice(self, path: KeyPath, name: str, what: str, line: int) -> None:
        """A fault of a table whose id another one has; `what` it is, as its tables are called."""
        said = Sentence.of("fault-id_twice", id=shown(name), what=what, line=str(line))
        self.fault((*path, "id"), said)

    def missing(self, name: str, what: Wording) -> None:
        """A fault of the table of this name, unless one that is called nearly so was told of as unknown."""
        if name not in self._meant:
            self.fault((name,), what)

    def refuse_unknown_tables(self, known: tuple[str, ...]) -> None:
        for name, value in self.source.tables.items():
            if name in known:
                continue
            near = did_you_mean(name, known)
            self._meant.add(nearest(name, known))
            if isinstance(value, dict | list):
                others = Sentence.of("fault-known_tables", known=listed(known, is_choice=False))
                self.fault((name,), Sentence.of("fault-unknown_table", mend=near or others))
            else:
                mend = near or Sentence.of("fault-above_tables")
                self.fault((name,), Sentence.of("fault-unknown_key", mend=mend))

    def single(self, name: str, model: type[AnyTable], *, needed: bool = False) -> AnyTable | None:
        """The one table of this name; an absent one that is not needed counts as empty."""
        raw = self.source.tables.get(name)
        if raw is None and needed:
            self.missing(name, Sentence.of("fault-missing_table", name=name))
            return None
        if raw is not None and not isinstance(raw, dict):
            self.fault((name,), Sentence.of("fault-one_table", name=name))
            return None
        return self.checked(model, raw or {}, (name,))

    def repeated(self, name: str) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
        """Each table of a list of tables with its path."""
        raw = self.source.tables.get(name, [])
        if not isinstance(raw, list):
            self.fault((name,), Sentence.of("fault-list_of_tables", name=name))
            return
        for index, each in enumerate(raw):
            if isinstance(each, dict):
                yield (name, index), each
            else:
                self.fault((name, index), Sentence.of("fault-a_table", name=name))

    def checked(self, model: type[AnyTable], raw: Mapping[str, Any], path: KeyPath) -> AnyTable | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            found: dict[KeyPath, ErrorDetails] = {}
            for each in sorted(error.errors(include_url=False), key=_plainness):
                found.setdefault(_place(each["loc"], raw), each)  # a choice of two forms complains once for each
            meant = _meant(found, model)
            for place, each in found.items():
                if place not in meant:
                    self.fault((*path, *place), _in_words(each, model))
            return None

    def build(self, make: Callable[[], Built], path: KeyPath) -> Built | None:
        """A domain value, or None and the domain's own words as a fault at `path`."""
        try:
            return make()
        except Refused as refused:
            self.fault(path, refused.said)
        except ValueError as error:  # what is said in words before it comes to this
            self.fault(path, str(error))
        return None


def _meant(found: Mapping[KeyPath, ErrorDetails], model: type[Table]) -> Container[KeyPath]:
    """Keys that only look missing, because they are misspelt."""
    unknown = [place for place, each in found.items() if each["type"] == "extra_forbidden"]
    return {(near,) for place in unknown if (near := nearest(place[-1], _fields(model))) and (near,) in found}


def _fields(model: type[Table]) -> Mapping[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


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


def _in_words(error: ErrorDetails, model: type[Table]) -> Wording:
    known = _fields(model)
    key = error["loc"][0] if error["loc"] else ""
    field = known.get(str(key))
    like = Sentence.of("fault-like", example=field.description) if field and field.description else ""
    context = error.get("ctx", {})
    match error["type"]:
        case "in_words":
            what: Wording = context["what"]
            return what
        case "missing":
            return Sentence.of("fault-missing", example=str(field.description if field else key))
        case "extra_forbidden":
            near = did_you_mean(key, known)
            others = Sentence.of("fault-known_keys", known=listed(known, is_choice=False, most=20))
            return Sentence.of("fault-unknown_key", mend=near or others)
        case "greater_than_equal":
            return Sentence.of("fault-at_least", least=f"{context['ge']:g}")
        case "less_than_equal":
            return Sentence.of("fault-at_most", most=f"{context['le']:g}")
        case kind if kind in _KINDS:
            return Sentence.of(_KINDS[kind], like=like)
        case _:  # the library has more kinds of fault
            return Sentence.of("fault-kind-other", value=shown(error["input"]), like=like)
