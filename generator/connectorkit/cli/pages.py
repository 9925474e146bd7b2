"""Pages: the documentation that is installed with the toolkit, and the page that explains a finding.

A page is named by its topic: ``rules`` is docs/rules/README.md, ``format.paging`` is docs/format/paging.md.
``format.throttle`` is the description of a key in the pages below a topic, ``format.response-paths`` one of their
sections.
Light to import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from connectorkit.diagnostics import finding_notes
from connectorkit.model import installation

RULES = "rules"
FORMAT = "format"
SETTINGS = "guide.command-line"
CHANGES = "changes"
_INDEX = "README"
_HEADING = re.compile(r"(#+) (.+)")
_KEY = re.compile(r"\| `([^`]+)` \|")


class Section(NamedTuple):
    """A section of a page: the level and text of its heading, and its lines, including the heading."""

    level: int
    title: str
    lines: list[str]


@cache
def topics() -> dict[str, Path]:
    """The pages by topic, without those of single rules, which are found by id."""
    folder = Path(installation.resource("docs"))
    found = {_topic(path.relative_to(folder)): path for path in sorted(folder.rglob("*.md"))}
    return {topic: path for topic, path in found.items() if not topic.startswith(f"{RULES}.")}


def _topic(path: Path) -> str:
    steps = path.with_suffix("").parts
    if steps == (_INDEX,):
        return "docs"
    return ".".join(steps[:-1] if len(steps) > 1 and steps[-1] == _INDEX else steps)


@cache
def of_finding(id_: str) -> Path:
    """The page about findings with this id: that of the rule, that of the format, or the index of the rules.

    The page of the format describes errors in syntax and schema; the index describes findings of readers and referees.
    """
    if id_.startswith("BRK"):
        return topics()[CHANGES]
    own = Path(installation.resource("docs"), RULES, f"{id_}.md")
    if own.is_file():
        return own
    return topics()[SETTINGS if id_.startswith("CFG") else FORMAT if id_.startswith(("FMT-", "YAML")) else RULES]


def of_id(id_: str) -> str:
    """The Markdown that explains findings with this id, of rules and others; "" if there is none."""
    if id_.startswith("BRK"):
        return _of_change(id_)
    path = of_finding(id_)
    if path.stem == id_:
        return path.read_text(encoding="utf-8")
    note = finding_notes.find(id_)
    if note is None:
        return ""
    from connectorkit.cli import rule_reference
    from connectorkit.render.templates import Templates

    return rule_reference.note(note, Templates())


def _of_change(id_: str) -> str:
    from connectorkit.cli import change_reference
    from connectorkit.diff import kinds
    from connectorkit.render.templates import Templates

    kind = kinds.find(id_)
    return change_reference.page(kind, Templates()) if kind is not None else ""


def command(id_: str) -> str:
    """The command that explains findings with this id."""
    return f"connectorkit explain {id_}"


def text(what: str) -> str | None:
    """The documentation of a topic, or of a section or key within one; None if ``what`` is neither."""
    name = what.lower()
    for topic in sorted(topics(), key=len, reverse=True):
        if name == topic:
            return topics()[topic].read_text(encoding="utf-8")
        if name.startswith(f"{topic}."):
            word = name.removeprefix(f"{topic}.")
            found = [part for page in _below(topic) if (part := _part(page, word)) is not None]
            return "\n".join(found) or None
    return None


def _below(topic: str) -> Iterator[str]:
    """The text of a topic's page, and of the pages below it."""
    for name, path in topics().items():
        if name == topic or name.startswith(f"{topic}."):
            yield path.read_text(encoding="utf-8")


def words(topic: str) -> Iterator[str]:
    """All names within a topic: ``format.operation``, ``format.throttle.calls`` and so on."""
    for page in _below(topic):
        for section in _sections(page):
            yield from (f"{topic}.{name}" for name in _names(section))
            yield from (f"{topic}.{key}" for key in _keys(section))


def _part(page: str, word: str) -> str | None:
    sections = list(_sections(page))
    named = [index for index, section in enumerate(sections) if _slug(word) in _names(section)]
    blocks = [_with_parts(sections, index) for index in named] or [_rows(section, word) for section in sections]
    return "\n".join(block for block in blocks if block) or None


def _names(section: Section) -> tuple[str, str]:
    """The two names of a section: its heading, and the part after a colon, as in 'Operation: success'."""
    return _slug(section.title), _slug(section.title.rpartition(": ")[2])


def _slug(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower()).strip("-")


def _sections(page: str) -> Iterator[Section]:
    section, fenced = Section(0, "", []), False
    for line in page.splitlines():
        fenced ^= line.startswith("```")
        heading = None if fenced else _HEADING.fullmatch(line)
        if heading is not None:
            yield section
            section = Section(len(heading[1]), heading[2], [])
        section.lines.append(line)
    yield section


def _with_parts(sections: list[Section], start: int) -> str:
    """A section and its subsections."""
    lines = list(sections[start].lines)
    for section in sections[start + 1 :]:
        if section.level <= sections[start].level:
            break
        lines += section.lines
    return "\n".join(lines).rstrip() + "\n"


def _keys(section: Section) -> list[str]:
    return [row[1].lower() for line in section.lines if (row := _KEY.match(line))]


def _rows(section: Section, word: str) -> str:
    """The rows of a section's tables about a key and the keys below it; "" if there are none."""
    key = re.compile(rf"(?:.*\.)?{re.escape(word)}(?:\W.*)?")
    found = [line for line in section.lines if (row := _KEY.match(line)) and key.fullmatch(row[1].lower())]
    if not found:
        return ""
    top = section.lines.index(found[0])
    while section.lines[top - 1].startswith("|"):
        top -= 1
    return "\n".join([section.lines[0], "", *section.lines[top : top + 2], *found, ""])
