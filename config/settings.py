"""Settings of one process from its environment: frozen, bounded, secrets hidden, and every mistake in one line."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.environment import Variables, gather
from config.faults import Fault, InputWrong, did_you_mean, listed, shown, wrong

LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_TELEGRAM_TOKEN: Final = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)
_WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_HOME: Final = ("127.0.0.1", "localhost", "::1")


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _secret_like(pattern: re.Pattern[str], looks: str) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        if not pattern.fullmatch(secret.get_secret_value()):
            raise wrong(f"does not look right; {looks}")
        return secret

    return AfterValidator(check)


def _slack_token(start: str, place: str) -> AfterValidator:
    looks = f"it starts with {start} and stands in the Slack app's settings under {place}"
    return _secret_like(re.compile(rf"{start}[A-Za-z0-9-]+", re.ASCII), looks)


def _web_address(text: str) -> str:
    """An http or https address without a query, and without a slash at its end."""
    refusal = wrong(f'{shown(text)} is no web address; write it like "https://rounds.example.org"')
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise refusal from None
    if not usable or any(letter.isspace() for letter in text):
        raise refusal
    if parts.query or parts.fragment or parts.username or parts.password:
        raise wrong("must be an address alone, without a user, a question mark or a #")
    return text.rstrip("/")


def _https_address(text: str) -> str:
    address = _web_address(text)
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in _HOME:
        raise wrong(f"{shown(text)} must begin with https://, or Telegram will not call it")
    return address


def _ping_address(secret: SecretStr) -> SecretStr:
    """Never quotes the value: whoever has it can ping."""
    try:
        _web_address(secret.get_secret_value().partition("?")[0])
    except PydanticCustomError:
        raise wrong("is no web address; copy it whole from the service that watches") from None
    return secret


def _host(text: str) -> str:
    if any(letter.isspace() or letter in "/@" for letter in text):
        raise wrong(f'{shown(text)} is no host; write a name or an address alone, like "127.0.0.1"')
    return text


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


class DatabaseSettings(_Group):
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


class WebSettings(_Group):
    host: Annotated[str, AfterValidator(_host)] = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    url: Annotated[str, AfterValidator(_web_address)] | None = None
    """The public root for links, without a slash at its end."""

    @property
    def root(self) -> str:
        """The public root, or the local one where no public one is set."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.url or f"http://{host}:{self.port}"


class TelegramSettings(_Group):
    token: Annotated[
        SecretStr, _secret_like(_TELEGRAM_TOKEN, "BotFather gives it as digits, a colon and letters, on one line")
    ]
    api_url: Annotated[str, AfterValidator(_web_address)] = "https://api.telegram.org"
    webhook_url: Annotated[str, AfterValidator(_https_address)] | None = None
    """None: long polling."""
    webhook_secret: (
        Annotated[SecretStr, _secret_like(_WEBHOOK_SECRET, "use 1 to 256 letters, digits, hyphens and underscores")]
        | None
    ) = None
    rate: float = Field(default=25, ge=0.1, le=1000, allow_inf_nan=False)
    """Messages a second."""


class SlackSettings(_Group):
    bot_token: Annotated[SecretStr, _slack_token("xoxb-", "OAuth & Permissions")]
    app_token: Annotated[SecretStr, _slack_token("xapp-", "App-Level Tokens")] | None = None
    """Set: Socket Mode."""
    signing_secret: SecretStr | None = None
    """For signed HTTP."""
    api_url: Annotated[str, AfterValidator(_web_address), AfterValidator(lambda url: f"{url}/")] = (
        "https://slack.com/api/"
    )
    rate: float = Field(default=5, ge=0.1, le=1000, allow_inf_nan=False)
    """Messages a second."""
    history_rate: float = Field(default=50, ge=1, le=1000, allow_inf_nan=False)
    """Looks into a conversation's history a minute."""


class ClockSettings(_Group):
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


