"""Cookies of the console: out of reach for scripts, for other sites, and under https for plain http and other hosts."""

from starlette.requests import Request
from starlette.responses import Response


class Cookie:
    def __init__(self, name: str, *, is_secure: bool, lives: int | None = None) -> None:
        """`is_secure`: people reach these pages by https. `lives`: for how many seconds; else until the browser closes.

        *Lax*, not *Strict*: links in chats, and a provider that people come back from, lead to pages.
        """
        self.name = f"__Host-{name}" if is_secure else name
        self._is_secure, self._lives = is_secure, lives

    def of(self, request: Request) -> str:
        """What the browser sent; empty if nothing."""
        return request.cookies.get(self.name, "")

    def put(self, response: Response, value: str) -> None:
        response.set_cookie(
            self.name, value, path="/", max_age=self._lives, httponly=True, secure=self._is_secure, samesite="lax"
        )

    def drop(self, response: Response) -> None:
        response.delete_cookie(self.name, path="/", httponly=True, secure=self._is_secure, samesite="lax")
