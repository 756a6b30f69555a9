"""Faults in what an administrator wrote: one line each, naming the place, the key, what is wrong and the mend."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Self

from bot.domain.errors import RoundsError
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.texts.sentences import Sentence, Wording, worded
from bot.setting_fields import one_line, shown

MOST = 200
"""Faults kept of one file: whoever mends these sees the rest at the next check."""
_LEAST_BEGINNING = 3
"""Letters that two words must at least share when one begins the other: "Tuesday" means "Tue", "warn" "warning"."""
_LONGEST_COMPARED = 80
"""Longer words are no near miss of anything, and comparing them takes long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mistake. `file` is the path as the administrator would type it, or "environment", which has no lines."""

    file: str
    key: str
    what: str
    line: int | None = None
    path: tuple[str | int, ...] = field(default=(), compare=False)
    """Where it stands in the tables of the file, with the places in lists."""
    said: Any = field(default=None, compare=False)
    """`what` as a `Wording`, for readers of every language; None where it is English alone. Not named as its type, for
    settings hold faults, and their library cannot describe a type that holds itself."""

    @classmethod
    def saying(
        cls, said: Wording, *, file: str, key: str, line: int | None = None, path: tuple[str | int, ...] = ()
    ) -> Self:
        return cls(file=file, key=key, what=worded(said, DEFAULT_LOCALE), line=line, path=path, said=said)

    @property
    def wording(self) -> Wording:
        return self.what if self.said is None else self.said

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return one_line(f"{place}: {self.key}: {self.what}")

    @property
    def place(self) -> tuple[str, int]:
        """Sorts faults by file and line."""
        return self.file, self.line or 0


class InputWrong(RoundsError):
    """What an administrator wrote cannot be used; every fault that was found, by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.place))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class _Enough(Exception):
    """So many faults that reading on would help nobody."""


class FaultList:
    """The faults of one file as they are found.

    As a context manager it ends the reading quietly once there are `most` of them.
    """

    def __init__(self, file: str, *, most: int = MOST) -> None:
        self.file, self._most = file, most
        self._found: list[Fault] = []

    def add(self, line: int | None, key: str, what: Wording, *, path: tuple[str | int, ...] = ()) -> None:
        self._found.append(Fault.saying(what, file=self.file, line=line, key=key, path=path))
        if len(self._found) >= self._most:
            raise _Enough

    def forget_from(self, place: int) -> None:
        """Take out those from a place on, of which a better one tells."""
        del self._found[place:]

    def __enter__(self) -> "FaultList":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        return kind is _Enough

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def nearest(word: object, known: Collection[str]) -> str | None:
    """The one of which it is a near miss, if any."""
    if not isinstance(word, str) or len(word) > _LONGEST_COMPARED:
        return None
    lowered = {each.lower(): each for each in known}
    wanted = word.lower()
    near = get_close_matches(wanted, lowered, n=1, cutoff=0.75) or [
        each
        for each in lowered
        if min(len(each), len(wanted)) >= _LEAST_BEGINNING and (wanted.startswith(each) or each.startswith(wanted))
    ]
    return lowered[near[0]] if near else None


def did_you_mean(word: object, known: Collection[str]) -> str | Sentence:
    """`; did you mean "x"?` for a near miss, else an empty text."""
    near = nearest(word, known)
    return "" if near is None else Sentence.of("fault-did_you_mean", meant=shown(near))


def unknown(value: object, known: Collection[str]) -> Sentence:
    """Words for a value that is none of these."""
    return Sentence.of("fault-unknown", value=shown(value), mend=did_you_mean(value, known) or choose(known))


def choose(known: Iterable[str]) -> Sentence:
    return Sentence.of("fault-choose", known=listed(known))


def listed(words: Iterable[str], *, is_choice: bool = True, most: int = 12) -> str | Sentence:
    """`a, b or c`, or, where it is no choice, `a, b and c`; of many the first ones, and how many more there are."""
    all_words = tuple(words)
    if len(all_words) > most:
        return Sentence.of("fault-some_of", first=all_words[:most], more=str(len(all_words) - most))
    if len(all_words) < 2:
        return "".join(all_words)
    return Sentence.of("fault-one_of" if is_choice else "fault-all_of", first=all_words[:-1], last=all_words[-1])
