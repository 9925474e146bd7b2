"""A published connector in memory, which can be checked and fixed like its files."""

from __future__ import annotations

import copy
import json
from typing import Any

from tests.paths import BUILT

from connectorkit.check.engine import run
from connectorkit.check.engine.connector_index import subject
from connectorkit.check.engine.rule import Edit
from connectorkit.check.engine.run import Judged
from connectorkit.check.json_places import JsonPlaces
from connectorkit.check.rules import RULES
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from connectorkit.read import json_document
from connectorkit.verify import referees

_BUILT = BUILT
_READ = {name: json.loads((_BUILT / name).read_text(encoding="utf-8")) for name in (DEFINITION, PROPERTIES)}
Documents = dict[str, Any]


def built() -> Documents:
    """Both documents of the connector in build/, to be changed at will."""
    return copy.deepcopy(_READ)


def judge(documents: Documents, profile: str = "certified") -> list[Judged]:
    """The findings about both documents."""
    texts = {name: json.dumps(value, indent=2) for name, value in documents.items()}
    read = {name: json_document.read(name, text.encode())[0] for name, text in texts.items()}
    files = {name: (name, document.text) for name, document in read.items() if document is not None}
    judged = subject(
        documents[DEFINITION],
        documents[PROPERTIES],
        published=True,
        folder=True,
        profile=profile,
        size=len(texts[DEFINITION]),
        text=texts[DEFINITION],
        names=(DEFINITION, PROPERTIES),
    )
    verdicts = referees.verdicts(documents[DEFINITION], documents[PROPERTIES])
    return run.judge(judged, RULES, profile, JsonPlaces(files, "."), verdicts)


def said(documents: Documents, profile: str = "certified") -> set[tuple[str, str]]:
    """The ids and pointers of all findings."""
    return {(one.finding.id, one.finding.pointer) for one in judge(documents, profile)}


def at(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer."""
    for step in _steps(pointer):
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def apply(document: Any, edit: Edit) -> None:
    """Apply an edit to a document."""
    if edit.what == "add":
        at(document, edit.pointer)[edit.key] = edit.value
        return
    above, _, step = edit.pointer.rpartition("/")
    node, name = at(document, above), _steps(f"/{step}")[0]
    key = int(name) if isinstance(node, list) else name
    if edit.what == "rename":
        renamed = {edit.value if other == key else other: value for other, value in node.items()}
        node.clear()
        node.update(renamed)
    elif edit.what == "remove":
        del node[key]
    else:
        node[key] = edit.value


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
