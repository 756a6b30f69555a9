"""A token is changed while everything goes on: real libraries, real HTTP, and nothing that anybody did is lost."""

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.slack import SLACK
from bot.adapters.channels.slack.channel import SlackSettings
from bot.adapters.channels.slack.socket import PART as SOCKET
from bot.adapters.channels.telegram import TELEGRAM
from bot.adapters.channels.telegram.channel import TelegramSettings
from bot.domain.errors import RoundsError
from bot.domain.organisation.people import Channel
from bot.flows.operations.keep_running import Troubled
from bot.flows.sending.keep_tokens import SETTINGS, KeepTokens, token_part
from bot.setting_fields import SettingsGroup
from storage.database import Database
from tests.acceptance.test_main_job import ASKED, Ward, ward
from tests.acceptance.test_run_command import ROUNDS, environment, rounds
from tests.support.boards import said
from tests.support.delivery_states import delivery_states
from tests.support.patience import PATIENCE, until, until_seen
from tests.support.ports import reserved_port
from tests.support.telegram.server import TelegramServer


class Administrator:
    """Who changes tokens in the settings, and what becomes of it."""

    def __init__(self, at: Ward) -> None:
        self.at = at
        telegram = TelegramSettings(token=SecretStr(at.telegram.token), api_url=at.telegram.root, rate=200)
        tokens = {"bot_token": SecretStr(at.slack.bot_token), "app_token": SecretStr(at.slack.app_token)}
        slack = SlackSettings(**tokens, api_url=at.slack.api_url, rate=200)
        self.written: dict[Channel, SettingsGroup] = {TELEGRAM: telegram, SLACK: slack}
        self.current = dict(self.written)
        self.can_be_read = True
        self.keep = KeepTokens(
            tokens={channel.id: channel.tokens for channel in CHANNELS},
            accounts=at.app.graph.accounts,
            current=self.current,
            read=self._read,
            health=at.app.world.health,
            timer=at.app.world.timer,
        )

    def _read(self) -> Mapping[Channel, SettingsGroup]:
        if not self.can_be_read:
            raise RoundsError("as the test wanted")
        return dict(self.written)

    def writes(self, channel: Channel, **tokens: str) -> None:
        update = {name: SecretStr(token) for name, token in tokens.items()}
        self.written[channel] = self.written[channel].model_copy(update=update)

    @property
    def parts(self) -> Mapping[str, str]:
        return said(self.at.app.world.health)


@asynccontextmanager
async def administered(storage: Database, folder: Path) -> AsyncIterator[Administrator]:
    async with ward(storage, folder, by_webhook=False) as at:
        yield Administrator(at)


def of_the_bot(telegram: TelegramServer, letters: str) -> str:
    return f"{telegram.token.partition(':')[0]}:{letters * 35}"


async def nothing_is_under_way(storage: Database) -> bool:
    async with storage.reading() as work:
        return "sending" not in await delivery_states(work)


