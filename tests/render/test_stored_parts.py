"""Parts of templates and methods of a client from an earlier process: only those that changed are made again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.conftest import SMALL

from connectorkit import pipeline
from connectorkit.render.client import module_text
from connectorkit.render.templates import Templates
from connectorkit.write import cache, content_key

MORE = SMALL.replace(
    "types:",
    """\
- action: list_orders
  summary: List orders
  description: Reads all orders.
  request: GET /orders
  returns: {type: array, items: Order}
types:""",
)


class Made:
    """The parts that were rendered, and the methods that were laid out, since the last call of ``clear``."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, str]] = []
        self.methods: list[str] = []

    def clear(self) -> None:
        self.parts.clear()
        self.methods.clear()


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    found = Made()
    render, lay_out = Templates._rendered, module_text._method.__wrapped__

    def rendered(self: Templates, name: str, values: Mapping[str, object]) -> str:
        about = values.get("operation") or values.get("method")
        if isinstance(about, dict) and name.count("/") == 1 and "classes" not in values and "groups" not in values:
            found.parts.append((name, str(about.get("id") or about.get("name"))))
        return render(self, name, values)

    def laid_out(text: str) -> str:
        found.methods.append(text)
        return lay_out(text)

    monkeypatch.setattr(Templates, "_rendered", rendered)
    monkeypatch.setattr(module_text, "_method", laid_out)
    return found


@pytest.fixture
def source(source: Path) -> Path:
    (source / "connector.yaml").write_text(MORE, encoding="utf-8")
    return source


def edit(source: Path, was: str, became: str) -> None:
    file = source / "connector.yaml"
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, became), encoding="utf-8")


def built(source: Path) -> dict[str, bytes]:
    files = pipeline.build(source, ("client", "docs")).files
    assert files
    return files


def uncached(source: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    with monkeypatch.context() as other:
        other.setenv("CONNECTORKIT_CACHE", "off")
        return built(source)


def test_after_an_edit_only_the_parts_of_its_operation_are_made(
    source: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(source)
    everything = {name for name, _ in made.parts}
    assert {"client/method.py.j2", "docs/operation.md.j2", "docs/operation.html.j2"} <= everything
    for was, became in (("Reads one", "Reads just one"), ("Reads just one", "Reads a single")):
        made.clear()
        edit(source, was, became)
        files = built(source)
        assert {about for _, about in made.parts} == {"get_order"} and {name for name, _ in made.parts} == everything
        assert len(made.methods) == 2 and all(became in one for one in made.methods)
        assert files == uncached(source, monkeypatch)


def test_a_build_of_one_output_keeps_the_parts_of_others(source: Path, made: Made) -> None:
    built(source)
    edit(source, "Reads one", "Reads just one")
    pipeline.build(source, ("connector",))
    pipeline.build(source, ("docs",))
    made.clear()
    pipeline.build(source, ("client",))
    assert {about for _, about in made.parts} == {"get_order"} and len(made.methods) == 2


@pytest.mark.part(0)
def test_own_templates_and_another_toolkit_make_all_parts(
    source: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(source)
    made.clear()
    with monkeypatch.context() as other:
        other.setattr(cache, "packages", lambda: ["jinja2-0.0.0.dist-info"])
        content_key.toolkit.cache_clear()
        built(source)
    content_key.toolkit.cache_clear()
    assert {about for _, about in made.parts} == {"get_order", "list_orders"} and made.methods
    made.clear()
    own = source / "templates" / "docs"
    own.mkdir(parents=True)
    (own / "operation.md.j2").write_text("{{ operation.title }} in {{ title }}\n", encoding="utf-8")
    for _ in range(2):
        edit(source, "Reads one", "Reads one of one")
        files = built(source)
        # A template of a source can use all values of the page, so its output depends on more than the operation.
        assert b"Get order in Contoso Orders" in files["docs/reference.md"]
        edit(source, "connector: Contoso Orders", "connector: Contoso Shop")
        assert b"Get order in Contoso Shop" in built(source)["docs/reference.md"]
        edit(source, "connector: Contoso Shop", "connector: Contoso Orders")


@pytest.mark.part(0)
def test_a_changed_entry_is_ignored(source: Path, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(source)
    edit(source, "Reads one", "Reads just one")
    expected = uncached(source, monkeypatch)
    for kind in ("parts", "methods"):
        for entry in (tmp_path / "cache" / kind).iterdir():
            entry.write_bytes(entry.read_bytes().replace(b"List", b"Last").replace(b"list", b"last"))
    made.clear()
    assert built(source) == expected
    assert {about for _, about in made.parts} == {"get_order", "list_orders"}
