"""Slack: an app of one workspace, by Socket Mode or signed HTTP. Its libraries are loaded only when it is used."""

import re
from collections.abc import Collection, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Annotated, Final

from pydantic import AfterValidator, Field, SecretStr

from bot.adapters.channels.slack import COMMIT_SECONDS, MENU_SECONDS, PLATFORM, SLACK, TYPED_AT_MOST
from bot.channel_port import ENROL_INSTEAD, ChannelDescription, ChannelHost, Likeness, MissingSetting, OpenedChannel
from bot.domain.follow_up.prompts import Box
from bot.domain.health.troubles import Trouble, TroubleKind
from bot.domain.texts.sentences import Sentence, Wording
from bot.ports import ChannelBroken, TokenRefused
from bot.setting_fields import MessagesPerSecond, SettingsGroup, WebAddress, secret_like, shown

_TOKEN_IN_TEXT: Final = re.compile(r"\bxox[a-z]-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}")
_USER: Final = re.compile(r"[UW][A-Z0-9]{2,}", re.ASCII)
_PATH: Final = "/slack/events"


def _token(start: str, place: str) -> AfterValidator:
    looks = f"it starts with {start} and stands in the Slack app's settings under {place}"
    return secret_like(re.compile(rf"{start}[A-Za-z0-9-]+", re.ASCII), looks)


class SlackSettings(SettingsGroup):
    bot_token: Annotated[SecretStr, _token("xoxb-", "OAuth & Permissions")]
    app_token: Annotated[SecretStr, _token("xapp-", "App-Level Tokens")] | None = None
    """Set: Socket Mode."""
    signing_secret: SecretStr | None = None
    """For signed HTTP."""
    api_url: Annotated[WebAddress, AfterValidator(lambda url: f"{url}/")] = "https://slack.com/api/"
    rate: MessagesPerSecond = 5
    history_rate: float = Field(default=50, ge=1, le=1000, allow_inf_nan=False)
    """Looks into a conversation's history a minute."""


def _missing(found: Collection[str]) -> Iterator[MissingSetting]:
    ways_in = ("ROUNDS_SLACK_APP_TOKEN", "ROUNDS_SLACK_SIGNING_SECRET")
    if not any(name in found for name in ways_in):
        what = f"missing, so no answer could come in; set it, or {ways_in[1]}"
        yield MissingSetting(at="ROUNDS_SLACK_BOT_TOKEN", name=ways_in[0], what=what)


def _address_fault(value: str) -> Wording:
    if _USER.fullmatch(value):
        return ""
    return Sentence.of("fault-slack_address", value=shown(value), instead=ENROL_INSTEAD)


def _likeness() -> Likeness:
    from bot.adapters.channels.slack.likeness import LIKENESS

    return LIKENESS


async def open_slack(
    host: ChannelHost,
    settings: SlackSettings,
    stack: AsyncExitStack,
    receives: bool,
    *,
    menu_seconds: float = MENU_SECONDS,
    commit_seconds: float = COMMIT_SECONDS,
) -> OpenedChannel:
    """The account, for receiving too if it `receives`; the seconds are those of `SlackEvents`."""
    from starlette.routing import Route

    from bot.adapters.channels.slack.client import SlackMessenger
    from bot.adapters.channels.slack.connection import SlackConnection
    from bot.adapters.channels.slack.errors import FAULTS, code_of, failure_of, harmless
    from bot.adapters.channels.slack.events import SlackEvents
    from bot.adapters.channels.slack.http import SignedRequests
    from bot.adapters.channels.slack.socket import SocketMode

    connection = SlackConnection(bot_token=settings.bot_token.get_secret_value(), api_url=settings.api_url)
    await stack.enter_async_context(connection)
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
    events = SlackEvents(
        connection=connection,
        receive=host.receive,
        home=host.home,
        menu=host.menu,
        forms=host.forms,
        locale_of=host.locale_of,
        clock=host.clock,
        timer=host.timer,
        signing_secret="" if settings.app_token else secret,
        menu_seconds=menu_seconds,
        commit_seconds=commit_seconds,
    )
    stack.push_async_callback(events.finish)
    messenger = SlackMessenger(
        connection=connection,
        timer=host.timer,
        real_clock=host.clock,
        history_rate=int(settings.history_rate),
    )
    socket: SocketMode | None = None
    if receives and settings.app_token:
        socket = SocketMode(
            app=events.app,
            app_token=settings.app_token.get_secret_value(),
            connection=connection,
            health=host.health,
        )
        await socket.start()
        stack.push_async_callback(socket.stop)

    async def renew(changed: SlackSettings) -> None:
        try:
            await connection.renew(changed.bot_token.get_secret_value())
            if socket is not None and changed.app_token is not None:
                await socket.renew(changed.app_token.get_secret_value())
        except FAULTS as error:
            failure = harmless(failure_of(error))
            if isinstance(failure, ChannelBroken):
                why = Trouble(kind=TroubleKind.NEW_TOKEN_REFUSED, platform=PLATFORM, detail=code_of(error))
                raise TokenRefused(why) from None
            raise failure from None

    opened = OpenedChannel(messenger=messenger, rate=settings.rate, renew=renew)
    if not receives or socket is not None:
        return opened
    signed = SignedRequests(app=events.app, signing_secret=secret)
    return replace(opened, routes=[Route(_PATH, signed.answer, methods=["POST"])])


CHANNEL = ChannelDescription(
    id=SLACK,
    title=PLATFORM,
    settings=SlackSettings,
    variables={
        "ROUNDS_SLACK_BOT_TOKEN": "bot_token",
        "ROUNDS_SLACK_APP_TOKEN": "app_token",
        "ROUNDS_SLACK_SIGNING_SECRET": "signing_secret",
        "ROUNDS_SLACK_API_URL": "api_url",
        "ROUNDS_SLACK_RATE": "rate",
        "ROUNDS_SLACK_HISTORY_RATE": "history_rate",
    },
    secrets=("ROUNDS_SLACK_BOT_TOKEN", "ROUNDS_SLACK_APP_TOKEN", "ROUNDS_SLACK_SIGNING_SECRET"),
    tokens=("bot_token", "app_token"),
    switch="ROUNDS_SLACK_BOT_TOKEN",
    missing=_missing,
    address_fault=_address_fault,
    concurrency=4,
    longest_text=TYPED_AT_MOST,
    box=Box.OPENED,
    likeness=_likeness,
    noisy_loggers=("slack_sdk", "slack_bolt"),
    secret_shapes=(_TOKEN_IN_TEXT,),
    command_prefix="/rounds ",
    open=open_slack,
)
