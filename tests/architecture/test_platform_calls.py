"""Whatever files or closes waits for the database alone: who may call a platform is named here, and nobody else can."""

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import ports
from bot.flows.inbox.greet_strangers import GreetStrangers
from bot.flows.own_page.send_own_file import SendOwnFile

FLOWS = Path(__file__).parents[2] / "bot" / "flows"
CALLERS = ("inbox/greet_strangers.py", "own_page/send_own_file.py", "sending/")
"""They call platforms from loops of their own; a run of the inbox, or the closing of a week, is none of these."""
OF_A_CALL = frozenset(
    name
    for name, each in vars(ports).items()
    if each is ports.Messenger or (inspect.isclass(each) and issubclass(each, ports.DeliveryFailed))
) | {"DELIVERY_FAILURES", "DeliveryFailure", "Found", "NotThere", "CannotTell", "Search"}
"""What stands in `bot.ports` for calls of a platform and what becomes of them."""
CALLS = frozenset(name for name, each in vars(ports.Messenger).items() if inspect.iscoroutinefunction(each)) - {"check"}


def reasons_to_call(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="bot.ports", names=names):
                yield from (each.name for each in names if each.name in OF_A_CALL | {"*"})
            case ast.ImportFrom(module="bot", names=names) | ast.Import(names=names):
                yield from (each.name for each in names if each.name in ("ports", "bot.ports"))
            case ast.ImportFrom(module=str(module)) if module.startswith("bot.flows.sending"):
                yield module
            case ast.AsyncFunctionDef(name=name) if name in CALLS and ("to", "Address") in _arguments(node):
                yield f"def {name}"  # a messenger by another name
            case _:
                pass


def _arguments(function: ast.AsyncFunctionDef) -> list[tuple[str, str]]:
    return [(each.arg, ast.unparse(each.annotation)) for each in function.args.args if each.annotation]


def test_only_loops_of_their_own_call_a_platform() -> None:
    found = {
        str(path.relative_to(FLOWS)): sorted(set(reasons_to_call(ast.parse(path.read_text("utf-8")))))
        for path in sorted(FLOWS.rglob("*.py"))
    }
    calling = {path: why for path, why in found.items() if why}
    assert {path: why for path, why in calling.items() if not path.startswith(CALLERS)} == {}
    assert all(any(path.startswith(each) for path in calling) for each in CALLERS), "nobody is named in vain"


@pytest.mark.parametrize(
    "written",
    [
        "from bot.ports import Clock, Messenger",
        "from bot.ports import Unreachable",
        "from bot import ports",
        "import bot.ports",
        "from bot.flows.sending.dispatch import Dispatch",
        "class Sends(Protocol):\n    async def send_file(self, to: Address, *, name: str): ...",
    ],
)
def test_each_way_to_call_one_is_found(written: str) -> None:
    assert list(reasons_to_call(ast.parse(written)))


@pytest.mark.parametrize("asked", [GreetStrangers.__call__, SendOwnFile.__call__])
def test_whoever_asks_for_such_a_call_cannot_wait_for_it(asked: Callable[..., object]) -> None:
    assert not inspect.iscoroutinefunction(asked)
    assert inspect.signature(asked, eval_str=True).return_annotation is None
