"""The commands that only administrators see: Telegram keeps a list of its own for their chats."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from telegram import BotCommandScopeChat
from telegram.error import TelegramError

from bot.adapters.channels.telegram import TELEGRAM
from bot.adapters.channels.telegram.account import TelegramAccount
from bot.domain.errors import StorageUnavailable
from bot.domain.messaging.inbound import FOR_ADMINISTRATORS, MENU
from bot.domain.organisation.people import Address, Channel
from bot.domain.texts import say
from bot.ports import Timer

log = structlog.get_logger()

LOOK_AGAIN = 600.0
"""Seconds; whoever becomes an administrator may use the commands at once, and sees them then."""

Administrators = Callable[[Channel], Awaitable[Mapping[Address, str]]]


class AdministratorMenus:
    """Told to Telegram when somebody's list has to change, and for all of them after a start. What Telegram refuses is
    tried again the next time; nobody depends on it, since every command asks for the right itself."""

    def __init__(self, *, account: TelegramAccount, administrators: Administrators, timer: Timer) -> None:
        self._account, self._bot, self._timer = account, account.bot, timer
        self._administrators = administrators
        self._told: dict[Address, str] = {}

    async def run(self) -> None:
        """Ends only by being cancelled."""
        while True:
            await self.bring_up_to_date()
            await self._timer.sleep(LOOK_AGAIN)

    async def bring_up_to_date(self) -> None:
        try:
            wanted = await self._administrators(TELEGRAM)
        except StorageUnavailable:
            return
        for address, locale in wanted.items():
            if self._told.get(address) != locale and await self._tell(address, locale):
                self._told[address] = locale
        for address in [each for each in self._told if each not in wanted]:
            if await self._tell(address, ""):
                del self._told[address]

    async def _tell(self, address: Address, locale: str) -> bool:
        """Without a locale the chat gets the list that everybody has."""
        if self._account.rest_left > 0 or not address.value.isdigit():
            return False
        scope = BotCommandScopeChat(int(address.value))
        try:
            if locale:
                commands = [
                    (each.value, say(f"chat-menu-{each.value}", locale)) for each in (*MENU, *FOR_ADMINISTRATORS)
                ]
                await self._bot.set_my_commands(commands, scope=scope)
            else:
                await self._bot.delete_my_commands(scope=scope)
        except TelegramError as error:
            log.info("telegram_menu_not_told", reason=type(error).__name__)
            return False
        return True
