"""Prints the software bill of materials of a package as SPDX 2.3 JSON.

Versions are read from what the package was built of: Package.resolved's working copies, dpkg's database and the toolchain.
"""

import argparse
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess

LICENCES = {
    "GRDB.swift": "MIT",
    "TOMLKit": "MIT",
    "libjpeg62-turbo-dev": "IJG AND BSD-3-Clause AND Zlib",
    "libjpeg-turbo8-dev": "IJG AND BSD-3-Clause AND Zlib",
    "libdeflate0": "MIT",
    "libpng16-16": "libpng-2.0",
    "libpng16-16t64": "libpng-2.0",
    "liblcms2-2": "MIT",
    "libsqlite3-0": "blessing",
    "zlib1g": "Zlib",
}
METRIC_LICENCE = "BSD-3-Clause AND BSD-2-Clause"
SWIFT_LICENCE = "Apache-2.0 WITH Swift-exception"


def component(name: str, version: str, licence: str, supplier: str, location: str = "NOASSERTION") -> dict:
    return {
        "SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name),
        "name": name,
        "versionInfo": version,
        "supplier": supplier,
        "downloadLocation": location,
        "filesAnalyzed": False,
        "licenseConcluded": licence,
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
    }


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def swift_packages(checkouts: pathlib.Path) -> list[dict]:
    state = json.loads((checkouts.parent / "workspace-state.json").read_text())
    found = []
    for dependency in sorted(state["object"]["dependencies"], key=lambda d: d["packageRef"]["identity"]):
        name = dependency["subpath"]
        version = dependency["state"]["checkoutState"].get("version", "NOASSERTION")
        location = dependency["packageRef"]["location"]
        owner = location.split("/")[-2]
        found.append(component(name, version, LICENCES.get(name, "Apache-2.0"), f"Organization: {owner}", location))
    return found


def debian_packages(stage: pathlib.Path) -> list[dict]:
    found = []
    for name in sorted(path.name for path in (stage / "share/doc/lacquer/licences").iterdir()):
        if name in LICENCES and (pathlib.Path("/usr/share/doc") / name).exists():
            version = output("dpkg-query", "--show", "--showformat=${source:Version}", f"{name}:{output('dpkg', '--print-architecture')}")
            found.append(component(name, version, LICENCES[name], "Organization: Debian"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("stage", "version", "checkouts", "runtime"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    stage = pathlib.Path(options.stage)

    swift = re.search(r"Swift version (\S+)", output("swift", "--version"))
    parts = [
        *swift_packages(pathlib.Path(options.checkouts)),
        component("Swift runtime", swift[1] if swift else "NOASSERTION", SWIFT_LICENCE, "Organization: Swift.org"),
        component("ONNX Runtime", options.runtime, "MIT", "Organization: Microsoft", f"https://pypi.org/project/onnxruntime/{options.runtime}/"),
        component("AlexNet, first layers, with the heads of LPIPS", "0.1", METRIC_LICENCE, "Organization: torchvision and the authors of LPIPS"),
        *debian_packages(stage),
    ]
    lacquer = component("lacquer", options.version, "Apache-2.0", "Organization: The Lacquer authors")
    digest = hashlib.sha256((stage / "bin/lacquer").read_bytes()).hexdigest()
    created = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"lacquer-{options.version}",
        # The hash of the program makes the name of this document unlike that of any other build.
        "documentNamespace": f"https://spdx.org/spdxdocs/lacquer-{options.version}-{digest}",
        "creationInfo": {
            "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Organization: The Lacquer authors", "Tool: scripts/package"],
        },
        "packages": [lacquer, *parts],
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": lacquer["SPDXID"]},
            *(
                {"spdxElementId": lacquer["SPDXID"], "relationshipType": "CONTAINS", "relatedSpdxElement": part["SPDXID"]}
                for part in parts
            ),
        ],
    }
    print(json.dumps(document, indent=2))


main()
