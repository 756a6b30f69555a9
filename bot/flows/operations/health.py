"""What is well and what is not, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.health.parts import Part
from bot.domain.health.troubles import Parts, Trouble, Troubles
from bot.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTrouble:
    """The last thing that was wrong with a part, also when it is well again."""

    troubles: Troubles
    since: datetime
    until: datetime
    """When it was last said."""


@dataclass(slots=True)
class HealthBoard:
    """The state of each part of the running process; a part that never reported is not listed."""

    _troubles: dict[Part, Troubles] = field(default_factory=dict)
    _last: dict[Part, LastTrouble] = field(default_factory=dict)
    _clock: Clock | None = None

    def remember(self, clock: Clock) -> None:
        """From now on it is kept what was last wrong with each part, until the process ends."""
        self._clock = clock

    def well(self, part: Part) -> None:
        self._troubles[part] = ()

    def troubled(self, part: Part, trouble: Trouble, *more: Trouble) -> None:
        """Mark a part as not working."""
        troubles, was = (trouble, *more), self._troubles.get(part)
        self._troubles[part] = troubles
        if self._clock is None:
            return
        now, last = self._clock.now(), self._last.get(part)
        goes_on = last is not None and was == troubles == last.troubles
        self._last[part] = (
            replace(last, until=now)
            if last is not None and goes_on
            else LastTrouble(troubles=troubles, since=now, until=now)
        )

    @property
    def parts(self) -> Parts:
        """Each with what is wrong with it."""
        return dict(sorted(self._troubles.items(), key=_by_name))

    @property
    def last(self) -> Mapping[Part, LastTrouble]:
        """By part; of parts that were never in trouble there is nothing."""
        return dict(sorted(self._last.items(), key=_by_name))


def _by_name(entry: tuple[Part, object]) -> str:
    return entry[0].name
