"""The check of a path: a YAML source, or a published connector as JSON files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectorkit.check import source
from connectorkit.check.engine.rule import PROFILES
from connectorkit.check.judgement import Checked, Rules
from connectorkit.check.rules import RULES
from connectorkit.model.file_names import SOURCE
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.read import source as sources
from connectorkit.validate.format_schema import validate

_FOLDERS = {
    "certified-connectors": "certified",
    "independent-publisher-connectors": "independent",
    "custom-connectors": "custom",
}


def unproven(
    path: Path,
    profile: str = "",
    instead: Mapping[str, bytes] | None = None,
    rules: Rules = RULES,
    kept: Kept = NOTHING,
) -> Checked:
    """Every finding about the source folder, connector folder or swagger at ``path``.

    A finding has the fix that its rule proposes, even if the files cannot be changed that way. The arguments are those
    of :func:`connectorkit.check.check.check`. ``kept`` holds results of earlier checks of the same source.
    """
    if path.is_dir() and (path / SOURCE).is_file():
        return source.of_source(validate(sources.load(path, instead, kept)), profile, rules)
    from connectorkit.check import published  # The readers of JSON take as long to import as a source to read.

    return published.of_published(path, profile or profile_of(path), instead or {}, rules)


def profile_of(path: Path) -> str:
    """The profile of a published connector, from its folder in Microsoft's repository; "" for other folders."""
    found = (_FOLDERS.get(part) for part in reversed(path.resolve().parts))
    return next((name for name in found if name), PROFILES[0])
