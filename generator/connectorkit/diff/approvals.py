"""Approvals: accepted changes with the reason, in a file beside the source.

They are tables of connectorkit.toml (or of [tool.connectorkit] in pyproject.toml):

    [[diff.approved]]
    fingerprint = "0123456789abcdef"
    reason = "The vendor ends the old field on 1 March."
    kind = "correction"
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from connectorkit.diagnostics.finding import Finding, Span, Unusable

FILE: Final = "connectorkit.toml"
CORRECTION: Final = "correction"
"""The document was wrong; the service did not change."""
KINDS: Final = (CORRECTION,)
STALE_ID: Final = "APV010"
INVALID_ID: Final = "APV020"
_FINGERPRINT = re.compile(r"[0-9a-f]{16}\Z")
_KEYS: Final = frozenset(("fingerprint", "reason", "kind"))


class Approval(NamedTuple):
    """An accepted change: its fingerprint, the reason, and the kind; ``line`` is its line in the file."""

    fingerprint: str
    reason: str
    kind: str = ""
    line: int = 1


@dataclass(slots=True)
class Approvals:
    """The approvals of a file; ``invalid`` are the findings about invalid ones."""

    file: str
    by_fingerprint: dict[str, Approval]
    invalid: list[Finding]

    def stale(self, fingerprints: set[str]) -> list[Finding]:
        """A finding for each approval without effect: it matches no change, or is invalid."""
        unmatched = [one for one in self.by_fingerprint.values() if one.fingerprint not in fingerprints]
        return [*self.invalid, *(self._unmatched(one) for one in unmatched)]

    def _unmatched(self, one: Approval) -> Finding:
        return Finding(
            STALE_ID,
            f"The approval {one.fingerprint} no longer matches a change.",
            Span(self.file, one.line, 1, one.line, 1),
            "Remove it; an approval that matches nothing may later cover another change.",
            "warning",
            fingerprint=one.fingerprint,
        )


def nearest(start: Path) -> Path:
    """The approvals file for a source: the nearest connectorkit.toml at or above it, or else a new one beside it.

    Folders above the top of a git repository do not count.
    """
    folder = start.absolute() if start.is_dir() else start.absolute().parent
    for one in (folder, *folder.parents):
        if (one / FILE).is_file():
            return _short(one / FILE)
        if (one / ".git").exists():
            break
    return _short(folder / FILE)


def _short(path: Path) -> Path:
    try:
        short = Path(os.path.relpath(path))
    except ValueError:
        return path
    return path if short.parts[:1] == ("..",) else short


def read(path: Path) -> Approvals:
    """The approvals of a file, empty when it does not exist. Raises Unusable when it cannot be read."""
    text = _text(path)
    found = Approvals(str(path), {}, [])
    lines = _lines(text)
    for entry in _entries(path, text):
        line = next(lines, 1)
        wrong = _wrong(entry)
        if wrong:
            span = Span(str(path), line, 1, line, 1)
            help_ = 'Write fingerprint = "…" as `connectorkit diff` shows it, and reason = "…".'
            found.invalid.append(Finding(INVALID_ID, f"The approval {wrong}.", span, help_, "warning"))
        else:
            found.by_fingerprint[entry["fingerprint"]] = Approval(
                entry["fingerprint"], entry["reason"].strip(), entry.get("kind", ""), line
            )
    return found


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError:
        raise Unusable(f"{path}: is not UTF-8 text") from None


def _entries(path: Path, text: str) -> list[Any]:  # Any: values of a TOML file before validation.
    try:
        whole: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"{path}: is not valid TOML: {error}") from None
    for key in ("tool", "connectorkit") if path.name == "pyproject.toml" else ():
        whole = whole.get(key) if isinstance(whole, dict) else None
    table = whole.get("diff") if isinstance(whole, dict) else None
    entries = table.get("approved") if isinstance(table, dict) else None
    return entries if isinstance(entries, list) else []


def _lines(text: str) -> Iterator[int]:
    """The lines of approvals that are written as tables."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*(?:tool\s*\.\s*connectorkit\s*\.\s*)?diff\s*\.\s*approved\s*\]\]", line):
            yield number


def _wrong(entry: Any) -> str:  # As it is in the file.
    """What is wrong with an approval; "" for a valid one."""
    if not isinstance(entry, dict):
        return "is not a table"
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        return f"has an unknown key '{unknown[0]}'"
    if not isinstance(entry.get("fingerprint"), str) or not _FINGERPRINT.match(entry["fingerprint"]):
        return "has no fingerprint of 16 hexadecimal digits"
    if not isinstance(entry.get("reason"), str) or not entry["reason"].strip():
        return "has no reason"
    return "" if entry.get("kind", CORRECTION) in KINDS else f"is of an unknown kind; known: {', '.join(KINDS)}"


def with_approval(path: Path, approval: Approval) -> str:
    """The text of the file with one more approval; the rest is unchanged.

    Raises Unusable if no table can be appended to the file.
    """
    text = _text(path)
    if approval.fingerprint in read(path).by_fingerprint:
        raise Unusable(f"{path}: {approval.fingerprint} is approved already")
    prefix = "tool.connectorkit." if path.name == "pyproject.toml" else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [f"[[{prefix}diff.approved]]", f"fingerprint = {_quoted(approval.fingerprint)}"]
    lines += [f"reason = {_quoted(approval.reason)}"]
    lines += [f"kind = {_quoted(approval.kind)}"] if approval.kind else []
    before = text if not text or text.endswith("\n") else text + newline
    made = before + (newline if before else "") + newline.join(lines) + newline
    try:
        tomllib.loads(made)
    except tomllib.TOMLDecodeError:
        raise Unusable(f"{path}: write `diff.approved` as [[{prefix}diff.approved]] tables first") from None
    return made


def _quoted(text: str) -> str:
    """A basic string of TOML, which is a JSON string except for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
