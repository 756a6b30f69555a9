"""The parts of a running Rounds of which it is told whether they are well."""

from dataclasses import dataclass
from enum import StrEnum, unique

from bot.domain.organisation.people import Channel

OF_A_WORKER = "worker: "
"""How monitoring names a part that a worker tells of: whose it is stands apart from which it is."""


@unique
class PartKind(StrEnum):
    """Each as monitoring has it: alarms, logs and the command line find it by these words, so they stay as they are.
    What people read on a screen stands in the catalogues, as `health-part-NAME`."""

    DATABASE = "database"
    PROGRAMME = "programme"
    KEYS = "keys"
    KEY_FILES = "files of keys"
    """Whether the process that asks can use what lies in the keys folder."""
    RETENTION = "retention"
    """Rows that should be gone."""
    LOG = "log of administration"
    """Whether the log is as it was written."""
    PROCESSES = "processes"
    """Whether this process may work on its database."""
    CLOCK = "clock"
    """Whether it has jumped."""
    SETTINGS = "settings"
    """Whether what was changed in the settings can be used."""
    DELIVERIES = "deliveries"
    """Whether all was sent that should have been."""
    BELLS = "bells"
    QUEUE = "queue"
    WORKERS = "workers"
    SENDING = "sending on {channel}"
    RECEIVING = "receiving on {channel}"
    LOCK = "lock to receive on {channel}"
    """Of several processes one polls at a time."""
    RECONCILING = "reconciling on {channel}"
    TOKEN = "token of {channel}"  # noqa: S105 - the name of a part
    CALENDARS = "reading calendars"
    FILING = "filing answers"
    SET_ASIDE = "updates set aside"
    """What people did and could not be filed."""
    EXPIRING = "expiring"
    CLOSING_ROUNDS = "closing rounds"
    NEW_RULE = "telling the new rule"
    PLANNING = "planning"
    ASKING_ABOUT_ACTIONS = "asking about actions"
    REMINDING = "reminding"
    ATTENTION = "counting attention"
    CLOSING_WEEKS = "closing weeks"
    RETURNING_ACTIONS = "returning actions"
    DIGESTS = "digests"
    ASKING_LEADS = "asking leads"
    NUDGING = "nudging"
    CLOSING_QUARTERS = "closing quarters"
    CARRYING = "carrying what is raised"
    TELLING_ADMINISTRATORS = "telling administrators"
    TIDYING = "tidying"
    FORGETTING_SHIFTS = "forgetting shifts"
    FORGETTING_UPLOADS = "forgetting uploads"
    FORGETTING_SIGN_INS = "forgetting sign-ins"
    CLEANING_FILES = "cleaning files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    kind: PartKind
    channel: Channel | None = None
    """Of those that there are once for each channel."""
    is_of_a_worker: bool = False
    """Whether another process tells of it: a part of that name is here, too, or may be."""

    @property
    def name(self) -> str:
        """As monitoring has it."""
        own = self.kind.value.format(channel=self.channel)
        return f"{OF_A_WORKER}{own}" if self.is_of_a_worker else own
