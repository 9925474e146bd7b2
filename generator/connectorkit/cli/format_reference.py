"""docs/format/: the reference of the source format, with a page for each concept and an index.

The tables are rendered from the JSON Schemas that validate every source; texts, examples and mistakes are in
`format_pages/`. The output below a mistake is that of `connectorkit check`.

usage: python -m connectorkit.cli.format_reference docs/format [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from connectorkit.cli import format_rows, format_samples
from connectorkit.cli.format_phrases import Definitions, Plain, mapping, meaning, sequence
from connectorkit.cli.reference_pages import write_folder
from connectorkit.render.docs import markdown_text
from connectorkit.render.templates import Templates

INDEX = "README.md"
Data = dict[str, Any]  # Any: the values of our own YAML files


def render(templates: Templates, folder: Path | None = None) -> dict[str, bytes]:
    """The pages by file name; ``folder`` contains the schemas; by default, the toolkit's own."""
    definitions = Definitions.load(folder)
    homes = homes_of(definitions)
    made = {INDEX: templates.render("format/index.md.j2", _index()).encode()}
    for name, data in pages().items():
        here = Definitions(definitions.schemas, homes, f"{name}.md")
        made[f"{name}.md"] = templates.render("format/page.md.j2", _page(data, here)).encode()
    return made


@cache
def groups() -> list[Data]:
    """The groups of pages in the order of the index: title, and the names of the pages."""
    listed: list[Data] = _loaded("_groups")
    return listed


@cache
def pages() -> dict[str, Data]:
    """The data of each page in `format_pages/`, by name, in the order of the index.

    ``keys`` are the keys of each concept that the page lists (null for all), in order of their frequency in published
    connectors; ``parts`` are named parts of schemas. The page with ``exact_parts`` lists the keys under `exact`, of its
    concepts and of these parts.
    """
    return {name: _loaded(name) for group in groups() for name in group["pages"]}


def _loaded(name: str) -> Any:  # Any: a list of groups, or a page
    import yaml

    return yaml.safe_load((format_samples.FOLDER / f"{name}.yaml").read_bytes())


def homes_of(definitions: Definitions) -> dict[str, str]:
    """The page that describes each concept and each named part, by the heading of its section."""
    found = {}
    for name, data in pages().items():
        for part in data.get("parts", []):
            concept, _, below = part.partition("/")
            found[definitions.title(concept, below)] = f"{name}.md"
        if "concept" in data:
            found[definitions.title(data["concept"])] = f"{name}.md"
    return found


def _index() -> Plain:
    from connectorkit.resolve.schemas import FORMATS, TYPES, derived_title

    titles = ("currency_name_short", "messageId", "_list_name")
    return {
        "groups": [
            {"title": group["title"], "pages": [(name, pages()[name]) for name in group["pages"]]} for group in groups()
        ],
        "types": list(TYPES),
        "formats": list(FORMATS.items()),
        "titles": [(name, derived_title(name)) for name in titles],
        "code": markdown_text.code,
    }


def _page(data: Data, definitions: Definitions) -> Plain:
    """The values of one page for its template."""
    return {
        **{key: data.get(key, "") for key in ("title", "text", "more")},
        "concepts": list(_concepts(data, definitions)),
        "examples": [{"files": {}, **one} for one in data.get("examples", [])],
        "mistakes": [{**one, "finding": _finding(one)} for one in data.get("mistakes", [])],
        "code": markdown_text.code,
        "meaning": meaning,
    }


def _concepts(data: Data, definitions: Definitions) -> list[Plain]:
    """A section for each concept of which the page has keys or parts."""
    keys: Mapping[str, list[str] | None] = data.get("keys", {})
    parts = [part.partition("/")[::2] for part in (*data.get("parts", []), *data.get("exact_parts", []))]
    return [
        {
            "title": definitions.title(concept),
            **_section(definitions.schemas[concept], concept, definitions, keys.get(concept, []), data),
            "parts": [_part(concept, part, definitions, data) for one, part in parts if one == concept],
        }
        for concept in dict.fromkeys([*keys, *(concept for concept, _ in parts)])
        if concept in definitions.schemas
    ]


def _section(schema: Plain, concept: str, definitions: Definitions, keys: list[str] | None, data: Data) -> Plain:
    made = format_rows.section(schema, concept, definitions, keys)
    if "exact_parts" in data:
        made["rows"] = [*format_rows.exact_rows(schema, concept, definitions), *sequence(made["rows"])]
    return made if data.get("concept") == concept else {**made, "description": "", "holds": "mapping", "choices": []}


def _part(concept: str, part: str, definitions: Definitions, data: Data) -> Plain:
    below = mapping(mapping(definitions.schemas[concept].get("$defs")).get(part))
    made = format_rows.section(below, concept, definitions)
    if part in [one.partition("/")[2] for one in data.get("exact_parts", [])]:
        made = {**made, "description": "", "holds": "mapping", "choices": []}
        made["rows"] = format_rows.exact_rows(below, concept, definitions)
    return {"title": definitions.title(concept, part), **made}


def _finding(mistake: Data) -> Plain:
    """The finding that a check reports about a mistake, with the id that the page names."""
    found = [one for one in format_samples.findings(mistake) if one.id == mistake["id"]]
    return {"message": found[0].message, "suggestion": found[0].help} if found else {}


def as_yaml(value: object) -> str:
    """A value as YAML: nested mappings in block style, the innermost in flow style."""
    import yaml

    text = yaml.safe_dump(value, sort_keys=False, default_flow_style=None, allow_unicode=True, width=100)
    return text.removesuffix("...\n").rstrip("\n")


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or with ``--check`` compare them; returns the exit status: 0, or 1 if one is out of date."""
    return write_folder("format_reference", render, arguments)


if __name__ == "__main__":
    sys.exit(main())
