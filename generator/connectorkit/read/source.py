"""A source folder: connector.yaml and the files that it names."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.diagnostics.phrases import nearest
from connectorkit.model import encodings, file_names, page_frame
from connectorkit.model.connector import Connector, Json, Span
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.record import record
from connectorkit.read import unused_files
from connectorkit.read.json_positions import Text
from connectorkit.read.yaml_document import Node, parse, read_bytes


@record
class Source:
    """A source as read: the root file, operations in order, types, sandbox, texts and binary files.

    ``shapes`` names the types that are always copied into place, whatever the style. ``roots`` are the top nodes of all
    YAML files; ``parts`` are the trees that the format's schemas describe, each with its concept, in the order of
    reading. ``instead`` holds bytes that replace those of a file, by path. ``looked``, ``inside`` and ``trees`` cache
    file lookups and trees, so that each file is read once. ``trimmed`` are the places of mappings and lists from which
    validation removed wrong parts, and ``whole`` tells whether enough is left to check; None while nothing was removed.

    ``environments`` hold the differences from production, by name; ``environment`` is the one that was applied, "" for
    production. ``flat`` is the validated source for `resolve`: keys under `exact` are merged with the others, and short
    lists are written out. ``kept`` holds results of earlier readings; ``resolved`` the result of `resolve`, and
    ``rendered`` the definition and the properties of that, which a check and a build both need.
    """

    folder: Path
    root: Node
    operations: list[Node] = field(default_factory=list)
    types: dict[str, Node] = field(default_factory=dict)
    shapes: list[str] = field(default_factory=list)
    sandbox: Node | None = None
    environments: dict[str, Node] = field(default_factory=dict)
    environment: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)
    parts: list[tuple[str, Node]] = field(default_factory=list)
    instead: Mapping[str, bytes] = field(default_factory=dict)
    trees: dict[Path, Node | None] = field(default_factory=dict)
    looked: dict[str, tuple[bool, bool]] = field(default_factory=dict)
    inside: dict[str, bool] = field(default_factory=dict)
    trimmed: set[Span] = field(default_factory=set)
    whole: bool | None = None
    flat: Source | None = None
    kept: Kept = NOTHING
    resolved: tuple[Connector | None, list[Finding]] | None = field(default=None, init=False, compare=False)
    rendered: tuple[dict[str, Json], dict[str, Json]] | None = field(default=None, init=False, compare=False)

    def named(self, key: str) -> Node | None:
        """The value of a key of connector.yaml that names a file, at the top or under `exact`."""
        exact = self.root.get("exact")
        return self.root.get(key) or (exact.get(key) if exact is not None else None)

    def content(self, key: str) -> str | None:
        """The text of the file that the root names under ``key``; None for an icon and for a text written in place."""
        if key in self.files:
            return None if key == "icon" else self.files[key].decode("utf-8", "replace")
        node = self.root.get(key)
        in_file = node is not None and node.text.endswith(".md") and "\n" not in node.text
        return self.texts.get(key) if in_file else None


VERSION = 1
TREE = "tree"
MAX_VALUES = 200_000
MAX_OPERATIONS = 5_000
_LIKE = 0.8  # The similarity (0 to 1) of two file names, suffix included, from which one is suggested for the other.
TEXTS = ("intro", "prerequisites", "credentials_help", "known_issues")


def load(folder: Path, instead: Mapping[str, bytes] | None = None, kept: Kept = NOTHING) -> Source:
    """Read the source in ``folder``; raises Unusable when the folder is not a source.

    ``instead`` holds bytes that replace those of a file, by path. ``kept`` holds results of earlier readings; trees of
    unchanged files are reused.
    """
    if not folder.exists():
        raise Unusable(f"{folder}: no such folder")
    if not (folder / file_names.SOURCE).is_file():
        raise Unusable(f"{folder}: not a connector source (it contains no {file_names.SOURCE})")
    name = str(folder / file_names.SOURCE)
    instead = instead or {}
    root, findings = _parsed(kept, name, _bytes(folder / file_names.SOURCE, instead), top=True)
    source = Source(folder, root or Node({}, Span(name, 1, 1, 1, 1), {}), findings=findings, instead=instead, kept=kept)
    if root is None or _is_swagger(source) or _is_of_other_version(source):
        return source
    source.roots.append(root)
    source.parts.append(("connector", source.root))
    _operations(source)
    _types(source, "types")
    before = set(source.types)
    _types(source, "inline_types")
    source.shapes += [name for name in source.types if name not in before]
    _sandbox(source)
    _environments(source)
    for key in TEXTS:
        _text(source, key)
    for key in page_frame.FRAMES:
        _frame(source, key)
    _raw(source, "layout")
    for key in ("icon", "script"):
        _binary(source, key)
    source.findings += unused_files.findings(folder, source.trees, instead, kept)
    kept.turn(TREE)
    return source


def _parsed(kept: Kept, name: str, data: bytes, top: bool = False) -> tuple[Node | None, list[Finding]]:
    """The tree of a file and its findings, reused from an earlier reading if the file is unchanged."""
    tree, findings = kept.once(TREE, (top, name, data), lambda: parse(name, data, MAX_VALUES))
    return tree, list(findings)


def _is_swagger(source: Source) -> bool:
    """Whether connector.yaml is a Swagger or OpenAPI document. Then it is the only finding."""
    word = next((key for key in ("swagger", "openapi") if key in source.root.mapping), "")
    if not word or "operations" in source.root.mapping:
        return False
    message = f"The file is {'a Swagger' if word == 'swagger' else 'an OpenAPI'} document, not a connector source."
    suggestion = "Turn it into a source: `connectorkit import connector.yaml --out FOLDER`."
    source.findings = [Finding("SRC009", message, source.root.keys[word], suggestion)]
    return True


def _is_of_other_version(source: Source) -> bool:
    """Whether the source has an unknown version of the format. Then it is the only finding."""
    version = source.root.get("format")
    if version is None or (version.value == VERSION and not isinstance(version.value, bool)):
        return False
    message = f"The format version {json.dumps(version.plain())} is unknown; this toolkit reads version {VERSION}."
    suggestion = f"Write `format: {VERSION}`, or use a version of the toolkit that reads the other format."
    source.findings = [Finding("SRC005", message, version.span, suggestion)]
    return True


def _bytes(path: Path, instead: Mapping[str, bytes]) -> bytes:
    return instead[str(path)] if str(path) in instead else read_bytes(path)


def _inside(source: Source, node: Node) -> Path | None:
    """The path that ``node`` names; None and a finding when it is outside the folder or missing."""
    path = source.folder / node.text
    if node.text not in source.looked:
        source.looked[node.text] = (True, True) if str(path) in source.instead else _look(path, source)
    inside, exists = source.looked[node.text]
    if inside and exists:
        return path
    why = "is outside the source folder" if not inside else "does not exist"
    source.findings.append(
        Finding(
            "SRC001",
            f"The file '{node.text}' {why}.",
            node.span,
            _likely(source.folder, node.text) or "Name a file in the source folder, relative to connector.yaml.",
        )
    )
    return None


def _likely(folder: Path, name: str) -> str:
    """A suggestion of a file with a similar name, in the same folder as ``name``; "" when there is none."""
    try:
        inside = (folder / name).parent.resolve().is_relative_to(folder.resolve())
        there = sorted(path.name for path in (folder / name).parent.iterdir() if path.is_file()) if inside else []
    except (OSError, ValueError):
        return ""
    near = nearest(Path(name).name, there, _LIKE)
    return f"Did you mean '{Path(name).with_name(near).as_posix()}'?" if near else ""


def _look(path: Path, source: Source) -> tuple[bool, bool]:
    """Whether a path is in the folder of a source, links resolved, and whether it is a file."""
    try:
        mode = _mode(path)
        if stat.S_ISLNK(mode) or path.name == ".." or path == source.folder:
            return path.resolve().is_relative_to(source.folder.resolve()), path.is_file()
        above = str(path.parent)
        if above not in source.inside:
            source.inside[above] = path.parent.resolve().is_relative_to(source.folder.resolve())
        return source.inside[above], stat.S_ISREG(mode)
    except (OSError, ValueError):
        return False, False


def _mode(path: Path) -> int:
    """The kind and the permissions of a file or link; 0 if there is none."""
    try:
        return os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return 0


def _file(source: Source, node: Node) -> Node | None:
    path = _inside(source, node)
    if path is None:
        return None
    if path not in source.trees:
        source.trees[path], findings = _parsed(source.kept, str(path), _bytes(path, source.instead))
        source.findings += findings
        tree = source.trees[path]
        source.roots += [tree] if tree is not None else []
    return source.trees[path]


def _operations(source: Source) -> None:
    listed = source.root.get("operations")
    items = listed.sequence if listed else []
    if len(items) > MAX_OPERATIONS:
        source.findings.append(
            Finding(
                "SRC003",
                f"The connector has more than {MAX_OPERATIONS:,} operations.",
                items[MAX_OPERATIONS].span,
                "Split it into several connectors.",
            )
        )
    judged: set[int] = set()
    for item in items[:MAX_OPERATIONS]:
        node = _file(source, item) if isinstance(item.value, str) else item
        if node is None:
            continue
        if node is not item and id(node) not in judged:
            judged.add(id(node))
            source.parts.append(("operation", node))
        if isinstance(node.value, dict):
            source.operations.append(node)


def _types(source: Source, key: str) -> None:
    listed = source.root.get(key)
    if listed is None:
        return
    if isinstance(listed.value, dict):
        _add_types(source, listed)
        return
    for item in listed.sequence or [listed]:
        node = _file(source, item) if isinstance(item.value, str) else None
        if node is None:
            continue
        if not isinstance(node.value, dict):
            source.findings.append(_no_types(item.text, node))
        source.parts += [("field", shape) for shape in node.mapping.values()]
        _add_types(source, node)


def _no_types(name: str, node: Node) -> Finding:
    what = "is empty" if node.value is None else "is not a mapping of types"
    suggestion = "Write types by name, such as `Order: {fields: {id: integer}}`, or remove the file."
    return Finding("FMT-type", f"The file '{name}' {what}.", node.span, suggestion)


def _add_types(source: Source, node: Node) -> None:
    for name, shape in node.mapping.items():
        if name in source.types:
            source.findings.append(
                Finding(
                    "SRC002",
                    f"The type '{name}' is defined twice.",
                    node.keys[name],
                    "Remove or rename one of them.",
                    related=(source.types[name].span,),
                )
            )
        source.types[name] = shape


def _sandbox(source: Source) -> None:
    node = source.root.get("sandbox")
    if node is not None:
        source.sandbox = _file(source, node) if isinstance(node.value, str) else node
        if source.sandbox is not None and source.sandbox is not node:  # One in place is in the root.
            source.parts.append(("sandbox", source.sandbox))


def _environments(source: Source) -> None:
    listed = source.root.get("environments")
    for name, item in listed.mapping.items() if listed is not None else ():
        node = _file(source, item) if isinstance(item.value, str) else item
        if node is None:
            continue
        source.environments[name] = node
        if node is not item and not any(node is known for _, known in source.parts):
            source.parts.append(("environment", node))


def _text(source: Source, key: str) -> None:
    node = source.root.get(key)
    if node is None or not isinstance(node.value, str):
        return
    source.texts[key] = node.value.strip()
    if node.value.endswith(".md") and "\n" not in node.value:
        path = _inside(source, node)
        if path is not None:
            try:
                source.texts[key] = encodings.utf8(_bytes(path, source.instead)).strip()
            except UnicodeDecodeError:
                raise Unusable(f"{path}: not UTF-8 text; save the file as UTF-8") from None


def _raw(source: Source, key: str) -> Path | None:
    """Read the text file under ``key`` unchanged, line ends included; None where there is none."""
    node = source.named(key)
    path = _inside(source, node) if node is not None and isinstance(node.value, str) else None
    if path is not None:
        try:
            source.texts[key] = _bytes(path, source.instead).decode("utf-8")
        except UnicodeDecodeError:
            raise Unusable(f"{path}: not UTF-8 text; save the file as UTF-8") from None
    return path


def _frame(source: Source, key: str) -> None:
    """Read the frame of a page; unknown placeholders are findings."""
    path = _raw(source, key)
    frame = source.texts.get(key, "")
    for name, line in page_frame.places(frame) if path is not None else ():
        if name not in page_frame.PLACES:
            source.findings.append(
                Finding(
                    "SRC010",
                    f"Unknown placeholder '{name}' in {path.name if path else key}.",
                    Text(str(path), frame).line(line),
                    f"Use one of: {', '.join(page_frame.PLACES)}.",
                )
            )


def _binary(source: Source, key: str) -> None:
    node = source.root.get(key)
    if node is not None and isinstance(node.value, str):
        path = _inside(source, node)
        if path is not None:
            source.files[key] = _bytes(path, source.instead)
