"""The files beside the definition of a published connector: which of them are imported, and which are left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model import file_names

_WAYS = {
    "icon": "To use another icon, name it in `icon` of connector.yaml.",
    "script": "Check that it is the code of this connector; it is rendered as script.csx.",
}
_PAGES = {"readme": ("readme.md", "readme.markdown", "readme.txt", "readme"), "intro": ("intro.md",)}
_SHOWN = 6
# The keys of settings.json that a build writes.
_SETTINGS = frozenset(
    ("apiProperties", "apiDefinition", "icon", "script", "powerAppsUrl", "powerAppsApiVersion", "connectorId", "")
)


class Chosen(NamedTuple):
    """The file of each kind (icon, script, readme, intro), and the entries of the folder that are none of these."""

    files: dict[str, Path]
    others: list[Path]


def choose(entries: Sequence[Path], known: Iterable[Path]) -> Chosen:
    """The role of each entry of a folder; ``known`` are files that are read elsewhere."""
    left = [path for path in entries if path not in set(known)]
    plain = [path for path in left if path.is_file()]
    found = {"icon": _icon(plain), "script": _script(plain)}
    found |= {key: _named(plain, names) for key, names in _PAGES.items()}
    files = {key: path for key, path in found.items() if path is not None}
    taken = set(files.values())
    return Chosen(files, [path for path in left if path not in taken])


def findings(folder: Path, chosen: Chosen) -> list[Finding]:
    """Findings about files that are used under another name, and about those that are left out."""
    renamed = [
        Finding("IMP005", f"'{path.name}' was used as {_name(key)}.", _span(path), _WAYS[key], "advice")
        for key, path in chosen.files.items()
        if key in _WAYS and path.name.lower() != _name(key)
    ]
    others = [path.name + ("/" if path.is_dir() else "") for path in chosen.others]
    if not others:
        return renamed
    rest = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    count = "One entry" if len(others) == 1 else f"{len(others)} entries"
    message = f"{count} of the folder cannot be part of the source: {', '.join(map(repr, others[:_SHOWN]))}{rest}."
    help = "Keep the files that are still needed next to the source; the build does not write them."
    return [*renamed, Finding("IMP005", message, _span(folder), help, "warning")]


def settings(path: Path, keys: Iterable[str]) -> list[Finding]:
    """Findings about keys of settings.json that a build does not write, such as environments."""
    lost = sorted(set(keys) - _SETTINGS)
    if not lost:
        return []
    message = f"settings.json is rendered without {', '.join(map(repr, lost[:_SHOWN]))}."
    return [Finding("IMP005", message, _span(path), "Pass these on the command line of paconn.", "advice")]


def _name(key: str) -> str:
    return file_names.NAMED[key]


def _named(files: Sequence[Path], names: Sequence[str]) -> Path | None:
    by_name = {path.name.lower(): path for path in reversed(files)}
    return next((by_name[name] for name in names if name in by_name), None)


def _icon(files: Sequence[Path]) -> Path | None:
    """icon.png, else the only picture, else the one named icon or logo."""
    exact = _named(files, (file_names.ICON,))
    pictures = [path for path in files if path.suffix.lower() == ".png"]
    called = [path for path in pictures if any(word in path.stem.lower() for word in ("icon", "logo"))]
    return exact or (pictures[0] if len(pictures) == 1 else called[0] if len(called) == 1 else None)


def _script(files: Sequence[Path]) -> Path | None:
    exact = _named(files, (file_names.SCRIPT, "script.cs"))
    scripts = [path for path in files if path.suffix.lower() == ".csx"]
    return exact or (scripts[0] if len(scripts) == 1 else None)


def _span(path: Path) -> Span:
    return Span(str(path), 1, 1, 1, 1)
