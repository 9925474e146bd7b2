"""Guesses of semantics that no swagger can express, if the evidence is strong. Each is marked by a comment.

Guesses do not change the rendered connector; they inform the client, the sandbox and the contract tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from connectorkit.importing.swagger2.operations import marked
from connectorkit.model import nouns, python_names
from connectorkit.model.connector import Json
from connectorkit.style.values import Commented

Plain = dict[str, Json]
_ENDS = frozenset("delete remove unsubscribe unregister cancel end stop deregister".split())
_UNSUBSCRIBES = frozenset("unsubscribe unregister deregister".split())
_HOOKS = frozenset(
    "webhook webhooks hook hooks subscription subscriptions subscriber trigger triggers callback".split()
)
# Not `query`, which may be SQL, and not `lookup`, which some services bill.
_ASKS = frozenset("search find list".split())
_CHANGES = nouns.VERBS - _ASKS - frozenset("get read fetch retrieve retrieves view show returns gets".split())
_MOST = 200
_PARAMETER = re.compile(r"\{([^{}]*)\}")
NO_ID = "The Swagger file has no operationId for this operation; this one is derived from its method and path."


def mark(operations: list[Plain], types: Plain) -> list[Plain]:
    """The operations with guesses added; those without a guess are the same objects."""
    ends = Ends([node for node in operations if node.get("action") and str(node.get("request")).startswith("DELETE ")])
    return [_marked(node, ends, types) for node in operations]


def _marked(node: Plain, ends: Ends, types: Plain) -> Plain:
    made = Commented(node)
    if node.get("id_written") is False:
        made.comment = NO_ID
    if _only_asks(node):
        made = _with(made, "effect", "reads", "Guessed from the name and path: it only searches.")
    found = ends.of(node) if "trigger" in node and _takes_callback(node) else None
    if found is not None:
        end, why = found
        made = _with(made, "unsubscribe", _unsubscribe(node, end, types), why)
    return made if made.comment or made.notes else node


def _with(made: Commented, key: str, value: Json, note: str) -> Commented:
    """``made`` with an entry after the request, or before the event."""
    more = Commented({})
    more.comment, more.notes = made.comment, {**made.notes, key: note}
    for name, below in made.items():
        if key == "unsubscribe" and name in ("event_description", "event", "security", "extra"):
            more.setdefault(key, value)
        more[name] = below
        if key == "effect" and name == "request":
            more[key] = value
    more.setdefault(key, value)
    return more


def _only_asks(node: Plain) -> bool:
    """Whether a POST is a search by its operationId and its path, and neither suggests a change."""
    method, _, path = str(node.get("request") or "").partition(" ")
    steps = [step for step in path.split("/") if step and not _PARAMETER.search(step)]
    if method != "POST" or "action" not in node or not steps:
        return False
    words, last = nouns.called(node), python_names.words(steps[-1])
    spoken = {*words, *(word for step in steps for word in python_names.words(step))}
    return bool(words) and words[0] in _ASKS and bool(_ASKS & set(last)) and not spoken & _CHANGES


class Ends:
    """The calls that may end a subscription: those with such names, and internal ones.

    A visible "Delete a group" is not such a call, however similar its path is.
    """

    def __init__(self, calls: Sequence[Plain]) -> None:
        self.by_path: dict[str, list[Plain]] = {}
        calls = [call for call in calls if call.get("visibility") == "internal" or _named_so(call)]
        for call in calls:
            self.by_path.setdefault(_PARAMETER.sub("{}", _path(call).rstrip("/")), []).append(call)
        hooks = [call for call in calls if _speaks_of_hooks(call)]
        self.hooks = hooks if len(hooks) <= _MOST else []

    def of(self, node: Plain) -> tuple[Plain, str] | None:
        """The call that ends a webhook, and the evidence; None where several or none could."""
        path = _path(node).rstrip("/")
        below = self.by_path.get(_PARAMETER.sub("{}", path) + "/{}", [])
        if len(below) == 1:
            return below[0], "Guessed from the paths."
        words = set(nouns.called(node)) - nouns.VERBS - _HOOKS
        same = [end for end in self.hooks if words and set(nouns.called(end)) - nouns.VERBS - _HOOKS == words]
        if len(same) == 1:
            return same[0], "Guessed from the names."
        nearest = _nearest(path, self.hooks)
        return (nearest, "Guessed: it is the only operation that ends a subscription.") if nearest is not None else None


def _named_so(call: Plain) -> bool:
    """Whether the operationId or the summary of a call means that it ends a subscription."""
    words = {*nouns.called(call), *python_names.words(str(call.get("summary") or ""))}
    return bool(words & _UNSUBSCRIBES) or (bool(words & _ENDS) and bool(words & _HOOKS))


def _speaks_of_hooks(call: Plain) -> bool:
    """Whether a call deletes a webhook that only its path names."""
    words = set(nouns.called(call))
    return (
        bool(_ENDS & words)
        and bool(_HOOKS & {*words, *python_names.words(_path(call))})
        and len(_PARAMETER.findall(_path(call))) == 1
    )


def _nearest(path: str, ends: Sequence[Plain]) -> Plain | None:
    """The call with the longest common path prefix with ``path``; None if two are equal."""
    common = [_shared(path.split("/"), _path(end).split("/")) for end in ends]
    best = [end for end, shared in zip(ends, common, strict=True) if shared == max(common)]
    return best[0] if len(best) == 1 else None


def _shared(steps: list[str], others: list[str]) -> int:
    """The number of common leading steps of two paths."""
    same = (index for index, (a, b) in enumerate(zip(steps, others, strict=False)) if a != b)
    return next(same, min(len(steps), len(others)))


def _path(node: Plain) -> str:
    return str(node.get("request") or "").partition(" ")[2]


def _takes_callback(node: Plain) -> bool:
    return any(marked(node.get(part), "callback") for part in ("parameters", "body"))


def _unsubscribe(node: Plain, end: Plain, types: Plain) -> Plain:
    given = set(_PARAMETER.findall(_path(node)))
    wanted = [name for name in _PARAMETER.findall(_path(end)) if name not in given]
    said: Plain = {"operation": end["action"]}
    if len(wanted) == 1:
        said["parameter"] = wanted[0]
        place = next(_places(node, wanted[0], types), "")
        if place:
            said["value"] = place
    return said


def _places(node: Plain, parameter: str, types: Plain) -> Iterator[str]:
    """The paths of a parameter's value in the subscribing response: its name, or id for the name of an ID."""
    answers = node.get("responses")
    shapes = [node.get("returns")] + [
        answer.get("schema")
        for answer in (answers.values() if isinstance(answers, dict) else ())
        if isinstance(answer, dict)
    ]
    fields = [field for shape in shapes for field in _fields(shape, types)]
    words = python_names.words(parameter)
    for wanted in ("".join(words), *(("id",) if words[-1:] == ["id"] else ())):
        yield from (path for path in fields if "".join(python_names.words(path.rpartition(".")[2])) == wanted)


def _fields(shape: Json, types: Plain, deep: bool = True) -> Iterator[str]:
    """The paths of the fields of an object, and of the objects in it."""
    if isinstance(shape, str):
        shape = types.get(shape)
    fields = shape.get("fields") if isinstance(shape, dict) else None
    for key, below in fields.items() if isinstance(fields, dict) else ():
        yield key
        yield from (f"{key}.{inner}" for inner in (_fields(below, types, False) if deep else ()))
