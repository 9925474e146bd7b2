"""Rewrites requirements.txt and requirements-build.txt with the hash of each file: `make requirements`."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.paths import ROOT

FROM = {
    "requirements.txt": "a run of connectorkit needs",
    "requirements-build.txt": "builds connectorkit from a checkout",
}


def wanted() -> dict[str, list[str]]:
    """The direct requirements of each of the files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-build.txt": project["build-system"]["requires"],
    }


def main() -> None:
    """Ask the index for the hashes, with uv for those of other systems."""
    uv = Path(sys.executable).with_name("uv")
    options = "--universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet".split()
    for name, needed in wanted().items():
        command = [str(uv), "pip", "compile", *options, "-c", "constraints.txt", "-"]
        given = "\n".join(needed)
        done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=True)
        (ROOT / name).write_text(
            f"# What {FROM[name]}, each file by its hash; written by `make requirements`.\n{done.stdout}",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
