"""Settings: the options of a check, from the command line and the nearest settings file.

A settings file is connectorkit.toml, or pyproject.toml with a table [tool.connectorkit]; the nearest one in the folder
of the source or above it is used. The command line takes precedence. This module must stay light.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any, NamedTuple

from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.model.file_names import SOURCE
from connectorkit.model.patterns import lazy

NAMES = ("connectorkit.toml", "pyproject.toml")
_MOST = 1_000_000
_TABLE = lazy(
    rb"""^\s*\[+\s*['"]?tool['"]?\s*\.\s*['"]?connectorkit\b|^\s*\[\s*tool\s*\][^\[]*^\s*connectorkit\b""", re.MULTILINE
)


class Waiver(NamedTuple):
    """A waiver in a settings file for one rule; ``operation`` is "" for the whole connector. ``line`` is its line."""

    rule: str
    reason: str
    operation: str = ""
    line: int = 1


class Settings(NamedTuple):
    """How findings are selected, shown and judged. ``file`` is the settings file, "" if there is none."""

    profile: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: str = "advice"
    fail_on: str = "error"
    quiet: bool = False
    verbose: bool = False
    waive: tuple[Waiver, ...] = ()
    file: str = ""


class Given(NamedTuple):
    """The options of the command line; None or empty if they are not given."""

    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: str | None = None
    fail_on: str | None = None
    quiet: bool = False
    verbose: bool = False


def of(source: str, given: Given) -> tuple[Settings, list[Finding]]:
    """The settings for a source, and the findings about its settings file."""
    file = nearest(source)
    if not file:
        return _over(Settings(), given), []
    from connectorkit.cli import result_cache

    read = result_cache.settings(file)
    values: dict[str, Any] = json.loads(read.files["settings"])
    values.pop("diff", None)  # Approvals, which `diff` reads itself.
    values["waive"] = tuple(Waiver(**one) for one in values.get("waive", ()))
    for key in ("select", "ignore"):
        values[key] = tuple(values.get(key, ()))
    if values.get("profile") and _says_profile(source):
        del values["profile"]
    return _over(Settings(**values, file=file), given), read.findings


def _over(settings: Settings, given: Given) -> Settings:
    """The settings with the options of the command line: `--select` replaces, `--ignore` adds."""
    return settings._replace(
        profile=given.profile or settings.profile,
        select=given.select or settings.select,
        ignore=(*settings.ignore, *given.ignore),
        severity=given.severity or settings.severity,
        fail_on=given.fail_on or settings.fail_on,
        quiet=given.quiet or (settings.quiet and not given.verbose),
        verbose=given.verbose or (settings.verbose and not given.quiet),
    )


def nearest(source: str) -> str:
    """The settings file for a source, relative to the current folder if it is inside it; "" if there is none."""
    folder = os.path.abspath(source if os.path.isdir(source) else os.path.dirname(source) or os.curdir)
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if is_settings(path):
                return _shown(path)
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def is_settings(path: str) -> bool:
    """Whether a file with one of the NAMES exists and contains settings."""
    return os.path.isfile(path) and (os.path.basename(path) == NAMES[0] or says_settings(path, _read(path)))


def says_settings(path: str, content: bytes | None) -> bool:
    """Whether a file with one of the NAMES and this content contains settings; None means no file."""
    return content is not None and (os.path.basename(path) == NAMES[0] or bool(_TABLE.search(content)))


def _shown(path: str) -> str:
    try:
        short = os.path.relpath(path)
    except ValueError:
        return path
    return path if short.startswith(os.pardir) else short


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_MOST)
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror or error})") from None


def _says_profile(source: str) -> bool:
    """Whether a source names a profile itself, which takes precedence over a settings file."""
    file = os.path.join(source, SOURCE)
    return os.path.isfile(file) and any(line.startswith(b"profile:") for line in _read(file).splitlines())


def words(given: tuple[str, ...]) -> tuple[str, ...]:
    """The ids and families in a repeatable option with comma-separated values."""
    return tuple(word.strip() for one in given for word in one.split(",") if word.strip())


def require_known(option: str, ids: tuple[str, ...]) -> None:
    """Raises Unusable, with a suggestion, for an unknown id on the command line."""
    if not ids:
        return
    from connectorkit.cli import known_ids, result_cache

    known = result_cache.known_ids()
    for one in ids:
        if not known_ids.is_known(one, known):
            raise Unusable(f"{option} {one}: there is no such rule or family. {known_ids.suggestion(one, known)}")
