"""Compiled templates are taken from the cache only where they would be compiled to the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from connectorkit.render.templates import Templates
from connectorkit.write import cache, content_key


@pytest.fixture(autouse=True)
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the templates that were compiled."""
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    names: list[str] = []
    whole = Environment._generate

    def generate(self: Environment, source: object, name: str, *rest: object, **named: object) -> str:
        names.append(name)
        return whole(self, source, name, *rest, **named)  # type: ignore[arg-type]  # The same arguments.

    monkeypatch.setattr(Environment, "_generate", generate)
    yield names
    content_key.toolkit.cache_clear()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "one.j2").write_text("{{ 'a' | json }}\n", encoding="utf-8")
    return folder


def test_a_template_is_compiled_once(own: Path, compiled: list[str], tmp_path: Path) -> None:
    for _ in range(2):
        assert Templates(own).render("one.j2", {}) == '"a"\n'
    assert compiled == ["one.j2"]
    (own / "one.j2").write_text("{{ 'b' | json }}\n", encoding="utf-8")
    assert Templates(own).render("one.j2", {}) == '"b"\n'
    (entry,) = (tmp_path / "cache" / "jinja").iterdir()
    for wrong in (b"", entry.read_bytes()[:-20]):
        entry.write_bytes(wrong)
        assert Templates(own).render("one.j2", {}) == '"b"\n'
    assert len(compiled) == 4


def test_another_toolkit_compiles_it_again(own: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Jinja asks a filter for the value of a constant while it compiles."""
    Templates(own).render("one.j2", {})
    monkeypatch.setattr("connectorkit.render.templates.json_literal", lambda value: f"<{value}>")
    monkeypatch.setattr(cache, "packages", lambda: ["connectorkit-0.0.0.dist-info"])
    content_key.toolkit.cache_clear()
    assert Templates(own).render("one.j2", {}) == "<a>\n"
    assert len(compiled) == 2
