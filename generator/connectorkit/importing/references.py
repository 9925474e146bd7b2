"""References that lead nowhere: they are carried over as they are, and said."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.findings import Finding
from connectorkit.importing.gather import Place
from connectorkit.model import Json

Plain = dict[str, Json]
# Below these keys stands data of the API, in which `$ref` is a key like any other.
_DATA = frozenset(("example", "examples", "default", "enum", "x-ms-test-value"))


def check(definition: Plain, place: Place) -> list[Finding]:
    """A finding for each reference out of the document, to nothing, or only to itself."""
    known: dict[str, str] = {}
    found: list[Finding] = []
    for pointer, target in _references(definition):
        wrong = _wrong(definition, target, known)
        if wrong:
            found.append(_finding(wrong, pointer, target, place))
    return found


def _references(root: Plain) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[Json, str]] = [(root, "")]
    while waiting:
        node, at = waiting.pop()
        if isinstance(node, list):
            waiting += [(below, f"{at}/{index}") for index, below in enumerate(node)]
        elif isinstance(node, dict):
            target = node.get("$ref")
            if isinstance(target, str):
                yield f"{at}/$ref", target
            named = at.endswith("/properties")
            waiting += [(below, f"{at}/{key.replace('~', '~0').replace('/', '~1')}") for key, below in node.items()
                        if isinstance(below, (dict, list)) and (named or key not in _DATA)]  # fmt: skip


def _wrong(root: Plain, target: str, known: dict[str, str]) -> str:
    """What is wrong with a reference; "" when it leads to something. ``known`` holds the answers so far."""
    way: list[str] = []
    seen: set[str] = set()
    while target not in known and target not in seen:
        way.append(target)
        seen.add(target)
        found = _at(root, target) if target.startswith("#") else None
        below = found.get("$ref") if found is not None else None
        if not isinstance(below, str):
            known[target] = "" if found is not None else "nothing" if target.startswith("#") else "outside"
        else:
            target = below
    answer = known.get(target, "itself")
    known.update(dict.fromkeys(way, answer))
    return answer


def _at(root: Plain, target: str) -> Plain | None:
    node: Json = root
    for step in target.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        node = node.get(key) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else None


def _finding(wrong: str, pointer: str, target: str, place: Place) -> Finding:
    what = {"outside": "leads out of the file; nothing is fetched", "nothing": "leads to nothing",
            "itself": "leads back to itself and never to a type"}[wrong]  # fmt: skip
    way = {"outside": "Copy the type into this file, under definitions.",
           "nothing": "Add what it names, or correct it.",
           "itself": "Write the type out in one of these places."}[wrong]  # fmt: skip
    short = target if len(target) <= 80 else f"{target[:77]}..."
    return Finding("IMP002", f"The reference '{short}' {what}.", place(pointer), way, "warning", pointer)
