"""Personal links: who holds one is that person, so only a hash of its secret part is stored."""

import base64
import hashlib

from bot.adapters.channels.web import WEB
from bot.domain.organisation.people import Address


def new_token(chance: bytes) -> str:
    """The secret part of a personal link, from at least 16 unpredictable bytes."""
    if len(chance) < 16:
        raise ValueError("a personal link needs 16 bytes of chance")
    return base64.urlsafe_b64encode(chance).rstrip(b"=").decode()


def address_of(token: str) -> Address:
    return Address(channel=WEB, value=hashlib.sha256(token.encode()).hexdigest())


def chat_path(token: str) -> str:
    return f"/c/{token}"


def join_link(root: str, code: str) -> str:
    """Where a person without Slack or Telegram takes up their code."""
    return f"{root.rstrip('/')}/join/{code}"
