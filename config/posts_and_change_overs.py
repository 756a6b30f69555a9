"""Dated change-overs and the register of posts out of `programme.toml`: what stands beside the pulse."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bot.domain.identifiers import UnitId
from bot.domain.organisation.change_overs import YEARLY, ChangeOver
from bot.domain.organisation.posts import GovernanceSeat, RoleHeld
from bot.domain.texts.sentences import Sentence
from config.faults import listed
from config.table_reader import TableReader
from config.toml_lines import Path as KeyPath
from config.toml_schema import ChangeOverTable, GovernanceSeatTable, LeadershipRoleTable, PostTable

AnyPost = TypeVar("AnyPost", bound=PostTable)


@dataclass(slots=True)
class RegisterReader:
    tables: TableReader
    check_units: Callable[[Iterable[object], KeyPath], bool]
    check_unit: Callable[[str, KeyPath], bool]

    def change_overs(self) -> tuple[ChangeOver, ...]:
        found: list[ChangeOver] = []
        for path, raw in self.tables.repeated("change_over"):
            table = self.tables.checked(ChangeOverTable, raw, path)
            if table is None or not self._has_a_time(table, path):
                continue
            when = table.week or table.month
            if self.check_units(table.units, (*path, "units")) and when is not None:
                units = tuple(UnitId(unit) for unit in table.units)
                found.append(ChangeOver(kind=table.kind, units=units, reason=table.reason, when=when))
        return tuple(found)

    def leadership_roles(self) -> tuple[RoleHeld, ...]:
        found: list[RoleHeld] = []
        for path, post in self._posts("leadership_role", LeadershipRoleTable):
            make = partial(RoleHeld, role=post.role, unit=_unit(post), profession=post.profession, since=post.since)
            if (role := self.tables.build(make, (*path, "since"))) is not None:
                found.append(role)
        return tuple(found)

    def governance_seats(self) -> tuple[GovernanceSeat, ...]:
        found: list[GovernanceSeat] = []
        for path, post in self._posts("governance_seat", GovernanceSeatTable):
            make = partial(
                GovernanceSeat,
                title=post.title,
                kind=post.kind,
                unit=_unit(post),
                profession=post.profession,
                since=post.since,
                votes=post.votes,
            )
            if (seat := self.tables.build(make, (*path, "since"))) is not None:
                found.append(seat)
        return tuple(found)

    def _has_a_time(self, table: ChangeOverTable, path: KeyPath) -> bool:
        if (table.week is None) == (table.month is None):
            place = path if table.week is None else (*path, "month")
            what = Sentence.of("fault-week_or_month")
            self.tables.fault(place, what if table.week is None else Sentence.of("fault-beside_week", mend=what))
            return False
        if table.month is not None and table.kind not in YEARLY:
            yearly = listed(kind.value for kind in sorted(YEARLY))
            self.tables.fault((*path, "month"), Sentence.of("fault-once", yearly=yearly, kind=table.kind.value))
            return False
        return True

    def _posts(self, name: str, model: type[AnyPost]) -> Iterable[tuple[KeyPath, AnyPost]]:
        """Posts that are either held, with a profession and a start, or vacant."""
        for path, raw in self.tables.repeated(name):
            table = self.tables.checked(model, raw, path)
            if table is None or (table.unit is not None and not self.check_unit(table.unit, (*path, "unit"))):
                continue
            if self._is_held_or_vacant(table, path):
                yield path, table

    def _is_held_or_vacant(self, post: PostTable, path: KeyPath) -> bool:
        before = self.tables.fault_count
        for key in ("profession", "since"):
            given = getattr(post, key) is not None
            if given and post.vacant:
                self.tables.fault((*path, key), Sentence.of("fault-beside_vacant"))
            elif not given and not post.vacant:
                example = str(type(post).model_fields[key].description)
                self.tables.fault((*path, key), Sentence.of("fault-missing_or_vacant", example=example))
        return self.tables.fault_count == before


def _unit(post: PostTable) -> UnitId | None:
    return None if post.unit is None else UnitId(post.unit)
