"""What the two lock files say: every package at its version, with the hashes of its files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from packageurl import PackageURL
from pip_requirements_parser import RequirementsFile

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
"""Holds all of the other one, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    name: str
    version: str
    hashes: Sequence[str]
    """SHA-256 of each file that may be installed."""
    marker: str = ""
    """On which machines it is installed; empty for all."""
    shipped: bool = False
    """Whether Rounds runs on it, and not only its tests."""

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.version

    @property
    def purl(self) -> PackageURL:
        return PackageURL(type="pypi", name=self.name, version=self.version)


def locked_in(lock: Path) -> Iterator[Locked]:
    read = RequirementsFile.from_file(str(lock))
    if read.invalid_lines:
        raise ValueError(f"{lock.name}: {read.invalid_lines[0]}")
    for each in read.requirements:
        if each.name is None or each.get_pinned_version is None or not each.hash_options:
            raise ValueError(f"{lock.name}: {each.requirement_line} names no version, or no hash")
        hashes = sorted(option.removeprefix("sha256:") for option in each.hash_options)
        yield Locked(name=each.name, version=each.get_pinned_version, hashes=hashes, marker=str(each.marker or ""))


def locked(*, shipped: Path = SHIPPED, development: Path = DEVELOPMENT) -> list[Locked]:
    """All of both, each once, by name."""
    runs = {each.key for each in locked_in(shipped)}
    both = {each.key: each for lock in (shipped, development) for each in locked_in(lock)}
    return [replace(each, shipped=key in runs) for key, each in sorted(both.items())]
