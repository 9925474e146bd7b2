"""Modules of a client are made once for what they say; what is kept is the same as what is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SMALL
from tests.paths import ROOT

from connectorkit import pipeline
from connectorkit.cli import composed_build
from connectorkit.render.client import modules, package
from connectorkit.render.templates import Templates
from connectorkit.write import cache, content_key


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the modules that were rendered and not taken from the cache."""
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    names: list[str] = []
    whole = modules._text

    def text(templates: Templates, name: str, values: dict[str, object], helpers: dict[str, object] | None) -> str:
        assert " at 0x" not in repr(values), "the values of a module are plain"
        names.append(name)
        return whole(templates, name, values, helpers)

    monkeypatch.setattr(modules, "_text", text)
    return names


def client(folder: Path) -> dict[str, bytes]:
    connector, findings = pipeline.load(folder)
    assert connector is not None, findings
    return package.render(connector, Templates(folder / "templates"))


def test_only_what_says_something_else_is_made_again(source: Path, made: list[str]) -> None:
    first = client(source)
    assert "client.py" in made and "operation.py" in made
    made.clear()
    assert client(source) == first and made == []
    (source / "connector.yaml").write_text(SMALL.replace("one order.", "an order."), encoding="utf-8")
    assert client(source) != first
    assert "client.py" in made and not {"operation.py", "models.py"} & {*made}


def test_each_part_of_the_key_makes_them_again(source: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    client(source)
    made.clear()
    with monkeypatch.context() as other:
        other.setattr(cache, "packages", lambda: ["ruff-0.0.0.dist-info"])
        content_key.toolkit.cache_clear()
        client(source)
    content_key.toolkit.cache_clear()
    assert "operation.py" in made
    made.clear()
    (source / "templates" / "docs").mkdir(parents=True)
    client(source)
    assert "operation.py" in made, "a template of the source may be part of any other"


def test_a_broken_entry_is_none(source: Path, made: list[str], tmp_path: Path) -> None:
    first = client(source)
    made.clear()
    (entry,) = (tmp_path / "cache" / "modules").iterdir()
    for wrong in (b"", b"{}", entry.read_bytes()[:-1], entry.read_bytes().replace(b"class", b"klass")):
        entry.write_bytes(wrong)
        assert client(source) == first
        assert "client.py" in made
        made.clear()


@pytest.mark.part(0)
@pytest.mark.parametrize("folder", [ROOT / "connector", ROOT / "tests" / "render" / "docs" / "sources" / "orders"])
def test_a_build_is_the_same_with_every_cache_and_without(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONNECTORKIT_CACHE", "off")
    expected = composed_build.build(folder)
    assert pipeline.build(folder).files == expected.files
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    for _ in range(2):
        assert composed_build.build(folder) == expected
