"""The results of earlier runs on identical input: findings and files, cached per user.

The key covers the bytes of the source folder, the size and modification time of each file of the toolkit, and the
versions of all installed packages; the build reads nothing else. This module must stay light, because a run with a
cached result imports no stage of the pipeline.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from connectorkit.diagnostics.build_result import Built, pack, unpack
from connectorkit.diagnostics.finding import Finding
from connectorkit.read import package_kind
from connectorkit.write import cache, content_key

if TYPE_CHECKING:
    from connectorkit.model.json_value import Json
    from connectorkit.sandbox.shapes.document_types import Document

# The limit in bytes for each kind of result: the builds of about a hundred sources, or the findings of ten thousand.
MOST = 256_000_000


def render(folder: str, only: tuple[str, ...] = (), environment: str = "") -> Built:
    """Like :func:`connectorkit.pipeline.build`, from the cache if possible; no rules are checked."""

    def make() -> Built:
        from pathlib import Path

        from connectorkit import pipeline

        return pipeline.build(Path(folder), only, environment=environment)

    return _kept("builds", folder, ("render", environment, *only), make)


def build(
    folder: str, only: tuple[str, ...] = (), loose: bool = False, profile: str = "", environment: str = ""
) -> Built:
    """Like :func:`connectorkit.cli.composed_build.build`, from the cache if possible."""

    def make() -> Built:
        from pathlib import Path

        from connectorkit.cli import composed_build

        return composed_build.build(Path(folder), only, loose, profile, environment)

    return _kept("builds", folder, ("build", os.path.realpath(folder), str(loose), profile, environment, *only), make)


def findings_of(path: str, profile: str = "", changes: bool = False) -> list[Finding]:
    """The findings of :func:`connectorkit.check.check.check`, from the cache if possible.

    ``changes``: include the file changes of fixes.
    """

    def make() -> Built:
        return Built({}, _found(path, profile, changes))

    return _kept("checks", path, ("check", os.path.realpath(path), profile, str(changes)), make).findings


def settings(file: str) -> Built:
    """Like :func:`connectorkit.cli.settings_file.read`, from the cache if possible."""

    def make() -> Built:
        from connectorkit.cli import settings_file

        return settings_file.read(file, known_ids())

    return _kept("settings", file, ("settings",), make)


def known_ids() -> tuple[str, ...]:
    """The ids of all rules and of all other findings, from the cache if possible."""

    def make() -> Built:
        from connectorkit.check.rules import RULES
        from connectorkit.diagnostics import finding_notes

        ids = [*(rule.id for rule in RULES), *finding_notes.ids()]
        return Built({"ids": " ".join(ids).encode()}, [])

    return tuple(_kept("ids", content_key.PACKAGE + "/__init__.py", ("ids",), make).files["ids"].decode().split())


def _kept(kind: str, path: str, asked: tuple[str, ...], make: Callable[[], Built]) -> Built:
    """The cached result for ``path``, else that of ``make``, which is cached unless the files changed meanwhile."""
    key = _key(path, asked) if cache.folder(kind) is not None else None
    known = _load(key, kind) if key is not None else None
    if known is not None:
        return known
    made = make()
    if key is not None and key == _key(path, asked):
        cache.save(kind, key, pack(made), MOST)
    return made


def _found(path: str, profile: str, changes: bool) -> list[Finding]:
    if package_kind.recognised(path):
        from pathlib import Path

        from connectorkit.package import judge

        return judge.findings(Path(path), profile)
    from connectorkit.check.check import findings

    return findings(path, profile, changes)


def served(folder: str, project: Callable[[], Document], environment: str = "") -> Document:
    """The document that the sandbox of a source serves, from the cache if possible; otherwise, made by ``project``."""
    asked = ("sandbox", environment)
    key = _key(folder, asked) if cache.folder("sandboxes") is not None else None
    data = cache.load("sandboxes", key) if key is not None else None
    try:
        known: Json = None if data is None else json.loads(data)
    except ValueError:
        known = None
    if isinstance(known, dict):
        return cast("Document", known)  # Written below by the same packages: the key covers their versions.
    made = project()
    if key is not None and key == _key(folder, asked):
        cache.save("sandboxes", key, json.dumps(made).encode(), MOST)
    return made


def _key(folder: str, asked: tuple[str, ...]) -> str | None:
    """A hash of all inputs of a result for a folder or file; None if they are too large."""
    try:
        digest = content_key.toolkit().copy()
        digest.update(content_key.encoded((folder, asked)))
        return content_key.of_files(folder, digest)
    except (OSError, OverflowError):
        return None


def _load(key: str, kind: str) -> Built | None:
    data = cache.load(kind, key)
    try:
        return None if data is None else unpack(data)
    except (ValueError, TypeError, KeyError, IndexError):
        return None
