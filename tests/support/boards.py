"""What a test asks of a health board."""

from bot.domain.health.troubles import monitored
from bot.flows.operations.health import HealthBoard


def is_well(board: HealthBoard) -> bool:
    """Whether no part of it is in trouble."""
    return not any(board.parts.values())


def said(board: HealthBoard) -> dict[str, str]:
    """What monitoring hears of it."""
    return monitored(board.parts)
