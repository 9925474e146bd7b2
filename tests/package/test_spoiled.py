"""A fault of a package is reported at its entry; a hostile package causes one finding."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from connectorkit.package import judge
from connectorkit.write import archive
from tests.conftest import SMALL
from tests.package import round_trip
from tests.package import spoiled as spoil
from tests.package.spoiled import Flow, Layers

pytestmark = pytest.mark.part(0.35)

Change = Callable[[Layers], bytes | None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The certification zip of a small connector."""
    source = tmp_path_factory.mktemp("good") / "orders"
    source.mkdir()
    icon = (Path(__file__).parents[2] / "connector" / "icon.png").read_bytes()
    (source / "icon.png").write_bytes(icon)
    policy = "policies: [{template: setheader, title: A, with: {name: X, value: Y}}]\n"
    (source / "connector.yaml").write_text(f"{SMALL}icon: icon.png\n{policy}", encoding="utf-8")
    package = round_trip.packaged(source)
    return next(data for name, data in package.files.items() if name.endswith("_certification.zip"))


def _drop(where: str, end: str) -> Change:
    def change(layers: Layers) -> None:
        entries = getattr(layers, where)
        del entries[spoil.named(entries, end)]

    return change


def _text(where: str, end: str, old: str, new: str) -> Change:
    return lambda layers: spoil.replaced(getattr(layers, where), end, old, new)


def _entry(where: str, name: str, data: bytes) -> Change:
    def change(layers: Layers) -> None:
        getattr(layers, where)[name] = data

    return change


def _workflow(change: Callable[[Layers, str], object]) -> Change:
    def changed(layers: Layers) -> None:
        change(layers, next(name for name in layers.flow if name.startswith("Workflows/")))

    return changed


def _flow(change: Callable[[Flow], object]) -> Change:
    return lambda layers: spoil.flow_changed(layers, lambda flow: _done(change(flow)))


def _done(_: object) -> None:
    """The return value of a change is ignored."""


def _mark(layers: Layers) -> None:
    layers.flow["customizations.xml"] = b"\xef\xbb\xbf" + layers.flow["customizations.xml"]


def _upper(layers: Layers) -> None:
    id_ = re.findall(r'id="(\{[^"]+\})"', layers.connector["solution.xml"].decode())[0]
    spoil.replaced(layers.connector, "solution.xml", id_, id_.upper())


def _lower(layers: Layers) -> None:
    name = next(name for name in layers.flow if name.startswith("Workflows/"))
    lower = name[:-41] + name[-41:].lower()
    layers.flow[lower] = layers.flow.pop(name)
    spoil.replaced(layers.flow, "customizations.xml", name, lower)


def _policies(layers: Layers) -> None:
    layers.connector[spoil.named(layers.connector, "_policytemplateinstances.json")] = b"[]\n"


def _only_connector(layers: Layers) -> bytes:
    return archive.pack(
        {**layers.root, "package.zip": archive.pack({"PkgAssets/A.zip": archive.pack(layers.connector)})}
    )


def _twice_connector(layers: Layers) -> bytes:
    return spoil.put_together(layers._replace(flow=layers.connector))


def _twice_flow(layers: Layers) -> bytes:
    return spoil.put_together(layers._replace(connector=layers.flow))


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><ImportExportXml>&b;</ImportExportXml>'

