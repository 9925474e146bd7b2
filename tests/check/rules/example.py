"""Sources for rules: a clean connector, and examples merged over it.

An example is a YAML mapping: keys of connector.yaml, operations under their operationIds, types under their names,
and ``files`` by name. Mappings are merged key by key, null removes a key, any other value replaces.

With ``published`` the connector is checked as a folder of built JSON files, replaced or extended by ``files``.
``published`` gives the layout of the JSON (``indent``, ``sort_keys``, ``end`` of each line) and keys to remove from
apiProperties.json (``without``).
"""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path
from typing import Any

import yaml

from connectorkit.check.check import check
from connectorkit.diagnostics.finding import Finding
from connectorkit.model.connector import Connector
from connectorkit.read import source as sources
from connectorkit.render import connector_texts
from connectorkit.render.swagger import documents
from connectorkit.render.templates import Templates
from connectorkit.resolve.connector import resolve
from connectorkit.validate.format_schema import validate

CLEAN = Path(__file__).with_name("clean.yaml").read_text(encoding="utf-8")


def laid(example: str) -> dict[str, Any]:
    """The clean connector with ``example`` merged over it; operations are still a mapping."""
    document: dict[str, Any] = merged(yaml.safe_load(CLEAN), yaml.safe_load(example) or {})
    return document


def merged(base: Any, patch: Any) -> Any:
    """``patch`` merged over ``base`` key by key."""
    if not isinstance(patch, dict) or not isinstance(base, dict):
        return copy.deepcopy(patch)
    result = dict(base)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def write(folder: Path, example: str) -> Path:
    """A folder of the clean connector with ``example``: a source, or its published files."""
    document = laid(example)
    files = document.pop("files", {})
    if "published" not in document:
        return source(folder, document, files or {"icon.png": {"size": 160}})
    said = document.pop("published")
    made = source(folder / "source", document, {})
    return published(made, folder / "connector", said or {}, files)


def resolved(folder: Path) -> Connector:
    """The connector of a source that can be resolved."""
    connector, findings = resolve(validate(sources.load(folder)))
    assert connector is not None, findings
    return connector


def published(made: Path, folder: Path, said: dict[str, Any], files: dict[str, Any]) -> Path:
    """The JSON files and texts of the source ``made`` in the layout ``said``, replaced by ``files``."""
    connector = resolved(made)
    plain = {
        "apiDefinition.swagger.json": documents.definition(connector),
        "apiProperties.json": documents.properties(connector),
    }
    folder.mkdir(parents=True)
    for name, document in plain.items():
        if name not in said.get("without", ()):
            text = json.dumps(document, indent=said.get("indent", 2), sort_keys=said.get("sort_keys", False))
            (folder / name).write_text(text.replace("\n", said.get("end", "") + "\n"), encoding="utf-8")
    for path, content in connector_texts.render_texts(connector, Templates()).items():
        if Path(path).name not in said.get("without", ("settings.json",)):
            (folder / Path(path).name).write_bytes(content)
    for name, value in files.items():
        (folder / name).write_bytes(content_of(value))
    return folder


def content_of(value: Any) -> bytes:
    """The bytes of a file: a text, a ``text`` with at ``least`` so many bytes, or a picture described by its form."""
    if isinstance(value, str):
        return value.encode()
    if "text" in value:
        return str(value["text"]).encode().ljust(value["least"])
    return png(**value)


def source(folder: Path, document: dict[str, Any], files: dict[str, Any]) -> Path:
    """A source folder with ``document`` in connector.yaml and ``files`` beside it, named by it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        (folder / name).write_bytes(content_of(value))
        key = {"icon.png": "icon", "script.csx": "script", "intro.md": "intro"}.get(name)
        if key:
            document.setdefault(key, name)
    document["operations"] = list(document["operations"].values())
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=1000)
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    return folder


def png(
    size: int = 160,
    height: int = 0,
    color: str = "#da3b01",
    mode: str = "RGB",
    logo: str = "#ffffff",
    share: float = 0.25,
    least: int = 0,
) -> bytes:
    """An icon: a logo with a ``share`` of the width on a plain background, of at ``least`` so many bytes."""
    from PIL import Image

    height = height or size
    image = Image.new(mode, (size, height), color)
    left, top = round(size * (1 - share) / 2), round(height * (1 - share) / 2)
    image.paste(logo, (left, top, size - left, height - top))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue().ljust(least, b"\0")


def findings(folder: Path, example: str, profile: str) -> list[Finding]:
    """The findings of a check of the clean connector with ``example``."""
    return check(write(folder, example), profile).findings


def ids(folder: Path, example: str, profile: str = "certified") -> set[str]:
    """The ids of the findings about the clean connector under ``example``."""
    return {finding.id for finding in findings(folder, example, profile)}


def one(folder: Path, example: str, rule: str) -> Finding:
    """The only finding of a rule about the clean connector under ``example``."""
    (found,) = [finding for finding in findings(folder, example, "certified") if finding.id == rule]
    return found


def described(text: str) -> str:
    """An example in which an operation has this description."""
    return json.dumps({"operations": {"GetOrder": {"description": text}}})
