"""No line of the log counts what people did, names what they sent, or says of which kind a message was."""

import ast
from collections.abc import Iterator
from pathlib import Path

CODE = Path(__file__).parents[2] / "bot"
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
MAY_BE_SAID = {
    *("channel", "count", "epoch", "error", "exc_info", "findings", "job", "key", "method", "occurrence", "outcome"),
    *("part", "pause", "present", "reason", "rounds", "schedule", "slack_error", "status", "still_running", "task"),
    "week",
}
"""`count` is of what could not be filed for a week."""


def keys_of_lines() -> Iterator[tuple[str, str]]:
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=level)) if level in LEVELS:
                    assert len(node.args) == 1, f"{path}:{node.lineno}: what is said beside the event has a key"
                    for each in node.keywords:
                        yield f"{path.relative_to(CODE)}:{node.lineno}", each.arg or "**"
                case _:
                    pass


def test_each_key_of_a_line_is_one_that_tells_of_nobody() -> None:
    found = list(keys_of_lines())
    assert len(found) > 30
    assert [(where, key) for where, key in found if key not in MAY_BE_SAID] == []
