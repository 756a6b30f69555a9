"""The kinds of figures that are released, each of a week, a block or an epoch."""

from enum import StrEnum


class ReleaseKind(StrEnum):
    SCORE = "score"
    FLAG = "flag"
    SCORE_CELLS = "score_cells"
    """What an atom's block is cut into."""
    COMMENT_CELLS = "comment_cells"
    """That a team's comments of a block may be told."""
    LEVELS = "levels"
    KINDS = "kinds"
    KIND_CELLS = "kind_cells"
    """What an atom's special kinds of a quarter are cut into."""
    COUPLING = "coupling"
    ORGANISATION = "organisation"


BLOCK_END_KINDS = (ReleaseKind.LEVELS, ReleaseKind.KINDS, ReleaseKind.COUPLING)
"""Figures that are made when a quarter ends and repeated until the next block does."""
