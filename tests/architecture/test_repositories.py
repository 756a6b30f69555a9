"""What repositories can do somebody in the product asks of them: what only tests call is dead."""

import re
import typing
from pathlib import Path

from bot.ports import UnitOfWork

BOT = Path(__file__).parents[2] / "bot"
CALLED = re.compile(r"\.(\w+)\.(\w+)\(")


def offered() -> set[tuple[str, str]]:
    """By repository, as a unit of work has it."""
    found: set[tuple[str, str]] = set()
    for name, member in vars(UnitOfWork).items():
        if isinstance(member, property):
            repository = typing.get_type_hints(member.fget)["return"]
            found |= {(name, method) for method in vars(repository) if not method.startswith("_")}
    return found


def test_every_method_of_a_repository_is_called_by_the_product() -> None:
    called = {each for path in BOT.rglob("*.py") for each in CALLED.findall(path.read_text("utf-8"))}
    assert len(offered()) > 100
    assert offered() - called == set()
