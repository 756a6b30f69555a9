"""When something that was raised is given to whom it is for: late enough, and by chance, so that nobody can tell from
the moment who wrote it."""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.programme.programme import QuietHours
from bot.domain.programme.quiet_hours import is_quiet, next_allowed

SOONEST: Final = timedelta(hours=2)
LATEST: Final = timedelta(hours=20)
_STEP: Final = timedelta(minutes=1)


def arrival(written_at: datetime, *, chance: float, quiet: QuietHours, zone: str) -> datetime:
    """A minute from 2 to 20 hours after it was written, each minute of the readers' waking hours as likely as any
    other; where these 18 hours are all quiet, the end of the quiet hours. `chance` is from 0 up to 1, without 1.
    """
    if not 0 <= chance < 1:
        raise ValueError(f"chance is from 0 up to 1, not {chance}")
    first = written_at + SOONEST
    minutes = [first + number * _STEP for number in range((LATEST - SOONEST) // _STEP + 1)]
    waking = [each for each in minutes if not is_quiet(each, quiet, zone)]
    return waking[int(chance * len(waking))] if waking else next_allowed(first, quiet, zone)
