"""What an uploaded list would make of the people on the list: read by the rules of the roster, compared, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.administration.revisions import ProgrammeState
from bot.domain.administration.rights import OF_THE_WHOLE
from bot.domain.administration.upload.changes import held_by_person, person_changes, put_in
from bot.domain.administration.upload.columns import Cells, UploadedTable, named_cells
from bot.domain.administration.upload.completing import AlikePair, RowCompleter, alike_pairs
from bot.domain.administration.upload.scope import (
    RowFault,
    RowsRefused,
    UploadChoices,
    UploadPlan,
    UploadScope,
)
from bot.domain.errors import ProgrammeMissing
from bot.domain.identifiers import PersonId, short_id
from bot.domain.organisation.differing import HeldInUnits
from bot.domain.organisation.leaving import leaving
from bot.domain.organisation.people import Role, Roster
from bot.domain.texts import say
from bot.domain.texts.sentences import Sentence, worded
from bot.flows.administration.upload.rules import UploadRules
from bot.programme_rules import ProgrammeRules

MOST_NAMED = 20
"""Units and cautions that are named; of more only the number is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    plan: UploadPlan
    roster: Roster | None
    """None where there are faults, or a question is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that comparing needs, so that it can be done on a thread of its own."""

    state: ProgrammeState
    table: UploadedTable
    choices: UploadChoices
    scope: UploadScope
    lately: frozenset[PersonId]
    """Who left less than a fortnight ago."""
    today: date
    locale: str
    rules: UploadRules
    programme_rules: ProgrammeRules

    def __call__(self) -> Compared:
        """Raises ProgrammeMissing."""
        if self.state.programme is None:
            raise ProgrammeMissing
        before = self.state.roster
        given = list(named_cells(self.table, self.choices.columns))
        pairs = alike_pairs(given, before, self.scope)
        if any(self._answer(pair) is None for pair in pairs):
            named = [_shown(pair) for pair in pairs if pair.is_same_name]
            renamed = [_shown(pair) for pair in pairs if not pair.is_same_name]
            plan = UploadPlan(based_on=self.state.number, named=named, renamed=renamed)
            return Compared(plan=plan, roster=None)
        same = {pair.given: pair.known for pair in pairs if self._answer(pair)}
        completer = RowCompleter(
            roster=before,
            scope=self.scope,
            choices=self.choices,
            particulars=lambda person: self.rules.particulars(before, person),
        )
        completed = completer(given, same)
        try:
            read, read_until = self.rules.people(self.state.programme, self.scope, completed.rows), 0
            faults = [*completed.faults, *self._powers(read, completed.rows)]
        except RowsRefused as refused:
            read, read_until = None, refused.faults[-1].line if refused.has_more else 0
            faults = [*completed.faults, *refused.faults]
        left_out = {"left_out": completed.left_out, "left_out_units": list(completed.left_out_units)[:MOST_NAMED]}
        if read is None or faults:
            told = [
                (each.line, each.column, worded(each.what, self.locale))
                for each in sorted(faults, key=lambda each: each.line)
            ]
            plan = UploadPlan(based_on=self.state.number, faults=told, read_until=read_until, **left_out)  # type: ignore[arg-type]
            return Compared(plan=plan, roster=None)
        uploaded = put_in(before, read, self.choices, self.scope)
        after = uploaded.roster
        changes = person_changes(before, after, lately=self.lately, roles_in_words=self._in_words)
        gone = leaving(before, after, today=self.today)
        changed = {person for rows in changes.values() for _, person, _, _ in rows}
        cautions = self._cautions(after) if changes else []
        rows = {kind.value: found for kind, found in changes.items()}
        plan = UploadPlan(
            based_on=self.state.number,
            changes=rows,
            cautions=cautions[:MOST_NAMED],
            unchanged=len(read.people.keys() - changed),
            missing=uploaded.missing,
            missing_leave=self.choices.missing_leave,
            kept=uploaded.kept,
            leaving=len(gone.people),
            asks_again=gone.asks_again,
            fingerprint=short_id(self.state.number, *(cell for each in rows.values() for row in each for cell in row)),
            **left_out,  # type: ignore[arg-type]
        )
        return Compared(plan=plan, roster=after)

    def _answer(self, pair: AlikePair) -> bool | None:
        return self.choices.same_named if pair.is_same_name else self.choices.same_renamed

    def _powers(self, read: Roster, rows: Sequence[tuple[int, Cells]]) -> list[RowFault]:
        """Roles that only who administers everything gives."""
        if self.scope.everything:
            return []
        held, lines = held_by_person(self.state.roster), _first_lines(rows)
        return [
            RowFault(line=lines[each.person], column="role", what=Sentence.of("upload-not_yours_to_give"))
            for each in read.memberships
            if each.role in OF_THE_WHOLE and (each.unit, each.role) not in held.get(each.person, ())
        ]

    def _cautions(self, after: Roster) -> list[str]:
        programme = self.state.programme
        if programme is None:
            return []
        new = self.programme_rules.new_cautions((programme, self.state.roster), (programme, after))
        return [worded(each, self.locale) for each in new]

    def _in_words(self, held: HeldInUnits) -> str:
        """Of the units that the uploader administers: of others' there is nothing to see."""
        own = sorted((unit, role) for unit, role in held if unit in self.scope.units)
        return "; ".join(f"{self._role(role)}, {self.scope.units[unit]}" for unit, role in own)

    def _role(self, role: Role) -> str:
        return say(f"digest-role-{role}", self.locale)


def _first_lines(rows: Sequence[tuple[int, Cells]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for line, cells in rows:
        found.setdefault(cells["person_id"], line)
    return found


def _shown(pair: AlikePair) -> tuple[str, str, str, str]:
    return pair.given, pair.given_name, pair.known, pair.known_name
