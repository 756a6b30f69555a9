"""Telegram: a bot of one token, by long polling or a webhook. The library is large and loaded only when it is used."""

import re
from collections.abc import Collection, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

from bot.adapters.channels.telegram import PLATFORM, TELEGRAM
from bot.cancellation import going_on
from bot.channel_port import (
    ENROL_INSTEAD,
    ChannelDescription,
    ChannelHost,
    JoinLink,
    Likeness,
    MissingSetting,
    NoLink,
    OpenedChannel,
)
from bot.domain.health.parts import Part, PartKind
from bot.domain.texts.sentences import Sentence, Wording
from bot.ports import Timer
from bot.setting_fields import MessagesPerSecond, SettingsGroup, WebAddress, secret_like, shown, web_address, wrong

if TYPE_CHECKING:
    from bot.adapters.channels.telegram.account import TelegramAccount

_TOKEN: Final = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)
_TOKEN_IN_TEXT: Final = re.compile(r"\b\d{6,12}:[A-Za-z0-9_-]{30,}")
_WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
_CHAT: Final = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_HOME: Final = ("127.0.0.1", "localhost", "::1")


def _https_address(text: str) -> str:
    address = web_address(text)
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in _HOME:
        raise wrong(f"{shown(text)} must begin with https://, or Telegram will not call it")
    return address


class TelegramSettings(SettingsGroup):
    token: Annotated[SecretStr, secret_like(_TOKEN, "BotFather gives it as digits, a colon and letters, on one line")]
    api_url: WebAddress = "https://api.telegram.org"
    webhook_url: Annotated[str, AfterValidator(_https_address)] | None = None
    """None: long polling."""
    webhook_secret: (
        Annotated[SecretStr, secret_like(_WEBHOOK_SECRET, "use 1 to 256 letters, digits, hyphens and underscores")]
        | None
    ) = None
    rate: MessagesPerSecond = 25


def _missing(found: Collection[str]) -> Iterator[MissingSetting]:
    webhook, secret = "ROUNDS_TELEGRAM_WEBHOOK_URL", "ROUNDS_TELEGRAM_WEBHOOK_SECRET"
    if webhook in found and secret not in found:
        what = f"missing, and {webhook} needs it; set it to 32 letters and digits that nobody can guess"
        yield MissingSetting(at=webhook, name=secret, what=what)


def _address_fault(value: str) -> Wording:
    if _CHAT.fullmatch(value):
        return ""
    return Sentence.of("fault-telegram_address", value=shown(value), instead=ENROL_INSTEAD)


async def _join_link(settings: TelegramSettings, timer: Timer) -> JoinLink:
    """Raises `NoLink` while the bot's name cannot be had."""
    account = _account(settings, timer, answer_within=5.0)
    try:
        name = await account.username()
    finally:
        await account.close()
    if not name:
        raise NoLink("Telegram does not tell the bot's name; check ROUNDS_TELEGRAM_TOKEN and the way to Telegram")
    return lambda code: deep_link(name, code)


def deep_link(username: str, code: str) -> str:
    """The link that opens the bot and hands it an enrolment code."""
    return f"https://t.me/{username}?start={code}"


def _likeness() -> Likeness:
    from bot.adapters.channels.telegram.likeness import LIKENESS

    return LIKENESS


async def _open(host: ChannelHost, settings: TelegramSettings, stack: AsyncExitStack, receives: bool) -> OpenedChannel:
    """Of several processes that poll, one does it at a time: Telegram allows one poller for each token."""
    from bot.adapters.channels.telegram.client import TelegramMessenger
    from bot.adapters.channels.telegram.intake import TelegramIntake
    from bot.adapters.channels.telegram.menus import AdministratorMenus
    from bot.adapters.channels.telegram.poller import TelegramPoller
    from bot.adapters.channels.telegram.webhook import TelegramWebhook
    from bot.flows.operations.hold_lock import HoldLock

    account = _account(settings, host.timer)
    stack.push_async_callback(account.close)
    intake = TelegramIntake(account=account, receive=host.receive, locale_of=host.locale_of)
    stack.push_async_callback(intake.close)
    messenger = TelegramMessenger(account)

    async def renew(changed: TelegramSettings) -> None:
        await account.renew(changed.token.get_secret_value())

    opened = OpenedChannel(messenger=messenger, rate=settings.rate, renew=renew)
    if not receives:
        return opened
    menus = AdministratorMenus(account=account, administrators=host.administrators, timer=host.timer)
    if settings.webhook_url and settings.webhook_secret:
        webhook = TelegramWebhook(
            account=account,
            intake=intake,
            health=host.health,
            timer=host.timer,
            url=settings.webhook_url,
            secret=settings.webhook_secret.get_secret_value(),
        )
        return replace(opened, loops=[webhook.run, menus.run], routes=[webhook.route])
    poller = TelegramPoller(account=account, intake=intake, health=host.health, timer=host.timer)
    polling = HoldLock(
        lock=host.lock("telegram polling"),
        work=lambda: going_on(poller.run),
        timer=host.timer,
        health=host.health,
        part=Part(kind=PartKind.LOCK, channel=TELEGRAM),
    )
    return replace(opened, loops=[polling.run, menus.run])


def _account(settings: TelegramSettings, timer: Timer, *, answer_within: float = 10.0) -> "TelegramAccount":
    from bot.adapters.channels.telegram.account import TelegramAccount

    return TelegramAccount(
        token=settings.token.get_secret_value(),
        timer=timer,
        api_root=settings.api_url,
        answer_within=answer_within,
    )


CHANNEL = ChannelDescription(
    id=TELEGRAM,
    title=PLATFORM,
    settings=TelegramSettings,
    variables={
        "ROUNDS_TELEGRAM_TOKEN": "token",
        "ROUNDS_TELEGRAM_API_URL": "api_url",
        "ROUNDS_TELEGRAM_WEBHOOK_URL": "webhook_url",
        "ROUNDS_TELEGRAM_WEBHOOK_SECRET": "webhook_secret",
        "ROUNDS_TELEGRAM_RATE": "rate",
    },
    secrets=("ROUNDS_TELEGRAM_TOKEN", "ROUNDS_TELEGRAM_WEBHOOK_SECRET"),
    tokens=("token",),
    switch="ROUNDS_TELEGRAM_TOKEN",
    missing=_missing,
    can_delete=True,
    address_fault=_address_fault,
    join_link=_join_link,
    concurrency=1,
    likeness=_likeness,
    noisy_loggers=("telegram", "httpx", "httpcore"),  # their lines hold the token, which is in every address
    secret_shapes=(_TOKEN_IN_TEXT,),
    command_prefix="/",
    open=_open,
)
