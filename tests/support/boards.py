"""What a test asks of a health board."""

from bot.flows.operations.health import HealthBoard


def is_well(board: HealthBoard) -> bool:
    """Whether no part of it is in trouble."""
    return not any(board.parts.values())
