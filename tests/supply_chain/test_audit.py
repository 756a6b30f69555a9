"""What was not looked up is never called good."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.supply_chain.audit import KNOWN, NOT_AUDITED, NOTHING_KNOWN, audited, judged, layers
from tests.supply_chain.locks import Locked
from tests.support.ports import reserved_port


def part(name: str, version: str = "1.0") -> Locked:
    return Locked(name=name, version=version, hashes=["ab" * 32])


GOOD, BAD = part("good"), part("bad")


class Advisories(BaseHTTPRequestHandler):
    """A source in the form of OSV that knows of one fault."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        affected = [{"package": asked["package"], "ranges": [{"type": "ECOSYSTEM", "events": [{"fixed": "1.1"}]}]}]
        known = asked["package"]["name"] == BAD.name
        body = json.dumps({"vulns": [{"id": "PYSEC-0000-1", "affected": affected}]} if known else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Nothing, which would stand among what the tests print."""


@contextmanager
def advisories() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Advisories) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def source(port: int, tmp_path: Path) -> list[str]:
    return ["-s", "osv", "--osv-url", f"http://127.0.0.1:{port}/v1/query", "--cache-dir", str(tmp_path)]


def test_where_no_source_can_be_reached_nothing_is_called_good(tmp_path: Path) -> None:
    with reserved_port() as port:  # nobody listens there
        audit = audited([GOOD], *source(port, tmp_path))
    assert audit.code == NOT_AUDITED
    assert "Connection refused" in audit.unasked[0]


@pytest.mark.drill
def test_a_known_fault_is_named_with_what_mends_it_in_whichever_version_it_is(tmp_path: Path) -> None:
    with advisories() as port:
        audit = audited([part(BAD.name, "0.9"), BAD, GOOD], *source(port, tmp_path))
    assert audit.code == KNOWN
    assert audit.faults == [f"bad {version}: PYSEC-0000-1, mended in 1.1" for version in ("0.9", "1.0")]
    assert audit.unasked == []


def report(*told: Mapping[str, object]) -> str:
    return json.dumps({"dependencies": told, "fixes": []})


def test_all_that_was_looked_up_and_has_no_fault_is_good() -> None:
    told = {"name": "good", "version": "1.0", "vulns": []}
    assert judged([GOOD], report(told), "").code == NOTHING_KNOWN


def test_what_is_skipped_or_missing_in_the_report_was_not_looked_up() -> None:
    told: Mapping[str, object] = {"name": "good", "version": "1.0", "vulns": []}
    skipped: Mapping[str, object] = {"name": "bad", "skip_reason": "not found"}
    another: Mapping[str, object] = {"name": "bad", "version": "1.1", "vulns": []}
    for others in ([], [skipped], [another]):
        audit = judged([GOOD, BAD], report(told, *others), "")
        assert audit.code == NOT_AUDITED
        assert audit.unasked == ["bad 1.0 was not looked up"]


def test_without_a_report_the_last_line_says_why_and_silence_is_no_yes() -> None:
    said = "WARNING:pip_audit:hashes\nERROR:pip_audit: no route\n"
    assert judged([GOOD], "", said).unasked == ["ERROR:pip_audit: no route"]
    assert judged([GOOD], "", "").code == NOT_AUDITED


def test_each_version_of_a_package_is_asked_for() -> None:
    one, two = part("numpy", "1.0"), part("numpy", "2.0")
    assert list(layers([GOOD, one, two])) == [[GOOD, one], [two]]
