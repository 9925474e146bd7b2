"""The check of the templates of a source: what cannot be rendered, and what has no effect."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from connectorkit import pipeline
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.diagnostics.phrases import nearest
from connectorkit.model import installation
from connectorkit.read.source import Source
from connectorkit.render.templates import BUILT_IN

_ENDING: Final = ".j2"
# The folders whose templates the outputs and the packages of a source use; the others are for pages of the toolkit.
_OF_SOURCES: Final = ("client", "connector", "contract_tests", "docs", "package", "texts")
# Every check renders the templates of the connector; these outputs only where the source has templates for them.
_OUTPUTS: Final = {"client": "client", "contract_tests": "tests", "docs": "docs"}


def findings(source: Source, sound: bool) -> Iterator[Finding]:
    """What is wrong with the templates of a source. ``sound``: nothing else stops a build, so they can be rendered."""
    folder = source.folder / "templates"
    own = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.j2")) if path.is_file()}
    yield from _without_effect(folder, own)
    outputs = tuple(output for name, output in _OUTPUTS.items() if any(one.startswith(f"{name}/") for one in own))
    if sound and outputs:
        built = pipeline.render(source, outputs, verified=True)
        yield from (one for one in built.findings if one.id == "TPL001")


def _without_effect(folder: Path, own: Mapping[str, Path]) -> Iterator[Finding]:
    texts = {name: _text(path) for name, path in own.items()}
    built_in = Path(str(installation.resource("templates")))
    known = [path.relative_to(built_in).as_posix() for one in _OF_SOURCES for path in (built_in / one).rglob("*.j2")]
    yield from _without_ending(folder, known)
    trees = _Trees(texts, built_in)
    for name, path in own.items():
        used = name in known or any(name in text for other, text in texts.items() if other != name)
        if not used:
            foreign = (built_in / name).is_file()
            near = "" if foreign else _near(name, known)
            way = f"Did you mean '{near}'?" if near else "Remove it, or include it in another template."
            why = "the outputs of a source do not use it" if foreign else "no built-in template has this name"
            text = f"The template '{name}' has no effect: {why}."
            yield Finding("TPL002", text, Span(str(path), 1, 1, 1, 1), way, "warning")
        yield from _unused_parts(trees, name, str(path))


def _near(name: str, known: Sequence[str]) -> str:
    """The built-in template that was probably meant: one with this file name, or with a similar name."""
    same = [one for one in known if one.rpartition("/")[2] == name.rpartition("/")[2]]
    return same[0] if len(same) == 1 else nearest(name, known, 0.6)


def _without_ending(folder: Path, known: Container[str]) -> Iterator[Finding]:
    """Files that would be templates if their names ended with `.j2`."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if f"{name}{_ENDING}" in known and path.is_file():
            text = f"The file '{name}' has no effect: the name of a template ends with '{_ENDING}'."
            way = f"Rename it to '{path.name}{_ENDING}', or remove it."
            yield Finding("TPL002", text, Span(str(path), 1, 1, 1, 1), way, "warning")


def _text(path: Path) -> str:
    """The text of a template; "" where it cannot be read, which is reported when it is rendered."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _unused_parts(trees: _Trees, name: str, path: str) -> Iterator[Finding]:
    """Blocks that the extended template does not have, and text outside blocks, neither of which is rendered."""
    tree = trees.tree(name)
    extends = tree.find(nodes.Extends) if tree is not None else None
    if tree is None or extends is None or not isinstance(extends.template, nodes.Const):
        return
    parent = str(extends.template.value)
    blocks = trees.blocks(parent)
    for node in tree.body if blocks is not None else ():
        place = Span(path, node.lineno, 1, node.lineno, 1)
        if isinstance(node, nodes.Block) and node.name not in (blocks or ()):
            near = nearest(node.name, sorted(blocks or ()), 0.6)
            listed = ", ".join(sorted(blocks or ()))
            way = f"Did you mean '{near}'?" if near else f"Use one of these: {listed}." if listed else "Remove it."
            text = f"The block '{node.name}' has no effect: '{parent}' has no block with this name."
            yield Finding("TPL002", text, place, way, "warning")
        elif isinstance(node, nodes.Output) and (line := _first_line(node)):
            text = f"Text outside a block has no effect, because the template extends '{parent}'."
            way = "Move it into a block, or remove it."
            yield Finding("TPL002", text, Span(path, line, 1, line, 1), way, "warning")


def _first_line(node: nodes.Output) -> int:
    """The line of the first text that is not blank; 0 where all is blank."""
    for one in node.nodes:
        if not isinstance(one, nodes.TemplateData):
            return one.lineno
        if one.data.strip():
            blank = one.data[: len(one.data) - len(one.data.lstrip())]
            return one.lineno + blank.count("\n")
    return 0


class _Trees:
    """The syntax trees of the templates of a source and of the toolkit, by name."""

    def __init__(self, texts: Mapping[str, str], built_in: Path) -> None:
        self._texts, self._built_in, self._environment = texts, built_in, Environment(autoescape=True)

    def tree(self, name: str) -> nodes.Template | None:
        """The tree of a template; None where there is none, or it is not valid."""
        text = self._texts.get(name)
        if text is None:
            file = self._built_in / name.removeprefix(BUILT_IN)
            if self._built_in not in file.resolve().parents or not file.is_file():
                return None
            text = file.read_text(encoding="utf-8")
        try:
            return self._environment.parse(text)
        except (TemplateSyntaxError, RecursionError):
            return None

    def blocks(self, name: str, depth: int = 0) -> set[str] | None:
        """The blocks of a template and of those that it extends; None where they are not known."""
        tree = self.tree(name)
        if tree is None or depth > 10:
            return None
        found = {one.name for one in tree.find_all(nodes.Block)}
        extends = tree.find(nodes.Extends)
        if extends is None:
            return found
        if not isinstance(extends.template, nodes.Const):
            return None
        above = self.blocks(str(extends.template.value), depth + 1)
        return None if above is None else found | above
