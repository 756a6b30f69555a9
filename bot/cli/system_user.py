"""Who runs a command, for the log of administration."""

import os
import pwd

from bot.domain.administration.log import Actor, Author, RevisionSource


def system_user() -> str:
    """By the id that the process runs under: what the environment says could be anything."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # a container's users have no names
        return str(number)


def by_user(source: RevisionSource) -> Author:
    """Whoever runs this command."""
    return Author(who=Actor.user(system_user()), source=source)
