"""Rolling windows: which weeks count for an indicator of a given week."""

PARTICIPATION_WEEKS = 4
BREADTH_WEEKS = (4, 12)
