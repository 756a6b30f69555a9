"""The keys that sign the log of administration, and its newest entry, as files in the folder of the keys."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.adapters.keys import destroy_file, faults_named, opened, refuse_open_folder, sync_folder
from bot.domain.errors import KeyUnavailable
from bot.domain.proof.chain import ChainHead, NotedHead, fingerprint
from bot.ports import Entropy

log = structlog.get_logger()

PRIVATE_SUFFIX, PUBLIC_SUFFIX = "signing", "signing-public"
HEAD_FILE: Final = "log.head"
_FIRST_LINE: Final = "rounds log head 1"
_HEAD_LINE: Final = re.compile(r"(newest|left) ([1-9][0-9]{0,17}) ([0-9a-f]{64})", re.ASCII)


class FileSigningKeys:
    """The `ChainKeeper` port: two files (mode 0600) for each key, named by its fingerprint, and one with the head.

    - A key is whole on disk before its name exists, its public half before the private one. A private half that was
      read once is remembered: a disk that fails later keeps nobody from writing an entry.
    - The head is replaced as a whole, one process at a time.
    """

    def __init__(self, folder: Path, *, entropy: Entropy) -> None:
        self._folder, self._entropy = folder, entropy
        self._read: dict[bytes, Ed25519PrivateKey] = {}

    # --- keys -----------------------------------------------------------------------------------------------------

    def usable(self) -> bytes:
        with faults_named(self._folder):
            if self._folder.is_dir():
                refuse_open_folder(self._folder)
                for public in sorted(self.published()):
                    if self._private(public) is not None:
                        return public
        return self.make()

    def make(self) -> bytes:
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw()
        with faults_named(self._folder):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            refuse_open_folder(self._folder)
            pem = serialization.Encoding.PEM
            self._write(
                self._path(public, PUBLIC_SUFFIX),
                key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo),
            )
            self._write(
                self._path(public, PRIVATE_SUFFIX),
                key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
            )
        self._read[public] = key
        return public

    def can_sign(self, public: bytes) -> bool:
        with faults_named(self._folder):
            return self._private(public) is not None

    def sign(self, public: bytes, text: bytes) -> bytes:
        with faults_named(self._folder):
            key = self._private(public)
        if key is None:
            raise KeyUnavailable(
                f"the key that signs the log of administration ({fingerprint(public)}) is not in the keys folder"
                f" {self._folder}; put the folder back or, if it is lost, run: rounds renew-signing-key"
            )
        return key.sign(text)

    def destroy(self, public: bytes) -> None:
        self._read.pop(public, None)
        with faults_named(self._folder):
            destroy_file(self._path(public, PRIVATE_SUFFIX), entropy=self._entropy)

    def published(self) -> frozenset[bytes]:
        found = set()
        with faults_named(self._folder):
            for path in sorted(self._folder.glob(f"*.{PUBLIC_SUFFIX}")) if self._folder.is_dir() else ():
                with suppress(ValueError):  # whatever else lies there is no key: entries that it signed will say so
                    key = serialization.load_pem_public_key(path.read_bytes())
                    if isinstance(key, Ed25519PublicKey) and path == self._path(key.public_bytes_raw(), PUBLIC_SUFFIX):
                        found.add(key.public_bytes_raw())
        return frozenset(found)

    def _private(self, public: bytes) -> Ed25519PrivateKey | None:
        if public in self._read:
            return self._read[public]
        path = self._path(public, PRIVATE_SUFFIX)
        if not path.exists():
            return None
        refuse_open_folder(self._folder)
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except ValueError:
            key = None
        if not isinstance(key, Ed25519PrivateKey) or key.public_key().public_bytes_raw() != public:
            raise KeyUnavailable(f"{path} is not a key that Rounds has written; put the right file back")
        self._read[public] = key
        return key

    def _path(self, public: bytes, suffix: str) -> Path:
        return self._folder / f"{fingerprint(public)}.{suffix}"

    # --- the head -------------------------------------------------------------------------------------------------

    def noted(self) -> NotedHead | None:
        path = self._folder / HEAD_FILE
        with faults_named(self._folder):
            if not path.exists():
                return None
            first, *lines = path.read_bytes().decode("utf-8", "replace").splitlines() or [""]
        read = [_HEAD_LINE.fullmatch(line) for line in lines]
        heads = [ChainHead(number=int(each[2]), hash=bytes.fromhex(each[3])) for each in read if each]
        kinds = [each[1] for each in read if each]
        if first != _FIRST_LINE or None in read or kinds != ["newest", *["left"] * (len(kinds) - 1)]:
            raise KeyUnavailable(f"{path} is not a file that Rounds has written; put the right file back")
        return NotedHead(head=heads[0], left=tuple(heads[1:]))

    def note(self, head: ChainHead, *, leaving: NotedHead | None = None) -> None:
        try:
            with faults_named(self._folder):
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with self._locked():
                    before = self.noted()
                    if before is not None and before != leaving and before.head.number >= head.number:
                        return
                    left = () if before is None else before.left
                    if leaving is not None:
                        left = (*left, leaving.head)
                    lines = [_FIRST_LINE, f"newest {head.number} {head.hash.hex()}"]
                    lines += [f"left {each.number} {each.hash.hex()}" for each in left]
                    self._write(self._folder / HEAD_FILE, "".join(f"{line}\n" for line in lines).encode())
        except KeyUnavailable as error:
            log.warning("head_of_log_not_noted", error=str(error))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with opened(self._folder, os.O_RDONLY) as folder:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield  # closing it ends the lock

    def _write(self, path: Path, content: bytes) -> None:
        draft = path.with_name(f".{path.name}.{self._entropy.token(8).hex()}")
        try:
            with opened(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as file:
                os.write(file, content)
                os.fsync(file)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(self._folder)


def fits(public: bytes, text: bytes, signature: bytes) -> bool:
    """Whether a signature over a text is by the private half of a key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True
