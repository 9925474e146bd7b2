"""Rules about the names and descriptions for agents, which replace the texts for makers."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Operation, Subject, short
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.model.patterns import lazy

_NAME, _DESCRIPTION = "x-ms-name-for-model", "x-ms-description-for-model"
_KINDS = ("operation", "parameter", "schema")
_CALLABLE = lazy(r"[A-Za-z0-9_]{1,64}\Z")


def _texts(subject: Subject, key: str) -> Iterator[tuple[At, str]]:
    """The parts with a non-empty string under ``key``."""
    for kind in _KINDS:
        for at in subject.having(kind, key):
            said = at.node[key]
            if isinstance(said, str) and said.strip():
                yield at, said


def _callable(subject: Subject) -> Iterator[Hit]:
    for at, said in _texts(subject, _NAME):
        if not _CALLABLE.match(said):
            yield Hit(
                at.at(_NAME),
                f"The name '{short(said)}' for agents contains characters that function names cannot have.",
            )


def _distinct(subject: Subject) -> Iterator[Hit]:
    first: dict[str, Operation] = {}
    for operation in subject.operations:
        said = operation.node.get(_NAME)
        if not isinstance(said, str) or not said.strip():
            continue
        other = first.setdefault(said, operation)
        if other is not operation:
            yield Hit(operation.at(_NAME), f"{operation.called} and {other.called} have the same name for agents.")


def _written(subject: Subject) -> Iterator[Hit]:
    for key, what in ((_NAME, "name"), (_DESCRIPTION, "description")):
        for kind in _KINDS:
            for at in subject.having(kind, key):
                said = at.node[key]
                if not (isinstance(said, str) and said.strip()):
                    yield Hit(at.at(key), f"The {what} for agents is empty or not a string.")


_FORM = Severities("warning", "warning", "advice")
_SOURCE = "extensions of operations and parameters, x-ms-name-for-model and x-ms-description-for-model"
_GUESS = f"{_SOURCE}; the platform states no pattern, so this one is a guess from function calls of language models"
_EXTRA = "operations: {{GetOrder: {{extra: {{{key}: {value}}}}}}}"
RULES = (
    Rule(
        "EXT350",
        "A name for agents is a valid function name",
        why="Function names of language models have at most 64 letters, digits and underscores. The platform does not "
        "document how it treats other names.",
        source=_GUESS,
        severity=Severities("advice", "advice", "advice"),
        help="Write a name such as get_order.",
        bad="operations: {GetOrder: {agents: {name: Get an order}}}",
        good="operations: {GetOrder: {agents: {name: get_order}}}",
        check=_callable,
    ),
    Rule(
        "EXT351",
        "The name for agents is unique",
        why="An agent chooses an operation by its name.",
        source=_SOURCE,
        severity=_FORM,
        help="Give one of them another name.",
        bad="operations: {GetOrder: {agents: {name: order}}, CreateOrder: {agents: {name: order}}}",
        good="operations: {GetOrder: {agents: {name: get_order}}, CreateOrder: {agents: {name: create_order}}}",
        check=_distinct,
    ),
    Rule(
        "EXT352",
        "Texts for agents are non-empty strings",
        why="They replace the texts for makers, so an agent gets no information about a part whose text is empty.",
        source=_SOURCE,
        severity=_FORM,
        help="Write a text, or remove the key, so that agents read the summary and the description.",
        bad=_EXTRA.format(key=_DESCRIPTION, value="''"),
        good=_EXTRA.format(key=_DESCRIPTION, value="Reads one order by its number."),
        check=_written,
    ),
)
