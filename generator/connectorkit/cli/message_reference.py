"""docs/guide/messages.md: the messages of the platform and their rules, rendered from the files in cli/messages/.

usage: python -m connectorkit.cli.message_reference docs/guide/messages.md [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.rule import Rule
from connectorkit.check.rules import find
from connectorkit.cli.messages.catalogue import PLACES, Message, messages
from connectorkit.cli.reference_pages import write_page
from connectorkit.render.templates import Templates


class Ours(NamedTuple):
    """A rule for a message; ``severity`` is "" for an id that is not a rule."""

    id: str
    severity: str


class Row(NamedTuple):
    """A message for the page; ``source`` is the target of the link on its name, "" for no link."""

    name: str
    source: str
    text: str
    where: str
    meaning: str
    rules: list[Ours]


def render(templates: Templates) -> bytes:
    """The page."""
    known = messages()
    shared = max({message.source for message in known}, key=lambda source: _count(source, known))
    validator = [_row(message, linked=False) for message in known if message.source == shared]
    others = [_row(message, linked=True) for message in known if message.source != shared]
    values = {"validator": validator, "others": others, "source": shared, "places": PLACES}
    return templates.render("explain/messages.md.j2", values).encode()


def _count(source: str, known: tuple[Message, ...]) -> int:
    return sum(message.source == source for message in known)


def _row(message: Message, linked: bool) -> Row:
    source = message.source if linked else ""
    where = ", ".join(message.where)
    return Row(message.name, source, _cell(message.text), where, _cell(_meaning(message)), list(_ours(message)))


def _meaning(message: Message) -> str:
    return f"{message.meaning} {message.do}".strip()


def _ours(message: Message) -> Iterator[Ours]:
    """The rules for a message, each with its severities."""
    for id_ in message.rules:
        rule = find(id_)
        yield Ours(id_, _severity(rule) if rule else "")


def _severity(rule: Rule) -> str:
    """The severity; if it differs between profiles: certified, independent publisher, private."""
    return rule.severity[0] if len(set(rule.severity)) == 1 else "/".join(rule.severity)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or with ``--check`` compare it; returns the exit status: 0, or 1 if it is out of date."""
    return write_page("message_reference", render, arguments)


if __name__ == "__main__":
    sys.exit(main())
