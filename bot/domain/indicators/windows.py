"""Rolling windows: which weeks count for an indicator of a given week."""

LEARNING_WEEKS = 8
"""A team's first weeks, in which nothing is called unusual yet."""


PARTICIPATION_WEEKS = 4
