"""What can be wrong with a part, as a value: who reads it goes by its kind, never by its words."""

# ruff: noqa: S105 - kinds of trouble with tokens, none of which is one

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from bot.domain.health.jobs import RetentionJob
from bot.domain.health.parts import Part, PartKind
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.people import Channel


@unique
class TroubleKind(StrEnum):
    """Each as monitoring has it: `/readyz`, logs and the command line say these lines, so they stay as they are. What
    people read on a screen stands in the catalogues, as `health-trouble-NAME`."""

    NO_DATABASE = "the database cannot be used"
    NOTHING_SENT = "the database cannot be used; nothing is sent meanwhile"
    OUTCOME_WAITS = "the database cannot be used; an outcome waits to be recorded"
    DATABASE_UNREAD = "cannot be read; check the disk and the server"
    NOT_APPLIED = "nothing applied yet; run: rounds apply"
    UNFORESEEN = "an unforeseen fault; see the log"

    KEY_UNUSABLE = "{detail}"
    KEY_MISSING = (
        "the key of the block from {week} is missing; restore the key folder, or, if it is lost for good, run: rounds"
        " abandon-block {block}"
    )
    KEY_DIFFERS = "the key of the block from {week} is not the one the database knows; put the right one back"
    INBOX_KEY_LOST = (
        "the key for what people did in {week} is missing or is another one, and some of that waits under it; restore"
        " the key folder, or, if it is lost for good, run: rounds abandon-block {block}"
    )
    KEY_LATE = (
        "the key of the block from {week} should have been destroyed on {day}; see what the log says of closing blocks"
    )
    KEY_LATE_WEEKS = (
        "the key of the block from {week} should have been destroyed on {day}; weeks before it could not be closed"
    )
    KEYS_UNREAD = "the keys folder {folder} cannot be read: {detail}"
    KEYS_OF_OTHERS = (
        "something in the keys folder {folder} belongs to {others} and not to {owner}, who runs Rounds; as root, run:"
        " chown -R {owner} {folder}"
    )
    SIGNING_KEY_MISSING = (
        "the key that signs the log of administration ({detail}) is not in the keys folder {folder}; put the folder"
        " back or, if it is lost, run: rounds renew-signing-key"
    )

    OVERDUE = (
        "should have been taken away by now and is still there: {tables}. Look which other part is not well, and in"
        " the log"
    )
    NOT_FILED = "updates could not be filed in three tries; see the log, look at the database, then restart Rounds"
    LOG_SPOILT = "is not as it was written: {detail}{more}; keep all as it is and run: rounds verify"

    ACCOUNT_REFUSED = "the platform refuses the account; check its token and scopes"
    UNREACHABLE = "the platform cannot be reached"
    TOKEN_DEAD = "the platform refuses the token; put another in its place"
    NEW_TOKEN_UNASKED = "the platform cannot be asked about the new token; the earlier one goes on"
    NEW_TOKEN_UNKNOWN = "the new token is refused ({platform} does not know it); the earlier one goes on"
    NEW_TOKEN_OF_ANOTHER_BOT = (
        "the new token is refused (it belongs to another bot, with which nobody has a chat); the earlier one goes on"
    )
    NEW_TOKEN_OF_ANOTHER_WORKSPACE = (
        "the new token is refused (it belongs to another workspace, in which nobody has a chat); the earlier one goes"
        " on"
    )
    NEW_TOKEN_REFUSED = "the new token is refused ({platform} says {detail}); the earlier one goes on"
    SETTINGS_UNUSABLE = "what was changed cannot be used, the earlier ones go on; see: rounds check"

    PLATFORM_AWAY = "{platform} cannot be reached"
    PLATFORM_BUSY = "{platform} asks to wait"
    TOKEN_REFUSED = "{platform} refuses the token"
    APP_TOKEN_REFUSED = "{platform} refuses the app token: {detail}"
    OTHER_RECEIVER = "another program receives with the same token"
    NOT_SAVED = "answers cannot be saved; they wait at {platform}"
    NOT_CONNECTED = "not connected"

    UNAUDITED = "the database cannot be read, so nobody knows whether all was sent"
    NEVER_PUT_OUT = "questions were planned and never put out"
    UNSETTLED = "messages are past their time and not settled"
    UNCLOSED = "questions are past their close and not closed"
    STUCK = "messages wait on {channel} and none leaves"

    STARTING = "starting"
    TAKEN_OVER = "another rounds run has taken this database over; this one does nothing meanwhile; stop one of the two"
    TAKEN_OVER_BY_ALL = (
        "a rounds run --role all has taken this database over; this one does nothing meanwhile; stop one of the two"
    )
    TURN_LOST = "the connection that kept other processes away is lost; trying again"
    CLOCK_JUMPED = (
        "the system's clock jumped by {days:+.1f} days; Rounds goes on by its own time for an hour; mend the clock, or"
        " restart Rounds if the clock is right"
    )
    QUEUE_UNUSABLE = "the job queue cannot be used"
    NO_WORKER = "no worker is there, so nothing is sent; start one: rounds run --role worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateTable:
    """Rows of one table that should be gone."""

    table: str
    rows: int
    """In tens, rounded up."""
    is_more: bool = False
    """Whether there may be more: nobody counts further."""
    jobs: tuple[RetentionJob, ...] = ()

    @property
    def line(self) -> str:
        rows = f"{self.rows} rows or more" if self.is_more else f"up to {self.rows} rows"
        return f"{self.table} ({rows}; {', '.join(self.jobs)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Without names of people, tokens or answers. A kind needs those of the others that stand in its line."""

    kind: TroubleKind
    week: IsoWeek | None = None
    day: date | None = None
    days: float = 0.0
    count: int = 0
    channel: Channel | None = None
    platform: str = ""
    block: str = ""
    folder: str = ""
    owner: str = ""
    others: tuple[str, ...] = ()
    tables: tuple[LateTable, ...] = ()
    detail: str = ""
    """What somebody else says of it, as it came: a platform, the system, a fault of a file."""

    @property
    def line(self) -> str:
        """As monitoring has it."""
        return self.kind.value.format(
            week=self.week,
            day=self.day,
            days=self.days,
            count=self.count,
            channel=self.channel,
            platform=self.platform,
            block=self.block,
            folder=self.folder,
            owner=self.owner,
            others=", ".join(self.others),
            tables="; ".join(each.line for each in self.tables),
            detail=self.detail,
            more=f" (and {self.count} more)" if self.count else "",
        )


Troubles = Sequence[Trouble]
"""Of one part; empty while it is well."""
Parts = Mapping[Part, Troubles]


def line_of(part: Part, troubles: Troubles) -> str:
    """As monitoring has it; empty if all is well. What the auditor finds is one line, keys have a line each."""
    return ("; " if part.kind is PartKind.DELIVERIES else "\n").join(each.line for each in troubles)


def monitored(parts: Parts) -> dict[str, str]:
    """Each part with what is wrong with it, as monitoring has them."""
    return {part.name: line_of(part, troubles) for part, troubles in parts.items()}
