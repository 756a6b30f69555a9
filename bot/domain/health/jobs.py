"""What takes rows away when their time is over."""

from enum import StrEnum


class RetentionJob(StrEnum):
    """What takes rows away, in the words of the page of retention."""

    TIDY = "tidying, every half minute"
    TIDY_DAILY = "tidying, once a day"
    FORGET_UPLOADS = "forgetting uploads, every half minute"
    FORGET_SIGN_INS = "forgetting sign-ins, every half minute"
    FORGET_SHIFTS = "forgetting shifts, every hour"
    CLOSE_WEEK = "closing the week"
    FORGET_PRESSES = "forgetting presses, once the week is closed"
    CLOSE_BLOCK = "destroying the key of the block"
    FILE = "filing it"
    REPLACE = "writing what takes its place"
    THEMSELVES = "what people and administrators do"
