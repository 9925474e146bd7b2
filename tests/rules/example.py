"""Sources for rules: a clean connector, and examples laid over it.

An example is a YAML mapping: keys of connector.yaml, operations under their operationIds, types under their names,
and ``files`` by name. A mapping is laid over key by key, null takes a key away, anything else replaces.
"""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import yaml

from connectorkit.checking import check
from connectorkit.findings import Finding

CLEAN = Path(__file__).with_name("clean.yaml").read_text(encoding="utf-8")


def laid(example: str) -> dict[str, Any]:
    """The clean connector with ``example`` laid over it; operations are still a mapping."""
    return merged(yaml.safe_load(CLEAN), yaml.safe_load(example) or {})


def merged(base: Any, patch: Any) -> Any:
    """``patch`` laid over ``base`` key by key."""
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
    """A source folder of the clean connector under ``example``."""
    document = laid(example)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in document.pop("files", {"icon.png": {"size": 160}}).items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else png(**content))
        key = {"icon.png": "icon", "script.csx": "script", "intro.md": "intro"}.get(name)
        if key:
            document.setdefault(key, name)
    document["operations"] = list(document["operations"].values())
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=1000)
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    return folder


def png(size: int = 160, height: int = 0, color: str = "#da3b01", mode: str = "RGB", logo: str = "#ffffff") -> bytes:
    """An icon: a logo in the middle of a plain background, in pixels."""
    from PIL import Image

    height = height or size
    image = Image.new(mode, (size, height), color)
    image.paste(logo, (size * 3 // 8, height * 3 // 8, size * 5 // 8, height * 5 // 8))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def findings(folder: Path, example: str, profile: str) -> list[Finding]:
    """What a check says of the clean connector under ``example``."""
    return check(write(folder, example), profile).findings
