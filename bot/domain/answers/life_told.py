"""What people are told of how long their answers live: the rule that really holds for the week in question."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.answers.epochs import Epoch
from bot.domain.iso_weeks import IsoWeek
from bot.domain.programme.wall_clock import local_date
from bot.domain.texts import say
from bot.domain.texts.dates import full_date


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeQuarter:
    """A quarter that was begun before every block had a key of its own. It ends as was promised then."""

    epoch: Epoch
    destroyed_by: datetime
    """When its key is destroyed at the latest."""

    def dates(self, *, zone: str, locale: str) -> tuple[str, str]:
        """Its last day, and by when its answers are destroyed."""
        by = local_date(self.destroyed_by, zone)
        return full_date(self.epoch.last.sunday(), locale), full_date(by, locale)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeTold:
    weeks: int
    """The most for which an answer lives after it was given, by the rule of blocks."""
    whole: WholeQuarter | None = None
    """The quarter by whose earlier rule the weeks inside it go."""

    def words(self, week: IsoWeek, *, of_blocks: str, of_quarter: str, zone: str, locale: str, **values: object) -> str:
        """One of two texts, by which rule holds for answers to questions that close in a week. `values` are those that
        only the text about blocks has."""
        if self.whole is None or week not in self.whole.epoch:
            return say(of_blocks, locale, weeks=self.weeks, **values)
        last, by = self.whole.dates(zone=zone, locale=locale)
        return say(of_quarter, locale, weeks=self.weeks, last=last, date=by)
