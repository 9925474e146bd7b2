"""The request line and the input names of an operation that is being written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from connectorkit.lsp import context
from connectorkit.lsp.grammar import Word
from connectorkit.model.http_methods import METHODS
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node

_VARIABLE: Final = re.compile(r"\{([^{}/]+)\}")


def request(word: str, operations: Iterable[Node]) -> Iterator[Word]:
    """HTTP methods and, after a method, the paths of other operations, which this one may share."""
    method, space, _ = word.partition(" ")
    if not space:
        yield from (Word(f"{one.upper()} /", "Method and path.") for one in METHODS)
        return
    for node in operations:
        path = nodes.text(node, "request").partition(" ")[2]
        if path:
            yield Word(f"{method} {path}", f"The path of {nodes.text(node, 'action') or nodes.text(node, 'trigger')}.")


def path_variables(lines: list[str], line: int, indent: int) -> Iterator[Word]:
    """The variables of the path of the operation whose parameters are in column ``indent``."""
    said = context.around(lines, line, indent).get("request", "")
    yield from (Word(name, "A variable of the path.") for name in _VARIABLE.findall(said))


def names(lines: list[str], line: int, operation: Node | None) -> list[str]:
    """The names of the parameters of an operation, from the text and from its last valid state."""
    known = nodes.entries(operation, "parameters") if operation is not None else {}
    return list(dict.fromkeys([*context.keys_below(lines, line, "parameters"), *known]))