@pytest.mark.drill
async def test_telegram_ends_the_old_token_at_once_and_the_new_one_loses_nothing(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with administered(sqlite_storage, tmp_path) as admin:
        telegram = admin.at.telegram
        telegram.token = of_the_bot(telegram, "N")
        await admin.at.at(ASKED)
        sending, token = f"sending on {TELEGRAM}", token_part(TELEGRAM).name
        await until(lambda: admin.parts.get(sending))
        assert not telegram.shown_in(101)
        await until_seen(lambda: nothing_is_under_way(sqlite_storage))  # and now the account rests for a minute
        await admin.keep.ask()
        assert admin.parts[token] == "the platform refuses the token; put another in its place"
        telegram.say(102, "/privacy")
        admin.writes(TELEGRAM, token=telegram.token)
        await admin.keep.look()
        assert admin.parts[token] == ""
        assert admin.current == admin.written
        await until(lambda: any("Wording of" in sent.text for sent in telegram.shown_in(101)))
        await until(lambda: any("confidential" in sent.text for sent in telegram.shown_in(102)))
        await admin.at.all_is_sent()
        await admin.at.all_is_well()
        assert len([sent for sent in telegram.shown_in(101) if "Wording of" in sent.text]) == 1


@pytest.mark.parametrize(
    ("token", "why"),
    [("", "Telegram does not know it"), ("7:" + "x" * 35, "it belongs to another bot, with which nobody has a chat")],
)
async def test_a_new_token_that_is_refused_changes_nothing(
    sqlite_storage: Database, tmp_path: Path, token: str, why: str
) -> None:
    async with administered(sqlite_storage, tmp_path) as admin:
        telegram = admin.at.telegram
        before = admin.current[TELEGRAM]
        admin.writes(TELEGRAM, token=token or of_the_bot(telegram, "W"))
        await admin.keep.look()
        said = f"the new token is refused ({why}); the earlier one goes on"
        assert admin.parts[token_part(TELEGRAM).name] == said
        calls = len(telegram.calls)
        await admin.keep.look()
        await admin.keep.ask()
        asked = {call.method for call in telegram.calls[calls:]}
        assert admin.parts[token_part(TELEGRAM).name] == said, "until it is changed, or somebody says so"
        assert "getMe" not in asked
        telegram.say(101, "/privacy")
        await until(lambda: any("confidential" in sent.text for sent in telegram.shown_in(101)))
        admin.written[TELEGRAM] = before
        await admin.keep.look()
        assert admin.parts[token_part(TELEGRAM).name] == ""


async def test_slack_takes_both_tokens_and_no_press_falls_between_two_connections(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with administered(sqlite_storage, tmp_path) as admin:
        slack = admin.at.slack
        await slack.until(lambda: slack.events.sockets)
        first = slack.events.connections
        slack.bot_token, slack.app_token = "xoxb-the-new-one", "xapp-the-new-one"
        admin.writes(SLACK, bot_token=slack.bot_token, app_token=slack.app_token)
        assert (await slack.person("U0SAMI").says("help")).acked
        await admin.keep.look()
        assert admin.parts[token_part(SLACK).name] == ""
        assert slack.events.connections == first + 1
        await slack.until(lambda: len(slack.events.sockets) == 1)
        assert (await slack.person("U0SAMI").says("privacy")).acked
        await until(lambda: len(slack.person("U0SAMI").inbox) >= 2)
        await until(lambda: admin.parts.get(SOCKET.name) == "")
        await admin.keep.ask()
        assert admin.parts[token_part(SLACK).name] == ""


@pytest.mark.parametrize(
    ("tokens", "why"),
    [
        ({"bot_token": "xoxb-wrong"}, "Slack says invalid_auth"),
        ({"app_token": "xapp-wrong"}, "Slack says invalid_auth"),
    ],
    ids=["bot token", "app token"],
)
async def test_slack_goes_on_with_the_earlier_token_when_a_new_one_is_refused(
    sqlite_storage: Database, tmp_path: Path, tokens: dict[str, str], why: str
) -> None:
    async with administered(sqlite_storage, tmp_path) as admin:
        slack = admin.at.slack
        await slack.until(lambda: slack.events.sockets)
        admin.writes(SLACK, **tokens)
        await admin.keep.look()
        assert admin.parts[token_part(SLACK).name] == f"the new token is refused ({why}); the earlier one goes on"
        assert (await slack.person("U0SAMI").says("privacy")).acked
        await until(lambda: bool(slack.person("U0SAMI").inbox))
        assert "wrong" not in str(admin.parts)


async def test_a_token_of_another_workspace_is_refused(sqlite_storage: Database, tmp_path: Path) -> None:
    async with administered(sqlite_storage, tmp_path) as admin:
        slack = admin.at.slack
        await admin.keep.ask()
        slack.team_id, slack.bot_token = "T0ELSEWHERE", "xoxb-of-elsewhere"
        admin.writes(SLACK, bot_token=slack.bot_token)
        await admin.keep.look()
        assert "it belongs to another workspace" in admin.parts[token_part(SLACK).name]


async def test_settings_that_cannot_be_read_change_nothing_and_are_said(
    sqlite_storage: Database, tmp_path: Path
) -> None:
    async with administered(sqlite_storage, tmp_path) as admin:
        admin.can_be_read = False
        with pytest.raises(Troubled, match="the earlier ones go on"):
            await admin.keep.look()
        assert admin.current == admin.written
        admin.can_be_read = True
        await admin.keep.look()
        assert admin.parts[SETTINGS.name] == ""


@pytest.mark.drill
async def test_a_process_takes_a_changed_file_when_it_is_told(tmp_path: Path) -> None:
    folder, secret = tmp_path / "rounds", tmp_path / "token"
    assert rounds(tmp_path, "init", str(folder), "--example").returncode == 0
    for command in ("migrate", "apply"):
        assert rounds(folder, command).returncode == 0
    async with TelegramServer() as telegram:
        secret.write_text(telegram.token)
        secret.chmod(0o600)
        told = {"ROUNDS_TELEGRAM_TOKEN_FILE": str(secret), "ROUNDS_TELEGRAM_API_URL": telegram.root}
        with reserved_port() as port:
            environ = environment({"ROUNDS_WEB_PORT": str(port)} | told)
            nothing, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
            process = await asyncio.create_subprocess_exec(
                *ROUNDS, "run", cwd=folder, env=environ, stdin=nothing, stdout=nothing, stderr=pipe
            )
            try:
                await telegram.until(lambda: any(call.method == "getUpdates" for call in telegram.calls))
                telegram.token = of_the_bot(telegram, "N")
                secret.write_text(telegram.token)
                process.send_signal(signal.SIGHUP)
                assert process.stderr is not None
                async with asyncio.timeout(PATIENCE):
                    while b"token_taken" not in (line := await process.stderr.readline()):
                        assert line, "it has ended"
                telegram.say(101, "hello")
                await telegram.until(lambda: bool(telegram.shown_in(101)))
            finally:
                process.kill()
                await process.wait()
