"""Tests lie where their rooms do: whoever opens a room of the code finds its tests under the same name."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILDINGS = ("bot", "bot/domain", "bot/flows", "bot/adapters", "bot/adapters/channels", "storage")
"""Their packages are rooms; what a room is divided into may be tested in the room's folder."""
ELSEWHERE = {
    "bot/app": "all that is built here is tried as it runs: tests/acceptance, tests/cli",
    "bot/repositories": "what repositories promise is tried on all three storages: tests/contract",
}


def rooms() -> Iterator[str]:
    for building in BUILDINGS:
        for init in sorted((ROOT / building).glob("*/__init__.py")):
            yield str(init.parent.relative_to(ROOT))
    yield "config"


def mirror_of(room: str) -> Path:
    return ROOT / "tests" / room.removeprefix("bot/")


def test_every_room_has_a_folder_of_tests() -> None:
    found = list(rooms())
    assert len(found) > 50
    assert {room for room in found if not any(mirror_of(room).rglob("test_*.py"))} == set(ELSEWHERE)
