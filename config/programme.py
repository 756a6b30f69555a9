"""`programme.toml` into the programme: units, schedules and the rules around them, each mistake on its own line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.organisation.units import Organisation, Unit
from bot.domain.programme.programme import (
    Budget,
    Contact,
    DigestTime,
    Guardian,
    Privacy,
    Programme,
    QuietDay,
    QuietHours,
    QuietWeek,
    StaffHelp,
)
from bot.domain.programme.questions import Question
from bot.domain.texts.sentences import Sentence
from bot.ports import Recurrence
from bot.setting_fields import shown
from config.faults import Fault, FaultList, InputWrong, did_you_mean
from config.files import TextFiles
from config.posts_and_change_overs import RegisterReader
from config.questions import QuestionBank
from config.schedules import ScheduleReader
from config.table_reader import Built, TableReader
from config.toml_files import TomlFile, read_toml
from config.toml_lines import Path as KeyPath
from config.toml_schema import (
    BudgetTable,
    ChartTable,
    ContactTable,
    DigestTable,
    FlagsTable,
    GuardianTable,
    HelpTable,
    OrganisationTable,
    PrivacyTable,
    QuietDayTable,
    QuietTable,
    QuietWeekTable,
    RotaTable,
    Table,
    UnitTable,
)
from config.units import DEEPEST, KnownUnits

PROGRAMME_FILE: Final = "programme.toml"
_TABLES: Final = (
    "organisation", "unit", "schedule", "budget", "quiet", "digest", "quiet_week", "quiet_day", "flags", "chart",
    "privacy", "change_over", "leadership_role", "governance_seat", "contact",
    "rota", "help", "guardian",
)  # fmt: skip


_OLD_NAMES: Final = {("privacy", "epoch_weeks"): "quarter_weeks"}


def read_programme_file(files: TextFiles) -> TomlFile:
    """The file as plain tables with lines; raises InputWrong when it is missing or no TOML."""
    return read_toml(files, PROGRAMME_FILE)


def old_names(source: TomlFile) -> Iterable[Fault]:
    """Keys under names that are still understood and better changed."""
    for (table, old), new in _OLD_NAMES.items():
        if old in _keys(source, table):
            yield Fault(
                file=source.file,
                line=source.line((table, old)),
                key=f"{table}.{old}",
                what=f"is called {new} now; the old name still works",
            )


def _keys(source: TomlFile, table: str) -> Mapping[str, Any]:
    """The keys of a table that there is once."""
    keys = source.tables.get(table)
    return keys if isinstance(keys, dict) else {}


def _by_new_names(source: TomlFile, faults: FaultList) -> TomlFile:
    """The same file with its old names replaced."""
    tables, lines = dict(source.tables), dict(source.lines)
    for (table, old), new in _OLD_NAMES.items():
        keys, line = _keys(source, table), source.line((table, old))
        if old not in keys:
            continue
        if new in keys:
            faults.add(line, f"{table}.{old}", Sentence.of("fault-old_name", name=new))
        tables[table] = {new: keys[old], **{key: value for key, value in keys.items() if key != old}}
        lines.setdefault((table, new), line)
    return replace(source, tables=tables, lines=lines)


def build_programme(source: TomlFile, bank: QuestionBank | None, *, recurrence: Recurrence) -> Programme:
    """The programme of a file and its questions; raises InputWrong with every fault.

    Without a bank (its file has faults of its own) the names of questions are not checked.
    """
    built: Programme | None = None
    with FaultList(source.file) as faults:
        source = _by_new_names(source, faults)
        built = _Reader(TableReader(source, faults), KnownUnits.in_file(source), bank, recurrence).programme()
    if faults or built is None:
        raise InputWrong(faults)
    return built


@dataclass(slots=True)
class _Reader:
    """Reads table by table; a table with faults is left out, and the rest is still checked."""

    tables: TableReader
    units: KnownUnits
    bank: QuestionBank | None
    recurrence: Recurrence

    def programme(self) -> Programme | None:
        self.tables.refuse_unknown_tables(_TABLES)
        organisation = self._organisation()
        questions = self.bank.questions if self.bank else {}
        schedules = ScheduleReader(self.tables, self.check_units, self._check_questions, self.recurrence).schedules()
        quiet_weeks, quiet_days = self._quiet_weeks(), self._quiet_days()
        register = RegisterReader(self.tables, self.check_units, self._check_unit)
        change_overs = register.change_overs()
        leadership_roles = register.leadership_roles()
        governance_seats = register.governance_seats()
        budget = self._rules("budget", BudgetTable, Budget)
        quiet = self._rules("quiet", QuietTable, QuietHours)
        digest = self._rules("digest", DigestTable, DigestTime)
        privacy = self._rules("privacy", PrivacyTable, Privacy)
        flags = self.tables.single("flags", FlagsTable)
        chart = self.tables.single("chart", ChartTable)
        rota = self.tables.single("rota", RotaTable)
        contact, staff_help, guardians = self._contact(), self._help(), self._guardians()
        if not (organisation and budget and quiet and digest and privacy and flags and chart and rota):
            return None
        return Programme(
            organisation=organisation,
            questions=questions,
            schedules=schedules,
            budget=budget,
            quiet=quiet,
            digest=digest,
            quiet_weeks=quiet_weeks,
            quiet_days=quiet_days,
            privacy=privacy,
            change_overs=change_overs,
            leadership_roles=leadership_roles,
            governance_seats=governance_seats,
            contact=contact,
            rota_hosts=tuple(dict.fromkeys(rota.hosts)),
            help=staff_help,
            guardians=guardians,
            **_given(flags),
            **_given(chart),
        )

    def _contact(self) -> Contact | None:
        if "contact" not in self.tables.source.tables:
            return None
        table = self.tables.single("contact", ContactTable, needed=True)
        return None if table is None else Contact(name=table.name, address=table.address)

    def _help(self) -> StaffHelp | None:
        if "help" not in self.tables.source.tables:
            return None
        table = self.tables.single("help", HelpTable, needed=True)
        if table is None:
            return None
        return self.tables.build(lambda: StaffHelp(text=table.text, link=table.link or ""), ("help", "link"))

    def _guardians(self) -> tuple[Guardian, ...]:
        """That they are on the roster is checked where it is read, too."""
        found: list[Guardian] = []
        for path, raw in self.tables.repeated("guardian"):
            table = self.tables.checked(GuardianTable, raw, path)
            if table is not None and self.check_units(table.units, (*path, "units")):
                units = tuple(UnitId(unit) for unit in table.units)
                found.append(Guardian(person=PersonId(table.person), units=units))
        return tuple(found)

    # --- units ----------------------------------------------------------------------------------------------------

    def _organisation(self) -> Organisation | None:
        head = self.tables.single("organisation", OrganisationTable, needed=True)
        before = self.tables.fault_count
        units = tuple(self._units())
        if head is None or self.tables.fault_count > before:
            return None
        return self.tables.build(
            lambda: Organisation(name=head.name, timezone=head.timezone, locale=head.locale, units=units),
            ("unit",),
        )

    def _units(self) -> Iterable[Unit]:
        if "unit" not in self.tables.source.tables:
            self.tables.missing("unit", Sentence.of("fault-missing_units"))
        first_lines: dict[str, int] = {}
        read: list[tuple[KeyPath, UnitTable]] = []
        for path, raw in self.tables.repeated("unit"):
            name = raw.get("id")
            if isinstance(name, str) and name in first_lines:
                self.tables.id_twice(path, name, "unit", first_lines[name])
                continue
            table = self.tables.checked(UnitTable, raw, path)
            if isinstance(name, str):
                first_lines[name] = self.tables.source.line((*path, "id"))
            if table is not None:
                read.append((path, table))
        for path, table in read:
            if self._has_place(table, path):
                yield Unit(
                    id=UnitId(table.id),
                    name=table.name,
                    parent=UnitId(table.parent) if table.parent is not None else None,
                    timezone=table.timezone,
                    locale=table.locale,
                )

    def _has_place(self, table: UnitTable, path: KeyPath) -> bool:
        """Whether its parents exist and lead to the top."""
        if table.parent is None:
            return True
        if table.parent not in self.units:
            self.tables.fault((*path, "parent"), self.units.unknown(table.parent))
            return False
        above = self.units.above(table.id)
        if table.id in above:
            ring = " -> ".join([table.id, *above[:5], *(["..."] if len(above) > 5 else [])])
            self.tables.fault((*path, "parent"), Sentence.of("fault-ring", ring=ring))
            return False
        if len(above) > DEEPEST:
            self.tables.fault((*path, "parent"), Sentence.of("fault-too_deep", most=str(DEEPEST)))
            return False
        return True

    def check_units(self, names: Iterable[object], path: KeyPath) -> bool:
        unknown = [(index, name) for index, name in _texts(names) if name not in self.units]
        for index, name in unknown:
            self.tables.fault((*path, index), self.units.unknown(name))
        return not unknown

    def _check_unit(self, name: str, path: KeyPath) -> bool:
        if name not in self.units:
            self.tables.fault(path, self.units.unknown(name))
        return name in self.units

    # --- questions and rules --------------------------------------------------------------------------------------

    def _check_questions(self, names: Iterable[object], path: KeyPath) -> bool:
        if self.bank is None:
            return True
        known = _names(self.bank.questions.values())
        unknown = [(index, name) for index, name in _texts(names) if name not in known]
        for index, name in unknown:
            mend = did_you_mean(name, known) or Sentence.of("fault-question_names")
            self.tables.fault((*path, index), Sentence.of("fault-unknown_question", question=shown(name), mend=mend))
        return not unknown

    def _rules(self, name: str, model: type[Table], make: Callable[..., Built]) -> Built | None:
        """A value whose keys have defaults and are each checked by the domain, one by one."""
        table = self.tables.single(name, model)
        if table is None:
            return None
        given = _given(table)
        before = self.tables.fault_count
        for key, value in given.items():
            written = model.model_fields[key].alias or key
            self.tables.build(partial(make, **{key: value}), (name, written))
        return make(**given) if self.tables.fault_count == before else None

    def _quiet_weeks(self) -> tuple[QuietWeek, ...]:
        found: list[QuietWeek] = []
        for path, raw in self.tables.repeated("quiet_week"):
            table = self.tables.checked(QuietWeekTable, raw, path)
            if table is not None and self.check_units(table.units, (*path, "units")):
                units = tuple(UnitId(unit) for unit in table.units)
                found.append(QuietWeek(week=table.week, units=units, reason=table.reason))
        return tuple(found)

    def _quiet_days(self) -> tuple[QuietDay, ...]:
        found: list[QuietDay] = []
        for path, raw in self.tables.repeated("quiet_day"):
            table = self.tables.checked(QuietDayTable, raw, path)
            if table is not None and self.check_units(table.units, (*path, "units")):
                units = tuple(UnitId(unit) for unit in table.units)
                found.append(QuietDay(date=table.date, units=units, reason=table.reason))
        return tuple(found)


def _texts(names: Iterable[object]) -> Iterable[tuple[int, str]]:
    """What can be looked up, with its place; everything else has a fault of its own already."""
    return ((index, name) for index, name in enumerate(names) if isinstance(name, str))


def _names(questions: Iterable[Question]) -> frozenset[str]:
    """Every id and tag by which a schedule may choose questions."""
    return frozenset(name for question in questions for name in (question.id, *question.all_tags))


def _given(table: Table) -> dict[str, Any]:
    """The keys that the file gives, by the domain's names; what is left out keeps the domain's default."""
    return {key: value for key in type(table).model_fields if (value := getattr(table, key)) is not None}
