"""`make sbom`: the list of parts, made of the lock files alone, as CycloneDX 1.6.

The same locks make the same bytes on the same machine: there is no moment in it, and its number comes from what it
says. Licences are what the installed packages say of themselves. Where another version of a package is installed here,
as for a newer Python, its licence is given with the version that says so; where none is, that is said in its place.
"""

import argparse
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, License, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6

from tests.supply_chain.locks import ROOT, Locked, locked

WRITTEN_TO = ROOT / "sbom.cdx.json"
LONGEST_NAME = 60
"""Some packages have a whole licence where its name belongs."""
ONLY_WHERE, LICENCE_OF = "rounds:only-where", "rounds:licence"
FROM_ANOTHER_VERSION = "as stated by version {version}, which is installed here"
NOT_INSTALLED = "not read: no version is installed here"


def installed(name: str) -> PackageMetadata | None:
    try:
        return metadata(name)
    except PackageNotFoundError:
        return None


def licences_of(package: PackageMetadata) -> Sequence[License]:
    """The expression it gives; else its name of the licence, if that is one; else its classifiers."""
    factory = LicenseFactory()
    if "License-Expression" in package:
        return [factory.make_from_string(package["License-Expression"])]
    named = package["License"].strip() if "License" in package else ""
    stated = factory.make_from_string(named) if named else None
    if isinstance(stated, LicenseExpression) or (stated is not None and stated.id):
        return [stated]
    classified = [each for each in package.get_all("Classifier", []) if each.startswith("License :: ")]
    if classified:
        return [DisjunctiveLicense(name=each.rpartition(" :: ")[2]) for each in classified]
    return [DisjunctiveLicense(name=named)] if named and len(named) <= LONGEST_NAME and "\n" not in named else []


def component(part: Locked) -> Component:
    package, properties = installed(part.name), []
    if part.marker:
        properties.append(Property(name=ONLY_WHERE, value=part.marker))
    if package is None:
        properties.append(Property(name=LICENCE_OF, value=NOT_INSTALLED))
    elif package["Version"] != part.version:
        value = FROM_ANOTHER_VERSION.format(version=package["Version"])
        properties.append(Property(name=LICENCE_OF, value=value))
    return Component(
        type=ComponentType.LIBRARY,
        name=part.name,
        version=part.version,
        bom_ref=str(part.purl),
        purl=part.purl,
        scope=ComponentScope.REQUIRED if part.shipped else ComponentScope.EXCLUDED,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in part.hashes],
        licenses=[] if package is None else licences_of(package),
        properties=properties,
    )


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def rounds(project: Mapping[str, str]) -> Component:
    return Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        bom_ref=project["name"],
        description=project["description"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )


def asked_for(requirements: Iterable[str]) -> set[str]:
    """The names of what Rounds itself asks for, as a lock writes them. What these ask for in turn no lock says."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", each)[0]).lower() for each in requirements}


def sbom(parts: Iterable[Locked]) -> str:
    bom = Bom(components=[component(each) for each in parts])
    bom.metadata.component = whole = rounds(PROJECT)
    direct = asked_for(PROJECT["dependencies"])
    bom.register_dependency(whole, [each for each in bom.components if each.name in direct])
    bom.serial_number = UUID(int=0)  # in the place of one by chance, until the rest is settled
    document = json.loads(JsonV1Dot6(bom).output_as_string())
    del document["metadata"]["timestamp"]
    document["serialNumber"] = uuid5(NAMESPACE_URL, json.dumps(document, sort_keys=True)).urn
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=WRITTEN_TO)
    chosen = arguments.parse_args()
    parts = locked()
    chosen.out.write_text(sbom(parts), "utf-8")
    print(f"{chosen.out.name}: {len(parts)} parts, {sum(each.shipped for each in parts)} of them to run Rounds")


if __name__ == "__main__":
    main()
