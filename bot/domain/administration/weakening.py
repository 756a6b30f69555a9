"""Changes that would weaken what staff were promised."""

from collections.abc import Iterator

from bot.domain.programme.programme import Privacy
from bot.domain.programme.quarters import longest_life
from bot.domain.texts.sentences import Sentence


def weakened(before: Privacy, after: Privacy) -> tuple[Sentence, ...]:
    """What each weaker key would do: a lower minimum, or a longer life of answers."""
    return tuple(_weakened(before, after))


def _weakened(before: Privacy, after: Privacy) -> Iterator[Sentence]:
    for key in ("minimum_group", "minimum_team", "minimum_group_comments"):
        was, will = getattr(before, key), getattr(after, key)
        if will < was:
            yield Sentence.of("change-refused-would_fall", key=key, was=str(was), will=str(will))
    lives = [longest_life(each.quarter_weeks, each.answers_live_blocks) + 1 for each in (before, after)]
    if lives[1] > lives[0]:
        yield Sentence.of("change-refused-would_live", was=str(lives[0]), will=str(lives[1]))
