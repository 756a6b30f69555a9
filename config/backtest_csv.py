"""Reading a history of person-weeks for `rounds backtest`: every fault one line, a million rows in seconds."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bot.domain.iso_weeks import IsoWeek
from bot.setting_fields import shown
from config.faults import MOST, Fault, FaultList, InputWrong, did_you_mean, listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bot.domain.detector.replay import HistoryColumns

COLUMNS = ("unit", "team", "member", "week", "reachable", "answered", "score")
_LONGEST_HISTORY = 1_040  # weeks between the first and the last: twenty years, or somebody mistyped a year
_NOT_SCORED = float("nan")
_CHUNK = 1_000
LARGEST_HISTORY = 100 * 2**20
"""Bytes: two million rows, as many as three thousand people give in twelve years."""

T = TypeVar("T")


class _Wrong(Exception):
    """A cell that cannot be read; the message says why."""


class _Cells(dict[str, T], Generic[T]):
    """Each different text is read once; what cannot be read is remembered with its reason."""

    def __init__(self, read: Callable[[str], T], *, otherwise: T) -> None:
        super().__init__()
        self._read, self._otherwise = read, otherwise
        self.wrong: dict[str, str] = {}

    def __missing__(self, text: str) -> T:
        try:
            value = self._read(text.strip())
        except _Wrong as why:
            self.wrong[text] = str(why)
            value = self._otherwise
        self[text] = value
        return value


def _week(text: str) -> int:
    try:
        return IsoWeek.parse(text).index
    except ValueError as why:
        raise _Wrong(str(why)) from None


def _yes(text: str) -> bool:
    if text not in {"0", "1"}:
        raise _Wrong(f"is {shown(text)}; write 1 for yes or 0 for no")
    return text == "1"


def _score(text: str) -> float:
    if not text:
        return _NOT_SCORED
    try:
        score = float(text)
    except ValueError:
        score = _NOT_SCORED
    if not 1 <= score <= 4:
        raise _Wrong(f"is {shown(text)}; a score is a number from 1 to 4, or empty")
    return score


def read_history(path: Path) -> "HistoryColumns":
    """The history in a CSV file with the columns `COLUMNS`, in any order; others are ignored.

    Answered without reachable counts as reachable. Raises InputWrong with every fault, up to the usual number.
    """
    name = str(path)
    table = _Table(name)
    line = 1
    try:
        if path.is_file() and path.stat().st_size > LARGEST_HISTORY:
            what = f"is larger than {LARGEST_HISTORY // 2**20} MB, the most that is read; split it by units or by years"
            raise InputWrong([Fault(file=name, key="file", what=what)])
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file)
            header = [cell.strip() for cell in next(reader, [])]
            _check_header(name, header)
            places = [header.index(column) for column in COLUMNS]
            rows: list[list[str]] = []
            lines: list[int] = []
            with FaultList(name) as faults:
                for row in reader:
                    line = reader.line_num
                    if len(row) != len(header):
                        if row:
                            faults.add(line, "row", f"has {len(row)} cells where the header has {len(header)}")
                        continue
                    rows.append(row)
                    lines.append(line)
                    if len(rows) == _CHUNK:  # turned into columns while it is still in the cache
                        table.add(lines, rows, places)
                        rows, lines = [], []
                        if table.is_hopeless:
                            break
            table.add(lines, rows, places)
    except FileNotFoundError:
        raise InputWrong([Fault(file=name, key="file", what="does not exist")]) from None
    except IsADirectoryError:
        raise InputWrong([Fault(file=name, key="file", what="is a folder; name a CSV file")]) from None
    except OSError as error:
        why = error.strerror or "no reason given"
        raise InputWrong([Fault(file=name, key="file", what=f"cannot be read: {why}")]) from None
    except UnicodeDecodeError:
        raise InputWrong([Fault(file=name, key="file", what="is not UTF-8; save it as CSV UTF-8")]) from None
    except csv.Error as error:
        raise InputWrong([Fault(file=name, line=line, key="row", what=f"is no CSV: {error}")]) from None
    if len(faults):
        raise InputWrong(faults)
    return table.columns()


def _check_header(name: str, header: list[str]) -> None:
    with FaultList(name) as faults:
        for column in COLUMNS:
            if header.count(column) > 1:
                faults.add(1, column, "stands twice in the header")
            elif column not in header:
                near = did_you_mean(column, [each for each in header if each not in COLUMNS])
                faults.add(1, column, f"is missing; the columns are {listed(COLUMNS)}{near}")
    if len(faults):
        raise InputWrong(faults)


class _Names:
    """Numbers names as they come, and puts the numbers in the order of the names at the end."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self.cells = _Cells(self._read, otherwise=-1)

    def _read(self, text: str) -> int:
        if not text:
            raise _Wrong("is empty; every row names its unit, team and member")
        return self._number.setdefault(text, len(self._number))

    def ordered(self, numbers: "NDArray[np.int64]") -> tuple[tuple[str, ...], "NDArray[np.int64]"]:
        """The different names in order, and for every row the position of its name (0 where it is wrong)."""
        import numpy as np

        names = sorted(self._number)
        rank = np.zeros(len(names) + 1, dtype=np.int64)  # the last place serves -1
        for position, name in enumerate(names):
            rank[self._number[name]] = position
        return tuple(names), rank[numbers]


