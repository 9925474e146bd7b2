"""The findings of an import of OpenAPI 3: id, severity and suggestion of each."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """One kind of finding; ``way`` is its default suggestion."""

    id: str
    severity: str
    way: str


RULES = {
    "reference": Rule("IMP002", "warning", "Add the target, or correct the reference."),
    "wrong": Rule("IMP101", "warning", "Correct it in the OpenAPI file and import again, or add it to the YAML."),
    "unknown": Rule("IMP102", "warning", "Check the spelling; custom keys start with x-."),
    "same": Rule("IMP103", "advice", "No action is required; review the wording."),
    "alternatives": Rule("IMP104", "warning", "Keep the alternative that makers need, or write one action for each."),
    "choices": Rule("IMP105", "advice", "No action is required; the same values are allowed."),
    "keyword": Rule("IMP106", "warning", "Mention it in the description if makers need to know it."),
    "types": Rule("IMP107", "warning", "Give it the one type that makers need."),
    "tuple": Rule("IMP108", "warning", "Write an object with a named field for each position if the API accepts one."),
    "parameter": Rule("IMP109", "warning", "Write the parameter in the YAML in a way that a connector can send."),
    "spread": Rule("IMP110", "advice", "No action is required; the same request is sent."),
    "list": Rule(
        "IMP111", "warning", "If the API also accepts one comma-separated value, write `collection_format: csv`."
    ),
    "media": Rule("IMP112", "warning", "Write a separate action for another media type that makers need."),
    "also": Rule("IMP113", "advice", "No action is required; JSON works best in a connector."),
    "form": Rule("IMP114", "warning", "Check the parameter in the YAML, and describe what to enter."),
    "response": Rule("IMP115", "warning", "Write the response under the status that the API returns."),
    "server": Rule(
        "IMP116",
        "warning",
        "Write the address as `server`. If each customer has a different address, add it to `credentials` and use the "
        "policy dynamichosturl.",
    ),
    "security": Rule("IMP117", "warning", "Write `authentication` and `credentials` in connector.yaml by hand."),
    "token": Rule("IMP118", "advice", "No action is required; the policy setheader can add the first word."),
    "event": Rule(
        "IMP119",
        "warning",
        "Write a trigger: the operation that subscribes, `callback: true` on the field of the URL, and the schema of "
        "the payload under `event`.",
    ),
    "name": Rule("IMP120", "advice", "Give it an operationId before makers use it; the id can never change."),
    "unused": Rule("IMP121", "advice", "No action is required, unless a reference to it is missing."),
    "unplaced": Rule("IMP122", "advice", "Add it to a description where makers or maintainers need it."),
    "reserved": Rule("IMP124", "advice", "No action is required: the connection and the media types supply it."),
    "data": Rule("IMP125", "warning", "Write the value itself into the example."),
    "summary": Rule("IMP126", "advice", "Write summaries that makers understand."),
    "method": Rule("IMP123", "warning", "Check whether the API offers the operation under another method or path."),
}
