"""Faults of placeholders left in texts, and of labels that are alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.check.rules.mutations.jsontext import Edit, Fault, put
from tests.check.rules.mutations.places import outputs, queried, shown, y_operations, y_outputs, y_parameters
from tests.check.rules.mutations.table import in_json, in_yaml
from tests.check.rules.mutations.top_level import AT
from tests.check.rules.mutations.yamltext import Change, Entry, Tree, keys

_TEXTS = {
    "OPR154": [
        "Liest die Bestellung und gibt den Kunden mit der Adresse und dem Preis aus.",
        "Lit la commande et renvoie le client avec les lignes pour cette facture.",
        "Lee el pedido y devuelve los clientes con la factura para una tienda.",
    ],
    "OPR171": ["Reads <b>one</b> thing with its lines.", "Reads one thing.<br/>It has lines.", "Reads one&nbsp;thing."],
    "OPR172": ["TODO: say what this reads.", "Reads {{ORDER_NAME}} with its lines.", "Lorem ipsum dolor sit amet."],
    "OPR173": ["Reads  one thing with its lines.", "Reads one thing, with   its lines."],
}


def _text(rule: str, text: str) -> None:
    """Rows for both forms: another description of an action."""

    @in_json(rule)
    def _(documents: dict[str, Any]) -> Iterator[Fault]:
        for at, _ in shown(documents):
            yield put(f"{at}/description", text)

    @in_yaml(rule)
    def _(tree: Tree) -> Iterator[Change]:
        for entry in y_operations(tree, "action"):
            if "description" in entry.siblings:
                yield tree.at((*entry.path[:-1], "description")).put(f'"{text}"')


for _rule, _said in _TEXTS.items():
    for _one in _said:
        _text(_rule, _one)


@in_json("OPR155")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for name, one in documents["apiProperties.json"]["properties"].get("connectionParameters", {}).items():
        if "uiDefinition" in one:
            at = f"{AT}/connectionParameters/{name}/uiDefinition/tooltip"
            yield put(at, "The key that Microsoft Flow asks for.", at, "apiProperties.json")


@in_yaml("OPR155")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("credentials", "*", "tooltip"):
        yield entry.put("The key that PowerApps asks for.")


@in_json("OPR201")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in shown(documents):
        yield put(f"{at}/deprecated", True, f"{at}/description")


@in_yaml("OPR201")
def _(tree: Tree) -> Iterator[Change]:
    for entry in y_operations(tree, "action"):
        if "deprecated" not in entry.siblings and "description" in entry.siblings:
            changed = entry.beside("deprecated: true")
            path = (*entry.path[:-1], "description")
            yield changed._replace(line=int(Tree(tree.file, changed.text).at(path).value.start_mark.line) + 1)


# Labels
@in_json("OPR072")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for (before, first), (at, _) in pairwise(list(shown(documents))):
        # Within a path, operations are not in the order of the document.
        if before.rpartition("/")[0] != at.rpartition("/")[0] and not first.get("deprecated"):
            yield put(f"{at}/summary", first["summary"])


@in_yaml("OPR072")
def _(tree: Tree) -> Iterator[Change]:
    for first, second in pairwise(list(y_operations(tree, "action"))):
        later = tree.at((*second.path[:-1], "summary"))
        yield later.put(str(first.siblings["summary"].value))


@in_json("OPR073")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for (before, first), (at, _) in pairwise(list(queried(documents))):
        if before.rpartition("/parameters/")[0] == at.rpartition("/parameters/")[0] and "x-ms-summary" in first:
            yield put(f"{at}/x-ms-summary", first["x-ms-summary"], at)


def _pairs(entries: Iterator[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Neighbours of one mapping."""
    for first, second in pairwise(list(entries)):
        if first.path[:-1] == second.path[:-1]:
            yield first, second


@in_yaml("OPR073")
def _(tree: Tree) -> Iterator[Change]:
    for first, second in _pairs(y_parameters(tree, "query")):
        if "title" not in keys(first.value) | keys(second.value):
            changed = second.into("title: Alike")
            again = Tree(tree.file, changed.text)
            yield again.at(first.path).into("title: Alike")._replace(line=changed.line)


@in_json("OPR074")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for (before, _), (at, _) in pairwise(list(outputs(documents))):
        if before.rpartition("/")[0] == at.rpartition("/")[0]:
            edits = (Edit(f"{before}/x-ms-summary", "Alike"), Edit(f"{at}/x-ms-summary", "Alike"))
            yield Fault(edits, at)


@in_yaml("OPR074")
def _(tree: Tree) -> Iterator[Change]:
    for first, second in _pairs(y_outputs(tree)):
        if "title" not in keys(first.value) | keys(second.value):
            changed = second.into("title: Alike")
            again = Tree(tree.file, changed.text)
            yield again.at(first.path).into("title: Alike")._replace(line=changed.line)
