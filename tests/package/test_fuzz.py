"""For any package, `check`, `import` and `--verify` end with findings and never with a traceback."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from connectorkit import pipeline
from connectorkit.diagnostics.finding import Unusable
from connectorkit.package import judge
from connectorkit.package.verify import Source, verify
from connectorkit.read import original
from connectorkit.write import archive
from tests.conftest import SMALL
from tests.package import round_trip
from tests.package import spoiled as spoil

pytestmark = pytest.mark.part(0.3)

SEEDS = range(25)
WORDS = (b"<", b">", b"{", b"}", b"[]", b'""', b"null", b"\xff", b"\x00", b"&x;", b"1e999", b"-", b"Connector", b"id")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """A small source with the files of its build."""
    folder = tmp_path_factory.mktemp("fuzz") / "orders"
    folder.mkdir()
    (folder / "connector.yaml").write_text(SMALL, encoding="utf-8")
    return Source(folder, pipeline.build(folder, ("connector",)).files)


@pytest.fixture(scope="module")
def good(source: Source) -> bytes:
    """Its certification zip."""
    files = round_trip.packaged(source.folder).files
    return next(data for name, data in files.items() if name.endswith("_certification.zip"))


def bytes_changed(chance: random.Random, data: bytes) -> bytes:
    """The data with a few pieces cut out, doubled or replaced."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 5, 40)))
        data = data[:start] + chance.choice((b"", data[start:end] * 2, chance.choice(WORDS))) + data[end:]
    return data


def entries_changed(chance: random.Random, data: bytes) -> bytes:
    """The zip with one entry of a solution changed."""
    layers = spoil.taken_apart(data)
    entries = chance.choice((layers.connector, layers.flow))
    name = chance.choice(sorted(entries))
    entries[name] = bytes_changed(chance, entries[name])
    return spoil.put_together(layers) if chance.random() < 0.7 else archive.pack(entries)


@pytest.mark.parametrize("change", [bytes_changed, entries_changed])
@pytest.mark.parametrize("seed", SEEDS)
def test_it_ends_in_findings(
    seed: int, change: Callable[[random.Random, bytes], bytes], good: bytes, source: Source, tmp_path: Path
) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(change(random.Random(seed), good))
    assert all(one.message and one.span.line > 0 for one in judge.findings(file))
    for call in (lambda: original.gather(file), lambda: verify(source, file)):
        try:
            call()
        except Unusable as error:
            assert "\n" not in str(error)
