"""Custom code: the operations that run through script.csx."""

from __future__ import annotations

from connectorkit.check.engine.connector_index import Operation, Subject, listed
from connectorkit.check.engine.properties import properties_of
from connectorkit.model.file_names import SCRIPT

_LISTED = "scriptOperations"


def has_script(subject: Subject) -> bool:
    """Whether the connector has custom code: the file, or a list of operations for it."""
    return SCRIPT in subject.files or bool(listed(properties_of(subject).get(_LISTED)))


def scripted(subject: Subject, operation: Operation) -> bool:
    """Whether the requests and responses of ``operation`` run through the script, which can change anything in them.

    ``scriptOperations`` lists these operations; without a list, or with an empty one, it is all operations.
    Source: Microsoft Learn, "Write code in a custom connector".
    """
    names = listed(properties_of(subject).get(_LISTED))
    return operation.id in names if names else SCRIPT in subject.files
