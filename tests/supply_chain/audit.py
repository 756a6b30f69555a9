"""`make audit`: are there known faults in what is locked? pip-audit asks a source of advisories for every version.

    0  each of them was looked up, and nothing is known against any
    1  something is known: each fault stands in a line
    3  not audited: no source could be reached, or it did not know some package

There is no 0 for what was not looked up. (2 is what `make` itself ends with when this ends with 1 or 3; its message
names the number.) Arguments go to pip-audit: `make audit ARGS="-s osv"` asks another source.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.supply_chain.locks import Locked, locked

NOTHING_KNOWN, KNOWN, NOT_AUDITED = 0, 1, 3
PIP_AUDIT = (
    *(sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes"),
    *("--format", "json", "--desc", "off", "--progress-spinner", "off"),
)
"""It exits 1 both for a fault and for no answer, so its report is read: it writes one only if all went well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    faults: Sequence[str]
    unasked: Sequence[str]
    """Why something was not looked up."""

    @property
    def code(self) -> int:
        if self.faults:
            return KNOWN
        return NOT_AUDITED if self.unasked else NOTHING_KNOWN


def layers(parts: Iterable[Locked]) -> Iterator[list[Locked]]:
    """pip-audit takes one version of a package at a time; for some, the lock has another one for a newer Python."""
    versions = [list(each) for _, each in groupby(parts, key=lambda part: part.name)]
    for number in range(max(map(len, versions), default=0)):
        yield [each[number] for each in versions if len(each) > number]


def judged(parts: Sequence[Locked], report: str, trouble: str) -> Audit:
    """What pip-audit's report says of these packages, all of which have to be in it."""
    if not report.strip():
        said = [line for line in trouble.splitlines() if line and not line.startswith("WARNING")]
        return Audit(faults=[], unasked=[said[-1] if said else "pip-audit said nothing"])
    told = json.loads(report)["dependencies"]
    faults = [
        f"{each['name']} {each['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version'}"
        for each in told
        for fault in each.get("vulns", ())
    ]
    looked_up = {(each["name"], each["version"]) for each in told if "vulns" in each}
    missing = [f"{each.name} {each.version} was not looked up" for each in parts if each.key not in looked_up]
    return Audit(faults=faults, unasked=missing)


def audited(parts: Sequence[Locked], *arguments: str) -> Audit:
    found = [_asked(layer, *arguments) for layer in layers(parts)]
    return Audit(
        faults=[fault for each in found for fault in each.faults],
        unasked=[why for each in found for why in each.unasked],
    )


def _asked(parts: Sequence[Locked], *arguments: str) -> Audit:
    with tempfile.TemporaryDirectory(prefix="rounds-audit-") as folder:
        lock = Path(folder, "requirements.txt")
        lock.write_text("".join(f"{each.name}=={each.version} {_hashes(each)}\n" for each in parts), "utf-8")
        run = subprocess.run([*PIP_AUDIT, "-r", lock, *arguments], capture_output=True, text=True, check=False)
    return judged(parts, run.stdout, run.stderr)


def _hashes(part: Locked) -> str:
    return " ".join(f"--hash=sha256:{each}" for each in part.hashes)


def main(arguments: Sequence[str]) -> int:
    parts = locked()
    audit = audited(parts, *arguments)
    for fault in audit.faults:
        print(fault)
    if audit.unasked:
        print(f"Not audited: {audit.unasked[0]}", file=sys.stderr)
        print("This says nothing of whether the locked packages have known faults.", file=sys.stderr)
    if audit.code == NOTHING_KNOWN:
        print(f"{len(parts)} locked packages, each looked up: no known fault")
    return audit.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
