"""Solutions as the platform and other tools write them: encoded names, marks, folders, more components."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectorkit.package import judge
from connectorkit.write import archive
from tests.conftest import Run

NAME = "cr863_5Forders-20of-20contoso"
ID = "0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9"
SWAGGER = {
    "swagger": "2.0",
    "info": {"title": "Orders", "description": "Orders of the Contoso shop, read from a flow.", "version": "1.0"},
    "host": "orders.example.com",
    "basePath": "/",
    "schemes": ["https"],
    "paths": {
        "/orders": {
            "get": {
                "operationId": "ListOrders",
                "summary": "List orders",
                "description": "Lists all orders.",
                "responses": {"200": {"description": "OK", "schema": {"type": "string"}}},
            }
        }
    },
    "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    "security": [{"key": []}],
}
KEY = {"type": "securestring", "uiDefinition": {"displayName": "Key", "description": "Key", "tooltip": "Key"}}
SETS = {"values": [{"name": "key", "parameters": {"api_key": KEY}, "uiDefinition": {"displayName": "By key"}}]}
CONNECTOR = f"""  <Connector>
    <connectorid>{ID.lower()}</connectorid>
    <connectorinternalid>shared_orders-5fabc</connectorinternalid>
    <description>Orders.</description>
    <displayname>Orders of Contoso</displayname>
    <iconbrandcolor>#123456</iconbrandcolor>
    <name>{NAME}</name>
    <connectortype>1</connectortype>
    <capabilities>[]</capabilities>
    <openapidefinition>/Connector/{NAME}_openapidefinition.json</openapidefinition>
    <connectionparameters>/Connector/{NAME}_connectionparameters.json</connectionparameters>
    <connectionparametersets>/Connector/{NAME}_connectionparametersets.json</connectionparametersets>
    <policytemplateinstances>/Connector/{NAME}_policytemplateinstances.json</policytemplateinstances>
  </Connector>"""
MANIFEST = f"""<?xml version="1.0" encoding="utf-8"?>
<ImportExportXml version="9.2.25"><SolutionManifest><UniqueName>Shop</UniqueName><LocalizedNames>
<LocalizedName description="Shop" languagecode="1033" /></LocalizedNames><Descriptions /><Version>1.0.0.7</Version>
<Managed>0</Managed><Publisher><UniqueName>crx</UniqueName><CustomizationPrefix>cr863</CustomizationPrefix>
<CustomizationOptionValuePrefix>86300</CustomizationOptionValuePrefix></Publisher><RootComponents>
<RootComponent type="372" schemaName="{NAME}" behavior="0" />
<RootComponent type="300" schemaName="cr863_app" behavior="0" />
</RootComponents></SolutionManifest></ImportExportXml>"""
TYPES = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="text/xml" />
<Override PartName="/Connector/{0}_openapidefinition.json" ContentType="application/octet-stream" />
<Override PartName="/Connector/{0}_connectionparameters.json" ContentType="application/octet-stream" />
<Override PartName="/Connector/{0}_connectionparametersets.json" ContentType="application/octet-stream" />
<Override PartName="/Connector/{0}_policytemplateinstances.json" ContentType="application/octet-stream" /></Types>"""


def sidecars(folder: str) -> dict[str, bytes]:
    """The files of the connector."""
    values = {
        "openapidefinition": SWAGGER,
        "connectionparameters": {"api_key": KEY},
        "connectionparametersets": SETS,
        "policytemplateinstances": [],
    }
    return {f"{folder}/{NAME}_{node}.json": json.dumps(value).encode() for node, value in values.items()}


def packed() -> bytes:
    """An export: a byte-order mark, Windows line ends, and an entry for a folder."""
    listed = f"<Workflows /><Connectors>\n{CONNECTOR}\n</Connectors>"
    text = f'<?xml version="1.0"?>\n<ImportExportXml>{listed}</ImportExportXml>'
    return archive.pack(
        {
            "[Content_Types].xml": TYPES.format(NAME).encode(),
            "Connector/": b"",
            "customizations.xml": text.replace("\n", "\r\n").encode("utf-8-sig"),
            "solution.xml": MANIFEST.encode(),
            **sidecars("Connector"),
        }
    )


def unpacked(folder: Path) -> None:
    """The same as a team keeps it."""
    files = {
        "Other/Solution.xml": MANIFEST.encode(),
        "Other/Customizations.xml": b"<ImportExportXml><Workflows /></ImportExportXml>",
        f"Connectors/{NAME}.xml": CONNECTOR.encode(),
        **sidecars("Connectors"),
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


@pytest.fixture(params=["zip", "folder"])
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The solution in both forms."""
    if request.param == "folder":
        unpacked(tmp_path / "shop")
        return tmp_path / "shop"
    (tmp_path / "shop.zip").write_bytes(packed())
    return tmp_path / "shop.zip"


def test_it_is_checked_by_what_is_in_it(package: Path) -> None:
    found = {one.id for one in judge.findings(package) if one.id.startswith("PKG")}
    own = {"PKG031"} if package.suffix == ".zip" else set()
    assert found == {"PKG022", "PKG023", "PKG065", "PKG104", "PKG105", *own}


def test_it_is_imported_with_its_ids_and_what_is_left_behind_is_told(package: Path, run: Run) -> None:
    result = run("import", package, "--out", "source")
    assert result.exit_code == 0, result.output
    assert "'Orders of Contoso'" in result.stdout
    assert "<capabilities>" in result.stdout
    assert "1 canvas app" in result.stdout
    text = Path("source/connector.yaml").read_text(encoding="utf-8")
    assert f"name: {NAME}" in text
    assert f"connector: {ID.lower()}" in text
    assert "api: shared_orders-5fabc" in text
    assert "<connectorinternalid>" not in result.stdout
    assert "option_value_prefix: 86300" in text
    assert "credential_sets:" in text


def test_what_is_packaged_again_keeps_name_and_id(package: Path, run: Run) -> None:
    run("import", package, "--out", "source")
    result = run("package", "source", "--out", "out", "--base", package)
    assert result.exit_code == 0, result.output
    node = (Path("out/solution/Connectors") / f"{NAME}.xml").read_text(encoding="utf-8")
    assert f"<connectorid>{ID.lower()}</connectorid>" in node
    assert "policytemplateinstances" not in node
