"""manifest.json: digests, versions, ids, and the list of checked and unchecked requirements."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from connectorkit import __version__
from connectorkit.diagnostics.finding import SEVERITIES, Finding
from connectorkit.model.connector import Connector
from connectorkit.package.naming import Names
from connectorkit.package.request import CERTIFICATION, Request
from connectorkit.package.source_digest import SourceDigest
from connectorkit.render.json_text import canonical

NAME: Final = "manifest.json"
STATEMENT: Final = "structure verified, import not verified"
_CHECKED = (
    "source: format, references and referees (openapi-spec-validator, Microsoft's schemas)",
    "source: all rules of connectorkit, see evidence/findings.json",
    "solutions: root files, root components, named paths, ids and XML",
)
_CERTIFICATION = "certification zip: steps V-07 to V-15 of ConnectorPackageValidator.ps1, and offline 5000.x policies"
_NOT_CHECKED = (
    "import into an environment, by hand or with pac",
    "Microsoft's Swagger validator and change validator, which need a sign-in",
    "certification in Partner Center",
    "a run of the sample flow",
)


class About(NamedTuple):
    """The inputs of a manifest; ``findings`` are those of the check and of the package."""

    names: Names
    connector: Connector
    source: SourceDigest
    request: Request
    findings: Sequence[Finding]


def render(about: About, tree: Mapping[str, bytes]) -> bytes:
    """The manifest of a package with the files ``tree``."""
    names = about.names
    tests = "contract tests against the sandbox, see evidence/contract_tests.txt"
    checked = [*_CHECKED, *([_CERTIFICATION] if CERTIFICATION in about.request.parts else [])]
    base = about.request.base
    compared = [f"changes since {base.name}, see evidence/changes.md"] if base else []
    missing = [*([] if base else ["changes since an earlier version: no base was given"])]
    missing += [*([] if about.request.tests else ["contract tests: not run"]), *_NOT_CHECKED]
    return canonical(
        {
            "format": 1,
            "statement": STATEMENT,
            "parts": list(about.request.parts),
            "managed": about.request.managed,
            "toolkit": __version__,
            "connector": {"title": about.connector.title, "version": about.connector.version},
            "solution": {"name": names.solution, "version": names.version, "publisher": names.publisher},
            "ids": _ids(names),
            "source": {"sha256": about.source.digest, "files": about.source.files},
            "findings": {kind: sum(one.severity == kind for one in about.findings) for kind in SEVERITIES},
            "base": base.written() if base else None,
            "checked": checked + compared + ([tests] if about.request.tests else []),
            "not_checked": missing,
            "files": {name: hashlib.sha256(tree[name]).hexdigest() for name in sorted(tree)},
        }
    )


def _ids(names: Names) -> dict[str, str]:
    return {
        "connector": names.connector_id,
        "workflow": names.workflow_id,
        "name": names.logical,
        "api": names.api,
        "connection_reference": names.connection_reference,
        "prefix": names.prefix,
    }
