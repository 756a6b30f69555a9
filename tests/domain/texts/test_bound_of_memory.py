"""What people are told of how long the warning of drift remembers them holds for what is kept."""

import re

import pytest

from bot.domain.detector.participation_habits import FORGOTTEN_AFTER_WEEKS
from bot.domain.texts import say
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.week_close.unit_state import GONE_KEPT_WEEKS

_UNTIL_THE_OLDER_STATE_GOES = 3
_WEEKS_IN_16_MONTHS = 69


@pytest.mark.parametrize("key", ["commands-privacy_gone", "me-note-sums", "me-forget_memory"])
@pytest.mark.parametrize("locale", [DEFAULT_LOCALE, "cy"])
def test_the_bound_that_is_told_is_the_longest_there_is(key: str, locale: str) -> None:
    longest = FORGOTTEN_AFTER_WEEKS + _UNTIL_THE_OLDER_STATE_GOES + GONE_KEPT_WEEKS
    assert re.search(r"\b16 (months|mis)\b", say(key, locale, weeks=14))
    assert longest <= _WEEKS_IN_16_MONTHS
