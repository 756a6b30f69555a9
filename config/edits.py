"""One change to the programme or to a person, by the rules of the files: what stands there is written as plain tables,
changed, and read again. Nothing is checked here that `rounds check` does not check."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from bot.channel_port import Channels
from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.people import Role, Roster
from bot.domain.programme.programme import Programme
from bot.domain.programme.questions import Question
from bot.domain.texts.sentences import Sentence, Wording, elsewhere
from bot.ports import Recurrence
from bot.programme_rules import EditFault, EditRefused, Keys, Plain
from config.faults import Fault, InputWrong
from config.programme import PROGRAMME_FILE, build_programme
from config.questions import QUESTIONS_FILE, build_questions, wording_cautions
from config.roster import read_rows
from config.toml_files import TomlFile
from config.units import KnownUnits
from config.warnings import ChangedCautions
from config.writers import particulars_of, programme_tables, questions_tables

_QUESTION: Final = "question"


class FileRules:
    """Meets the port `ProgrammeRules`."""

    def __init__(self, *, recurrence: Recurrence, channels: Channels) -> None:
        self._recurrence, self._channels = recurrence, channels
        self._changed_cautions = ChangedCautions()

    def entry(self, programme: Programme, table: str, identity: str) -> Mapping[str, Plain]:
        return next((each for each in _entries(_tables(programme), table) if each["id"] == identity), {})

    def with_entry(
        self, programme: Programme, table: str, identity: str | None, keys: Mapping[str, Plain | None]
    ) -> Programme:
        tables = _tables(programme)
        entries = _entries(tables, table)
        if identity is None and any(each["id"] == keys.get("id") for each in entries):
            raise EditRefused([EditFault(key="id", what=Sentence.of("change-refused-there", id=str(keys["id"])))])
        place = next((place for place, each in enumerate(entries) if each["id"] == identity), len(entries))
        return self._with_keys(tables, table, place, keys)

    def entries(self, programme: Programme, table: str) -> Sequence[Mapping[str, Plain]]:
        return _entries(_tables(programme), table)

    def with_more(self, programme: Programme, table: str, *more: Mapping[str, Plain | None]) -> Programme:
        tables = _tables(programme)
        entries = _entries(tables, table)
        new = [{key: value for key, value in keys.items() if value is not None} for keys in more]
        places = [(table, len(entries) + number) for number in range(len(new))]
        return self._read({**tables, table: [*entries, *new]}, at=places)

    def with_settings(self, programme: Programme, table: str, keys: Mapping[str, Plain | None]) -> Programme:
        tables = _tables(programme)
        settings = {**tables.get(table, {}), **keys}
        kept = {key: value for key, value in settings.items() if value not in (None, [])}
        return self._read({**tables, table: kept}, at=[(table,)])

    def with_nth(self, programme: Programme, table: str, place: int, keys: Mapping[str, Plain | None]) -> Programme:
        return self._with_keys(_tables(programme), table, place, keys)

    def _with_keys(
        self, tables: Mapping[str, Any], table: str, place: int, keys: Mapping[str, Plain | None]
    ) -> Programme:
        """With these keys changed in the entry at a place, or in a new one behind the last."""
        entries = _entries(tables, table)
        entry = {**(entries[place] if place < len(entries) else {}), **keys}
        entries[place:] = [{key: value for key, value in entry.items() if value is not None}, *entries[place + 1 :]]
        return self._read({**tables, table: entries}, at=[(table, place)])

    def without_one(self, programme: Programme, table: str, entry: Mapping[str, Plain]) -> Programme:
        entries = _entries(_tables(programme), table)
        if entry not in entries:
            return programme
        entries.remove(dict(entry))
        return self._with_only(programme, table, entries)

    def without_entry(self, programme: Programme, table: str, identity: str) -> Programme:
        entries = _entries(_tables(programme), table)
        return self._with_only(programme, table, [each for each in entries if each["id"] != identity])

    def _with_only(self, programme: Programme, table: str, entries: Sequence[Mapping[str, Any]]) -> Programme:
        rest = {name: each for name, each in _tables(programme).items() if name != table}
        return self._read({**rest, table: entries} if entries else rest, at=[(table,)])

    def table(self, programme: Programme, name: str) -> Mapping[str, Plain]:
        found: Mapping[str, Plain] = _tables(programme).get(name, {})
        return found

    def with_table(self, programme: Programme, name: str, keys: Keys) -> Programme:
        rest = {each: table for each, table in _tables(programme).items() if each != name}
        table = {key: value for key, value in keys.items() if value is not None}
        return self._read({**rest, name: table} if table else rest, at=[(name,)])

    def particulars(self, roster: Roster, person: PersonId) -> Mapping[str, str]:
        return particulars_of(roster, person, channels=self._channels)

    def with_person(
        self,
        programme: Programme,
        roster: Roster,
        particulars: Mapping[str, str],
        roles: Iterable[tuple[UnitId, Role]],
    ) -> Roster:
        person = PersonId(particulars["person_id"])
        rows = [{**particulars, "unit": unit, "role": role.value} for unit, role in sorted(roles)]
        units = KnownUnits.of(programme.organisation)
        try:
            read = read_rows(enumerate(rows, start=1), units, channels=self._channels, of_a_form=True)
        except InputWrong as error:
            faults = [EditFault(key=fault.key, what=fault.wording) for fault in error.faults]
            raise EditRefused(dict.fromkeys(faults)) from error  # each said once
        others = roster.memberships - {each for each in roster.memberships if each.person == person}
        people, addresses = {**roster.people, **read.people}, {**roster.addresses, **read.addresses}
        if not rows:
            people.pop(person, None)
            addresses.pop(person, None)
        return replace(roster, people=people, memberships=others | read.memberships, addresses=addresses)

    def new_cautions(self, before: tuple[Programme, Roster], after: tuple[Programme, Roster]) -> Sequence[Wording]:
        old, new = self._changed_cautions(before, after, directory=Path())
        known = {fault.wording for fault in old} | set(self._wording_cautions(before[0]))
        found = [*(fault.wording for fault in new), *self._wording_cautions(after[0])]
        return [each for each in found if each not in known]

    def _wording_cautions(self, programme: Programme) -> Sequence[Wording]:
        return [each for question in programme.questions.values() for each in self.wording_cautions(question)]

    def wording_cautions(self, question: Question) -> Sequence[Wording]:
        return [fault.wording for fault in wording_cautions([question], _file(QUESTIONS_FILE, {}))]

    def _read(self, tables: Mapping[str, Any], *, at: Sequence[tuple[str | int, ...]]) -> Programme:
        """`at`: where what has changed stands."""
        rest = {name: each for name, each in tables.items() if name != _QUESTION}
        questions = {name: each for name, each in tables.items() if name == _QUESTION}
        try:
            bank = build_questions(_file(QUESTIONS_FILE, questions))
            return build_programme(_file(PROGRAMME_FILE, rest), bank, recurrence=self._recurrence)
        except InputWrong as error:
            faults = dict.fromkeys(_at_its_key(fault, at) for fault in error.faults)  # each said once
            raise EditRefused(faults) from error


def _tables(programme: Programme) -> Mapping[str, Any]:
    """Those of both files, which share no name."""
    return {**programme_tables(programme), **questions_tables(programme.questions.values())}


def _file(name: str, tables: Mapping[str, Any]) -> TomlFile:
    return TomlFile(file=name, tables=tables, lines={})


def _entries(tables: Mapping[str, Any], table: str) -> list[dict[str, Any]]:
    return list(tables.get(table, []))


def _at_its_key(fault: Fault, at: Sequence[tuple[str | int, ...]]) -> EditFault:
    """A fault of a changed entry belongs to one of its keys, with a dot before the language of a wording; what
    another part of the programme says against it has none."""
    inside = next((fault.path[len(place) :] for place in at if fault.path[: len(place)] == place), ())
    is_inside = bool(inside) and isinstance(inside[0], str)
    key = ".".join(each for each in inside if isinstance(each, str)) if is_inside else ""
    return EditFault(key=key, what=fault.wording if key else elsewhere(fault.key, fault.wording))
