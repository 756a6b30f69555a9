"""Settings: what is read from where, what is refused in which words, and that no secret shows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.slack.channel import CHANNEL as ON_SLACK
from bot.adapters.channels.telegram.channel import CHANNEL as ON_TELEGRAM
from bot.adapters.channels.web.channel import CHANNEL as ON_WEB
from config.faults import InputWrong
from config.settings import Settings, load_settings, names_of, secrets_among, secrets_of
from tests.support.working_time import seconds_of

TELEGRAM = {"ROUNDS_TELEGRAM_TOKEN": "4711:AbC-d_e"}
SLACK = {"ROUNDS_SLACK_BOT_TOKEN": "xoxb-1-a", "ROUNDS_SLACK_APP_TOKEN": "xapp-1-b"}

ACCOUNT = {
    "ROUNDS_OIDC_ISSUER": "https://login.example.org/",
    "ROUNDS_OIDC_CLIENT_ID": "rounds",
    "ROUNDS_OIDC_CLIENT_SECRET": "hush",
}
ALL_THREE = "a provider needs all of ROUNDS_OIDC_ISSUER, ROUNDS_OIDC_CLIENT_ID, ROUNDS_OIDC_CLIENT_SECRET"


def load(environ: dict[str, str], directory: Path) -> Settings:
    return load_settings(environ, directory, channels=CHANNELS)


def lines(environ: dict[str, str], directory: Path) -> list[str]:
    with pytest.raises(InputWrong) as caught:
        load(environ, directory)
    return [str(fault).replace(f"{directory}/", "") for fault in caught.value.faults]


def test_without_anything_set_the_embedded_defaults_hold() -> None:
    settings = load({"HOME": "/home/x", "ROUNDS_WEB_PORT": "  "}, Path())
    assert settings.database.url.get_secret_value() == "sqlite:///rounds.db"
    assert settings.database.sqlite_file == Path("rounds.db")
    assert (settings.programme, settings.keys) == (Path(), Path("keys"))
    web = settings.of(ON_WEB)
    assert (web.host, web.port, web.root) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert list(settings.channels) == [ON_WEB.id]
    assert (settings.clock, settings.deadman_url) == (None, None)
    assert settings.log_level == "INFO"
    assert settings.warnings == ()


def test_every_variable_of_the_public_interface_is_read(tmp_path: Path) -> None:
    settings = load(
        {
            **TELEGRAM,
            **SLACK,
            "ROUNDS_DATABASE_URL": "postgresql://rounds:p%40ss@db.example:5433/rounds",
            "ROUNDS_PROGRAMME": "hospital",
            "ROUNDS_KEYS": "/var/lib/rounds/keys",
            "ROUNDS_WEB_HOST": "0.0.0.0",  # noqa: S104
            "ROUNDS_WEB_PORT": "8080",
            "ROUNDS_WEB_URL": "https://rounds.example.org/",
            "ROUNDS_TELEGRAM_API_URL": "http://127.0.0.1:8081/",
            "ROUNDS_TELEGRAM_WEBHOOK_URL": "https://rounds.example.org/telegram/webhook",
            "ROUNDS_TELEGRAM_WEBHOOK_SECRET": "hush-hush",
            "ROUNDS_TELEGRAM_RATE": "12.5",
            "ROUNDS_SLACK_SIGNING_SECRET": "abc",
            "ROUNDS_SLACK_API_URL": "http://127.0.0.1:9/api",
            "ROUNDS_SLACK_RATE": "2",
            "ROUNDS_SLACK_HISTORY_RATE": "20",
            **ACCOUNT,
            "ROUNDS_OIDC_CLAIM": "employee_number",
            "ROUNDS_CONSOLE_SIGNIN": "OIDC",
            "ROUNDS_DEADMAN_URL": "https://hc.example/ping?id=7",
            "ROUNDS_LOG_LEVEL": "debug",
            "ROUNDS_CLOCK": "2026-03-02T07:59:00Z@600",
        },
        tmp_path,
    )
    assert not settings.database.is_sqlite
    assert (settings.programme, settings.keys) == (tmp_path / "hospital", Path("/var/lib/rounds/keys"))
    assert (settings.of(ON_WEB).port, settings.of(ON_WEB).root) == (8080, "https://rounds.example.org")
    telegram, slack = settings.of(ON_TELEGRAM), settings.of(ON_SLACK)
    assert telegram.api_url == "http://127.0.0.1:8081"
    assert telegram.webhook_url == "https://rounds.example.org/telegram/webhook"
    assert telegram.rate == 12.5
    assert slack.api_url == "http://127.0.0.1:9/api/"
    assert (slack.rate, slack.history_rate) == (2, 20)
    assert settings.oidc is not None
    assert (settings.oidc.issuer, settings.oidc.client_id) == ("https://login.example.org/", "rounds")
    assert (settings.oidc.client_secret.get_secret_value(), settings.oidc.claim) == ("hush", "employee_number")
    assert settings.console_signin == "oidc"
    assert settings.log_level == "DEBUG"
    assert settings.clock is not None
    assert settings.clock.start == datetime(2026, 3, 2, 7, 59, tzinfo=UTC)
    assert settings.clock.speed == 600


def test_the_dotenv_of_the_directory_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# comment\n\nexport ROUNDS_WEB_PORT=8001 # inline\nROUNDS_WEB_HOST='localhost'\nOTHER=1\nROUNDS_KEYS=\n"
    )
    (tmp_path / ".env").chmod(0o600)
    settings = load({"ROUNDS_WEB_PORT": "8002", "ROUNDS_WEB_HOST": ""}, tmp_path)
    web = settings.of(ON_WEB)
    assert (web.port, web.host) == (8002, "localhost")
    assert settings.keys == tmp_path / "keys"


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"ROUNDS_WEBPORT": "1"}, 'ROUNDS_WEBPORT: unknown variable; did you mean "ROUNDS_WEB_PORT"?'),
        ({"ROUNDS_WEB_PORT_FILE": "x"}, 'ROUNDS_WEB_PORT_FILE: unknown variable; did you mean "ROUNDS_WEB_PORT"?'),
        ({"ROUNDS_WEB_PORT": "eighty"}, "ROUNDS_WEB_PORT: must be a whole number"),
        ({"ROUNDS_WEB_PORT": "0"}, "ROUNDS_WEB_PORT: must be at least 1"),
        ({"ROUNDS_WEB_PORT": "70000"}, "ROUNDS_WEB_PORT: must be at most 65535"),
        (
            {"ROUNDS_WEB_HOST": "http://x"},
            'ROUNDS_WEB_HOST: "http://x" is no host; write a name or an address alone, like "127.0.0.1"',
        ),
        (
            {"ROUNDS_WEB_URL": "rounds.example"},
            'ROUNDS_WEB_URL: "rounds.example" is no web address; write it like "https://rounds.example.org"',
        ),
        (
            {"ROUNDS_WEB_URL": "https://u:p@x/?a"},
            "ROUNDS_WEB_URL: must be an address alone, without a user, a question mark or a #",
        ),
        (
            {"ROUNDS_DATABASE_URL": "sqlite+aiosqlite:///hidden.db"},
            "ROUNDS_DATABASE_URL: must begin with sqlite:/// or postgresql://, without the name of a driver; "
            'write "sqlite:///rounds.db" or "postgresql://user:password@host/database"',
        ),
        (
            {"ROUNDS_DATABASE_URL": "sqlite://"},
            'ROUNDS_DATABASE_URL: must name a file; write "sqlite:///rounds.db", '
            "or four slashes for a path from the root",
        ),
        (
            {"ROUNDS_DATABASE_URL": "postgresql://u:hidden#1@h/d"},
            'ROUNDS_DATABASE_URL: is no address like "postgresql://user:password@host/database"; '
            "write signs like @ / # ? in the password as %40 %2F %23 %3F",
        ),
        (
            {**ACCOUNT, "ROUNDS_OIDC_ISSUER": "http://login.example.org"},
            "ROUNDS_OIDC_ISSUER: must begin with https://; only a provider on this machine may do without",
        ),
        (
            {**ACCOUNT, "ROUNDS_OIDC_CLIENT_SECRET": ""},
            f"ROUNDS_OIDC_CLIENT_SECRET: is not set, and ROUNDS_OIDC_ISSUER is; {ALL_THREE}",
        ),
        (
            {**ACCOUNT, "ROUNDS_CONSOLE_SIGNIN": "password"},
            'ROUNDS_CONSOLE_SIGNIN: "password" is no way to sign in; choose link or oidc',
        ),
        ({"ROUNDS_LOG_LEVEL": "warn"}, 'ROUNDS_LOG_LEVEL: "warn" is no log level; did you mean "WARNING"?'),
        (
            {"ROUNDS_CLOCK": "2026-03-02T07:59:00"},
            'ROUNDS_CLOCK: "2026-03-02T07:59:00" is no clock; write it like "2026-03-02T07:59:00Z@600"',
        ),
        (
            {"ROUNDS_CLOCK": "2026-03-02T07:59:00Z@0"},
            'ROUNDS_CLOCK: "2026-03-02T07:59:00Z@0" is no clock; write it like "2026-03-02T07:59:00Z@600"',
        ),
        (
            {"ROUNDS_DEADMAN_URL": "hidden"},
            "ROUNDS_DEADMAN_URL: is no web address; copy it whole from the service that watches",
        ),
        (
            {"ROUNDS_TELEGRAM_TOKEN": "hidden"},
            "ROUNDS_TELEGRAM_TOKEN: does not look right; "
            "BotFather gives it as digits, a colon and letters, on one line",
        ),
        ({**TELEGRAM, "ROUNDS_TELEGRAM_RATE": "nan"}, "ROUNDS_TELEGRAM_RATE: must be a number"),
        ({**TELEGRAM, "ROUNDS_TELEGRAM_RATE": "0"}, "ROUNDS_TELEGRAM_RATE: must be at least 0.1"),
        (
            {**TELEGRAM, "ROUNDS_TELEGRAM_WEBHOOK_URL": "https://x/y"},
            "ROUNDS_TELEGRAM_WEBHOOK_SECRET: missing, and ROUNDS_TELEGRAM_WEBHOOK_URL needs it; "
            "set it to 32 letters and digits that nobody can guess",
        ),
        (
            {
                **TELEGRAM,
                "ROUNDS_TELEGRAM_WEBHOOK_URL": "http://x/y",
                "ROUNDS_TELEGRAM_WEBHOOK_SECRET": "hush",
            },
            'ROUNDS_TELEGRAM_WEBHOOK_URL: "http://x/y" must begin with https://, or Telegram will not call it',
        ),
        (
            {**SLACK, "ROUNDS_SLACK_BOT_TOKEN": "xapp-hidden"},
            "ROUNDS_SLACK_BOT_TOKEN: does not look right; it starts with xoxb- and stands in the Slack app's settings "
            "under OAuth & Permissions",
        ),
        (
            {"ROUNDS_SLACK_BOT_TOKEN": "xoxb-1"},
            "ROUNDS_SLACK_APP_TOKEN: missing, so no answer could come in; set it, or ROUNDS_SLACK_SIGNING_SECRET",
        ),
    ],
)
def test_a_wrong_variable_is_named_with_its_mend_and_no_secret(
    tmp_path: Path, environ: dict[str, str], line: str
) -> None:
    assert lines(environ, tmp_path) == [f"environment: {line}"]
    assert "hidden" not in line


@pytest.mark.parametrize("secret", ["with space", "ümlaut", "x" * 257])
def test_a_webhook_secret_that_telegram_would_not_take_is_refused(tmp_path: Path, secret: str) -> None:
    webhook = {"ROUNDS_TELEGRAM_WEBHOOK_URL": "https://rounds.example", "ROUNDS_TELEGRAM_WEBHOOK_SECRET": secret}
    assert lines({**TELEGRAM, **webhook}, tmp_path) == [
        "environment: ROUNDS_TELEGRAM_WEBHOOK_SECRET: does not look right; "
        "use 1 to 256 letters, digits, hyphens and underscores"
    ]


def test_faults_of_the_dotenv_name_its_lines(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "\n# one\nROUNDS_WEB_PORT=x\n\nROUNDS_WEBHOST=y\nROUNDS_KEYS\nROUNDS_WEB_URL=https://a\n"
        "ROUNDS_WEB_URL=https://b\nROUNDS_LOG_LEVEL='INFO\n"
    )
    assert lines({}, tmp_path) == [
        ".env:3: ROUNDS_WEB_PORT: must be a whole number",
        '.env:5: ROUNDS_WEBHOST: unknown variable; did you mean "ROUNDS_WEB_HOST"?',
        ".env:6: ROUNDS_KEYS: needs a value; write ROUNDS_KEYS=value",
        ".env:8: ROUNDS_WEB_URL: is set on line 7 already; keep one of the two",
        ".env:9: syntax: cannot be read; write NAME=value, and close every quote",
    ]


def test_every_secret_may_come_from_a_file(tmp_path: Path) -> None:
    values = {
        "ROUNDS_DATABASE_URL": "postgresql://u:p@h/d",
        "ROUNDS_TELEGRAM_WEBHOOK_SECRET": "hush",
        "ROUNDS_SLACK_SIGNING_SECRET": "shh",
        "ROUNDS_DEADMAN_URL": "https://hc.example/7",
        "ROUNDS_OIDC_CLIENT_SECRET": "hush-hush",
        **TELEGRAM,
        **SLACK,
    }
    others = {name: value for name, value in ACCOUNT.items() if name not in values}
    assert set(values) == set(secrets_among(CHANNELS))
    for name, value in values.items():
        (tmp_path / name).write_text(f"{value}\n")
        (tmp_path / name).chmod(0o600)
    by_file = load({**others, **{f"{name}_FILE": name for name in values}}, tmp_path)
    assert by_file == load({**others, **values}, tmp_path)


def test_a_secret_given_twice_or_in_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "two").write_text("a\nb\n")
    assert lines({**TELEGRAM, "ROUNDS_TELEGRAM_TOKEN_FILE": "x"}, tmp_path) == [
        "environment: ROUNDS_TELEGRAM_TOKEN_FILE: is set beside ROUNDS_TELEGRAM_TOKEN; keep one of the two"
    ]
    files = {"ROUNDS_TELEGRAM_TOKEN_FILE": "nowhere", "ROUNDS_DEADMAN_URL_FILE": "empty"}
    assert lines({**files, "ROUNDS_SLACK_BOT_TOKEN_FILE": "two"}, tmp_path) == [
        'environment: ROUNDS_DEADMAN_URL_FILE: "empty" must hold the secret alone, on one line',
        'environment: ROUNDS_SLACK_BOT_TOKEN_FILE: "two" must hold the secret alone, on one line',
        "environment: ROUNDS_TELEGRAM_TOKEN_FILE: what it names does not exist; name a file that Rounds may read",
    ]


def secrets_with_mode(tmp_path: Path, mode: int) -> None:
    (tmp_path / "token").write_text(TELEGRAM["ROUNDS_TELEGRAM_TOKEN"])
    (tmp_path / ".env").write_text("ROUNDS_TELEGRAM_TOKEN_FILE=token\nROUNDS_DEADMAN_URL=https://hc.example/7\n")
    for name in ("token", ".env"):
        (tmp_path / name).chmod(mode)


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o666])
def test_a_secret_that_everybody_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    secrets_with_mode(tmp_path, mode)
    assert [each.replace(f"{tmp_path}/", "") for each in lines({}, tmp_path)] == [
        '.env:1: ROUNDS_TELEGRAM_TOKEN_FILE: "token" can be read by everybody on this machine; `chmod 600` closes it',
        ".env:2: ROUNDS_DEADMAN_URL: is in a file that everybody on this machine can read; `chmod 600` closes it",
    ]


def test_a_secret_that_its_group_may_read_is_a_warning(tmp_path: Path) -> None:
    secrets_with_mode(tmp_path, 0o640)
    assert [str(each).replace(f"{tmp_path}/", "") for each in load({}, tmp_path).warnings] == [
        ".env:2: ROUNDS_DEADMAN_URL: is in a file that its group can read; `chmod 600` closes it",
        '.env:1: ROUNDS_TELEGRAM_TOKEN_FILE: "token" can be read by its group; `chmod 600` closes it',
    ]


def test_the_address_of_a_sqlite_file_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ROUNDS_DATABASE_URL=sqlite:///here.db\n")
    (tmp_path / ".env").chmod(0o644)
    assert load({}, tmp_path).warnings == ()


@pytest.mark.parametrize("token", [TELEGRAM["ROUNDS_TELEGRAM_TOKEN"], "x" * 5_000, "a\x00b", "~/../" + "y" * 300])
def test_a_token_put_where_its_file_belongs_is_not_quoted(tmp_path: Path, token: str) -> None:
    (fault,) = lines({"ROUNDS_TELEGRAM_TOKEN_FILE": token}, tmp_path)
    assert fault.startswith("environment: ROUNDS_TELEGRAM_TOKEN_FILE: what it names ")
    assert token[:20] not in fault


@pytest.mark.parametrize("line", ["ROUNDS_NUMBER_{}=x", "ROUNDS_WEB_PORT=1 # {}", "ROUNDS_TWO_{}"])
def test_thousands_of_faults_are_answered_in_a_few_lines(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text("".join(line.format(number) + "\n" for number in range(3_000)))
    (tmp_path / ".env").chmod(0o600)
    took, faults = seconds_of(lambda: lines({}, tmp_path))
    assert took < 1
    assert 0 < len(faults) <= 21


def test_a_channel_without_its_token_is_off_and_its_other_settings_are_a_warning(tmp_path: Path) -> None:
    settings = load({"ROUNDS_SLACK_APP_TOKEN": "xapp-1"}, tmp_path)
    assert ON_SLACK.id not in settings.channels
    assert [str(each) for each in settings.warnings] == [
        "environment: ROUNDS_SLACK_APP_TOKEN: is set, but ROUNDS_SLACK_BOT_TOKEN is not, so Slack is off"
    ]


def test_settings_are_frozen_and_show_no_secret() -> None:
    settings = load({**TELEGRAM, **SLACK, "ROUNDS_DATABASE_URL": "postgresql://u:s3cret@h/d"}, Path())
    for value in (repr(settings), str(settings), settings.model_dump_json()):
        assert not any(secret in value for secret in ("AbC-d_e", "xoxb-1-a", "xapp-1-b", "s3cret"))
    with pytest.raises(ValidationError):
        settings.of(ON_WEB).port = 1  # type: ignore[misc]


def test_nothing_is_read_on_the_quiet(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ROUNDS_WEB_PORT=1\n")
    assert load({}, tmp_path / "elsewhere").of(ON_WEB).port == 8000
    assert Settings().channels == {}
    assert len(names_of(CHANNELS)) == 25


def test_a_provider_set_by_half_is_told_whole(tmp_path: Path) -> None:
    missing = ("ROUNDS_OIDC_ISSUER", "ROUNDS_OIDC_CLIENT_ID", "ROUNDS_OIDC_CLIENT_SECRET")
    for at in missing:
        told = [f"environment: {name}: is not set, and {at} is; {ALL_THREE}" for name in missing if name != at]
        assert lines({at: "https://login.example.org"}, tmp_path) == told
    wanted = [f"environment: {name}: is not set, and ROUNDS_CONSOLE_SIGNIN is; {ALL_THREE}" for name in missing]
    assert lines({"ROUNDS_CONSOLE_SIGNIN": "oidc"}, tmp_path) == wanted
    alone = load({"ROUNDS_CONSOLE_SIGNIN": "link", "ROUNDS_OIDC_CLAIM": "sub"}, tmp_path)
    assert alone.oidc is None
    assert [str(each) for each in alone.warnings] == [
        "environment: ROUNDS_OIDC_CLAIM: is set, but ROUNDS_OIDC_ISSUER is not, so there is no provider that brings it"
    ]


def test_the_secret_of_the_provider_is_kept_out_of_logs(tmp_path: Path) -> None:
    settings = load({**ACCOUNT, "ROUNDS_OIDC_CLIENT_SECRET": "hush-hush"}, tmp_path)
    assert "hush-hush" in secrets_of(settings)
    assert "hush-hush" not in repr(settings)
