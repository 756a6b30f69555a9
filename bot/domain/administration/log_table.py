"""The log of administration as a table for other programs."""

from collections.abc import Iterable, Iterator

from bot.domain.administration.log import ActorKind, Author, LogEntry

LOG_COLUMNS = ("at", "who", "source", "act", "revision", "what", "before", "after", "units")
ERASED_WORDS = "(erased)"


def log_rows(entries: Iterable[LogEntry]) -> Iterator[tuple[str, ...]]:
    """The names of the columns, and a row for each entry."""
    yield LOG_COLUMNS
    for entry in entries:
        words = entry.words
        units = "" if words is None else " ".join(sorted(words.units))
        said = (ERASED_WORDS, "", "", "") if words is None else (words.what, words.before, words.after, units)
        yield (
            f"{entry.at:%Y-%m-%dT%H:%M:%SZ}",
            name_of(entry.author),
            entry.author.source.value if entry.author else "",
            entry.act.value,
            "" if entry.revision is None else str(entry.revision),
            *said,
        )


def name_of(author: Author | None) -> str:
    if author is None:
        return "Rounds"
    return "somebody erased" if author.who.kind is ActorKind.ERASED else author.who.name
