"""Rules about the operations that run through script.csx."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, listed, short
from connectorkit.check.engine.properties import hit, properties_of
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, everywhere
from connectorkit.check.engine.words import nearest
from connectorkit.model.file_names import SCRIPT

_AT = "/properties/scriptOperations"


def _operations_known(subject: Subject) -> Iterator[Hit]:
    for index, name in enumerate(listed(properties_of(subject).get("scriptOperations"))):
        if isinstance(name, str) and name.strip() and subject.operation(name) is None:
            near = nearest(name, (operation.id for operation in subject.operations))
            way = f"Did you mean '{near}'?" if near else ""
            yield hit(f"{_AT}/{index}", f"The script is for the operation '{short(name)}', which does not exist.", way)


def _operations_form(subject: Subject) -> Iterator[Hit]:
    for index, name in enumerate(listed(properties_of(subject).get("scriptOperations"))):
        if not isinstance(name, str) or not name.strip():
            message = f"Entry {index + 1} in the operations of the script is not an operationId."
            yield hit(f"{_AT}/{index}", message)


def _operations_once(subject: Subject) -> Iterator[Hit]:
    seen: dict[str, int] = {}
    for index, name in enumerate(listed(properties_of(subject).get("scriptOperations"))):
        if isinstance(name, str) and name.strip() and seen.setdefault(name, index) != index:
            fix = Fix("Remove it.", (Edit("remove", f"{_AT}/{index}"),))
            yield hit(f"{_AT}/{index}", f"The operation '{short(name)}' is listed twice for the script.", fix=fix)


def _script_there(subject: Subject) -> Iterator[Hit]:
    there = SCRIPT in subject.files or any(name.lower().endswith((".csx", ".cs")) for name in subject.names)
    judged = subject.folder or not subject.published
    named = listed(properties_of(subject).get("scriptOperations"))
    known = all(isinstance(name, str) and subject.operation(name) for name in named)
    if judged and not there and named and known:
        yield hit(_AT, "Operations run through a script, but the folder has no script.csx.")


RULES = (
    Rule(
        "PRP060",
        "The operations that run through the script exist",
        why="The script never runs for an unknown name.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("warning"),
        help="Name the operationId of an operation; an empty list means all.",
        check=_operations_known,
    ),
    Rule(
        "PRP061",
        "The operations that run through the script are operationIds",
        why="The platform reads an array of strings.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("error"),
        help="Write the operationId as a string.",
        check=_operations_form,
    ),
    Rule(
        "PRP062",
        "An operation is named once for the script",
        why="The second entry has no effect.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("advice"),
        help="Remove it.",
        check=_operations_once,
    ),
    Rule(
        "PRP063",
        "A connector with `script_operations` has a script",
        why="Without the file, calls are sent directly to the service.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("advice"),
        help="Add script.csx, or remove the operations from `script_operations`.",
        bad="script_operations: [GetOrder]",
        check=_script_there,
    ),
)
