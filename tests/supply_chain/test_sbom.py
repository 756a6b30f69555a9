"""The list of parts says what the locks say, and nothing else."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.supply_chain.locks import Locked, locked
from tests.supply_chain.sbom import FROM_ANOTHER_VERSION, LICENCE_OF, NOT_INSTALLED, installed, sbom


@pytest.fixture(scope="module")
def few() -> list[Locked]:
    return [each for each in locked() if each.name in ("anyio", "httpx", "numpy", "pytest")]


@pytest.fixture(scope="module")
def written() -> str:
    return sbom(locked())


@pytest.fixture(scope="module")
def parts(written: str) -> list[dict[str, Any]]:
    return list(json.loads(written)["components"])


@pytest.mark.drill
def test_it_holds_every_locked_package_with_version_and_hashes_and_no_other(parts: list[dict[str, Any]]) -> None:
    told = [
        Locked(
            name=each["name"],
            version=each["version"],
            hashes=sorted(digest["content"] for digest in each["hashes"]),
            marker=next((p["value"] for p in each.get("properties", []) if p["name"] == "rounds:only-where"), ""),
            shipped=each["scope"] == "required",
        )
        for each in parts
    ]
    assert sorted(told, key=lambda each: (each.name, each.version)) == locked()


def test_the_same_locks_make_the_same_bytes(written: str, few: list[Locked]) -> None:
    assert sbom(few) == sbom(reversed(few))
    assert "timestamp" not in written


def test_another_hash_gives_it_another_number(few: list[Locked]) -> None:
    first, *others = few
    numbers = {
        json.loads(sbom([each, *others]))["serialNumber"] for each in (first, replace(first, hashes=["ab" * 32]))
    }
    assert len(numbers) == 2


@pytest.mark.drill
def test_it_names_no_registry(written: str) -> None:
    told = json.loads(written)
    assert told.pop("$schema") == "http://cyclonedx.org/schema/bom-1.6.schema.json"
    assert "://" not in json.dumps(told)


def test_every_package_that_is_installed_states_a_licence(parts: list[dict[str, Any]]) -> None:
    here = [each for each in parts if installed(each["name"]) is not None]
    assert len(here) > 100
    assert [each["name"] for each in here if not each.get("licenses")] == []


def test_it_says_where_a_licence_comes_from_if_not_from_this_very_version() -> None:
    package = installed("httpx")
    assert package is not None
    made = sbom(
        [
            Locked(name="httpx", version="0.0.1", hashes=["ab" * 32]),
            Locked(name="there-is-no-such-package", version="1.0", hashes=["cd" * 32]),
        ]
    )
    said = [each["properties"] for each in json.loads(made)["components"]]
    assert said == [
        [{"name": LICENCE_OF, "value": FROM_ANOTHER_VERSION.format(version=package["Version"])}],
        [{"name": LICENCE_OF, "value": NOT_INSTALLED}],
    ]
