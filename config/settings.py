"""Settings of one process from its environment: frozen, bounded, secrets hidden, and every mistake in one line."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.channel_port import ChannelDescription, Channels, Group
from bot.domain.organisation.people import Channel
from bot.setting_fields import SettingsGroup, is_safe_way, shown, web_address, wrong
from config.environment import Variables, gather
from config.faults import Fault, InputWrong, did_you_mean, listed

LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_SIGN_INS: Final = ("link", "oidc")
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _ping_address(secret: SecretStr) -> SecretStr:
    """Never quotes the value: whoever has it can ping."""
    try:
        web_address(secret.get_secret_value().partition("?")[0])
    except PydanticCustomError:
        raise wrong("is no web address; copy it whole from the service that watches") from None
    return secret


def _database_url(secret: SecretStr) -> SecretStr:
    """Never quotes the value: it may hold a password."""
    url = secret.get_secret_value()
    scheme, found, rest = url.partition("://")
    if not found or scheme not in ("sqlite", "postgresql"):
        mend = 'write "sqlite:///rounds.db" or "postgresql://user:password@host/database"'
        raise wrong(f"must begin with sqlite:/// or postgresql://, without the name of a driver; {mend}")
    if scheme == "sqlite":
        if not rest.startswith("/") or len(rest) < 2 or rest[1:].startswith(":memory:") or "?" in rest:
            raise wrong('must name a file; write "sqlite:///rounds.db", or four slashes for a path from the root')
        return secret
    try:
        parts = urlsplit(url)
        usable = parts.port != 0 and len(parts.path) > 1 and not parts.fragment
    except ValueError:
        usable = False
    if not usable:
        mend = "write signs like @ / # ? in the password as %40 %2F %23 %3F"
        raise wrong(f'is no address like "postgresql://user:password@host/database"; {mend}')
    return secret


class DatabaseSettings(SettingsGroup):
    url: Annotated[SecretStr, AfterValidator(_database_url)] = SecretStr("sqlite:///rounds.db")

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_secret_value().startswith("sqlite:")

    @property
    def sqlite_file(self) -> Path | None:
        """The database file, or None on PostgreSQL."""
        return Path(self.url.get_secret_value().removeprefix("sqlite:///")) if self.is_sqlite else None

    def within(self, directory: Path) -> Self:
        """The same with a relative database file placed in a directory."""
        file = self.sqlite_file
        if file is None:
            return self
        return self.model_copy(update={"url": SecretStr(f"sqlite:///{directory / file}")})


def _issuer(text: str) -> str:
    """As the provider writes it itself, with or without a slash at its end."""
    if not is_safe_way(web_address(text)):
        raise wrong("must begin with https://; only a provider on this machine may do without")
    return text


class OidcSettings(SettingsGroup):
    """By which the hospital's own sign-in knows Rounds (OpenID Connect)."""

    issuer: Annotated[str, AfterValidator(_issuer)]
    client_id: str
    client_secret: SecretStr
    claim: str = "preferred_username"
    """The claim that holds the id in the roster."""


class ClockSettings(SettingsGroup):
    """A shifted clock for demos and drills: it starts at an instant and runs so many times as fast."""

    start: datetime
    speed: float = 1.0


def _clock(value: object) -> object:
    if not isinstance(value, str):
        return value
    written, _, speed = value.partition("@")
    try:
        start = datetime.fromisoformat(written).astimezone(UTC) if written[10:11] == "T" else None
        times = float(speed or 1)
    except (ValueError, OverflowError):
        start, times = None, 0.0
    is_aware = written.endswith("Z") or "+" in written or "-" in written[11:]
    if start is None or not is_aware or not _EARLIEST <= start < _LATEST or not 0 < times <= 1_000_000:
        raise wrong(f'{shown(value)} is no clock; write it like "2026-03-02T07:59:00Z@600"')
    return ClockSettings(start=start, speed=times)


def _level(value: str) -> str:
    level = value.upper()
    if level not in LEVELS:
        raise wrong(f"{shown(value)} is no log level{did_you_mean(level, LEVELS) or f'; choose {listed(LEVELS)}'}")
    return level


def _sign_in(value: object) -> object:
    if not isinstance(value, str) or value.lower() not in _SIGN_INS:
        raise wrong(f"{shown(value)} is no way to sign in; choose {listed(_SIGN_INS)}")
    return value.lower()


class Settings(BaseSettings):
    """One process. Paths are placed in the directory that was given."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database: DatabaseSettings = DatabaseSettings()
    programme: Path = Path()
    """The folder of programme.toml, questions.toml and roster.csv."""
    keys: Path = Path("keys")
    channels: Mapping[Channel, SettingsGroup] = {}
    """The settings of every channel that is on."""
    oidc: OidcSettings | None = None
    console_signin: Annotated[Literal["link", "oidc"], BeforeValidator(_sign_in)] = "link"
    """What signs administrators in to the console."""
    deadman_url: Annotated[SecretStr, AfterValidator(_ping_address)] | None = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_level)] = "INFO"
    clock: Annotated[ClockSettings, BeforeValidator(_clock)] | None = None
    warnings: tuple[Fault, ...] = ()
    """What is worth telling an administrator and stops nothing."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load_settings` gathered; nothing is read on the quiet."""
        return (init_settings,)

    def of(self, channel: ChannelDescription[Group]) -> Group:
        """The settings of a channel that is on; raises KeyError for one that is off."""
        found = self.channels[channel.id]
        if not isinstance(found, channel.settings):
            raise TypeError(f"the settings of {channel.id} are {type(found).__name__}")
        return found


