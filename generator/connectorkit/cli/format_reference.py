"""docs/format.md: the reference of the source format, rendered from the JSON Schemas that check it.

usage: python -m connectorkit.cli.format_reference docs/format.md [--check]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from connectorkit.cli.format_phrases import Definitions, Plain, holds, limits_of, mapping, meaning, sequence
from connectorkit.render.docs import markdown_text
from connectorkit.render.templates import Templates

_ORDER = ("connector", "operation", "field", "sandbox", "package")


def render(templates: Templates, folder: Path | None = None) -> bytes:
    """The text of docs/format.md; ``folder`` holds the schemas, the toolkit's own unless said otherwise."""
    values = {**page(Definitions.load(folder)), "code": markdown_text.code, "meaning": meaning}
    return templates.render("format/format.md.j2", values).encode()


def page(definitions: Definitions) -> Plain:
    """The plain values of the page: one section for each concept, and one for each of its named parts."""
    from connectorkit.resolve.schemas import FORMATS, TYPES, derived_title

    titles = ("currency_name_short", "messageId", "_list_name")
    return {
        "types": list(TYPES),
        "formats": [(word, FORMATS[word]) for word in FORMATS],
        "titles": [(name, derived_title(name)) for name in titles],
        "concepts": [_concept(name, definitions) for name in _ordered(definitions)],
    }


def _ordered(definitions: Definitions) -> list[str]:
    known = [name for name in _ORDER if name in definitions.schemas]
    return known + sorted(set(definitions.schemas) - set(known))


def _concept(name: str, definitions: Definitions) -> Plain:
    schema = definitions.schemas[name]
    parts = mapping(schema.get("$defs"))
    return {
        "title": str(schema.get("title") or name),
        **_section(schema, name, definitions),
        "parts": [
            {"title": definitions.title(name, part), **_section(mapping(below), name, definitions)}
            for part, below in parts.items()
        ],
    }


def _section(schema: Plain, concept: str, definitions: Definitions) -> Plain:
    return {
        "description": str(schema.get("description") or ""),
        "holds": holds(schema, concept, definitions),
        "choices": list(_exclusive(schema)),
        "rows": list(rows(schema, concept, definitions)),
        "examples": [as_yaml(example) for example in sequence(schema.get("examples"))],
        "refused": [
            {"yaml": as_yaml(example), "why": _why(example, concept)}
            for example in sequence(schema.get("x-anti-examples"))
        ],
    }


def _exclusive(schema: Plain) -> Iterator[list[str]]:
    """Keys of which exactly one must stand."""
    branches = [mapping(branch) for branch in sequence(schema.get("oneOf"))]
    if branches and all(set(branch) == {"required"} for branch in branches):
        yield [str(key) for branch in branches for key in sequence(branch["required"])]


def rows(schema: Plain, concept: str, definitions: Definitions, prefix: str = "") -> Iterator[Plain]:
    """One row for each key that may stand, those of mappings within it included: key, holds, required, meaning."""
    shown = set[str]()
    for shape in _mappings(schema):
        needed = sequence(shape.get("required"))
        for name, below in mapping(shape.get("properties")).items():
            found = list(_rows_of(f"{prefix}{name}", mapping(below), name in needed, concept, definitions))
            yield from found[1:] if name in shown else found
            shown.add(name)
        for pattern, below in mapping(shape.get("patternProperties")).items():
            yield from _rows_of(f"{prefix}<{pattern}>", mapping(below), False, concept, definitions)
        inner = mapping(shape.get("additionalProperties"))
        yield from rows(inner, concept, definitions, f"{prefix}<name>.")


def _rows_of(key: str, schema: Plain, needed: bool, concept: str, definitions: Definitions) -> Iterator[Plain]:
    yield {
        "key": key,
        "holds": holds(schema, concept, definitions),
        "limits": limits_of(schema),
        "required": needed,
        "meaning": definitions.description(schema, concept),
    }
    yield from rows(schema, concept, definitions, f"{key}.")
    for branch in _lists(schema):
        yield from rows(mapping(branch.get("items")), concept, definitions, f"{key}[].")


def _mappings(schema: Plain) -> list[Plain]:
    """A schema and its branches that have keys; conditions that only forbid keys are left out."""
    branches = [mapping(branch) for key in ("oneOf", "anyOf", "allOf") for branch in sequence(schema.get(key))]
    results = [mapping(one.get("then")) for one in (schema, *branches)]
    keys = ("properties", "patternProperties", "additionalProperties")
    shapes = (schema, *branches, *(one for one in results if "x-beside" not in one and not _forbids(one)))
    return [shape for shape in shapes if any(mapping(shape.get(key)) for key in keys)]


def _forbids(schema: Plain) -> bool:
    return any("not" in mapping(below) for below in mapping(schema.get("properties")).values())


def _lists(schema: Plain) -> list[Plain]:
    branches = [mapping(branch) for key in ("oneOf", "anyOf") for branch in sequence(schema.get(key))]
    return [shape for shape in (schema, *branches) if mapping(shape.get("items"))]


def as_yaml(value: object) -> str:
    """A value as YAML text: nested mappings in blocks, the innermost in one line."""
    import yaml

    text = yaml.safe_dump(value, sort_keys=False, default_flow_style=None, allow_unicode=True, width=100)
    return text.removesuffix("...\n").rstrip("\n")


def _why(example: object, concept: str) -> str:
    """What ``connectorkit check`` says first about a refused example."""
    from connectorkit.read import yaml_document
    from connectorkit.validate import format_schema

    node, findings = yaml_document.parse("example", as_yaml(example).encode())
    if node is not None and concept in format_schema.CONCEPTS:
        findings = [*findings, *format_schema.against(concept, node)]
    return findings[0].message if findings else ""


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or with ``--check`` compare it; gives the exit status: 0, or 1 when it is stale."""
    parser = argparse.ArgumentParser(prog="python -m connectorkit.cli.format_reference")
    parser.add_argument("file", type=Path, help="the file to write")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file is not up to date")
    given = parser.parse_args(arguments)
    text = render(Templates())
    old = given.file.read_bytes() if given.file.is_file() else b""
    if given.check:
        if old != text:
            print(f"{given.file}: not up to date", file=sys.stderr)
        return int(old != text)
    given.file.parent.mkdir(parents=True, exist_ok=True)
    given.file.write_bytes(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
