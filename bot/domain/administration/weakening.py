"""Changes that would weaken what staff were promised."""

from collections.abc import Iterator

from bot.domain.programme.programme import Privacy
from bot.domain.programme.quarters import longest_life


def weakened(before: Privacy, after: Privacy) -> tuple[str, ...]:
    """What each weaker key would do: a lower minimum, or a longer life of answers."""
    return tuple(_weakened(before, after))


def _weakened(before: Privacy, after: Privacy) -> Iterator[str]:
    for key in ("minimum_group", "minimum_team", "minimum_group_comments"):
        was, will = getattr(before, key), getattr(after, key)
        if will < was:
            yield f"{key} would fall from {was} to {will}"
    lives = [longest_life(each.quarter_weeks, each.answers_live_blocks) + 1 for each in (before, after)]
    if lives[1] > lives[0]:
        yield f"answers would live for {lives[1]} weeks instead of {lives[0]}"
