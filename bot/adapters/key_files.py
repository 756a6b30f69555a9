"""Whether the files in the folder of the keys can be used by whoever runs Rounds."""

import os
import pwd
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from bot.adapters.clock import SystemEntropy
from bot.adapters.signing_keys import FileSigningKeys
from bot.domain.errors import KeyUnavailable
from bot.domain.health.troubles import Trouble, TroubleKind, Troubles
from bot.domain.proof.chain import fingerprint


class LookAtKeyFiles:
    """The `LookAtKeys` port. A folder that is open to others is told of by whoever reads a key in it.

    How many files there are, or how they are named, is told to nobody: some are there because somebody raised
    something.
    """

    def __init__(self, folder: Path, *, user: int | None = None, serves: bool = False) -> None:
        """`user`: the number of the one who runs this process. Root may read everything: if the service itself runs as
        root (`serves`), whose the files are does not matter. A command of root may run beside a service of another
        user, so for it the files have to belong to whoever owns the folder."""
        self._folder, self._user, self._serves = folder, os.geteuid() if user is None else user, serves

    def __call__(self, in_force: bytes | None, /) -> Troubles:
        return [*self._of_owners(), *self._of_the_key(in_force)]

    def warned(self, in_force: bytes | None) -> Sequence[str]:
        """The same in lines, and what keeps nobody from working: files that others might read if the
        folder were open."""
        return [*(each.line for each in self(in_force)), *self._of_modes()]

    def _of_owners(self) -> Iterator[Trouble]:
        if self._serves and self._user == 0:
            return
        try:
            if not self._folder.is_dir():
                return
            owner = self._user or self._folder.stat().st_uid
            owners = {self._folder.stat().st_uid, *(each.st_uid for each in self._files())}
        except OSError as error:
            why = str(error.strerror or error)
            yield Trouble(kind=TroubleKind.KEYS_UNREAD, folder=str(self._folder), detail=why)
            return
        if others := sorted(owners - {owner}):
            yield Trouble(
                kind=TroubleKind.KEYS_OF_OTHERS,
                folder=str(self._folder),
                others=tuple(map(_name, others)),
                owner=_name(owner),
            )

    def _of_modes(self) -> Iterator[str]:
        with suppress(OSError):  # said already
            if self._folder.is_dir() and any(each.st_mode & 0o077 for each in self._files()):
                yield f"files in the keys folder {self._folder} are open to others; run: chmod 600 {self._folder}/*"

    def _files(self) -> Sequence[os.stat_result]:
        found = []
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # drafts get their names, and keys are destroyed, while this looks
                found.append(path.lstat())
        return [each for each in found if stat.S_ISREG(each.st_mode)]

    def _of_the_key(self, in_force: bytes | None) -> Iterator[Trouble]:
        """Read anew: what a process has read once it remembers."""
        if in_force is None:
            return
        try:
            if not FileSigningKeys(self._folder, entropy=SystemEntropy()).can_sign(in_force):
                yield Trouble(
                    kind=TroubleKind.SIGNING_KEY_MISSING, folder=str(self._folder), detail=fingerprint(in_force)
                )
        except KeyUnavailable as error:
            yield Trouble(kind=TroubleKind.KEY_UNUSABLE, detail=str(error))


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # a container's users have no names
        return str(user)
