"""The few things that can go wrong, named by what they mean to the person who has to mend them."""

from collections.abc import Sequence


class RoundsError(Exception):
    """The root of every error that Rounds raises on purpose."""


class StorageUnavailable(RoundsError):
    """The database cannot be read or written now; nothing was saved, and the caller may try again."""


class RowUnavailable(StorageUnavailable):
    """Somebody else held a row or a lock for too long; nothing was saved, and the next try may find it free."""


class KeyUnavailable(RoundsError):
    """The key of an open epoch is missing or is another one than the database remembers; filing stops."""


class ProgrammeMissing(RoundsError):
    """No programme has been applied yet, so there is nobody to ask and nothing to show."""


class UnknownUnit(RoundsError):
    """No unit is called so; `known` are those there are."""

    def __init__(self, unit: str, known: Sequence[str]) -> None:
        super().__init__(f'there is no unit "{unit}"')
        self.unit, self.known = unit, tuple(known)


class UnknownPerson(RoundsError):
    """Nobody whom this is about has this id."""


class InboxUnavailable(RoundsError):
    """Updates that were acted upon would stay in the inbox; nothing was saved."""


class BackupRefused(RoundsError):
    """This file or this database cannot be backed up or restored; the words say which, why and what to do."""


class BackupFailed(RoundsError):
    """The file could not be written; nothing is left of it."""