class _Table:
    """Turns text cells into codes and values as they come, then says everything that is wrong with them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: list[int] = []
        self._bad: list[tuple[int, str, str]] = []
        self._names = {column: _Names() for column in ("unit", "team", "member")}
        self._parts: dict[str, list[NDArray[Any]]] = {column: [] for column in COLUMNS}
        self._weeks = _Cells(_week, otherwise=0)
        self._flags = _Cells(_yes, otherwise=False)
        self._scores = _Cells(_score, otherwise=_NOT_SCORED)

    def add(self, lines: list[int], rows: list[list[str]], places: list[int]) -> None:
        """Read some rows; `places` are the positions of `COLUMNS` in a row."""
        if not rows:
            return
        columns = list(zip(*rows, strict=True))
        texts = {column: columns[place] for column, place in zip(COLUMNS, places, strict=True)}
        for column, names in self._names.items():
            self._take(column, texts[column], names.cells, "int64")
        self._take("week", texts["week"], self._weeks, "int64")
        self._take("reachable", texts["reachable"], self._flags, "bool")
        self._take("answered", texts["answered"], self._flags, "bool")
        self._take("score", texts["score"], self._scores, "float64")
        self._lines.extend(lines)

    def _take(self, column: str, texts: Sequence[str], cells: _Cells[T], kind: str) -> None:
        import numpy as np

        self._parts[column].append(np.array(list(map(cells.__getitem__, texts)), dtype=kind))
        if cells.wrong:
            at = len(self._lines)
            self._bad.extend(
                (at + step, column, cells.wrong[text]) for step, text in enumerate(texts) if text in cells.wrong
            )

    @property
    def is_hopeless(self) -> bool:
        """Whether more is wrong already than is ever said."""
        return len(self._bad) >= MOST

    def _whole(self, column: str) -> "NDArray[Any]":
        import numpy as np

        return np.concatenate(self._parts[column])

    def columns(self) -> "HistoryColumns":
        """All rows; raises InputWrong with every fault there is."""
        import numpy as np

        from bot.domain.detector.replay import HistoryColumns

        if not self._lines:
            raise InputWrong([Fault(file=self._name, line=1, key="rows", what="there are none below the header")])
        units, unit = self._names["unit"].ordered(self._whole("unit"))
        teams, team_name = self._names["team"].ordered(self._whole("team"))
        members, member_name = self._names["member"].ordered(self._whole("member"))
        week = self._whole("week")
        answered = self._whole("answered")
        reachable = self._whole("reachable") | answered
        score = self._whole("score")

        # A team is (unit, team), a member (unit, team, member); codes in the order of names, so that the
        # order of the rows in the file changes nothing.
        team_key, team = np.unique(unit * len(teams) + team_name, return_inverse=True)
        member_key, member = np.unique(team * np.int64(len(members)) + member_name, return_inverse=True)
        sound = np.ones(len(week), dtype=np.bool_)  # a row with a bad cell gets no second fault for it
        sound[[at for at, _, _ in self._bad]] = False
        for at in np.flatnonzero(sound & ~answered & ~np.isnan(score)):
            self._bad.append((int(at), "score", "stands in a row that was not answered"))
        self._find_twins(member, week, sound)
        self._find_stray_weeks(week, sound)
        if self._bad:
            with FaultList(self._name) as faults:
                for row, column, what in sorted(self._bad):
                    faults.add(self._lines[row], column, what)
            raise InputWrong(faults)
        return HistoryColumns(
            units=units,
            teams=tuple(teams[int(key) % len(teams)] for key in team_key),
            unit_of_team=team_key // len(teams),
            members=len(member_key),
            team=team,
            member=member,
            week=week,
            reachable=reachable,
            answered=answered,
            score=score,
        )

    def _find_twins(self, member: "NDArray[np.int64]", week: "NDArray[np.int64]", sound: "NDArray[np.bool_]") -> None:
        import numpy as np

        key = member * (week.max() + 1) + week
        order = np.argsort(key, kind="stable")
        order = order[sound[order]]
        for at in np.flatnonzero(key[order][1:] == key[order][:-1]):
            first, again = int(order[at]), int(order[at + 1])
            self._bad.append((again, "member", f"has this week already in line {self._lines[first]}"))

    def _find_stray_weeks(self, week: "NDArray[np.int64]", sound: "NDArray[np.bool_]") -> None:
        import numpy as np

        if not sound.any():
            return
        far = np.abs(week - np.median(week[sound])) > _LONGEST_HISTORY / 2
        for at in np.flatnonzero(sound & far):
            self._bad.append((int(at), "week", "lies more than ten years from the other weeks of the file"))
