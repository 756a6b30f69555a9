"""Every screen of the table on every channel: within the platform's limits, and as its golden file has it."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot.callback_text import decode
from bot.domain.digests.frozen_digest import fits_in_sight
from bot.domain.digests.verdict import Verdict
from bot.domain.messaging.documents import Picture, runs_of
from tests.situations.payloads import (
    FILES,
    command_line_of,
    html_of,
    messages_of,
    plain_words,
    screens_on,
    slack_of,
    telegram_of,
)
from tests.situations.table import Reader, Situation, situations
from tests.support.messages import words_of
from tests.support.slack.blockkit import entities, markup, message_faults

GOLDEN = Path(__file__).parent / "golden"
SLACK_BLOCKS, SLACK_TEXT = 50, 3_000
TELEGRAM_TEXT, TELEGRAM_CAPTION, TELEGRAM_CALLBACK = 4_096, 1_024, 64
"""UTF-16 units of a text and a caption, and bytes of a button: core.telegram.org/bots/api."""


@pytest.fixture(scope="module")
def table() -> Sequence[Situation]:
    return asyncio.run(situations())


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def alts_in(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    return [each["alt_text"] for each in blocks if "alt_text" in each]


def texts_in(node: Any) -> list[str]:
    if isinstance(node, Mapping):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for child in node.values() for text in texts_in(child)]
    return [text for child in node for text in texts_in(child)] if isinstance(node, list) else []


def test_slack_would_take_every_screen(table: Sequence[Situation]) -> None:
    for situation in table:
        for name, body in slack_of(situation).items():
            blocks, where = body["blocks"], f"{situation.name}: {name}"
            assert message_faults(blocks) == [], where
            assert len(blocks) <= SLACK_BLOCKS, where
            assert max(map(len, texts_in(body))) <= SLACK_TEXT, where
            assert entities(blocks) == markup(blocks) == [], where


def test_telegram_would_take_every_screen(table: Sequence[Situation]) -> None:
    for situation in table:
        for name, body in telegram_of(situation).items():
            where = f"{situation.name}: {name}"
            said = units(body["caption"]) if "caption" in body else units(body["text"])
            assert 0 < said <= (TELEGRAM_CAPTION if "caption" in body else TELEGRAM_TEXT), where
            for row in body.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    assert len(button["callback_data"].encode()) <= TELEGRAM_CALLBACK, where
                    assert decode(button["callback_data"]) is not None, where
            for entity in body.get("entities", body.get("caption_entities", [])):
                assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= said, where


def test_no_channel_cuts_a_word_of_any_screen(table: Sequence[Situation]) -> None:
    """Whoever writes a longer text than a channel shows learns it here, not from an ellipsis."""
    for situation in table:
        slack, telegram = slack_of(situation), telegram_of(situation)
        for channel in ("slack", "telegram"):
            for name, message in messages_of(situation, channel):
                sections = message.document.sections
                if channel == "slack":
                    words = " ".join([*texts_in(slack[name]), *alts_in(slack[name]["blocks"])])
                else:
                    words = telegram[name].get("caption") or telegram[name]["text"]
                    sections = tuple(each for each in sections if not isinstance(each, Picture))
                runs = [run for section in sections for run in runs_of(section)]
                assert [run for run in runs if run not in words] == [], f"{situation.name}: {name} on {channel}"
        for number, screen in enumerate(screens_on(situation, "web")):
            page = " ".join(unescape(html_of(screen, number)).split())
            for section in screen.message.document.sections:
                assert all(" ".join(run.split()) in page for run in runs_of(section)), (
                    f"{situation.name}: {screen.name}"
                )


def test_what_stands_in_sight_is_read_at_a_glance_and_agrees_with_its_title(table: Sequence[Situation]) -> None:
    for situation in table:
        for screen in situation.screens:
            if screen.digest is None or screen.reader is Reader.TEAM:
                continue
            where, verdict = f"{situation.name}: {screen.name}", screen.digest.verdict
            acted = screen.about == "once it is done"  # what was said before stays on it, whatever its title says now
            assert fits_in_sight(screen.message.document, Verdict.NEEDS_YOU if acted else verdict), where
            text = words_of(screen.message).lower()
            assert ("worth a conversation" in text) == (verdict is Verdict.CONVERSATION), where
            is_passed = "restored from a backup" in text and "week to" in text
            assert ("nothing needs you" in text) == (verdict is Verdict.NOTHING and not is_passed), where


async def test_every_screen_is_as_its_golden_file_has_it(table: Sequence[Situation], write_golden: bool) -> None:
    given: dict[str, str] = {}
    for situation in table:
        name = situation.slug
        given |= {f"{name}.{channel}": text(situation) for channel, text in FILES.items()}
        given[f"{name}.command-line.txt"] = plain_words(await command_line_of(situation))
    if write_golden:
        for path in GOLDEN.iterdir():
            path.unlink()
        for file, text in given.items():
            (GOLDEN / file).write_text(text, encoding="utf-8")
    assert {path.name for path in GOLDEN.iterdir()} == set(given)
    for file, text in given.items():
        if file.endswith(".json"):
            assert json.loads(text)
        kept = (GOLDEN / file).read_text(encoding="utf-8")
        assert text == kept, (
            f"{file} differs: look at it, and if it is meant, run pytest tests/situations --write-golden"
        )