_PROVIDER: Final[tuple[str, ...]] = ("ROUNDS_OIDC_ISSUER", "ROUNDS_OIDC_CLIENT_ID", "ROUNDS_OIDC_CLIENT_SECRET")
_CLAIM: Final = "ROUNDS_OIDC_CLAIM"
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "ROUNDS_DATABASE_URL": ("database", "url"),
    "ROUNDS_PROGRAMME": ("programme",),
    "ROUNDS_KEYS": ("keys",),
    "ROUNDS_OIDC_ISSUER": ("oidc", "issuer"),
    "ROUNDS_OIDC_CLIENT_ID": ("oidc", "client_id"),
    "ROUNDS_OIDC_CLIENT_SECRET": ("oidc", "client_secret"),
    "ROUNDS_OIDC_CLAIM": ("oidc", "claim"),
    "ROUNDS_CONSOLE_SIGNIN": ("console_signin",),
    "ROUNDS_DEADMAN_URL": ("deadman_url",),
    "ROUNDS_LOG_LEVEL": ("log_level",),
    "ROUNDS_CLOCK": ("clock",),
}
_SECRETS: Final = ("ROUNDS_DATABASE_URL", "ROUNDS_DEADMAN_URL", "ROUNDS_OIDC_CLIENT_SECRET")


def names_of(channels: Channels) -> tuple[str, ...]:
    """Every variable that there is."""
    return (*_PLACES, *(name for channel in channels for name in channel.variables))


def secrets_among(channels: Channels) -> tuple[str, ...]:
    """Those that may also be given as ..._FILE."""
    return (*_SECRETS, *(name for channel in channels for name in channel.secrets))


def load_settings(environ: Mapping[str, str], directory: Path, *, channels: Channels) -> Settings:
    """Settings from an environment and the `.env` of a directory; raises InputWrong with every fault."""
    variables = gather(environ, directory, known=names_of(channels), secrets=secrets_among(channels))
    reading = _Reading(variables)
    groups = {channel.id: group for channel in channels if (group := reading.channel(channel)) is not None}
    settings = reading.process(groups)
    if settings is None or variables.faults:
        raise InputWrong(variables.faults)
    return settings.model_copy(
        update={
            "database": settings.database.within(directory),
            "programme": directory / settings.programme,
            "keys": directory / settings.keys,
            "warnings": tuple(variables.warnings),
        }
    )


class _Reading:
    """Variables on their way into settings; what is wrong is noted among their faults."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables

    def channel(self, channel: ChannelDescription[Group]) -> Group | None:
        """The settings of a channel; None when it is off or they are wrong."""
        variables, found = self._variables, self._variables.found
        own = {name: field for name, field in channel.variables.items() if name in found}
        if channel.switch and channel.switch not in found:
            for name in own:
                what = f"is set, but {channel.switch} is not, so {channel.title} is off"
                variables.warnings.append(found[name].origin.fault(name, what))
            return None
        for missing in channel.missing(own):
            variables.faults.append(variables.origin(missing.at).fault(missing.name, missing.what))
        try:
            return channel.settings(**{field: found[name].value for name, field in own.items()})
        except ValidationError as error:
            self._note(error, {(field,): name for name, field in channel.variables.items()})
            return None

    def process(self, groups: Mapping[Channel, SettingsGroup]) -> Settings | None:
        values: dict[str, Any] = {}
        for name, (group, *key) in _PLACES.items():
            if name in self._variables.found:
                value = self._variables.found[name].value
                if key:
                    values.setdefault(group, {})[key[0]] = value
                else:
                    values[group] = value
        if not self._has_provider(is_wanted=values.get("console_signin", "").lower() == "oidc"):
            values.pop("oidc", None)
        try:
            return Settings(**values, channels=groups)
        except ValidationError as error:
            self._note(error, {place: name for name, place in _PLACES.items()})
            return None

    def _has_provider(self, *, is_wanted: bool) -> bool:
        """Whether all is set that a provider needs; where only a part is, each missing one is a fault."""
        found, faults = self._variables.found, self._variables.faults
        missing = [name for name in _PROVIDER if name not in found]
        set_here = [name for name in _PROVIDER if name in found] or (["ROUNDS_CONSOLE_SIGNIN"] if is_wanted else [])
        if missing and set_here:
            origin, what = found[set_here[0]].origin, f"a provider needs all of {', '.join(_PROVIDER)}"
            faults += [origin.fault(name, f"is not set, and {set_here[0]} is; {what}") for name in missing]
        elif missing and _CLAIM in found:
            what = f"is set, but {_PROVIDER[0]} is not, so there is no provider that brings it"
            self._variables.warnings.append(found[_CLAIM].origin.fault(_CLAIM, what))
        return not missing

    def _note(self, error: ValidationError, names: Mapping[tuple[str, ...], str]) -> None:
        for each in error.errors(include_url=False):
            place = tuple(str(step) for step in each["loc"])
            name = next((name for at, name in names.items() if place[: len(at)] == at), ".".join(place))
            self._variables.faults.append(self._variables.origin(name).fault(name, _in_words(each)))


def _in_words(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "in_words":
            return str(context["what"])
        case "int_parsing" | "int_from_float" | "int_type":
            return "must be a whole number"
        case "float_parsing" | "float_type" | "finite_number":
            return "must be a number"
        case "greater_than_equal":
            return f"must be at least {context['ge']:g}"
        case "less_than_equal":
            return f"must be at most {context['le']:g}"
        case _:  # the library has more kinds of fault
            return "cannot be used; see the .env that `rounds init` writes"


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret value, for the log handler that must never let one through."""
    own = (settings.database, settings.oidc) if settings.oidc is not None else (settings.database,)
    groups = (*own, *settings.channels.values())
    values = [settings.deadman_url, *(getattr(group, field) for group in groups for field in type(group).model_fields)]
    return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))
