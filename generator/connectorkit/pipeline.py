"""The main flow: read, check, resolve, render, verify; ``write`` is the caller's last step."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from connectorkit import source as sources
from connectorkit.findings import Finding, ordered
from connectorkit.model import Connector
from connectorkit.resolve import resolve
from connectorkit.templating import Templates

Render = Callable[[sources.Source, Connector, Templates], dict[str, bytes]]


@dataclass(slots=True)
class Built:
    """The files of a build below the output folder, and what there is to say."""

    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def blocked(self) -> bool:
        """True when an error stands against the build."""
        return any(finding.blocking for finding in self.findings)


def load(folder: Path) -> tuple[Connector | None, list[Finding]]:
    """Read, check and resolve a source; no connector when there are errors of form."""
    source, connector, findings = _load(folder)
    return connector, findings


def _load(folder: Path) -> tuple[sources.Source, Connector | None, list[Finding]]:
    source = sources.load(folder)
    if any(finding.blocking for finding in source.findings):
        return source, None, ordered(source.findings)
    connector, findings = resolve(source)
    return source, connector, ordered([*source.findings, *findings])


def build(folder: Path, only: tuple[str, ...] = ()) -> Built:
    """Everything from the source to verified files in memory; the disk is only read."""
    source, connector, findings = _load(folder)
    built = Built(findings=findings)
    if connector is None or built.blocked:
        return built
    overrides = folder / "templates"
    templates = Templates(overrides if overrides.is_dir() else None)
    for name, render in OUTPUTS.items():
        if not only or name in only:
            built.files |= render(source, connector, templates)
    built.findings = ordered([*findings, *_verified(connector, built.files)])
    return built


def check(folder: Path) -> list[Finding]:
    """All findings about a source, the referees' included."""
    return build(folder, ("connector",)).findings


def _verified(connector: Connector, files: dict[str, bytes]) -> list[Finding]:
    from connectorkit import verify
    from connectorkit.outputs import swagger

    rendered = files.get("connector/apiDefinition.swagger.json")
    if rendered is None:
        rendered = json.dumps(swagger.project(connector).definition).encode()
    return verify.verify(rendered, swagger.project(connector).places)


def _connector(source: sources.Source, connector: Connector, templates: Templates) -> dict[str, bytes]:
    from connectorkit.outputs import swagger

    files = swagger.render(connector, templates)
    if "icon" in source.files:
        files["connector/icon.png"] = source.files["icon"]
    if "script" in source.files:
        files["connector/script.csx"] = source.files["script"]
    return files


OUTPUTS: dict[str, Render] = {"connector": _connector}
