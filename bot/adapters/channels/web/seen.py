"""How a page without a script says that a person has it before their eyes: by a picture that nobody sees.

The picture is asked for as soon as the page is touched or has a focus, or when it was in sight for ten seconds, which
is what its script tells otherwise. A browser loads it only then, and draws nothing while a page is out of sight.
"""

from typing import Final

from starlette.requests import Request

STYLE: Final = """
body:active main, body:focus-within main { background-image: url("seen"); }
main { animation: in-sight 1s steps(1) 9s forwards; }
@keyframes in-sight { from { background-image: none; } to { background-image: url("seen"); } }
"""


def is_in_sight(request: Request) -> bool:
    """Whether a browser asks for the picture to draw it on our own page. Previews, scanners and programs that follow
    links, whoever looks ahead, and whoever only wants heads, do not."""
    headers = request.headers
    return (
        request.method == "GET"
        and headers.get("sec-fetch-dest") == "image"
        and headers.get("sec-fetch-site") == "same-origin"
        and not headers.get("sec-purpose")
    )
