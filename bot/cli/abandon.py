"""`rounds abandon-block`: the deliberate step that ends a block whose key is lost for good."""

from typing import assert_never

import httpx
from rich.console import Console

from bot.adapters.channels.web.channel import CHANNEL as WEB
from bot.adapters.keys import INBOX_SUFFIX, FileKeys
from bot.adapters.sealer import AesSealer
from bot.cli.ending import CommandRefused
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.identifiers import EpochId
from bot.flows.epochs.abandon_epoch import (
    Abandoned,
    AbandonEpoch,
    InboxAbandoned,
    KeyIsThere,
    NoSuchLoss,
)
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.ports import Clock, Entropy, Storage
from config.settings import Settings


async def run_abandon(
    block: str, *, settings: Settings, storage: Storage, clock: Clock, entropy: Entropy, out: Console
) -> None:
    """Say what was lost. Refused when the key is there, or nobody can be sure, or no such block lacks its key."""
    if not settings.keys.is_dir():
        raise CommandRefused(
            f"environment: ROUNDS_KEYS: there is no folder {settings.keys}; point it to the key folder of the bot, or,"
            f" if the folder itself is lost, create it: mkdir -m 700 {settings.keys}",
        )
    if await _bot_has_its_keys(settings):
        raise CommandRefused("BLOCK: the running bot has all its keys; check ROUNDS_KEYS; nothing was changed")
    keys, sealer = FileKeys(settings.keys, entropy=entropy), AesSealer(entropy=entropy)
    inbox_keys = InboxKeys(
        keys=FileKeys(settings.keys, entropy=entropy, suffix=INBOX_SUFFIX),
        sealer=sealer,
    )
    abandon = AbandonEpoch(storage=storage, keys=keys, inbox_keys=inbox_keys, clock=clock, entropy=entropy)
    match await abandon(EpochId(block), author=by_user(RevisionSource.SHELL)):
        case InboxAbandoned(updates=updates):
            out.print(f"{block}: {updates} answers or wishes that waited to be filed are given up")
            out.print("next: what people do from now on goes under a fresh key")
        case Abandoned(first=first, last=last, answers=answers, updates=updates):
            out.print(f"{block}: the block is closed as lost; it ends with {last}")
            out.print(f"lost: {answers} sealed answers since {first}; nobody could read them")
            if updates:
                out.print(f"lost: {updates} answers or wishes that waited to be filed")
            out.print("kept: who was asked, who answered, and every digest, flag and action")
            out.print(f"next: answers to rounds that close in {last + 1} or later go under a fresh key")
            out.print("if the key turns up after all, delete it: old backups could be read with it")
        case KeyIsThere(because=because):
            raise CommandRefused(f"BLOCK: {because}; put the right one back; nothing was changed")
        case NoSuchLoss(lost=[]):
            raise CommandRefused("BLOCK: no block lacks its key; nothing was changed")
        case NoSuchLoss(lost=lost):
            raise CommandRefused(f"BLOCK: {block!r} does not wait for its key; these do: {', '.join(lost)}")
        case never:
            assert_never(never)


async def _bot_has_its_keys(settings: Settings) -> bool:
    """What a bot that runs here says of itself: it may be run with another key folder than this command."""
    web = settings.of(WEB)
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            said = (await client.get(f"http://{web.host}:{web.port}/readyz")).json()
    except (httpx.HTTPError, ValueError):
        return False
    return isinstance(said, dict) and said.get("keys") == "ok"
