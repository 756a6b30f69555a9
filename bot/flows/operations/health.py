"""What is well and what is not, part by part, in words an administrator can act on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.ports import Clock

OF_A_WORKER: Final = "worker: "
"""How the name of a part begins that another process tells of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTrouble:
    """The last thing that was wrong with a part, also when it is well again."""

    why: str
    since: datetime
    until: datetime
    """When it was last said."""


@dataclass(slots=True)
class HealthBoard:
    """The state of each part of the running process; a part that never reported is not listed."""

    _troubles: dict[str, str] = field(default_factory=dict)
    _last: dict[str, LastTrouble] = field(default_factory=dict)
    _clock: Clock | None = None

    def remember(self, clock: Clock) -> None:
        """From now on it is kept what was last wrong with each part, until the process ends."""
        self._clock = clock

    def well(self, part: str) -> None:
        self._troubles[part] = ""

    def troubled(self, part: str, why: str) -> None:
        """Mark a part as not working. `why` is shown to administrators: no names, tokens or answers."""
        words, was = why or "not working", self._troubles.get(part)
        self._troubles[part] = words
        if self._clock is None:
            return
        now, last = self._clock.now(), self._last.get(part)
        goes_on = last is not None and was == words == last.why
        self._last[part] = (
            replace(last, until=now) if last is not None and goes_on else LastTrouble(why=words, since=now, until=now)
        )

    @property
    def parts(self) -> Mapping[str, str]:
        """Part to its trouble; an empty text means it is well."""
        return dict(sorted(self._troubles.items()))

    @property
    def last(self) -> Mapping[str, LastTrouble]:
        """By part; of parts that were never in trouble there is nothing."""
        return dict(sorted(self._last.items()))
