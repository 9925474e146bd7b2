"""Responses that most actions share: declared once for the connector, and removed from the actions."""

from __future__ import annotations

import json
from collections import Counter

from connectorkit.model.connector import Json

Plain = dict[str, Json]
MOST = 0.6


def take(operations: list[Plain]) -> Plain:
    """The responses that most of the actions share, by status; the actions are changed to use them."""
    actions = [node for node in operations if "action" in node and node.get("responses") is not False]
    counted = Counter(_key(status, answer) for node in actions for status, answer in _answers(node).items())
    present = Counter(status for node in actions for status in _answers(node))
    found: Plain = {}
    for key, times in counted.most_common():
        status, answer = json.loads(key)
        if status not in found and status[:1] in "45d" and _pays(times, len(actions) - present[status], len(actions)):
            found[status] = answer
    for node in actions if found else ():
        _lean(node, found)
    return dict(sorted(found.items()))


def _pays(times: int, without: int, actions: int) -> bool:
    """Whether to declare a response once that ``times`` actions share and ``without`` actions do not have."""
    return times > 2 and (times > MOST * actions or times > 2 * without)


def _lean(node: Plain, found: Plain) -> None:
    own = dict(_answers(node))
    if len(found) > 1 and not found.keys() & own.keys():
        node["default_responses"] = False
        return
    for status, answer in found.items():
        if status not in own:
            own[status] = False
        elif _key(status, own[status]) == _key(status, answer):
            del own[status]
    spoken = "returns" in node or any(status[:1] in "2d" and answer is not False for status, answer in own.items())
    if not spoken and "200" not in own:
        own["200"] = False
    if own:
        node["responses"] = own
    else:
        node.pop("responses", None)


def _answers(node: Plain) -> Plain:
    said = node.get("responses")
    return said if isinstance(said, dict) else {}


def _key(status: str, answer: Json) -> str:
    return json.dumps([status, answer])
