"""`rounds enrol` with links: each channel has its own way to carry a code."""

from pathlib import Path

from rich.console import Console

from bot.adapters.channels.web.links import join_link
from bot.adapters.clock import SystemEntropy, SystemTimer
from bot.cli.files import run_enrol
from bot.cli.run import clock_of
from bot.domain.organisation.people import Channel, Person
from config.settings import Settings
from storage.database import Database


async def run_enrol_with_links(
    settings: Settings, file: Path, *, database: Database, out: Console, err: Console
) -> int:
    """Codes with links: a deep link on Telegram, a page on the web, none on Slack (send the code to the app there)."""
    name = await _telegram_name(settings)

    def link(person: Person, code: str) -> str:
        match person.channel:
            case Channel.WEB:
                return join_link(settings.web.root, code)
            case Channel.TELEGRAM:
                from bot.adapters.channels.telegram.account import deep_link

                return deep_link(name, code)
            case Channel.SLACK:
                return ""

    return await run_enrol(
        file, database=database, clock=clock_of(settings), entropy=SystemEntropy(), link=link, out=out, err=err
    )


async def _telegram_name(settings: Settings) -> str:
    """The bot's name for links; empty if it cannot be had."""
    if settings.telegram is None:
        return ""
    from bot.adapters.channels.telegram.account import TelegramAccount

    account = TelegramAccount(
        token=settings.telegram.token.get_secret_value(),
        timer=SystemTimer(),
        api_root=settings.telegram.api_url,
        answer_within=5.0,
    )
    try:
        return await account.username()
    finally:
        await account.close()
