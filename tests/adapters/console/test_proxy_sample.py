"""The sample of docs/deploy.md for the web server in front lets every page of the console through."""

import re
from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.app.loops import App
from bot.app.world import World
from storage.database import Database

PAGE = Path(__file__).parents[3] / "docs/deploy.md"


async def test_every_page_passes_and_no_secret_is_logged(sqlite_storage: Database, tmp_path: Path) -> None:
    app = App(World(storage=sqlite_storage, keys_folder=tmp_path / "keys", clock=SystemClock()))
    locations = re.findall(r"^location ~ (\S+) \{(.*)\}$", PAGE.read_text(), re.MULTILINE)
    paths = [re.sub(r"\{[^}]*\}", "x", route.path) for route in app.graph.console.routes()]  # type: ignore[attr-defined]
    assert len(paths) > 20
    for path in ["/c/x", "/join/x", *paths]:
        passed = [what for pattern, what in locations if re.search(pattern, path)]
        assert len(passed) == 1 or path == "/static/console", path
        is_secret = path.startswith(("/c/", "/join/", "/signin/"))
        assert all(("access_log off" in what) is is_secret for what in passed), path