class Settings(BaseSettings):
    """One process. A channel that is off is None; paths are placed in the directory that was given."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database: DatabaseSettings = DatabaseSettings()
    programme: Path = Path()
    """The folder of programme.toml, questions.toml and roster.csv."""
    keys: Path = Path("keys")
    web: WebSettings = WebSettings()
    telegram: TelegramSettings | None = None
    slack: SlackSettings | None = None
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


_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "ROUNDS_DATABASE_URL": ("database", "url"),
    "ROUNDS_PROGRAMME": ("programme",),
    "ROUNDS_KEYS": ("keys",),
    "ROUNDS_WEB_HOST": ("web", "host"),
    "ROUNDS_WEB_PORT": ("web", "port"),
    "ROUNDS_WEB_URL": ("web", "url"),
    "ROUNDS_TELEGRAM_TOKEN": ("telegram", "token"),
    "ROUNDS_TELEGRAM_API_URL": ("telegram", "api_url"),
    "ROUNDS_TELEGRAM_WEBHOOK_URL": ("telegram", "webhook_url"),
    "ROUNDS_TELEGRAM_WEBHOOK_SECRET": ("telegram", "webhook_secret"),
    "ROUNDS_TELEGRAM_RATE": ("telegram", "rate"),
    "ROUNDS_SLACK_BOT_TOKEN": ("slack", "bot_token"),
    "ROUNDS_SLACK_APP_TOKEN": ("slack", "app_token"),
    "ROUNDS_SLACK_SIGNING_SECRET": ("slack", "signing_secret"),
    "ROUNDS_SLACK_API_URL": ("slack", "api_url"),
    "ROUNDS_SLACK_RATE": ("slack", "rate"),
    "ROUNDS_SLACK_HISTORY_RATE": ("slack", "history_rate"),
    "ROUNDS_DEADMAN_URL": ("deadman_url",),
    "ROUNDS_LOG_LEVEL": ("log_level",),
    "ROUNDS_CLOCK": ("clock",),
}
NAMES: Final = tuple(_PLACES)
SECRETS: Final = (
    "ROUNDS_DATABASE_URL",
    "ROUNDS_TELEGRAM_TOKEN",
    "ROUNDS_TELEGRAM_WEBHOOK_SECRET",
    "ROUNDS_SLACK_BOT_TOKEN",
    "ROUNDS_SLACK_APP_TOKEN",
    "ROUNDS_SLACK_SIGNING_SECRET",
    "ROUNDS_DEADMAN_URL",
)
"""These may also be given as ..._FILE."""
_SWITCHES: Final = {"telegram": "ROUNDS_TELEGRAM_TOKEN", "slack": "ROUNDS_SLACK_BOT_TOKEN"}
"""The token without which a channel is off."""


def load_settings(environ: Mapping[str, str], directory: Path) -> Settings:
    """Settings from an environment and the `.env` of a directory; raises InputWrong with every fault."""
    variables = gather(environ, directory, known=NAMES, secrets=SECRETS)
    values = _nested(variables)
    _check_pairs(variables)
    settings: Settings | None = None
    try:
        settings = Settings(**values)
    except ValidationError as error:
        variables.faults += [_fault(each, variables) for each in error.errors(include_url=False)]
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


def _nested(variables: Variables) -> dict[str, Any]:
    """Values as `Settings` takes them; a channel without its token is left out."""
    values: dict[str, Any] = {}
    for name, variable in variables.found.items():
        group, *key = _PLACES[name]
        switch = _SWITCHES.get(group)
        if switch is not None and switch not in variables.found:
            what = f"is set, but {switch} is not, so {group.title()} is off"
            variables.warnings.append(variable.origin.fault(name, what))
        elif key:
            values.setdefault(group, {})[key[0]] = variable.value
        else:
            values[group] = variable.value
    return values


def _check_pairs(variables: Variables) -> None:
    """Variables that need each other."""
    found = variables.found

    def fault(at: str, key: str, what: str) -> None:
        variables.faults.append(variables.origin(at).fault(key, what))

    webhook, secret = "ROUNDS_TELEGRAM_WEBHOOK_URL", "ROUNDS_TELEGRAM_WEBHOOK_SECRET"
    if "ROUNDS_TELEGRAM_TOKEN" in found and webhook in found and secret not in found:
        fault(
            webhook, secret, f"missing, and {webhook} needs it; set it to 32 letters and digits that nobody can guess"
        )
    ways_in = ("ROUNDS_SLACK_APP_TOKEN", "ROUNDS_SLACK_SIGNING_SECRET")
    if "ROUNDS_SLACK_BOT_TOKEN" in found and not any(name in found for name in ways_in):
        fault("ROUNDS_SLACK_BOT_TOKEN", ways_in[0], f"missing, so no answer could come in; set it, or {ways_in[1]}")


def _fault(error: ErrorDetails, variables: Variables) -> Fault:
    place = tuple(str(step) for step in error["loc"])
    name = next((name for name, each in _PLACES.items() if place[: len(each)] == each), ".".join(place))
    context = error.get("ctx", {})
    match error["type"]:
        case "in_words":
            what = str(context["what"])
        case "int_parsing" | "int_from_float" | "int_type":
            what = "must be a whole number"
        case "float_parsing" | "float_type" | "finite_number":
            what = "must be a number"
        case "greater_than_equal":
            what = f"must be at least {context['ge']:g}"
        case "less_than_equal":
            what = f"must be at most {context['le']:g}"
        case _:
            what = "cannot be used; see the .env that `rounds init` writes"
    return variables.origin(name).fault(name, what)


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret value, for the log handler that must never let one through."""
    telegram, slack = settings.telegram, settings.slack
    named_secrets = [settings.database.url, settings.deadman_url]
    if telegram is not None:
        named_secrets += [telegram.token, telegram.webhook_secret]
    if slack is not None:
        named_secrets += [slack.bot_token, slack.app_token, slack.signing_secret]
    return tuple(secret.get_secret_value() for secret in named_secrets if secret is not None)
