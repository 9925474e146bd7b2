"""Samples: the examples and mistakes of docs/format/, merged into a small valid source, and the findings about them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from connectorkit.diagnostics.finding import Finding

Plain = dict[str, Any]  # Any: the values of YAML that is written here

FOLDER = Path(__file__).with_name("format_pages")
_BASE = "_base.yaml"
_FILE = "operation.yaml"
_OPERATION = ("action", "trigger", "mcp", "path")


def files(fragment: str) -> dict[str, str]:
    """The files of a complete source: the valid one with a fragment of YAML merged into it.

    The fragment is a part of connector.yaml, or one operation, which gets a separate file. An operation or a type
    replaces the one with the same name; any other key is replaced completely.
    """
    import yaml

    given: Plain = yaml.load(fragment, Loader=yaml.BaseLoader)
    if any(key in given for key in _OPERATION):
        listed = f"operations:\n- {_FILE}\n"
        return {"connector.yaml": _joined(listed, [given], {}, {"operations": []}), _FILE: fragment}
    return {"connector.yaml": _joined(fragment, given.get("operations", []), given.get("types", {}), given)}


def _joined(fragment: str, operations: list[Plain], types: Plain, given: Plain) -> str:
    """The text of connector.yaml. The fragment is not reformatted, since the spelling of a value can be the mistake."""
    import yaml

    base: Plain = yaml.safe_load((FOLDER / _BASE).read_bytes())
    names = {_name(one) for one in operations}
    below = {
        "operations": _dumped([one for one in base["operations"] if _name(one) not in names]),
        "types": "".join(f"  {line}\n" for line in _dumped(_without(base["types"], types)).splitlines()),
    }
    text = "".join(block + below.get(block.partition(":")[0], "") for block in _blocks(fragment))
    return text + _dumped({key: value for key, value in base.items() if key not in given})


def _blocks(fragment: str) -> list[str]:
    """The top-level keys of a fragment, each with its lines."""
    blocks: list[str] = []
    for line in fragment.rstrip("\n").splitlines():
        if line[:1] in (" ", "-", "#") and blocks:
            blocks[-1] += f"{line}\n"
        else:
            blocks.append(f"{line}\n")
    return blocks


def _without(values: Plain, others: object) -> Plain:
    """The values whose names are not in ``others``."""
    return {name: one for name, one in values.items() if not isinstance(others, dict) or name not in others}


def _name(operation: object) -> str:
    if not isinstance(operation, dict):
        return ""
    return next((str(operation[key]) for key in _OPERATION if key in operation), "")


def _dumped(value: object) -> str:
    import yaml

    return yaml.safe_dump(value, sort_keys=False, width=1000, allow_unicode=True) if value else ""


def findings(sample: Plain) -> list[Finding]:
    """The findings of a check about an example or a mistake; the sample's ``files`` are added to its source."""
    from connectorkit.check.target import unproven

    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**files(sample["yaml"]), **sample.get("files", {})}.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return list(unproven(Path(folder)).findings)
