"""Entries of the log of administration: who did what, when and from where; never what anybody saw or answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from bot.domain.identifiers import PersonId, UnitId
from bot.domain.programme.diff import ProgrammeChange
from bot.domain.texts.languages import DEFAULT_LOCALE
from bot.domain.texts.sentences import worded

MOST_EVIDENCE: Final = 32


class RevisionSource(StrEnum):
    """From where an act came."""

    FILES = "files"
    CONSOLE = "console"
    CHAT = "chat"
    SHELL = "shell"


class ActorKind(StrEnum):
    PERSON = "person"
    """Somebody on the roster, by their id."""
    USER = "user"
    """A user of the server, by the system's name."""
    ERASED = "erased"
    """Somebody of whom nothing is left but that they did it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did something."""

    kind: ActorKind
    name: str

    def __post_init__(self) -> None:
        if (self.kind is ActorKind.ERASED) == bool(self.name):
            raise ValueError("everybody but the erased has a name")

    @classmethod
    def person(cls, person: PersonId) -> Self:
        return cls(kind=ActorKind.PERSON, name=person)

    @classmethod
    def user(cls, name: str) -> Self:
        return cls(kind=ActorKind.USER, name=name)


ERASED = Actor(kind=ActorKind.ERASED, name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who does something now, and from where."""

    who: Actor
    source: RevisionSource


class AdministrationAct(StrEnum):
    PROGRAMME = "programme"
    """Something of the programme was changed by a revision."""
    ROSTER = "roster"
    """Something of one person on the roster was changed by a revision."""
    PAUSED = "paused"
    """Everything was paused, or went on, for the organisation or a unit."""
    DIGEST_SHOWN = "digest_shown"
    """A frozen digest was printed on the server."""
    DIGESTS_FROZEN = "digests_frozen"
    WEEK_CLOSED = "week_closed"
    """A week was closed; the evidence is of its certificates and released cells."""
    EXPORTED = "exported"
    """The programme with its people, or the log, was written into files."""
    BACKED_UP = "backed_up"
    """A backup was written and is complete."""
    RESTORED = "restored"
    """The database was filled from a backup."""
    KEY_DESTROYED = "key_destroyed"
    INVITED = "invited"
    """Codes were made by which people can join; never which."""
    REVOKED = "revoked"
    """Somebody's address, link and codes were ended; never which."""
    ROTA_IMPORTED = "rota_imported"
    """A list of shifts was imported; of how many people, never whose shifts are when."""
    ERASED = "erased"
    """Somebody was erased: what stands of them in the log and the revisions is a number that is nobody's. The evidence
    is of all pages out of which names were taken so far."""
    READMITTED = "readmitted"
    """The id of somebody who was erased may be used again; never which."""
    SIGN_IN_OFFERED = "sign_in_offered"
    """A link by which somebody else can sign in was made on the server; never which."""
    SIGNED_IN = "signed_in"
    """An administrator has signed in to the console."""
    SIGNING_KEY = "signing_key"
    """A key begins by which entries are signed; the evidence is its public half."""
    BLOCK_ABANDONED = "block_abandoned"
    """A block, or what waited in the inbox, was given up because its key is lost."""


NAMES_NOBODY = frozenset(
    {
        AdministrationAct.WEEK_CLOSED,
        AdministrationAct.SIGNING_KEY,
        AdministrationAct.RESTORED,
        AdministrationAct.READMITTED,
    }
)
"""Acts whose words name nobody: no erasing takes them away, though an id may look like a number in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogWords:
    """What an entry says, in words: these can be erased, the entry cannot."""

    what: str
    before: str = ""
    after: str = ""
    units: frozenset[UnitId] = frozenset()

    @classmethod
    def of(cls, change: ProgrammeChange) -> Self:
        what, before, after = (worded(each, DEFAULT_LOCALE) for each in (change.what, change.before, change.after))
        return cls(what=what, before=before, after=after, units=change.units)

    def __str__(self) -> str:
        if not self.before and not self.after:
            return self.what
        return str(ProgrammeChange(what=self.what, before=self.before, after=self.after))


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    at: datetime
    act: AdministrationAct
    author: Author | None
    """None for what Rounds did by itself."""
    words: LogWords | None
    """None once they are erased."""
    about: Actor | None = None
    """The one person that it is about."""
    revision: int | None = None
    evidence: bytes = b""
    """A hash of what it stands for, at most 32 bytes; chained with the entry, and never erased."""

    def __post_init__(self) -> None:
        if len(self.evidence) > MOST_EVIDENCE:
            raise ValueError(f"evidence has at most {MOST_EVIDENCE} bytes")