WAYS: dict[str, tuple[str, str, Change]] = {
    "a folder at the root": ("PKG010", ".zip", _entry("root", "folder/readme.txt", b"x")),
    "no intro": ("PKG011", ".zip", _drop("root", "intro.md")),
    "two texts": ("PKG011", ".zip", _entry("root", "readme.md", b"x")),
    "an empty intro": ("PKG011", "intro.md", _entry("root", "intro.md", b" \n")),
    "an intro in UTF-16": ("PKG011", "intro.md", _entry("root", "intro.md", "Orders".encode("utf-16"))),
    "two inner zips": ("PKG012", ".zip", _entry("root", "other.zip", archive.pack({}))),
    "another folder": ("PKG013", "Assets", lambda layers: spoil.put_together(layers, "Assets")),
    "a third solution": ("PKG016", "package.zip", lambda x: spoil.put_together(x, More=archive.pack(x.connector))),
    "no flow solution": ("PKG016", "package.zip", _only_connector),
    "two connector solutions": ("PKG015", ".zip", _twice_connector),
    "two flow solutions": ("PKG014", ".zip", _twice_flow),
    "no solution.xml": ("PKG017", "Connector.zip", _drop("connector", "solution.xml")),
    "no content types": ("PKG017", "Flow.zip", _drop("flow", "[Content_Types].xml")),
    "no folder of workflows": ("PKG018", "Flow.zip", _workflow(lambda layers, name: layers.flow.pop(name))),
    "a version of three parts": ("PKG019", "solution.xml", _text("connector", "solution.xml", ">1.0.0.0", ">1.0.0")),
    "another prefix": (
        "PKG019",
        "customizations.xml",
        _text("connector", "solution.xml", "Prefix>new<", "Prefix>abc<"),
    ),
    "no prefix": ("PKG019", "solution.xml", _text("connector", "solution.xml", "Prefix>new<", "Prefix><")),
    "a kind of unpacked solutions": (
        "PKG019",
        "solution.xml",
        _text("connector", "solution.xml", "<Managed>0", "<Managed>2"),
    ),
    "an id in upper case": ("PKG020", "solution.xml", _upper),
    "no definition file": ("PKG021", "customizations.xml", _drop("connector", spoil.DEFINITION)),
    "a path that leads nowhere": (
        "PKG021",
        "customizations.xml",
        _text("connector", "customizations.xml", "/Connector/new", "/Connector/x"),
    ),
    "no icon": ("PKG022", "customizations.xml", _text("connector", "customizations.xml", "iconblob>", "blob>")),
    "empty policies": ("PKG023", "_policytemplateinstances.json", _policies),
    "a file without a node": ("PKG024", "Connector/more.json", _entry("connector", "Connector/more.json", b"{}")),
    "a managed solution": ("PKG025", "solution.xml", _text("connector", "solution.xml", "<Managed>0", "<Managed>1")),
    "no root component": ("PKG026", "customizations.xml", _text("connector", "solution.xml", 'type="372"', 'type="1"')),
    "another schema name": (
        "PKG027",
        "solution.xml",
        _text("connector", "solution.xml", 'schemaName="new_', 'schemaName="old_'),
    ),
    "an undeclared extension": ("PKG028", ".Png", _text("connector", "[Content_Types].xml", '"Png"', '"gif"')),
    "another definition in the flow": (
        "PKG029",
        spoil.DEFINITION,
        _text("flow", spoil.DEFINITION, "Reads one order.", "Reads it."),
    ),
    "broken XML": ("PKG030", "customizations.xml", _text("connector", "customizations.xml", "</Connectors>", "")),
    "a prefix without a namespace": (
        "PKG030",
        "solution.xml",
        _text("connector", "solution.xml", ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', ""),
    ),
    "an XML entity": ("PKG030", "customizations.xml", _entry("connector", "customizations.xml", ENTITIES.encode())),
    "a byte-order mark": ("PKG031", "customizations.xml", _mark),
    "a workflow without a node": ("PKG032", "Workflows/x.json", _entry("flow", "Workflows/x.json", b"{}")),
    "a workflow under another name": (
        "PKG032",
        "customizations.xml",
        _workflow(lambda layers, name: layers.flow.update({name.replace("s/", "s/X"): layers.flow.pop(name)})),
    ),
    "a workflow named in lower case": ("PKG033", "customizations.xml", _lower),
    "a workflow with another id": (
        "PKG033",
        "customizations.xml",
        _text("flow", "customizations.xml", 'WorkflowId="{', 'WorkflowId="{0'),
    ),
    "a flow without parameters": ("PKG034", ".json", _flow(lambda flow: flow["definition"].pop("parameters"))),
    "a flow without actions": ("PKG034", ".json", _flow(lambda flow: flow["definition"].update(actions={}))),
    "a connection that is not declared": ("PKG035", ".json", _flow(lambda flow: flow.update(connectionReferences={}))),
    "a flow of another connector": (
        "PKG036",
        ".json",
        _text("flow", "customizations.xml", "customconnectorid>", "custom>"),
    ),
    "an unknown operation": ("PKG037", ".json", lambda layers: _renamed_operation(layers)),
    "a definition that is no JSON": ("JSN001", spoil.DEFINITION, _text("connector", spoil.DEFINITION, "{", "[")),
    "another display name": (
        "PKG065",
        "customizations.xml",
        _text("connector", "customizations.xml", "<displayname>", "<displayname>Other "),
    ),
    "another description": (
        "PKG065",
        "customizations.xml",
        _text("connector", "customizations.xml", "<description>", "<description>Other "),
    ),
    "another type of connector": (
        "PKG039",
        "customizations.xml",
        _text("connector", "customizations.xml", "<connectortype>1", "<connectortype>2"),
    ),
    "a root file in another letter case": ("PKG017", "Customizations.xml", lambda layers: _capital(layers)),
    "a unique name with a blank": (
        "PKG019",
        "solution.xml",
        _text("connector", "solution.xml", "<UniqueName>", "<UniqueName>My "),
    ),
    "XML in UTF-16": ("PKG031", "solution.xml", lambda layers: _wide(layers)),
    "a step without a required input": ("PKG038", ".json", lambda layers: _unfilled(layers)),
    "OpenAPI 3": (
        "SEC010",
        spoil.DEFINITION,
        _text("connector", spoil.DEFINITION, '"swagger": "2.0"', '"openapi": "3.0.1"'),
    ),
    "a summary that reviewers refuse": (
        "OPR080",
        spoil.DEFINITION,
        _text("connector", spoil.DEFINITION, "Get order", "Get <order>"),
    ),
    "a definition called security": (
        "PKG103",
        spoil.DEFINITION,
        _text("connector", spoil.DEFINITION, '"definitions": {', '"definitions": {"security": {"type": "string"},'),
    ),
}


def _renamed_operation(layers: Layers) -> None:
    name = next(name for name in layers.flow if name.startswith("Workflows/"))
    spoil.replaced(layers.flow, name, '"operationId": "get_order"', '"operationId": "gone"')


def _capital(layers: Layers) -> None:
    layers.connector["Customizations.xml"] = layers.connector.pop("customizations.xml")


def _wide(layers: Layers) -> None:
    text = layers.connector["solution.xml"].decode().replace("utf-8", "utf-16")
    layers.connector["solution.xml"] = text.encode("utf-16")


def _unfilled(layers: Layers) -> None:
    """The flow, and a definition in which its step needs a further input."""
    added = {"name": "shop", "in": "query", "required": True, "type": "string"}
    definition = json.loads(layers.flow[spoil.named(layers.flow, spoil.DEFINITION)])
    for item in definition["paths"].values():
        item["get"].setdefault("parameters", []).append(added)
    layers.flow[spoil.named(layers.flow, spoil.DEFINITION)] = json.dumps(definition).encode()


def test_customizations_that_cannot_be_read_are_one_error(good: bytes) -> None:
    layers = spoil.taken_apart(good)
    spoil.replaced(layers.connector, "customizations.xml", "</Connectors>", "")
    found = judge.of_zip("x.zip", archive.pack(layers.connector))
    assert [one.id for one in found] == ["PKG030"]


def test_the_package_itself_has_no_fault_of_its_own(good: bytes) -> None:
    again = spoil.put_together(spoil.taken_apart(good))
    assert [one for one in judge.of_zip("x.zip", again) if one.id.startswith("PKG")] == []


def test_a_third_solution_is_right_when_it_contains_a_plugin(good: bytes) -> None:
    layers = spoil.taken_apart(good)
    plugin = {**layers.connector, "aiplugins/a.json": b"{}", "aipluginoperations/b.json": b"{}"}
    again = spoil.put_together(layers, AIPlugin=archive.pack(plugin))
    assert [one for one in judge.of_zip("x.zip", again) if one.id.startswith("PKG")] == []


@pytest.mark.parametrize("way", WAYS)
def test_a_spoiled_package_is_reported_at_its_entry(way: str, good: bytes) -> None:
    id_, end, change = WAYS[way]
    layers = spoil.taken_apart(good)
    layers.root.pop("package.zip")
    data = change(layers) or spoil.put_together(layers)
    found = [one for one in judge.of_zip("x.zip", data) if one.id == id_]
    assert found, f"{way} is not reported"
    assert any(one.span.file.endswith(end) for one in found), [one.span.file for one in found]
    assert all(one.span.file.startswith("x.zip") and one.span.line > 0 for one in found)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip at all": (lambda: b"PK\x03\x04 nothing", "damaged"),
    "a zip that was cut off": (lambda: archive.pack({"a": b"b" * 100})[:-30], "damaged"),
    "an absolute path": (lambda: spoil.plain("/etc/passwd"), "absolute path"),
    "a drive letter": (lambda: spoil.plain("C:/windows"), "absolute path"),
    "a way out": (lambda: spoil.plain("a/../../b"), "points outside"),
    "a backslash": (lambda: spoil.plain("a\\b"), "backslash"),
    "a control character": (lambda: spoil.plain("a\nb"), "control character"),
    "two entries of one name": (spoil.twice, "twice"),
    "an encrypted entry": (spoil.encrypted, "encrypted"),
    "a symbolic link": (spoil.link, "symbolic link"),
    "ten thousand entries": (spoil.crowd, "10,000 entries"),
    "a bomb": (spoil.bomb, "unpacks to more"),
    "a bomb that lies": (spoil.liar, "damaged"),
    "a bomb inside": (lambda: archive.pack({"intro.md": b"x", "p.zip": spoil.bomb()}), "unpacks to more"),
}


@pytest.mark.parametrize("way", HOSTILE)
def test_a_hostile_archive_is_one_finding(way: str) -> None:
    make, why = HOSTILE[way]
    found = judge.of_zip("x.zip", make())
    assert [one.id for one in found] == ["PKG001"]
    assert why in found[0].message
