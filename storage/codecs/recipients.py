"""The recipients of a frozen digest as JSON."""

from bot.domain.digests.frozen_digest import Recipients
from storage.codecs.json_text import dumps, loads


def encode_recipients(recipients: Recipients) -> str:
    return dumps({"readers": sorted(recipients.readers), "members": sorted(recipients.members)})


def decode_recipients(text: str) -> Recipients:
    """The inverse of `encode_recipients`."""
    plain = loads(text)
    return Recipients(readers=frozenset(plain["readers"]), members=frozenset(plain["members"]))
