"""Rules about labels that makers cannot distinguish: of operations, of inputs, and of outputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

from connectorkit.check.engine import designer_labels
from connectorkit.check.engine.connector_index import Operation, Subject, short
from connectorkit.check.engine.designer_labels import Label
from connectorkit.check.engine.parts import shown
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.designer.cards import Card

_ADVICE = Severities("advice", "advice", "off")
Found = list[Label]


def _operations(subject: Subject) -> Iterator[Hit]:
    """Triggers and actions are listed apart, and a deprecated operation is not offered."""
    groups: dict[tuple[bool, str], list[Operation]] = defaultdict(list)
    for operation in shown(subject):
        summary = " ".join(operation.text("summary").lower().split())
        if summary and operation.node.get("deprecated") is not True:
            groups[operation.trigger, summary].append(operation)
    for first, *others in groups.values():
        for other in others:
            message = f"{other.called} has the same summary as another operation, {_id(first)}."
            yield Hit(other.at("summary"), message, related=(first.at("summary"),))


def _id(operation: Operation) -> str:
    return f"'{short(operation.id or f'{operation.method.upper()} {operation.template}')}'"


def _inputs(subject: Subject) -> Iterator[Hit]:
    return _same(subject, designer_labels.inputs, "inputs")


def _outputs(subject: Subject) -> Iterator[Hit]:
    return _same(subject, designer_labels.outputs, "outputs")


def _same(subject: Subject, read: Callable[[Card], Found], what: str) -> Iterator[Hit]:
    """Equal labels, each pair once, even if several operations share its type."""
    said: set[frozenset[str]] = set()
    for operation in shown(subject):
        card = designer_labels.card(subject, operation)
        new = []
        groups = subject.kept.once(f"same {what}", (card,), partial(_read, read, card)) if card else []
        for places, group in groups:
            if places not in said:
                said.add(places)
                new.append(group)
        if new:
            yield _alike(operation, new, what)
    subject.kept.turn(f"same {what}")


def _read(read: Callable[[Card], Found], card: Card) -> list[tuple[frozenset[str], Found]]:
    return _groups(read(card))


def _groups(labels: Found) -> list[tuple[frozenset[str], Found]]:
    """Groups of equal labels in different places. Other rules report missing titles."""
    groups: dict[str, Found] = defaultdict(list)
    for label in labels:
        groups[" ".join(label.text.lower().split())].append(label)
    several = [group for group in groups.values() if len(group) > 1]
    placed = [(frozenset(label.pointer for label in group), group) for group in several]
    return [(places, group) for places, group in placed if len(places) > 1]


def _alike(operation: Operation, groups: list[Found], what: str) -> Hit:
    first = groups[0]
    # Inputs with the same name, such as an id in the path and in the body, are named with their places.
    alike = what == "inputs" and len({label.path for label in first[:2]}) == 1
    names = " and ".join(f"'{short(label.path)}'{f' in the {label.place}' if alike else ''}" for label in first[:2])
    count = len(groups) - 1
    more = f"; {count} more label{'s are' if count > 1 else ' is'} also ambiguous" if count else ""
    message = f"The {what} {names} of {operation.called} have the same label, '{short(first[0].text)}'{more}."
    places = [label.pointer for group in groups for label in group]
    return Hit(places[1], message, related=tuple(dict.fromkeys(one for one in places if one != places[1])))


RULES = (
    Rule(
        "OPR072",
        "No two operations have the same summary",
        why="Makers choose by the summary, so they cannot distinguish the operations.",
        source="summaries are unique in 94 % of 1,036 published connectors",
        severity=Severities("warning", "warning", "advice"),
        help="Describe the difference in each summary.",
        bad="operations: {ListShops: {summary: Get an order}}",
        good="operations: {ListShops: {summary: Get shops}}",
        check=_operations,
    ),
    Rule(
        "OPR073",
        "No two inputs of an operation have the same label",
        why="Makers see two rows with the same name. A label consists of the titles of the parent objects and the "
        "title of the field.",
        source="LogicAppsUX at 5c7453c9: labels of inputs",
        severity=_ADVICE,
        help="Give each input and each parent object its own title.",
        bad="operations: {CreateOrder: {body: {fields: {amount: {title: Speed}}}}}",
        good="operations: {CreateOrder: {body: {fields: {amount: {title: Amount}}}}}",
        check=_inputs,
    ),
    Rule(
        "OPR074",
        "No two outputs of an operation have the same label",
        why="Makers see two tokens with the same name in dynamic content, and may choose the wrong one. A label "
        "consists of the titles of the parent objects and the title of the field.",
        source="LogicAppsUX at 5c7453c9: titles of tokens; 1,427 of 8,662 published operations have such a pair",
        severity=_ADVICE,
        help="Give each output and each parent object its own title.",
        bad="operations: {GetOrder: {returns: {fields: {total: {title: Order ID}}}}}",
        good="operations: {GetOrder: {returns: {fields: {total: {title: Total}}}}}",
        check=_outputs,
    ),
)
