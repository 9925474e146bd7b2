"""The package of our own connector: its texts as committed, and the entries of its zips by digest.

``python -m tests.package.test_golden`` renews both; read the difference before it is committed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from connectorkit.write import new_folder
from tests.package import round_trip
from tests.package.spoiled import opened
from tests.paths import CONNECTOR

GOLDEN = Path(__file__).with_name("golden")
# Entries in other golden files, and entries with digests of all others.
LEFT_OUT = ("apiDefinition.swagger.json", "_openapidefinition.json", "readme.md", ".Png", ".zip", "manifest.json")


def digests(above: str, data: bytes) -> Iterator[str]:
    """A line for each entry of a zip, the zips inside it included."""
    for name, inner in opened(data).items():
        yield f"{hashlib.sha256(inner).hexdigest()}  {above}/{name}"
        if name.endswith(".zip"):
            yield from digests(f"{above}/{name}", inner)


def made() -> dict[str, bytes]:
    """The texts, and `entries.txt`."""
    files = round_trip.packaged(CONNECTOR, managed=True).files
    lines = [line for name, data in files.items() if name.endswith(".zip") for line in digests(name, data)]
    texts = {name: data for name, data in files.items() if not name.endswith(LEFT_OUT)}
    return {**texts, "entries.txt": ("\n".join(lines) + "\n").encode()}


def test_the_package_is_the_one_that_is_committed() -> None:
    expected = {path.relative_to(GOLDEN).as_posix(): path.read_bytes() for path in GOLDEN.rglob("*") if path.is_file()}
    found = made()
    assert sorted(found) == sorted(expected)
    for name, data in expected.items():
        assert found[name].decode() == data.decode(), name


def main() -> None:
    """Renew the expected files."""
    shutil.rmtree(GOLDEN, ignore_errors=True)
    new_folder.create(GOLDEN, made())


if __name__ == "__main__":
    main()
