"""The docs site may link to other servers and may fetch nothing from them."""

from pathlib import Path

import pytest

from tests.architecture.site_requests import external_requests


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example.org/a.js"></script>',
        '<link rel="stylesheet" href="//fonts.example.org/css">',
        '<link rel="preconnect" href="https://fonts.example.org">',
        '<img src="a.png" srcset="b.png 1x, https://pictures.example.org/b.png 2x">',
        '<p style="background: url(https://pictures.example.org/c.png)">',
        "<style>@import 'https://fonts.example.org/css';</style>",
        '<pre class="mermaid"><code>graph</code></pre>',
    ],
)
def test_a_request_to_another_server_is_found(tmp_path: Path, page: str) -> None:
    (tmp_path / "index.html").write_text(page, "utf-8")
    assert [each.split(":")[0] for each in external_requests(tmp_path)] == ["index.html"]


def test_a_style_sheet_may_ask_no_other_server_either(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text('@font-face { src: url("https://fonts.example.org/a.woff") }', "utf-8")
    assert list(external_requests(tmp_path)) == ["a.css: https://fonts.example.org/a.woff"]


def test_links_and_own_files_are_no_requests_to_others(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<link rel="canonical" href="https://rounds.example.org"><script src="a.js"></script>'
        '<img src="data:image/png;base64,AA//BB"><a href="https://example.org">elsewhere</a>'
        '<p style="background: url(a.png)">',
        "utf-8",
    )
    assert list(external_requests(tmp_path)) == []
