"""What the commands that change the programme or the people share: who asks, and how a refusal is said."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli.ending import CommandFailed, reason
from bot.domain.administration.log import LogEntry
from bot.domain.administration.log_table import name_of
from bot.domain.errors import StorageUnavailable
from bot.flows.administration.apply_files import CannotMerge
from bot.flows.administration.revise_programme import (
    DoesNotFit,
    ManyLeave,
    MovedOn,
    PrivacyWeakened,
)
from bot.flows.administration.undo_revision import CannotUndo

_SAID = 3
"""So many of the changes that came in between are named."""


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Each refusal as one line, with what to do."""
    try:
        yield
    except MovedOn as error:
        raise CommandFailed(_moved(error)) from error
    except CannotMerge as error:
        raise CommandFailed(f"cannot be merged: {error}; nothing was written") from error
    except CannotUndo as error:
        raise CommandFailed(f"cannot be turned back: {error}; nothing was written") from error
    except ManyLeave as error:
        raise CommandFailed("the list has changed meanwhile, nothing was written; run it again") from error
    except DoesNotFit as error:
        more = f"; {len(error.faults) - 1} more" if error.faults[1:] else ""
        raise CommandFailed(f"does not fit together: {error.faults[0]}{more}; nothing was written") from error
    except PrivacyWeakened as error:
        raise CommandFailed(f"privacy: {error}; that was promised to staff, so nothing was written") from error
    except StorageUnavailable as error:
        raise CommandFailed(f"database: {reason(error)}; nothing was written") from error


def _moved(error: MovedOn) -> str:
    if error.based_on > error.newest:
        return f"these files are based on revision {error.based_on}, and the newest here is {error.newest}; export anew"
    said = [_said(entry) for entry in error.moved[:_SAID]]
    if left := len(error.moved) - len(said):
        said.append(f"{left} more, see: rounds log")
    since = "; ".join(said) or "nobody noted what"
    return (
        f"the database has moved on to revision {error.newest} since revision {error.based_on}, which these files are"
        f" based on: {since}. To take both together run: rounds apply --onto-newest"
    )


def _said(entry: LogEntry) -> str:
    source = f" ({entry.author.source})" if entry.author else ""
    return f"{entry.words or 'something about somebody erased'}, by {name_of(entry.author)}{source}"
