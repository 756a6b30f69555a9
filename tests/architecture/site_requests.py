"""A hook of mkdocs: the built site asks no other server for anything, so that it can be read inside a hospital."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

ELSEWHERE = re.compile(r"\s*(?:[a-z]+:)?//", re.IGNORECASE)
IN_STYLES = re.compile(r"""(?:url\(|@import)\s*['"]?\s*((?:https?:)?//[^'")\s;]+)""", re.IGNORECASE)
POINTS_ONLY = {"canonical", "prev", "next", "alternate"}
"""Relations of `<link>` for which a browser fetches nothing."""
FETCHED_BY_SCRIPT = {
    "mermaid": "the theme fetches mermaid from a public server",
    "md-source": "the theme asks the repository's host how many stars it has",
}
"""Classes of elements for which the theme's own script makes requests; for nothing else, in browsers since 2020."""


class _Requests(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [FETCHED_BY_SCRIPT[each] for each in given.get("class", "").split() if each in FETCHED_BY_SCRIPT]
        self.found += IN_STYLES.findall(given.get("style", ""))
        if tag == "link" and not POINTS_ONLY & set(given.get("rel", "").lower().split()):
            self._add(given.get("href", ""))
        for name in ("src", "srcset", "poster", "data"):
            for each in given.get(name, "").split(","):
                self._add(each)

    def _add(self, address: str) -> None:
        if ELSEWHERE.match(address):
            self.found.append(address.strip())


def external_requests(site: Path) -> Iterator[str]:
    """What a browser would fetch from elsewhere, each with the file that asks for it."""
    for path in sorted(site.rglob("*")):
        match path.suffix:
            case ".html":
                page = path.read_text("utf-8")
                reader = _Requests()
                reader.feed(page)
                found = reader.found + [
                    address
                    for style in re.findall(r"<style.*?</style>", page, re.DOTALL)
                    for address in IN_STYLES.findall(style)
                ]
            case ".css":
                found = IN_STYLES.findall(path.read_text("utf-8"))
            case _:
                found = []
        yield from (f"{path.relative_to(site)}: {each}" for each in found)


def on_post_build(config: MkDocsConfig) -> None:
    if found := list(external_requests(Path(config.site_dir))):
        raise PluginError("the site would fetch from elsewhere:\n" + "\n".join(found))
